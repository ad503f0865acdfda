"""Tables as wide as the screen: no cell is cut, numbers, days and addresses stay whole, long texts go under their row.

It decides where a column stands and draws that; it knows nothing of what the columns tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

SHORT = 22  # characters: longer cells that can be wrapped are a text
READABLE = 28  # characters: a long text beside the other columns is never narrower
GAP = 2  # between two columns
INDENT = 4  # of what stands under its row, where the first column is wide


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own; without one they are all that there is."""

    heading: str | None
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """How much room a column takes: whole, and when it is wrapped between words."""

    place: int
    whole: int
    longest_word: int
    is_empty: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is long, and may be wrapped."""
        return self.whole > SHORT and self.whole > self.longest_word

    @property
    def least(self) -> int:
        """What it must have: a text enough to be read, any other all of it."""
        if not self.is_text:
            return self.whole
        return max(READABLE if self.whole > 2 * SHORT else SHORT, min(self.longest_word, READABLE))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns stand beside each other, with their widths, and which stand under their row."""

    widths: dict[int, int]
    beneath: tuple[int, ...] = field(default=())


def measured(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """What each column needs."""
    return tuple(
        _measured(place, heading, [row[place] for row in rows], is_asked=place == 0)
        for place, heading in enumerate(headings)
    )


def layout(columns: Sequence[Column], room: int) -> Layout:
    """All beside each other where that fits; else what is empty goes, then texts and the last columns go beneath."""
    if _fit(columns, room):
        return Layout(_widths(columns, room))
    told = [column for column in columns if not column.is_empty]
    if _fit(told, room):
        return Layout(_widths(told, room))
    first, *rest = told
    beside = [first, *(column for column in rest if not column.is_text)]
    while len(beside) > 1 and not _fit(beside, room):
        beside.pop()
    return Layout(_widths(beside, room), tuple(column.place for column in told if column not in beside))


def print_table(screen: Console, headings: Sequence[str], groups: Sequence[Group]) -> None:
    """Draw the rows; all groups have the same columns."""
    chosen = layout(measured(headings, [row for group in groups for row in group.rows]), screen.width)
    for group in groups:
        if group.heading is not None:
            screen.print(f"\n{group.heading}", markup=False, soft_wrap=True)
        screen.print(*_drawn(chosen, headings, group.rows), sep="\n")


def _measured(place: int, heading: str, cells: Sequence[str], *, is_asked: bool) -> Column:
    parts = [heading, *cells]
    return Column(
        place,
        max(cell_len(line) for part in parts for line in part.split("\n")),
        max((cell_len(word) for part in parts for word in part.split()), default=0),
        is_empty=not is_asked and not any(cells),
    )


def _fit(columns: Sequence[Column], room: int) -> bool:
    return sum(column.least for column in columns) + GAP * (len(columns) - 1) <= room


def _widths(columns: Sequence[Column], room: int) -> dict[int, int]:
    """What each must have; texts share what is left, the shortest first."""
    widths = {column.place: min(column.least, room) for column in columns}
    left = max(room - sum(widths.values()) - GAP * (len(columns) - 1), 0)
    texts = sorted((column for column in columns if column.is_text), key=lambda column: column.whole)
    for done, column in enumerate(texts):
        given = min(column.whole - widths[column.place], left // (len(texts) - done))
        widths[column.place] += max(given, 0)
        left -= max(given, 0)
    return widths


def _drawn(chosen: Layout, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
    from rich.rule import Rule

    if not chosen.beneath:
        yield _beside(chosen.widths, headings, rows)
        return
    labelled = len(chosen.beneath) > 1
    yield _beside(chosen.widths, headings, ())
    if not labelled:
        yield from _beneath(chosen, headings, headings, style="bold")
    yield Rule(style="none")
    for row in rows:
        yield _beside(chosen.widths, (), (row,))
        yield from _beneath(chosen, headings if labelled else (), row)


def _beside(widths: dict[int, int], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD if rows and headings else None,
        show_header=bool(headings),
        show_edge=False,
        pad_edge=False,
        padding=(0, 1 if rows and headings else GAP, 0, 0),
        header_style="bold",
    )
    for place, width in widths.items():
        table.add_column(Text(headings[place]) if headings else "", width=width, overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[place]) for place in widths))
    return table


def _beneath(chosen: Layout, labels: Sequence[str], row: Sequence[str], *, style: str = "") -> Iterator[RenderableType]:
    """What stands under a row, beside its labels where these are needed; what is empty takes no line."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    told = [place for place in chosen.beneath if row[place]]
    if not told:
        return
    first = next(iter(chosen.widths.values()))
    table = Table.grid(padding=(0, GAP, 0, 0))
    if labels and not style:
        table.add_column(width=max(cell_len(labels[place]) for place in chosen.beneath), style="dim")
    table.add_column(overflow="fold")
    for place in told:
        text = Text(row[place], style=style)
        table.add_row(Text(labels[place]), text) if labels and not style else table.add_row(text)
    yield Padding(table, (0, 0, 0, min(first + GAP, 2 * INDENT)))
