"""Values as canonical JSON: the one spelling that digests cover. What is encoded here is decoded here."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import orjson

from tracker.errors import Damaged
from tracker.model import (
    Evidence,
    Firmness,
    Kind,
    Link,
    LinkKind,
    Mention,
    Precision,
    Relation,
    Status,
    TimeExpression,
)
from tracker.model.text import clean_text

DATES = frozenset({"said_on", "due_on", "check_on", "resolved_on"})
ENUMS = {"status": Status, "firmness": Firmness, "kind": Kind}
NOTE_SEPARATOR = "\x1e"  # between notes in their column: no word for the full-text search
TIME_DATES = ("earliest", "latest", "due", "said_on")


def dumps(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, letters as they are."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def loads(text: str) -> Any:
    """The value of a JSON text that the database holds; raises Damaged."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Damaged("A record of the register") from error


def clean(text: str) -> str:
    """Text as it enters the register: nothing in it acts on a screen, turns the writing or hides.

    A text of nothing else is U+FFFD, so that what was said does not become empty.
    """
    return clean_text(text) or ("\ufffd" if text else "")


def storable(text: str) -> str:
    """Text that every database takes, character for character, so that places in it keep their offset.

    NUL, lone surrogates and the separator of notes become U+FFFD.
    """
    if text.isprintable():
        return text
    if "\0" in text or NOTE_SEPARATOR in text:
        text = text.replace("\0", "\ufffd").replace(NOTE_SEPARATOR, "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def encode(value: object) -> object:
    """A value of the model as JSON knows it; empty tuples become None, so that absence has one spelling."""
    if isinstance(value, str):
        return clean(value) if type(value) is str else str(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} has no place in an event.")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        raise TypeError("Instants belong to the event itself, not to its details.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [encode(item) for item in value] or None
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {name: item for name, item in fields.items() if item is not None}
    raise TypeError(f"{type(value).__name__} has no place in an event.")


def decode(field: str, value: object) -> object:
    """The value of a field of an entry, from what `encode` made of it."""
    if field in LISTS:
        return tuple(LISTS[field](item) for item in _items(value))
    if value is None:
        return None
    if field in DATES:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if field in ENUMS:
        return ENUMS[field](str(value))
    return time_expression(value) if field == "stated" else value


def time_expression(value: object) -> TimeExpression:
    """A time expression from its JSON object."""
    known = dict(_mapping(value))
    for name in TIME_DATES:
        found = known.get(name)
        known[name] = None if found is None else date.fromisoformat(str(found))
    known["precision"] = Precision(str(known["precision"]))
    known["relation"] = Relation(str(known["relation"]))
    known["derivation"] = tuple(str(step) for step in _items(known.get("derivation")))
    return TimeExpression(**known)  # type: ignore[arg-type]  # the fields that encode wrote


def _evidence(value: object) -> Evidence:
    known = _mapping(value)
    reference, note = known.get("reference"), known.get("note")
    return Evidence(
        None if reference is None else str(reference),
        None if note is None else str(note),
        date.fromisoformat(str(known["given_on"])),
    )


def _mention(value: object) -> Mention:
    return Mention(**_mapping(value))  # type: ignore[arg-type]  # the fields that encode wrote


def _link(value: object) -> Link:
    known = _mapping(value)
    return Link(LinkKind(str(known["kind"])), int(str(known["number"])))


LISTS: dict[str, Callable[[object], object]] = {
    "evidence": _evidence,
    "tags": str,
    "notes": str,
    "mentions": _mention,
    "links": _link,
}


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"Expected an object, found {value!r}.")
    return value
