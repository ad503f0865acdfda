"""Deadlines that are not met, and since when this register knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from tracker.followup import PENDING
from tracker.model import Selection
from tracker.owed.deeds import MAKES_DUE
from tracker.store.database import Transaction
from tracker.store.looking import conditions
from tracker.store.tables.register import commitments, events


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that is not yet met: the version, and the event by which this register came to know it."""

    commitment: int
    due_on: date
    version: int
    known_at: datetime
    known_sequence: int


def oldest_due(tx: Transaction) -> date | None:
    """The earliest deadline that is not met."""
    query = select(func.min(commitments.c.due_on)).where(commitments.c.status.in_(PENDING))
    oldest: date | None = tx.execute(query).scalar_one()
    return oldest


def unmet(
    tx: Transaction,
    selection: Selection,
    *,
    today: date,
    due_days: Collection[date] | None,
    touched_after: int,
    after: int = 0,
    limit: int,
) -> tuple[Deadline, ...]:
    """Unmet deadlines of a selection, by number: those on some days (None: on any), and those with newer events."""
    made_due = (events.c.commitment == commitments.c.number, events.c.kind.in_(MAKES_DUE))
    known_at = select(func.max(events.c.at)).where(*made_due).scalar_subquery()
    known = select(func.max(events.c.sequence)).where(*made_due).scalar_subquery()
    columns = (commitments.c.number, commitments.c.due_on, commitments.c.deadline_version, known_at, known)
    mine = and_(*conditions(tx, selection, today), commitments.c.status.in_(PENDING), commitments.c.due_on.is_not(None))
    query = select(*columns).where(mine, commitments.c.number > after).order_by(commitments.c.number).limit(limit)
    if due_days is not None:
        touched = select(events.c.commitment).where(events.c.sequence > touched_after)
        query = query.where(or_(commitments.c.due_on.in_(sorted(due_days)), commitments.c.number.in_(touched)))
    rows: Iterable[Sequence[Any]] = tx.execute(query)
    return tuple(
        Deadline(number, due_on, version, datetime.fromisoformat(at), sequence)
        for number, due_on, version, at, sequence in rows
    )


def due_days_of(tx: Transaction, numbers: Iterable[int]) -> Mapping[int, date | None]:
    """The deadlines of some commitments, as they are now."""
    query = select(commitments.c.number, commitments.c.due_on).where(commitments.c.number.in_(list(numbers)))
    return {row.number: row.due_on for row in tx.execute(query)}
