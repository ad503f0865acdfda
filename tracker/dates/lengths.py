"""Lengths of time: "drie maanden", "een half jaar", "twee à drie weken", and what is told with them."""

from __future__ import annotations

from tracker.dates.arithmetic import DAYS, MONTHS
from tracker.dates.compose import period
from tracker.dates.cursor import MONTHLIKE, Cursor, Found
from tracker.dates.slices import Length, Rolling, Shifted, Thereafter
from tracker.dates.vague import Window

LARGEST = 10_000


def length(cursor: Cursor, index: int, *, hours: bool = False) -> tuple[float | None, str, int] | None:
    """A length: count (None for "enkele"), unit, place after it. "twee à drie weken" counts as the longer.

    `hours`: they are a length here, and no time of the day.
    """
    index = cursor.skip(index, "filler")
    if hours and cursor.kinds[index] == "hours":  # "48u"
        return cursor.number(index), "hour", index + 1
    count, at = _count(cursor, index)
    if at == index:
        return None
    if count is not None and cursor.kinds[at] in ("and", "hyphen", "relation"):
        more, after = _count(cursor, at + 1)
        if after > at + 1 and (cursor.kinds[at] != "relation" or cursor.says(at, "relation", "until")):
            count, at = more, after
    at = cursor.skip(at, "filler")
    if hours and count is not None and cursor.kinds[at] == "hour":
        return count, "hour", at + 1
    if cursor.kinds[at] not in ("unit", "units"):
        return None
    unit, at = cursor.name(at), at + 1
    if cursor.says(at, "and") and cursor.kinds[at + 1] == "number" and cursor.kinds[at + 2] not in MONTHLIKE:
        about = cursor.value(at + 1)  # "een week of twee"
        if cursor.kinds[at + 2] not in ("unit", "units") and isinstance(about, int | float) and count == 1:
            return about, unit, at + 2
    return _with_more(cursor, count, unit, at)


def _with_more(cursor: Cursor, count: float | None, unit: str, index: int) -> tuple[float | None, str, int]:
    """Like "een jaar en zes maanden", "twee weken en drie dagen": as so many months or days."""
    if count is None or not cursor.says(index, "and"):
        return count, unit, index
    more, at = _count(cursor, index + 1)
    if more is None or at == index + 1 or cursor.kinds[at] not in ("unit", "units"):
        return count, unit, index
    for whole, sizes in (("month", MONTHS), ("day", DAYS)):
        if sizes.get(cursor.name(at), LARGEST) < sizes.get(unit, 0):
            return count * sizes[unit] + more * sizes[cursor.name(at)], whole, at + 1
    return count, unit, index


def _count(cursor: Cursor, index: int) -> tuple[float | None, int]:
    kind, value = cursor.kinds[index], cursor.value(index)
    if kind == "few":
        return None, index + 1
    if kind in ("number", "int") and (half := _and_a_half(cursor, index + 1)):
        return float(str(value)) + 0.5, half
    if kind == "fraction":
        return float(str(value)), index + 1
    if kind in ("number", "int"):
        if value == 1 and cursor.says(index + 1, "part", "middle"):
            return 0.5, index + 2
        if value == 1 and cursor.kinds[index + 1] == "number":  # "een halve", "een drietal"
            index += 1
            value = cursor.value(index)
        return float(str(value)), index + 1
    if cursor.says(index, "part", "middle"):
        return 0.5, index + 1
    return None, index


def _and_a_half(cursor: Cursor, index: int) -> int | None:
    """The place after "en een half" behind a number."""
    if not cursor.says(index, "and"):
        return None
    at = index + 1 + cursor.says(index + 1, "number", 1)
    halves = cursor.says(at, "part", "middle") or cursor.says(at, "number", 0.5) or cursor.says(at, "half")
    return at + 1 if halves else None


def from_length(cursor: Cursor, index: int) -> Found:
    """Like "drie weken geleden", "twee weken vanaf nu", "drie weken na Pasen"."""
    found = length(cursor, index, hours=True)
    if found is None:
        return None
    count, unit, at = found
    if cursor.kinds[at] == "ago":
        return (Length(-count, unit) if count else Window(unit, past=True)), at + 1
    if count is None:
        return None
    if cursor.kinds[at] == "fromnow":
        return Length(count, unit), at + 1
    if cursor.kinds[at] == "thereafter":
        return Thereafter(count if cursor.value(at) == "after" else -count, unit), at + 1
    if cursor.says(at, "relation", "later") and period(cursor, at + 1) is None:  # "twee weken later"
        return Thereafter(count, unit), at + 1
    return counted_from(cursor, at, count, unit) if unit != "hour" else None


def counted_from(cursor: Cursor, index: int, count: float, unit: str) -> Found:
    """A length from the day that is named behind it: "na Pasen", "vanaf vandaag", "vóór 1 mei"."""
    if not cursor.says(index, "relation", "after", "before", "from"):
        return None
    base = period(cursor, index + 1)
    sign = -1 if cursor.value(index) == "before" else 1
    return (Shifted(base[0], sign * count, unit), base[1]) if base else None


def rolling(cursor: Cursor, index: int, reference: str) -> Found:
    """The coming or past so many units, or a vague window."""
    past = reference == "previous"
    if reference == "this":
        return None
    if cursor.kinds[index] == "units":
        unit, at = cursor.name(index), index + 1
        if cursor.says(at, "and") and cursor.kinds[at + 1] == "units":  # "de komende weken en maanden"
            unit, at = cursor.name(at + 1), at + 2
        return Window(unit, past=past), at
    found = length(cursor, index, hours=True)
    if found is None and cursor.kinds[index] == "unit":
        found = 1, cursor.name(index), index + 1
    if found is None:
        return None
    count, unit, at = found
    return (Window(unit, past=past) if count is None else Rolling(-count if past else count, unit)), at
