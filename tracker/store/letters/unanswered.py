"""Which days to answer a reminder have passed? Asked of what is still without an answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from tracker.followup import PENDING
from tracker.model import Entry
from tracker.model.letters import LetterKind
from tracker.outbox import told_unanswered, unanswered_begins
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


def not_told(tx: Transaction, answer_by: date) -> tuple[Entry, ...]:
    """Those of them of which no notice was written, whatever became of it."""
    begins = unanswered_begins(answer_by)
    ours = or_(letters.c.key == begins, letters.c.key.startswith(f"{begins}:", autoescape=True))
    keys = tx.execute(select(letters.c.key).where(letters.c.kind == LetterKind.UNANSWERED, ours)).scalars()
    told = told_unanswered(keys)
    if told is None:
        return ()
    return tuple(entry for entry in without_answer(tx, answer_by) if entry.number not in told)
