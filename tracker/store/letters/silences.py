"""No alerts for a while: who asked, why, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.errors import NotFound
from tracker.model.letters import AlertState, Silence
from tracker.store.database import Transaction
from tracker.store.tables.letters import alerts, silences


def add(tx: Transaction, silence: Silence) -> Silence:
    """Begin a silence; gives it with its number."""
    values = {
        "subscriber_id": silence.subscriber,
        "commitment": silence.commitment,
        "minister": silence.minister,
        "actor": silence.actor,
        "reason": silence.reason,
        "starts_at": silence.starts_at,
        "ends_at": silence.ends_at,
    }
    key = tx.execute(insert(silences).values(values)).inserted_primary_key
    return replace(silence, id=key[0])  # type: ignore[index]  # an insert of one row has one key


def lift(tx: Transaction, number: int, *, at: datetime, actor: str) -> None:
    """End a silence now: what it held back waits again. Raises NotFound when there is none to end."""
    lasting = update(silences).where(silences.c.id == number, silences.c.lifted_at.is_(None), silences.c.ends_at > at)
    if not tx.execute(lasting.values(lifted_at=at, lifted_by=actor)).rowcount:
        raise NotFound("silence.absent", number=number)
    held = update(alerts).where(alerts.c.silence_id == number, alerts.c.state == AlertState.SILENCED)
    tx.execute(held.values(state=AlertState.PENDING, silence_id=None))


def lasting(tx: Transaction, now: datetime) -> tuple[Silence, ...]:
    """Silences that still last, the first to end first."""
    query = select(silences).where(silences.c.ends_at > now, silences.c.lifted_at.is_(None))
    return tuple(
        Silence(
            id=row.id,
            subscriber=row.subscriber_id,
            commitment=row.commitment,
            minister=row.minister,
            actor=row.actor,
            reason=row.reason,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in tx.execute(query.order_by(silences.c.ends_at, silences.c.id))
    )
