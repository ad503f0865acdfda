"""In which order the lines of a page are read when it is set in two columns; decides by their places alone."""

from __future__ import annotations

from itertools import pairwise

from tracker.reading.lines import Line

LEFT, RIGHT, ACROSS = range(3)
_CROSSING = 0.25  # share of the lines that may run over both columns
_SIDE = 0.2  # share that each column must hold
_PROSE = 0.55  # how much of its column a line of prose fills, on average
_FAR = 0.7  # a left column ends before here
_FEW = 6
_STEPS = 40
_EDGE = 3
_WIDE = 1.9  # sizes of print between a running head and the text


def column_of(line: Line, gutter: float) -> int:
    """In which column a line stands."""
    if line.left < gutter < line.right:
        return ACROSS
    return LEFT if line.right <= gutter else RIGHT


def gutter_of(lines: list[Line]) -> float | None:
    """Where the space between two columns of prose runs; None for a page in one column."""
    if len(lines) < _FEW:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    if sum(line.right < left + _FAR * width for line in lines) < _SIDE * len(lines):
        return None
    best: tuple[int, float] | None = None
    for step in range(int(_STEPS * 0.3), int(_STEPS * 0.7) + 1):
        place = left + width * step / _STEPS
        crossing = sum(line.left < place < line.right for line in lines)
        if best is None or crossing < best[0]:
            best = crossing, place
    if best is None or best[0] > _CROSSING * len(lines):
        return None
    place = _middle(lines, best[1], left, right)
    firsts = [line for line in lines if line.right <= place]
    seconds = [line for line in lines if line.left >= place]
    if min(len(firsts), len(seconds)) < _SIDE * len(lines):
        return None
    both = _fill(firsts, place - left), _fill(seconds, right - place)
    return place if min(both) > _PROSE else None


def _middle(lines: list[Line], place: float, left: float, right: float) -> float:
    """The middle of the free strip around a place."""
    before = max((line.right for line in lines if line.right <= place), default=left)
    after = min((line.left for line in lines if line.left >= place), default=right)
    return (before + after) / 2


def _fill(lines: list[Line], width: float) -> float:
    return sum(line.right - line.left for line in lines) / (len(lines) * width) if width > 0 else 0.0


def heads_first(lines: list[Line]) -> list[Line]:
    """The lines as the file gives them, but a running head that stands apart comes first, and a foot last.

    They are often drawn before or after all else.
    """
    if len(lines) < _FEW:
        return sorted(lines, key=lambda line: -line.top)
    tops = sorted({round(line.top) for line in lines}, reverse=True)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    order = {top: rank - _EDGE for rank, top in enumerate(_apart(tops, size))}
    order |= {top: _EDGE - rank for rank, top in enumerate(_apart(tops[::-1], size))}
    order |= dict.fromkeys(_drawn_last_above(lines), -_EDGE)
    return sorted(lines, key=lambda line: order.get(round(line.top), 0))


def _drawn_last_above(lines: list[Line]) -> set[int]:
    """The rows of a head, however near the text, that is drawn after all else and stands above it."""
    return {
        round(line.top)
        for count in range(1, _EDGE + 1)
        if min(line.top for line in lines[-count:]) > max(line.top for line in lines[:-count])
        for line in lines[-count:]
    }


def _apart(tops: list[int], size: float) -> list[int]:
    """The rows at an edge of the page that a wide space parts from the rest."""
    for rank, (row, following) in enumerate(pairwise(tops[: _EDGE + 1])):
        if abs(row - following) > _WIDE * size:
            return tops[: rank + 1]
    return []


def jumps_in(lines: list[Line]) -> int:
    """How often the next line stands beside or above the line before it."""
    return sum(after.top >= before.top - before.size * 0.3 for before, after in pairwise(lines))


def columns_of(lines: list[Line], gutter: float) -> list[tuple[int, list[Line]]]:
    """The lines in reading order, as stretches of column LEFT, RIGHT or ACROSS both."""
    stretches: list[tuple[int, list[Line]]] = []
    firsts: list[Line] = []
    seconds: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        column = column_of(line, gutter)
        if column == ACROSS:
            stretches += [(LEFT, firsts), (RIGHT, seconds), (ACROSS, [line])]
            firsts, seconds = [], []
        elif column == LEFT:
            firsts.append(line)
        else:
            seconds.append(line)
    stretches += [(LEFT, firsts), (RIGHT, seconds)]
    return [(column, part) for column, part in stretches if part]
