"""Units and names: "volgende week", "week 21", "de maand mei", "het schooljaar 2023-2024", seasons, feasts, years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.dates.compose import period, year_at
from tracker.dates.cursor import DAY_NUMBERS, JOINERS, LAST_WEEK, MONTHLIKE, OFFSETS, Cursor, Found
from tracker.dates.days import day_at, day_in, weekday_in, with_last_year
from tracker.dates.lengths import rolling
from tracker.dates.named import (
    DayOfMonth,
    DayOfYear,
    Deictic,
    Month,
    Named,
    Numbered,
    Season,
    Term,
    Unit,
    Weekday,
    WeekNumber,
)
from tracker.dates.numeric import YearSpan
from tracker.dates.ordinals import nth_of, of_follows
from tracker.dates.periods import Between, Event, Fixed, Period, Pointed, Year
from tracker.dates.slices import Listed, Nth, Part, Shifted, Thereafter, WeekdayOf, WeekOf
from tracker.model.times import Precision

IN_A_YEAR = ("month", "season", "ordinal", "part", "feast", "int", "figures", "weekday")
NTHS = ("unit", "units", "weekday")
DUE = ("relation", "before", "by", "after", "until", "still")
LARGEST = {"week": LAST_WEEK, "quarter": 4, "half": 2}
STEPS = {"day": (1, "day"), "week": (7, "day"), "workday": (1, "workday")}
COARSE = ("week", "month", "quarter", "half", "year")
EVENT_DAYS = (
    Between,
    DayOfMonth,
    DayOfYear,
    Deictic,
    Fixed,
    Listed,
    Nth,
    Pointed,
    Unit,
    Weekday,
    WeekdayOf,
    WeekNumber,
)
YEAR_DIGITS, DECADES = 4, range(10, 100, 10)


def year(cursor: Cursor, index: int) -> Found:
    """A year in figures."""
    return Year(cursor.number(index)), index + 1


def reference_first(cursor: Cursor, index: int) -> Found:
    """Like "volgende week", "deze of de volgende maand", "de komende twee jaar", "vorige zomer"."""
    reference, at = cursor.name(index), index + 1
    kind = cursor.kinds[at]
    if kind == "and":
        return _shared_unit(cursor, index)
    if kind in ("number", "int", "few", "fraction", "units", "part"):
        return _last_of(cursor, at, reference) or rolling(cursor, at, reference)
    if kind in ("unit", "weekday") and (found := _last_of(cursor, at, reference)):
        return found
    if kind == "unit":
        return _pointed_unit(cursor, at, reference)
    if kind == "term":
        return Term(cursor.name(at), reference), at + 1
    if kind in ("weekday", "shortweekday"):
        return Weekday(cursor.number(at), reference), at + 1
    if kind == "event":  # "het eerstvolgende debat van 24 april"
        return event(cursor, at)
    if kind in ("season", "feast", "recess", "month", "round"):
        found = cursor.readers[kind](cursor, at)
        return (Pointed(found[0], reference), found[1]) if found else None
    return None


def _shared_unit(cursor: Cursor, index: int) -> Found:
    """Like "deze of de volgende maand": the unit stands only once."""
    other = cursor.skip(index + 2, "article")
    if cursor.kinds[other] != "reference" or cursor.kinds[other + 1] != "unit":
        return None
    left, right = (Unit(cursor.name(other + 1), OFFSETS[cursor.name(place)]) for place in (index, other))
    return Listed(left, right, cursor.items[index].end), other + 2


def _last_of(cursor: Cursor, index: int, reference: str) -> Found:
    """Like "the last Friday of May": the word for the previous one also means the last."""
    weekday = cursor.kinds[index] == "weekday"
    if reference != "previous" or cursor.kinds[index] not in NTHS or not of_follows(cursor, index + weekday):
        return None
    return nth_of(cursor, index, -1)


def _pointed_unit(cursor: Cursor, index: int, reference: str) -> Found:
    """Like "volgende week", "komend weekend", "vorige week woensdag"."""
    unit = Unit(cursor.name(index), OFFSETS[reference])
    if unit.unit == "fortnight":  # no calendar says where one begins
        return rolling(cursor, index, reference)
    if unit.unit == "weekend" and reference == "coming":
        return replace(unit, coming=True), index + 1
    if unit.unit == "week" and (found := weekday_in(cursor, index + 1, unit)):
        return found
    if unit.unit == "month" and (found := day_in(cursor, index + 1, unit)):
        return found
    return _in_that_year(cursor, unit, index + 1)


def _in_that_year(cursor: Cursor, unit: Unit, index: int) -> Found:
    """Like "vorig jaar augustus", "volgend jaar in het voorjaar", "volgend jaar op 1 maart"."""
    at = index + cursor.says(index, "relation", "in")
    if unit.unit == "year" and cursor.kinds[cursor.skip(at, "article")] in IN_A_YEAR:
        found = period(cursor, at)
        dated = found and found[0].floating and found[0].with_year(unit)
        if found and dated:
            return dated, found[1]
    return unit, index


def month_first(cursor: Cursor, index: int) -> Found:
    """A month; "June 15, 2022" where the day stands behind it. A capital and nothing around it is a name."""
    month = cursor.number(index)
    if cursor.kinds[index + 1] in DAY_NUMBERS:
        at = index + 2 + (cursor.kinds[index + 2] == "comma")
        if cursor.kinds[at] == "year":
            return day_at(cursor, index + 1, month), index + 2
    return day_in(cursor, index + 1, Month(None, month)) or (Month(None, month), index + 1)


def short_month(cursor: Cursor, index: int) -> Found:
    """An abbreviated month: beside a day or year, behind "begin", or in small letters behind a time word."""
    small = index > 0 and cursor.kinds[index - 1] == "relation" and cursor.text[cursor.items[index].start].islower()
    numbered = cursor.kinds[index + 2] in ("int", "year")
    signed = numbered and cursor.signs_in(index + 1) and not cursor.is_glued(index)
    if cursor.kinds[index + 1] == "year" or cursor.inner or small or signed or _ranges(cursor, index):
        return Month(None, cursor.number(index)), index + 1
    return None


def _ranges(cursor: Cursor, index: int) -> bool:
    """Whether an abbreviated month is an end of a range of months: "jan-feb 2017", "sep/okt", "jan tot maart"."""
    return any(
        (cursor.kinds[between] in ("hyphen", "slash") or cursor.says(between, "relation", "until"))
        and cursor.kinds[other] in MONTHLIKE
        for between, other in ((index + 1, index + 2), (index - 1, index - 2))
        if other >= 0
    )


def season(cursor: Cursor, index: int) -> Found:
    """A season."""
    return Season(None, cursor.name(index)), index + 1


def named(cursor: Cursor, index: int) -> Found:
    """A feast, recess, round or election."""
    return Named(None, cursor.kinds[index], cursor.name(index)), index + 1


def term(cursor: Cursor, index: int) -> Found:
    """A school year, parliamentary year or legislature, maybe with its years."""
    name, at = cursor.name(index), index + 1
    if cursor.kinds[at] == "figures" and isinstance(cursor.value(at), YearSpan):
        span = cursor.items[at].value
        return Term(name, None, span.first.year, span.last.year), at + 1
    if cursor.kinds[at] == "year":
        return Term(name, None, cursor.number(at)), at + 1
    return Term(name), at


def event(cursor: Cursor, index: int) -> Found:
    """What is told by its day: "het debat van 24 april", "de vergadering op dinsdag 3 mei"."""
    found = period(cursor, index + 2, inner=True)
    return (Event(found[0]), found[1]) if found and isinstance(found[0], EVENT_DAYS) else None


def unit_first(cursor: Cursor, index: int) -> Found:
    """Like "week 21", "de week van 25 april", "het jaar 2022", "de maand mei", "de jaren negentig"."""
    unit, at = cursor.name(index), index + 1
    kind, value = cursor.kinds[at], cursor.value(at)
    if kind in ("year", "month", "int"):
        numbered = _numbered(unit, kind, cursor.number(at))
        if numbered:
            return _numbers(cursor, at, unit, numbered)
    if kind == "thereafter":  # "de dag erna"
        return _next_whole(cursor, at, unit), at + 1
    if unit in ("week", "weekend") and kind == "of" and (found := period(cursor, at + 1)):
        return WeekOf(found[0], unit), found[1]
    if unit in STEPS and cursor.says(at, "relation", "after", "before") and (found := period(cursor, at + 1)):
        count, counted = STEPS[unit]
        near = Shifted(found[0], count if value == "after" else -count, counted)
        return (WeekOf(near) if unit == "week" else near), found[1]
    # "tegen het weekend" is this one; "in het weekend" tells what people do in weekends
    this = unit in COARSE if cursor.inner else unit == "weekend" and index > 1 and cursor.says(index - 2, *DUE)
    return (Unit(unit), at) if this else None


def thereafter(cursor: Cursor, index: int) -> Found:
    """Like "de daaropvolgende week"."""
    found = cursor.kinds[index + 1] == "unit"
    return (_next_whole(cursor, index, cursor.name(index + 1)), index + 2) if found else None


def _next_whole(cursor: Cursor, index: int, unit: str) -> Period:
    return Thereafter(1 if cursor.value(index) == "after" else -1, unit, whole=True)


def _numbers(cursor: Cursor, index: int, unit: str, node: Period) -> Found:
    """A numbered unit, several of them ("week 12-14", "weken 12 en 13"), or a weekday of it."""
    sign, place = cursor.kinds[index + 1], index + 2
    ranges = sign == "hyphen" or cursor.says(index + 1, "relation", "until")
    right = _numbered(unit, "int", cursor.number(place)) if cursor.kinds[place] == "int" else None
    if right and cursor.kinds[place + 1] not in MONTHLIKE and (ranges or sign in JOINERS):
        both = Between(node, right) if ranges else Listed(node, right, cursor.items[index].end)
        return with_last_year(cursor, both, place + 1)
    return (weekday_in(cursor, index + 1, node) if unit == "week" else None) or (node, index + 1)


def _numbered(unit: str, kind: str, number: int) -> Period | None:
    """A unit with its number or name behind it: "jaar 2022", "maand mei", "week 21", "kwartaal 3"."""
    if unit == kind:
        return Year(number) if unit == "year" else Month(None, number)
    if kind != "int" or not 1 <= number <= LARGEST.get(unit, 0):
        return None
    return WeekNumber(None, number) if unit == "week" else Numbered(None, number, unit)


def units_first(cursor: Cursor, index: int) -> Found:
    """Like "de jaren negentig", "de jaren 2021 en 2022", "weken 12 tot 14"."""
    unit, at = cursor.value(index), index + 1
    kind, value = cursor.kinds[at], cursor.value(at)
    if unit == "year" and kind == "year":
        year = int(str(value))
        return (_decade(year) if cursor.items[at].end - cursor.items[at].start < YEAR_DIGITS else Year(year)), at + 1
    if unit == "year" and kind == "figures" and isinstance(value, YearSpan):
        return value, at + 1
    if unit == "year" and kind in ("int", "number") and value in DECADES:
        return _decade(1900 + int(str(value))), at + 1
    if unit == "month" and kind == "month":
        return month_first(cursor, at)
    numbered = _numbered(cursor.name(index), kind, cursor.number(at)) if kind == "int" else None
    if numbered and (found := _numbers(cursor, at, cursor.name(index), numbered)) and found[1] > at + 1:
        return found
    return None


def _decade(year: int) -> Period:
    return Fixed(date(year, 1, 1), date(year + 9, 12, 31), Precision.YEAR)


def new_year(cursor: Cursor, index: int) -> Found:
    """Like "in het nieuwe jaar" is its beginning; "begin van het nieuwe jaar" names the year itself."""
    year = Unit("year", 1)
    return (year if cursor.inner else Part(year, cursor.name(index))), index + 1


def year_end(cursor: Cursor, index: int) -> Found:
    """Like "jaareinde", "jaareinde 2022"."""
    unit = cursor.name(index)
    if unit == "school-year":
        return Part(Term(unit), "end", definite=True), index + 1
    if unit == "year" and (found := year_at(cursor, cursor.skip(index + 1, "of"))):
        return Part(found[0], "end", definite=True), found[1]
    return Part(Unit(unit), "end", definite=True), index + 1
