"""What became of the letters, and what people decide about those in doubt."""

from __future__ import annotations

from tracker.errors import NotFound, WrongCall
from tracker.model.letters import Letter, LetterState
from tracker.store.letters import decided, health, subscribers
from tracker.usecases.letters.desk import Desk


def listing(desk: Desk, *, states: tuple[LetterState, ...] = (), limit: int | None = None) -> tuple[Letter, ...]:
    """Letters, the newest first."""
    with desk.database.read() as tx:
        return decided.listing(tx, states=states, limit=limit)


def bytes_of(desk: Desk, number: int) -> bytes:
    """The bytes of a letter; raises NotFound when they are no longer kept."""
    with desk.database.read() as tx:
        _, content = decided.letter(tx, number)
    if content is None:
        raise NotFound(f"The bytes of letter {number} are no longer kept.")
    return content


def decide(desk: Desk, number: int, state: LetterState, *, actor: str) -> None:
    """A letter in doubt or failed is sent, or goes again with the same bytes."""
    words = f"{actor} decided: {'it arrived' if state is LetterState.SENT else 'send it again'}"
    with desk.database.write(exclusive=False) as tx:
        reader = decided.decide(tx, number, state, now=desk.clock(), words=words).subscriber
        if state is LetterState.QUEUED:
            health.try_server_at_once(tx)
            if reader is not None:
                subscribers.put_off_no_more(tx, reader)


def drop(desk: Desk, number: int, *, reason: str, actor: str) -> None:
    """A letter that waits, failed or is in doubt need not leave any more; raises WrongCall without a reason."""
    if not reason.strip():
        raise WrongCall("A letter is dropped for a reason.", advice="Give it with --reason.")
    words = f"{actor} dropped it: {reason.strip()}"
    with desk.database.write(exclusive=False) as tx:
        decided.decide(tx, number, LetterState.DROPPED, now=desk.clock(), words=words)
