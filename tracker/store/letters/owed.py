"""What is owed now: digests whose time has come, alerts that are due, and those that wait for a letter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from tracker.followup import PENDING
from tracker.model import Deed, Event, Selection
from tracker.model.digests import Told
from tracker.model.letters import Alert, AlertKind, LetterKind, LetterState, SubscriberState
from tracker.store.database import Transaction
from tracker.store.events import selected
from tracker.store.letters.outbox import insert_new
from tracker.store.letters.pictures import Since, entries_by_number, events_by_sequence
from tracker.store.looking import conditions
from tracker.store.tables.letters import alerts, follows, letters, silences, subscribers
from tracker.store.tables.register import commitments, events

MADE_DUE = (Deed.FOUND, Deed.ADDED, Deed.IMPORTED, Deed.ACCEPTED, Deed.MOVED, Deed.REOPENED)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that is not yet met: the version, and the day on which this register came to know it."""

    commitment: int
    due_on: date
    version: int
    known_at: datetime


@dataclass(frozen=True, slots=True)
class DigestOwed:
    """A reader whose digest is due, and from when on slots count."""

    subscriber: int
    slots_after: datetime


def digests_owed(tx: Transaction, now: datetime) -> tuple[DigestOwed, ...]:
    """Readers whose next digest is due, those with the same selection together."""
    query = (
        select(subscribers.c.id, subscribers.c.slots_after)
        .where(subscribers.c.next_digest_at <= now, subscribers.c.state == SubscriberState.ACTIVE)
        .order_by(subscribers.c.selection, subscribers.c.language, subscribers.c.id)
    )
    return tuple(DigestOwed(row.id, row.slots_after) for row in tx.execute(query))


def since(tx: Transaction, ids: Iterable[int]) -> dict[int, Since]:
    """Up to where each reader has been told by digests that have left or will leave; failed ones do not count."""
    known: dict[int, Since] = {}
    wanted = sorted(ids)
    gone = and_(
        letters.c.subscriber_id == subscribers.c.id,
        letters.c.kind == LetterKind.DIGEST,
        letters.c.state.not_in((LetterState.FAILED, LetterState.DROPPED)),
    )
    for start in range(0, len(wanted), _BATCH):
        query = (
            select(
                subscribers.c.id,
                subscribers.c.since_sequence,
                subscribers.c.since_on,
                func.max(letters.c.covers_sequence).label("sequence"),
                func.max(letters.c.covers_on).label("on"),
            )
            .join(letters, gone, isouter=True)
            .where(subscribers.c.id.in_(wanted[start : start + _BATCH]))
            .group_by(subscribers.c.id, subscribers.c.since_sequence, subscribers.c.since_on)
        )
        for row in tx.execute(query):
            first = row.sequence is None
            known[row.id] = (
                Since(row.since_sequence, row.since_on, first=True) if first else Since(row.sequence, row.on)
            )
    return known


def slot_done(tx: Transaction, subscriber: int, *, next_digest_at: datetime | None) -> None:
    """The digest of a slot is planned, or there was nothing to say: the next one is due then."""
    tx.execute(update(subscribers).where(subscribers.c.id == subscriber).values(next_digest_at=next_digest_at))


def oldest_due(tx: Transaction) -> date | None:
    """The earliest deadline that is not met."""
    query = select(func.min(commitments.c.due_on)).where(commitments.c.status.in_(PENDING))
    oldest: date | None = tx.execute(query).scalar_one()
    return oldest


def deadlines(
    tx: Transaction, selection: Selection, *, today: date, due_days: Collection[date] | None, touched_after: int
) -> Iterator[Deadline]:
    """Unmet deadlines of a selection: those on some days (None: on any), and those with events after that one."""
    known_at = (
        select(func.max(events.c.at))
        .where(events.c.commitment == commitments.c.number, events.c.kind.in_(MADE_DUE))
        .scalar_subquery()
    )
    columns = (commitments.c.number, commitments.c.due_on, commitments.c.deadline_version, known_at.label("known_at"))
    mine = and_(*conditions(tx, selection, today), commitments.c.status.in_(PENDING), commitments.c.due_on.is_not(None))
    query = select(*columns).where(mine)
    if due_days is not None:
        touched = select(events.c.commitment).where(events.c.sequence > touched_after)
        query = query.where(or_(commitments.c.due_on.in_(sorted(due_days)), commitments.c.number.in_(touched)))
    for row in tx.execute(query.execution_options(yield_per=500)):
        yield Deadline(row.number, row.due_on, row.deadline_version, datetime.fromisoformat(row.known_at))


def selected_events(
    tx: Transaction, selection: Selection, *, today: date, after: int, until: int, kinds: Iterable[str]
) -> Iterator[Event]:
    """Events of some kinds on the commitments of a selection, oldest first."""
    mine = select(commitments.c.number).where(*conditions(tx, selection, today))
    wanted = and_(events.c.sequence > after, events.c.sequence <= until, events.c.kind.in_(list(kinds)))
    yield from selected(tx, and_(wanted, events.c.commitment.in_(mine)))


