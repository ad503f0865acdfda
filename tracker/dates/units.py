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

COARSE = ("week", "month", "quarter", "half", "year")
YEAR_DIGITS, DECADES = 4, range(10, 100, 10)


def year(reader: Reader, index: int) -> Found:
    """A year in figures."""
    return Year(int(str(reader.value(index)))), index + 1


def reference_first(reader: Reader, index: int) -> Found:
    """Like "volgende week", "deze of de volgende maand", "de komende twee jaar", "vorige zomer"."""
    reference, at = str(reader.value(index)), index + 1
    kind = reader.kinds[at]
    if kind == "and":
        other = reader.skip(at + 1, "article")
        if reader.kinds[other] == "reference" and reader.kinds[other + 1] == "unit":
            shared = str(reader.value(other + 1))
            left = Unit(shared, OFFSETS[reference])
            right = Unit(shared, OFFSETS[str(reader.value(other))])
            return Listed(left, right, reader.items[index].end), other + 2
        return None
    if kind in ("number", "int", "few", "units", "part"):
        return rolling(reader, at, reference)
    if (
        reference == "previous"
        and kind in ("unit", "units", "weekday")
        and of_follows(reader, at + (kind == "weekday"))
    ):  # "the last Friday of May"
        found = nth_of(reader, at, -1)
        if found:
            return found
    if kind == "unit":
        unit = Unit(str(reader.value(at)), OFFSETS[reference])
        if unit.unit == "weekend" and reference == "coming":
            return replace(unit, coming=True), at + 1
        if unit.unit == "week" and reader.kinds[at + 1] == "weekday":  # "vorige week woensdag"
            return WeekdayOf(unit, int(str(reader.value(at + 1)))), at + 2
        return _in_that_year(reader, unit, at + 1)
    if kind == "term":
        return Term(str(reader.value(at)), reference), at + 1
    if kind in ("weekday", "shortweekday"):
        return Weekday(int(str(reader.value(at))), reference), at + 1
    if kind in ("season", "feast", "recess", "month", "round"):
        found = reader.readers[kind](reader, at)
        return (Pointed(found[0], reference), found[1]) if found else None
    return None


def _in_that_year(reader: Reader, unit: Unit, index: int) -> Found:
    """Like "vorig jaar augustus", "volgend jaar in het voorjaar"."""
    at = index + reader.says(index, "relation", "in")
    if unit.unit == "year" and reader.kinds[reader.skip(at, "article")] in (
        "month",
        "season",
        "ordinal",
        "part",
        "feast",
    ):
        found = period(reader, at)
        dated = found and found[0].with_year(unit)
        if found and dated:
            return dated, found[1]
    return unit, index


def month_first(reader: Reader, index: int) -> Found:
    """A month; "June 15, 2022" where the day stands behind it. A capital and nothing around it is a name."""
    month = int(str(reader.value(index)))
    if reader.kinds[index + 1] in DAY_NUMBERS:
        at = index + 2 + (reader.kinds[index + 2] == "comma")
        if reader.kinds[at] == "year":
            return day_at(reader, index + 1, month), index + 2
    return Month(None, month), index + 1


def short_month(reader: Reader, index: int) -> Found:
    """An abbreviated month, which stands only beside a day or year."""
    if reader.kinds[index + 1] == "year":
        return Month(None, int(str(reader.value(index)))), index + 1
    return None


def season(reader: Reader, index: int) -> Found:
    """A season."""
    return Season(None, str(reader.value(index))), index + 1


def named(reader: Reader, index: int) -> Found:
    """A feast, recess, round or election."""
    return Named(None, reader.kinds[index], str(reader.value(index))), index + 1


def term(reader: Reader, index: int) -> Found:
    """A school year, parliamentary year or legislature, maybe with its years."""
    name, at = str(reader.value(index)), index + 1
    if reader.kinds[at] == "figures" and isinstance(reader.value(at), YearSpan):
        span = reader.items[at].value
        return Term(name, None, span.first.year, span.last.year), at + 1
    if reader.kinds[at] == "year":
        return Term(name, None, int(str(reader.value(at)))), at + 1
    return Term(name), at


def unit_first(reader: Reader, index: int) -> Found:
    """Like "week 21", "de week van 25 april", "het jaar 2022", "de maand mei", "de jaren negentig"."""
    unit, at = str(reader.value(index)), index + 1
    kind, value = reader.kinds[at], reader.value(at)
    if unit == "year" and kind == "year":
        return Year(int(str(value))), at + 1
    if unit == "month" and kind == "month":
        return Month(None, int(str(value))), at + 1
    if unit == "week" and kind == "int" and 1 <= int(str(value)) <= LAST_WEEK:
        return WeekNumber(None, int(str(value))), at + 1
    if unit in ("quarter", "half") and kind == "int" and 1 <= int(str(value)) <= (4 if unit == "quarter" else 2):
        return Numbered(None, int(str(value)), unit), at + 1
    if unit in ("week", "weekend") and kind == "of":
        found = period(reader, at + 1)
        if found:
            return WeekOf(found[0], unit), found[1]
    if unit in ("day", "week") and reader.says(at, "relation", "after", "before"):
        found = period(reader, at + 1)  # "de dag na Pasen", "de week voor 1 mei"
        if found:
            near = Shifted(found[0], (1 if value == "after" else -1) * (1 if unit == "day" else 7), "day")
            return (near if unit == "day" else WeekOf(near)), found[1]
    if (
        unit == "weekend"
        and reader.says(index - 2, "relation", "before", "by", "after", "until", "still")
        and index > 1
    ):
        return Unit(unit), at
    if reader.inner and unit in COARSE and reader.kinds[index] == "unit":
        return Unit(unit), at
    return None


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
    return (year if reader.inner else Part(year, str(reader.value(index)))), index + 1


def year_end(reader: Reader, index: int) -> Found:
    """Like "jaareinde", "jaareinde 2022"."""
    unit = str(reader.value(index))
    if unit == "school-year":
        return Part(Term(unit), "end", definite=True), index + 1
    if unit == "year" and (found := year_at(reader, reader.skip(index + 1, "of"))):
        return Part(found[0], "end", definite=True), found[1]
    return Part(Unit(unit), "end", definite=True), index + 1
