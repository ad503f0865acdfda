"""Chooses, sorts and counts what a letter tells; every commitment is told once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.followup import PENDING
from tracker.letters.changes import net_change, reason_of, reason_of_move
from tracker.model import Entry, Event
from tracker.model.digests import (
    AlertGroup,
    AlertInContext,
    AlertLetter,
    Before,
    Change,
    Digest,
    Item,
    Section,
    SectionName,
    Snapshot,
    Tally,
)
from tracker.model.letters import AlertKind

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
        """This limits and ever smaller ones, for a letter that grew too big: shorter quotes first, then fewer items."""
        shorter = [replace(self, quote=self.quote * percent // 100) for percent in (100, 80, 60, 45)]
        return (*shorter, *(_share(shorter[-1], percent) for percent in range(96, 0, -4)))


def _share(limits: LetterLimits, percent: int) -> LetterLimits:
    """Part of a limits: what is news loses half as much as what was there before."""
    news = (limits.newly, limits.changed)
    newly, changed = (max(part * min(2 * percent, 100) // 100, 1) for part in news)
    rest = (limits.overdue, limits.coming, limits.check_back, limits.alerts)
    overdue, coming, check_back, alerts = (max(part * percent // 100, 1) for part in rest)
    return LetterLimits(newly, changed, overdue, coming, check_back, alerts, limits.quote)


def build(snapshot: Snapshot, *, limits: LetterLimits = LetterLimits(), link: str | None = None) -> Digest:
    """A digest: first what changed, then overdue by days late, then what is coming, then where to look again."""
    make = _Maker(snapshot.today, link)
    newly, others = _news(snapshot, make)
    sections = [
        Section(SectionName.NEWLY_OVERDUE, newly.total, newly.items[: limits.newly]),
        Section(SectionName.CHANGED, others.total, others.items[: limits.changed]),
        *_standing(snapshot, make, newly, others, limits),
    ]
    return Digest(
        today=snapshot.today,
        since_on=snapshot.since_on,
        horizon_days=snapshot.horizon_days,
        open_total=snapshot.open_total,
        overdue_total=snapshot.overdue.total,
        coming_total=snapshot.coming.total,
        newly_overdue_total=newly.total,
        changed_total=others.total,
        sections=tuple(section for section in sections if section.total > section.told_before),
        head_sequence=snapshot.head_sequence,
        head_digest=snapshot.head_digest,
        first=snapshot.first,
        tally=_tally(others.items) if others.total == len(others.items) else (),
    )


def build_alert(
    told: Sequence[AlertInContext], *, today: date, limits: LetterLimits = LetterLimits(), link: str | None = None
) -> AlertLetter:
    """An alert letter: one item a commitment, the most pressing first, grouped by minister."""
    make = _Maker(today, link)
    by_number: dict[int, list[AlertInContext]] = {}
    for one in told:
        by_number.setdefault(one.entry.number, []).append(one)
    items = sorted((make.alert_item(reasons) for reasons in by_number.values()), key=_urgency)
    followed = tuple(sorted(number for number, reasons in by_number.items() if _is_only_followed(reasons)))
    groups: dict[str | None, list[Item]] = {}
    for item in items[: limits.alerts]:
        groups.setdefault(item.entry.responsible or item.entry.minister, []).append(item)
    return AlertLetter(
        today=today,
        overdue_total=sum(item.change is None and (item.days or 0) < 0 for item in items),
        due_total=sum(item.change is None and (item.days or 0) >= 0 for item in items),
        tally=_tally(items),
        groups=tuple(AlertGroup(minister, tuple(group)) for minister, group in groups.items()),
        hidden=max(len(items) - limits.alerts, 0),
        followed=followed,
        has_others=len(followed) < len(items),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes items as they stand on a day."""

    today: date
    link: str | None

    def item(
        self, entry: Entry, change: Change | None = None, events: Sequence[Event] = (), before: Before | None = None
    ) -> Item:
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

    def alert_item(self, reasons: Sequence[AlertInContext]) -> Item:
        """One commitment with all the reasons to tell of it; the oldest reason tells how late the letter is."""
        entry = reasons[-1].entry
        events = tuple(one.event for one in reasons if one.event)
        before = next((one.before for one in reasons if one.event), None)
        change = net_change(entry, before, events) if events else None
        if change is None and events:
            change = Change.UPDATED
        if change is None and _is_only_followed(reasons):
            change = Change.STILL_OPEN
        owed_on = max(one.alert.owed_on for one in reasons)
        late = owed_on if owed_on < self.today else None
        return replace(self.item(entry, change, events, before), owed_on=late)


@dataclass(frozen=True, slots=True)
class _News:
    """What became late, or what else changed: counted, and as far as it was looked at."""

    total: int
    items: tuple[Item, ...]


