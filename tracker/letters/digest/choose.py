"""Chooses, sorts and counts what a digest tells; every commitment is told once. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.followup import PENDING
from tracker.letters.changes import net_change
from tracker.letters.items import FULL, ItemMaker, LetterLimits, due_order, tally_of
from tracker.model import Entry
from tracker.model.digests import Change, Digest, Item, Section, SectionName, Snapshot


def build(snapshot: Snapshot, *, limits: LetterLimits = FULL, link: str | None = None) -> Digest:
    """A digest: first what changed, then overdue by days late, then what is coming, then where to check back."""
    make = ItemMaker(snapshot.today, link)
    newly, others = _news(snapshot, make)
    sections = [
        Section(SectionName.NEWLY_OVERDUE, newly.total, newly.items[: limits.newly]),
        Section(SectionName.CHANGED, others.total, others.items[: limits.changed]),
        *_without_news(snapshot, make, newly, others, limits),
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
        unreviewed_total=snapshot.unreviewed_total,
        tally=tally_of(others.items) if others.total == len(others.items) else (),
    )


@dataclass(frozen=True, slots=True)
class _News:
    """What became late, or what else changed: counted, and as far as it was looked at."""

    total: int
    items: tuple[Item, ...]


def _news(snapshot: Snapshot, make: ItemMaker) -> tuple[_News, _News]:
    changes = _changes(snapshot, make)
    newly = tuple(item for item in changes if _is_newly_overdue(item))
    others = tuple(item for item in changes if not _is_newly_overdue(item))
    late_unseen = snapshot.became_overdue.total - len(snapshot.became_overdue.entries)
    unseen = snapshot.happened_total - len(snapshot.happened)
    return _News(len(newly) + late_unseen, newly), _News(len(others) + unseen, others)


def _changes(snapshot: Snapshot, make: ItemMaker) -> tuple[Item, ...]:
    newly_late = {entry.number for entry in snapshot.became_overdue.entries}
    items = []
    for happening in snapshot.happened:
        change = net_change(happening.entry, happening.before, happening.events)
        if change in {Change.MOVED, Change.HANDED_OVER} and happening.entry.number in newly_late:
            change = Change.BECAME_OVERDUE
        if change is not None:
            items.append(make.item(happening.entry, change, happening.events, happening.before))
    numbers = {item.entry.number for item in items}
    late = (entry for entry in snapshot.became_overdue.entries if entry.number not in numbers)
    items += [make.item(entry, Change.BECAME_OVERDUE) for entry in late]
    order = list(Change)
    return tuple(sorted(items, key=lambda item: (order.index(item.change or Change.UPDATED), *due_order(item))))


def _without_news(
    snapshot: Snapshot, make: ItemMaker, newly: _News, others: _News, limits: LetterLimits
) -> list[Section]:
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


def _is_newly_overdue(item: Item) -> bool:
    """Whether its being late is news: a new or reopened one may be late from the start."""
    late = item.days is not None and item.days < 0
    return late and item.change in {Change.BECAME_OVERDUE, Change.NEW, Change.REOPENED}


def _is_fresh(entry: Entry, name: SectionName, snapshot: Snapshot) -> bool:
    """To check back is told until its day has come; later it is only counted."""
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
