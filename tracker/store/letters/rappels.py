"""Reminders to ministers among the letters."""

from __future__ import annotations

from sqlalchemy import select

from tracker.model.letters import LetterKind, LetterState
from tracker.store.database import Transaction
from tracker.store.tables.letters import letters

NEVER_LEFT = (LetterState.FAILED, LetterState.DROPPED)


def another_stands(tx: Transaction, keys: str, *, recipient: str, than: str) -> bool:
    """Whether a reminder whose key begins so went or goes to that address, other than the one of the key `than`."""
    is_one = (
        letters.c.kind == LetterKind.RAPPEL,
        letters.c.key.startswith(keys, autoescape=True),
        letters.c.key != than,
        letters.c.recipient == recipient,
        letters.c.state.not_in(NEVER_LEFT),
    )
    return tx.execute(select(letters.c.id).where(*is_one).limit(1)).first() is not None
