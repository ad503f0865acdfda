"""Did the letter leave by which a minister was reminded? Asked of the outbox whenever it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from tracker.model import Event
from tracker.model.letters import LetterState
from tracker.model.reminders import Reminder, last_reminder
from tracker.store.database import Transaction
from tracker.store.tables.letters import letters


def reminder_of(tx: Transaction, history: Sequence[Event]) -> Reminder | None:
    """The last reminder of the commitment with that history, and how far its letter has come now."""
    reminder = last_reminder(history)
    if reminder is None or reminder.letter is None:
        return reminder
    state = tx.execute(select(letters.c.state).where(letters.c.key == reminder.letter)).scalar()
    return replace(reminder, state=LetterState(state) if state else None)
