"""The history: events added at the end of a hash chain, never altered, and read back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select

from tracker.model import Act, Change, Event
from tracker.model.register import PRIVATE
from tracker.model.spelling import clean, encode
from tracker.store.canonical import dumps, loads
from tracker.store.database import Transaction
from tracker.store.tables import instant_text
from tracker.store.tables.register import actors, events, private_details

GENESIS = bytes(32)  # what stands before the first event


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many events there are, and the digest that covers them all."""

    sequence: int
    digest: str


def head(tx: Transaction) -> Head:
    """The end of the chain; print it outside the database, so that a cut tail is found."""
    sequence, digest = _end(tx)
    return Head(sequence, digest.hex())


def digest_of(tx: Transaction, sequence: int) -> str:
    """The digest of that event; of event 0, before the first, it is all zeros."""
    digest = tx.execute(select(events.c.digest).where(events.c.sequence == sequence)).scalar()
    return (GENESIS if digest is None else bytes(digest)).hex()


def digests_of(tx: Transaction, sequences: Collection[int]) -> Mapping[int, str]:
    """The digests of these events, as far as there are such events."""
    digests: dict[int, str] = {}
    wanted = sorted(set(sequences))
    for start in range(0, len(wanted), 500):
        some = events.c.sequence.in_(wanted[start : start + 500])
        rows = tx.execute(select(events.c.sequence, events.c.digest).where(some))
        digests |= {row.sequence: bytes(row.digest).hex() for row in rows}
    return digests


def append(tx: Transaction, change: Change, *, act: Act, commitment: int | None = None) -> Event:
    """Add one event at the end of the chain. It does not touch the commitment: see `register.record`."""
    return append_all(tx, [(commitment, change)], act=act)[0]


def append_all(
    tx: Transaction, changes: Sequence[tuple[int | None, Change]] | Sequence[tuple[int, Change]], *, act: Act
) -> tuple[Event, ...]:
    """Add events at the end of the chain, in this order; all of one transaction are one action."""
    tx.lock_register()
    sequence, previous = _end(tx)
    tx.action = tx.action or sequence + 1
    actor_id, actor_seal = _actor(tx, act.actor)
    at = instant_text(act.at)
    rows: list[dict[str, Any]] = []
    hidden: list[dict[str, Any]] = []
    made: list[Event] = []
    for number, change in changes:
        sequence += 1
        public, private = _parted(change, act.reason)
        seal = None
        if private:
            salt, content = tx.salt(), dumps(private)
            seal = sha256(salt + content.encode()).hexdigest()
            hidden.append({"sequence": sequence, "salt": salt, "content": content})
        row: dict[str, Any] = {
            "sequence": sequence,
            "action": tx.action,
            "commitment": number,
            "kind": str(change.deed),
            "at": at,
            "details": dumps(public),
            "private_seal": seal,
        }
        previous = chained(previous, actor_seal=actor_seal, **row)
        rows.append({**row, "actor_id": actor_id, "digest": previous})
        made.append(_made(row, act, previous, whole(public, private)))
    if rows:
        tx.execute(insert(events), rows)
    if hidden:
        tx.execute(insert(private_details), hidden)
    return tuple(made)


def chained(
    previous: bytes,
    *,
    sequence: int,
    action: int,
    commitment: int | None,
    kind: str,
    at: str,
    actor_seal: str,
    details: str,
    private_seal: str | None,
) -> bytes:
    """The digest of an event: SHA-256 of the one before and of the event as canonical JSON."""
    number = "null" if commitment is None else commitment
    private = "null" if private_seal is None else f'"{private_seal}"'
    body = (
        f'{{"action":{action},"actor":"{actor_seal}","at":"{at}","commitment":{number},"details":{details},'
        f'"kind":"{kind}","private":{private},"sequence":{sequence}}}'
    )
    return sha256(previous + body.encode()).digest()


def history(tx: Transaction, number: int) -> tuple[Event, ...]:
    """All that happened to one commitment, oldest first."""
    query = reading().where(events.c.commitment == number).order_by(events.c.sequence)
    return tuple(event_of(row) for row in tx.execute(query))


