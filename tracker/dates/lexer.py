"""Text to runs of words that can stand in a time expression; only runs with a waking word are read further.

One pass, in pieces cut at white space, so that memory does not grow with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tracker.dates.numeric import century_of, figures_at, is_year
from tracker.languages.events import EventWords
from tracker.languages.words import TOKEN, DateWords, Phrase, Word

PIECE = 1 << 15
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
PUNCTUATION = frozenset((*",-–—/'’.\u00ad", *FRACTIONS))
HYPHENS = frozenset("-–—\u00ad")
SIGNS = {",": "comma", "/": "slash", **dict.fromkeys(HYPHENS, "hyphen")}
QUOTES = frozenset("'’")
LONGEST_RUN, KEPT, AHEAD = 384, 96, 8
EVENT = "\0"  # stands in a run for the words of an event that is told by its day
MONTHS = ("month", "shortmonth")
APART = frozenset(("feast", "recess", "round", "season", "term", "yearend"))  # compounds that are written apart
YEAR_DIGITS, SHORT_YEAR_DIGITS = 4, 2
FRACTION = re.compile(
    r"(?P<whole>\d{1,2})(?:[.,](?P<tenths>\d{1,2})| ?(?P<sign>[½¼¾])| (?P<over>[1-9])/(?P<under>[1-9]))(?!\d)"
)
PARTED = (".", ",", " ", *FRACTIONS)  # what stands between a number and its fraction
MEASURES = ("unit", "units", "hour")

Token = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, phrase or number with what it is for the grammar."""

    kind: str
    value: Any
    start: int
    end: int
    word: Word | None = None
    sure: bool = True  # figures that are a date without any word before them


def folded(text: str) -> str:
    """Lower case with every character in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text in pieces that never cut a word, a number or a stretch of white space at its blank line."""
    start, length = 0, len(text)
    while start < length:
        end = min(start + PIECE, length)
        while end < length and not (text[end].isspace() and not text[end - 1].isspace()):
            end += 1
        yield start, end
        start = end


def runs(text: str, words: DateWords) -> Iterator[tuple[list[Token], int]]:
    """The runs with a waking word, in order, each with the place up to which it is to be read.

    A run that grows too long is given in overlapping parts.
    """
    known, events = words.tokens, words.events
    openers = events.openers
    run: list[Token] = []
    awake = opened = False
    done = 0
    for offset, stop in pieces(text):
        for match in TOKEN.finditer(folded(text[offset:stop])):
            token = match[0]
            if opened:
                done = _event(run, text, token, start=offset + match.start(), done=done, events=events)
                if offset + match.start() < done:
                    continue
                opened = token in events.skipped
            wakes = known.get(token)
            if wakes is None:
                if token.isdecimal() or token in PUNCTUATION:
                    wakes = token.isdecimal() and _wakes(text, offset + match.start(), offset + match.end())
                else:
                    if awake:
                        yield run, len(text)
                    if run:
                        run, awake = [], False
                    continue
            awake = awake or wakes
            opened = opened or token in openers
            run.append((token, offset + match.start(), offset + match.end()))
            if len(run) > LONGEST_RUN:
                if awake:
                    yield run, run[-KEPT][1]
                run = run[-KEPT:]
    if awake:
        yield run, len(text)


def _event(run: list[Token], text: str, token: str, *, start: int, done: int, events: EventWords) -> int:
    """Where the event ends that begins here behind a word such as "voor", or that is under way up to `done`."""
    if start < done or token in events.skipped:
        return done
    end = 0 if token.isdecimal() else events.end(text, start) or 0
    if end:
        run.append((EVENT, start, end))
    return end


def _wakes(text: str, start: int, end: int) -> bool:
    """A number wakes the run when it can be a year or be the start of a date in figures."""
    if end - start == YEAR_DIGITS or (start and text[start - 1] in QUOTES and end - start == SHORT_YEAR_DIGITS):
        return True
    after = text[end : end + 2]
    return bool(after) and (after[0].isalpha() or (after[0] in "/-." and after[1:].isdecimal()))


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
    phrase = _phrase(run, index, words)
    if phrase:
        return phrase
    if token.isdecimal() or token in FRACTIONS:
        return _number(text, run, index, words=words), index + 1
    if token in QUOTES and (year := _short_year(run, index)):
        return year, index + 2
    joined = _joined(run, index, words)
    if joined:
        return joined
    word = words.single.get(token)
    if word is None or (word.capital and not text[start].isupper()):
        return Lexeme(SIGNS.get(token, "other"), None, start, end), index + 1
    return Lexeme(word.kind, word.value, start, end, word), index + 1


def _phrase(run: list[Token], index: int, words: DateWords) -> tuple[Lexeme, int] | None:
    if index + 1 == len(run):
        return None
    for phrase in words.phrases.get((run[index][0], run[index + 1][0]), ()):
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
    hyphen = stop < len(run) and run[stop][0] in HYPHENS
    stop += hyphen
    if stop >= len(run) or run[stop][1] - run[index][2] > len(" - "):
        return None
    word = words.single.get(run[index][0] + run[stop][0])
    if word is None or not (hyphen or word.kind in APART):
        return None
    return Lexeme(word.kind, word.value, run[index][1], run[stop][2], word), stop + 1


def _short_year(run: list[Token], index: int) -> Lexeme | None:
    if index + 1 == len(run):
        return None
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
