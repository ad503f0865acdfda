"""Parts of periods: "eind juni", "het einde van het jaar", "de start van het schooljaar", "de rest van de maand"."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.dates.compose import part_of, period
from tracker.dates.cursor import Cursor, Found
from tracker.dates.lengths import from_length
from tracker.dates.named import Month
from tracker.dates.periods import Between, Year
from tracker.dates.slices import Listed, Part, Rest, Start

SUBJECT = re.compile(r"(\w+)\s+\Z")
REACH = 20


def part_first(cursor: Cursor, index: int) -> Found:
    """Like "eind juni", "het einde van het jaar", "begin of midden maart"; "half jaar" is a length."""
    part, at = cursor.name(index), index + 1
    other = cursor.skip(at + 1, "article")
    if _is_verb(cursor, index):
        return None
    if cursor.kinds[other] == "part" and (shared := _shared(cursor, index, other)):
        return shared
    of = cursor.kinds[at] == "of"
    found = period(cursor, at + of, inner=part != "middle" or of)
    if found is None:
        return from_length(cursor, index) if part == "middle" else None
    definite = part == "end" and (of or not isinstance(found[0], Year | Month))
    return Part(found[0], part, definite=definite), found[1]


def _shared(cursor: Cursor, index: int, other: int) -> Found:
    """Like "begin of midden maart", "begin tot midden mei": the period stands only once."""
    to = cursor.kinds[index + 1] == "hyphen" or cursor.says(index + 1, "relation", "until")
    right = part_first(cursor, other) if to or cursor.kinds[index + 1] in ("and", "slash") else None
    if right is None or not isinstance(right[0], Part):
        return None
    left = replace(right[0], part=cursor.name(index))
    return (Between(left, right[0]) if to else Listed(left, right[0], cursor.items[index].end)), right[1]


def _is_verb(cursor: Cursor, index: int) -> bool:
    """Like "ik begin volgend jaar", "we close next year"."""
    start = cursor.items[index].start
    before = SUBJECT.search(cursor.text[max(start - REACH, 0) : start])
    return before is not None and before[1].lower() in cursor.words.context["subjects"]


def start(cursor: Cursor, index: int) -> Found:
    """The first day of something: "de start van het schooljaar", "bij start schooljaar"; "wij start" is a verb."""
    named = cursor.kinds[index + 1] == "of" or (index > 0 and cursor.kinds[index - 1] == "relation")
    return part_of(cursor, index + 1, Start) if named else None


def rest(cursor: Cursor, index: int) -> Found:
    """What is left of something: "de rest van de maand"; in "er rest dit jaar" it is a verb."""
    return part_of(cursor, index + 1, Rest) if cursor.kinds[index + 1] == "of" else None
