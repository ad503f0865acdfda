"""Days as other programs write them. What could be read in two ways is not read."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

NEVER = date(1900, 1, 1)  # nothing was promised before; year 1 is how some systems say "none"
_TIME = r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"  # of the place itself; in another zone only midnight is the same day
_MIDNIGHT = r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:{_TIME}|{_MIDNIGHT})?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")


def day_of(text: str) -> date | None:
    """The day in 2022-06-30, 30/6/2022, 30-06-2022 or 30.6.2022 (day first, as in Belgium and the Netherlands).

    None for anything else: numbers of a spreadsheet, two-digit years, impossible days, hours of another zone.
    """
    found = _ISO.fullmatch(text.strip())
    if found:
        return _day(found[1], found[2], found[3])
    found = _DAY_FIRST.fullmatch(text.strip())
    return _day(found[4], found[3], found[1]) if found else None


def local_day(text: str, zone: ZoneInfo) -> date | None:
    """The day of an ISO instant where the parliament sits; midnight in UTC and midnight there are the same day.

    None for what is no instant, and for the year 1, which stands for "none". Raises ValueError with any other words.
    """
    if text.startswith("0001-01-01"):
        return None
    try:
        at = datetime.fromisoformat(text)
        day = at.date() if at.tzinfo is None else at.astimezone(zone).date()
    except (ValueError, OverflowError) as error:
        raise ValueError(text) from error
    return day if day >= NEVER else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found >= NEVER else None
