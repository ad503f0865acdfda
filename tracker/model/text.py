"""What may stand in a text that people and programs read on? Nothing that acts on a screen or hides. Pure."""

from __future__ import annotations

import re

ACTING = re.compile(  # control characters, half characters, and what turns the direction of writing or is not seen
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff"
    "\\u061c\\u200b\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2060-\\u2069\\ufeff]"
)
_ENCODED_WORD = re.compile(r"=\?(?=[^?\s]*\?[bBqQ]\?)")


def clean_text(text: str) -> str:
    """Text without control characters, bidi overrides, invisible marks or half characters; lines stay lines."""
    if text.isprintable():  # of all these none is, and nearly every text is
        return text
    return ACTING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def has_words(text: str) -> bool:
    """Whether there is anything to read in it."""
    return bool(clean_text(text).strip())


def clean_line(text: str) -> str:
    """Text for a header: one line, and nothing that reads as an RFC 2047 encoded word."""
    return _ENCODED_WORD.sub("= ?", " ".join(clean_text(text).split()))
