"""Bytes to text: by byte order mark, else UTF-8, else cp1252; never by statistics, which misread Dutch.

Bytes that are no text are replaced and counted, so that nothing is damaged without a word.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass

from tracker.model import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DOUBLE_MARK = codecs.BOM_UTF8.decode("cp1252").encode()
_TAKEN_FOR_CP1252 = frozenset(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"))  # as browsers do
_WIDE_NAMES = ("utf-16", "utf-32")
_LOST = "\ufffd"
_STRAY = 5  # so many good letters beyond ASCII to a bad byte show that a file is UTF-8 with some damage
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, and how many of them were none."""

    text: str
    damaged: int = 0

    def problems(self, name: str) -> tuple[Problem, ...]:
        """What to tell of the damage; nothing when there is none."""
        if not self.damaged:
            return ()
        place = self.text.index(_LOST)
        return (
            Problem(
                "reading.damaged-letters",
                f"{name} has {self.damaged} bytes that are no text in its encoding; the first is at character {place}.",
                "Fetch the file again, or compare the quotes with the original.",
                start=place,
            ),
        )


def decoded(content: bytes) -> Decoded:
    """The text of some bytes; whether it makes sense is for the reader of its kind to say."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _tolerant(content[len(mark) :], encoding)
    if b"\x00" in content[:_HEAD] and (wide := _wide(content[:_HEAD])):
        return _tolerant(content, wide)
    text = _tolerant(content, "utf-8")
    if text.damaged:
        beyond = len(text.text) - len(text.text.encode("ascii", "ignore"))
        if beyond - text.damaged < _STRAY * text.damaged:
            return _tolerant(content, "cp1252")
    return text


def marked(content: bytes) -> bool:
    """Whether the bytes begin with a mark of their encoding."""
    return content.startswith(tuple(mark for mark, _ in _MARKS))


def as_declared(content: bytes, encoding: str) -> str | None:
    """The text in the encoding that a page or letter names; None when that does not fit.

    What is UTF-8 beyond doubt is read so whatever is declared: programs on the way change bytes and leave the words.
    """
    name = "cp1252" if encoding.lower().replace("_", "-") in _TAKEN_FOR_CP1252 else encoding.lower()
    if name.startswith(_WIDE_NAMES) and b"\x00" not in content[:_HEAD]:
        return None
    try:
        text = content.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    if not content.isascii() and not name.startswith(_WIDE_NAMES):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-8")
    return text


def _tolerant(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    return Decoded(text, text.count(_LOST))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows in every other byte being zero."""
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.4 * len(zeros) and head.count(0) < 0.6 * len(head):
            return encoding
    return None


def undoubled(content: bytes) -> bytes:
    """The bytes of a file whose UTF-8 was taken for cp1252 and encoded once more; its mark shows it."""
    if not content.startswith(_DOUBLE_MARK):
        return content
    return b"".join(_single(letter) for letter in content.decode("utf-8", "replace"))


def _single(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", "replace")
