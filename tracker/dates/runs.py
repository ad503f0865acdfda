"""Text to runs of words that can stand in a time expression; only runs with a waking word are read further.

One pass, in pieces cut at white space, so that memory does not grow with the text. All words of a piece are looked up
at once; one by one only those are read that stand beside a rousing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import compress, count, repeat

from tracker.languages.words import EVENT, GAP, IDLE, ROUSING, STRANGE, DateWords

DOTTED_I = "\u0130"
PIECE = 1 << 15
# What parts words is a token too, so that lengths give places; plain letters stand first since they are found fastest.
SPACED = re.compile(r"[a-z]+[^\W\d_]* ?|[^\W\d_]+ ?|[^\w\s] ?|\d+|\n\s*\n|[\s_]")
QUOTES, SIGNS = frozenset("'’"), frozenset("/-.")
NO_EVENT = "\1"  # in place of the sign for an event in the text itself
LONGEST_RUN, KEPT = 384, 96
YEAR_DIGITS, SHORT_YEAR_DIGITS = 4, 2

Token = tuple[str, int, int]


def folded(text: str) -> str:
    """Lower case with every character in its place; only a dotted capital I would become two."""
    return text.lower() if DOTTED_I not in text else DOTTED_I.join(map(str.lower, text.split(DOTTED_I)))


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
    run: list[Token] = []
    awake = False
    for place, tokens, marks, events in _marked_pieces(text, words):
        index, start = 0, place
        while index < len(tokens):
            if not run:
                begin = _next(marks, index)
                if begin >= len(tokens):
                    break
                start += sum(map(len, tokens[index:begin]))
                index = begin
            token, mark = tokens[index], marks[index]
            if mark == STRANGE:
                if awake:
                    yield run, len(text)
                run, awake = [], False
            elif mark != GAP:
                awake = awake or mark == ROUSING
                word = token.rstrip()
                run.append((word, start, events[start] if word == EVENT else start + len(word)))
                if len(run) > LONGEST_RUN:
                    if awake:
                        yield run, run[-KEPT][1]
                    run = run[-KEPT:]
            index, start = index + 1, start + len(token)
    if awake:
        yield run, len(text)


def _marked_pieces(text: str, words: DateWords) -> Iterator[tuple[int, list[str], bytearray, Mapping[int, int]]]:
    """Where each piece begins, its tokens and what each is to a run, and the events of the text by their begin.

    Events are looked for only when something in the text can wake a run.
    """
    scanned, events = text, None
    for start, stop in pieces(text):
        is_last = stop == len(text)
        tokens, marks = _marked(scanned[start:stop], words)
        if events is None and (ROUSING in marks or not is_last):
            events = dict(words.events.spans(text))
            scanned = _masked(text, events)
            if scanned is not text:
                tokens, marks = _marked(scanned[start:stop], words)
        if is_last:
            marks.append(STRANGE)  # nothing carries its last run on
        yield start, tokens, marks, events or {}


def _masked(text: str, events: Mapping[int, int]) -> str:
    """The text with one sign in place of the words of each event."""
    if not events and EVENT not in text:
        return text
    parts: list[str] = []
    done = 0
    for start, end in events.items():
        parts += text[done:start].replace(EVENT, NO_EVENT), EVENT.ljust(end - start)
        done = end
    return "".join((*parts, text[done:].replace(EVENT, NO_EVENT)))


def _marked(text: str, words: DateWords) -> tuple[list[str], bytearray]:
    """The tokens of a text and what each is to a run; numbers are no words of the language."""
    tokens = SPACED.findall(folded(text))
    marks = bytearray(map(words.marks.get, tokens, repeat(STRANGE)))
    for index in compress(count(), map(str.isdecimal, tokens)):
        if marks[index] == STRANGE:
            marks[index] = ROUSING if _wakes(tokens, index) else IDLE
    return tokens, marks


def _wakes(tokens: list[str], index: int) -> bool:
    """A number wakes the run when it can be a year or be the start of a date in figures."""
    length = len(tokens[index])
    if length == YEAR_DIGITS or (length == SHORT_YEAR_DIGITS and index and tokens[index - 1] in QUOTES):
        return True
    after, further = (*tokens[index + 1 : index + 3], "", "")[:2]
    return after[:1].isalpha() or (after in SIGNS and further[:1].isdecimal())


def _next(marks: bytearray, index: int) -> int:
    """Where the next run begins that can matter: one with a rousing word, or one that the next piece may carry on."""
    rousing = marks.find(ROUSING, index)
    return max(index, marks.rfind(STRANGE, index, rousing if rousing >= 0 else len(marks)) + 1)
