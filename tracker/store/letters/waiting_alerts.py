"""Which alerts wait for a letter? They are raised once, and dropped, passed over or silenced before they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from tracker.followup import PENDING
from tracker.model import Selection, Status
from tracker.model.digests import AlertInContext
from tracker.model.letter_kinds import by_priority
from tracker.model.letters import ABOUT_DEADLINE, Alert, AlertKind, AlertState, LetterState, SubscriberState
from tracker.store.database import Transaction
from tracker.store.letters.outbox import batched, insert_new, withdraw
from tracker.store.letters.snapshots import entries_by_number, events_by_sequence, states_before
from tracker.store.looking import conditions
from tracker.store.tables.letters import alerts, letters, silences, subscribers
from tracker.store.tables.register import commitments

_BATCH = 200


def raise_alerts(tx: Transaction, raised: Iterable[Alert]) -> int:
    """Write alerts down; those that are known already are passed over. Gives how many are new."""
    rows = [
        {
            "key": alert.key,
            "subscriber_id": alert.subscriber,
            "commitment": alert.commitment,
            "kind": alert.kind,
            "step": alert.step,
            "deadline_version": alert.deadline_version,
            "owed_on": alert.owed_on,
            "release_at": alert.release_at,
            "due_on": alert.due_on,
            "event": alert.event,
            "state": AlertState.PENDING,
        }
        for alert in raised
    ]
    return len(insert_new(tx, alerts, rows)) if rows else 0


def anything_waits(tx: Transaction) -> bool:
    """Whether there are alerts that wait for a letter, or letters with alerts that wait to leave."""
    pending = select(alerts.c.key).where(alerts.c.state == AlertState.PENDING).limit(1)
    queued = select(letters.c.id).where(letters.c.state == LetterState.QUEUED, _carries_alerts())
    return tx.execute(pending).first() is not None or tx.execute(queued.limit(1)).first() is not None


def _carries_alerts() -> ColumnElement[bool]:
    return letters.c.kind.in_([kind.name for kind in by_priority() if kind.carries_alerts])


def overtake(tx: Transaction) -> int:
    """Drop waiting alerts about a deadline that was met, lapsed or moved meanwhile. Gives how many.

    Nothing of them is kept: if the deadline holds after all, they can be raised again.
    """
    return int(tx.execute(delete(alerts).where(alerts.c.state == AlertState.PENDING, is_overtaken())).rowcount)


def withdraw_overtaken(tx: Transaction) -> int:
    """Letters that still wait and alert to a deadline that was met, lapsed or moved meanwhile do not leave."""
    moot = select(alerts.c.key).where(alerts.c.letter_id == letters.c.id, is_overtaken()).exists()
    reply = "withdrawn: something that it told of changed before it left"
    return withdraw(tx, and_(_carries_alerts(), moot), reply=reply)


def is_overtaken() -> ColumnElement[bool]:
    """Whether the deadline of an alert was met, lapsed or moved meanwhile, or its commitment is only possible again."""
    possible = commitments.c.number == alerts.c.commitment, commitments.c.status == Status.POSSIBLE
    mine = commitments.c.number == alerts.c.commitment, commitments.c.status.in_(PENDING)
    same = select(commitments.c.number).where(*mine, commitments.c.deadline_version == alerts.c.deadline_version)
    pending = select(commitments.c.number).where(*mine)
    still_open = and_(alerts.c.kind == AlertKind.FOLLOWED, alerts.c.event.is_(None), ~pending.exists())
    is_only_possible = select(commitments.c.number).where(*possible).exists()
    return or_(and_(alerts.c.kind.in_(ABOUT_DEADLINE), ~same.exists()), still_open, is_only_possible)


def pass_over(tx: Transaction, keys: Sequence[str]) -> None:
    """Events that came to nothing by the time of the letter are told to nobody."""
    for some in batched(keys):
        idle = update(alerts).where(alerts.c.key.in_(some), alerts.c.state == AlertState.PENDING)
        tx.execute(idle.values(state=AlertState.OVERTAKEN))


def silence(tx: Transaction, *, now: datetime) -> int:
    """Mark waiting alerts that somebody asked not to send; they stay visible. Gives how many."""
    active = select(silences).where(
        silences.c.starts_at <= now, silences.c.ends_at > now, silences.c.lifted_at.is_(None)
    )
    hushed = 0
    for row in tx.execute(active).all():
        asked = [alerts.c.state == AlertState.PENDING]
        if row.subscriber_id is not None:
            asked.append(alerts.c.subscriber_id == row.subscriber_id)
        if row.commitment is not None:
            asked.append(alerts.c.commitment == row.commitment)
        if row.minister is not None:
            theirs = select(commitments.c.number).where(*conditions(tx, Selection(minister=row.minister), now.date()))
            asked.append(alerts.c.commitment.in_(theirs))
        quiet = update(alerts).where(*asked).values(state=AlertState.SILENCED, silence_id=row.id)
        hushed += int(tx.execute(quiet).rowcount)
    return hushed


def readers_waiting(tx: Transaction, now: datetime) -> tuple[int, ...]:
    """Readers with at least one alert whose release has come, in order."""
    query = (
        select(alerts.c.subscriber_id)
        .join(subscribers, subscribers.c.id == alerts.c.subscriber_id)
        .where(alerts.c.state == AlertState.PENDING, alerts.c.release_at <= now)
        .where(subscribers.c.state == SubscriberState.ACTIVE)
        .distinct()
        .order_by(alerts.c.subscriber_id)
    )
    return tuple(tx.execute(query).scalars())


def waiting(tx: Transaction, subscriber: int, *, until: datetime) -> tuple[AlertInContext, ...]:
    """The alerts for this reader that are released by then, with what they are about; the oldest owed first."""
    mine = (alerts.c.subscriber_id == subscriber, alerts.c.state == AlertState.PENDING, alerts.c.release_at <= until)
    query = select(alerts).where(*mine, ~is_overtaken())
    return in_context(tx, [_alert(row) for row in tx.execute(query.order_by(alerts.c.owed_on, alerts.c.key))])


def unwritten(tx: Transaction) -> tuple[tuple[str, AlertInContext], ...]:
    """Alerts that stand in no letter yet, each with the address of its reader; the first to be released first."""
    reader = and_(subscribers.c.id == alerts.c.subscriber_id, subscribers.c.state == SubscriberState.ACTIVE)
    query = select(alerts, subscribers.c.address).join(subscribers, reader).where(alerts.c.state == AlertState.PENDING)
    rows = tx.execute(query.order_by(alerts.c.release_at, alerts.c.key)).all()
    return tuple(zip((row.address for row in rows), in_context(tx, [_alert(row) for row in rows]), strict=True))


def unknown(tx: Transaction, raised: Iterable[Alert]) -> list[Alert]:
    """Those of these alerts that were never written down."""
    every = list(raised)
    known: set[str] = set()
    for start in range(0, len(every), _BATCH):
        keys = [alert.key for alert in every[start : start + _BATCH]]
        known |= set(tx.execute(select(alerts.c.key).where(alerts.c.key.in_(keys))).scalars())
    return [alert for alert in every if alert.key not in known]


def in_context(tx: Transaction, found: Sequence[Alert]) -> tuple[AlertInContext, ...]:
    """Alerts with the entries and events that they are about, and how those stood before."""
    entries = entries_by_number(tx, (alert.commitment for alert in found))
    causes = events_by_sequence(tx, (alert.event for alert in found if alert.event is not None))
    first: dict[int, int] = {}
    for alert in found:
        if alert.event is not None:
            first[alert.commitment] = min(alert.event, first.get(alert.commitment, alert.event))
    before = states_before(tx, first)
    return tuple(
        AlertInContext(alert, entries[alert.commitment], causes.get(alert.event or 0), before.get(alert.commitment))
        for alert in found
    )


def _alert(row: Any) -> Alert:
    return Alert(
        key=row.key,
        subscriber=row.subscriber_id,
        commitment=row.commitment,
        kind=AlertKind(row.kind),
        step=row.step,
        deadline_version=row.deadline_version,
        owed_on=row.owed_on,
        release_at=row.release_at,
        due_on=row.due_on,
        event=row.event,
    )
