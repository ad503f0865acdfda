"""Which steps towards and past a deadline have been reached? Pure.

The steps are days before and after the due day; after the last one they go on every thirty days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.model.days import days_on
from tracker.model.letters import AlertKind

EVERY = 30
LOOK_BACK = timedelta(days=62)  # after a longer silence than this the monthly steps tell it anyway


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a reader should hear of a deadline; `offset` counts from the due day."""

    offset: int
    day: date
    owed_on: date  # later than `day` when the deadline was not yet known on that day

    @property
    def name(self) -> str:
        """The step as it stands in keys: D-7, D+30."""
        return f"D{self.offset:+d}"

    @property
    def kind(self) -> AlertKind:
        """Before the end of the due day something comes due, after it it is overdue."""
        return AlertKind.DUE if self.offset <= 0 else AlertKind.OVERDUE


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days before and after the due day on which a reader wants to hear of it."""

    before: tuple[int, ...] = (14, 7, 1)
    after: tuple[int, ...] = (1, 7, 30)

    def offsets(self, *, until: int) -> Iterator[int]:
        """The offsets from the due day in order, up to and including `until`."""
        fixed = sorted({-days for days in self.before} | set(self.after))
        yield from (offset for offset in fixed if offset <= until)
        if self.after:
            yield from range(max(self.after) + EVERY, until + 1, EVERY)


def due_days(ladders: Iterable[Ladder], *, after: date, today: date, oldest: date) -> frozenset[date]:
    """The due days, not before `oldest`, for which some step falls after one day and up to another."""
    window = [today - timedelta(days=back) for back in range((today - after).days)]
    offsets = {offset for ladder in set(ladders) for offset in ladder.offsets(until=(today - oldest).days)}
    return frozenset(day - timedelta(days=offset) for day in window for offset in offsets)


def reached(ladder: Ladder, due_on: date, *, known_on: date, after: date, today: date) -> Step | None:
    """The latest step owed after one day and up to another; None when there is none.

    Of several that were missed, or that a deadline had behind it when it became known (recorded, accepted or moved on
    `known_on`), only the latest is owed: nobody wants to hear four times of what is one piece of news.
    """
    steps = [
        Step(offset, day, max(day, known_on))
        for offset in ladder.offsets(until=(today - due_on).days)
        if (day := days_on(due_on, offset)) <= today
    ]
    return steps[-1] if steps and after < steps[-1].owed_on else None
