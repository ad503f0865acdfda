"""Chooses, sorts and counts what a letter tells; every commitment is told once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.followup import PENDING
from tracker.model import Deed, Entry, Event, Status
from tracker.model.digests import (
    AlertGroup,
    AlertLetter,
    Change,
    Digest,
    Item,
    Picture,
    Section,
    SectionName,
    Told,
)
from tracker.model.letters import AlertKind

_ENTERED = frozenset({Deed.FOUND, Deed.ADDED, Deed.IMPORTED})
_OUTCOMES = (
    (Deed.RESOLVED, Status.FULFILLED, Change.RESOLVED),
    (Deed.LAPSED, Status.LAPSED, Change.LAPSED),
    (Deed.PARTLY_RESOLVED, Status.PARTLY_FULFILLED, Change.PARTLY_RESOLVED),
)


@dataclass(frozen=True, slots=True)
class Room:
    """How many items a letter shows before it counts the rest."""

    changed: int = 24
    overdue: int = 20
    coming: int = 20
    check_back: int = 8
    alerts: int = 60

    def halved(self) -> Room:
        """Half as much, for a letter that grew too big."""
        return Room(
            *(max(value // 2, 1) for value in (self.changed, self.overdue, self.coming, self.check_back, self.alerts))
        )


def build(picture: Picture, *, room: Room = Room(), link: str | None = None) -> Digest:
    """A digest: first what changed, then overdue by days late, then what is coming, then where to look again."""
    make = _Maker(picture.today, link)
    changes = _changes(picture, make)
    newly = [item for item in changes if _is_newly_overdue(item)]
    others = [item for item in changes if not _is_newly_overdue(item)]
    late_unseen = picture.became_overdue.total - len(picture.became_overdue.entries)
    unseen = picture.happened_total - len(picture.happened)
    changed_total = len(changes) + late_unseen + unseen
    shown = (*newly[: room.overdue], *others[: room.changed])
    sections = [
        Section(SectionName.NEWLY_OVERDUE, len(newly) + late_unseen, tuple(newly[: room.overdue])),
        Section(SectionName.CHANGED, len(others) + unseen, tuple(others[: room.changed])),
    ]
    told = {item.entry.number for item in shown}
    for name, shelf, most in (
        (SectionName.OVERDUE, picture.overdue, room.overdue),
        (SectionName.COMING, picture.coming, room.coming),
        (SectionName.CHECK_BACK, picture.check_back, room.check_back),
    ):
        known = sum(_belongs(item.entry, name, picture) for item in shown)
        fresh = (entry for entry in shelf.entries if entry.number not in told and _is_fresh(entry, name, picture))
        items = tuple(make.item(entry) for entry in fresh)[:most]
        sections.append(Section(name, max(shelf.total - known, len(items)), items))
    return Digest(
        today=picture.today,
        since_on=picture.since_on,
        horizon_days=picture.horizon_days,
        open_total=picture.open_total,
        overdue_total=picture.overdue.total,
        coming_total=picture.coming.total,
        changed_total=changed_total,
        sections=tuple(section for section in sections if section.total),
        head_sequence=picture.head_sequence,
        head_digest=picture.head_digest,
        first=picture.first,
    )


def build_alert(told: Sequence[Told], *, today: date, room: Room = Room(), link: str | None = None) -> AlertLetter:
    """An alert letter: one item a commitment, the most pressing first, grouped by minister."""
    make = _Maker(today, link)
    by_number: dict[int, list[Told]] = {}
    for one in told:
        by_number.setdefault(one.entry.number, []).append(one)
    items = sorted((make.alert_item(reasons) for reasons in by_number.values()), key=_urgency)
    groups: dict[str | None, list[Item]] = {}
    for item in items[: room.alerts]:
        groups.setdefault(item.entry.responsible or item.entry.minister, []).append(item)
    return AlertLetter(
        today=today,
        overdue_total=sum(item.change is None and (item.days or 0) < 0 for item in items),
        due_total=sum(item.change is None and (item.days or 0) >= 0 for item in items),
        happened_total=sum(item.change is not None for item in items),
        groups=tuple(AlertGroup(minister, tuple(group)) for minister, group in groups.items()),
        hidden=max(len(items) - room.alerts, 0),
    )


def net_change(entry: Entry, events: Iterable[Event]) -> Change | None:
    """What these events amount to as the entry stands now: what was undone meanwhile is no news."""
    kinds = {event.kind for event in events}
    for deed, status, change in _OUTCOMES:
        if deed in kinds and entry.status is status:
            return change
    if entry.status not in PENDING:
        return None
    if kinds & _ENTERED:
        return Change.NEW
    if Deed.REOPENED in kinds:
        return Change.REOPENED
    moved = [event for event in events if event.kind == Deed.MOVED]
    return Change.MOVED if moved and _moved_from(moved) != entry.due_on else None


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes items as they stand on a day."""

    today: date
    link: str | None

    def item(self, entry: Entry, change: Change | None = None, events: Sequence[Event] = ()) -> Item:
        moved = [event for event in events if event.kind == Deed.MOVED]
        days = (entry.due_on - self.today).days if entry.due_on and entry.status in PENDING else None
        return Item(
            entry=entry,
            days=days,
            change=change,
            moved_from=_moved_from(moved),
            reason=next((event.reason for event in reversed(events) if event.reason), None) if change else None,
            link=self.link.replace("{number}", str(entry.number)) if self.link else None,
            check_passed=entry.check_on is not None and entry.check_on < self.today,
        )

    def alert_item(self, reasons: Sequence[Told]) -> Item:
        """One commitment with all the reasons to tell of it; the oldest reason tells how late the letter is."""
        entry = reasons[-1].entry
        events = tuple(one.event for one in reasons if one.event)
        change = net_change(entry, events)
        if change is None and events:
            change = Change.UPDATED
        if change is None and all(one.alert.kind is AlertKind.FOLLOWED for one in reasons):
            change = Change.STILL_OPEN
        owed_on = max(one.alert.owed_on for one in reasons)
        late = owed_on if owed_on < self.today else None
        return replace(self.item(entry, change, events), owed_on=late)


