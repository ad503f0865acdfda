"""Parts of periods: "eind juni", "het einde van het jaar", "de start van het schooljaar", "de rest van de maand"."""

from __future__ import annotations

from dataclasses import replace

from tracker.dates.compose import part_of, period
from tracker.dates.lengths import from_length
from tracker.dates.named import Month
from tracker.dates.periods import Between, Year
from tracker.dates.reader import JOINERS, Found, Reader
from tracker.dates.slices import Listed, Part, Rest, Start


def part_first(reader: Reader, index: int) -> Found:
    """Like "eind juni", "het einde van het jaar", "begin of midden maart"; "half jaar" is a length."""
    part, at = reader.name(index), index + 1
    other = reader.skip(at + 1, "article")
    if reader.kinds[at] in (*JOINERS, "hyphen", "relation") and reader.kinds[other] == "part":
        right = part_first(reader, other)
        if right and isinstance(right[0], Part) and reader.kinds[at] != "comma":
            left = replace(right[0], part=part)
            if reader.kinds[at] == "relation" or reader.kinds[at] == "hyphen":
                return Between(left, right[0]), right[1]
            return Listed(left, right[0], reader.items[index].end), right[1]
    of = reader.kinds[at] == "of"
    found = period(reader, at + of, inner=part != "middle" or of)
    if found is None:
        return from_length(reader, index) if part == "middle" else None
    definite = part == "end" and (of or not isinstance(found[0], Year | Month))
    return Part(found[0], part, definite=definite), found[1]


def start(reader: Reader, index: int) -> Found:
    """The first day of something."""
    return part_of(reader, index + 1, Start)


def rest(reader: Reader, index: int) -> Found:
    """What is left of something."""
    return part_of(reader, index + 1, Rest)
