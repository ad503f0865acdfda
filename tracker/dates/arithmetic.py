"""Days and months: the units of the calendar and how they add up. Values only."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from math import floor

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
SATURDAY = 5
LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2

Days = tuple[date, date]


def month_length(year: int, month: int) -> int:
    """The days of a month; unlike `calendar.monthrange` it computes no weekday."""
    return LENGTHS[month] + (month == FEBRUARY and isleap(year))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, month_length(year, month))


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months on; the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def moved(day: date, count: float, unit: str) -> date:
    """So many units on (or back, for a negative count). A half of a month is counted as fifteen days."""
    if unit == "hour":  # counted from the middle of the day: eight hours on it is still that day
        return day + floor(count / 24 + 0.5) * DAY
    if unit in DAYS:
        return day + timedelta(days=round(count * DAYS[unit]))
    months = count * MONTHS[unit]
    whole = int(months)
    return months_on(day, whole) + timedelta(days=round((months - whole) * 30))


def weekdays_on(day: date, count: int) -> date:
    """So many Mondays to Fridays on, or back for a negative count."""
    step = DAY if count >= 0 else -DAY
    while count and day.weekday() >= SATURDAY:  # a weekend counts for the weekday before it on the way
        day -= step
    weeks, left = divmod(abs(count), 5)
    day += weeks * 7 * step
    while left:
        day += step
        left -= day.weekday() < SATURDAY
    return day


def month(year: int, number: int) -> Days:
    """A month; numbers above 12 run into the next year."""
    extra, index = divmod(number - 1, 12)
    return date(year + extra, index + 1, 1), month_end(year + extra, index + 1)


def months(year: int, first: int, last: int) -> Days:
    """From the first to the last month, inclusive; numbers above 12 run into the next year."""
    return month(year, first)[0], month(year, last)[1]


def week_of(day: date) -> Days:
    """The ISO week of a day, Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def unit_at(day: date, unit: str) -> Days:
    """The calendar unit that a day lies in."""
    if unit == "day":
        return day, day
    if unit == "week":
        return week_of(day)
    if unit == "fortnight":
        return day, day + 13 * DAY
    if unit == "weekend":
        monday = week_of(day)[0]
        return monday + 5 * DAY, monday + 6 * DAY
    size = MONTHS[unit]
    if size <= MONTHS["year"]:
        first = (day.month - 1) // size * size + 1
        return months(day.year, first, first + size - 1)
    years = size // 12
    first_year = day.year // years * years
    return date(first_year, 1, 1), date(first_year + years - 1, 12, 31)
