"""What letters share: how much of it a letter shows, and one commitment as it tells of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.followup import PENDING
from tracker.letters.changes import reason_of, reason_of_move
from tracker.model import Entry, Event
from tracker.model.digests import Before, Change, Item, Tally

_TOLD_AS_MOVE = {Change.MOVED, Change.BECAME_OVERDUE}


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """How many items a letter shows before it counts the rest, and how much of what was said."""

    newly: int = 40
    changed: int = 30
    overdue: int = 30
    coming: int = 30
    check_back: int = 12
    alerts: int = 80
    quote: int = 260  # characters

    def smaller(self) -> tuple[LetterLimits, ...]:
        """These and ever smaller ones, for a letter that grew too big: shorter quotes first, then fewer items."""
        shorter = [replace(self, quote=self.quote * percent // 100) for percent in (100, 80, 60, 45)]
        return (*shorter, *(_share(shorter[-1], percent) for percent in range(96, 0, -4)))


def _share(limits: LetterLimits, percent: int) -> LetterLimits:
    """Part of the limits: what is news loses half as much as what was there before."""
    news = (limits.newly, limits.changed)
    newly, changed = (max(part * min(2 * percent, 100) // 100, 1) for part in news)
    rest = (limits.overdue, limits.coming, limits.check_back, limits.alerts)
    overdue, coming, check_back, alerts = (max(part * percent // 100, 1) for part in rest)
    return LetterLimits(newly, changed, overdue, coming, check_back, alerts, limits.quote)


FULL = LetterLimits()


@dataclass(frozen=True, slots=True)
class ItemMaker:
    """Makes items as they stand on a day."""

    today: date
    link: str | None

    def item(
        self, entry: Entry, change: Change | None = None, events: Sequence[Event] = (), before: Before | None = None
    ) -> Item:
        """The commitment, with what changed since it stood as before."""
        pending = entry.status in PENDING
        moved = pending and before is not None and before.due_on != entry.due_on
        handed = pending and before is not None and before.responsible != entry.responsible
        return Item(
            entry=entry,
            days=(entry.due_on - self.today).days if entry.due_on and pending else None,
            change=change,
            moved_from=before.due_on if before is not None and moved else None,
            handed_from=before.responsible if before is not None and handed else None,
            reason=reason_of(change, entry, events),
            move_reason=reason_of_move(events) if moved and change not in _TOLD_AS_MOVE else None,
            link=self.link.replace("{number}", str(entry.number)) if self.link else None,
            check_passed=entry.check_on is not None and entry.check_on < self.today,
            edited=_edited(events),
        )


def tally_of(items: Iterable[Item]) -> tuple[Tally, ...]:
    """How often each change occurs, in the order in which a reader wants to hear it."""
    totals: Mapping[Change | None, int] = Counter(item.change for item in items)
    return tuple(Tally(change, totals[change]) for change in Change if change in totals)


def due_order(item: Item) -> tuple[date, int]:
    """By deadline, what has none last, and equals by number."""
    return item.entry.due_on or date.max, item.entry.number


def _edited(events: Iterable[Event]) -> tuple[str, ...]:
    """The fields that these events set, each once."""
    fields: dict[str, None] = {}
    for event in events:
        fields |= dict.fromkeys(event.set.names)
    return tuple(fields)
