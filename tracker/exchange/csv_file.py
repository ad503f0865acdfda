"""Entries as CSV (RFC 4180) and back: one line a commitment, nothing lost, no cell that calculates.

Plain text stands as it is; numbers, lists and the reading of the deadline stand as JSON in their cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from tracker.exchange.days import day_of
from tracker.exchange.record import Misread, entry_of, record_of
from tracker.model import Entry, Source
from tracker.model.formulas import csv_line, undone
from tracker.wording.written_days import Writing

SOURCE = "source_"
BOM = "\ufeff"
LEADING = (
    "label",
    "status",
    "due_on",
    "summary",
    "minister",
    "committee",
    "asked_by",
    "asker_party",
    "said_on",
    "quote",
)
OWN = frozenset({"label", "status", "quote", "said_on", "deadline_version", "recorded_at"})  # who has these is ours


def _is_text(kind: Any) -> bool:
    """Whether a field is text in JSON too, as days, instants and named values are."""
    return any(isinstance(one, type) and issubclass(one, str | date) for one in (kind, *get_args(kind)))


def _is_day(kind: Any) -> bool:
    return any(one is date for one in (kind, *get_args(kind)))


_KINDS = get_type_hints(Entry)
_SOURCE_KINDS = {SOURCE + name: kind for name, kind in get_type_hints(Source).items()}
_LATER = ("subject", "recalled_on", "answer_by")  # new ones go last
_APART = frozenset({*LEADING, *_LATER, "number", "source"})
COLUMNS = (*LEADING, *(name for name in _KINDS if name not in _APART), *_SOURCE_KINDS, *_LATER)
LISTS = frozenset(name for name, kind in _KINDS.items() if get_origin(kind) is tuple)
TEXT = frozenset(name for name, kind in {**_KINDS, **_SOURCE_KINDS}.items() if _is_text(kind)) - LISTS | {"label"}
DAYS = frozenset(name for name, kind in {**_KINDS, **_SOURCE_KINDS}.items() if _is_day(kind))
_DECIMAL = re.compile(r"-?\d+,\d+")
_SPELLING = tuple((name, name in TEXT) for name in COLUMNS)
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_SOURCE_FIELDS = tuple(name.removeprefix(SOURCE) for name in _SOURCE_KINDS)
_EMPTY: Mapping[str, Any] = {"source": None, **{name: [] if name in LISTS else None for name in COLUMNS}}


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is spelled: what parts cells and decimals, and whether the mark that Excel needs is there."""

    separator: str = ","
    bom: bool = False
    decimal: str = "."


def form_for_spreadsheets(language: str) -> Form:
    """The form that a spreadsheet in this language opens: where decimals have a comma, semicolons part the cells."""
    from babel.numbers import get_decimal_symbol

    from tracker.wording.catalogue import catalogue

    decimal = get_decimal_symbol(catalogue(language).locale)
    return Form(SEPARATORS["semicolon" if decimal == "," else "comma"], bom=True, decimal=decimal)


def write(entries: Iterable[Entry], form: Form | None = None) -> Iterator[str]:
    """The lines of the file, one a commitment, behind the head."""
    form = form or Form()
    if form.bom:
        yield BOM
    yield csv_line(COLUMNS, form.separator)
    for entry in entries:
        yield csv_line(cells(entry, decimal=form.decimal), form.separator)


def cells(entry: Entry, *, decimal: str = ".") -> list[str]:
    """One line, by column; None and empty lists are empty cells."""
    record = record_of(entry)
    source = record.pop("source")
    if source:
        record |= {SOURCE + name: value for name, value in source.items()}
    return [_cell(record.get(name), decimal, is_text=is_text) for name, is_text in _SPELLING]


def is_ours(columns: Iterable[str]) -> bool:
    """Whether a head line is that of an export of this program."""
    return set(columns) >= OWN


def is_day(cell: str) -> bool:
    """Whether a cell is a day as we write it."""
    try:
        return bool(date.fromisoformat(cell))
    except ValueError:
        return False


def read(row: Mapping[str, str], writing: Writing | None = None) -> Entry:
    """The entry of one line of our own export, also when a spreadsheet saved it again; raises Misread for a column.

    Spreadsheets write days and decimals in their own way; `writing` is that of the days.
    """
    record = dict(_EMPTY)
    for name, cell in row.items():
        if cell and name in _EMPTY:
            text = undone(cell)
            record[name] = _day(text, writing) if name in DAYS else text if name in TEXT else _value(name, text)
    record["number"] = number_of(record["label"] or "")
    if record["source_sha256"] is not None:
        record["source"] = {name: record[SOURCE + name] for name in _SOURCE_FIELDS}
    return entry_of(record)


def number_of(label: str) -> int:
    """The number in C-0001 or 1; raises Misread."""
    digits = label.strip().upper().removeprefix("C-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:  # noqa: PLR2004 - what a database can hold
        raise Misread("import.not-a-label", label=label)
    return int(digits)


def _cell(value: Any, decimal: str, *, is_text: bool) -> str:
    if value is None or value == []:
        return ""
    if is_text:
        return str(value)
    written = orjson.dumps(value).decode()
    return written.replace(".", decimal) if isinstance(value, float) else written


def _day(cell: str, writing: Writing | None) -> str:
    """The day as we write it; what is none is refused by its field."""
    found = None if is_day(cell) else day_of(cell, writing)
    return cell if found is None else found.isoformat()


def _value(name: str, cell: str) -> Any:
    try:
        return orjson.loads(cell.replace(",", ".") if _DECIMAL.fullmatch(cell) else cell)
    except orjson.JSONDecodeError as error:
        raise Misread("import.not-ours", name=name, cell=cell[:40]) from error
