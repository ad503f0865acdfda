"""Letters on their way: planned once, held by one sender at a time, and never rendered again.

A lease is measured with the clock of the database, so that machines need not agree on the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from tracker.errors import Refused
from tracker.model.letter_kinds import by_priority, kind_named
from tracker.model.letters import AlertState, Claimed, LetterState, Posting, SubscriberState
from tracker.outbox import Verdict, judge_abandoned
from tracker.store.database import Transaction
from tracker.store.ledger_lines import Held, Memory
from tracker.store.tables.letters import alerts, letter_contents, letters, subscribers

_BATCH = 500
_T = TypeVar("_T")
HELD = (LetterState.SENDING, LetterState.DOT)
_IS_ITS_READER = subscribers.c.id == letters.c.subscriber_id
_IS_NOBODY = subscribers.c.state != SubscriberState.ACTIVE  # to be written to
_CLAIMED = (
    letters.c.id,
    letters.c.key,
    letters.c.kind,
    letters.c.recipient,
    letters.c.envelope_from,
    letter_contents.c.content,
    letters.c.attempts,
    letters.c.doubts,
    letters.c.first_attempt_at,
    letters.c.subscriber_id,
    func.coalesce(subscribers.c.broken_off, 0).label("broken_off"),
)
_ACCEPTED = (
    update(letters)
    .where(letters.c.id == bindparam("number"), letters.c.key == bindparam("named"))  # the number may be another's by
    .where(letters.c.state != LetterState.SENT)  # now, if the register was restored while the letter was given
    .values(
        state=LetterState.SENT,
        reply=bindparam("words"),
        ledger=bindparam("by"),
        owner=None,
        lease_until=None,
    )
)


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds letters, and for how long: after that another sender may take them."""

    owner: str
    lease: timedelta


def insert_new(tx: Transaction, table: Table, rows: Any) -> tuple[Any, ...]:
    """Insert a row or a list of rows; those whose key is known are passed over. Gives the keys of the new ones."""
    insert = insert_postgresql if tx.dialect == "postgresql" else insert_sqlite
    (key,) = table.primary_key
    return tuple(tx.execute(insert(table).on_conflict_do_nothing().returning(key), rows).scalars())


