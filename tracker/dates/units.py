"""Units and names: "volgende week", "week 21", "de maand mei", "het schooljaar 2023-2024", seasons, feasts, years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.dates.compose import period, year_at
from tracker.dates.days import day_at
from tracker.dates.lengths import rolling
from tracker.dates.named import Month, Named, Numbered, Season, Term, Unit, Weekday, WeekNumber
from tracker.dates.numeric import YearSpan
from tracker.dates.ordinals import nth_of, of_follows
from tracker.dates.periods import Fixed, Period, Pointed, Year
from tracker.dates.reader import DAY_NUMBERS, LAST_WEEK, OFFSETS, Found, Reader
from tracker.dates.slices import Listed, Part, Shifted, WeekdayOf, WeekOf
from tracker.model.times import Precision

IN_A_YEAR = ("month", "season", "ordinal", "part", "feast")
NTHS = ("unit", "units", "weekday")
DUE = ("relation", "before", "by", "after", "until", "still")
LARGEST = {"week": LAST_WEEK, "quarter": 4, "half": 2}
STEPS = {"day": 1, "week": 7}
COARSE = ("week", "month", "quarter", "half", "year")
YEAR_DIGITS, DECADES = 4, range(10, 100, 10)


def year(reader: Reader, index: int) -> Found:
    """A year in figures."""
    return Year(reader.number(index)), index + 1


def reference_first(reader: Reader, index: int) -> Found:
    """Like "volgende week", "deze of de volgende maand", "de komende twee jaar", "vorige zomer"."""
    reference, at = reader.name(index), index + 1
    kind = reader.kinds[at]
    if kind == "and":
        return _shared_unit(reader, index)
    if kind in ("number", "int", "few", "units", "part"):
        return _last_of(reader, at, reference) or rolling(reader, at, reference)
    if kind in ("unit", "weekday") and (found := _last_of(reader, at, reference)):
        return found
    if kind == "unit":
        return _pointed_unit(reader, at, reference)
    if kind == "term":
        return Term(reader.name(at), reference), at + 1
    if kind in ("weekday", "shortweekday"):
        return Weekday(reader.number(at), reference), at + 1
    if kind in ("season", "feast", "recess", "month", "round"):
        found = reader.readers[kind](reader, at)
        return (Pointed(found[0], reference), found[1]) if found else None
    return None


def _shared_unit(reader: Reader, index: int) -> Found:
    """Like "deze of de volgende maand": the unit stands only once."""
    other = reader.skip(index + 2, "article")
    if reader.kinds[other] != "reference" or reader.kinds[other + 1] != "unit":
        return None
    left, right = (Unit(reader.name(other + 1), OFFSETS[reader.name(place)]) for place in (index, other))
    return Listed(left, right, reader.items[index].end), other + 2


def _last_of(reader: Reader, index: int, reference: str) -> Found:
    """Like "the last Friday of May": the word for the previous one also means the last."""
    weekday = reader.kinds[index] == "weekday"
    if reference != "previous" or reader.kinds[index] not in NTHS or not of_follows(reader, index + weekday):
        return None
    return nth_of(reader, index, -1)


def _pointed_unit(reader: Reader, index: int, reference: str) -> Found:
    """Like "volgende week", "komend weekend", "vorige week woensdag"."""
    unit = Unit(reader.name(index), OFFSETS[reference])
    if unit.unit == "fortnight":  # no calendar says where one begins
        return rolling(reader, index, reference)
    if unit.unit == "weekend" and reference == "coming":
        return replace(unit, coming=True), index + 1
    if unit.unit == "week" and reader.kinds[index + 1] == "weekday":
        return WeekdayOf(unit, reader.number(index + 1)), index + 2
    return _in_that_year(reader, unit, index + 1)


def _in_that_year(reader: Reader, unit: Unit, index: int) -> Found:
    """Like "vorig jaar augustus", "volgend jaar in het voorjaar"."""
    at = index + reader.says(index, "relation", "in")
    if unit.unit == "year" and reader.kinds[reader.skip(at, "article")] in IN_A_YEAR:
        found = period(reader, at)
        dated = found and found[0].with_year(unit)
        if found and dated:
            return dated, found[1]
    return unit, index


def month_first(reader: Reader, index: int) -> Found:
    """A month; "June 15, 2022" where the day stands behind it. A capital and nothing around it is a name."""
    month = reader.number(index)
    if reader.kinds[index + 1] in DAY_NUMBERS:
        at = index + 2 + (reader.kinds[index + 2] == "comma")
        if reader.kinds[at] == "year":
            return day_at(reader, index + 1, month), index + 2
    return Month(None, month), index + 1


def short_month(reader: Reader, index: int) -> Found:
    """An abbreviated month: beside a day or year, behind "begin", or in small letters behind a time word."""
    start = reader.items[index].start
    small = index > 0 and reader.kinds[index - 1] == "relation" and reader.text[start].islower()
    if reader.kinds[index + 1] == "year" or reader.inner or small:
        return Month(None, reader.number(index)), index + 1
    return None


def season(reader: Reader, index: int) -> Found:
    """A season."""
    return Season(None, reader.name(index)), index + 1


def named(reader: Reader, index: int) -> Found:
    """A feast, recess, round or election."""
    return Named(None, reader.kinds[index], reader.name(index)), index + 1


def term(reader: Reader, index: int) -> Found:
    """A school year, parliamentary year or legislature, maybe with its years."""
    name, at = reader.name(index), index + 1
    if reader.kinds[at] == "figures" and isinstance(reader.value(at), YearSpan):
        span = reader.items[at].value
        return Term(name, None, span.first.year, span.last.year), at + 1
    if reader.kinds[at] == "year":
        return Term(name, None, reader.number(at)), at + 1
    return Term(name), at


def unit_first(reader: Reader, index: int) -> Found:
    """Like "week 21", "de week van 25 april", "het jaar 2022", "de maand mei", "de jaren negentig"."""
    unit, at = reader.name(index), index + 1
    kind, value = reader.kinds[at], reader.value(at)
    if kind in ("year", "month", "int"):
        numbered = _numbered(unit, kind, reader.number(at))
        if numbered:
            return numbered, at + 1
    if unit in ("week", "weekend") and kind == "of" and (found := period(reader, at + 1)):
        return WeekOf(found[0], unit), found[1]
    if unit in STEPS and reader.says(at, "relation", "after", "before") and (found := period(reader, at + 1)):
        near = Shifted(found[0], STEPS[unit] if value == "after" else -STEPS[unit], "day")
        return (near if unit == "day" else WeekOf(near)), found[1]
    # "tegen het weekend" is this one; "in het weekend" tells what people do in weekends
    this = unit in COARSE if reader.inner else unit == "weekend" and index > 1 and reader.says(index - 2, *DUE)
    return (Unit(unit), at) if this else None


def _numbered(unit: str, kind: str, number: int) -> Period | None:
    """A unit with its number or name behind it: "jaar 2022", "maand mei", "week 21", "kwartaal 3"."""
    if unit == kind:
        return Year(number) if unit == "year" else Month(None, number)
    if kind != "int" or not 1 <= number <= LARGEST.get(unit, 0):
        return None
    return WeekNumber(None, number) if unit == "week" else Numbered(None, number, unit)


def units_first(reader: Reader, index: int) -> Found:
    """Like "de jaren negentig", "de jaren 2021 en 2022", "weken 12 tot 14"."""
    unit, at = reader.value(index), index + 1
    kind, value = reader.kinds[at], reader.value(at)
    if unit == "year" and kind == "year":
        year = int(str(value))
        return (_decade(year) if reader.items[at].end - reader.items[at].start < YEAR_DIGITS else Year(year)), at + 1
    if unit == "year" and kind == "figures" and isinstance(value, YearSpan):
        return value, at + 1
    if unit == "year" and kind in ("int", "number") and value in DECADES:
        return _decade(1900 + int(str(value))), at + 1
    if unit == "month" and kind == "month":
        return month_first(reader, at)
    return None


def _decade(year: int) -> Period:
    return Fixed(date(year, 1, 1), date(year + 9, 12, 31), Precision.YEAR)


def new_year(reader: Reader, index: int) -> Found:
    """Like "in het nieuwe jaar" is its beginning; "begin van het nieuwe jaar" names the year itself."""
    year = Unit("year", 1)
    return (year if reader.inner else Part(year, reader.name(index))), index + 1


def year_end(reader: Reader, index: int) -> Found:
    """Like "jaareinde", "jaareinde 2022"."""
    unit = reader.name(index)
    if unit == "school-year":
        return Part(Term(unit), "end", definite=True), index + 1
    if unit == "year" and (found := year_at(reader, reader.skip(index + 1, "of"))):
        return Part(found[0], "end", definite=True), found[1]
    return Part(Unit(unit), "end", definite=True), index + 1
