"""Figures drawn in a terminal: bars of block characters that can be wording apart without colour. It counts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tracker.exchange.chart import Timeline, cells, outcomes, timeline
from tracker.exchange.figure_words import FigureWords
from tracker.figures import Figures, Outcome, Overview, Side

HEIGHT = 8  # lines of the timeline
LONGEST = 40  # cells of a bar
BESIDE, APART = 28, 18  # columns that the numbers beside a bar take, and more where some have no deadline
Blocks = Mapping[Outcome, str]
BLOCKS: Blocks = {Outcome.IN_TIME: "█", Outcome.LATE: "▓", Outcome.OVERDUE: "▒", Outcome.AHEAD: "░"}
PLAIN_BLOCKS: Blocks = {Outcome.IN_TIME: "#", Outcome.LATE: "+", Outcome.OVERDUE: "!", Outcome.AHEAD: "."}
COLOURS = {Outcome.IN_TIME: "cyan", Outcome.LATE: "yellow", Outcome.OVERDUE: "red", Outcome.AHEAD: "bright_black"}


def drawing(
    seen: Overview, wording: FigureWords, *, sides: Sequence[Side], blocks: Blocks, width: int
) -> RenderableType:
    """The figures, the months, and the bars of the sides that were asked for."""
    words = wording.words
    parts: list[RenderableType] = [_title(words["title"], words["date"].format(day=wording.day(seen.today)))]
    if seen.said_later:
        parts.append(Text(wording.said_later(seen.said_later)))
    if not seen.whole.total:
        return Group(*parts, words["none"])
    parts += [_facts(seen, wording), Text(), _legend(wording, blocks)]
    line = timeline(seen.months, seen.today)
    if line.highest:
        parts += [Text(), _title(words["timeline"]), *_upright(line, blocks, wide=2 * len(line.months) + 6 <= width)]
    for side in sides:
        rows = [(wording.name(name), figures) for name, figures in seen.sides[side]]
        parts += [Text(), _title(words[side]), _bars(rows, wording, blocks, width=width)]
    return Group(*parts)


def _title(text: str, more: str = "") -> Text:
    return Text.assemble((text, "bold"), f"  {more}" if more else "")


def _facts(seen: Overview, wording: FigureWords) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for name, value in wording.facts(seen):
        table.add_row(value, name)
    return table


def _legend(wording: FigureWords, blocks: Blocks) -> Text:
    return Text("   ").join(Text.assemble((blocks[one] * 2, COLOURS[one]), f" {wording.words[one]}") for one in Outcome)


def _upright(line: Timeline, blocks: Blocks, *, wide: bool) -> list[Text]:
    """The months as columns, the years under them, and a mark under this month."""
    step, height = 2 if wide else 1, min(HEIGHT, line.highest)
    columns = [
        [outcome for outcome, size in cells(outcomes(month), most=line.highest, width=height) for _ in range(size)]
        for month in line.months
    ]
    rows = [
        Text.assemble(
            f"{line.highest if level == height - 1 else '':>4} ",
            *(
                (blocks[column[level]] * step, COLOURS[column[level]]) if level < len(column) else " " * step
                for column in columns
            ),
        )
        for level in reversed(range(max(height, *(len(column) for column in columns))))
    ]
    years = [(year, step * len(list(group))) for year, group in groupby(month.first.year for month in line.months)]
    axis = "".join(f"{'|' + str(year) if size > len(str(year)) else '|':<{size}}" for year, size in years)
    here = min(int(line.today * len(line.months) / 100), len(line.months) - 1)
    return [*rows, Text(" " * 5 + axis, "dim"), Text(" " * (5 + step * here) + "^", "bold")]


def _bars(rows: Sequence[tuple[str, Figures]], wording: FigureWords, blocks: Blocks, *, width: int) -> Table:
    most = max(figures.dated for _, figures in rows)
    names = min(max(len(name) for name, _ in rows), max(width // 3, 24))
    beside = BESIDE + (APART if any(figures.undated for _, figures in rows) else 0)
    size = min(max(width - names - beside, 8), LONGEST)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(max_width=names, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(width=size, no_wrap=True)
    table.add_column(no_wrap=True)
    for name, figures in rows:
        overdue = f"{wording.number(figures.overdue)} {wording.words['overdue_short']}" if figures.overdue else ""
        bar = Text.assemble(
            *((blocks[one] * long, COLOURS[one]) for one, long in cells(outcomes(figures), most=most, width=size))
        )
        apart = wording.undated(figures.undated) if figures.undated else ""
        told = Text(", ").join(part for part in (Text(overdue, COLOURS[Outcome.OVERDUE]), Text(apart)) if part)
        table.add_row(Text(name), wording.number(figures.dated), bar, told)
    return table
