"""The register as one selection sees it on one day: counted in SQL, and only the first of each kind read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from tracker.followup import PENDING
from tracker.model import Deed, Entry, Event, Selection
from tracker.model.digests import Happening, Picture, Shelf
from tracker.store.database import Transaction
from tracker.store.events import Head, selected
from tracker.store.looking import conditions
from tracker.store.register import entry_of, reading
from tracker.store.tables.register import commitments, events

NEWS = (
    Deed.FOUND,
    Deed.ADDED,
    Deed.IMPORTED,
    Deed.MOVED,
    Deed.REOPENED,
    Deed.RESOLVED,
    Deed.PARTLY_RESOLVED,
    Deed.LAPSED,
)
MAX_SHOWN = 120  # more than a letter can hold


@dataclass(frozen=True, slots=True)
class Since:
    """Up to where a reader has been told: the last event, and the last day."""

    sequence: int
    on: date
    first: bool = False


def picture(tx: Transaction, selection: Selection, *, since: Since, today: date, horizon: int, head: Head) -> Picture:
    """What a digest has to tell; `head` is the end of the chain in this transaction."""
    everything = and_(*conditions(tx, replace(selection, overdue=False), today))
    mine = and_(everything, commitments.c.status.in_(PENDING))
    late = and_(mine, commitments.c.due_on < today)
    until = today + timedelta(days=horizon)
    soon = and_(mine, commitments.c.due_on >= today, commitments.c.due_on <= until)
    back = and_(mine, commitments.c.due_on.is_(None), commitments.c.check_on <= until)
    by_due = (commitments.c.due_on, commitments.c.number)
    happened_total, happened = _happened(tx, everything, since.sequence, head.sequence)
    return Picture(
        today=today,
        since_on=since.on,
        horizon_days=horizon,
        open_total=_count(tx, mine),
        overdue=_shelf(tx, late, by_due),
        became_overdue=_shelf(tx, and_(late, commitments.c.due_on >= since.on), by_due),
        coming=Shelf() if selection.overdue else _shelf(tx, soon, by_due),
        check_back=Shelf() if selection.overdue else _shelf(tx, back, (commitments.c.check_on, commitments.c.number)),
        happened=happened,
        happened_total=happened_total,
        head_sequence=head.sequence,
        head_digest=head.digest,
        first=since.first,
    )


def entries_by_number(tx: Transaction, numbers: Iterable[int]) -> dict[int, Entry]:
    """Entries by number; unknown numbers are left out."""
    wanted = sorted(set(numbers))
    found: dict[int, Entry] = {}
    for start in range(0, len(wanted), 500):
        query = reading().where(commitments.c.number.in_(wanted[start : start + 500]))
        found |= {row.number: entry_of(row) for row in tx.execute(query)}
    return found


def events_by_sequence(tx: Transaction, sequences: Iterable[int]) -> dict[int, Event]:
    """Events by sequence number."""
    wanted = sorted(set(sequences))
    found: dict[int, Event] = {}
    for start in range(0, len(wanted), 500):
        for event in selected(tx, events.c.sequence.in_(wanted[start : start + 500])):
            found[event.sequence] = event
    return found


def _count(tx: Transaction, condition: ColumnElement[bool]) -> int:
    number: int = tx.execute(select(func.count()).select_from(commitments).where(condition)).scalar_one()
    return number


def _shelf(tx: Transaction, condition: ColumnElement[bool], order: tuple[Any, ...]) -> Shelf:
    total = _count(tx, condition)
    if not total:
        return Shelf()
    query: Select[Any] = reading().where(condition).order_by(*order).limit(MAX_SHOWN)
    return Shelf(total, tuple(entry_of(row) for row in tx.execute(query)))


def _happened(
    tx: Transaction, condition: ColumnElement[bool], after: int, until: int
) -> tuple[int, tuple[Happening, ...]]:
    """How many commitments of the selection had news, and the latest of them with their events."""
    if after >= until:
        return 0, ()
    news = and_(events.c.sequence > after, events.c.sequence <= until, events.c.kind.in_(NEWS))
    touched = (
        select(events.c.commitment, func.max(events.c.sequence).label("latest"))
        .join(commitments, commitments.c.number == events.c.commitment)
        .where(news, condition)
        .group_by(events.c.commitment)
        .subquery()
    )
    total: int = tx.execute(select(func.count()).select_from(touched)).scalar_one()
    latest = select(touched.c.commitment).order_by(touched.c.latest.desc()).limit(MAX_SHOWN)
    numbers = tx.execute(latest).scalars().all()
    told: Mapping[int, list[Event]] = {number: [] for number in numbers}
    for event in selected(tx, and_(news, events.c.commitment.in_(numbers))):
        if event.commitment is not None:
            told[event.commitment].append(event)
    entries = entries_by_number(tx, numbers)
    return total, tuple(Happening(entries[number], tuple(told[number])) for number in numbers)
