"""Short phrases made of longer words of a report: cut where a phrase ends, never reworded."""

from __future__ import annotations

import re

from tracker.languages.matter import MatterWords
from tracker.languages.pack import LanguagePack

LONGEST, SHORTEST = 12, 2  # words
REFERENCE = re.compile(r"\s*[(\[](?:[Nn]r\.?\s*)?\d[^)\]]*[)\]].*|\s+[–—-]\s+[\d(].*", re.DOTALL)
STOPS = (",", ";", ":")
EDGES = " \n\t,;:–—-"
QUOTES = '"“”„«»'


class Phrases:
    """Makes short phrases of longer words, in one language."""

    def __init__(self, words: MatterWords, pack: LanguagePack) -> None:
        self._words = words
        self._articles = frozenset(pack.reference.articles)
        closed = pack.grammar.prepositions | pack.grammar.determiners | words.clauses | words.joins
        self._small = closed | self._articles
        self._prepositions = pack.grammar.prepositions
        self._verbs = pack.grammar.always_verbs

    def phrase(self, written: str, *, shortest: int = SHORTEST) -> str | None:
        """The words without article, numbers and marks, cut where a phrase ends; None where too little is left."""
        words = _bare(written).split()
        if not words or words[0].casefold().strip(EDGES) in self._words.empty:
            return None
        if len(words) > SHORTEST and words[0].casefold() in self._articles:
            words = words[1:]
        if len(words) > LONGEST:
            words = self._cut(words)
        words = _bare(self._words.dangling.sub("", " ".join(words))).split()
        while words and words[-1].casefold().strip(EDGES) in self._small:
            words.pop()
        if len(words) < shortest or all(word.casefold() in self._small or not word[0].isalpha() for word in words):
            return None
        phrase = _closed(" ".join(words))
        return (phrase.lower() if phrase.isupper() and len(words) > 1 else phrase) or None

    def before_verb(self, written: str) -> str:
        """The words before the first that is always a verb."""
        words = written.split()
        verb = next((place for place, word in enumerate(words) if word.casefold() in self._verbs), len(words))
        return " ".join(words[:verb])

    def without_article(self, written: str) -> str:
        """The words behind the article that opens them."""
        first, _, rest = written.partition(" ")
        return rest if first.casefold() in self._articles else written

    def _cut(self, words: list[str]) -> list[str]:
        """The longest beginning that is short enough and is a phrase by itself."""
        small = [word.casefold() for word in words]
        clauses = (place for place in range(SHORTEST, LONGEST + 1) if small[place] in self._words.clauses)
        clause = next(clauses, None)
        places = range(SHORTEST, (clause or LONGEST) + 1)
        stop = next((place for place in places if words[place - 1].endswith(STOPS)), clause)
        if stop is not None:
            return words[:stop]
        joins = [place for place in places if self._joins(small, place)]
        prepositions = [place for place in places if small[place] in self._prepositions]
        return words[: (joins or prepositions or [LONGEST])[-1]]

    def _joins(self, words: list[str], place: int) -> bool:
        """True where another phrase is joined to a whole one: not inside "the one and the other school"."""
        if words[place] not in self._words.joins or words[place - 1].endswith("-"):
            return False
        if words[place - 2] not in self._articles or words[place + 1 : place + 2] != words[place - 2 : place - 1]:
            return True
        return place + 3 >= len(words) or words[place + 3] in self._small


def _bare(written: str) -> str:
    """Without numbers of documents behind it, closing dots and marks around it."""
    cut = REFERENCE.sub("", " ".join(written.split()), count=1)
    return cut.strip(EDGES).rstrip(".").strip(EDGES)


def _closed(phrase: str) -> str:
    """A phrase without a bracket or quotation mark that only opens or only closes."""
    for opening, closing in (("(", ")"), ("[", "]")):
        if phrase.count(opening) != phrase.count(closing):
            phrase = phrase.partition(opening)[0] if opening in phrase else phrase.replace(closing, "")
    if sum(phrase.count(mark) for mark in QUOTES) % 2:
        phrase = phrase.translate(dict.fromkeys(map(ord, QUOTES)))
    return phrase.strip(EDGES)