def events_since(tx: Transaction, sequence: int = 0, *, at: datetime | None = None) -> Iterator[Event]:
    """What happened after that event, or from that instant on; oldest first, streamed."""
    query = reading().where(events.c.sequence > sequence).order_by(events.c.sequence)
    if at is not None:
        query = query.where(events.c.at >= instant_text(at))
    with tx.execute(query.execution_options(yield_per=500)) as rows:
        yield from map(event_of, rows)


def some_since(tx: Transaction, sequence: int, *, limit: int) -> tuple[Event, ...]:
    """The first events after that one, oldest first."""
    return tuple(selected(tx, events.c.sequence > sequence, limit=limit))


def selected(tx: Transaction, condition: ColumnElement[bool], *, limit: int | None = None) -> Iterator[Event]:
    """The events that meet a condition, oldest first, streamed; only the first of them with a limit."""
    query = reading().where(condition).order_by(events.c.sequence).limit(limit)
    with tx.execute(query.execution_options(yield_per=500)) as rows:
        yield from map(event_of, rows)


def action(tx: Transaction, first: int) -> tuple[Event, ...]:
    """The events of one action, named by its first."""
    query = reading().where(events.c.sequence >= first, events.c.action == first).order_by(events.c.sequence)
    return tuple(event_of(row) for row in tx.execute(query))


def _made(row: Mapping[str, Any], act: Act, digest: bytes, details: Mapping[str, object]) -> Event:
    return Event(
        sequence=row["sequence"],
        action=row["action"],
        commitment=row["commitment"],
        kind=row["kind"],
        at=act.at,
        actor=act.actor,
        reason=act.reason,
        details=details,
        digest=digest.hex(),
    )


def _end(tx: Transaction) -> tuple[int, bytes]:
    query = select(events.c.sequence, events.c.digest).order_by(events.c.sequence.desc()).limit(1)
    row = tx.execute(query).first()
    return (0, GENESIS) if row is None else (row.sequence, bytes(row.digest))


def _actor(tx: Transaction, name: str) -> tuple[int, str]:
    name = clean(name)
    if name not in tx.actors:
        row = tx.execute(select(actors.c.id, actors.c.seal).where(actors.c.name == name)).first()
        tx.actors[name] = (row.id, row.seal) if row else _new_actor(tx, name)
    return tx.actors[name]


def _new_actor(tx: Transaction, name: str) -> tuple[int, str]:
    salt = tx.salt()
    seal = sha256(salt + name.encode()).hexdigest()
    number: int = tx.execute(select(func.coalesce(func.max(actors.c.id), 0) + 1)).scalar_one()
    tx.execute(insert(actors), {"id": number, "seal": seal, "salt": salt, "name": name})
    return number, seal


def _parted(change: Change, reason: str | None) -> tuple[dict[str, object], dict[str, object]]:
    """The public details and the private ones of an event."""
    fields = {name: encode(value) for name, value in change.set.items()}
    public: dict[str, object] = {}
    if change.set:
        public["set"] = {name: value for name, value in fields.items() if name not in PRIVATE}
    if facts := change.because.facts:
        public["because"] = encode(facts)
    private: dict[str, object] = {}
    hidden = {name: value for name, value in fields.items() if name in PRIVATE}
    if hidden:
        private["set"] = hidden
    if reason:
        private["reason"] = clean(reason)
    return public, private


def whole(public: Mapping[str, object], private: Mapping[str, Any]) -> dict[str, object]:
    """The details of an event as one: what is set in public and in private together."""
    hidden = private.get("set")
    if not hidden:
        return dict(public)
    shown: Any = public.get("set", {})
    return {**public, "set": {**shown, **hidden}}


def reading() -> Select[Any]:
    """A query for events with their actor and private details; `event_of` takes its rows."""
    return (
        select(events, actors.c.name.label("actor"), private_details.c.content)
        .join(actors, actors.c.id == events.c.actor_id)
        .join(private_details, private_details.c.sequence == events.c.sequence, isouter=True)
    )


def event_of(row: Any) -> Event:
    """An event from a row of `reading`."""
    private = loads(row.content) if row.content else {}
    return Event(
        sequence=row.sequence,
        action=row.action,
        commitment=row.commitment,
        kind=row.kind,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        reason=private.get("reason"),
        details=whole(loads(row.details), private),
        digest=bytes(row.digest).hex(),
    )
