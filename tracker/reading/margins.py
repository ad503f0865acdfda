"""Numbers in the margin of a page, which count its lines or paragraphs and are no words; decides by places alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.reading.lines import Line

FIRST_NUMBER = re.compile(r"(\d{1,4})(?:\s+(?=\S)|$)")
LAST_NUMBER = re.compile(r"(?:^|(?<=\S)\s+)(\d{1,4})$")
_PROSE = 20  # letters of a line that shows where the text stands
_MANY = 4  # numbers that rise by one: so many count lines or paragraphs, fewer may be a list
_MOST = 0.6
_LONG = 40  # letters of a line that opens a paragraph; a heading with a number is shorter
_SLACK = 2  # rows between two numbers that are not counted, such as headings
_NEAR = 3.0  # points
_OF_A_PAGE = 0.15  # share of its lines that stand at the edge of the text


@dataclass(frozen=True, slots=True)
class Beside:
    """A line with a number at its edge: the number, and what is left of the line without it."""

    line: Line
    mark: Line
    rest: Line | None
    first: bool  # the number stands before the rest


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a page, its lines, and those among them with a number at their edge."""

    text: str
    lines: list[Line]
    beside: Sequence[Beside] = ()

    def move(self, by: int) -> None:
        """Lets the places of the lines, each once, count from the beginning of the file."""
        parts = (part for one in self.beside for part in (one.mark, one.rest) if part is not None)
        for line in {id(line): line for line in (*self.lines, *parts)}.values():
            line.start, line.end = line.start + by, line.end + by


def without_margin_numbers(sheets: Sequence[Sheet]) -> list[list[Line]]:
    """The lines of each page without the numbers that count them; a lone number counts where another page shows it."""
    found: list[list[Beside]] = [[] for _ in sheets]
    for first in (True, False):
        margins = [list(_in_margin(sheet, first=first)) for sheet in sheets]
        counting = [_counting(marks, sheet.lines) for marks, sheet in zip(margins, sheets, strict=True)]
        places = [mark.mark.right if first else mark.mark.left for marks in counting for mark in marks]
        if places:
            low, high = min(places) - _NEAR, max(places) + _NEAR
            for marks, those in zip(margins, found, strict=True):
                those += [each for each in marks if low <= (each.mark.right if first else each.mark.left) <= high]
    return [_without(sheet.lines, marks) for sheet, marks in zip(sheets, found, strict=True)]


def _without(lines: list[Line], marks: Iterable[Beside]) -> list[Line]:
    instead = {id(each.line): each.rest for each in marks}
    left = (instead.get(id(line), line) for line in lines)
    return [line for line in left if line is not None]


def _in_margin(sheet: Sheet, *, first: bool) -> Iterator[Beside]:
    """The numbers that stand outside the text of a page, before it or after it."""
    numbered = {id(each.line): each for each in sheet.beside if each.first is first and each.rest is not None}
    text = [numbered[id(line)].rest if id(line) in numbered else line for line in sheet.lines]
    prose = [line for line in text if line is not None and len(line.text) >= _PROSE]
    if not prose:
        return
    edge = _left_edge(prose) if first else max(line.right for line in prose)
    for each in sheet.beside:
        outside = each.mark.right < edge if first else each.mark.left > edge
        beside = each.rest is None or not first or each.rest.left >= edge - _NEAR
        if each.first is first and outside and beside:
            yield each


def _left_edge(prose: list[Line]) -> float:
    """Where the text begins: the leftmost place at which enough lines do."""
    lefts = Counter(round(line.left) for line in prose)
    often = [left for left, count in lefts.items() if count >= _OF_A_PAGE * len(prose)]
    return float(min(often or lefts))


def _counting(marks: list[Beside], lines: list[Line]) -> list[Beside]:
    """The numbers, when they count: they rise by one step, and as the rows between them do."""
    marks = sorted(marks, key=lambda each: -each.mark.top)
    steps = [(int(after.mark.text) - int(before.mark.text), before, after) for before, after in pairwise(marks)]
    usual = Counter(step for step, _, _ in steps if step > 0).most_common(1)
    if not usual:
        return []
    step = usual[0][0]
    rows = sorted({round(-line.top) for line in lines if len(line.text) >= _PROSE})
    pairs = [(before, after) for by, before, after in steps if by == step]
    chain = list({id(each): each for pair in pairs for each in pair}.values())
    as_rows = sum(abs(_rows_between(rows, before, after) - step) <= _SLACK for before, after in pairs)
    if step > 1:
        return chain if as_rows >= _MOST * len(pairs) else []
    long = sum(each.rest is not None and len(each.rest.text) >= _LONG for each in chain)
    every_line = len(chain) >= _MOST * len(rows)
    return chain if len(chain) >= _MANY and (every_line or long >= _MOST * len(chain)) else []


def _rows_between(rows: list[int], before: Beside, after: Beside) -> int:
    return bisect_left(rows, round(-after.mark.top) - 2) - bisect_left(rows, round(-before.mark.top) - 2)
