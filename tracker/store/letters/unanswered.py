"""Which days to answer a reminder have passed? Asked of what is still without an answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.followup import PENDING
from tracker.model import Entry
from tracker.store.database import Transaction
from tracker.store.register import entry_of, reading
from tracker.store.tables.letters import letters
from tracker.store.tables.register import commitments

_IS_ASKED = commitments.c.status.in_(sorted(status.value for status in PENDING))


def days_passed(tx: Transaction, *, today: date) -> tuple[date, ...]:
    """The days, oldest first, by which an answer was asked that is not in the register."""
    day = commitments.c.answer_by
    return tuple(tx.execute(select(day).where(day < today, _IS_ASKED).distinct().order_by(day)).scalars())


def without_answer(tx: Transaction, answer_by: date) -> tuple[Entry, ...]:
    """The commitments of which an answer was asked by that day."""
    query = reading().where(commitments.c.answer_by == answer_by, _IS_ASKED).order_by(commitments.c.number)
    return tuple(map(entry_of, tx.execute(query)))


def is_written(tx: Transaction, key: str) -> bool:
    """Whether a letter with that key was written, whatever became of it."""
    return tx.execute(select(letters.c.id).where(letters.c.key == key)).first() is not None
