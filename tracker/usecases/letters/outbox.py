"""What became of the letters, and what people decide about those in doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from tracker.errors import NotFound, Refused, TrackerError, WrongCall
from tracker.model.letters import Letter, LetterState
from tracker.store import Transaction
from tracker.store.letters import decisions, health, subscribers
from tracker.usecases.letters.post_office import PostOffice


def listing(
    office: PostOffice, *, states: tuple[LetterState, ...] = (), limit: int | None = None
) -> tuple[Letter, ...]:
    """Letters, the newest first."""
    with office.database.read() as tx:
        return decisions.listing(tx, states=states, limit=limit)


def bytes_of(office: PostOffice, number: int) -> bytes:
    """The bytes of a letter; raises NotFound when they are no longer kept."""
    with office.database.read() as tx:
        _, content = decisions.letter(tx, number)
    if content is None:
        raise NotFound("outbox.bytes-gone", number=number)
    return content


def chosen(office: PostOffice, states: Collection[LetterState], *, before: date | None = None) -> tuple[Letter, ...]:
    """All letters in these states, perhaps only those planned before a day; the oldest first."""
    until = None if before is None else datetime.combine(before, time(), office.zone)
    with office.database.read() as tx:
        return tuple(reversed(decisions.listing(tx, states=states, planned_before=until)))


def decide(office: PostOffice, numbers: Iterable[int], state: LetterState, *, actor: str) -> tuple[Letter, ...]:
    """Letters in doubt or failed are sent, or go again with the same bytes: all of them or none.

    Gives them as they were; raises what speaks against it.
    """
    words = f"{actor} decided: {'it arrived' if state is LetterState.SENT else 'send it again'}"
    with office.database.write(exclusive=False) as tx:
        decided = _decide(tx, numbers, state, now=office.clock(), words=words)
        if state is LetterState.QUEUED:
            health.try_server_at_once(tx)
            for reader in {letter.subscriber for letter in decided if letter.subscriber is not None}:
                subscribers.put_off_no_more(tx, reader)
    return decided


def drop(office: PostOffice, numbers: Iterable[int], *, reason: str, actor: str) -> tuple[Letter, ...]:
    """Letters that wait, failed or are in doubt need not leave any more, all of them or none.

    Gives them as they were; raises WrongCall without a reason, or what speaks against it.
    """
    if not reason.strip():
        raise WrongCall("outbox.drop-reason-missing")
    words = f"{actor} dropped it: {reason.strip()}"
    with office.database.write(exclusive=False) as tx:
        return _decide(tx, numbers, LetterState.DROPPED, now=office.clock(), words=words)


def try_at_once(office: PostOffice) -> None:
    """The mail server need not be left alone any longer."""
    with office.database.write(exclusive=False) as tx:
        health.try_server_at_once(tx)


def _decide(
    tx: Transaction, numbers: Iterable[int], state: LetterState, *, now: datetime, words: str
) -> tuple[Letter, ...]:
    """What speaks against it is told of all of them at once; whoever raises it lets the transaction change nothing."""
    decided: list[Letter] = []
    against: list[TrackerError] = []
    for number in dict.fromkeys(numbers):
        try:
            decided.append(decisions.decide(tx, number, state, now=now, words=words))
        except (NotFound, Refused) as error:
            against.append(error)
    if len(against) == 1 and not decided:
        raise against[0]
    if against:
        raise Refused("outbox.letters-refused", causes=against)
    return tuple(decided)
