"""The rows of a table, whichever program saved it: CSV, a workbook (.xlsx, .ods) or a Word document (.docx).

A cell is text: a day is written 2022-06-30, a whole number without decimals. Nothing is computed and nothing outside
the file is looked at. Which row is the head is for whoever knows the names of the columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any

from tracker.errors import Unreadable

Row = list[str]
Known = Callable[[Sequence[str]], int]  # how many cells are names of columns; 0 is no head

SEPARATORS = (",", ";", "\t")
TOP = 50  # lines or rows among which the head is looked for
LONGEST_LINE = 1_000_000
LARGEST_PACKED = 100_000_000  # bytes of a workbook
MOST_CELLS = 20_000_000
WIDEST, LONGEST = 16_384, 1_048_576  # of a sheet
PACKED = b"PK\x03\x04"
_NAMED = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n?', re.IGNORECASE)
_PLACE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the number of its first row; a workbook and a document may hold several."""

    rows: Sequence[Row]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """How a CSV file is laid out: what parts its cells, the lines before its head, and the number of the head."""

    separator: str
    before: int
    row: int


def is_packed(start: bytes) -> bool:
    """Whether a file is a workbook or a document, by how its bytes begin."""
    return start.startswith(PACKED)


def sheets(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a workbook or a Word document; raises Unreadable for what is neither, damaged or monstrous."""
    from tracker.reading.archive import Archive

    archive = Archive(content, name)
    if any(part.startswith("word/") for part in archive.names):
        return _of_document(content, archive, name)
    if any(part.startswith("xl/") for part in archive.names) or "content.xml" in archive.names:
        _check_size(archive, name)
        return _of_workbook(content, name)
    raise Unreadable("table.unknown", name=name)


def best_head(rows: Iterable[Sequence[str]], known: Known) -> int | None:
    """At which of the first rows the head stands: where most names are known."""
    counts = [known(row) for row in islice(rows, TOP)]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def lines_of(text: IO[str], known: Known) -> Lines:
    """How a CSV file is parted and where its head stands; the file is left at its beginning."""
    first = [text.readline(LONGEST_LINE) for _ in range(TOP)]
    text.seek(0)
    named = _NAMED.fullmatch(first[0].removeprefix("\ufeff"))
    top = first[1:] if named else first
    candidates: list[tuple[int, Lines]] = []
    for separator in (named[1],) if named else SEPARATORS:
        rows = list(_tolerant(top, separator))
        head = best_head((cells for cells, _ in rows), known)
        if head is not None:
            before = rows[head - 1][1] if head else 0
            candidates.append((known(rows[head][0]), Lines(separator, before + bool(named), head + 1)))
    if candidates:
        return max(candidates, key=lambda one: one[0])[1]
    return Lines(named[1] if named else max(SEPARATORS, key=top[0].count), int(bool(named)), 1)


def _tolerant(lines: Sequence[str], separator: str) -> Iterator[tuple[Row, int]]:
    """The rows at the top with the number of lines up to their end, as far as they can be read."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in reader:
            yield row, reader.line_num
    except csv.Error:
        return


def _of_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(
                Sheet(
                    [
                        [_told(cell) for cell in row]
                        for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                    ],
                    title,
                )
                for title in book.sheet_names
            )
    except PasswordError as error:
        raise Unreadable("reading.encrypted", name=name) from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise Unreadable("reading.damaged", name=name) from error


def _check_size(archive: Any, name: str) -> None:
    """A workbook of a few bytes may claim a billion cells: every part is bounded, and so is the rectangle."""
    for part in archive.names:
        content = archive.part(part)
        if part.startswith("xl/worksheets/"):
            places = _PLACE.findall(content)
            most = max((_column(letters) for letters, _ in places), default=0)
            cells = most * max((int(row) for _, row in places), default=0)
        elif part == "content.xml":
            cells = _spread(content)
        else:
            continue
        if cells > MOST_CELLS:
            raise Unreadable("table.too-large", name=name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _spread(content: bytes) -> int:
    """How many cells of an OpenDocument table hold something, as often as repeated; torn XML has too many."""
    from lxml import etree

    space = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return MOST_CELLS + 1
    cells = 0
    for row in root.iter(f"{space}table-row"):
        times, wide, passed = _times(row.get(f"{space}number-rows-repeated"), most=LONGEST), 0, 0
        for cell in row:
            passed += _times(cell.get(f"{space}number-columns-repeated"), most=WIDEST)
            if len(cell) or any("value" in str(key) for key in cell.attrib):
                wide = passed
        cells += wide * times if max(passed, times) <= MOST_CELLS else MOST_CELLS + 1
    return cells


def _times(written: str | None, *, most: int) -> int:
    """How often something is repeated; what no sheet is as wide or long as is more than can be read."""
    if written is None:
        return 1
    return int(written) if written.isascii() and written.isdigit() and int(written) <= most else MOST_CELLS + 1


def _of_document(content: bytes, archive: Any, name: str) -> tuple[Sheet, ...]:
    """The tables of a Word document; what was struck out while changes were tracked is not there."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.table import Table
    from lxml.etree import LxmlError

    for part in archive.names:
        archive.part(part)
    try:
        document = Document(io.BytesIO(content))
        tables = [Table(table, document) for table in document.element.body.iter(qn("w:tbl"))]
        return tuple(Sheet([_cells_of(row) for row in table.rows if not _is_struck(row)]) for table in tables)
    except (LxmlError, KeyError, ValueError, AttributeError, IndexError, TypeError, AssertionError) as error:
        raise Unreadable("reading.damaged", name=name) from error


def _is_struck(row: Any) -> bool:
    from docx.oxml.ns import qn

    return row._tr.trPr is not None and row._tr.trPr.find(qn("w:del")) is not None  # noqa: SLF001 - the library knows no changes


def _cells_of(row: Any) -> Row:
    return [_words_of(cell._tc) for cell in row.cells]  # noqa: SLF001 - its text leaves out what was put in as a change


def _words_of(cell: Any) -> str:
    """The words of a cell as they read with all changes accepted, a line a paragraph."""
    from docx.oxml.ns import qn

    gone = {id(word) for moved in cell.iter(qn("w:moveFrom")) for word in moved.iter(qn("w:t"))}
    spelled = {qn("w:p"): "\n", qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}
    parts = [
        (node.text or "") if node.tag == qn("w:t") else spelled.get(node.tag, "")
        for node in cell.iter()
        if id(node) not in gone
    ]
    return "".join(parts).strip()


def _told(cell: Any) -> str:
    """A cell as it would be written by hand."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