def batched(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Some at a time: no database takes any number of values in one statement."""
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))


def database_now(tx: Transaction) -> datetime:
    """The time of the database: one clock for all senders."""
    if tx.dialect == "postgresql":
        moment: datetime = tx.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment
    return datetime.fromisoformat(tx.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")).scalar_one())


def post(tx: Transaction, posting: Posting) -> int | None:
    """Put a letter into the outbox; None if a letter with its key is there already, or its reader gets none such.

    The alerts that it carries are marked with it. If another letter took one of them first, raises Refused.
    """
    if not posting.is_wanted:
        return None
    values: dict[str, Any] = {
        "key": posting.key,
        "kind": posting.kind,
        "subscriber_id": posting.subscriber,
        "recipient": posting.recipient,
        "envelope_from": posting.envelope_from,
        "subject": posting.subject,
        "message_id": posting.message_id,
        "sha256": sha256(posting.content).hexdigest(),
        "state": LetterState.QUEUED,
        "planned_at": posting.planned_at,
        "next_attempt_at": posting.planned_at,
        "attempts": 0,
        "doubts": 0,
        "slot": posting.slot,
    }
    for name, end in (("from", posting.tells_from), ("covers", posting.tells_until)):
        values |= {f"{name}_sequence": end[0], f"{name}_on": end[1]} if end else {}
    new: tuple[int, ...] = insert_new(tx, letters, values)
    if not new:
        return None
    letter = new[0]
    tx.execute(letter_contents.insert().values(letter_id=letter, content=posting.content))
    for keys in batched(posting.alerts):
        taken = update(alerts).where(alerts.c.key.in_(keys), alerts.c.state == AlertState.PENDING)
        if tx.execute(taken.values(state=AlertState.LETTERED, letter_id=letter)).rowcount != len(keys):
            raise Refused("outbox.alert-taken", recipient=posting.recipient)
    return letter


def never_left(tx: Transaction, key: str) -> bool:
    """Whether the letter of this key failed, was withdrawn or told of nothing: what it had to tell makes another one.

    One with alerts told of nothing when all of them were about days that had not come.
    """
    tells = select(alerts.c.key).where(alerts.c.letter_id == letters.c.id).exists()
    columns = letters.c.state, letters.c.kind, tells.label("tells")
    row = tx.execute(select(*columns).where(letters.c.key == key)).first()
    if row is None:
        return False
    is_empty = kind_named(row.kind).carries_alerts and not row.tells
    return row.state in {LetterState.FAILED, LetterState.DROPPED} or (row.state == LetterState.SENT and is_empty)


def withdraw(tx: Transaction, mine: ColumnElement[bool], *, reply: str) -> int:
    """Drop letters that were certainly never given; their alerts wait for another letter. Gives how many."""
    waiting = select(letters.c.id).where(letters.c.state == LetterState.QUEUED, letters.c.doubts == 0, mine)
    ids = tx.execute(waiting.with_for_update(skip_locked=True)).scalars().all()
    for some in batched(ids):
        dropped = update(letters).where(letters.c.id.in_(some))
        tx.execute(dropped.values(state=LetterState.DROPPED, reply=reply))
        untell(tx, some)
        retell(tx, some)
    return len(ids)


def replace_waiting(tx: Transaction, ids: Iterable[int]) -> int:
    """Digests that did not leave yet give way to a newer one; gives how many did."""
    return withdraw(tx, letters.c.id.in_(list(ids)), reply="a newer digest tells it all")


def untell(tx: Transaction, ids: Iterable[int]) -> None:
    """What these letters had to alert to was not heard: it waits for another letter."""
    change = update(alerts).where(alerts.c.letter_id.in_(list(ids)), alerts.c.state == AlertState.LETTERED)
    tx.execute(change.values(state=AlertState.PENDING, letter_id=None))


def retell(tx: Transaction, ids: Iterable[int]) -> None:
    """What these digests had to tell was not heard: the reader's next one tells it again."""
    query = select(letters.c.subscriber_id, letters.c.from_sequence, letters.c.from_on)
    lost = query.where(letters.c.id.in_(list(ids)), letters.c.from_sequence.is_not(None))
    for row in tx.execute(lost).all():
        earlier = or_(subscribers.c.retell_sequence.is_(None), subscribers.c.retell_sequence > row.from_sequence)
        reader = update(subscribers).where(subscribers.c.id == row.subscriber_id, earlier)
        tx.execute(reader.values(retell_sequence=row.from_sequence, retell_on=row.from_on))


def claim(
    tx: Transaction, hold: Hold, state: LetterState = LetterState.SENDING, *, now: datetime, limit: int
) -> tuple[Claimed, ...]:
    """Take letters whose time has come, by the priority of their kinds; nobody else gets them while the lease lasts.

    What was tried before, or goes to a reader at whose letters the mail server broke off, comes after all others:
    nothing that fails, for however long and however often, is tried before what has not been tried yet.
    """
    ids = _untried(tx, now, limit) or tx.execute(_again(now).limit(limit)).scalars().all()
    if not ids:
        return ()
    taken = {
        "state": state,
        "owner": hold.owner,
        "lease_until": database_now(tx) + hold.lease,
        "attempts": letters.c.attempts + 1,
        "first_attempt_at": func.coalesce(letters.c.first_attempt_at, _instant(now)),
    }
    tx.execute(update(letters).where(letters.c.id.in_(ids)).values(taken))
    query = select(*_CLAIMED).join(letter_contents, letter_contents.c.letter_id == letters.c.id)
    query = query.outerjoin(subscribers, subscribers.c.id == letters.c.subscriber_id)
    claimed = {row.id: _claimed(row) for row in tx.execute(query.where(letters.c.id.in_(ids)))}
    carried = _carried(tx, [one.id for one in claimed.values() if kind_named(one.kind).carries_alerts])
    claimed |= {number: replace(claimed[number], alerts=tuple(keys)) for number, keys in carried.items()}
    return tuple(claimed[number] for number in ids)


def _claimed(row: Any) -> Claimed:
    return Claimed(
        id=row.id,
        key=row.key,
        kind=kind_named(row.kind).name,
        recipient=row.recipient,
        envelope_from=row.envelope_from,
        content=row.content,
        attempt=row.attempts,
        doubts=row.doubts,
        first_attempt_at=row.first_attempt_at,
        subscriber=row.subscriber_id,
        broken_off=row.broken_off,
    )


def _untried(tx: Transaction, now: datetime, limit: int) -> list[int]:
    """What is due and was never tried, to readers with whom nothing is wrong: one kind after the other, by priority."""
    due = _due(now, or_(_IS_NOBODY, subscribers.c.broken_off > 0)).where(letters.c.attempts == 0)
    due = due.order_by(letters.c.next_attempt_at, letters.c.id)
    names = [kind.name for kind in by_priority()]
    ids: list[int] = []
    for mine in (*(letters.c.kind == name for name in names), letters.c.kind.not_in(names)):
        if len(ids) < limit:
            ids += tx.execute(due.where(mine).limit(limit - len(ids))).scalars()
    return ids


def _again(now: datetime) -> Select[Any]:
    """All that is due: first what waits longest since it, or another letter to its reader, was tried."""
    return _due(now, or_(_IS_NOBODY, subscribers.c.put_off_until > now)).order_by(due_at(), letters.c.id)


def _due(now: datetime, wrong: ColumnElement[bool]) -> Select[Any]:
    """The numbers of letters whose time has come, but for those whose reader something is wrong with."""
    held_up = select(subscribers.c.id).where(_IS_ITS_READER, wrong).exists()
    due = select(letters.c.id).where(letters.c.state == LetterState.QUEUED, letters.c.next_attempt_at <= now, ~held_up)
    return due.with_for_update(skip_locked=True, of=letters)  # PostgreSQL; SQLite has one writer at a time


def due_at() -> ColumnElement[datetime]:
    """When a letter may be tried: at its own time, and when its reader is no longer put off."""
    until = select(subscribers.c.put_off_until).where(_IS_ITS_READER).scalar_subquery()
    return case((until > letters.c.next_attempt_at, until), else_=letters.c.next_attempt_at)


def to_nobody() -> Select[Any]:
    """The reader of a letter, if that is not to be written to."""
    return select(subscribers.c.id).where(_IS_ITS_READER, _IS_NOBODY)


def _carried(tx: Transaction, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The keys of the alerts that letters carry."""
    carried: dict[int, list[str]] = {}
    if ids:
        query = select(alerts.c.letter_id, alerts.c.key).where(alerts.c.letter_id.in_(ids)).order_by(alerts.c.key)
        for row in tx.execute(query):
            carried.setdefault(row.letter_id, []).append(row.key)
    return carried


def mark_dot(tx: Transaction, letter: Claimed, hold: Hold) -> bool:
    """The last moment before a letter cannot be taken back: false when the lease has ended (fencing)."""
    ours = letters.c.id == letter.id, letters.c.owner == hold.owner, letters.c.attempts == letter.attempt
    now = database_now(tx)
    values = {"state": LetterState.DOT, "lease_until": now + hold.lease}
    return bool(tx.execute(update(letters).where(*ours, _is_held(now)).values(values)).rowcount)


def settle(
    tx: Transaction, settled: Sequence[tuple[Claimed, Verdict]], hold: Hold, *, ledger: str | None, now: datetime
) -> None:
    """Write down what became of letters that are still ours; an accepted one is sent whoever holds it now.

    `ledger` is the one that knows it.
    """
    accepted = [(letter, verdict) for letter, verdict in settled if verdict.state is LetterState.SENT]
    if accepted:
        rows = [
            {"number": letter.id, "named": letter.key, "words": verdict.reply, "by": ledger}
            for letter, verdict in accepted
        ]
        tx.execute(_ACCEPTED.values(sent_at=now), rows)
    for letter, verdict in settled:
        if verdict.state is LetterState.SENT:
            continue
        values: dict[str, Any] = {
            "state": verdict.state,
            "next_attempt_at": verdict.next_attempt_at,
            "reply": verdict.reply,
            "owner": None,
            "lease_until": None,
            "doubts": letters.c.doubts + int(verdict.doubt),
        }
        held = letters.c.owner == hold.owner, letters.c.attempts == letter.attempt
        written = tx.execute(update(letters).where(letters.c.id == letter.id, *held).values(values)).rowcount
        if written and verdict.state is LetterState.FAILED:
            retell(tx, [letter.id])
            if verdict.suspend:
                untell(tx, [letter.id])


def release(tx: Transaction, hold: Hold, held: Iterable[Claimed], *, reply: str | None = None) -> None:
    """Give back letters that were taken but certainly not given away; the attempt does not count.

    Where the lease has ended others may be taking them away, and that attempt is never made again: they are left alone.
    """
    ids = [letter.id for letter in held]
    mine = update(letters).where(letters.c.id.in_(ids), letters.c.owner == hold.owner, _is_held(database_now(tx)))
    values: dict[str, Any] = {"state": LetterState.QUEUED, "owner": None, "lease_until": None}
    values["attempts"] = letters.c.attempts - 1
    values["first_attempt_at"] = case((letters.c.attempts > 1, letters.c.first_attempt_at))
    tx.execute(mine.values(values | ({"reply": reply} if reply else {})))


def _is_held(now: datetime) -> ColumnElement[bool]:
    return and_(letters.c.state.in_(HELD), letters.c.lease_until > _instant(now))


def waiting(tx: Transaction) -> int:
    """How many letters are in the queue."""
    number: int = tx.execute(
        select(func.count()).select_from(letters).where(letters.c.state == LetterState.QUEUED)
    ).scalar_one()
    return number


def owners(tx: Transaction) -> frozenset[str]:
    """Who holds letters now."""
    held = select(letters.c.owner).where(letters.c.state.in_(HELD), letters.c.owner.is_not(None))
    return frozenset(tx.execute(held.distinct()).scalars())


def abandoned(tx: Transaction, gone: frozenset[str]) -> tuple[Held, ...]:
    """Letters whose sender seems dead: the lease is over, or the owner is known to be gone, whatever the lease."""
    query = select(letters.c.key, letters.c.attempts, letters.c.owner).where(*_abandoned(tx, gone))
    return tuple(_held(row) for row in tx.execute(query))


def _held(row: Any) -> Held:
    return Held(row.key, row.attempts, row.owner or "")


def _abandoned(tx: Transaction, gone: frozenset[str]) -> tuple[ColumnElement[bool], ...]:
    over = or_(letters.c.lease_until <= _instant(database_now(tx)), letters.c.owner.in_(gone))
    return letters.c.state.in_(HELD), over


def reap(
    tx: Transaction, *, now: datetime, memory: Memory, gone: frozenset[str] = frozenset()
) -> Mapping[LetterState, int]:
    """Letters that were taken away from their senders: back into the queue, or in doubt, or sent, as the ledger knows.

    What was abandoned only after the ledger was asked waits for the next time.
    """
    columns = (letters.c.id, letters.c.key, letters.c.kind, letters.c.state, letters.c.doubts)
    query = select(*columns, letters.c.owner, letters.c.attempts).where(*_abandoned(tx, gone))
    counts: dict[LetterState, int] = {}
    for row in tx.execute(query.with_for_update(skip_locked=True)).all():
        held = _held(row)
        if held not in memory.taken:
            continue
        given = row.state == LetterState.DOT and not memory.is_held_back(held)
        verdict = judge_abandoned(row.kind, given=given, doubts=row.doubts, now=now)
        if row.key in memory.sent:
            verdict = Verdict(LetterState.SENT, now, "the ledger knows that it was accepted")
        values: dict[str, Any] = {"state": verdict.state, "reply": verdict.reply, "owner": None, "lease_until": None}
        values |= {"next_attempt_at": verdict.next_attempt_at, "doubts": row.doubts + int(verdict.doubt)}
        if verdict.state is LetterState.SENT:
            values |= {"sent_at": now, "ledger": memory.ledger}
        tx.execute(update(letters).where(letters.c.id == row.id).values(values))
        counts[verdict.state] = counts.get(verdict.state, 0) + 1
    return counts


def _instant(moment: datetime) -> Any:
    return literal(moment, letters.c.lease_until.type)
