"""The last action that still stands, and what the register was before it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.followup import State, apply
from tracker.model import Deed, Event
from tracker.store.database import Transaction
from tracker.store.events import action, event_of, history, reading
from tracker.store.tables.register import events


def last_action(tx: Transaction, number: int | None = None) -> tuple[Event, ...]:
    """The events of the last action that changed the register and still stands; of one entry with a number."""
    query = reading().where(events.c.kind.in_([deed.value for deed in Deed])).order_by(events.c.sequence.desc())
    if number is not None:
        query = query.where(events.c.commitment == number)
    undone: set[tuple[int | None, object]] = set()
    with tx.execute(query.execution_options(yield_per=20)) as rows:
        for event in map(event_of, rows):
            if event.kind == Deed.UNDONE:
                undone.add((event.commitment, _undoes(event)))
            elif "set" in event.details and (event.commitment, event.action) not in undone:
                whole = [one for one in action(tx, event.action) if (one.commitment, one.action) not in undone]
                return tuple(one for one in whole if "set" in one.details and number in {None, one.commitment})
    return ()


def action_of(tx: Transaction, sequence: int) -> tuple[Event, ...]:
    """The events that changed the register in the action of that event; none when it was undone since."""
    first: int | None = tx.execute(select(events.c.action).where(events.c.sequence == sequence)).scalar()
    if first is None:
        return ()
    changing = [one for one in action(tx, first) if "set" in one.details and one.kind != Deed.UNDONE]
    return tuple(one for one in changing if one.commitment is None or not _is_undone(tx, one.commitment, first))


def stands(tx: Transaction, number: int, sequence: int) -> bool:
    """Whether nothing that still stands changed that entry after that event."""
    later = [one for one in history(tx, number) if one.sequence > sequence and "set" in one.details]
    undone = {_undoes(one) for one in later if one.kind == Deed.UNDONE}
    return all(one.kind == Deed.UNDONE or one.action in undone for one in later)


def state_before(tx: Transaction, number: int, first: int) -> State:
    """The fields of an entry before that event, in the spelling of the history."""
    state: State = {}
    for event in history(tx, number):
        if event.sequence >= first:
            break
        state = apply(state, event.details)
    return state


def _is_undone(tx: Transaction, number: int, first: int) -> bool:
    return any(one.kind == Deed.UNDONE and _undoes(one) == first for one in history(tx, number))


def _undoes(event: Event) -> Any:
    because = event.details.get("because")
    return because.get("action") if isinstance(because, dict) else None
