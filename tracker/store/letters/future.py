"""What does the register hold for later than now? A clock that was ahead left it there, and it would wait until then.

It is brought back to the present: planning, digests, alerts and letters go on from today. What left keeps its key, so
that it does not leave again; the history of commitments is never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Executable,
    Table,
    and_,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)

from tracker.model.letters import ABOUT_DEADLINE, AlertState, LetterState, Rhythm, SubscriberState
from tracker.outbox import BACK_OFF_LATER
from tracker.owed.present import A_DAY
from tracker.owed.slots import instant_of, next_digest_at
from tracker.store.database import Transaction
from tracker.store.letters import health
from tracker.store.letters.outbox import HELD, batched, database_now, withdraw
from tracker.store.letters.subscribers import sound
from tracker.store.tables.letters import alerts, follows, heartbeats, letters, post, silences, subscribers, troubles

NEXT_DAYS = timedelta(days=2)
_MAY_HAVE_LEFT = (LetterState.SENDING, LetterState.DOT, LetterState.SENT, LetterState.IN_DOUBT)
_LONGEST = {Rhythm.DAILY: timedelta(days=2), Rhythm.WEEKLY: timedelta(days=8), Rhythm.MONTHLY: timedelta(days=33)}
_NEVER_TO_COME: Mapping[str, tuple[Column[Any], ...]] = {  # when it was, from when on it counts, up to when it was told
    "letters": (
        letters.c.planned_at,
        letters.c.next_attempt_at,
        letters.c.first_attempt_at,
        letters.c.sent_at,
        letters.c.from_on,
        letters.c.covers_on,
    ),
    "readers": (
        subscribers.c.added_at,
        subscribers.c.slots_after,
        subscribers.c.put_off_until,
        subscribers.c.since_on,
        subscribers.c.retell_on,
    ),
    "follows": (follows.c.since_on,),
    "silences": (silences.c.starts_at,),
    "senders": (heartbeats.c.beat_at,),
    "troubles": (troubles.c.since, troubles.c.last_at),
    "mail server": (post.c.server_failing_since, post.c.server_retry_at, post.c.planned_at),
}
_AFTER_A_FAILURE: Mapping[Column[Any], ColumnElement[bool]] = {  # what waits for a later time by right, and when
    letters.c.next_attempt_at: letters.c.attempts > 0,
    subscribers.c.put_off_until: true(),
    post.c.server_retry_at: true(),
}


@dataclass(frozen=True, slots=True)
class Present:
    """The moment that is taken as the present, and how far beyond it something may wait by right."""

    now: datetime
    today: date
    lease: timedelta
    group_wait: timedelta


def far_ahead(tx: Transaction, now: datetime) -> Mapping[str, int]:
    """How many digests, alerts and letters wait for a time further away than they ever do by right."""
    rhythm, due = subscribers.c.rhythm, subscribers.c.next_digest_at
    late = or_(*(and_(rhythm == name, due > now + longest) for name, longest in _LONGEST.items()))
    held = and_(alerts.c.state == AlertState.PENDING, alerts.c.release_at > now + A_DAY)
    queued = and_(letters.c.state == LetterState.QUEUED, letters.c.next_attempt_at > now + A_DAY)
    numbers = {
        "digests": _count(tx, subscribers, late),
        "alerts": _count(tx, alerts, held),
        "letters": _count(tx, letters, queued),
    }
    return {name: number for name, number in numbers.items() if number}


def told_ahead(tx: Transaction, commitments: Collection[int], today: date) -> frozenset[tuple[int, int, int]]:
    """Reader, commitment and version of the deadlines of which a step of the next days was told, before a step back."""
    columns = alerts.c.subscriber_id, alerts.c.commitment, alerts.c.deadline_version
    soon = alerts.c.owed_on > today, alerts.c.owed_on <= today + NEXT_DAYS, alerts.c.kind.in_(ABOUT_DEADLINE)
    deadlines: set[tuple[int, int, int]] = set()
    for some in batched(sorted(commitments)):
        rows = tx.execute(select(*columns).where(alerts.c.commitment.in_(some), *soon))
        deadlines |= {(row.subscriber_id, row.commitment, row.deadline_version) for row in rows}
    return frozenset(deadlines)


def sent_ahead(tx: Transaction, slots: Collection[tuple[int, date]]) -> Mapping[tuple[int, date], int]:
    """How many digests of each reader and day left long before that day: they take nobody's place."""
    digests: Counter[tuple[int, date]] = Counter()
    mine = letters.c.subscriber_id.in_({reader for reader, _ in slots}), letters.c.slot.in_({slot for _, slot in slots})
    query = select(letters.c.subscriber_id, letters.c.slot, letters.c.sent_at)
    for row in tx.execute(query.where(*mine, letters.c.state == LetterState.SENT)):
        digests[row.subscriber_id, row.slot] += _is_far_ahead(row.slot, row.sent_at)
    return digests


