"""When was it certainly that late? By what the register remembers of ticks, letters and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, func, select

from tracker.owed.present import A_DAY, Remembered, Tick
from tracker.owed.slots import local_midnight
from tracker.store.database import Transaction
from tracker.store.letters import health
from tracker.store.tables import instant_text
from tracker.store.tables.letters import heartbeats, letters, subscribers
from tracker.store.tables.register import events

OF_THE_POST = (heartbeats.c.beat_at, letters.c.planned_at, letters.c.sent_at)


def remembered(tx: Transaction, now: datetime, zone: ZoneInfo) -> Remembered:
    """What is known of the past. Who ticks regularly is asked no more than when that was last.

    The post's own instants were believed when they were written; what else was recorded counts while there are none.
    """
    state, soon = health.state(tx), now + A_DAY
    planned = None if state.planned_on is None else local_midnight(state.planned_on, zone)
    if state.ticked_at is None:
        reached = _last(planned, _newest(tx, OF_THE_POST))
        latest = _newest(tx, OF_THE_POST, until=soon) or _recorded(tx, until=soon)
        return Remembered(None, reached, latest)
    tick = Tick(state.ticked_at, state.ticked_boot, state.ticked_elapsed)
    latest = tick.at if abs(now - tick.at) <= A_DAY else _newest(tx, OF_THE_POST, until=soon)
    return Remembered(tick, _last(planned, tick.at), _last(latest, tick.at if tick.at <= soon else None))


def _newest(tx: Transaction, columns: Iterable[Column[datetime]], *, until: datetime | None = None) -> datetime | None:
    queries = ((column, select(func.max(column))) for column in columns)
    newest = (
        tx.execute(query if until is None else query.where(column <= until)).scalar() for column, query in queries
    )
    return _last(*newest)


def _recorded(tx: Transaction, *, until: datetime) -> datetime | None:
    """When something was recorded last, or somebody began to read."""
    query = select(func.max(events.c.at)).where(events.c.at <= instant_text(until))
    text = tx.execute(query).scalar()
    return _last(_newest(tx, [subscribers.c.added_at], until=until), datetime.fromisoformat(text) if text else None)


def _last(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
