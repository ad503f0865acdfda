"""Several periods that belong together: "maart-april", "van 4 tot 22 augustus", "in 2022 en 2023"."""

from __future__ import annotations

from tracker.dates.compose import period
from tracker.dates.cursor import JOINERS, Cursor, Found
from tracker.dates.named import Deictic, Month, Numbered, Season, Unit
from tracker.dates.periods import Between, Period, Pointed, Year
from tracker.dates.slices import Half, Listed, Nth, Part

LONGEST = 8  # parts of one list; a longer one is read in stretches
MIXED = {Part, Month, Numbered, Season, Unit, Half, Year, Nth, Deictic, Pointed}


def ranged(cursor: Cursor, index: int, *, inner: bool = False) -> Found:
    """A period, or several that belong together: "maart-april", "van 4 tot 22 augustus", "in 2022 en 2023"."""
    found = period(cursor, index, inner=inner)
    for _ in range(LONGEST):
        more = _more(cursor, *found) if found else None
        if more is None:
            break
        found = more
    return found


def _more(cursor: Cursor, left: Period, index: int) -> Found:
    kind = cursor.kinds[index]
    if kind == "hyphen" or cursor.says(index, "relation", "until"):
        right = period(cursor, index + 1)
        return (Between(left, right[0]), right[1]) if right else None
    if kind not in JOINERS:
        return None
    after = index + 1
    after += cursor.says(index, "comma") and cursor.kinds[after] == "and"
    after += cursor.says(after, "relation", "in")
    right = period(cursor, after)
    if right is None or not _comparable(left, right[0], comma=kind == "comma"):
        return None
    return Listed(left, right[0], cursor.items[index - 1].end), right[1]


def _comparable(left: Period, right: Period, *, comma: bool) -> bool:
    """Whether two periods can be one list; a comma parts more than it joins."""
    last = left.right if isinstance(left, Listed) else left
    same = type(last) is type(right)
    return same or (not comma and {type(last), type(right)} <= MIXED)
