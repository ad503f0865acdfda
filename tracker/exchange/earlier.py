"""Is this file an earlier export of the same kind? What it holds tells; what another program saved is none of ours."""

from __future__ import annotations

import csv
import re
import struct
import zlib
from lzma import LZMAError
from typing import IO
from zipfile import BadZipFile, ZipFile

import orjson

from tracker.exchange import csv_file
from tracker.exchange.json_lines import Record
from tracker.exchange.workbook import PROPERTY

HEAD = 4096  # bytes in which a file says what it is
LONGEST_PART = 65_536
_BROKEN = (  # all that a damaged archive raises
    BadZipFile,
    EOFError,
    KeyError,
    LZMAError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_SAVED = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")


def is_csv(file: IO[bytes], *, separator: str = ",") -> bool:
    """The head line is ours, still parted as we part it now."""
    line = file.readline(HEAD).decode("utf-8-sig", "replace")
    try:
        return csv_file.is_ours(next(csv.reader([line], delimiter=separator), ()))
    except csv.Error:
        return False


def is_register_lines(file: IO[bytes]) -> bool:
    """A whole register as JSON Lines."""
    return _head_line(file).get("whole") is True


def is_selection_lines(file: IO[bytes]) -> bool:
    """Commitments alone as JSON Lines: they take no whole register's place."""
    return _head_line(file).get("whole") is False


def is_json(file: IO[bytes]) -> bool:
    """The commitments as one JSON object."""
    return file.readline(HEAD).startswith(b'{"record":"register","format":') and b'"commitments":[' in _head(file)


def is_calendar(file: IO[bytes]) -> bool:
    """A calendar that names this program as its maker."""
    return (
        _head(file).startswith(b"BEGIN:VCALENDAR")
        and re.search(rb"\nPRODID:[^\r\n]*//tracker//", _head(file)) is not None
    )


def is_feed(file: IO[bytes]) -> bool:
    """A feed that names this program as its maker."""
    return b"<feed " in _head(file) and b"<generator>tracker</generator>" in _head(file)


def is_workbook(file: IO[bytes]) -> bool:
    """A workbook with our property, not saved by another program since."""
    try:
        with ZipFile(file) as book:
            ours, core = (_part(book, name) for name in ("docProps/custom.xml", "docProps/core.xml"))
    except _BROKEN:
        return False
    saved = dict(_SAVED.findall(core))
    return f'name="{PROPERTY}"'.encode() in ours and saved.get(b"created") == saved.get(b"modified")


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _head_line(file: IO[bytes]) -> dict[str, object]:
    try:
        found = orjson.loads(file.readline(HEAD))
    except orjson.JSONDecodeError:
        return {}
    is_ours = isinstance(found, dict) and found.get("record") == Record.REGISTER and "commitments" not in found
    return found if is_ours else {}


def _part(book: ZipFile, name: str) -> bytes:
    with book.open(name) as part:
        return part.read(LONGEST_PART)
