"""Letters on their way: planned once, held by one sender at a time, and never rendered again.

A lease is measured with the clock of the database, so that machines need not agree on the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from tracker.errors import NotFound, Refused
from tracker.model.letters import Claimed, Letter, LetterKind, LetterState, Posting
from tracker.outbox import Verdict, judge_abandoned
from tracker.store.database import Transaction
from tracker.store.ledger import Memory
from tracker.store.tables.letters import alerts, letter_contents, letters, subscribers

_BATCH = 500
_T = TypeVar("_T")
HELD = (LetterState.SENDING, LetterState.DOT)
_CLAIMED = (  # in the order of the fields of Claimed
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
)
_ACCEPTED = (
    update(letters)
    .where(letters.c.id == bindparam("number"), letters.c.state != LetterState.SENT)
    .values(
        state=LetterState.SENT,
        reply=bindparam("words"),
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
    """Put a letter into the outbox; None if a letter with its key is there already.

    The alerts that it carries are marked with it. If another letter took one of them first, raises Refused.
    """
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
        taken = update(alerts).where(alerts.c.key.in_(keys), alerts.c.state == "pending")
        if tx.execute(taken.values(state="lettered", letter_id=letter)).rowcount != len(keys):
            raise Refused(f"Another letter to {posting.recipient} carries one of these alerts already.")
    return letter


def withdraw(tx: Transaction, mine: ColumnElement[bool], *, reply: str) -> int:
    """Drop letters that were certainly never given; their alerts wait for another letter. Gives how many."""
    waiting = select(letters.c.id).where(letters.c.state == LetterState.QUEUED, letters.c.doubts == 0, mine)
    ids = tx.execute(waiting.with_for_update(skip_locked=True)).scalars().all()
    for some in batched(ids):
        dropped = update(letters).where(letters.c.id.in_(some))
        tx.execute(dropped.values(state=LetterState.DROPPED, reply=reply))
        untell(tx, some)
    return len(ids)


def replace_waiting(tx: Transaction, ids: Iterable[int]) -> int:
    """Digests that did not leave yet give way to a newer one; gives how many did."""
    return withdraw(tx, letters.c.id.in_(list(ids)), reply="a newer digest tells it all")


def untell(tx: Transaction, ids: Iterable[int]) -> None:
    """What these letters had to alert to was not heard: it waits for another letter."""
    told = update(alerts).where(alerts.c.letter_id.in_(list(ids)), alerts.c.state == "lettered")
    tx.execute(told.values(state="pending", letter_id=None, round=alerts.c.round + 1))


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
    """Take letters whose time has come, alerts first; nobody else gets them while the lease lasts."""
    due = (
        select(letters.c.id)
        .where(letters.c.state == LetterState.QUEUED, letters.c.next_attempt_at <= now)
        .order_by(letters.c.kind, letters.c.next_attempt_at, letters.c.id)  # "alert" comes before "digest"
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time
    )
    ids = tx.execute(due).scalars().all()
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
    rows: Iterable[Sequence[Any]] = tx.execute(query.where(letters.c.id.in_(ids)))
    found = {number: Claimed(number, key, LetterKind(kind), *rest) for number, key, kind, *rest in rows}
    return tuple(found[number] for number in ids)


def mark_dot(tx: Transaction, letter: Claimed, hold: Hold) -> bool:
    """The last moment before a letter cannot be taken back: false when the lease has ended (fencing)."""
    now = database_now(tx)
    mine = (
        update(letters)
        .where(letters.c.id == letter.id, letters.c.owner == hold.owner, letters.c.attempts == letter.attempt)
        .where(letters.c.state.in_(HELD), letters.c.lease_until > _instant(now))
    )
    return bool(tx.execute(mine.values(state=LetterState.DOT, lease_until=now + hold.lease)).rowcount)


def settle(tx: Transaction, settled: Sequence[tuple[Claimed, Verdict]], hold: Hold, *, now: datetime) -> None:
    """Write down what became of letters that are still ours; an accepted one is sent whoever holds it now."""
    accepted = [(letter, verdict) for letter, verdict in settled if verdict.state is LetterState.SENT]
    if accepted:
        rows = [{"number": letter.id, "words": verdict.reply} for letter, verdict in accepted]
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
    """Give back letters that were taken but certainly not given away; the attempt does not count."""
    ids = [letter.id for letter in held]
    mine = update(letters).where(letters.c.id.in_(ids), letters.c.owner == hold.owner)
    values: dict[str, Any] = {"state": LetterState.QUEUED, "owner": None, "lease_until": None}
    values["attempts"] = letters.c.attempts - 1
    tx.execute(mine.where(letters.c.state.in_(HELD)).values(values | ({"reply": reply} if reply else {})))


def owners(tx: Transaction) -> frozenset[str]:
    """Who holds letters now."""
    return frozenset(tx.execute(select(letters.c.owner).where(letters.c.owner.is_not(None)).distinct()).scalars())


def reap(
    tx: Transaction, *, now: datetime, memory: Memory, gone: frozenset[str] = frozenset()
) -> Mapping[LetterState, int]:
    """Letters whose sender died: back into the queue, or in doubt, or sent, as far as the ledger knows.

    The lease of an owner that is known to be gone need not be waited for.
    """
    over = or_(letters.c.lease_until <= _instant(database_now(tx)), letters.c.owner.in_(gone))
    columns = (letters.c.id, letters.c.key, letters.c.kind, letters.c.state, letters.c.doubts)
    expired = (
        select(*columns, letters.c.owner, letters.c.attempts)
        .where(letters.c.state.in_(HELD), over)
        .with_for_update(skip_locked=True)
    )
    counts: dict[LetterState, int] = {}
    for row in tx.execute(expired).all():
        given = row.state == LetterState.DOT and not memory.is_held_back(row.owner, row.key, row.attempts)
        verdict = judge_abandoned(LetterKind(row.kind), given=given, doubts=row.doubts, now=now)
        if row.key in memory.sent:
            verdict = Verdict(LetterState.SENT, now, "the ledger knows that it was accepted")
        values: dict[str, Any] = {"state": verdict.state, "reply": verdict.reply, "owner": None, "lease_until": None}
        values |= {"next_attempt_at": verdict.next_attempt_at, "doubts": row.doubts + int(verdict.doubt)}
        if verdict.state is LetterState.SENT:
            values["sent_at"] = now
        tx.execute(update(letters).where(letters.c.id == row.id).values(values))
        counts[verdict.state] = counts.get(verdict.state, 0) + 1
    return counts


def not_sent(tx: Transaction, keys: Iterable[str]) -> frozenset[str]:
    """Those of these keys that the database does not know, or has never tried to send."""
    wanted = sorted(keys)
    lost = set(wanted)
    for start in range(0, len(wanted), 500):
        query = select(letters.c.key).where(letters.c.key.in_(wanted[start : start + 500]))
        query = query.where(or_(letters.c.attempts > 0, letters.c.state == LetterState.SENT))
        lost -= set(tx.execute(query).scalars())
    return frozenset(lost)


def take_over(tx: Transaction, keys: Iterable[str], *, now: datetime) -> int:
    """Letters of the ledger that the database does not know as sent: their keys are taken, nothing goes again."""
    taken = 0
    for key in sorted(keys):
        values: dict[str, Any] = {"state": LetterState.SENT, "sent_at": now, "reply": "taken over from the ledger"}
        if tx.execute(update(letters).where(letters.c.key == key).values(values)).rowcount:
            taken += 1
            continue
        kind = LetterKind.DIGEST if key.startswith("digest:") else LetterKind.ALERT
        empty = {"recipient": "", "envelope_from": "", "subject": "", "message_id": key, "sha256": ""}
        counters = {"attempts": 1, "doubts": 0, "planned_at": now, "next_attempt_at": now}
        taken += len(insert_new(tx, letters, {"key": key, "kind": kind} | empty | counters | values))
    return taken


def listing(
    tx: Transaction, *, states: Iterable[LetterState] = (), recipient: str | None = None, limit: int | None = None
) -> tuple[Letter, ...]:
    """Letters, the newest first."""
    query = select(letters).order_by(letters.c.id.desc())
    wanted = tuple(states)
    if wanted:
        query = query.where(letters.c.state.in_(wanted))
    if recipient:
        query = query.where(letters.c.recipient == recipient)
    return tuple(_letter(row) for row in tx.execute(query.limit(limit)))


def letter(tx: Transaction, number: int) -> tuple[Letter, bytes | None]:
    """A letter and its bytes, which are gone once its retention has ended; raises NotFound."""
    query = select(letters, letter_contents.c.content).join(letter_contents).where(letters.c.id == number)
    row = tx.execute(query).first()
    if row is None:
        raise NotFound(f"There is no letter {number}.", advice="tracker outbox list shows which there are.")
    return _letter(row), row.content


def counts(tx: Transaction) -> Mapping[LetterState, int]:
    """How many letters are in each state."""
    rows = tx.execute(select(letters.c.state, func.count().label("number")).group_by(letters.c.state))
    return {LetterState(row.state): row.number for row in rows}


def decide(tx: Transaction, number: int, state: LetterState, *, now: datetime, words: str) -> None:
    """A person decides what a held or failed letter becomes: sent, queued again with the same bytes, or dropped."""
    known, content = letter(tx, number)
    if known.state not in {LetterState.IN_DOUBT, LetterState.FAILED, LetterState.QUEUED}:
        raise Refused(f"Letter {number} is {known.state.value.replace('_', ' ')}; there is nothing to decide.")
    if state is LetterState.QUEUED and content is None:
        raise Refused(f"The bytes of letter {number} are no longer kept.")
    if state is LetterState.QUEUED and known.state is LetterState.FAILED and _tells_nothing(tx, known):
        raise Refused(f"What letter {number} had to tell waits for the reader's next letter.")
    values: dict[str, Any] = {"state": state, "reply": words, "next_attempt_at": now, "first_attempt_at": None}
    if state is LetterState.SENT:
        values["sent_at"] = now
    tx.execute(update(letters).where(letters.c.id == number, letters.c.state == known.state).values(values))
    if state is LetterState.DROPPED:
        retell(tx, [number])


def _tells_nothing(tx: Transaction, known: Letter) -> bool:
    """Whether all the alerts of a letter went elsewhere."""
    carried = select(alerts.c.key).where(alerts.c.letter_id == known.id).limit(1)
    return known.kind is LetterKind.ALERT and tx.execute(carried).first() is None


def came_back(tx: Transaction, message_id: str, *, reason: str, dead: bool) -> bool:
    """A letter that was sent did not arrive, perhaps because the address is dead; tells whether that is new."""
    sent = update(letters).where(letters.c.message_id == message_id, letters.c.state == LetterState.SENT)
    failed = sent.values(state=LetterState.FAILED, reply=f"came back: {reason}").returning(letters.c.id)
    ids = tx.execute(failed).scalars().all()
    retell(tx, ids)
    if dead:
        untell(tx, ids)
    return bool(ids)


def forget(tx: Transaction, *, before: datetime) -> int:
    """Let go of the bytes of letters that were done before an instant; hash and state stay."""
    done = and_(letters.c.state.in_((LetterState.FAILED, LetterState.DROPPED)), letters.c.next_attempt_at < before)
    old = select(letters.c.id).where(or_(letters.c.sent_at < before, done))
    kept = update(letter_contents).where(letter_contents.c.letter_id.in_(old), letter_contents.c.content.is_not(None))
    return int(tx.execute(kept.values(content=None)).rowcount)


def _instant(moment: datetime) -> Any:
    return literal(moment, letters.c.lease_until.type)


def _letter(row: Any) -> Letter:
    return Letter(
        id=row.id,
        key=row.key,
        kind=LetterKind(row.kind),
        state=LetterState(row.state),
        recipient=row.recipient,
        subject=row.subject,
        message_id=row.message_id,
        planned_at=row.planned_at,
        next_attempt_at=row.next_attempt_at,
        attempts=row.attempts,
        doubts=row.doubts,
        sent_at=row.sent_at,
        reply=row.reply,
        slot=row.slot,
        first_attempt_at=row.first_attempt_at,
        subscriber=row.subscriber_id,
    )
