"""Events that are told by their day: "het commissiedebat van 24 april", "de vergadering over Natuur op 3 mei".

It says where the words of such an event end; which day it has is read behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

BEFORE_EVENTS = ("after", "before", "by", "until")  # what may be told of an event, by the meaning of the word
REACH = 160
BETWEEN = ("article", "reference", "filler")  # kinds of words between such a word and the event
DAYS = ("deictic", "reference", "shortweekday", "weekday")  # kinds of words with which a day begins
NEVER = ("and", "when")


@dataclass(frozen=True, slots=True)
class EventWords:
    """The nouns of events (also as the end of a compound), and the words around them."""

    form: re.Pattern[str]
    of: tuple[str, ...]  # between the event and its day
    day: re.Pattern[str]  # how its day begins
    nouns: tuple[str, ...]
    openers: frozenset[str]  # the words by which "voor", "voorafgaand aan" are known
    skipped: frozenset[str]  # what may stand between them and the event: "aan het", "de komende"
    links: frozenset[str]  # "het debat over", "de vergadering met"
    strangers: frozenset[str]  # words that never stand inside the name of an event

    def end(self, text: str, start: int) -> int | None:
        """Where the words of an event that begins here end, if one does and its day follows."""
        if not self._day_follows(text, start, start + REACH):
            return None
        match = self.form.match(text, start)
        if match is None:
            return None
        qualities, more = match["qualities"].lower().split(), match["more"].split()
        if not (self.strangers | self.links | self.skipped).isdisjoint(qualities):  # "legde een motie voor op de …"
            return None
        return match.end() if not more or self._is_about(more) else None

    def _day_follows(self, text: str, start: int, stop: int) -> bool:
        """Looked for first, since few words are followed by a day; to find a fixed word is fastest."""
        for word in self.of:
            place = text.find(word, start, stop)
            while place >= 0:
                if self.day.match(text, place):
                    return True
                place = text.find(word, place + 1, stop)
        return False

    def _is_about(self, more: list[str]) -> bool:
        first, words = more[0], {word.lower() for word in more}
        begins = first.lower() in self.links or first[0].isupper() or first.lower().endswith(self.nouns)
        return begins and not words & self.strangers


NOTHING = re.compile(r"(?!)")
NO_EVENTS = EventWords(NOTHING, (), NOTHING, (), frozenset(), frozenset(), frozenset(), frozenset())


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
    day = rf" (?:{_any(of)}) (?:(?:{articles}) )?(?:\d{{1,2}}(?!\d)|\d{{4}}-\d\d?-|(?i:{_any(days)})(?!\w))"
    named = rf"[\w-]{{0,40}}?(?i:{_any(nouns)})"
    if alone:
        named += rf"|(?:[\w-]{{1,40}}-)?(?i:{_any(alone)})"
    between = tuple(f" {word} " for word in of)
    return EventWords(
        _form(named, day),
        between,
        re.compile(day),
        tuple(nouns),
        known,
        skipped,
        frozenset(links),
        frozenset({*strangers, *never}),
    )


def _any(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=8)
def _form(named: str, day: str) -> re.Pattern[str]:
    word = r"[\w'’-]{1,40}"
    return re.compile(rf"(?P<qualities>(?:{word} ){{0,2}}?)(?:{named})(?P<more>(?: {word}){{0,5}}?)(?={day})")
