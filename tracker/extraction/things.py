"""The things that a stretch of text names: noun phrases with what hangs on them, by the grammar of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extraction.clause import Token, is_word, tokens_of
from tracker.languages.inflection import Inflection
from tracker.languages.pack import LanguagePack
from tracker.model import TimeExpression

LONGEST = 12  # words of a thing
LONGEST_TOLD = 20  # words of one that a relative clause tells of
STEM = 6  # letters by which two forms of a word are the same
SHORTEST = 4  # letters of a word that says something


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase: its tokens, and how many come before what hangs on it.

    `opened` by a small word; `told_of` with a relative clause behind it.
    """

    tokens: tuple[Token, ...]
    core: int
    opened: bool = True
    told_of: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.tokens[-1].end

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters."""
        return tuple(token.word for token in self.tokens)

    def before(self, times: Sequence[TimeExpression]) -> Thing | None:
        """As far as it tells no time: "de nota" for "de nota in mei"; None for what is a time itself."""
        starts = [time.start for time in times if time.start < self.end and self.start < time.end]
        kept = tuple(token for token in self.tokens if not starts or token.end <= min(starts))
        return replace(self, tokens=kept) if len(kept) >= self.core else None

    @property
    def head(self) -> str:
        """The noun that it is about."""
        return self.tokens[self.core - 1].word


class Nouns:
    """Which words of a language name something, and what they name in a text."""

    def __init__(self, pack: LanguagePack, inflection: Inflection) -> None:
        grammar = pack.grammar
        self._grammar = grammar
        self.adjective_endings = inflection.adjective_endings
        self.articles = frozenset((inflection.article, inflection.neuter_article))
        self._inflection = inflection
        self._listed = pack.cues.verbs.forms
        self.particles = inflection.particles
        bound = {word: word for word in grammar.prepositions} | dict(pack.summary.stranded)
        self.stranded = bound
        self.pointing_adverbs = {
            place + word: meant for place in pack.summary.place_words for word, meant in bound.items()
        }
        self._closed = (
            grammar.adverbs
            | grammar.auxiliaries
            | grammar.nominatives
            | grammar.subordinators
            | grammar.relative
            | grammar.coordinators
            | grammar.infinitive_marks
            | pack.summary.pointers
            | self.pointing_adverbs.keys()
            | inflection.particles
        ) - grammar.determiners
        self._verbs = grammar.auxiliaries
        self._closes = pack.summary.infinitive_openers | grammar.infinitive_marks
        self._binding = pack.summary.binding.union(pack.reference.naming)
        self._ends = pack.reference.thing_ends
        self._joins = frozenset(pack.reference.naming)
        self._pointers = pack.summary.pronouns
        self._small = self._closed | grammar.determiners | grammar.prepositions | pack.summary.says_little

    def is_plain(self, words: Sequence[str]) -> bool:
        """True for words among which no verb stands but where it can only be a noun, and nothing opens a clause."""
        opening = self._grammar.determiners | self._grammar.prepositions
        return not self._is_infinitive(words[0]) and not any(
            word in self._closes
            or (
                place
                and words[place - 1] not in opening
                and word not in self._inflection.neuter
                and self._is_verb(words, place)
            )
            for place, word in enumerate(words)
        )

    def article_of(self, noun: str) -> str:
        """The definite article of a noun."""
        return self._inflection.article_of(noun)

    def article(self, *, neuter: bool) -> str:
        """The definite article of neuter nouns, or of the others."""
        return self._inflection.neuter_article if neuter else self._inflection.article

    def is_neuter(self, noun: str) -> bool:
        """True for a noun in the singular that "dat" may stand for, where the language tells nouns apart."""
        return self._inflection.article_of(noun) == self._inflection.neuter_article

    def may_be_verb(self, word: str) -> bool:
        """True for a word that is written like a form of a verb, and is no known noun."""
        inflection = self._inflection
        known = inflection.present(word) is not None or inflection.done(word) is not None
        return (known or word in self._listed or word in self._verbs) and not self.is_neuter(word)

    def stems(self, words: Sequence[str]) -> list[str]:
        """What words are about, without the small ones, in a form that their inflections share."""
        return [
            word[:STEM]
            for word in map(str.lower, words)
            if len(word) >= SHORTEST and word[0].isalpha() and word not in self._small
        ]

    def in_stretch(self, text: str, start: int, end: int) -> list[Thing]:
        """The things named in a stretch of text, in order, each as long as it goes on."""
        tokens = tokens_of(text, start, end, self._grammar)
        words = [text[token.start : token.end] for token in tokens]
        folded = [token.word for token in tokens]
        opening = self._grammar.determiners | self._grammar.prepositions
        things: list[Thing] = []
        place = 0
        while place < len(words):
            core, last = self._phrase(folded, words, place)
            if last > place:
                opened = tokens[place].word in opening or (place > 0 and tokens[place - 1].word in opening)
                things.append(Thing(tokens[place:last], core - place, opened))
                told = self._with_relative(folded, place, last)
                if told > last:
                    things.append(Thing(tokens[place:told], core - place, opened, told_of=True))
            place = max(last, place + 1)
        return things

    def _with_relative(self, words: Sequence[str], place: int, end: int) -> int:
        """Up to the end of a relative clause without a comma: "het onderzoek naar mensen | die … verlaten"."""
        if words[end : end + 1] and words[end] in self._grammar.bare_openers:
            ahead = range(end, min(place + LONGEST_TOLD, len(words)))
            stop = next((at for at in ahead if not is_word(words[at]) or words[at] in self._ends), None)
            return stop if stop is not None else end
        return end

    def phrase(self, written: Sequence[str], place: int) -> tuple[int, int]:
        """Where the noun phrase that begins here ends, without and with what hangs on it; `place` twice if none."""
        return self._phrase([word.lower() for word in written], written, place)

    def _phrase(self, words: Sequence[str], written: Sequence[str], place: int) -> tuple[int, int]:
        core = self._core_end(words, place, written)
        return (core, self._with_what_hangs_on(words, place, core, written)) if core > place else (place, place)

    def _with_what_hangs_on(self, words: Sequence[str], place: int, core: int, written: Sequence[str]) -> int:
        """Up to where prepositions and "en" carry the thing on."""
        grammar, end = self._grammar, core
        while end < len(words):
            word = words[end]
            binds = word in grammar.prepositions and word not in grammar.infinitive_marks
            adds = word in grammar.coordinators and word not in grammar.alternatives
            if not binds and not adds:
                break
            further = self._core_end(words, end + 1, written)
            loose = binds and word not in self._binding and further > end + 1 and not self._opens(written[end + 1])
            if loose and self._goes_on_with_verb(words, further):  # "… in kaart (te brengen)"
                break
            clause = adds and further < len(words) and self._is_verb(words, further)
            tells_when = not grammar.time_nouns.isdisjoint(words[end:further])
            if further == end + 1 or further - place > LONGEST or clause or tells_when:
                break
            end = further
        return end

    def _core_end(self, words: Sequence[str], place: int, written: Sequence[str]) -> int:
        """Where the words from a determiner or noun on end, before a small word, a verb or a mark; `place` if none."""
        grammar, end = self._grammar, place
        while end < len(words) and end - place < LONGEST:
            word = words[end]
            determines = word in grammar.determiners
            if not is_word(word) or word in grammar.prepositions or (end > place and determines):
                break
            noun = end > place and self._is_noun(words, end, opened=words[place] in grammar.determiners)
            name = end > place and written[end][:1].isupper()  # "het Agentschap Wegen en Verkeer"
            if not (determines or noun or name) and (word in self._closed or self._is_verb(words, end)):
                break
            named = end > place + 1 and written[end - 1][:1].isupper() and not written[end][:1].isupper()
            ending = self._inflection.attributive_ending
            described = bool(ending) and words[end - 1].endswith(ending)  # "de Vlaamse overheid"
            if named and word[-1:].isalpha() and not described:  # "de FOD Justitie | contact opnemen"
                break
            end += 1
        while end > place and self._inflection.is_predicate(words[end - 1]):  # "de samenwerking | beter"
            end -= 1
        alone = end == place + 1 and words[place] in grammar.determiners
        return place if alone else end

    def _goes_on_with_verb(self, words: Sequence[str], place: int) -> bool:
        return place < len(words) and (words[place] in self._grammar.infinitive_marks or self._is_verb(words, place))

    def _opens(self, written: str) -> bool:
        """True for a word that shows by itself that a thing begins."""
        return written.lower() in self._grammar.determiners or written[:1].isupper()

    def _is_noun(self, words: Sequence[str], place: int, *, opened: bool) -> bool:
        """True for what is written like a verb and yet named: "een plan", "dit besluit", "de nieuwe vraag"."""
        word, before = words[place], words[place - 1]
        if not opened or word in self._grammar.always_verbs or (word in self._closed and word not in self._verbs):
            return False
        ending = self._inflection.attributive_ending
        described = (
            bool(ending) and before.endswith(ending) and before not in self._closed and not self._is_infinitive(word)
        )
        opening = self._grammar.determiners | self._grammar.prepositions
        behind = before in opening and before not in self._pointers
        return behind or described or word in self._inflection.neuter

    def _is_verb(self, words: Sequence[str], place: int) -> bool:
        word = words[place]
        before = words[place - 1] if place else ""
        if word in self._grammar.always_verbs:
            return True
        if before in self._pointers and self._is_infinitive(word):  # "dat navragen", but "het navragen van …"
            return self._joins.isdisjoint(words[place + 1 : place + 2])
        if before in self._grammar.determiners or before in self._grammar.prepositions:
            return False
        return word in self._listed or self._inflection.infinitive_of(word) is not None

    def _is_infinitive(self, word: str) -> bool:
        listed = any(form.form == "infinitive" for form in self._listed.get(word, ()))
        return listed or self._inflection.is_infinitive(word)
