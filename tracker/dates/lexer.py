"""The words of a run to words, phrases and numbers with what each is for the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tracker.dates.numeric import century_of, figures_at, is_year
from tracker.dates.runs import QUOTES, SHORT_YEAR_DIGITS, YEAR_DIGITS, Token
from tracker.languages.words import EVENT, DateWords, Phrase, Word

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
HYPHENS = frozenset("-–—\u00ad")
SIGNS = {",": "comma", "/": "slash", **dict.fromkeys(HYPHENS, "hyphen")}
AHEAD = 8
MONTHS = ("month", "shortmonth")
APART = frozenset(("feast", "recess", "round", "season", "term", "yearend"))  # compounds that are written apart
FRACTION = re.compile(
    r"(?P<whole>\d{1,2})(?:[.,](?P<tenths>\d{1,2})| ?(?P<sign>[½¼¾])| (?P<over>[1-9])/(?P<under>[1-9]))(?!\d)"
)
PARTED = (".", ",", " ", *FRACTIONS)  # what stands between a number and its fraction
MEASURES = ("unit", "units", "hour")


@dataclass(slots=True)  # frozen, it would take a multiple of the time to make, and every word of a run is one
class Lexeme:
    """A word, phrase or number with what it is for the grammar; nothing changes it."""

    kind: str
    value: Any
    start: int
    end: int
    word: Word | None = None
    sure: bool = True  # figures that are a date without any word before them


def lexemes(text: str, run: list[Token], words: DateWords) -> list[Lexeme]:
    """The words of a run, the longest phrase first; tokens that mean nothing by themselves stay as such."""
    found: list[Lexeme] = []
    index, count = 0, len(run)
    while index < count:
        lexeme, index = _lexeme(text, run, index, words=words)
        found.append(lexeme)
        while index < count and run[index][1] < lexeme.end:
            index += 1
    return found


def _lexeme(text: str, run: list[Token], index: int, *, words: DateWords) -> tuple[Lexeme, int]:
    token, start, end = run[index]
    if token == EVENT:
        return Lexeme("event", None, start, end), index + 1
    is_last = index + 1 == len(run)
    if not is_last and (token, run[index + 1][0]) in words.phrases and (phrase := _phrase(run, index, words)):
        return phrase
    if token.isdecimal() or token in FRACTIONS:
        return _number(text, run, index, words=words), index + 1
    if not is_last:
        if token in QUOTES and (year := _short_year(run, index)):
            return year, index + 2
        if joined := _joined(run, index, words):
            return joined
    word = words.single.get(token)
    if word is None or (word.capital and not text[start].isupper()):
        return Lexeme(SIGNS.get(token, "other"), None, start, end), index + 1
    return Lexeme(word.kind, word.value, start, end, word), index + 1


def _phrase(run: list[Token], index: int, words: DateWords) -> tuple[Lexeme, int] | None:
    for phrase in words.phrases[run[index][0], run[index + 1][0]]:
        stop = index + len(phrase.tokens)
        if stop <= len(run) and _matches(run, index, phrase):
            word = phrase.word
            return Lexeme(word.kind, word.value, run[index][1], run[stop - 1][2], word), stop
    return None


def _matches(run: list[Token], index: int, phrase: Phrase) -> bool:
    for offset, token in enumerate(phrase.tokens):
        found = run[index + offset]
        if found[0] != token or (phrase.glued[offset] and found[1] != run[index + offset - 1][2]):
            return False
    return True


def _joined(run: list[Token], index: int, words: DateWords) -> tuple[Lexeme, int] | None:
    """A compound written apart or with a hyphen ("zomer reces", "kerst-reces")."""
    stop = index + 1
    hyphen = run[stop][0] in HYPHENS
    stop += hyphen
    if stop == len(run) or run[stop][1] - run[index][2] > len(" - "):
        return None
    word = words.single.get(run[index][0] + run[stop][0])
    if word is None or not (hyphen or word.kind in APART):
        return None
    return Lexeme(word.kind, word.value, run[index][1], run[stop][2], word), stop + 1


def _short_year(run: list[Token], index: int) -> Lexeme | None:
    token, start, end = run[index + 1]
    if not token.isdecimal() or start != run[index][2] or end - start != SHORT_YEAR_DIGITS:
        return None
    return Lexeme("year", century_of(int(token)), run[index][1], end)


def _number(text: str, run: list[Token], index: int, *, words: DateWords) -> Lexeme:
    token, start, end = run[index]
    fraction = _fraction(text, run, index, words=words)
    if fraction:
        return fraction
    figures = figures_at(text, start, words.grammar.quarters)
    if figures and not (figures[0].floating and next(_kinds_from(run, index, figures[1], words=words), None) in MONTHS):
        return Lexeme("figures", figures[0], start, figures[1], sure=figures[2])
    if start > 1 and text[start - 1] in ".," and text[start - 2].isdigit():
        return Lexeme("other", None, start, end)  # the tail of 45.000
    value = int(token) if len(token) <= YEAR_DIGITS else 0
    if text[end : end + 1] in words.context["hour_signs"] and not text[end + 1 : end + 2].isalnum():
        return Lexeme("hours", value, start, end + 1)
    if index + 1 < len(run):
        suffix, at, stop = run[index + 1]
        apart = at == end + 1 and text[end] == " " and suffix not in words.single  # "20 ste", but no "5 de"
        if suffix in words.suffixes and (at == end or apart):
            return Lexeme("ordinal", value, start, stop)
    if end - start == YEAR_DIGITS and is_year(value) and not _is_amount(text, start, end):
        return Lexeme("year", value, start, end)
    return Lexeme("int", value, start, end)


def _fraction(text: str, run: list[Token], index: int, *, words: DateWords) -> Lexeme | None:
    """Like "1,5", "1½", "1 1/2", "½" before a unit; a price or a version is none."""
    token, start, end = run[index]
    if token in FRACTIONS:
        return Lexeme("fraction", FRACTIONS[token], start, end)
    found = FRACTION.match(text, start) if text[end : end + 1] in PARTED else None
    if found is None or not _is_measured(_kinds_from(run, index, found.end(), words=words)):
        return None
    part = FRACTIONS.get(found["sign"] or "", 0.0) or float(f"0.{found['tenths'] or 0}")
    if found["over"]:
        part = int(found["over"]) / int(found["under"])
    return Lexeme("fraction", int(found["whole"]) + part, start, found.end())


def _kinds_from(run: list[Token], index: int, place: int, *, words: DateWords) -> Iterator[str | None]:
    """What the next words of the run are, from a place on."""
    for token, start, _ in islice(run, index, index + AHEAD):
        if start >= place:
            word = words.single.get(token)
            yield word.kind if word else "number" if token.isdecimal() or token in FRACTIONS else None


def _is_measured(kinds: Iterator[str | None]) -> bool:
    """Whether a unit follows, at once or behind a second number ("1,5 à 2 jaar")."""
    kind = next(kinds, None)
    if kind in ("and", "relation") and next(kinds, None) == "number":
        kind = next(kinds, None)
    return kind in MEASURES


def _is_amount(text: str, start: int, end: int) -> bool:
    """Part of a longer number, or a sum of money."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if before and (before[-1] in "€$£" or (before[-1] in ".,/" and before[:-1].isdigit())):
        return True
    if not after:
        return False
    figures = after[1:].isdigit()
    thousands = after[0] == "." and text[end + 1 : end + 4].isdigit() and len(text) > end + 3
    return after[0] in "%°" or after[0].isalpha() or (after[0] in ",/-" and figures) or thousands
