"""Entries as an XLSX workbook for people: headed columns, real dates, a filter; no cell calculates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from tracker.exchange.publication import Publication
from tracker.model import Entry
from tracker.model.text import clean_text

PROPERTY = "tracker"  # by which an earlier workbook is known again
SHEET_ROWS = 1_000_000  # a sheet holds 1,048,576
CELL = 32_767
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {
    "label": 9,
    "status": 14,
    "due_on": 11,
    "summary": 60,
    "minister": 24,
    "responsible": 24,
    "committee": 30,
    "asked_by": 20,
    "asker_party": 10,
    "said_on": 11,
    "due_words": 24,
    "slips": 8,
    "slip_days": 8,
    "check_on": 11,
    "condition": 24,
    "resolved_on": 11,
    "evidence": 36,
    "lapse_reason": 24,
    "kind": 20,
    "firmness": 14,
    "policy_area": 20,
    "dossier": 14,
    "tags": 20,
    "quote": 80,
    "minister_function": 30,
    "source": 40,
    "subject": 40,
    "recalled_on": 11,
    "answer_by": 11,
}


def write(entries: Iterable[Entry], out: IO[bytes], publication: Publication, *, sheet_rows: int = SHEET_ROWS) -> None:
    """Write the workbook; rows leave memory as they are written, a register that is too long goes on a next sheet."""
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        workbook.set_properties({"title": publication.words.say("Commitments")})
        workbook.set_custom_property(PROPERTY, "commitments")
        styles = _styles(workbook)
        sheet, row = _new_sheet(workbook, styles, publication), 0
        for entry in entries:
            if row == sheet_rows:
                sheet.autofilter(0, 0, row, len(WIDTHS) - 1)
                sheet, row = _new_sheet(workbook, styles, publication), 0
            row += 1
            _write_row(sheet, row, values(entry, publication), styles)
        sheet.autofilter(0, 0, row, len(WIDTHS) - 1)


def values(entry: Entry, publication: Publication) -> tuple[str | int | date | None, ...]:
    """One row, in the words of the language; long text is cut at what a cell can hold."""
    return tuple(_value(entry, name, publication) for name in WIDTHS)


def _value(entry: Entry, name: str, publication: Publication) -> str | int | date | None:
    if name in {"status", "kind", "firmness"}:
        return publication.words.name(name, getattr(entry, name).value)
    if name == "tags":
        return clean_text(", ".join(entry.tags))
    if name == "evidence":
        return clean_text("\n".join(one.reference or one.note or "" for one in entry.evidence))
    if name == "source":
        return clean_text(publication.place(entry))
    value: str | int | date | None = getattr(entry, name)
    return clean_text(value) if isinstance(value, str) else value


def _styles(workbook: Any) -> Mapping[str, Any]:
    return {
        "head": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "number": workbook.add_format({"valign": "top"}),
    }


def _new_sheet(workbook: Any, styles: Mapping[str, Any], publication: Publication) -> Any:
    title = publication.words.say("Commitments")
    count = len(workbook.worksheets()) + 1
    sheet = workbook.add_worksheet(title if count == 1 else f"{title} {count}")
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, (name, width) in enumerate(WIDTHS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, publication.heading(name), styles["head"])
    return sheet


def _write_row(sheet: Any, row: int, cells: tuple[str | int | date | None, ...], styles: Mapping[str, Any]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str) and value:
            sheet.write_string(row, column, value[:CELL], styles["text"])
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, styles["date"])
        elif isinstance(value, int):
            sheet.write_number(row, column, value, styles["number"])
