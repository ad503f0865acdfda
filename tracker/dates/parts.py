"""Parts of periods: "eind juni", "het einde van het jaar", "de start van het schooljaar", "de rest van de maand"."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.dates.compose import part_of, period
from tracker.dates.lengths import from_length
from tracker.dates.named import Month
from tracker.dates.periods import Between, Year
from tracker.dates.reader import Found, Reader
from tracker.dates.slices import Listed, Part, Rest, Start

SUBJECT = re.compile(r"(\w+)\s+\Z")
REACH = 20


def part_first(reader: Reader, index: int) -> Found:
    """Like "eind juni", "het einde van het jaar", "begin of midden maart"; "half jaar" is a length."""
    part, at = reader.name(index), index + 1
    other = reader.skip(at + 1, "article")
    if _is_verb(reader, index):
        return None
    if reader.kinds[other] == "part" and (shared := _shared(reader, index, other)):
        return shared
    of = reader.kinds[at] == "of"
    found = period(reader, at + of, inner=part != "middle" or of)
    if found is None:
        return from_length(reader, index) if part == "middle" else None
    definite = part == "end" and (of or not isinstance(found[0], Year | Month))
    return Part(found[0], part, definite=definite), found[1]


def _shared(reader: Reader, index: int, other: int) -> Found:
    """Like "begin of midden maart", "begin tot midden mei": the period stands only once."""
    to = reader.kinds[index + 1] == "hyphen" or reader.says(index + 1, "relation", "until")
    right = part_first(reader, other) if to or reader.kinds[index + 1] in ("and", "slash") else None
    if right is None or not isinstance(right[0], Part):
        return None
    left = replace(right[0], part=reader.name(index))
    return (Between(left, right[0]) if to else Listed(left, right[0], reader.items[index].end)), right[1]


def _is_verb(reader: Reader, index: int) -> bool:
    """Like "ik begin volgend jaar", "we close next year"."""
    start = reader.items[index].start
    before = SUBJECT.search(reader.text[max(start - REACH, 0) : start])
    return before is not None and before[1].lower() in reader.words.context["subjects"]


def start(reader: Reader, index: int) -> Found:
    """The first day of something: "de start van het schooljaar", "bij start schooljaar"; "wij start" is a verb."""
    named = reader.kinds[index + 1] == "of" or (index > 0 and reader.kinds[index - 1] == "relation")
    return part_of(reader, index + 1, Start) if named else None


def rest(reader: Reader, index: int) -> Found:
    """What is left of something: "de rest van de maand"; in "er rest dit jaar" it is a verb."""
    return part_of(reader, index + 1, Rest) if reader.kinds[index + 1] == "of" else None
