"""How periods compose: a period, the year behind it, and what a part is a part of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker.dates.cursor import MONTHLIKE, OFFSETS, Cursor, Found
from tracker.dates.named import DayOfYear, Month, Unit, Weekday
from tracker.dates.numeric import YearSpan, century_of
from tracker.dates.periods import Period, Pointed, Year

DEPTH = 4
SIGNED = ("-", "–", "/")
WHOLES = ("season", "month", "recess", "term", "unit", "year")


def period(cursor: Cursor, index: int, *, inner: bool = False) -> Found:
    """A period with the year that follows it. `inner`: the words say "of" before it, so "het jaar" will do."""
    if cursor.depth >= DEPTH:
        return None
    outer, cursor.inner = cursor.inner, inner
    cursor.depth += 1
    index = cursor.skip(index, "article")
    if cursor.says(index, "filler", "whole") and cursor.kinds[index + 1] in WHOLES:  # "de hele zomer"
        index += 1
    read = cursor.readers.get(cursor.kinds[index])
    found = read(cursor, index) if read else None
    if found:
        found = dated(cursor, *found)
    cursor.depth -= 1
    cursor.inner = outer
    return found


def dated(cursor: Cursor, node: Period, index: int) -> Found:
    """With the year behind it ("van 2022", "volgend jaar") or the day it is seen from ("a.s.")."""
    pointed = cursor.says(index, "reference", "coming") and cursor.kinds[index + 1] in (
        "end",
        "comma",
        "other",
        "relation",
    )
    if cursor.kinds[index] == "postreference" or pointed:
        reference = cursor.name(index)
        if isinstance(node, Weekday):
            return replace(node, reference=reference), index + 1
        return (Pointed(node, reference), index + 1) if node.floating else (node, index + 1)
    at = index
    if cursor.signs_in(at):
        if isinstance(node, DayOfYear | Month) and _is_short_year(cursor, at + 1):  # "15-jun-24"
            dated = node.with_year(Year(century_of(cursor.number(at + 1))))
            return (dated, at + 2) if dated else (node, index)
        at += cursor.kinds[at + 1] == "year"  # "najaar-2016", "Q2/2022"
    if cursor.kinds[at] in ("of", "comma") or cursor.says(at, "relation", "in"):
        at += 1
    found = year_at(cursor, at, bare=cursor.kinds[index] == "of")
    if found is None or (cursor.kinds[index] == "comma" and not isinstance(found[0], Year)):
        return node, index
    dated = node.with_year(found[0])
    return (dated, found[1]) if dated else (node, index)


def _is_short_year(cursor: Cursor, index: int) -> bool:
    """Two figures behind a sign that nothing carries on: "15-jun-24", but not "15 juni-24 juli"."""
    if cursor.kinds[index] != "int" or cursor.kinds[index + 1] in (*MONTHLIKE, "of", "unit", "units"):
        return False
    item = cursor.items[index]
    after = cursor.text[item.end : item.end + 1]
    return item.end - item.start == len("24") and not (after.isalnum() or after in SIGNED)


def year_at(cursor: Cursor, index: int, *, bare: bool = False) -> Found:
    """A year as words give it: 2022, "het jaar 2022", "volgend jaar", "het schooljaar 2022-2023"."""
    index = cursor.skip(index, "article")
    kind = cursor.kinds[index]
    if kind == "year":
        return Year(cursor.number(index)), index + 1
    if kind == "figures" and isinstance(cursor.value(index), YearSpan):
        return Year(cursor.items[index].value.first.year), index + 1
    if kind == "reference" and cursor.says(index + 1, "unit", "year"):
        return Unit("year", OFFSETS[cursor.name(index)]), index + 2
    if cursor.says(index, "unit", "year"):
        if cursor.kinds[index + 1] == "year":
            return year_at(cursor, index + 1)
        return (Unit("year"), index + 1) if bare else None
    if kind == "term" or (kind == "reference" and cursor.kinds[index + 1] == "term"):
        return period(cursor, index, inner=bare)
    return None


def part_of(cursor: Cursor, index: int, build: Callable[[Period], Period]) -> Found:
    """What a part is a part of, with or without "van"."""
    of = cursor.kinds[index] == "of" or cursor.says(index, "relation", "in")
    whole = period(cursor, index + of, inner=of)
    return (build(whole[0]), whole[1]) if whole else None
