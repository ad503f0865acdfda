"""Days at the ends of the calendar: what other programs write for "never", and no arithmetic falls off. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from tracker.errors import WrongCall

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)  # between these lies every day on which somebody works


def days_on(day: date, days: int) -> date:
    """So many days on, or back; past an end of the calendar it is that end."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a shorter month; past the end of the calendar its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_day(day: date, *, option: str) -> date:
    """A day that may be today; raises WrongCall naming the option."""
    if not FIRST <= day <= LAST:
        raise WrongCall("call.day-too-far", option=option, day=day, first=FIRST, last=LAST)
    return day
