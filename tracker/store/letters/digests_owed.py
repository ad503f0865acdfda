"""Whose digest is owed now, up to where each reader was told, and which of their digests wait or were lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from tracker.model.letters import LetterKind, LetterState, SubscriberState
from tracker.store.database import Transaction
from tracker.store.letters.outbox import batched
from tracker.store.letters.snapshots import Since
from tracker.store.tables.letters import letters, subscribers


@dataclass(frozen=True, slots=True)
class DigestOwed:
    """A reader whose digest is due, and from when on slots count."""

    subscriber: int
    slots_after: datetime
    next_digest_at: datetime


def due_now(tx: Transaction, now: datetime) -> tuple[DigestOwed, ...]:
    """Readers whose next digest is due, those with the same selection together."""
    query = (
        select(subscribers.c.id, subscribers.c.slots_after, subscribers.c.next_digest_at)
        .where(subscribers.c.next_digest_at <= now, subscribers.c.state == SubscriberState.ACTIVE)
        .order_by(subscribers.c.selection, subscribers.c.language, subscribers.c.id)
    )
    return tuple(DigestOwed(row.id, row.slots_after, row.next_digest_at) for row in tx.execute(query))


def since(tx: Transaction, ids: Iterable[int]) -> dict[int, Since]:
    """Up to where each reader has been told by digests that have left or may have: what waits can still be replaced."""
    known: dict[int, Since] = {}
    never = letters.c.state.in_((LetterState.FAILED, LetterState.DROPPED))
    has_left = and_(
        letters.c.subscriber_id == subscribers.c.id, letters.c.kind == LetterKind.DIGEST, ~or_(never, _WAITS)
    )
    columns = [subscribers.c[name] for name in ("id", "since_sequence", "since_on", "retell_sequence", "retell_on")]
    last = func.max(letters.c.covers_sequence).label("sequence"), func.max(letters.c.covers_on).label("on")
    for some in batched(sorted(ids)):
        query = select(*columns, *last).join(letters, has_left, isouter=True).where(subscribers.c.id.in_(some))
        waiting = waiting_for(tx, some)
        for row in tx.execute(query.group_by(*columns)):
            known[row.id] = _since(row, waiting.get(row.id, ()))
    return known


def _since(row: Any, waiting: Iterable[Waiting]) -> Since:
    """The earliest of what was told last, what a failed digest told and what those tell that will be replaced."""
    if row.sequence is None:
        return Since(row.since_sequence, row.since_on, first=True)
    untold = [Since(one.from_sequence, one.from_on) for one in waiting if one.from_on is not None]
    if row.retell_sequence is not None:
        untold.append(Since(row.retell_sequence, row.retell_on))
    return min((Since(row.sequence, row.on), *untold), key=lambda one: one.sequence)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A digest that was written and certainly not given: a newer one takes its place."""

    letter: int
    from_sequence: int
    from_on: date | None


_WAITS = and_(letters.c.state == LetterState.QUEUED, letters.c.doubts == 0)


def waiting_for(tx: Transaction, ids: Iterable[int]) -> Mapping[int, tuple[Waiting, ...]]:
    """The digests that wait, by reader."""
    columns = (letters.c.subscriber_id, letters.c.id, letters.c.from_sequence, letters.c.from_on)
    mine = (letters.c.subscriber_id.in_(list(ids)), letters.c.kind == LetterKind.DIGEST, _WAITS)
    by_reader: dict[int, tuple[Waiting, ...]] = {}
    for row in tx.execute(select(*columns).where(*mine)):
        waiting = Waiting(row.id, row.from_sequence or 0, row.from_on)
        by_reader[row.subscriber_id] = (*by_reader.get(row.subscriber_id, ()), waiting)
    return by_reader


def spent(tx: Transaction, ids: Iterable[int], *, after: date) -> Mapping[tuple[int, date], int]:
    """How many digests of each reader and day failed, were withdrawn or will be: another one is another letter."""
    lost = or_(letters.c.state.in_((LetterState.FAILED, LetterState.DROPPED)), _WAITS)
    query = select(letters.c.subscriber_id, letters.c.slot, func.count().label("number")).where(
        letters.c.subscriber_id.in_(list(ids)), letters.c.kind == LetterKind.DIGEST, letters.c.slot > after, lost
    )
    rows = tx.execute(query.group_by(letters.c.subscriber_id, letters.c.slot))
    return {(row.subscriber_id, row.slot): row.number for row in rows}


def slot_done(tx: Transaction, slot: DigestOwed, *, next_digest_at: datetime | None) -> bool:
    """The digest of a slot is planned, or there was nothing to say: the next one is due then.

    False when the reader was paused, removed or given another timetable meanwhile: then nothing is owed.
    """
    same = and_(
        subscribers.c.id == slot.subscriber,
        subscribers.c.next_digest_at == slot.next_digest_at,
        subscribers.c.state == SubscriberState.ACTIVE,
    )
    return bool(tx.execute(update(subscribers).where(same).values(next_digest_at=next_digest_at)).rowcount)


def retold(tx: Transaction, subscriber: int, *, after: int) -> None:
    """A digest is written that tells everything after an event: what a failed one had told since then is in it."""
    change = update(subscribers).where(subscribers.c.id == subscriber, subscribers.c.retell_sequence >= after)
    tx.execute(change.values(retell_sequence=None, retell_on=None))
