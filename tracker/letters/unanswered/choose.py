"""Chooses what the desk hears of a reminder that got no answer: by minister, the oldest deadline first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.letters.items import FULL, ItemMaker, LetterLimits, due_order
from tracker.model import Entry
from tracker.model.digests import AlertGroup, Item
from tracker.model.letters import LetterState
from tracker.model.reminders import Reminder


@dataclass(frozen=True, slots=True)
class Waiting:
    """A commitment without an answer, and the reminder that asked for one."""

    entry: Entry
    reminder: Reminder | None = None

    @property
    def not_left(self) -> bool:
        """Whether the letter did not leave, or nobody knows; what was given by hand is taken to have."""
        return self.reminder is not None and self.reminder.state not in {None, LetterState.SENT}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The day to answer that has passed, and what is without an answer; `hidden` are not shown."""

    today: date
    answer_by: date
    total: int
    groups: tuple[AlertGroup, ...]
    hidden: int = 0
    not_left: int = 0  # of which the reminder did not leave, or nobody knows whether it did

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown, in order."""
        return tuple(item for group in self.groups for item in group.items)


def build_unanswered(
    waiting: Sequence[Waiting],
    answer_by: date,
    *,
    today: date,
    limits: LetterLimits = FULL,
    link: str | None = None,
) -> Unanswered:
    """What is without an answer, grouped by who is responsible."""
    make = ItemMaker(today, link)
    items = sorted((replace(make.item(one.entry), reminder=one.reminder) for one in waiting), key=due_order)
    groups: dict[str | None, list[Item]] = {}
    for item in items[: limits.alerts]:
        groups.setdefault(item.entry.responsible or item.entry.minister, []).append(item)
    return Unanswered(
        today=today,
        answer_by=answer_by,
        total=len(items),
        groups=tuple(AlertGroup(minister, tuple(group)) for minister, group in groups.items()),
        hidden=max(len(items) - limits.alerts, 0),
        not_left=sum(one.not_left for one in waiting),
    )
