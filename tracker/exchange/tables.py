"""Commitments in a table: where its head stands, which columns it has, how its days are written, and its records.

A table is CSV, a workbook or a table in a Word document. Title rows above the head are passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from tracker.errors import Unreadable
from tracker.exchange import csv_file, foreign
from tracker.exchange.incoming import Incoming, refused
from tracker.files import tables
from tracker.wording.written_days import Writing, writing_of

LONGEST_CELL = 50_000_000
Read = Callable[[Mapping[str, str], str], Incoming]
Numbered = Iterator[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, its rows with the place of each, and how its days are written."""

    columns: tuple[str, ...]
    rows: Numbered
    writing: Writing

    @property
    def is_ours(self) -> bool:
        """Whether it is an export of this program."""
        return csv_file.is_ours(self.columns)

    def records(self, read: Read) -> Iterator[Incoming]:
        """What each row that is not empty makes."""
        for place, row in self.rows:
            cells = _without_empty_end(row, len(self.columns))
            if len(cells) > len(self.columns):
                yield refused(place, f"it has {len(cells)} cells under {len(self.columns)} columns.")
            elif any(cells):
                yield read(dict(zip(self.columns, cells, strict=False)), place)


def of_text(text: TextIO) -> Table:
    """The table in a CSV file, which is read while it streams."""
    csv.field_size_limit(LONGEST_CELL)
    layout = tables.lines_of(text, _known)
    try:
        columns = _columns(next(_rows(text, layout, strict=True), []))
    except csv.Error as error:
        raise Unreadable("import.first-row", reason=str(error)) from error
    _need_words(columns)
    writing = _writing(columns, islice(_rows(text, layout, strict=False), 1, None))
    rows = _rows(text, layout, strict=True)
    next(rows)
    return Table(columns, _numbered(rows, layout.row + 1), writing)


def of_sheets(content: bytes, name: str) -> tuple[Table, ...]:
    """The tables of commitments in a workbook or a document; raises Unreadable when there is none."""
    found = []
    for sheet in tables.sheets(content, name):
        head = tables.best_head(sheet.rows, _known)
        if head is not None:
            found.append((sheet, head))
    if not found:
        raise Unreadable("import.no-column-of-text")
    return tuple(_of_sheet(sheet, head, alone=len(found) == 1) for sheet, head in found)


def _of_sheet(sheet: tables.Sheet, head: int, *, alone: bool) -> Table:
    columns, rows = _columns(sheet.rows[head]), sheet.rows[head + 1 :]
    before = "" if alone or sheet.name is None else f"{sheet.name}, "
    places = ((f"{before}row {number}", row) for number, row in enumerate(rows, head + 2))
    return Table(columns, places, _writing(columns, rows))


def _known(cells: Sequence[str]) -> int:
    """How many of these are names of columns, if one of them has the words of a commitment."""
    columns = _columns(cells)
    if csv_file.is_ours(columns):
        return len(columns)
    found = foreign.columns_of(columns)
    return len(found) if "quote" in found else 0


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _need_words(columns: tuple[str, ...]) -> None:
    if not csv_file.is_ours(columns) and "quote" not in foreign.columns_of(columns):
        raise Unreadable("import.no-column-of-text")


def _rows(text: TextIO, layout: tables.Lines, *, strict: bool) -> Iterator[list[str]]:
    """The rows from the head on, from the beginning of the file."""
    text.seek(0)
    for _ in range(layout.before):
        text.readline()
    yield from csv.reader(text, delimiter=layout.separator, strict=strict)


def _numbered(rows: Iterator[list[str]], number: int) -> Numbered:
    """Records are counted as a spreadsheet does; a line break inside a cell does not count."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable("import.row", row=number, reason=str(error)) from error
        yield f"row {number}", row
        number += 1


def _writing(columns: tuple[str, ...], rows: Iterable[Sequence[str]]) -> Writing:
    """How the days are written, by all of them; in an export that no spreadsheet saved since, they are as we write."""
    is_ours = csv_file.is_ours(columns)
    names = csv_file.DAYS if is_ours else foreign.days_of(columns)
    places = [place for place, name in enumerate(columns) if name in names]
    said_on = columns.index("said_on") if is_ours else 0
    cells: list[str] = []
    for count, row in enumerate(rows):
        if is_ours and not count and len(row) > said_on and csv_file.is_day(row[said_on]):
            return Writing()
        cells += [row[place] for place in places if place < len(row) and row[place]]
    return writing_of(cells)


def _without_empty_end(cells: Sequence[str], columns: int) -> Sequence[str]:
    """A spreadsheet may have saved empty cells beside the table."""
    end = len(cells)
    while end > columns and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
