"""Text that is printed over the same text: a page with a second layer, as programs for scans add it, says all twice."""

from __future__ import annotations

from collections import defaultdict

from tracker.reading.lines import Line

_NEAR = 0.5  # sizes of print between two lines on one another
_OVER = 0.6  # share of the narrower line that the other covers
_ALIKE = 0.5  # share of the words that both have
_SIZES = 1.35


def without_overprint(lines: list[Line]) -> list[Line]:
    """The lines without those that stand on another with the same words; the one that was drawn first stays.

    Other words in another size (a stamp across the page) are not the same line.
    """
    rows: defaultdict[int, list[Line]] = defaultdict(list)
    kept = []
    for line in lines:
        row = round(line.top / 10)
        near = (other for place in (row - 1, row, row + 1) for other in rows[place])
        if any(_covers(other, line) for other in near):
            continue
        rows[row].append(line)
        kept.append(line)
    return kept


def _covers(one: Line, other: Line) -> bool:
    large, small = max(one.size, other.size), min(one.size, other.size)
    if abs(one.top - other.top) > _NEAR * large or large > _SIZES * small:
        return False
    both = min(one.right, other.right) - max(one.left, other.left)
    if both < _OVER * min(one.right - one.left, other.right - other.left):
        return False
    words, others = set(one.text.split()), set(other.text.split())
    if len(words & others) >= _ALIKE * min(len(words), len(others)):
        return True
    here, there = _letters(one), _letters(other)
    return here in there or there in here


def _letters(line: Line) -> str:
    """What a line says whatever its spaces: a layer over a scan often parts words otherwise."""
    return "".join(line.text.split())
