"""An entry as a plain record of JSON values, and back; the one spelling that all exports of entries share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from tracker.errors import TrackerError
from tracker.model import Entry
from tracker.model.days import FIRST, LAST

LARGEST = 2**53  # what every program that reads JSON can hold
LARGEST_COUNT = 2**31 - 1


class Misread(TrackerError):
    """A record of a file that is no commitment; the field that is wrong is named."""


@cache
def _entries() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


def json_of(entry: Entry) -> bytes:
    """The entry as a JSON object under its field names, the label first."""
    return b'{"label":"%b",%b' % (entry.label.encode(), orjson.dumps(entry)[1:])


def record_of(entry: Entry) -> dict[str, Any]:
    """The same as plain values."""
    record: dict[str, Any] = orjson.loads(json_of(entry))
    return record


def entry_of(record: Mapping[str, Any]) -> Entry:
    """The entry of a record of JSON values; raises Misread naming the field that cannot be read."""
    try:
        return entry_of_json(orjson.dumps(record))
    except TypeError as error:  # a lone surrogate, or a number beyond 64 bits
        raise Misread("import.number-or-text") from error


def entry_of_json(text: str | bytes) -> Entry:
    """The entry of a JSON object; raises Misread naming the field that cannot be read.

    It is strict: a day is written 2021-09-21 and a number is a number, so that nothing is taken for something else.
    """
    try:
        entry = _entries().validate_json(text, strict=True)
    except ValidationError as error:
        raise Misread("import.field", reason=_told(error)) from error
    if not 1 <= entry.number <= LARGEST or not 0 <= entry.confidence <= 1 or not _fits(entry):
        raise Misread("import.number-out-of-bounds")
    if entry.recorded_at.tzinfo is None or entry.changed_at.tzinfo is None:
        raise Misread("import.no-time-zone")
    if not (FIRST <= entry.recorded_at.date() <= LAST and FIRST <= entry.changed_at.date() <= LAST):
        raise Misread("import.instant-too-far", first=FIRST.year, last=LAST.year)
    if not entry.quote.strip() or not entry.summary.strip():
        raise Misread("import.words-missing")
    return entry


def _fits(entry: Entry) -> bool:
    """Whether a database can hold the numbers of the entry."""
    counts = [entry.deadline_version, entry.slips, entry.slip_days]
    numbers = [*(link.number for link in entry.links), *(one.report_id for one in entry.mentions)]
    if entry.source:
        counts += [entry.source.page or 0, entry.source.start, entry.source.end]
        numbers.append(entry.source.report_id)
    return all(abs(one) <= LARGEST_COUNT for one in counts) and all(abs(one) <= LARGEST for one in numbers)


def _told(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"]
    return f"{place or 'the record'}: {message[:1].lower()}{message[1:]}."