def _news(snapshot: Snapshot, make: _Maker) -> tuple[_News, _News]:
    changes = _changes(snapshot, make)
    newly = tuple(item for item in changes if _is_newly_overdue(item))
    others = tuple(item for item in changes if not _is_newly_overdue(item))
    late_unseen = snapshot.became_overdue.total - len(snapshot.became_overdue.entries)
    unseen = snapshot.happened_total - len(snapshot.happened)
    return _News(len(newly) + late_unseen, newly), _News(len(others) + unseen, others)


def _changes(snapshot: Snapshot, make: _Maker) -> tuple[Item, ...]:
    newly_late = {entry.number for entry in snapshot.became_overdue.entries}
    items = []
    for happening in snapshot.happened:
        change = net_change(happening.entry, happening.before, happening.events)
        if change in {Change.MOVED, Change.HANDED_OVER} and happening.entry.number in newly_late:
            change = Change.BECAME_OVERDUE
        if change is not None:
            items.append(make.item(happening.entry, change, happening.events, happening.before))
    told = {item.entry.number for item in items}
    late = (entry for entry in snapshot.became_overdue.entries if entry.number not in told)
    items += [make.item(entry, Change.BECAME_OVERDUE) for entry in late]
    order = list(Change)
    return tuple(sorted(items, key=lambda item: (order.index(item.change or Change.UPDATED), *_due_order(item))))


def _standing(snapshot: Snapshot, make: _Maker, newly: _News, others: _News, limits: LetterLimits) -> list[Section]:
    """The parts that tell how things stand, without what was told as news."""
    shown = [item.entry for item in (*newly.items[: limits.newly], *others.items[: limits.changed])]
    numbers = {entry.number for entry in shown} | {item.entry.number for item in newly.items}
    hidden_late = newly.total - min(len(newly.items), limits.newly)
    sections = []
    for name, shortlist, most in (
        (SectionName.OVERDUE, snapshot.overdue, limits.overdue),
        (SectionName.COMING, snapshot.coming, limits.coming),
        (SectionName.CHECK_BACK, snapshot.check_back, limits.check_back),
    ):
        left = [entry for entry in shortlist.entries if entry.number not in numbers]
        fresh = [entry for entry in left if _is_fresh(entry, name, snapshot)]
        items = tuple(make.item(entry) for entry in fresh[:most])
        known = sum(_belongs(entry, name, snapshot) for entry in shown)
        known += hidden_late if name is SectionName.OVERDUE else 0
        stale = len(left) - len(fresh)
        sections.append(Section(name, max(shortlist.total - known, len(items) + stale), items, stale))
    return sections


def _is_only_followed(reasons: Iterable[AlertInContext]) -> bool:
    return all(one.alert.kind is AlertKind.FOLLOWED for one in reasons)


def _tally(items: Iterable[Item]) -> tuple[Tally, ...]:
    """How often each change occurs, in the order in which a reader wants to hear it."""
    totals: Mapping[Change | None, int] = Counter(item.change for item in items)
    return tuple(Tally(change, totals[change]) for change in Change if change in totals)


def _edited(events: Iterable[Event]) -> tuple[str, ...]:
    """The fields that these events set, each once."""
    fields: dict[str, None] = {}
    for event in events:
        fields |= dict.fromkeys(event.set.names)
    return tuple(fields)


def _is_newly_overdue(item: Item) -> bool:
    """Whether its being late is news: a new or reopened one may be late from the start."""
    late = item.days is not None and item.days < 0
    return late and item.change in {Change.BECAME_OVERDUE, Change.NEW, Change.REOPENED}


def _is_fresh(entry: Entry, name: SectionName, snapshot: Snapshot) -> bool:
    """To look again is told until its day has come; later it is only counted."""
    if name is not SectionName.CHECK_BACK or snapshot.first:
        return True
    return entry.check_on is not None and entry.check_on >= snapshot.since_on


def _belongs(entry: Entry, name: SectionName, snapshot: Snapshot) -> bool:
    """Whether an entry that was told already is counted in this part too."""
    if entry.status not in PENDING:
        return False
    if entry.due_on is None:
        return name is SectionName.CHECK_BACK and entry in snapshot.check_back.entries
    days = (entry.due_on - snapshot.today).days
    if name is SectionName.OVERDUE:
        return days < 0
    return name is SectionName.COMING and 0 <= days <= snapshot.horizon_days and snapshot.coming.total > 0


def _due_order(item: Item) -> tuple[date, int]:
    return item.entry.due_on or date.max, item.entry.number


def _urgency(item: Item) -> tuple[bool, date, int]:
    return (item.change is not None, *_due_order(item))