def followed_events(tx: Transaction, *, after: int, until: int) -> Iterator[tuple[int, Event]]:
    """Everything that happened to a commitment after somebody began to follow it, with that reader."""
    followers: dict[int, list[tuple[int, int]]] = {}
    for row in tx.execute(select(follows)):
        followers.setdefault(row.commitment, []).append((row.subscriber_id, row.since_sequence))
    if not followers:
        return
    window = and_(events.c.sequence > after, events.c.sequence <= until, events.c.commitment.in_(list(followers)))
    for event in selected(tx, window):
        for subscriber, sequence in followers[event.commitment or 0]:
            if event.sequence > sequence:
                yield subscriber, event


def follows_still_open(tx: Transaction) -> tuple[tuple[int, int, int, date], ...]:
    """Reader, commitment, deadline version and the day since when it is followed, while it is not done."""
    query = (
        select(follows.c.subscriber_id, follows.c.commitment, commitments.c.deadline_version, follows.c.since_on)
        .join(commitments, commitments.c.number == follows.c.commitment)
        .where(commitments.c.status.in_(PENDING))
    )
    return tuple((row.subscriber_id, row.commitment, row.deadline_version, row.since_on) for row in tx.execute(query))


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
            "state": "pending",
        }
        for alert in raised
    ]
    return sum(len(insert_new(tx, alerts, rows[start : start + _BATCH])) for start in range(0, len(rows), _BATCH))


def overtake(tx: Transaction) -> int:
    """Drop waiting alerts about a deadline that was met, lapsed or moved meanwhile. Gives how many."""
    about_deadline = alerts.c.kind.in_((AlertKind.DUE, AlertKind.OVERDUE))
    still = select(commitments.c.number).where(
        commitments.c.number == alerts.c.commitment,
        commitments.c.status.in_(PENDING),
        commitments.c.deadline_version == alerts.c.deadline_version,
    )
    gone = update(alerts).where(alerts.c.state == "pending", about_deadline, ~still.exists())
    return int(tx.execute(gone.values(state="overtaken")).rowcount)


def silence(tx: Transaction, *, now: datetime) -> int:
    """Mark waiting alerts that somebody asked not to send; they stay visible. Gives how many."""
    active = select(silences).where(
        silences.c.starts_at <= now, silences.c.ends_at > now, silences.c.lifted_at.is_(None)
    )
    hushed = 0
    for row in tx.execute(active).all():
        asked = [alerts.c.state == "pending"]
        if row.subscriber_id is not None:
            asked.append(alerts.c.subscriber_id == row.subscriber_id)
        if row.commitment is not None:
            asked.append(alerts.c.commitment == row.commitment)
        if row.minister is not None:
            theirs = select(commitments.c.number).where(*conditions(tx, Selection(minister=row.minister), now.date()))
            asked.append(alerts.c.commitment.in_(theirs))
        quiet = update(alerts).where(*asked).values(state="silenced", silence_id=row.id)
        hushed += int(tx.execute(quiet).rowcount)
    return hushed


def readers_waiting(tx: Transaction, now: datetime) -> tuple[int, ...]:
    """Readers with at least one alert whose release has come, in order."""
    query = (
        select(alerts.c.subscriber_id)
        .join(subscribers, subscribers.c.id == alerts.c.subscriber_id)
        .where(alerts.c.state == "pending", alerts.c.release_at <= now)
        .where(subscribers.c.state == SubscriberState.ACTIVE)
        .distinct()
        .order_by(alerts.c.subscriber_id)
    )
    return tuple(tx.execute(query).scalars())


def waiting(tx: Transaction, subscriber: int) -> tuple[Told, ...]:
    """All alerts that wait for this reader, with what they are about; the oldest owed first."""
    query = select(alerts).where(alerts.c.subscriber_id == subscriber, alerts.c.state == "pending")
    return told(tx, [_alert(row) for row in tx.execute(query.order_by(alerts.c.owed_on, alerts.c.key))])


def unknown(tx: Transaction, raised: Iterable[Alert]) -> list[Alert]:
    """Those of these alerts that were never written down."""
    found = list(raised)
    known: set[str] = set()
    for start in range(0, len(found), _BATCH):
        keys = [alert.key for alert in found[start : start + _BATCH]]
        known |= set(tx.execute(select(alerts.c.key).where(alerts.c.key.in_(keys))).scalars())
    return [alert for alert in found if alert.key not in known]


def told(tx: Transaction, found: Sequence[Alert]) -> tuple[Told, ...]:
    """Alerts with the entries and events that they are about."""
    entries = entries_by_number(tx, (alert.commitment for alert in found))
    causes = events_by_sequence(tx, (alert.event for alert in found if alert.event is not None))
    return tuple(
        Told(alert, entries[alert.commitment], causes.get(alert.event) if alert.event else None) for alert in found
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
