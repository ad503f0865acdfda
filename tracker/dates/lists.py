"""Several periods that belong together: "maart-april", "van 4 tot 22 augustus", "in 2022 en 2023"."""

from __future__ import annotations

from tracker.dates.compose import period
from tracker.dates.named import Deictic, Month, Numbered, Season, Unit
from tracker.dates.periods import Between, Period, Pointed, Year
from tracker.dates.reader import JOINERS, Found, Reader
from tracker.dates.slices import Half, Listed, Nth, Part

LONGEST = 8  # parts of one list; a longer one is read in stretches
MIXED = {Part, Month, Numbered, Season, Unit, Half, Year, Nth, Deictic, Pointed}


def ranged(reader: Reader, index: int, *, inner: bool = False) -> Found:
    """A period, or several that belong together: "maart-april", "van 4 tot 22 augustus", "in 2022 en 2023"."""
    found = period(reader, index, inner=inner)
    for _ in range(LONGEST):
        more = _more(reader, *found) if found else None
        if more is None:
            break
        found = more
    return found


def _more(reader: Reader, left: Period, index: int) -> Found:
    kind = reader.kinds[index]
    if kind == "hyphen" or reader.says(index, "relation", "until"):
        right = period(reader, index + 1)
        return (Between(left, right[0]), right[1]) if right else None
    if kind not in JOINERS:
        return None
    after = index + 1
    after += reader.says(index, "comma") and reader.kinds[after] == "and"
    after += reader.says(after, "relation", "in")
    right = period(reader, after)
    if right is None or not _comparable(left, right[0], comma=kind == "comma"):
        return None
    return Listed(left, right[0], reader.items[index - 1].end), right[1]


def _comparable(left: Period, right: Period, *, comma: bool) -> bool:
    """Whether two periods can be one list; a comma parts more than it joins."""
    last = left.right if isinstance(left, Listed) else left
    same = type(last) is type(right)
    return same or (not comma and {type(last), type(right)} <= MIXED)
