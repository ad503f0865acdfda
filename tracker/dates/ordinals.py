"""What starts with an ordinal: quarters, halves, "de laatste dag van", "de derde dinsdag na Pasen", centuries."""

from __future__ import annotations

from datetime import date

from tracker.dates.compose import part_of, period
from tracker.dates.days import ordinal_day, with_last_year
from tracker.dates.lengths import rolling
from tracker.dates.named import Numbered
from tracker.dates.periods import Between, Fixed, Period
from tracker.dates.reader import JOINERS, Found, Reader
from tracker.dates.slices import Half, Listed, NextDay, Nth, Shifted
from tracker.model.times import Precision

CENTURIES = range(1, 30)


def ordinal_first(reader: Reader, index: int) -> Found:
    """What starts with an ordinal: a quarter, a half, the nth of something, a day."""
    number = reader.number(index)
    at = index + 1
    kind = reader.kinds[at]
    if number < 0 and (kind in ("number", "int", "few", "units")) and not of_follows(reader, at):
        return rolling(reader, at, "previous")
    if kind == "unit" and reader.value(at) in ("quarter", "half"):
        return Numbered(None, number, reader.name(at)), at + 1
    if kind == "round":  # "de tweede begrotingsaanpassing"
        return reader.readers[kind](reader, at)
    if kind == "half":
        return part_of(reader, at + 1, lambda whole: Half(whole, 1 if number == 1 else 2))
    if kind in ("unit", "units", "weekday"):
        return nth_of(reader, at, number) or ordinal_day(reader, index)
    if kind in ("number", "int") and reader.kinds[at + 1] in ("unit", "units"):
        count, unit = reader.number(at), reader.name(at + 1)
        return part_of(reader, at + 2, lambda whole: Nth(whole, number, unit, count))
    return _elided(reader, index, number) or ordinal_day(reader, index)


def of_follows(reader: Reader, index: int) -> bool:
    """Whether the unit behind it is part of something ("de laatste week van")."""
    at = index
    while reader.kinds[at] in ("number", "int", "few", "unit", "units"):
        at += 1
    return reader.kinds[at] == "of"


def nth_of(reader: Reader, index: int, number: int) -> Found:
    """Like "de laatste dag van oktober", "de eerste maanden van 2023", "de derde dinsdag van september"."""
    kind, value = reader.kinds[index], reader.value(index)
    if kind == "unit" and value == "century":
        first = (number - 1) * 100
        if number not in CENTURIES:
            return None
        return Fixed(date(max(first, 1), 1, 1), date(first + 99, 12, 31), Precision.YEAR), index + 1
    if kind == "weekday":
        if number > 0 and reader.says(index + 1, "relation", "after") and (base := period(reader, index + 2)):
            week = Shifted(base[0], (number - 1) * 7 + 1, "day")
            return NextDay(week, int(str(value))), base[1]
        return part_of(reader, index + 1, lambda whole: Nth(whole, number, "day", 1, int(str(value))))
    count = 1 if kind == "unit" else None
    return part_of(reader, index + 1, lambda whole: Nth(whole, number, str(value), count))


def _elided(reader: Reader, index: int, number: int) -> Found:
    """Like "het eerste en tweede kwartaal": the unit stands only once."""
    if reader.kinds[index + 1] not in (*JOINERS, "hyphen", "relation"):
        return None
    at = reader.skip(index + 2, "article")
    if reader.kinds[at] != "ordinal" or not reader.says(at + 1, "unit", "quarter", "half"):
        return None
    unit = reader.name(at + 1)
    left, right = Numbered(None, number, unit), Numbered(None, reader.number(at), unit)
    node: Period = Listed(left, right, reader.items[index].end)
    if reader.kinds[index + 1] in ("hyphen", "relation"):
        node = Between(left, right)
    return with_last_year(reader, node, at + 2)


def quarter_sign(reader: Reader, index: int) -> Found:
    """Like "Q3", "H1"."""
    sign = reader.name(index)
    return Numbered(None, int(sign[1]), "quarter" if sign[0] == "q" else "half"), index + 1
