"""The last action that still stands, and what the register was before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from tracker.followup import State, apply
from tracker.model import Deed, Event
from tracker.model.because import FACTS_OF, Rejection, Undoing
from tracker.model.register import UNREVIEWED
from tracker.model.spelling import clean
from tracker.store.database import Transaction
from tracker.store.events import action, event_of, history, reading
from tracker.store.tables.register import actors, events

_TAKE_BACK = [str(deed) for deed, facts in FACTS_OF.items() if facts in {Undoing, Rejection}]


def last_action(tx: Transaction, number: int | None = None) -> tuple[Event, ...]:
    """The events of the last action that changed the register and still stands; of one entry with a number.

    What was split or merged belongs together: it is given whole, also for one of its sides.
    """
    for last in _not_undone(tx, number=number):
        whole = action_of(tx, last.sequence)
        sides = None if number is None else _together(whole, number)
        return tuple(event for event in whole if sides is None or event.commitment in sides)
    return ()


def last_review(tx: Transaction, actor: str) -> tuple[Event, ...]:
    """The events of the last action that still stands in which that person decided on proposals."""
    seen: set[int] = set()
    for last in _not_undone(tx, actor=actor):
        if last.action in seen:
            continue
        seen.add(last.action)
        whole = action_of(tx, last.sequence)
        beside = {event.commitment for event in whole if is_second_part(event) or event.because.merged_from is not None}
        old = {event.commitment: event for event in reversed(whole) if event.commitment not in beside}
        if old and all(number is not None and _was_proposed(tx, number, event) for number, event in old.items()):
            return whole
    return ()


def action_of(tx: Transaction, sequence: int) -> tuple[Event, ...]:
    """The events that changed the register in the action of that event; none when it was undone since."""
    first: int | None = tx.execute(select(events.c.action).where(events.c.sequence == sequence)).scalar()
    if first is None:
        return ()
    changing = [event for event in action(tx, first) if event.changes_entry and undoes(event) is None]
    undone = {event.commitment for event in changing if event.commitment and _is_undone(tx, event.commitment, first)}
    return tuple(event for event in changing if event.commitment not in undone)


def stands(tx: Transaction, number: int, sequence: int) -> bool:
    """Whether nothing that still stands changed that entry after that event."""
    later = [event for event in history(tx, number) if event.sequence > sequence and event.changes_entry]
    undone = {undoes(event) for event in later} - {None}
    return all(undoes(event) is not None or event.action in undone for event in later)


def state_before(tx: Transaction, number: int, first: int) -> State:
    """The fields of an entry before that event, in the spelling of the history."""
    state: State = {}
    for event in history(tx, number):
        if event.sequence >= first:
            break
        state = apply(state, event.details)
    return state


def undoes(event: Event) -> int | None:
    """The action that an event takes back, if it does: the second part of a split goes by being rejected."""
    because = event.because
    return because.action if isinstance(because, Undoing | Rejection) else None


def is_second_part(event: Event) -> bool:
    """Whether a proposal begins here that was split from another one."""
    return event.kind == Deed.FOUND and event.because.split_from is not None


def is_one_step(whole: Sequence[Event]) -> bool:
    """Whether an action was one decision on one entry, or one split or merge."""
    number = next((event.commitment for event in whole if event.commitment is not None), None)
    return number is not None and {event.commitment for event in whole} <= _together(whole, number)


def _not_undone(tx: Transaction, *, number: int | None = None, actor: str | None = None) -> Iterator[Event]:
    """What changed the register and was not undone, the last first; of one entry, or by one person."""
    query = reading().where(events.c.kind.in_([deed.value for deed in Deed])).order_by(events.c.sequence.desc())
    if number is not None:
        query = query.where(events.c.commitment == number)
    by_whom = None if actor is None else clean(actor)
    if by_whom is not None:  # what others took back is looked at too
        query = query.where(or_(actors.c.name == by_whom, events.c.kind.in_(_TAKE_BACK)))
    undone: set[tuple[int | None, object]] = set()
    with tx.execute(query.execution_options(yield_per=20)) as rows:
        for event in map(event_of, rows):
            is_wanted = event.changes_entry and by_whom in {None, event.actor}
            if (back := undoes(event)) is not None:
                undone.add((event.commitment, back))
            elif is_wanted and (event.commitment, event.action) not in undone:
                yield event


def _together(whole: Sequence[Event], number: int) -> set[int | None]:
    """The entry, and those that it was split or merged with in this action."""
    pairs = [(event.commitment, other) for event in whole for other in event.because.other_sides]
    sides: set[int | None] = {number}
    while more := {number for pair in pairs if sides & set(pair) for number in pair} - sides:
        sides |= more
    return sides


def _was_proposed(tx: Transaction, number: int, first: Event) -> bool:
    return state_before(tx, number, first.sequence).get("status") in UNREVIEWED


def _is_undone(tx: Transaction, number: int, first: int) -> bool:
    return any(undoes(event) == first for event in history(tx, number))
