"""Days by their number or weekday: "15 oktober", "13-15 juli", "de 15de", "donderdag 31 maart"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tracker.dates.compose import dated, period
from tracker.dates.lengths import from_length, length
from tracker.dates.named import DayOfMonth, DayOfYear, Deictic, Unit, Weekday, WeekNumber
from tracker.dates.periods import Between, Fixed, Period, Year
from tracker.dates.reader import DAY_NUMBERS, JOINERS, LAST_DAY, MONTHLIKE, OFFSETS, Found, Reader
from tracker.dates.slices import Listed, Nth, Shifted, WeekdayOf, WeekOf

LONGEST_LIST = 4


def number_first(reader: Reader, index: int) -> Found:
    """What starts with a number: a day of a month, or a length that is told from some day."""
    return (day_of_month(reader, index) if reader.kinds[index] in DAY_NUMBERS else None) or from_length(reader, index)


def day_of_month(reader: Reader, index: int) -> Found:
    """Like "15 oktober", "13-15 juli", "13, 14 en 15 juli", "de 15de maart"."""
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
        if (
            way not in ("until", "hyphen", *JOINERS)
            or reader.kinds[after] not in DAY_NUMBERS
            or len(days) == LONGEST_LIST
        ):
            return None
        ways.append(way)
        days.append(after)
        at = after + 1
    build, stop = _days_in(reader, at)
    node = build(days[0])
    for way, left_end, place in zip(ways, days, days[1:], strict=False):
        right = build(place)
        node = Between(node, right) if way in ("until", "hyphen") else Listed(node, right, reader.items[left_end].end)
    return with_last_year(reader, node, stop)


def _is_month(reader: Reader, index: int) -> bool:
    """Like "deze maand" behind a day number."""
    return reader.kinds[index] == "reference" and reader.says(index + 1, "unit", "month")


def _days_in(reader: Reader, index: int) -> tuple[Callable[[int], Period], int]:
    """How a day number becomes a day of the month that stands here."""
    if _is_month(reader, index):
        month = Unit("month", OFFSETS[reader.name(index)])
        return lambda place: Nth(month, reader.number(place), "day", 1), index + 2
    number = reader.number(index)
    return lambda place: day_at(reader, place, number), index + 1


def with_last_year(reader: Reader, node: Period, index: int) -> Found:
    """The year behind a list of days belongs to the last of them; the others follow it."""
    if isinstance(node, Between | Listed):
        found = dated(reader, node.right, index)
        return (replace(node, right=found[0]), found[1]) if found else None
    return node, index


def day_at(reader: Reader, index: int, month: int) -> DayOfYear:
    """The day of a month whose number stands here."""
    return DayOfYear(None, reader.number(index), month)


def ordinal_day(reader: Reader, index: int) -> Found:
    """Like "15de maart", "de 15de van volgende maand", a bare "de 15de" before the end of a clause."""
    found = day_of_month(reader, index)
    if found:
        return found
    number, at = reader.number(index), index + 1
    if not 1 <= number <= LAST_DAY:
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


def weekday_first(reader: Reader, index: int) -> Found:
    """Like "donderdag 31 maart", "dinsdag van volgende week", "vrijdag over twee weken"."""
    weekday, at = reader.number(index), index + 1
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
        found = day_of_month(reader, index)
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


def deictic(reader: Reader, index: int) -> Found:
    """Like "morgen", "morgen over een week"."""
    day = Deictic(reader.number(index))
    if reader.says(index + 1, "relation", "over"):  # "morgen over een week"
        found = length(reader, index + 2)
        if found and found[0]:
            return Shifted(day, found[0], found[1]), found[2]
    return day, index + 1


def figures(reader: Reader, index: int) -> Found:
    """A date in figures, as the lexer read it."""
    node = reader.items[index].value
    return node, index + 1
