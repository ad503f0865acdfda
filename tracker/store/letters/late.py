"""What should have been written or should have left by now, computed from what is owed: also when nobody looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from tracker.model.checks import Late
from tracker.model.letters import AlertState, LetterState, Rhythm, SubscriberState
from tracker.store.database import Transaction
from tracker.store.letters.outbox import HELD, database_now, due_at, to_nobody
from tracker.store.letters.waiting_alerts import is_overtaken
from tracker.store.tables.letters import alerts, letters, subscribers

PHASES = ("mail", "rcpt", "data", "dot")  # of a conversation in which a reply says that it is for good
WAITING = (LetterState.QUEUED, *HELD)


def digests(tx: Transaction, *, before: datetime) -> Late:
    """Readers whose digest was due before an instant and is not written; or who have a rhythm and no next digest."""
    never = and_(subscribers.c.next_digest_at.is_(None), subscribers.c.rhythm != Rhythm.NEVER)
    mine = subscribers.c.state == SubscriberState.ACTIVE, or_(subscribers.c.next_digest_at <= before, never)
    return _late(tx, subscribers.c.next_digest_at, *mine)


def alerts_without_letter(tx: Transaction, *, before: datetime) -> Late:
    """Alerts that hold and whose time came before an instant, of readers who are written to."""
    reader = select(subscribers.c.id).where(
        subscribers.c.id == alerts.c.subscriber_id, subscribers.c.state == SubscriberState.ACTIVE
    )
    mine = alerts.c.state == AlertState.PENDING, alerts.c.release_at <= before, reader.exists(), ~is_overtaken()
    return _late(tx, alerts.c.release_at, *mine)


def letters_due(tx: Transaction, *, before: datetime) -> Late:
    """Letters that might have left before an instant, and those of which the sender has let the lease run out."""
    due = and_(letters.c.state == LetterState.QUEUED, ~to_nobody().exists())
    held = and_(letters.c.state.in_(HELD), letters.c.lease_until <= _database_now(tx))
    return _late(tx, due_at(), or_(due, held), letters.c.next_attempt_at <= before, due_at() <= before)


def letters_put_off(tx: Transaction, *, now: datetime) -> Late:
    """Letters whose time to be tried again has not come, since the oldest was planned."""
    put_off = letters.c.state == LetterState.QUEUED, letters.c.planned_at <= now, due_at() > now
    return _late(tx, letters.c.planned_at, *put_off, ~to_nobody().exists())


def letters_refused(tx: Transaction, *, now: datetime) -> tuple[Late, str]:
    """Letters that the mail server refused for good and that wait until that is mended; and its last words."""
    for_good = or_(*(letters.c.reply.like(f"{phase}: 5__ %") for phase in PHASES))
    refused = letters.c.state == LetterState.QUEUED, letters.c.planned_at <= now, for_good
    latest = select(letters.c.reply).where(*refused).order_by(letters.c.next_attempt_at.desc()).limit(1)
    return _late(tx, letters.c.first_attempt_at, *refused), tx.execute(latest).scalar() or ""


def wanted_since(tx: Transaction) -> datetime | None:
    """Since when there is a reader to write to, or a letter that waits; None when nothing need be looked for."""
    reader = select(func.min(subscribers.c.added_at)).where(subscribers.c.state == SubscriberState.ACTIVE)
    letter = select(func.min(letters.c.planned_at)).where(letters.c.state.in_(WAITING), ~to_nobody().exists())
    instants = [tx.execute(query).scalar_one() for query in (reader, letter)]
    return min((one for one in instants if one is not None), default=None)


def busy(tx: Transaction) -> frozenset[str]:
    """Owners who hold letters under a lease that has not ended."""
    in_hand: ColumnElement[bool] = and_(
        letters.c.state.in_(HELD), letters.c.lease_until > _database_now(tx), letters.c.owner.is_not(None)
    )
    return frozenset(tx.execute(select(letters.c.owner).where(in_hand).distinct()).scalars())


def _database_now(tx: Transaction) -> Any:
    return literal(database_now(tx), letters.c.lease_until.type)


def _late(tx: Transaction, since: ColumnElement[datetime], *mine: ColumnElement[bool]) -> Late:
    row = tx.execute(select(func.count().label("number"), func.min(since).label("since")).where(*mine)).one()
    return Late(row.number, row.since)