def _changes(picture: Picture, make: _Maker) -> tuple[Item, ...]:
    newly_late = {entry.number for entry in picture.became_overdue.entries}
    items = []
    for happening in picture.happened:
        change = net_change(happening.entry, happening.events)
        if change is Change.MOVED and happening.entry.number in newly_late:
            change = Change.BECAME_OVERDUE
        if change is not None:
            items.append(make.item(happening.entry, change, happening.events))
    told = {item.entry.number for item in items}
    late = (entry for entry in picture.became_overdue.entries if entry.number not in told)
    items += [make.item(entry, Change.BECAME_OVERDUE) for entry in late]
    order = list(Change)
    return tuple(sorted(items, key=lambda item: (order.index(item.change or Change.UPDATED), *_due_order(item))))


def _is_newly_overdue(item: Item) -> bool:
    """Whether its being late is news: a new or reopened one may be late from the start."""
    late = item.days is not None and item.days < 0
    return late and item.change in {Change.BECAME_OVERDUE, Change.NEW, Change.REOPENED}


def _is_fresh(entry: Entry, name: SectionName, picture: Picture) -> bool:
    """To look again is told once, when its day comes; later it is only counted."""
    if name is not SectionName.CHECK_BACK or picture.first:
        return True
    return entry.check_on is not None and entry.check_on >= picture.since_on


def _belongs(entry: Entry, name: SectionName, picture: Picture) -> bool:
    """Whether an entry that was told already is counted in this part too."""
    if entry.status not in PENDING:
        return False
    if entry.due_on is None:
        return name is SectionName.CHECK_BACK and entry in picture.check_back.entries
    days = (entry.due_on - picture.today).days
    if name is SectionName.OVERDUE:
        return days < 0
    return name is SectionName.COMING and 0 <= days <= picture.horizon_days and picture.coming.total > 0


def _moved_from(moved: Sequence[Event]) -> date | None:
    """The deadline before the first of these moves."""
    because = moved[0].details.get("because") if moved else None
    old = because.get("from") if isinstance(because, dict) else None
    return date.fromisoformat(old) if isinstance(old, str) else None


def _due_order(item: Item) -> tuple[date, int]:
    return item.entry.due_on or date.max, item.entry.number


def _urgency(item: Item) -> tuple[bool, date, int]:
    return (item.change is not None, *_due_order(item))
