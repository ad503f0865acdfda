"""Words to periods: a hand-written grammar that composes. It knows kinds of words, never the words themselves.

Every reader takes the place of its first word and gives a period and the place after it, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tracker.dates.lexer import Lexeme
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
from tracker.dates.periods import Between, Fixed, Period, Pointed, Year
from tracker.dates.slices import (
    Half,
    Length,
    Listed,
    NextDay,
    Nth,
    Part,
    Rest,
    Rolling,
    Shifted,
    Start,
    WeekdayOf,
    WeekOf,
)
from tracker.dates.vague import Window
from tracker.languages.words import DateWords

Found = tuple[Period, int] | None
OFFSETS = {"this": 0, "next": 1, "coming": 1, "previous": -1}
JOINERS = ("and", "comma", "slash")
RANGE = ("hyphen",)
COARSE = ("week", "month", "quarter", "half", "year")
DEPTH = 4


@dataclass(slots=True)
class Reader:
    """The lexemes of one run, with an end mark that every look-ahead may reach."""

    text: str
    items: list[Lexeme]
    words: DateWords
    kinds: list[str] = field(init=False)
    depth: int = 0

    def __post_init__(self) -> None:
        self.kinds = [item.kind for item in self.items] + ["end"] * 8

    def value(self, index: int) -> object:
        """What the word at a place means; None past the end."""
        return self.items[index].value if index < len(self.items) else None

    def says(self, index: int, kind: str, *values: object) -> bool:
        """Whether a word of that kind (and one of those values) stands there."""
        return self.kinds[index] == kind and (not values or self.items[index].value in values)

    def skip(self, index: int, kind: str) -> int:
        """The place after a word of that kind, if it stands there."""
        return index + 1 if self.kinds[index] == kind else index

    def close(self, index: int) -> bool:
        """Whether the word stands right after the one before it, without a space."""
        return self.items[index].start == self.items[index - 1].end


def period(reader: Reader, index: int, *, inner: bool = False) -> Found:
    """A period with the year that follows it. `inner`: the words say "of" before it, so "het jaar" will do."""
    if reader.depth >= DEPTH:
        return None
    reader.depth += 1
    try:
        index = reader.skip(index, "article")
        read = READERS.get(reader.kinds[index])
        found = read(reader, index, inner) if read else None
        return _dated(reader, *found) if found else None
    finally:
        reader.depth -= 1


def ranged(reader: Reader, index: int, *, inner: bool = False) -> Found:
    """A period, or several that belong together: "maart-april", "van 4 tot 22 augustus", "in 2022 en 2023"."""
    found = period(reader, index, inner=inner)
    while found:
        more = _more(reader, *found)
        if more is None:
            return found
        found = more
    return None


def _more(reader: Reader, left: Period, index: int) -> Found:
    kind = reader.kinds[index]
    if kind in RANGE or reader.says(index, "relation", "until"):
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


def _dated(reader: Reader, node: Period, index: int) -> Found:
    """With the year behind it ("van 2022", "volgend jaar") or the day it is seen from ("a.s.")."""
    if reader.kinds[index] == "postreference":
        reference = str(reader.value(index))
        if isinstance(node, Weekday):
            return replace(node, reference=reference), index + 1
        return (Pointed(node, reference), index + 1) if node.floating else (node, index + 1)
    at = index
    if reader.says(at, "hyphen") and reader.close(at) and reader.kinds[at + 1] == "year":  # "najaar-2016"
        at += 1
    if reader.kinds[at] in ("of", "comma") or reader.says(at, "relation", "in"):
        at += 1
    found = year_at(reader, at, bare=reader.kinds[index] == "of")
    if found is None or (reader.kinds[index] == "comma" and not isinstance(found[0], Year)):
        return node, index
    dated = node.with_year(found[0])
    return (dated, found[1]) if dated else (node, index)


def year_at(reader: Reader, index: int, *, bare: bool = False) -> Found:
    """A year as words give it: 2022, "het jaar 2022", "volgend jaar", "het schooljaar 2022-2023"."""
    index = reader.skip(index, "article")
    kind = reader.kinds[index]
    if kind == "year":
        return Year(int(str(reader.value(index)))), index + 1
    if kind == "figures" and isinstance(reader.value(index), YearSpan):
        return Year(reader.items[index].value.first.year), index + 1
    if kind == "reference" and reader.says(index + 1, "unit", "year"):
        return Unit("year", OFFSETS[str(reader.value(index))]), index + 2
    if reader.says(index, "unit", "year"):
        if reader.kinds[index + 1] == "year":
            return year_at(reader, index + 1)
        return (Unit("year"), index + 1) if bare else None
    if kind == "term" or (kind == "reference" and reader.kinds[index + 1] == "term"):
        return period(reader, index, inner=bare)
    return None


# ---------------------------------------------------------------- lengths of time


def length(reader: Reader, index: int) -> tuple[float | None, str, int] | None:
    """A length: count (None for "enkele"), unit, place after it. "twee à drie weken" counts as the longer."""
    count, at = _count(reader, index)
    if at == index:
        return None
    if count is not None and reader.kinds[at] in ("and", "hyphen", "relation"):
        more, after = _count(reader, at + 1)
        if after > at + 1 and (reader.kinds[at] != "relation" or reader.says(at, "relation", "until")):
            count, at = more, after
    if reader.kinds[at] not in ("unit", "units"):
        return None
    unit, at = str(reader.value(at)), at + 1
    if reader.says(at, "and") and reader.kinds[at + 1] == "number" and reader.kinds[at + 2] not in MONTHLIKE:
        about = reader.value(at + 1)  # "een week of twee"
        if reader.kinds[at + 2] not in ("unit", "units") and isinstance(about, int | float) and count == 1:
            return about, unit, at + 2
    return count, unit, at


def _count(reader: Reader, index: int) -> tuple[float | None, int]:
    kind, value = reader.kinds[index], reader.value(index)
    if kind == "few":
        return None, index + 1
    if kind in ("number", "int"):
        if value == 1 and reader.says(index + 1, "part", "middle"):
            return 0.5, index + 2
        if value == 1 and reader.kinds[index + 1] == "number":  # "een halve", "een drietal"
            index += 1
            value = reader.value(index)
        return float(str(value)), index + 1
    if reader.says(index, "part", "middle"):
        return 0.5, index + 1
    return None, index


def _number(reader: Reader, index: int, inner: bool) -> Found:
    """What starts with a number: a day of a month, or a length that is told from some day."""
    return _day_of_month(reader, index) or _from_length(reader, index)


def _day_of_month(reader: Reader, index: int) -> Found:
    """ "15 oktober", "13-15 juli", "13, 14 en 15 juli", "de 15de maart"."""
    days = [index]
    ways: list[str] = []
    at = index + 1
    while True:
        if reader.says(at, "of") and reader.kinds[at + 1] in MONTHLIKE and reader.kinds[at - 1] == "ordinal":
            at += 1
        if reader.kinds[at] in MONTHLIKE or _is_month(reader, at):
            break
        way = "until" if reader.says(at, "relation", "until") else reader.kinds[at]
        after = reader.skip(at + 1, "and" if way == "comma" else "article")
        if way not in ("until", "hyphen", *JOINERS) or reader.kinds[after] not in DAY_NUMBERS or len(days) == DEPTH:
            return None
        ways.append(way)
        days.append(after)
        at = after + 1
    build, stop = _days_in(reader, at)
    node = build(days[0])
    for way, left_end, place in zip(ways, days, days[1:], strict=False):
        right = build(place)
        node = Between(node, right) if way in ("until", "hyphen") else Listed(node, right, reader.items[left_end].end)
    return _with_year_all(reader, node, stop)


def _is_month(reader: Reader, index: int) -> bool:
    """ "deze maand" behind a day number."""
    return reader.kinds[index] == "reference" and reader.says(index + 1, "unit", "month")


def _days_in(reader: Reader, index: int) -> tuple[Callable[[int], Period], int]:
    """How a day number becomes a day of the month that stands here."""
    if _is_month(reader, index):
        month = Unit("month", OFFSETS[str(reader.value(index))])
        return lambda place: Nth(month, int(float(str(reader.value(place)))), "day", 1), index + 2
    number = int(str(reader.value(index)))
    return lambda place: _day(reader, place, number), index + 1


def _with_year_all(reader: Reader, node: Period, index: int) -> Found:
    """The year behind a list of days belongs to the last of them; the others follow it."""
    if isinstance(node, Between | Listed):
        found = _dated(reader, node.right, index)
        return (replace(node, right=found[0]), found[1]) if found else None
    return node, index


def _day(reader: Reader, index: int, month: int) -> DayOfYear:
    return DayOfYear(None, int(float(str(reader.value(index)))), month)


def _from_length(reader: Reader, index: int) -> Found:
    """ "drie weken geleden", "twee weken vanaf nu", "drie weken na Pasen"."""
    found = length(reader, index)
    if found is None:
        return None
    count, unit, at = found
    if reader.kinds[at] == "ago":
        return (Length(-count, unit) if count else Window(unit, past=True)), at + 1
    if count is None:
        return None
    if reader.kinds[at] == "fromnow":
        return Length(count, unit), at + 1
    if reader.says(at, "relation", "after", "before", "from"):
        base = period(reader, at + 1)
        if base:
            sign = -1 if reader.value(at) == "before" else 1
            return Shifted(base[0], sign * count, unit), base[1]
    return None


# ---------------------------------------------------------------- what the first word decides


def _year(reader: Reader, index: int, inner: bool) -> Found:
    return Year(int(str(reader.value(index)))), index + 1


def _figures(reader: Reader, index: int, inner: bool) -> Found:
    node = reader.items[index].value
    return node, index + 1


def _ordinal(reader: Reader, index: int, inner: bool) -> Found:
    number = int(str(reader.value(index)))
    at = index + 1
    kind = reader.kinds[at]
    if number < 0 and (kind in ("number", "int", "few", "units")) and not _of_follows(reader, at):
        return _rolling(reader, at, "previous")
    if kind == "unit" and reader.value(at) in ("quarter", "half"):
        return Numbered(None, number, str(reader.value(at))), at + 1
    if kind == "half":
        return _part_of(reader, at + 1, lambda whole: Half(whole, 1 if number == 1 else 2))
    if kind in ("unit", "units", "weekday"):
        return _nth(reader, at, number) or _ordinal_day(reader, index)
    if kind in ("number", "int") and reader.kinds[at + 1] in ("unit", "units"):
        count, unit = int(float(str(reader.value(at)))), str(reader.value(at + 1))
        return _part_of(reader, at + 2, lambda whole: Nth(whole, number, unit, count))
    return _elided(reader, index, number) or _ordinal_day(reader, index)


def _of_follows(reader: Reader, index: int) -> bool:
    at = index
    while reader.kinds[at] in ("number", "int", "few", "unit", "units"):
        at += 1
    return reader.kinds[at] == "of"


def _nth(reader: Reader, index: int, number: int) -> Found:
    """ "de laatste dag van oktober", "de eerste maanden van 2023", "de derde dinsdag van september"."""
    kind, value = reader.kinds[index], reader.value(index)
    if kind == "unit" and value == "century":
        from datetime import date

        first = (number - 1) * 100
        return (Fixed(date(max(first, 1), 1, 1), date(first + 99, 12, 31)), index + 1) if 0 < number < 30 else None
    if kind == "weekday":
        if number > 0 and reader.says(index + 1, "relation", "after") and (base := period(reader, index + 2)):
            week = Shifted(base[0], (number - 1) * 7 + 1, "day")
            return NextDay(week, int(str(value))), base[1]
        return _part_of(reader, index + 1, lambda whole: Nth(whole, number, "day", 1, int(str(value))))
    count = 1 if kind == "unit" else None
    return _part_of(reader, index + 1, lambda whole: Nth(whole, number, str(value), count))


def _part_of(reader: Reader, index: int, build: Callable[[Period], Period]) -> Found:
    """What a part is a part of, with or without "van"."""
    of = reader.kinds[index] == "of" or reader.says(index, "relation", "in")
    whole = period(reader, index + of, inner=of)
    return (build(whole[0]), whole[1]) if whole else None


def _elided(reader: Reader, index: int, number: int) -> Found:
    """ "het eerste en tweede kwartaal": the unit stands only once."""
    if reader.kinds[index + 1] not in (*JOINERS, "hyphen", "relation"):
        return None
    at = reader.skip(index + 2, "article")
    if reader.kinds[at] != "ordinal" or not reader.says(at + 1, "unit", "quarter", "half"):
        return None
    unit = str(reader.value(at + 1))
    left, right = Numbered(None, number, unit), Numbered(None, int(str(reader.value(at))), unit)
    node: Period = Listed(left, right, reader.items[index].end)
    if reader.kinds[index + 1] in ("hyphen", "relation"):
        node = Between(left, right)
    return _with_year_all(reader, node, at + 2)


def _ordinal_day(reader: Reader, index: int) -> Found:
    """ "15de maart", "de 15de van volgende maand", a bare "de 15de" before the end of a clause."""
    found = _day_of_month(reader, index)
    if found:
        return found
    number, at = int(str(reader.value(index))), index + 1
    if not 1 <= number <= 31:
        return None
    if reader.kinds[at] == "of" and (whole := period(reader, at + 1, inner=True)):
        month = whole[0]
        return (Nth(month, number, "day", 1), whole[1]) if isinstance(month, Unit) else None
    item = reader.items[index]
    digits = reader.text[item.start].isdigit()
    following = re.match(r" ([^\W\d_]+)", reader.text[item.end : item.end + 40])
    stands = following is None or following[1].lower() in reader.words.context["after_day_number"]
    if digits and index and reader.kinds[index - 1] == "article" and stands:
        return DayOfMonth(number), at
    return None


def _reference(reader: Reader, index: int, inner: bool) -> Found:
    """ "volgende week", "deze of de volgende maand", "de komende twee jaar", "vorige zomer"."""
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
        return _rolling(reader, at, reference)
    if kind == "unit":
        unit = Unit(str(reader.value(at)), OFFSETS[reference])
        if unit.unit == "week" and reader.kinds[at + 1] == "weekday":  # "vorige week woensdag"
            return WeekdayOf(unit, int(str(reader.value(at + 1)))), at + 2
        return _in_that_year(reader, unit, at + 1)
    if kind == "term":
        return Term(str(reader.value(at)), reference), at + 1
    if kind in ("weekday", "shortweekday"):
        return Weekday(int(str(reader.value(at))), reference), at + 1
    if kind in ("season", "feast", "recess", "month", "round"):
        found = READERS[kind](reader, at, inner)
        return (Pointed(found[0], reference), found[1]) if found else None
    return None


def _in_that_year(reader: Reader, unit: Unit, index: int) -> Found:
    """ "vorig jaar augustus", "volgend jaar in het voorjaar"."""
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


def _rolling(reader: Reader, index: int, reference: str) -> Found:
    past = reference == "previous"
    if reference == "this":
        return None
    if reader.kinds[index] == "units":
        unit, at = str(reader.value(index)), index + 1
        if reader.says(at, "and") and reader.kinds[at + 1] == "units":  # "de komende weken en maanden"
            unit, at = str(reader.value(at + 1)), at + 2
        return Window(unit, past=past), at
    found = length(reader, index)
    if found is None:
        return None
    count, unit, at = found
    return (Window(unit, past=past) if count is None else Rolling(-count if past else count, unit)), at


def _month(reader: Reader, index: int, inner: bool) -> Found:
    """A month; "June 15, 2022" where the day stands behind it. A capital and nothing around it is a name."""
    month = int(str(reader.value(index)))
    if reader.kinds[index + 1] in DAY_NUMBERS:
        at = index + 2 + (reader.kinds[index + 2] == "comma")
        if reader.kinds[at] == "year":
            return _day(reader, index + 1, month), index + 2
    return Month(None, month), index + 1


def _short_month(reader: Reader, index: int, inner: bool) -> Found:
    if reader.kinds[index + 1] == "year":
        return Month(None, int(str(reader.value(index)))), index + 1
    return None


def _weekday(reader: Reader, index: int, inner: bool) -> Found:
    """ "donderdag 31 maart", "dinsdag van volgende week", "vrijdag over twee weken"."""
    weekday, at = int(str(reader.value(index))), index + 1
    day = _weekday_date(reader, reader.skip(reader.skip(at, "comma"), "article"), weekday)
    if day:
        return day
    if reader.kinds[index] == "shortweekday":
        return None
    if reader.says(at, "relation", "over"):
        found = length(reader, at + 1)
        if found and found[0]:
            return Shifted(Weekday(weekday), found[0], found[1]), found[2]
    of = at + (reader.kinds[at] == "of" or reader.says(at, "relation", "in"))
    week = period(reader, of) if reader.kinds[reader.skip(of, "article")] in ("reference", "unit") else None
    if week and isinstance(week[0], Unit | WeekOf | WeekNumber):
        return WeekdayOf(week[0], weekday), week[1]
    return Weekday(weekday), at


def _weekday_date(reader: Reader, index: int, weekday: int) -> Found:
    kind = reader.kinds[index]
    if kind in ("int", "ordinal", "number"):
        found = _day_of_month(reader, index)
        if found and isinstance(found[0], DayOfYear):
            return replace(found[0], weekday=weekday), found[1]
        return found
    if kind == "figures":
        node = reader.items[index].value
        if isinstance(node, DayOfYear):
            return replace(node, weekday=weekday), index + 1
        if isinstance(node, Fixed) and node.first == node.last:
            on = node.first
            return DayOfYear(Year(on.year), on.day, on.month, weekday), index + 1
    return None


def _season(reader: Reader, index: int, inner: bool) -> Found:
    return Season(None, str(reader.value(index))), index + 1


def _named(reader: Reader, index: int, inner: bool) -> Found:
    return Named(None, reader.kinds[index], str(reader.value(index))), index + 1


def _term(reader: Reader, index: int, inner: bool) -> Found:
    name, at = str(reader.value(index)), index + 1
    if reader.kinds[at] == "figures" and isinstance(reader.value(at), YearSpan):
        span = reader.items[at].value
        return Term(name, None, span.first.year, span.last.year), at + 1
    if reader.kinds[at] == "year":
        return Term(name, None, int(str(reader.value(at)))), at + 1
    return Term(name), at


def _part(reader: Reader, index: int, inner: bool) -> Found:
    """ "eind juni", "het einde van het jaar", "begin of midden maart"; "half jaar" is a length."""
    part, at = str(reader.value(index)), index + 1
    other = reader.skip(at + 1, "article")
    if reader.kinds[at] in (*JOINERS, "hyphen", "relation") and reader.kinds[other] == "part":
        right = _part(reader, other, inner)
        if right and isinstance(right[0], Part) and reader.kinds[at] != "comma":
            left = replace(right[0], part=part)
            if reader.kinds[at] == "relation" or reader.kinds[at] == "hyphen":
                return Between(left, right[0]), right[1]
            return Listed(left, right[0], reader.items[index].end), right[1]
    of = reader.kinds[at] == "of"
    found = period(reader, at + of, inner=part != "middle" or of)
    if found is None:
        return _from_length(reader, index) if part == "middle" else None
    definite = part == "end" and (of or not isinstance(found[0], Year | Month))
    return Part(found[0], part, definite=definite), found[1]


def _start(reader: Reader, index: int, inner: bool) -> Found:
    return _part_of(reader, index + 1, Start)


def _rest(reader: Reader, index: int, inner: bool) -> Found:
    return _part_of(reader, index + 1, Rest)


def _year_end(reader: Reader, index: int, inner: bool) -> Found:
    unit = str(reader.value(index))
    if unit == "school-year":
        return Part(Term(unit), "end", definite=True), index + 1
    if unit == "year" and (found := year_at(reader, reader.skip(index + 1, "of"))):
        return Part(found[0], "end", definite=True), found[1]
    return Part(Unit(unit), "end", definite=True), index + 1


def _new_year(reader: Reader, index: int, inner: bool) -> Found:
    """ "in het nieuwe jaar" is its beginning; "begin van het nieuwe jaar" names the year itself."""
    year = Unit("year", 1)
    return (year if inner else Part(year, str(reader.value(index)))), index + 1


def _deictic(reader: Reader, index: int, inner: bool) -> Found:
    day = Deictic(int(str(reader.value(index))))
    if reader.says(index + 1, "relation", "over"):  # "morgen over een week"
        found = length(reader, index + 2)
        if found and found[0]:
            return Shifted(day, found[0], found[1]), found[2]
    return day, index + 1


def _quarter_sign(reader: Reader, index: int, inner: bool) -> Found:
    sign = str(reader.value(index))
    return Numbered(None, int(sign[1]), "quarter" if sign[0] == "q" else "half"), index + 1


def _unit(reader: Reader, index: int, inner: bool) -> Found:
    """ "week 21", "de week van 25 april", "het jaar 2022", "de maand mei", "de jaren negentig"."""
    unit, at = str(reader.value(index)), index + 1
    kind, value = reader.kinds[at], reader.value(at)
    if unit == "year" and kind == "year":
        return Year(int(str(value))), at + 1
    if unit == "month" and kind == "month":
        return Month(None, int(str(value))), at + 1
    if unit == "week" and kind == "int" and 1 <= int(str(value)) <= 53:
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
    if inner and unit in COARSE and reader.kinds[index] == "unit":
        return Unit(unit), at
    return None


def _units(reader: Reader, index: int, inner: bool) -> Found:
    """ "de jaren negentig", "de jaren 2021 en 2022", "weken 12 tot 14"."""
    unit, at = reader.value(index), index + 1
    kind, value = reader.kinds[at], reader.value(at)
    if unit == "year" and kind == "year":
        year = int(str(value))
        return (_decade(year) if reader.items[at].end - reader.items[at].start < 4 else Year(year)), at + 1
    if unit == "year" and kind in ("int", "number") and value in range(10, 100, 10):
        return _decade(1900 + int(str(value))), at + 1
    if unit == "month" and kind == "month":
        return _month(reader, at, inner)
    return None


def _decade(year: int) -> Period:
    from datetime import date

    from tracker.model.times import Precision

    return Fixed(date(year, 1, 1), date(year + 9, 12, 31), Precision.YEAR)


MONTHLIKE = ("month", "shortmonth")
DAY_NUMBERS = ("int", "ordinal", "number")
MIXED = {Part, Month, Numbered, Season, Unit, Half, Year, Nth, Deictic, Pointed}
READERS: dict[str, Callable[[Reader, int, bool], Found]] = {
    "deictic": _deictic,
    "feast": _named,
    "figures": _figures,
    "int": _number,
    "month": _month,
    "newyear": _new_year,
    "number": _number,
    "few": _number,
    "ordinal": _ordinal,
    "part": _part,
    "quartersign": _quarter_sign,
    "recess": _named,
    "reference": _reference,
    "rest": _rest,
    "round": _named,
    "season": _season,
    "shortmonth": _short_month,
    "shortweekday": _weekday,
    "start": _start,
    "term": _term,
    "unit": _unit,
    "units": _units,
    "weekday": _weekday,
    "year": _year,
    "yearend": _year_end,
}
