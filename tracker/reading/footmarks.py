"""The numbers of footnotes that a file glues to the words before them."""

from __future__ import annotations

import re

_MARKED = re.compile(r"(?<!\w)(?:(?P<year>(?:19|20)\d\d)|(?P<word>[^\W\d_]{4,}[)”\"’]?))(?P<mark>\d{1,2})(?!\w)")
_NEAR_YEARS = 4


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
