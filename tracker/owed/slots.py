"""On which local days is a digest due, and at which instant? Pure.

A slot is a local day. Its instant is the local time on that day, read as RFC 5545 does: a time that the clocks
skip counts with the offset from before the gap, a time that comes twice counts the first time.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.model.letters import Rhythm, Timetable

_LONGEST_GAP = 62  # days between two slots of a monthly digest, with room to spare


def is_slot(timetable: Timetable, day: date) -> bool:
    """Whether a digest is due on this local day."""
    match timetable.rhythm:
        case Rhythm.NEVER:
            return False
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKLY:
            return day.isoweekday() in timetable.weekdays
        case Rhythm.MONTHLY:
            return day.day == min(timetable.month_day, monthrange(day.year, day.month)[1])


def instant_of(timetable: Timetable, slot: date) -> datetime:
    """The instant in UTC at which the digest of a slot is due."""
    return local_instant(slot, timetable.at, ZoneInfo(timetable.zone))


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which a day begins there."""
    return local_instant(day, time(), zone)


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which the clocks show a time there, on days with an hour more or less too."""
    return datetime.combine(day, at).replace(tzinfo=zone, fold=0).astimezone(UTC)


def latest_slot(timetable: Timetable, *, after: datetime, now: datetime) -> date | None:
    """The last slot due after one instant and not later than another: several missed ones are one digest."""
    day = now.astimezone(ZoneInfo(timetable.zone)).date() + timedelta(days=1)
    for _ in range(_LONGEST_GAP):
        if is_slot(timetable, day) and instant_of(timetable, day) <= now:
            return day if instant_of(timetable, day) > after else None
        day -= timedelta(days=1)
    return None


def next_slot(timetable: Timetable, *, after: datetime) -> date | None:
    """The first slot due after an instant; None when no digest is wanted."""
    return next(slots(timetable, after=after), None)


def next_digest_at(timetable: Timetable, after: datetime) -> datetime | None:
    """When the next digest is due."""
    slot = next_slot(timetable, after=after)
    return None if slot is None else instant_of(timetable, slot)


def slots(timetable: Timetable, *, after: datetime) -> Iterator[date]:
    """All slots due after an instant, in order; none when no digest is wanted."""
    if timetable.rhythm is Rhythm.NEVER or (timetable.rhythm is Rhythm.WEEKLY and not timetable.weekdays):
        return
    day = after.astimezone(ZoneInfo(timetable.zone)).date() - timedelta(days=1)
    while True:
        if is_slot(timetable, day) and instant_of(timetable, day) > after:
            yield day
        day += timedelta(days=1)
