"""Which register this is, wherever its database is copied to; which ledgers it knows, and why nothing may leave.

What is known here goes back in time when an old copy is taken back. The ledgers do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from tracker.errors import StoreError
from tracker.model.letter_kinds import by_priority
from tracker.model.letters import LetterState
from tracker.store.database import Transaction
from tracker.store.letters.outbox import batched, database_now, insert_new
from tracker.store.tables.letters import identity as table
from tracker.store.tables.letters import ledgers, letters, subscribers


@dataclass(frozen=True, slots=True)
class Identity:
    """The name and the secret of a register, where it lives, and why nothing may leave, if so."""

    register: str
    secret: str = field(repr=False)
    begun_at: datetime
    place: str | None
    epoch: int
    fenced_at: datetime | None
    fenced_because: str | None


@dataclass(frozen=True, slots=True)
class KnownLedger:
    """A ledger that wrote for this register, as the register knows it."""

    id: str
    name: str
    begun_at: datetime
    epoch: int  # of the register, up to which its knowledge was taken over
    mark: int
    given_up_at: datetime | None = None  # somebody said that it is gone
    newest: datetime | None = None  # when the last letter left by it


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a letter was taken to be given, and what became of it."""

    state: LetterState
    attempts: int


def identity(tx: Transaction) -> Identity:
    """Who this register is."""
    row = tx.execute(select(table)).first()
    if row is None:
        raise StoreError("register.name-lost")
    return Identity(row.register, row.secret, row.begun_at, row.place, row.epoch, row.fenced_at, row.fenced_because)


def fence(tx: Transaction, because: str, *, anew: bool = False) -> None:
    """Nothing may leave any more, on no machine: all ledgers have to be asked. What is fenced already stays so.

    `{at}` in the words becomes the present instant. With `anew` those are asked again that were asked before.
    """
    now = database_now(tx)
    values = {
        "epoch": table.c.epoch + 1,
        "fenced_at": now,
        "fenced_because": because.replace("{at}", f"{now:%Y-%m-%d %H:%M} UTC"),
    }
    unfenced = update(table) if anew else update(table).where(table.c.fenced_at.is_(None))
    tx.execute(unfenced.values(values))


def lift(tx: Transaction, *, place: str) -> None:
    """Letters may leave again, from here."""
    tx.execute(update(table).values(fenced_at=None, fenced_because=None, place=place))


def is_fenced(tx: Transaction) -> bool:
    """Whether it stands in the register that nothing may leave."""
    return _is_any(tx, table.c.id, table.c.fenced_at.is_not(None))


def live(tx: Transaction, place: str) -> None:
    """This is where the register lives."""
    tx.execute(update(table).values(place=place))


def keep_secret(tx: Transaction, mine: Identity) -> None:
    """Letters keep the identifiers that they had."""
    tx.execute(update(table).values(secret=mine.secret, begun_at=mine.begun_at))


def known_ledgers(tx: Transaction) -> tuple[KnownLedger, ...]:
    """All ledgers that ever wrote for this register, the oldest first."""
    newest = (
        select(letters.c.sent_at)
        .where(letters.c.ledger == ledgers.c.id, letters.c.sent_at.is_not(None))
        .order_by(letters.c.sent_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(ledgers, newest.label("newest")).order_by(ledgers.c.begun_at, ledgers.c.id)
    rows: Iterable[Sequence[Any]] = tx.execute(query)
    return tuple(KnownLedger(*row) for row in rows)


def introduce(tx: Transaction, ledger: KnownLedger) -> None:
    """The register gets to know a ledger, unless it does already."""
    names = {"id": ledger.id, "name": ledger.name, "begun_at": ledger.begun_at}
    insert_new(tx, ledgers, names | {"epoch": ledger.epoch, "mark": ledger.mark})


def mark(tx: Transaction, ledger: str) -> int:
    """The next mark of a ledger, which it is going to write down: one that the register forgets shows that it did."""
    counted = update(ledgers).where(ledgers.c.id == ledger).values(mark=ledgers.c.mark + 1, given_up_at=None)
    number: int = tx.execute(counted.returning(ledgers.c.mark)).scalar_one()
    return number


def taken_over(tx: Transaction, ledger: str, *, epoch: int, mark: int = 0) -> None:
    """What a ledger knows is known here, up to its last mark."""
    mine = update(ledgers).where(ledgers.c.id == ledger)
    tx.execute(mine.values(epoch=epoch, given_up_at=None))
    tx.execute(mine.where(ledgers.c.mark < mark).values(mark=mark))


def give_up(tx: Transaction, ledger: str, now: datetime) -> None:
    """Nobody waits any more for what a ledger knows."""
    tx.execute(update(ledgers).where(ledgers.c.id == ledger).values(given_up_at=now))


def has_readers(tx: Transaction) -> bool:
    """Whether there is anybody to whom something could leave, or a letter to somebody who is no reader."""
    outside = [kind.name for kind in by_priority() if kind.goes_outside]
    return _is_any(tx, subscribers.c.id, subscribers.c.address.is_not(None)) or _is_any(
        tx, letters.c.id, letters.c.kind.in_(outside)
    )


def has_tried(tx: Transaction) -> bool:
    """Whether any letter was ever taken to be given."""
    return _is_any(tx, letters.c.id, or_(letters.c.attempts > 0, letters.c.sent_at.is_not(None)))


def newest_by(tx: Transaction, ledger: str | None, *, limit: int = 20) -> frozenset[str]:
    """The letters that left last, as that ledger has to know; without one those from before ledgers had names.

    What people decided to have arrived is in no ledger.
    """
    query = select(letters.c.key).where(letters.c.ledger == ledger, letters.c.sent_at.is_not(None))
    if ledger is None:
        query = query.where(letters.c.attempts > 0, ~letters.c.reply.like("% decided: %"))
    return frozenset(tx.execute(query.order_by(letters.c.sent_at.desc()).limit(limit)).scalars())


def tried(tx: Transaction, keys: Collection[str]) -> Mapping[str, Tried]:
    """How far the register knows each of these letters."""
    by_key: dict[str, Tried] = {}
    for some in batched(sorted(keys)):
        query = select(letters.c.key, letters.c.state, letters.c.attempts).where(letters.c.key.in_(some))
        by_key |= {row.key: Tried(LetterState(row.state), row.attempts) for row in tx.execute(query)}
    return by_key


def _is_any(tx: Transaction, column: Any, condition: ColumnElement[bool]) -> bool:
    return tx.execute(select(column).where(condition).limit(1)).first() is not None
