"""How periods compose: a period, the year behind it, and what a part is a part of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker.dates.named import Unit, Weekday
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Period, Pointed, Year
from tracker.dates.reader import OFFSETS, Found, Reader

DEPTH = 4
WHOLES = ("season", "month", "recess", "term", "unit", "year")


def period(reader: Reader, index: int, *, inner: bool = False) -> Found:
    """A period with the year that follows it. `inner`: the words say "of" before it, so "het jaar" will do."""
    if reader.depth >= DEPTH:
        return None
    outer, reader.inner = reader.inner, inner
    reader.depth += 1
    index = reader.skip(index, "article")
    if reader.says(index, "filler", "whole") and reader.kinds[index + 1] in WHOLES:  # "de hele zomer"
        index += 1
    read = reader.readers.get(reader.kinds[index])
    found = read(reader, index) if read else None
    if found:
        found = dated(reader, *found)
    reader.depth -= 1
    reader.inner = outer
    return found


def dated(reader: Reader, node: Period, index: int) -> Found:
    """With the year behind it ("van 2022", "volgend jaar") or the day it is seen from ("a.s.")."""
    pointed = reader.says(index, "reference", "coming") and reader.kinds[index + 1] in (
        "end",
        "comma",
        "other",
        "relation",
    )
    if reader.kinds[index] == "postreference" or pointed:
        reference = reader.name(index)
        if isinstance(node, Weekday):
            return replace(node, reference=reference), index + 1
        return (Pointed(node, reference), index + 1) if node.floating else (node, index + 1)
    at = index
    if (
        reader.kinds[at] in ("hyphen", "slash") and reader.close(at) and reader.kinds[at + 1] == "year"
    ):  # "najaar-2016", "Q2/2022"
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
        return Year(reader.number(index)), index + 1
    if kind == "figures" and isinstance(reader.value(index), YearSpan):
        return Year(reader.items[index].value.first.year), index + 1
    if kind == "reference" and reader.says(index + 1, "unit", "year"):
        return Unit("year", OFFSETS[reader.name(index)]), index + 2
    if reader.says(index, "unit", "year"):
        if reader.kinds[index + 1] == "year":
            return year_at(reader, index + 1)
        return (Unit("year"), index + 1) if bare else None
    if kind == "term" or (kind == "reference" and reader.kinds[index + 1] == "term"):
        return period(reader, index, inner=bare)
    return None


def part_of(reader: Reader, index: int, build: Callable[[Period], Period]) -> Found:
    """What a part is a part of, with or without "van"."""
    of = reader.kinds[index] == "of" or reader.says(index, "relation", "in")
    whole = period(reader, index + of, inner=of)
    return (build(whole[0]), whole[1]) if whole else None
