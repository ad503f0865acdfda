"""Bytes to text: by byte order mark, else strict UTF-8, else cp1252; never by statistics, which misread Dutch."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_DOUBLE_MARK = codecs.BOM_UTF8.decode("cp1252").encode()


def decoded(content: bytes) -> str | None:
    """The text of some bytes; None when they are no text in any encoding that we know."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    if b"\x00" in content[:4096]:
        return _wide(content)
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def undoubled(content: bytes) -> bytes:
    """The bytes of a file whose UTF-8 was taken for cp1252 and encoded once more; its mark shows it."""
    if not content.startswith(_DOUBLE_MARK):
        return content
    try:
        return b"".join(_single(letter) for letter in content.decode())
    except UnicodeDecodeError:
        return content


def _single(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", "replace")


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark shows in every other byte being zero."""
    head = content[:4096]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.4 * len(zeros) and head.count(0) < 0.6 * len(head):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None
