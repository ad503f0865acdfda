"""A reader who leaves: of the letters that were theirs only what counts them stays, and nothing that waits leaves."""

from __future__ import annotations

from sqlalchemy import select, update

from tracker.model.letters import AlertState, LetterState
from tracker.store.database import Transaction
from tracker.store.tables.letters import alerts, letter_contents, letters

UNDECIDED = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT, LetterState.IN_DOUBT)


def erase_letters(tx: Transaction, subscriber: int) -> int:
    """Erase addresses, answers of mail servers and bytes of a reader's letters; gives how many were still to leave.

    One that a sender is handing over at this very moment may arrive; then it counts as sent.
    """
    mine = letters.c.subscriber_id == subscriber
    undecided = update(letters).where(mine, letters.c.state.in_(UNDECIDED))
    dropped = tx.execute(undecided.values(state=LetterState.DROPPED, owner=None, lease_until=None)).rowcount
    tx.execute(update(letters).where(mine).values(recipient="", envelope_from="", reply=None))
    contents = letter_contents.c.letter_id.in_(select(letters.c.id).where(mine))
    tx.execute(update(letter_contents).where(contents).values(content=None))
    waiting = update(alerts).where(alerts.c.subscriber_id == subscriber, alerts.c.state == AlertState.PENDING)
    tx.execute(waiting.values(state=AlertState.OVERTAKEN))
    return int(dropped)
