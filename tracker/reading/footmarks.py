"""The numbers of footnotes that a file glues to the words before them."""

from __future__ import annotations

import re

_MARKED = re.compile(r"(?<!\w)(?:(?P<year>(?:19|20)\d\d)|(?P<word>[^\W\d_]{4,}[)”\"’]?))(?P<mark>\d{1,2})(?!\w)")
_NEAR_YEARS = 4
_RAISED = re.compile(r"\s*[\[(]?(?:\d{1,3}|\*{1,3})[\])]?\s*")
_BEFORE_A_MARK = re.compile(r"(?:(?<!\d)(?:19|20)\d\d|[^\W\d_]{4}|[.,;:!?)”\"’])\s*$")


def is_mark(raised: str, before: str) -> bool:
    """Whether raised print is the mark of a footnote: a number after a word, a year or a stop; not that of "km2"."""
    return _RAISED.fullmatch(raised) is not None and _BEFORE_A_MARK.search(before[-12:]) is not None


def without_marks(title: str, text: str, year: int | None = None) -> str:
    """A title without the numbers of footnotes that are glued to it ("begrotingsjaar 20181").

    They show as such by a note of that number, or by a year that is near that of the sitting or stands elsewhere alone.
    """

    def is_year(words: str | None) -> bool:
        near = words is not None and year is not None and abs(int(words) - year) <= _NEAR_YEARS
        return near or (words is not None and re.search(rf"(?<!\d){words}(?!\d)", text) is not None)

    def bare(match: re.Match[str]) -> str:
        noted = re.search(rf"^{match['mark']}\)?\s+\S", text, re.MULTILINE) is not None
        return match["year"] or match["word"] if noted or is_year(match["year"]) else match.group()

    return _MARKED.sub(bare, title)
