"""Events that may be news: to those who read a selection, and to those who follow single commitments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Date, and_, func, select

from tracker.followup import PENDING
from tracker.model import Event, Selection, Status
from tracker.model.register import SHOWN
from tracker.owed.deeds import ALERTING, CORRECTIONS
from tracker.store.database import Transaction
from tracker.store.events import selected
from tracker.store.letters.snapshots import states_before
from tracker.store.looking import conditions
from tracker.store.tables.letters import follows
from tracker.store.tables.register import commitments, events


def selected_events(
    tx: Transaction, selection: Selection, *, today: date, after: int, until: int, limit: int
) -> tuple[Event, ...]:
    """Events that may be news about the commitments of a selection, oldest first.

    For who reads only what is overdue those count of what was overdue when they happened.
    """
    everything = replace(selection, overdue=False, statuses=selection.statuses or SHOWN)
    mine = select(commitments.c.number).where(*conditions(tx, everything, today))
    wanted = and_(events.c.sequence > after, events.c.sequence <= until, events.c.kind.in_(ALERTING))
    return tuple(selected(tx, and_(wanted, events.c.commitment.in_(mine)), limit=limit))


def was_possible(tx: Transaction, event: Event) -> bool:
    """Whether the commitment was only possible before the event, by one that says no other state: nobody knew of it."""
    if event.deed not in CORRECTIONS or event.commitment is None or event.set.status is not None:
        return False
    before = states_before(tx, {event.commitment: event.sequence}).get(event.commitment)
    return before is not None and before.status is Status.POSSIBLE


def followed_events(
    tx: Transaction, *, after: int, until: int, limit: int
) -> tuple[tuple[Event, tuple[int, ...]], ...]:
    """Everything that happened to followed commitments, each with the readers who followed them by then."""
    mine = events.c.commitment.in_(select(follows.c.commitment))
    window = and_(events.c.sequence > after, events.c.sequence <= until, mine)
    followed = tuple(selected(tx, window, limit=limit))
    followers: dict[int, list[tuple[int, int]]] = {}
    query = select(follows).where(follows.c.commitment.in_({event.commitment or 0 for event in followed}))
    for row in tx.execute(query):
        followers.setdefault(row.commitment, []).append((row.subscriber_id, row.since_sequence))
    return tuple(
        (
            event,
            tuple(follower for follower, since in followers.get(event.commitment or 0, ()) if event.sequence > since),
        )
        for event in followed
    )


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A commitment that somebody follows, while it is not done; near which day it is worth a reminder, if any."""

    subscriber: int
    commitment: int
    deadline_version: int
    since_on: date
    near: date | None


def follows_still_open(tx: Transaction) -> tuple[StillOpen, ...]:
    """Who follows what is not done, since when, and its deadline or else the day to check back on."""
    near = func.coalesce(commitments.c.due_on, commitments.c.check_on, type_=Date).label("near")
    query = (
        select(follows.c.subscriber_id, follows.c.commitment, commitments.c.deadline_version, follows.c.since_on, near)
        .join(commitments, commitments.c.number == follows.c.commitment)
        .where(commitments.c.status.in_(PENDING))
    )
    return tuple(
        StillOpen(row.subscriber_id, row.commitment, row.deadline_version, row.since_on, row.near)
        for row in tx.execute(query)
    )
