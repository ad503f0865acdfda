"""Events that are told by their day: "het commissiedebat van 24 april", "de vergadering over Natuur op 3 mei".

It says where the words of such an event end; which day it has is read behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

BEFORE_EVENTS = ("after", "before", "by", "until")  # what may be told of an event, by the meaning of the word
REACH, OPENING = 160, 96  # how far before its day an event may begin, and before that the words that open it
LONGEST = 6  # words from the noun to the day
BETWEEN = ("article", "reference", "filler")  # kinds of words between such a word and the event
DAYS = ("deictic", "reference", "shortweekday", "weekday")  # kinds of words with which a day begins
NEVER = ("and", "when")


@dataclass(frozen=True, slots=True)
class EventWords:
    """The nouns of events (also as the end of a compound), and the words around them."""

    form: re.Pattern[str]
    opening: re.Pattern[str]  # the words by which "voor", "voorafgaand aan" are known, up to where the event begins
    day: re.Pattern[str]  # how its day begins
    nouns: tuple[str, ...]
    names: tuple[str, ...]  # the same and what is an event alone or behind a hyphen
    skipped: frozenset[str]  # what may stand between them and the event: "aan het", "de komende"
    links: frozenset[str]  # "het debat over", "de vergadering met"
    strangers: frozenset[str]  # words that never stand inside the name of an event

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The events of a text, each from its first word to the word before its day.

        Days are looked for first, since few events are told by one.
        """
        last = done = 0  # the place of the day before, and where the event before ends
        for day in self.day.finditer(text):
            place = day.start()
            if self._is_named(text[max(last, place - REACH) : place]):
                for opening in self.opening.finditer(text, max(done, place - REACH - OPENING), place):
                    start = opening.end()
                    end = self._end(text, start) if start >= last and day.end("of") <= start + REACH else None
                    if end:
                        yield start, end
                        done = end
                        break
            last = place

    def _is_named(self, before: str) -> bool:
        """Whether an event stands among the last words, as it does in `form`."""
        return any(word.endswith(self.names) for word in before.lower().rsplit(" ", LONGEST)[-LONGEST:])

    def _end(self, text: str, start: int) -> int | None:
        """Where the words of an event that begins here end, if one does and its day follows."""
        match = self.form.match(text, start)
        if match is None:
            return None
        qualities, more = match["qualities"].lower().split(), match["more"].split()
        if not (self.strangers | self.links | self.skipped).isdisjoint(qualities):  # "legde een motie voor op de …"
            return None
        return match.end() if not more or self._is_about(more) else None

    def _is_about(self, more: list[str]) -> bool:
        first, words = more[0], {word.lower() for word in more}
        begins = first.lower() in self.links or first[0].isupper() or first.lower().endswith(self.nouns)
        return begins and not words & self.strangers


NOTHING = re.compile(r"(?!)")
NO_EVENTS = EventWords(NOTHING, NOTHING, NOTHING, (), (), frozenset(), frozenset(), frozenset())


def event_words(
    nouns: Collection[str],
    *,
    alone: Collection[str],
    links: Collection[str],
    on: Collection[str],
    strangers: Collection[str],
    kinds: Mapping[str, Collection[str]],
    openers: Collection[tuple[str, ...]],
) -> EventWords:
    """The events of a language. `kinds`: the single words of each kind; `openers`: what is told of an event."""
    if not nouns:
        return NO_EVENTS
    days = [word for kind in DAYS for word in kinds.get(kind, ())]
    never = {word for kind in NEVER for word in kinds.get(kind, ())}
    known = frozenset(word for word in (max(form, key=len) for form in openers) if len(word) > 1)
    parts = {word for form in openers for word in form} - {*kinds.get("of", ()), *on}
    skipped = frozenset(parts | {word for kind in BETWEEN for word in kinds.get(kind, ())})
    of, articles = (*kinds.get("of", ()), *on), _any(kinds.get("article", ()))
    day = rf"(?P<of> (?:{_any(of)}) )(?:(?:{articles}) )?(?:\d{{1,2}}(?!\d)|\d{{4}}-\d\d?-|(?i:{_any(days)})(?!\w))"
    named = rf"[\w-]{{0,40}}?(?i:{_any(nouns)})"
    if alone:
        named += rf"|(?:[\w-]{{1,40}}-)?(?i:{_any(alone)})"
    return EventWords(
        _form(named, day),
        _opening(known, skipped),
        re.compile(day),
        tuple(nouns),
        tuple(map(str.lower, (*nouns, *alone))),
        skipped,
        frozenset(links),
        frozenset({*strangers, *never}),
    )


def _any(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _opening(openers: Collection[str], skipped: Collection[str]) -> re.Pattern[str]:
    """An opening word and what may stand between it and the event, none of it a part of a longer word."""
    words, signs = ({word for word in skipped if word.isalpha() is is_word} for is_word in (True, False))
    gap, end = r"(?:[^\S\n]|_)*(?:\n(?:[^\S\n]|_)*)?", r"(?![^\W\d_])"  # a blank line parts
    more = rf"{gap}(?:(?:{_any(words)}){end}|{_any(signs)})"
    return re.compile(rf"(?i)(?<![^\W\d_])(?:{_any(openers)}){end}(?:{more})*{gap}")


@lru_cache(maxsize=8)
def _form(named: str, day: str) -> re.Pattern[str]:
    word = r"[\w'’-]{1,40}"
    return re.compile(rf"(?P<qualities>(?:{word} ){{0,2}}?)(?:{named})(?P<more>(?: {word}){{0,5}}?)(?={day})")
