"""Words broken over lines: which hyphens were made by the page, and which belong to the word."""

from __future__ import annotations

import re

from tracker.languages.reading import ReadingWords

_TAIL = re.compile(r"([\w’'&-]*\w)[-\u00ad\ufffe\u2010]$")
_HEAD = re.compile(r"[\w’'-]*")
_COMPOUND = re.compile(r"\b\w[\w’']*(?:-\w[\w’']*)+")
_AT_END = ("-", "\u00ad", "\ufffe", "\u2010")
_LONGEST = 80
_MADE = ("\u00ad", "\ufffe")
_VOWELS = ("aa", "ae", "ai", "au", "ee", "ei", "eu", "ii", "ie", "oe", "oi", "oo", "ou", "ui", "uu")


class Hyphens:
    """Decides for one text; the compounds and words that it writes unbroken elsewhere are its best witnesses."""

    def __init__(self, original: str, words: ReadingWords) -> None:
        self._words = words
        self._compounds = frozenset(match.lower() for match in _COMPOUND.findall(original))

    def joins(self, line: str, following: str) -> tuple[int, str]:
        """How many characters to drop at the end of a line, and what to put between it and the next."""
        tail = _TAIL.search(line, max(len(line) - _LONGEST, 0)) if line.endswith(_AT_END) else None
        if tail is None:
            return 0, " "
        head = _HEAD.match(following)
        first = head.group() if head else ""
        if not first or first in self._words.suspended:
            return 0, " "
        keeps = self._keeps(tail[1], first)
        if line.endswith(_MADE):
            return (1, "-") if keeps else (1, "")
        return (0, "") if keeps else (1, "")

    def _keeps(self, tail: str, head: str) -> bool:
        if not head[0].islower() or not tail[-1].islower():
            return True
        last = tail.rsplit("-", 1)[-1]
        if f"{last}-{head}".lower() in self._compounds:
            return True
        if last.lower() in self._words.hyphenated:
            return True
        return (last[-1] + head[0]).lower() in _VOWELS
