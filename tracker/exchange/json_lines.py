"""A register as JSON Lines: a head line, then what the register keeps, one record a line; and as one JSON object.

A whole register carries its reports and its history, word for word, so that a reader can prove the chain of hashes.
A selection carries commitments alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from tracker.exchange.record import json_of
from tracker.model import Entry

FORMAT = 1  # raised when an older program could misread what is written


class Record(StrEnum):
    """What a line holds; the key `record` says it."""

    REGISTER = "register"
    REPORT = "report"
    ACTOR = "actor"
    COMMITMENT = "commitment"
    EVENT = "event"


def head_record(exported_at: datetime, *, whole: bool, sequence: int, digest: str) -> dict[str, Any]:
    """The first line: which format, when, whether everything is there, and the end of the chain at that moment."""
    return {
        "record": Record.REGISTER.value,
        "format": FORMAT,
        "exported_at": exported_at.isoformat(),
        "whole": whole,
        "events": sequence,
        "head": digest,
    }


def write(
    head: Mapping[str, Any],
    entries: Iterable[Entry],
    *,
    reports: Iterable[Mapping[str, Any]] = (),
    actors: Iterable[Mapping[str, Any]] = (),
    events: Iterable[Mapping[str, Any]] = (),
) -> Iterator[str]:
    """The lines of the file; every part is read while it is written."""
    yield line(head)
    for report in reports:
        yield line({"record": Record.REPORT.value, **report})
    for actor in actors:
        yield line({"record": Record.ACTOR.value, **actor})
    for entry in entries:
        yield f'{{"record":"{Record.COMMITMENT}",{json_of(entry)[1:].decode()}\n'
    for event in events:
        yield line({"record": Record.EVENT.value, **event})


def write_json(head: Mapping[str, Any], entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON object, written piece by piece: the head, and the commitments as a list."""
    yield f'{line({**head, "whole": False})[:-2]},"commitments":['
    separator = "\n"
    for entry in entries:
        yield separator + json_of(entry).decode()
        separator = ",\n"
    yield "\n]}\n"


def line(record: Mapping[str, Any]) -> str:
    """A record on one line."""
    return orjson.dumps(record).decode() + "\n"
