"""Where sentences end in official prose: abbreviations, ordinals, initials, quotations and footnote marks do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.languages.reading import READABLE, reading_words

_CLOSERS = "\"”’'»)\\]"
_END = re.compile(
    rf"[.!?…]+[{_CLOSERS}]*(\d{{1,2}})?(?=\s+[\"“‘'«(\[–—−-]*\s*[A-ZÀ-Þ0-9€\[(*…]|\s*\Z)"
    r"|(?<=[a-zà-ÿ]{2})[.?!](?=[A-ZÀ-Þ][a-zà-ÿ]*\s)"  # glued: "…aangepast.De nieuwe wet"
)
_TOKEN_BEFORE = re.compile(r"[^\s(\[\"“‘'«/]+$")
_FIRST_WORD = re.compile(r"\s+[\"“‘'«(\[–—−-]*\s*([\w’']+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INITIAL = re.compile(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*")
_ORDINAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[a-z]")


@lru_cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = reading_words(language)
    every = frozenset().union(*(reading_words(code).abbreviations for code in READABLE if code == language))
    return every, words.closing_abbreviations, words.openers


def sentence_spans(text: str, start: int, end: int, *, language: str = "nl") -> Iterator[tuple[int, int]]:
    """The sentences of a stretch, without the white space between them and without footnote marks."""
    part = text[start:end]
    begin = 0
    for match in _END.finditer(part):
        stop = match.start(1) if match[1] else match.end()
        if match.end() < len(part) and not _closes(part, match, begin, language):
            continue
        if part[begin:stop].strip():
            yield _trimmed(part, start, begin, stop)
        begin = match.end()
    if part[begin:].strip():
        yield _trimmed(part, start, begin, len(part))


def _trimmed(part: str, offset: int, begin: int, stop: int) -> tuple[int, int]:
    while part[begin].isspace():
        begin += 1
    while part[stop - 1].isspace():
        stop -= 1
    return offset + begin, offset + stop


def _closes(part: str, match: re.Match[str], begin: int, language: str) -> bool:
    """Whether a mark ends a sentence, by the word before it and the word after it."""
    if part[match.start()] != "." or part.startswith("..", match.start()):
        return not _runs_on(part, match)
    token = _TOKEN_BEFORE.search(part, begin, match.start())
    if token is None:
        return True
    word = token.group()
    if not part[match.end() : match.end() + 1].isspace() and match.end() < len(part):
        return "." not in word and word.lower() not in _abbreviations(language)[0]
    if match[1] and not word.isalpha() and not _YEAR.fullmatch(word):
        return False  # a decimal or a number of parts, not a footnote mark
    following = _FIRST_WORD.match(part, match.end())
    first = following[1] if following else ""
    never, closing, openers = _abbreviations(language)
    folded = word.lower()
    if folded in never or folded.rsplit(".", 1)[-1] in never:
        return first in openers and folded not in _NEVER_LAST
    if folded in closing:
        return first in openers
    if _INITIAL.fullmatch(word):
        return first in openers and first not in _OF_NAMES
    if _ORDINAL.fullmatch(word) and token.start() <= begin + 1:
        return False
    return not first[:1].isdigit() or not _is_numbering(word)


_NEVER_LAST = frozenset(
    (
        "art",
        "artt",
        "blz",
        "d.d",
        "dhr",
        "dr",
        "mevr",
        "mr",
        "mw",
        "nr",
        "nrs",
        "prof",
        "p",
        "pp",
        "no",
        "cf",
        "vgl",
        "ca",
        "o.a",
        "m.b.t",
        "i.v.m",
        "m.n",
        "t.a.v",
        "n.a.v",
        "d.w.z",
        "m",
        "mm",
        "mme",
        "mrs",
        "ms",
        "st",
        "hon",
    )
)


_OF_NAMES = frozenset(("Van", "De", "Den", "Der", "Het", "Ten", "Ter", "Le", "La", "Du", "El"))


def _is_numbering(word: str) -> bool:
    return word.lower() in {"hoofdstuk", "titel", "deel"}


def _runs_on(part: str, match: re.Match[str]) -> bool:
    """A question or exclamation inside a sentence goes on in lower case; the pattern asks for a capital already."""
    return part[match.start()] == "…" and part[match.end() : match.end() + 2].strip()[:1].islower()
