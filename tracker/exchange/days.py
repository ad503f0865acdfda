"""Days as other programs write them. What could be read in two ways is not read."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.wording.written_days import Writing, written_day

NEVER = date(1900, 1, 1)  # nothing was promised before; year 1 is how some systems say "none"
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)$")  # in another zone only this is the same day


def day_of(text: str, writing: Writing | None = None) -> date | None:
    """The day in 2022-06-30, 30/6/2022, 30-06-22, 30.6.2022 or 30 juni 2022 (day first, as in Belgium).

    None for anything else: numbers of a spreadsheet, impossible days, hours of another zone, and what could be two days
    in a table with such a `writing`.
    """
    day = written_day(_MIDNIGHT.sub("", text.strip()), writing)
    return day if day and day >= NEVER else None


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
