"""Letters as people see them, and what is decided about them afterwards: by a person, a bounce, the ledger or time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from tracker.errors import NotFound, Refused
from tracker.model.letter_kinds import kind_named
from tracker.model.letters import Letter, LetterState
from tracker.store.database import Transaction
from tracker.store.letters.outbox import batched, retell, untell
from tracker.store.tables.letters import alerts, letter_contents, letters, subscribers

_LISTED = select(letters, subscribers.c.put_off_until).outerjoin(
    subscribers, subscribers.c.id == letters.c.subscriber_id
)


def listing(
    tx: Transaction,
    *,
    states: Iterable[LetterState] = (),
    recipient: str | None = None,
    planned_before: datetime | None = None,
    limit: int | None = None,
) -> tuple[Letter, ...]:
    """Letters, the newest first."""
    query = _LISTED.order_by(letters.c.id.desc())
    wanted = tuple(states)
    if wanted:
        query = query.where(letters.c.state.in_(wanted))
    if recipient:
        query = query.where(letters.c.recipient == recipient)
    if planned_before is not None:
        query = query.where(letters.c.planned_at < planned_before)
    return tuple(_letter(row) for row in tx.execute(query.limit(limit)))


def some(tx: Transaction, numbers: Collection[int]) -> tuple[Letter, ...]:
    """The letters of some numbers."""
    listed: list[Letter] = []
    for part in batched(sorted(numbers)):
        listed += [_letter(row) for row in tx.execute(_LISTED.where(letters.c.id.in_(part)))]
    return tuple(listed)


def letter(tx: Transaction, number: int) -> tuple[Letter, bytes | None]:
    """A letter and its bytes, which are gone once its retention has ended; raises NotFound."""
    query = _LISTED.add_columns(letter_contents.c.content).where(letters.c.id == number)
    query = query.join(letter_contents, letter_contents.c.letter_id == letters.c.id)
    row = tx.execute(query).first()
    if row is None:
        raise NotFound("outbox.letter-absent", number=number)
    return _letter(row), row.content


def by_message_id(tx: Transaction, message_id: str) -> Letter | None:
    """The letter with that identifier."""
    row = tx.execute(_LISTED.where(letters.c.message_id == message_id)).first()
    return None if row is None else _letter(row)


def has_left(tx: Transaction, subscriber: int) -> bool:
    """Whether anything was ever given to that reader."""
    given = letters.c.state.in_((LetterState.SENT, LetterState.IN_DOUBT, LetterState.FAILED))
    query = select(letters.c.id).where(letters.c.subscriber_id == subscriber, given).limit(1)
    return tx.execute(query).first() is not None


def counts(tx: Transaction) -> Mapping[LetterState, int]:
    """How many letters are in each state."""
    rows = tx.execute(select(letters.c.state, func.count().label("number")).group_by(letters.c.state))
    return {LetterState(row.state): row.number for row in rows}


def decide(tx: Transaction, number: int, state: LetterState, *, now: datetime, words: str) -> Letter:
    """A person decides what a held or failed letter becomes: sent, queued again with the same bytes, or dropped.

    Gives it as it was.
    """
    known, content = letter(tx, number)
    if known.state not in {LetterState.IN_DOUBT, LetterState.FAILED, LetterState.QUEUED}:
        raise Refused("outbox.nothing-to-decide", number=number, state=known.state)
    if state is LetterState.QUEUED and content is None:
        raise Refused("outbox.bytes-not-kept", number=number)
    if state is LetterState.QUEUED and known.state is LetterState.FAILED and _tells_nothing(tx, known):
        raise Refused("outbox.told-with-next", number=number)
    values: dict[str, Any] = {"state": state, "reply": words, "next_attempt_at": now, "first_attempt_at": None}
    if state is LetterState.SENT:
        values["sent_at"] = now
    decided = update(letters).where(letters.c.id == number, letters.c.state == known.state).values(values)
    if not tx.execute(decided).rowcount:
        raise Refused("outbox.on-its-way", number=number)
    if state is LetterState.DROPPED:
        retell(tx, [number])
    return known


def _tells_nothing(tx: Transaction, known: Letter) -> bool:
    """Whether all the alerts of a letter went elsewhere."""
    carried = select(alerts.c.key).where(alerts.c.letter_id == known.id).limit(1)
    return kind_named(known.kind).carries_alerts and tx.execute(carried).first() is None


def came_back(tx: Transaction, number: int, *, reason: str, told_anew: bool) -> bool:
    """A letter that left did not arrive; tells whether that is new. `told_anew`: another one is to tell its alerts."""
    left = letters.c.state.in_((LetterState.SENT, LetterState.IN_DOUBT))
    sent = update(letters).where(letters.c.id == number, left)
    failed = sent.values(state=LetterState.FAILED, reply=f"came back: {reason}").returning(letters.c.id)
    ids = tx.execute(failed).scalars().all()
    retell(tx, ids)
    if told_anew:
        untell(tx, ids)
    return bool(ids)


def forget(tx: Transaction, *, before: datetime) -> int:
    """Let go of the bytes of letters that were done before an instant; hash and state stay."""
    done = and_(letters.c.state.in_((LetterState.FAILED, LetterState.DROPPED)), letters.c.next_attempt_at < before)
    old = select(letters.c.id).where(or_(letters.c.sent_at < before, done))
    kept = update(letter_contents).where(letter_contents.c.letter_id.in_(old), letter_contents.c.content.is_not(None))
    return int(tx.execute(kept.values(content=None)).rowcount)


def _letter(row: Any) -> Letter:
    """It waits as long as its reader is put off."""
    is_put_off = row.state == LetterState.QUEUED and row.put_off_until is not None
    return Letter(
        id=row.id,
        key=row.key,
        kind=kind_named(row.kind).name,
        state=LetterState(row.state),
        recipient=row.recipient,
        subject=row.subject,
        message_id=row.message_id,
        planned_at=row.planned_at,
        next_attempt_at=max(row.next_attempt_at, row.put_off_until) if is_put_off else row.next_attempt_at,
        attempts=row.attempts,
        doubts=row.doubts,
        sent_at=row.sent_at,
        reply=row.reply,
        slot=row.slot,
        first_attempt_at=row.first_attempt_at,
        subscriber=row.subscriber_id,
    )
