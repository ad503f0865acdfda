"""Days by their number or weekday: "15 oktober", "13-15 juli", "de 15de", "donderdag 31 maart"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tracker.dates.compose import dated, period
from tracker.dates.cursor import DAY_NUMBERS, JOINERS, LAST_DAY, MONTHLIKE, OFFSETS, Cursor, Found
from tracker.dates.lengths import from_length, length
from tracker.dates.named import DayOfMonth, DayOfYear, Deictic, Month, Unit, Weekday, WeekNumber
from tracker.dates.periods import Between, Fixed, Period, Year
from tracker.dates.slices import Listed, Nth, Shifted, WeekdayOf, WeekOf

LONGEST_LIST = 4
FOLLOWING = re.compile(r" ([^\W\d_]{1,40})")
GOES_ON = re.compile(r"[.,:/-]\w|\w|%")


def number_first(cursor: Cursor, index: int) -> Found:
    """What starts with a number: a day of a month, or a length that is told from some day."""
    return (day_of_month(cursor, index) if cursor.kinds[index] in DAY_NUMBERS else None) or from_length(cursor, index)


def day_of_month(cursor: Cursor, index: int) -> Found:
    """Like "15 oktober", "13-15 juli", "13, 14 en 15 juli", "de 15de maart"."""
    days = [index]
    ways: list[str] = []
    at = index + 1
    while True:
        if cursor.says(at, "of") and cursor.kinds[at + 1] in MONTHLIKE and cursor.kinds[at - 1] == "ordinal":
            at += 1
        signed = cursor.signs_in(at) and cursor.kinds[at + 1] in MONTHLIKE  # "15-jun-2024", "15/jun"
        if signed and cursor.is_glued(index):
            return None
        at += signed
        if cursor.kinds[at] in MONTHLIKE or _is_month(cursor, at):
            break
        way = "until" if cursor.says(at, "relation", "until") else cursor.kinds[at]
        after = cursor.skip(at + 1, "and" if way == "comma" else "article")
        if (
            way not in ("until", "hyphen", *JOINERS)
            or cursor.kinds[after] not in DAY_NUMBERS
            or len(days) == LONGEST_LIST
        ):
            return None
        ways.append(way)
        days.append(after)
        at = after + 1
    build, stop = _days_in(cursor, at)
    node = build(days[0])
    for way, left_end, place in zip(ways, days, days[1:], strict=False):
        right = build(place)
        node = Between(node, right) if way in ("until", "hyphen") else Listed(node, right, cursor.items[left_end].end)
    return with_last_year(cursor, node, stop)


def _is_month(cursor: Cursor, index: int) -> bool:
    """Like "deze maand" behind a day number."""
    return cursor.kinds[index] == "reference" and cursor.says(index + 1, "unit", "month")


def _days_in(cursor: Cursor, index: int) -> tuple[Callable[[int], Period], int]:
    """How a day number becomes a day of the month that stands here."""
    if _is_month(cursor, index):
        month = Unit("month", OFFSETS[cursor.name(index)])
        return lambda place: Nth(month, cursor.number(place), "day", 1), index + 2
    number = cursor.number(index)
    return lambda place: day_at(cursor, place, number), index + 1


def with_last_year(cursor: Cursor, node: Period, index: int) -> Found:
    """The year behind a list of days belongs to the last of them; the others follow it."""
    if isinstance(node, Between | Listed):
        found = dated(cursor, node.right, index)
        return (replace(node, right=found[0]), found[1]) if found else None
    return node, index


def day_at(cursor: Cursor, index: int, month: int) -> DayOfYear:
    """The day of a month whose number stands here."""
    return DayOfYear(None, cursor.number(index), month)


def ordinal_day(cursor: Cursor, index: int) -> Found:
    """Like "15de maart", "de 15de van volgende maand", a bare "de 15de" before the end of a clause."""
    found = day_of_month(cursor, index)
    if found:
        return found
    number, at = cursor.number(index), index + 1
    if not 1 <= number <= LAST_DAY:
        return None
    if cursor.kinds[at] == "of" and (whole := period(cursor, at + 1, inner=True)):
        month = whole[0]
        return (Nth(month, number, "day", 1), whole[1]) if isinstance(month, Unit) else None
    digits = cursor.text[cursor.items[index].start].isdigit()
    if digits and index and cursor.kinds[index - 1] == "article" and _is_day_number(cursor, index):
        return DayOfMonth(number), at
    return None


def _is_day_number(cursor: Cursor, index: int, *, told: bool = False) -> bool:
    """Whether a number counts nothing: "de 21ste", "donderdag 21"; not "donderdag 21 leden", "donderdag 9.28u".

    `told`: a weekday or month before it tells that it may be a day.
    """
    item = cursor.items[index]
    if not 1 <= cursor.number(index) <= LAST_DAY or GOES_ON.match(cursor.text, item.end):
        return False
    if told and cursor.kinds[index + 1] in ("relation", "and", "comma"):
        return True
    following = FOLLOWING.match(cursor.text, item.end)
    return following is None or following[1].lower() in cursor.words.context["after_day_number"]


def _is_told_number(cursor: Cursor, index: int) -> bool:
    """Whether a number behind a weekday is that of its day: "donderdag 21"."""
    return cursor.kinds[index] in ("int", "ordinal") and _is_day_number(cursor, index, told=True)


def _is_nth(cursor: Cursor, index: int) -> bool:
    """Whether this is the day of the weekday before it, whatever follows: "donderdag de 28ste", in figures."""
    if cursor.kinds[index] != "ordinal" or cursor.kinds[index - 1] != "article":
        return False
    item = cursor.items[index]
    is_a_day = cursor.text[item.start].isdigit() and 1 <= cursor.number(index) <= LAST_DAY
    return is_a_day and not GOES_ON.match(cursor.text, item.end)


def day_in(cursor: Cursor, index: int, month: Unit | Month) -> Found:
    """The day of a month that stands before it: "volgende maand op de 5e", "in april, de 20ste"."""
    at = cursor.skip(index, "comma")
    at += cursor.says(at, "relation", "in")
    place = cursor.skip(at, "article")
    if place == index or cursor.kinds[place] != "ordinal" or not _is_day_number(cursor, place, told=True):
        return None
    if isinstance(month, Unit):
        return Nth(month, cursor.number(place), "day", 1), place + 1
    return DayOfYear(month.year, cursor.number(place), month.month), place + 1


def weekday_in(cursor: Cursor, index: int, week: Period) -> Found:
    """The weekday of a week that stands before it: "volgende week op dinsdag", "over twee weken, op een vrijdag"."""
    comma = cursor.kinds[index] == "comma"
    at = index + comma
    on = cursor.says(at, "relation", "in")
    at += on
    at += cursor.kinds[at] == "article" or cursor.says(at, "number", 1)
    if cursor.kinds[at] != "weekday" or (comma and not on):
        return None
    found = weekday_first(cursor, at)
    if found and found[0] == Weekday(cursor.number(at)):
        return WeekdayOf(week, cursor.number(at)), at + 1
    return found if found and isinstance(found[0], DayOfYear) else None


def weekday_first(cursor: Cursor, index: int) -> Found:
    """Like "donderdag 31 maart", "dinsdag van volgende week", "vrijdag over twee weken"."""
    weekday, at = cursor.number(index), index + 1
    day = _weekday_date(cursor, cursor.skip(cursor.skip(at, "comma"), "article"), weekday)
    if day:
        return day
    if cursor.kinds[index] == "shortweekday":
        return None
    place = cursor.skip(cursor.skip(at, "comma"), "article")
    apart = cursor.kinds[at] == "comma" and cursor.kinds[at + 1] != "article"  # "donderdag, 21 leden"
    if not apart and (_is_nth(cursor, place) or _is_told_number(cursor, place)):
        return DayOfMonth(cursor.number(place), weekday), place + 1
    if cursor.says(at, "relation", "over"):
        found = length(cursor, at + 1)
        if found and found[0]:
            return Shifted(Weekday(weekday), found[0], found[1]), found[2]
    of = at + (cursor.kinds[at] == "of" or cursor.says(at, "relation", "in"))
    week = period(cursor, of) if cursor.kinds[cursor.skip(of, "article")] in ("reference", "unit") else None
    if week and isinstance(week[0], Unit | WeekOf | WeekNumber):
        return WeekdayOf(week[0], weekday), week[1]
    return Weekday(weekday), at


def _weekday_date(cursor: Cursor, index: int, weekday: int) -> Found:
    kind = cursor.kinds[index]
    if kind in ("int", "ordinal", "number"):
        found = day_of_month(cursor, index)
        if found and isinstance(found[0], DayOfYear):
            return replace(found[0], weekday=weekday), found[1]
        return found
    if kind == "figures":
        node = cursor.items[index].value
        if isinstance(node, DayOfYear):
            return replace(node, weekday=weekday), index + 1
        if isinstance(node, Fixed) and node.first == node.last:
            on = node.first
            return DayOfYear(Year(on.year), on.day, on.month, weekday), index + 1
    return None


def deictic(cursor: Cursor, index: int) -> Found:
    """Like "morgen", "morgen over een week"."""
    day = Deictic(cursor.number(index))
    if cursor.says(index + 1, "relation", "over"):  # "morgen over een week"
        found = length(cursor, index + 2)
        if found and found[0]:
            return Shifted(day, found[0], found[1]), found[2]
    return day, index + 1


def figures(cursor: Cursor, index: int) -> Found:
    """A date in figures, as the lexer read it."""
    node = cursor.items[index].value
    return node, index + 1
