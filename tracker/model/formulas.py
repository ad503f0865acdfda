"""Cells that no spreadsheet takes for a formula (OWASP ASVS 5, 1.2.10), and the way back to the exact text.

A spreadsheet that parts a file at another separator than ours makes several cells of one, and forgets that quotation
marks hold a line break together. So a sign is dangerous not only where the text begins, but also behind every comma,
semicolon, tab and line break in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_SIGNS = "=+\\-@＝＋－＠"  # full-width signs are here because spreadsheets forgive them
_DANGEROUS = re.compile(rf"'*(?:[\t\r\n\0]|\s*[{_SIGNS}])")  # as they forgive blanks before them
_PARTING = re.compile(r"[,;\t\r\n]")
# Blanks, quotation marks and separators before a sign, from their first one on, so that nothing is looked at twice.
_RUN = re.compile(rf"(?<![\s\"',;])([\s\"',;]+)([{_SIGNS}])")


def csv_line(cells: Iterable[str], separator: str = ",") -> str:
    """One line of a table (RFC 4180); whatever separator a spreadsheet expects, none of it is calculated."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerow(map(defused, cells))
    return out.getvalue()


def defused(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would begin to calculate; anything else unchanged."""
    if not text[:1].isalnum() and _DANGEROUS.match(text):
        text = f"'{text}"
    return _RUN.sub(_with_apostrophe, text)


def undone(text: str) -> str:
    """The text that was given to `defused`."""
    text = _RUN.sub(_without_apostrophe, text)
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def _with_apostrophe(found: re.Match[str]) -> str:
    return f"{found[1]}'{found[2]}" if _PARTING.search(found[1]) else found[0]


def _without_apostrophe(found: re.Match[str]) -> str:
    parts = found[1].endswith("'") and _PARTING.search(found[1])
    return f"{found[1][:-1]}{found[2]}" if parts else found[0]
