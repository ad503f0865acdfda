"""What starts with an ordinal: quarters, halves, "de laatste dag van", "de derde dinsdag na Pasen", centuries."""

from __future__ import annotations

from datetime import date

from tracker.dates.compose import part_of, period
from tracker.dates.cursor import JOINERS, Cursor, Found
from tracker.dates.days import ordinal_day, with_last_year
from tracker.dates.lengths import rolling
from tracker.dates.named import Numbered
from tracker.dates.periods import Between, Fixed, Period
from tracker.dates.slices import Half, Listed, NextDay, Nth, Shifted
from tracker.model.times import Precision

CENTURIES = range(1, 30)
DAILY = ("day", "workday")


def ordinal_first(cursor: Cursor, index: int) -> Found:
    """What starts with an ordinal: a quarter, a half, the nth of something, a day."""
    number = cursor.number(index)
    at = index + 1
    kind = cursor.kinds[at]
    if number < 0 and (kind in ("number", "int", "few", "units")) and not of_follows(cursor, at):
        return rolling(cursor, at, "previous")
    if kind == "unit" and cursor.value(at) in ("quarter", "half"):
        return Numbered(None, number, cursor.name(at)), at + 1
    if kind == "round":  # "de tweede begrotingsaanpassing"
        return cursor.readers[kind](cursor, at)
    if kind == "half":
        return part_of(cursor, at + 1, lambda whole: Half(whole, 1 if number == 1 else 2))
    if kind in ("unit", "units", "weekday"):
        return nth_of(cursor, at, number) or ordinal_day(cursor, index)
    if kind in ("number", "int") and cursor.kinds[at + 1] in ("unit", "units"):
        count, unit = cursor.number(at), cursor.name(at + 1)
        return part_of(cursor, at + 2, lambda whole: Nth(whole, number, unit, count))
    return _elided(cursor, index, number) or ordinal_day(cursor, index)


def of_follows(cursor: Cursor, index: int) -> bool:
    """Whether the unit behind it is part of something ("de laatste week van")."""
    at = index
    while cursor.kinds[at] in ("number", "int", "few", "unit", "units"):
        at += 1
    return cursor.kinds[at] == "of"


def nth_of(cursor: Cursor, index: int, number: int) -> Found:
    """Like "de laatste dag van oktober", "de eerste maanden van 2023", "de derde dinsdag van september"."""
    kind, value = cursor.kinds[index], cursor.value(index)
    if kind == "unit" and value == "century":
        first = (number - 1) * 100
        if number not in CENTURIES:
            return None
        return Fixed(date(max(first, 1), 1, 1), date(first + 99, 12, 31), Precision.YEAR), index + 1
    if kind == "weekday":
        if number > 0 and cursor.says(index + 1, "relation", "after") and (base := period(cursor, index + 2)):
            week = Shifted(base[0], (number - 1) * 7 + 1, "day")
            return NextDay(week, int(str(value))), base[1]
        return part_of(cursor, index + 1, lambda whole: Nth(whole, number, "day", 1, int(str(value))))
    if value in DAILY and number > 0 and cursor.says(index + 1, "relation", "after"):
        base = period(cursor, index + 2)
        return (Shifted(base[0], number, str(value)), base[1]) if base else None
    count = 1 if kind == "unit" else None
    return part_of(cursor, index + 1, lambda whole: Nth(whole, number, str(value), count))


def _elided(cursor: Cursor, index: int, number: int) -> Found:
    """Like "het eerste en tweede kwartaal": the unit stands only once."""
    if cursor.kinds[index + 1] not in (*JOINERS, "hyphen", "relation"):
        return None
    at = cursor.skip(index + 2, "article")
    if cursor.kinds[at] != "ordinal" or not cursor.says(at + 1, "unit", "quarter", "half"):
        return None
    unit = cursor.name(at + 1)
    left, right = Numbered(None, number, unit), Numbered(None, cursor.number(at), unit)
    node: Period = Listed(left, right, cursor.items[index].end)
    if cursor.kinds[index + 1] in ("hyphen", "relation"):
        node = Between(left, right)
    return with_last_year(cursor, node, at + 2)


def quarter_sign(cursor: Cursor, index: int) -> Found:
    """Like "Q3", "H1"."""
    sign = cursor.name(index)
    return Numbered(None, int(sign[1]), "quarter" if sign[0] == "q" else "half"), index + 1
