"""Lines that were broken before their page was set: by a count of letters, or once more at the edge of the page.

Where a line ends on the page then says nothing of whether a paragraph ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tracker.reading.lines import Line

_NUMBERED = re.compile(r"\d+\.")
_LONG = 40
_FEW = 5  # lines that go on for certain: fewer show no habit
_OFTEN = 0.1  # share of them that would have had room for the next word
_LESS = 0.5
_PROPORTIONAL = 1.3
_MEASURED = 0.92  # of the longest lines: few fill the measure


def with_true_room(lines: list[Line]) -> None:
    """Says anew how much room is left on each line, where the place on the page misleads."""
    going_on = list(_going_on(lines))
    by_place = sum(_has_room(line.room or 0, following) for line, following in going_on)
    if len(going_on) < _FEW or by_place < _OFTEN * len(going_on):
        return
    lengths = sorted(len(line.text) for line in lines if len(line.text) > _LONG)
    measure = _MEASURED * lengths[int(len(lengths) * 0.95)] if lengths else 0
    by_count = sum(_has_room(measure - len(line.text), following) for line, following in going_on)
    if by_count < _LESS * by_place:
        for line in lines:
            line.room = measure - len(line.text)
    else:
        _fill_remainders(lines)


def _fill_remainders(lines: list[Line]) -> None:
    """What is left of a long line that the page broke once more is short, but goes on as the long line did."""
    for before, line in pairwise(lines):
        full = not _has_room(before.room or 0, line)
        if full and not line.ends_sentence and line.gap <= 1 and not _NUMBERED.match(line.text):
            line.room = 0


def _going_on(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that go on for certain, each with the next: no mark closes the one, and the other begins small."""
    for line, following in pairwise(lines):
        if len(line.text) > 1 and not line.ends_sentence and following.text[0].islower() and following.gap <= 1:
            yield line, following


def _has_room(room: float, following: Line) -> bool:
    return room > _PROPORTIONAL * (len(following.text.split(None, 1)[0]) + 1)
