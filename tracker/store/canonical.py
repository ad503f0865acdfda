"""Values as canonical JSON: the one spelling that digests cover."""

from __future__ import annotations

from typing import Any

import orjson

from tracker.errors import Damaged

NOTE_SEPARATOR = "\x1e"  # between notes in their column: no word for the full-text search


def dumps(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, letters as they are."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def loads(text: str) -> Any:
    """The value of a JSON text that the database holds; raises Damaged."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Damaged("register.record-damaged") from error


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
