"""Words broken over lines: which hyphens were made by the page, and which belong to the word."""

from __future__ import annotations

import re

from tracker.reading.language import language_of
from tracker.reading.vocabulary import Vocabulary

_TAIL = re.compile(r"([\w’'&-]*\w)[-\u00ad\ufffe\u2010]$")
_HEAD = re.compile(r"[\w’'-]*")
_COMPOUND = re.compile(r"\b\w[\w’']*(?:-\w[\w’']*)+")
_AT_END = ("-", "\u00ad", "\ufffe", "\u2010")
_LONGEST = 80
_MADE = ("\u00ad", "\ufffe")


class Hyphens:
    """Decides for one text; the compounds and words that it writes unbroken elsewhere are its best witnesses."""

    def __init__(self, original: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = vocabulary.words(language_of(vocabulary, original))
        self._inverted = frozenset(vocabulary.said(lambda words: words.inverted))
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
        if not head[0].islower() or not tail[-1].islower() or tail.endswith(self._words.hyphen_after):
            return True
        last = tail.rsplit("-", 1)[-1].lower()
        if f"{last}-{head}".lower() in self._compounds or last in self._words.hyphenated:
            return True
        if last in self._firsts and not self._written(last + head):
            return True
        return (last[-1] + head[0]).lower() in self._words.hyphen_between

    def _written(self, word: str) -> bool:
        """Whether the text writes a word unbroken somewhere."""
        return re.search(rf"\b{re.escape(word)}", self._original, re.IGNORECASE) is not None

    def _inverts(self, head: str, around: str) -> bool:
        """Whether the hyphen is that of a pronoun behind its verb ("faudrait-il"), in a language that has such."""
        pronoun = head.split("-", 1)[0]
        if pronoun not in self._inverted:
            return False
        language = language_of(self._vocabulary, around)
        return language is not None and pronoun in self._vocabulary.words(language).inverted
