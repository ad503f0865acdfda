"""Tables as spreadsheets save them, made in the test: rows of text and days in a workbook of each kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from html import escape

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from docx import Document
from papers import zipped

Cell = str | date | int | float | None
Rows = Sequence[Sequence[Cell]]
OPEN_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    "{tables}</office:spreadsheet></office:body></office:document-content>"
)


def csv_of(rows: Rows, separator: str = ";", *, first: str = "") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return first + out.getvalue()


def xlsx(*sheets: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        as_day = book.add_format({"num_format": "dd/mm/yy"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, as_day)
                    else:
                        sheet.write(number, place, cell)
    return out.getvalue()


def ods(*sheets: Rows, more: str = "") -> bytes:
    """As LibreOffice saves it: empty cells to the end of the sheet are there, written once."""
    tables = "".join(
        f'<table:table table:name="Blad{number}">{"".join(map(_row, rows))}{more}'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for number, rows in enumerate(sheets, start=1)
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    content = OPEN_DOCUMENT.format(tables=tables)
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def word(rows: Rows) -> bytes:
    """A Word document with a paragraph and, if there are rows, a table."""
    document = Document()
    document.add_paragraph("Toezegging")
    table = document.add_table(rows=0, cols=max(map(len, rows), default=1)) if rows else None
    for row in rows:
        assert table is not None
        for place, cell in zip(table.add_row().cells, row, strict=True):
            place.text = f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell or "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _row(row: Sequence[Cell]) -> str:
    cells = "".join(map(_cell, row))
    return f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        shown = f"{cell:%d/%m/%y}"
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        shown, kind = escape(cell), 'office:value-type="string"'
    else:
        shown, kind = str(cell), f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
