"""Which construction takes which first word. The grammar knows kinds of words, never the words themselves.

Every function takes the place of its first word and gives a period and the place after it, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tracker.dates import days, ordinals, parts, units
from tracker.dates.cursor import Cursor, Found

READERS: Mapping[str, Callable[[Cursor, int], Found]] = {
    "deictic": days.deictic,
    "event": units.event,
    "feast": units.named,
    "few": days.number_first,
    "fraction": days.number_first,
    "figures": days.figures,
    "int": days.number_first,
    "month": units.month_first,
    "newyear": units.new_year,
    "number": days.number_first,
    "ordinal": ordinals.ordinal_first,
    "part": parts.part_first,
    "quartersign": ordinals.quarter_sign,
    "recess": units.named,
    "reference": units.reference_first,
    "rest": parts.rest,
    "round": units.named,
    "season": units.season,
    "shortmonth": units.short_month,
    "shortweekday": days.weekday_first,
    "start": parts.start,
    "term": units.term,
    "thereafter": units.thereafter,
    "unit": units.unit_first,
    "units": units.units_first,
    "weekday": days.weekday_first,
    "year": units.year,
    "yearend": units.year_end,
}
