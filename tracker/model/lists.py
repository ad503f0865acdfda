"""A list of commitments: what a line of it tells, and where a page of it ends."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType

from tracker.errors import WrongCall
from tracker.model.register import Entry, Sort, Status, label

LONGEST_CURSOR = 4000  # characters
Key = str | int | date | None


@dataclass(frozen=True, slots=True)
class Line:
    """What a list tells of a commitment: enough to order it, to date it and to say what it is about."""

    number: int
    status: Status
    summary: str
    responsible: str | None
    committee: str | None
    said_on: date | None
    due_on: date | None
    check_on: date | None
    condition: str | None
    resolved_on: date | None
    slip_days: int
    version: int
    subject: str | None
    recalled_on: date | None
    answer_by: date | None

    @property
    def label(self) -> str:
        """The number as people write it."""
        return label(self.number)


Listed = Entry | Line


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which line a page begins: the order, and the keys of that line in it; the last one is its number.

    It stays good when the line is changed or moves elsewhere: the page begins after where it stood.
    """

    sort: Sort
    keys: tuple[Key, ...]


KEYS: Mapping[Sort, tuple[tuple[str, type, bool], ...]] = {  # name, type, whether it may be absent
    Sort.DUE: (("due_on", date, True), ("number", int, False)),
    Sort.NUMBER: (("number", int, False),),
    Sort.SAID: (("said_on", date, True), ("number", int, False)),
    Sort.CHANGED: (("version", int, False), ("number", int, False)),
    Sort.MINISTER: (("responsible", str, True), ("due_on", date, True), ("number", int, False)),
    Sort.COMMITTEE: (("committee", str, True), ("due_on", date, True), ("number", int, False)),
    Sort.SLIPS: (("slip_days", int, False), ("number", int, False)),
}


def cursor_after(line: Line, sort: Sort) -> Cursor:
    """Where the page begins that follows this line."""
    return Cursor(sort, tuple(getattr(line, name) for name, _, _ in KEYS[sort]))


def cursor_text(cursor: Cursor) -> str:
    """The cursor as it stands in an address: letters, digits, - and _ only."""
    keys = [key.isoformat() if isinstance(key, date) else key for key in cursor.keys]
    plain = json.dumps([cursor.sort.value, *keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def cursor_of(text: str) -> Cursor:
    """The cursor that was written so; raises WrongCall for anything else."""
    try:
        if len(text) > LONGEST_CURSOR or not text.isascii():
            raise _unreadable()
        name, *keys = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        sort = Sort(name)
        return Cursor(sort, tuple(_key(*pair) for pair in zip(keys, KEYS[sort], strict=True)))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _unreadable() from error


def _key(value: object, known: tuple[str, type, bool]) -> Key:
    _, kind, may_be_absent = known
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind and not (may_be_absent and type(value) is NoneType):
        raise TypeError(f"{value!r} is no {kind.__name__}.")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError(f"{value} is in no register.")
    if isinstance(value, str) and "\0" in value.encode().decode():  # half a character cannot be encoded
        raise ValueError("No name of the register reads so.")
    return value  # type: ignore[return-value]  # its type was looked at


def _unreadable() -> WrongCall:
    return WrongCall("list.page-unreadable")
