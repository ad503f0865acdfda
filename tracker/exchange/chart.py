"""Where the bars of a chart stand: pure geometry in parts of a hundred, the same for a page and a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.figures import Figures, Month, Outcome

PAST_MONTHS = 36
NEXT_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: from where, how long, in parts of a hundred, and how many it stands for."""

    outcome: Outcome
    start: float
    length: float
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months around today, none left out, and how many deadlines fall before and after them."""

    months: tuple[Month, ...]
    earlier: int
    later: int
    today: float  # place of today along the months, in parts of a hundred
    highest: int


def pieces(counts: Sequence[tuple[Outcome, int]], *, most: int) -> tuple[Piece, ...]:
    """The parts of one bar, where the longest bar of the chart has `most` and is a hundred long."""
    made, start = [], 0.0
    for outcome, count in counts:
        length = 100 * count / most if most else 0.0
        if count:
            made.append(Piece(outcome, round(start, 3), round(length, 3), count))
        start += length
    return tuple(made)


def outcomes(figures: Figures | Month) -> tuple[tuple[Outcome, int], ...]:
    """How deadlines ended or stand, in the order in which bars show them."""
    return (
        (Outcome.IN_TIME, figures.in_time),
        (Outcome.LATE, figures.late),
        (Outcome.OVERDUE, figures.overdue),
        (Outcome.AHEAD, figures.ahead),
    )


def cells(counts: Sequence[tuple[Outcome, int]], *, most: int, width: int) -> tuple[tuple[Outcome, int], ...]:
    """The bar in whole cells of a terminal: the sum is right to half a cell, and what is there shows."""
    made, used, passed = [], 0, 0
    for outcome, count in counts:
        passed += count
        size = max(round(width * passed / most) - used, 1) if count and most else 0
        if size:
            made.append((outcome, size))
            used += size
    return tuple(made)


def timeline(months: Sequence[Month], today: date) -> Timeline:
    """The months from three years back to two years on, as far as there are deadlines."""
    now = _index(today)
    known = {_index(month.first): month for month in months}
    near = [index for index in known if now - PAST_MONTHS <= index <= now + NEXT_MONTHS]
    first, last = min(near, default=now), max(near, default=now)
    shown = tuple(known.get(index, Month(_first(index))) for index in range(first, last + 1))
    return Timeline(
        months=shown,
        earlier=sum(month.total for index, month in known.items() if index < first),
        later=sum(month.total for index, month in known.items() if index > last),
        today=round(100 * min(max((now - first + (today.day - 1) / 31) / len(shown), 0), 1), 3),
        highest=max((month.total for month in shown), default=0),
    )


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
