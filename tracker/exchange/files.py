"""What kind of file is this, and which records does it hold? Everything is read while it streams, but whole JSON."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import IO, Any

import orjson

from tracker.errors import Unreadable
from tracker.exchange import csv_file, foreign, tables, tweedekamer
from tracker.exchange.incoming import Incoming, Terms, refused
from tracker.exchange.json_lines import FORMAT, Record
from tracker.exchange.record import Misread, entry_of, entry_of_json
from tracker.files.tables import LARGEST_PACKED, is_packed
from tracker.model import Problem
from tracker.wording.written_days import Writing, writing_of

CHUNK = 1 << 20
WINDOWS = "cp1252"
MORE_PAGES = "Fetch the address in its @odata.nextLink too, and import it after this one."
LONGEST_JSON = 500_000_000  # bytes of a JSON file that is read whole
PARTS = frozenset(Record) - {Record.REGISTER}
Lines = Iterator[tuple[str, Any]]


class Kind(StrEnum):
    """What a file turns out to be."""

    REGISTER = "whole register (JSON Lines)"
    OWN_LINES = "commitments of a tracker (JSON Lines)"
    OWN_JSON = "commitments of a tracker (JSON)"
    OWN_CSV = "commitments of a tracker (CSV)"
    TWEEDE_KAMER = "Toezegging records of the Tweede Kamer"
    FOREIGN_JSON = "JSON of another register"
    FOREIGN_CSV = "CSV of another register"
    OWN_SHEET = "commitments of a tracker (workbook)"
    FOREIGN_SHEET = "workbook or document of another register"


OWN = frozenset({Kind.OWN_LINES, Kind.OWN_JSON, Kind.OWN_CSV, Kind.OWN_SHEET})
OF_TEXT, OF_SHEETS = (Kind.OWN_CSV, Kind.FOREIGN_CSV), (Kind.OWN_SHEET, Kind.FOREIGN_SHEET)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was recognised: its records in order, or the lines of a whole register as (name, record)."""

    kind: Kind
    records: Iterator[Incoming]
    lines: Lines | None = None
    head: tuple[int, str] = (0, "")
    problems: tuple[Problem, ...] = ()


@contextmanager
def open_file(file: IO[bytes], terms: Terms, name: str = "the file") -> Iterator[Opened]:
    """Recognise a file by what it holds, not by its name; raises Unreadable when it is none of ours to read."""
    if is_packed(file.read(4)):
        file.seek(0)
        yield _open_sheets(file, terms, name)
        return
    file.seek(0)
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        opened = _open_json(text, terms) if _first_sign(text) in {"{", "["} else _open_csv(text, terms)
        doubt = Problem("import.encoding", "The file is not UTF-8; it was read as Windows-1252.", "Look at accents.")
        yield replace(opened, problems=(doubt, *opened.problems)) if encoding == WINDOWS else opened
    finally:
        text.detach()  # the file belongs to the caller


def _open_csv(text: io.TextIOWrapper, terms: Terms) -> Opened:
    return _opened((tables.of_text(text),), terms, OF_TEXT)


def _open_sheets(file: IO[bytes], terms: Terms, name: str) -> Opened:
    content = file.read(LARGEST_PACKED + 1)
    if len(content) > LARGEST_PACKED:
        raise Unreadable("table.too-large", name=name)
    return _opened(tables.of_sheets(content, name), terms, OF_SHEETS)


def _opened(found: Sequence[tables.Table], terms: Terms, kinds: tuple[Kind, Kind]) -> Opened:
    """All tables of a file; where one is an export of this program, those alone."""
    own = [table for table in found if table.is_ours]
    if own:
        read = (table.records(partial(_own_row, table.writing)) for table in own)
        return Opened(kinds[0], chain.from_iterable(read))
    records = (table.records(partial(foreign.read, terms=replace(terms, writing=table.writing))) for table in found)
    names = dict.fromkeys(name for table in found for name in table.columns)
    return Opened(kinds[1], chain.from_iterable(records), problems=_unread(names))


def _own_row(writing: Writing, row: Mapping[str, str], place: str) -> Incoming:
    return _own(place, partial(csv_file.read, writing=writing), row)


def _open_json(text: io.TextIOWrapper, terms: Terms) -> Opened:
    line = text.readline(CHUNK)
    text.seek(0)
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return _open_whole_json(text, terms)
    if isinstance(first, dict) and "record" in first and "commitments" not in first:
        return _open_own_lines(text, first)
    if isinstance(first, dict) and "value" not in first and "commitments" not in first:
        return _open_lines(text, first, terms)
    return _open_whole_json(text, terms)


def _open_own_lines(text: io.TextIOWrapper, first: Mapping[str, Any]) -> Opened:
    if first.get("record") == Record.REGISTER:
        _check_format(first)
        if first.get("whole") is True:
            events, head = first.get("events"), first.get("head")
            if not isinstance(events, int) or not isinstance(head, str):
                raise Unreadable("import.no-end-named")
            return Opened(Kind.REGISTER, iter(()), lines=_whole(text), head=(events, head))
    return Opened(Kind.OWN_LINES, _own_lines(text))