def take_up(tx: Transaction, now: datetime, today: date) -> Mapping[str, int]:
    """Letters and alerts of later days, as if they had not been: they are written when their day comes.

    What was certainly never given does not leave. What was told of the next two days is not told again.
    """
    was_ahead = "withdrawn: it was written when the clock was ahead"
    withdrawn = withdraw(tx, letters.c.planned_at > now, reply=was_ahead)
    by_day, beyond = alerts.c.event.is_(None), alerts.c.owed_on > today + NEXT_DAYS
    removed = _changed(tx, delete(alerts).where(by_day, beyond))
    return {"letters withdrawn": withdrawn, "alerts": removed}


def bring_back(tx: Transaction, present: Present, *, plan_after: date) -> Mapping[str, int]:
    """All that waits for a later time waits no longer than by right; what is planned beyond today is planned anew.

    Alerts of days that have not come are forgotten: they are raised again on their day. Gives how many of what.
    """
    back = {"digests": _next_digests(tx, present.now, present.today), "alerts": _alerts(tx, present)}
    back |= {"planning": _plan_again(tx, present.today, plan_after), "leases": _leases(tx, present.lease)}
    back |= {name: _lower(tx, columns, present) for name, columns in _NEVER_TO_COME.items()}
    return {name: number for name, number in back.items() if number}


def _lower(tx: Transaction, columns: tuple[Column[Any], ...], present: Present) -> int:
    """Nothing of these is later than the present, or than the longest wait after a failure."""
    limits = {column: _limit(column, present) for column in columns}
    later = {column: column > limit for column, limit in limits.items()}
    values = {column.name: case((later[column], limit), else_=column) for column, limit in limits.items()}
    return _changed(tx, update(columns[0].table).where(or_(*later.values())).values(values))


def _limit(column: Column[Any], present: Present) -> ColumnElement[Any]:
    limit = literal(present.today if isinstance(column.type, Date) else present.now, column.type)
    if column not in _AFTER_A_FAILURE:
        return limit
    return case((_AFTER_A_FAILURE[column], literal(present.now + BACK_OFF_LATER, column.type)), else_=limit)


def _next_digests(tx: Transaction, now: datetime, today: date) -> int:
    """Who waits longer than by the timetable is looked at anew; what left for a day keeps it from leaving again.

    Who was told of the next days already waits for the day after them.
    """
    waits = and_(subscribers.c.state == SubscriberState.ACTIVE, subscribers.c.next_digest_at > now)
    query = select(subscribers.c.id, subscribers.c.next_digest_at).where(waits)
    known = {row.id: row.next_digest_at for row in tx.execute(query)}
    back = 0
    for some in batched(sorted(known)):
        slots = slots_of_the_next_days(tx, some, today)
        for reader in sound(tx, ids=some)[0]:
            slot = slots.get(reader.id)
            served = instant_of(reader.timetable, slot) if slot else now
            due = next_digest_at(reader.timetable, max(served, now))
            if due is not None and due < known[reader.id]:
                change = update(subscribers).where(subscribers.c.id == reader.id)
                tx.execute(change.values(next_digest_at=due if served > now else now))
                back += 1
    return back


def slots_of_the_next_days(tx: Transaction, readers: Collection[int], today: date) -> Mapping[int, date]:
    """The last day, from yesterday on, of which each reader's digest left: elsewhere it may be yesterday still.

    What left long before its day takes nobody's place.
    """
    soon = letters.c.slot >= today - A_DAY, letters.c.slot <= today + NEXT_DAYS, letters.c.state.in_(_MAY_HAVE_LEFT)
    query = select(letters.c.subscriber_id, letters.c.slot, letters.c.sent_at).order_by(letters.c.slot)
    rows = tx.execute(query.where(letters.c.subscriber_id.in_(list(readers)), *soon))
    return {row.subscriber_id: row.slot for row in rows if not _is_far_ahead(row.slot, row.sent_at)}


def _is_far_ahead(slot: date, sent_at: datetime | None) -> bool:
    return sent_at is not None and slot > sent_at.date() + NEXT_DAYS


def _alerts(tx: Transaction, present: Present) -> int:
    pending, by_day = alerts.c.state == AlertState.PENDING, alerts.c.event.is_(None)
    early = _changed(tx, delete(alerts).where(pending, by_day, alerts.c.owed_on > present.today))
    changes = update(alerts).where(pending, ~by_day, alerts.c.release_at > present.now + present.group_wait)
    late = _changed(tx, changes.values(release_at=present.now + present.group_wait))
    steps = update(alerts).where(pending, by_day, alerts.c.release_at > present.now + A_DAY)
    return early + late + _changed(tx, steps.values(release_at=present.now))


def _plan_again(tx: Transaction, today: date, after: date) -> int:
    state = health.state(tx)
    if state.planned_on is None or state.planned_on <= today:
        return 0
    health.plan_again(tx, after=after, sequence=state.planned_sequence)
    return 1


def _leases(tx: Transaction, lease: timedelta) -> int:
    """A sender that lives renews its lease in time; one that died is not waited for longer than for any other."""
    end = database_now(tx) + lease
    held = letters.c.state.in_(HELD), letters.c.lease_until > literal(end, letters.c.lease_until.type)
    return _changed(tx, update(letters).where(*held).values(lease_until=end))


def _changed(tx: Transaction, statement: Executable) -> int:
    return int(tx.execute(statement).rowcount)


def _count(tx: Transaction, table: Table, condition: ColumnElement[bool]) -> int:
    number: int = tx.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    return number
