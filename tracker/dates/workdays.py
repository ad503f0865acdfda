"""Working days: Mondays to Fridays that are no public holiday. Values only.

The holidays are those of the library `holidays`, which keeps the rules of each country's law; it is loaded when the
first working day is counted, since most reports name none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from tracker.dates.arithmetic import DAY, SATURDAY, weekdays_on
from tracker.errors import SettingsError

FreeDays = Callable[[int], tuple[date, ...]]  # the Mondays to Fridays of a year on which nobody works, in order


def workdays_on(day: date, count: int, free_days: FreeDays) -> date:
    """So many working days on, or back for a negative count."""
    left = abs(count)
    while left:
        to = weekdays_on(day, left if count > 0 else -left)
        left = len(free_between(day + DAY, to, free_days) if count > 0 else free_between(to, day - DAY, free_days))
        day = to
    return day


def free_between(first: date, last: date, free_days: FreeDays) -> tuple[date, ...]:
    """The Mondays to Fridays from the first to the last day on which nobody works."""
    found: list[date] = []
    for year in range(first.year, last.year + 1):
        days = free_days(year)
        found += days[bisect_left(days, first) : bisect_right(days, last)]
    return tuple(found)


@lru_cache(maxsize=1024)
def public_holidays(country: str, categories: tuple[str, ...], year: int) -> tuple[date, ...]:
    """Those Mondays to Fridays of a year. Raises SettingsError for an unknown country or kind of holidays."""
    if not country:
        return ()
    from holidays import country_holidays

    try:
        known = country_holidays(country, years=year, categories=categories)
    except (NotImplementedError, ValueError) as error:
        raise SettingsError("dates.holidays-unknown", country=country, categories=", ".join(categories)) from error
    return tuple(sorted(day for day in known if day.weekday() < SATURDAY))
