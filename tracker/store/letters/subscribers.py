"""Readers: who they are, what they want, and from when on they are owed something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from tracker.errors import NotFound, Refused
from tracker.model import Selection
from tracker.model.letters import AlertKind, Rhythm, Subscriber, SubscriberState, Timetable
from tracker.store.database import Transaction
from tracker.store.letters.erasing import erase_letters
from tracker.store.letters.outbox import withdraw
from tracker.store.letters.selections import parse_selection, selection_text
from tracker.store.tables import instant_text
from tracker.store.tables.letters import follows, letters, subscribers
from tracker.store.tables.register import events


@dataclass(frozen=True, slots=True)
class Start:
    """From when on a reader is owed something: what was there before is not news."""

    at: datetime
    on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that makes no reader, and why."""

    subscriber: int
    why: str


def newest_sequence(tx: Transaction, *, before: datetime | None = None) -> int:
    """The number of the last event, or of the last one before an instant."""
    query = select(func.coalesce(func.max(events.c.sequence), 0))
    if before is not None:
        query = query.where(events.c.at < instant_text(before))
    last: int = tx.execute(query).scalar_one()
    return last


def add(tx: Transaction, subscriber: Subscriber, *, start: Start, next_digest_at: datetime | None) -> Subscriber:
    """A new reader; raises Refused when the address has one already. The id is given by the database."""
    known = tx.execute(select(subscribers.c.address).where(_has_address(subscriber.address))).scalar()
    if known is not None:
        raise Refused("subscriber.known", address=known)
    values = _columns(subscriber) | {
        "token": subscriber.token,
        "added_at": start.at,
        "since_sequence": start.sequence,
        "since_on": start.on,
        "slots_after": start.at,
        "next_digest_at": next_digest_at,
    }
    try:
        made = tx.execute(insert(subscribers).values(values))
    except IntegrityError as error:
        raise Refused("subscriber.known", address=subscriber.address) from error
    return by_id(tx, made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one key


def change(tx: Transaction, subscriber: Subscriber) -> None:
    """Write a reader back; who is not to be written to gets nothing of what still waits."""
    tx.execute(update(subscribers).where(subscribers.c.id == subscriber.id).values(_columns(subscriber)))
    if subscriber.state is not SubscriberState.ACTIVE:
        _hold_back(tx, subscriber.id, subscriber.state)


def begin_anew(tx: Transaction, subscriber: int, *, slots_after: datetime, next_digest_at: datetime | None) -> None:
    """Digests of slots up to an instant are no longer owed."""
    values = {"slots_after": slots_after, "next_digest_at": next_digest_at}
    tx.execute(update(subscribers).where(subscribers.c.id == subscriber).values(values))


def halt(tx: Transaction, subscriber: int, state: SubscriberState, *, reason: str) -> bool:
    """Stop writing to an active reader, and why; tells whether that is new."""
    stopped = update(subscribers).where(subscribers.c.id == subscriber, subscribers.c.state == SubscriberState.ACTIVE)
    if not tx.execute(stopped.values(state=state, state_reason=reason, next_digest_at=None)).rowcount:
        return False
    _hold_back(tx, subscriber, state)
    return True


def put_off(tx: Transaction, subscriber: int, *, until: datetime) -> None:
    """The mail server broke off at a letter to this reader: all others wait too, also those that are planned later."""
    mine = update(subscribers).where(subscribers.c.id == subscriber)
    tx.execute(mine.values(broken_off=subscribers.c.broken_off + 1, put_off_until=until))


def put_off_no_more(tx: Transaction, subscriber: int) -> None:
    """The mail server decided on a letter to this reader, or somebody asks to try again."""
    mine = update(subscribers).where(subscribers.c.id == subscriber)
    tx.execute(mine.values(broken_off=0, put_off_until=None))


def _hold_back(tx: Transaction, subscriber: int, state: SubscriberState) -> None:
    withdraw(tx, letters.c.subscriber_id == subscriber, reply=f"not sent: the reader is {state}")


def remove(tx: Transaction, subscriber: int) -> int:
    """Erase name and address, here and in the letters; the row stays so that old letters keep their place.

    Gives how many letters were still to leave and now do not.
    """
    erased = dict.fromkeys(("address", "name", "state_reason", "next_digest_at"))
    values = erased | {"state": SubscriberState.REMOVED, "selection": selection_text(Selection())}
    tx.execute(update(subscribers).where(subscribers.c.id == subscriber).values(values))
    tx.execute(delete(follows).where(follows.c.subscriber_id == subscriber))
    return erase_letters(tx, subscriber)


def by_id(tx: Transaction, subscriber: int) -> Subscriber:
    """The reader with that id; raises NotFound."""
    return _one(tx, subscribers.c.id == subscriber, str(subscriber))


def by_address(tx: Transaction, address: str) -> Subscriber:
    """The reader at that address, whatever its case; raises NotFound. Of two in one register the one written so."""
    written_so = tx.execute(select(subscribers.c.id).where(subscribers.c.address == address)).first()
    return _one(tx, subscribers.c.address == address if written_so else _has_address(address), address)


def by_token(tx: Transaction, token: str) -> Subscriber | None:
    """The reader whom a bounce or unsubscribe address names."""
    row = tx.execute(select(subscribers).where(subscribers.c.token == token)).first()
    return None if row is None or row.address is None else _subscriber(row, _follows(tx, [row.id]))


def at_address(tx: Transaction, subscriber: int | None, address: str) -> Subscriber | None:
    """The reader with that id, unless the address is another one by now."""
    row = tx.execute(select(subscribers).where(subscribers.c.id == subscriber)).first()
    is_there = row is not None and row.address is not None and row.address.casefold() == address.casefold()
    return _subscriber(row, _follows(tx, [row.id])) if row is not None and is_there else None


def all_of(tx: Transaction, *, states: Iterable[SubscriberState] = ()) -> tuple[Subscriber, ...]:
    """All readers that have not gone, in order of address; only those in some states if any are named."""
    wanted = tuple(states) or tuple(state for state in SubscriberState if state is not SubscriberState.REMOVED)
    rows = tx.execute(select(subscribers).where(subscribers.c.state.in_(wanted)).order_by(subscribers.c.address)).all()
    followed = _follows(tx, None)
    return tuple(_subscriber(row, followed) for row in rows)


def added_after(tx: Transaction, instant: datetime) -> int:
    """How many readers of digests were added after it, so that none was owed to them by then."""
    later = (subscribers.c.added_at > instant, subscribers.c.next_digest_at > instant)
    active = subscribers.c.state == SubscriberState.ACTIVE
    number: int = tx.execute(select(func.count()).select_from(subscribers).where(active, *later)).scalar_one()
    return number


def sound(
    tx: Transaction, *, ids: Iterable[int] | None = None, states: Iterable[SubscriberState] = ()
) -> tuple[tuple[Subscriber, ...], tuple[Unreadable, ...]]:
    """Readers in order of address, of some numbers or in some states, and those that cannot be read."""
    mine: list[ColumnElement[bool]] = [subscribers.c.address.is_not(None)]
    if ids is not None:
        mine.append(subscribers.c.id.in_(list(ids)))
    if states:
        mine.append(subscribers.c.state.in_(list(states)))
    followed = _follows(tx, None if ids is None else list(ids))
    readers: list[Subscriber] = []
    unreadable: list[Unreadable] = []
    for row in tx.execute(select(subscribers).where(*mine).order_by(subscribers.c.address)).all():
        try:
            reader = _subscriber(row, followed)
            ZoneInfo(reader.timetable.zone)
        except (ValueError, KeyError) as error:
            unreadable.append(Unreadable(row.id, f"Reader {row.id} ({row.address}) cannot be written to: {error}"))
        else:
            readers.append(reader)
    return tuple(readers), tuple(unreadable)


def follow(tx: Transaction, subscriber: int, commitment: int, *, start: Start) -> bool:
    """Tell a reader of everything that happens to a commitment; gives whether that is new."""
    known = select(follows).where(follows.c.subscriber_id == subscriber, follows.c.commitment == commitment)
    if tx.execute(known).first():
        return False
    values = {"subscriber_id": subscriber, "commitment": commitment, "since_on": start.on}
    tx.execute(insert(follows).values(values | {"since_sequence": start.sequence}))
    return True


def unfollow(tx: Transaction, subscriber: int, commitment: int) -> bool:
    """Stop that; gives whether it was followed."""
    gone = delete(follows).where(follows.c.subscriber_id == subscriber, follows.c.commitment == commitment)
    return bool(tx.execute(gone).rowcount)


def _has_address(address: str) -> ColumnElement[bool]:
    """Mail goes to the same box however an address is written (RFC 5321 2.4 lets boxes differ; none do)."""
    return func.lower(subscribers.c.address) == address.lower()


def _one(tx: Transaction, condition: Any, name: str) -> Subscriber:
    row = tx.execute(select(subscribers).where(condition)).first()
    if row is None or row.state == SubscriberState.REMOVED:
        raise NotFound("subscriber.absent", name=name)
    return _subscriber(row, _follows(tx, [row.id]))


def _follows(tx: Transaction, ids: list[int] | None) -> Mapping[int, tuple[int, ...]]:
    query = select(follows.c.subscriber_id, follows.c.commitment).order_by(follows.c.commitment)
    if ids is not None:
        query = query.where(follows.c.subscriber_id.in_(ids))
    by_reader: dict[int, tuple[int, ...]] = {}
    for row in tx.execute(query):
        by_reader[row.subscriber_id] = (*by_reader.get(row.subscriber_id, ()), row.commitment)
    return by_reader


def _columns(subscriber: Subscriber) -> dict[str, Any]:
    timetable = subscriber.timetable
    return {
        "address": subscriber.address,
        "name": subscriber.name,
        "language": subscriber.language,
        "rhythm": timetable.rhythm,
        "weekdays": _joined(timetable.weekdays),
        "month_day": timetable.month_day,
        "at": timetable.at.strftime("%H:%M"),
        "zone": timetable.zone,
        "selection": selection_text(subscriber.selection),
        "alerts": _joined(subscriber.alerts),
        "days_before": None if subscriber.days_before is None else _joined(subscriber.days_before),
        "days_after": None if subscriber.days_after is None else _joined(subscriber.days_after),
        "send_empty": subscriber.send_empty,
        "state": subscriber.state,
        "state_reason": subscriber.state_reason,
    }


def _subscriber(row: Any, followed: Mapping[int, tuple[int, ...]]) -> Subscriber:
    return Subscriber(
        id=row.id,
        address=row.address,
        name=row.name,
        language=row.language,
        timetable=Timetable(
            Rhythm(row.rhythm), _numbers(row.weekdays), row.month_day, time.fromisoformat(row.at), row.zone
        ),
        selection=parse_selection(row.selection),
        alerts=tuple(AlertKind(kind) for kind in row.alerts.split(",") if kind),
        days_before=None if row.days_before is None else _numbers(row.days_before),
        days_after=None if row.days_after is None else _numbers(row.days_after),
        send_empty=row.send_empty,
        state=SubscriberState(row.state),
        state_reason=row.state_reason,
        token=row.token,
        added_at=row.added_at,
        since_sequence=row.since_sequence,
        since_on=row.since_on,
        follows=followed.get(row.id, ()),
    )


def _joined(values: Iterable[object]) -> str:
    return ",".join(str(value) for value in values)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)
