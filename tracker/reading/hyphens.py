"""Words broken over lines: which hyphens were made by the page, and which belong to the word."""

from __future__ import annotations

import re

from tracker.languages.reading import ReadingWords
from tracker.reading.language import language_of

_TAIL = re.compile(r"([\w’'&-]*\w)[-\u00ad\ufffe\u2010]$")
_HEAD = re.compile(r"[\w’'-]*")
_COMPOUND = re.compile(r"\b\w[\w’']*(?:-\w[\w’']*)+")
_AT_END = ("-", "\u00ad", "\ufffe", "\u2010")
_LONGEST = 80
_MADE = ("\u00ad", "\ufffe")
_INVERTED = frozenset(
    ("il", "elle", "ils", "elles", "on", "vous", "nous", "je", "tu", "ce", "ci", "là", "même", "t", "à")
)
_VOWELS = ("aa", "ae", "ai", "au", "ee", "ei", "eu", "ii", "ie", "oe", "oi", "oo", "ou", "ui", "uu")


class Hyphens:
    """Decides for one text; the compounds and words that it writes unbroken elsewhere are its best witnesses."""

    def __init__(self, original: str, words: ReadingWords) -> None:
        self._words = words
        self._original = original
        hyphenated = " ".join(word for word in original.split() if "-" in word)
        self._compounds = frozenset(match.lower() for match in _COMPOUND.findall(hyphenated))
        self._firsts = frozenset(compound.split("-", 1)[0] for compound in self._compounds)

    def joins(self, line: str, following: str) -> tuple[int, str]:
        """How many characters to drop at the end of a line, and what to put between it and the next."""
        tail = _TAIL.search(line, max(len(line) - _LONGEST, 0)) if line.endswith(_AT_END) else None
        if tail is None:
            return 0, " "
        head = _HEAD.match(following)
        first = head.group() if head else ""
        made = line.endswith(_MADE)
        if not first or first in self._words.suspended:
            return (1, "- ") if made else (0, " ")
        keeps = self._keeps(tail[1], first) or self._inverts(first, f"{line} {following}")
        if made:
            return (1, "-") if keeps else (1, "")
        return (0, "") if keeps else (1, "")

    def _keeps(self, tail: str, head: str) -> bool:
        if not head[0].islower() or not tail[-1].islower() or tail.endswith("-à"):
            return True
        last = tail.rsplit("-", 1)[-1].lower()
        if f"{last}-{head}".lower() in self._compounds or last in self._words.hyphenated:
            return True
        if last in self._firsts and not self._written(last + head):
            return True
        return (last[-1] + head[0]).lower() in _VOWELS

    def _written(self, word: str) -> bool:
        """Whether the text writes a word unbroken somewhere."""
        return re.search(rf"\b{re.escape(word)}", self._original, re.IGNORECASE) is not None

    def _inverts(self, head: str, around: str) -> bool:
        """Whether the hyphen is that of a French inversion ("faudrait-il"), in a French line."""
        return head.split("-", 1)[0] in _INVERTED and language_of(around) == "fr"
