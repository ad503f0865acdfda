"""What is so and since when, as the people of the play know it. Nothing of it is asked of the product.

A command begins and ends, and what it does happens once in between. So every fact has two moments, and a question
about an instant may have several answers: what may have been so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from chaos.clock import Moment, Span

EVERY_ALERT = frozenset({"due", "overdue", "moved", "resolved", "reopened"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands."""

    status: str
    due_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.status == "open"


@dataclass(frozen=True, slots=True)
class Fact:
    """Since some moment between two it stands so; None: it is not there."""

    since: Span
    standing: Standing | None
    is_restored: bool = False  # an old copy brought it back, with all that was sent of it before


@dataclass
class Commitment:
    """One commitment; whose it is never changes in a play."""

    number: int
    minister: str
    facts: list[Fact] = field(default_factory=list)

    @property
    def now(self) -> Standing | None:
        """How it stands, as far as is known."""
        return self.facts[-1].standing if self.facts else None

    def between(self, begin: datetime, end: datetime) -> frozenset[Standing | None]:
        """How it may have stood at some instant between two."""
        found: set[Standing | None] = set()
        if not self.facts or begin < self.facts[0].since.end.at:
            found.add(None)
        for fact, following in zip(self.facts, [*self.facts[1:], None], strict=True):
            if fact.since.begin.at <= end and (following is None or following.since.end.at >= begin):
                found.add(fact.standing)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a digest is due: the local days, and the local time. Monday is 1."""

    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    at: time = time(8)
    zone: str = "Europe/Brussels"

    def is_slot(self, day: date) -> bool:
        """Whether a digest is due on this local day."""
        return day.isoweekday() in self.weekdays if self.month_day is None else day.day == self.month_day

    @property
    def is_daily(self) -> bool:
        """Daily digests come only with news, unless asked otherwise."""
        return len(self.weekdays) == 7


@dataclass
class Reader:
    """Somebody who gets letters; `presence` tells since when they are to get any, and since when not."""

    address: str
    language: str
    timetable: Timetable | None
    minister: str | None = None
    alerts: frozenset[str] = EVERY_ALERT
    sends_empty: bool = True
    presence: list[tuple[Span, bool]] = field(default_factory=list)
    is_removed: bool = False

    @property
    def is_active(self) -> bool:
        """Whether they are to get letters, as far as is known."""
        return bool(self.presence) and self.presence[-1][1]

    @property
    def begin(self) -> Span:
        """Since when they get letters without a break: what happened before need not be told."""
        return self.presence[-1][0]

    def reads(self, commitment: Commitment) -> bool:
        """Whether they asked to hear of it."""
        return self.minister is None or self.minister == commitment.minister

    def is_certainly_out(self, since: float, until: float) -> bool:
        """Whether they were to get nothing during all of a stretch of real time."""
        before = [is_active for span, is_active in self.presence if span.end.real <= since]
        meanwhile = [span for span, _ in self.presence if span.begin.real <= until and span.end.real > since]
        return not meanwhile and not (before and before[-1])


@dataclass
class Chronicle:
    """The commitments and readers of a play, and when all was quiet."""

    commitments: dict[int, Commitment] = field(default_factory=dict)
    readers: list[Reader] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)  # words that stand in no letter

    def reader(self, address: str) -> Reader | None:
        """Who has this address; no two ever have the same."""
        return next((one for one in self.readers if one.address == address), None)

    def stands(self, number: int, since: Span, standing: Standing | None, *, is_restored: bool = False) -> None:
        """From now on it stands so, if it did not before."""
        one = self.commitments[number]
        if not one.facts or one.now != standing:
            one.facts.append(Fact(since, standing, is_restored))

    def copy(self) -> Copy:
        """What a backup made now remembers."""
        return Copy(
            {number: one.now for number, one in self.commitments.items()},
            {one.address: one.is_active for one in self.readers if not one.is_removed},
        )

    def restore(self, copy: Copy, since: Span) -> None:
        """All is again as a backup remembers it."""
        for number in self.commitments:
            self.stands(number, since, copy.standings.get(number), is_restored=True)
        for reader in self.readers:
            reader.is_removed = reader.address not in copy.readers
            reader.presence.append((since, copy.readers.get(reader.address, False)))


@dataclass(frozen=True)
class Copy:
    """What a backup remembers: how each commitment stood, and who was to get letters."""

    standings: dict[int, Standing | None]
    readers: dict[str, bool]


def at_once(moment: Moment) -> Span:
    """What is known to have happened at one moment."""
    return Span(moment, moment)