def _check_format(head: Mapping[str, Any]) -> None:
    if not isinstance(head.get("format"), int) or head["format"] > FORMAT:
        raise Unreadable("import.newer-version")


def _whole(text: io.TextIOWrapper) -> Lines:
    for number, line, record in _json_lines(text, loads=orjson.loads):  # which we wrote, so that nothing needs mending
        if isinstance(record, Incoming):
            raise Unreadable("import.record-refused", problem=record.problems[0].message)
        name = str(record.get("record"))
        if name == Record.COMMITMENT:
            try:
                yield name, entry_of_json(line)
            except Misread as error:
                raise Unreadable("import.line", line=number, cause=error) from error
        elif name in PARTS:
            yield name, record
        elif number > 1:
            raise Unreadable("import.record-unknown", line=number, kind=name)


def _own_lines(text: io.TextIOWrapper) -> Iterator[Incoming]:
    for number, line, record in _json_lines(text):
        if isinstance(record, Incoming):
            yield record
        elif record.get("record") == Record.COMMITMENT:
            yield _own(f"line {number}", entry_of_json, line)


def _open_lines(text: io.TextIOWrapper, first: Mapping[str, Any], terms: Terms) -> Opened:
    kind, problems = _kind_of(first)
    lines = (
        record if isinstance(record, Incoming) else _taken(kind, record, f"line {number}", terms)
        for number, _, record in _json_lines(text)
    )
    return Opened(kind, lines, problems=problems)


def _open_whole_json(text: io.TextIOWrapper, terms: Terms) -> Opened:
    content = text.read(LONGEST_JSON + 1)
    if len(content) > LONGEST_JSON:
        raise Unreadable("import.json-too-large")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("import.not-json", reason=str(error)) from error
    if isinstance(value, dict):
        records = next((value[name] for name in ("commitments", "value") if name in value), [value])
    else:
        records = value
    if not isinstance(records, list):
        raise Unreadable("import.no-list")
    if isinstance(value, dict) and "commitments" in value and value.get("record") == Record.REGISTER:
        _check_format(value)
        return Opened(Kind.OWN_JSON, (_own(f"record {n}", entry_of, one) for n, one in enumerate(records, 1)))
    kind, problems = _kind_of(records[0] if records else {})
    terms = replace(terms, writing=writing_of(foreign.days_in(records)))
    if isinstance(value, dict) and value.get("@odata.nextLink"):
        problems += (Problem("import.pages", "There are more records than in this file: it is one page.", MORE_PAGES),)
    return Opened(
        kind, (_taken(kind, one, f"record {n}", terms) for n, one in enumerate(records, 1)), problems=problems
    )


def _kind_of(first: Any) -> tuple[Kind, tuple[Problem, ...]]:
    if tweedekamer.is_record(first):
        return Kind.TWEEDE_KAMER, ()
    names = tuple(first) if isinstance(first, dict) else ()
    if names and "quote" not in foreign.columns_of(names):
        raise Unreadable("import.no-objects-of-text")
    return Kind.FOREIGN_JSON, _unread(names)


def _taken(kind: Kind, record: Any, place: str, terms: Terms) -> Incoming:
    if not isinstance(record, dict):
        return refused(place, "it is not an object.")
    return tweedekamer.read(record, place, terms) if kind is Kind.TWEEDE_KAMER else foreign.read(record, place, terms)


def _own(place: str, read: Callable[[Any], Any], record: Any) -> Incoming:
    try:
        return Incoming(place, read(record))
    except Misread as error:
        return refused(place, str(error))


def _json_lines(text: io.TextIOWrapper, *, loads: Callable[[str], Any] | None = None) -> Iterator[tuple[int, str, Any]]:
    """The lines that are not empty with their objects; for a line that holds none, what is wrong."""
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            record = (loads or _loads)(line)
        except (ValueError, RecursionError) as error:
            yield number, line, refused(place, f"it is not JSON: {error}.")
            continue
        yield number, line, record if isinstance(record, dict) else refused(place, "it is not an object.")


def _loads(line: str) -> Any:
    """Fast where it can be; lone surrogates, which others may write, are mended later."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


def _unread(names: Any) -> tuple[Problem, ...]:
    unknown = foreign.unknown_columns(names)
    if not unknown:
        return ()
    return (Problem("import.columns", f"Columns that are not read: {', '.join(unknown)}."),)


def _first_sign(text: io.TextIOWrapper) -> str:
    sign = " "
    while sign.isspace():
        sign = text.read(1)
    text.seek(0)
    return sign


def _encoding(file: IO[bytes]) -> str:
    """By the byte order mark, or strictly as UTF-8, or else as Windows writes; raises Unreadable for no text."""
    start = file.read(4)
    file.seek(0)
    if not start:
        raise Unreadable("import.empty")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    while chunk := file.read(CHUNK):
        if b"\0" in chunk:
            raise Unreadable("import.not-text")
        try:
            decoder.decode(chunk, final=len(chunk) < CHUNK)
        except UnicodeDecodeError:
            encoding = WINDOWS
            break
    file.seek(0)
    return encoding
