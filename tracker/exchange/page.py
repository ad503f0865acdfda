"""The figures as one page of HTML that needs nothing else: charts as inline SVG, and every number in a table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.exchange.chart import Piece, Timeline, outcomes, pieces, timeline
from tracker.exchange.figure_words import FigureWords
from tracker.figures import Figures, Month, Outcome, Overview, Side
from tracker.templating import environment, rendered

SHOWN = 12  # bars of one side; the table holds all
GAP = 0.18  # of a month's width
COLUMNS = ("total", "open", "overdue", "in_time", "late", "undated", "slips", "median_delay", "longest_delay")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a side, or one month: its name, its parts, and the same in words."""

    name: str
    pieces: tuple[Piece, ...]
    told: str
    figures: Figures | Month


@dataclass(frozen=True, slots=True)
class Column:
    """A month's bar and where it stands."""

    bar: Bar
    start: float
    width: float


def render(seen: Overview, *, language: str, templates: Path | None = None) -> str:
    """The page; `templates` is a folder whose files replace ours."""
    wording, line = FigureWords(language), timeline(seen.months, seen.today)
    words = wording.words
    context = {
        "told": wording,
        "words": words,
        "overview": seen,
        "whole": seen.whole,
        "line": line,
        "columns": _columns(line, wording),
        "years": _years(line),
        "outcomes": tuple(Outcome),
        "charts": tuple((words[side], _bars(side, rows, wording)) for side, rows in seen.sides.items()),
        "anchors": {words[side]: side.value for side in seen.sides},
        "sizes": {words[side]: len(rows) for side, rows in seen.sides.items()},
        "lists": ((words["longest_open"], seen.longest_open), (words["most_slipped"], seen.most_slipped)),
        "figure_columns": COLUMNS,
        "tables": tuple((words[side], _rows(rows, wording)) for side, rows in seen.sides.items()),
    }
    folder = str(templates) if templates else None
    return rendered(environment(folder, html=True), "stats/page.html", context, what="the page of figures")


def _bars(side: Side, rows: Sequence[tuple[str | None, Figures]], wording: FigureWords) -> tuple[Bar, ...]:
    """Those without any deadline, and those after the first dozen, show in the table alone."""
    dated = [(name, figures) for name, figures in rows if figures.dated]
    shown = dated if side is Side.YEAR else dated[:SHOWN]
    most = max((figures.dated for _, figures in shown), default=0)
    return tuple(_bar(wording.name(name), figures, most, wording=wording) for name, figures in shown)


def _columns(line: Timeline, wording: FigureWords) -> tuple[Column, ...]:
    width = 100 / len(line.months)
    return tuple(
        Column(
            _bar(wording.month(month.first), month, line.highest, wording=wording),
            start=round((place + GAP / 2) * width, 3),
            width=round((1 - GAP) * width, 3),
        )
        for place, month in enumerate(line.months)
    )


def _bar(name: str, counted: Figures | Month, most: int, *, wording: FigureWords) -> Bar:
    return Bar(name, pieces(outcomes(counted), most=most), wording.parts(counted), counted)


def _rows(rows: Sequence[tuple[str | None, Figures]], wording: FigureWords) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (wording.name(name), tuple(wording.number(getattr(figures, column)) for column in COLUMNS))
        for name, figures in rows
    )


def _years(line: Timeline) -> tuple[tuple[int, int], ...]:
    """Each year under the timeline, and how many months of it are shown."""
    years: dict[int, int] = {}
    for month in line.months:
        years[month.first.year] = years.get(month.first.year, 0) + 1
    return tuple(years.items())
