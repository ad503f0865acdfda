"""Cells that no spreadsheet takes for a formula (OWASP ASVS 5, 1.2.10), and the way back to the exact text."""

from __future__ import annotations

import re

# Full-width signs and leading blanks are here because spreadsheets forgive both.
_DANGEROUS = re.compile(r"'*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠])")


def defused(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would calculate; anything else unchanged."""
    return text if text[:1].isalnum() or not _DANGEROUS.match(text) else f"'{text}"


def undone(text: str) -> str:
    """The text that was given to `defused`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text
