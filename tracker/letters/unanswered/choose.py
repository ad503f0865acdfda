"""Chooses what the desk hears of a reminder that got no answer: by minister, the oldest deadline first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.letters.items import FULL, ItemMaker, LetterLimits, due_order
from tracker.model import Entry
from tracker.model.digests import AlertGroup, Item


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The day to answer that has passed, and what is without an answer; `hidden` are not shown."""

    today: date
    answer_by: date
    total: int
    groups: tuple[AlertGroup, ...]
    hidden: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown, in order."""
        return tuple(item for group in self.groups for item in group.items)


def build_unanswered(
    entries: Sequence[Entry], answer_by: date, *, today: date, limits: LetterLimits = FULL, link: str | None = None
) -> Unanswered:
    """What is without an answer, grouped by who is responsible."""
    make = ItemMaker(today, link)
    items = sorted(map(make.item, entries), key=due_order)
    groups: dict[str | None, list[Item]] = {}
    for item in items[: limits.alerts]:
        groups.setdefault(item.entry.responsible or item.entry.minister, []).append(item)
    return Unanswered(
        today=today,
        answer_by=answer_by,
        total=len(items),
        groups=tuple(AlertGroup(minister, tuple(group)) for minister, group in groups.items()),
        hidden=max(len(items) - limits.alerts, 0),
    )
