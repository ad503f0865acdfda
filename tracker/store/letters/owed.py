"""What is owed now: digests whose time has come, alerts that are due, and those that wait for a letter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from tracker.followup import PENDING
from tracker.model import Event, Selection, Status
from tracker.model.digests import AlertInContext
from tracker.model.letter_kinds import by_priority
from tracker.model.letters import Alert, AlertKind, AlertState, LetterKind, LetterState, SubscriberState
from tracker.owed.deeds import ALERTING, MAKES_DUE
from tracker.store.database import Transaction
from tracker.store.events import selected
from tracker.store.letters.outbox import batched, insert_new, withdraw
from tracker.store.letters.snapshots import Since, entries_by_number, events_by_sequence, states_before
from tracker.store.looking import conditions
from tracker.store.tables.letters import alerts, follows, letters, silences, subscribers
from tracker.store.tables.register import commitments, events

ABOUT_DEADLINE = (AlertKind.DUE, AlertKind.OVERDUE)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that is not yet met: the version, and the event by which this register came to know it."""

    commitment: int
    due_on: date
    version: int
    known_at: datetime
    known_sequence: int


@dataclass(frozen=True, slots=True)
class DigestOwed:
    """A reader whose digest is due, and from when on slots count."""

    subscriber: int
    slots_after: datetime
    next_digest_at: datetime


def digests_owed(tx: Transaction, now: datetime) -> tuple[DigestOwed, ...]:
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
    told = and_(letters.c.subscriber_id == subscribers.c.id, letters.c.kind == LetterKind.DIGEST, ~or_(never, _WAITS))
    columns = [subscribers.c[name] for name in ("id", "since_sequence", "since_on", "retell_sequence", "retell_on")]
    last = func.max(letters.c.covers_sequence).label("sequence"), func.max(letters.c.covers_on).label("on")
    for some in batched(sorted(ids)):
        query = select(*columns, *last).join(letters, told, isouter=True).where(subscribers.c.id.in_(some))
        waiting = digests_waiting(tx, some)
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


def digests_waiting(tx: Transaction, ids: Iterable[int]) -> Mapping[int, tuple[Waiting, ...]]:
    """The digests that wait, by reader."""
    columns = (letters.c.subscriber_id, letters.c.id, letters.c.from_sequence, letters.c.from_on)
    mine = (letters.c.subscriber_id.in_(list(ids)), letters.c.kind == LetterKind.DIGEST, _WAITS)
    found: dict[int, tuple[Waiting, ...]] = {}
    for row in tx.execute(select(*columns).where(*mine)):
        one = Waiting(row.id, row.from_sequence or 0, row.from_on)
        found[row.subscriber_id] = (*found.get(row.subscriber_id, ()), one)
    return found


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
    told = update(subscribers).where(subscribers.c.id == subscriber, subscribers.c.retell_sequence >= after)
    tx.execute(told.values(retell_sequence=None, retell_on=None))


def oldest_due(tx: Transaction) -> date | None:
    """The earliest deadline that is not met."""
    query = select(func.min(commitments.c.due_on)).where(commitments.c.status.in_(PENDING))
    oldest: date | None = tx.execute(query).scalar_one()
    return oldest


def deadlines(
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


def selected_events(
    tx: Transaction, selection: Selection, *, today: date, after: int, until: int, limit: int
) -> tuple[Event, ...]:
    """Events that may be news about the commitments of a selection, oldest first.

    For who reads only what is overdue those count of what was overdue when they happened.
    """
    everything = replace(selection, overdue=False, statuses=selection.statuses or tuple(Status))
    mine = select(commitments.c.number).where(*conditions(tx, everything, today))
    wanted = and_(events.c.sequence > after, events.c.sequence <= until, events.c.kind.in_(ALERTING))
    return tuple(selected(tx, and_(wanted, events.c.commitment.in_(mine)), limit=limit))


def due_days_of(tx: Transaction, numbers: Iterable[int]) -> Mapping[int, date | None]:
    """The deadlines of some commitments, as they are now."""
    query = select(commitments.c.number, commitments.c.due_on).where(commitments.c.number.in_(list(numbers)))
    return {row.number: row.due_on for row in tx.execute(query)}


def followed_events(
    tx: Transaction, *, after: int, until: int, limit: int
) -> tuple[tuple[Event, tuple[int, ...]], ...]:
    """Everything that happened to followed commitments, each with the readers who followed them by then."""
    mine = events.c.commitment.in_(select(follows.c.commitment))
    window = and_(events.c.sequence > after, events.c.sequence <= until, mine)
    found = tuple(selected(tx, window, limit=limit))
    followers: dict[int, list[tuple[int, int]]] = {}
    query = select(follows).where(follows.c.commitment.in_({event.commitment or 0 for event in found}))
    for row in tx.execute(query):
        followers.setdefault(row.commitment, []).append((row.subscriber_id, row.since_sequence))
    return tuple(
        (event, tuple(one for one, since in followers.get(event.commitment or 0, ()) if event.sequence > since))
        for event in found
    )


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
    """Whether the deadline of an alert was met, lapsed or moved meanwhile."""
    mine = commitments.c.number == alerts.c.commitment, commitments.c.status.in_(PENDING)
    same = select(commitments.c.number).where(*mine, commitments.c.deadline_version == alerts.c.deadline_version)
    pending = select(commitments.c.number).where(*mine)
    still_open = and_(alerts.c.kind == AlertKind.FOLLOWED, alerts.c.event.is_(None), ~pending.exists())
    return or_(and_(alerts.c.kind.in_(ABOUT_DEADLINE), ~same.exists()), still_open)


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
    return told(tx, [_alert(row) for row in tx.execute(query.order_by(alerts.c.owed_on, alerts.c.key))])


def unwritten(tx: Transaction) -> tuple[tuple[str, AlertInContext], ...]:
    """Alerts that stand in no letter yet, each with the address of its reader; the first to be released first."""
    reader = and_(subscribers.c.id == alerts.c.subscriber_id, subscribers.c.state == SubscriberState.ACTIVE)
    query = select(alerts, subscribers.c.address).join(subscribers, reader).where(alerts.c.state == AlertState.PENDING)
    rows = tx.execute(query.order_by(alerts.c.release_at, alerts.c.key)).all()
    return tuple(zip((row.address for row in rows), told(tx, [_alert(row) for row in rows]), strict=True))


def unknown(tx: Transaction, raised: Iterable[Alert]) -> list[Alert]:
    """Those of these alerts that were never written down."""
    found = list(raised)
    known: set[str] = set()
    for start in range(0, len(found), _BATCH):
        keys = [alert.key for alert in found[start : start + _BATCH]]
        known |= set(tx.execute(select(alerts.c.key).where(alerts.c.key.in_(keys))).scalars())
    return [alert for alert in found if alert.key not in known]


def told(tx: Transaction, found: Sequence[Alert]) -> tuple[AlertInContext, ...]:
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
