"""Whether the words of a summary stand by themselves: rules that each name what would be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tracker.extraction.acts import MARKS, Phrasing, Word, tidy
from tracker.extraction.things import Nouns
from tracker.languages.pack import LanguagePack

PRONOUN_AND_VERB = 2  # words that may be a relative clause ("die steunen op …")
BREAKS = frozenset((".", ";", ":", "&", "“", "”", "„", '"'))
MOST = 25  # words of a summary
SHORTEST = 4  # words of a sentence that loses its date


class Soundness:
    """The rules by which a clause that was built anew is taken, or its own words instead."""

    def __init__(self, pack: LanguagePack, phrasing: Phrasing, nouns: Nouns) -> None:
        self._grammar = pack.grammar
        self._lists = pack.summary
        self._naming = frozenset(pack.reference.naming)
        self._phrasing = phrasing
        self._nouns = nouns
        self._rules: tuple[Callable[[Sequence[Word]], bool], ...] = (
            self._is_too_short,
            self._lacks_a_verb,
            self._lacks_a_thing,
            self._begins_inside,
            self._ends_inside,
            self._loses_its_verb,
            self._says_it_twice,
            self._hangs_over,
            self._speaks,
            self._glues_verbs,
            self._lacks_a_mark,
            self._holds_marks,
            self._strands_a_particle,
            self._tells_without_verb,
            self._goes_on,
            self._leaves_a_participle,
            self._parts_its_verbs,
        )

    def holds(self, words: Sequence[Word], *, sentence: bool) -> bool:
        """True for what is whole; a sentence with a subject of its own has one finite verb, an act has none."""
        words = tidy(words)
        if not words or any(rule(words) for rule in self._rules):
            return False
        if not self._grammar.nonfinite_last:
            return self._finite(words) <= int(sentence)
        if sentence:
            return len(words) >= SHORTEST and self._finite(words) == 1 and self._has_subject_first(words)
        return not self._finite(words) and self._ends_in_infinitive(words) and not self._asks_inside(words)

    def _ends_in_infinitive(self, words: Sequence[Word]) -> bool:
        """True where the act closes with its verb, before what hangs on it ("nakijken waar …", "kiezen tussen …")."""
        if self._phrasing.ends_in_infinitive(words):
            return True
        grammar = self._grammar
        hanging = grammar.questions | frozenset(self._lists.place_words) | (grammar.relative - grammar.content_openers)
        hanging |= grammar.prepositions | (grammar.subordinators - grammar.content_openers) | {","}
        for place in range(1, len(words)):
            joined = [word.folded for word in words[place : place + 2]]
            if joined[0] == "," and not grammar.coordinators.isdisjoint(joined):
                return False
            if joined[0] in (hanging if place > 1 else grammar.questions) and self._is_verb(words, place - 1):
                return place != PRONOUN_AND_VERB or words[0].folded not in self._lists.pronouns
        return False

    def _is_verb(self, words: Sequence[Word], place: int) -> bool:
        """True for an infinitive that no article or preposition makes a noun."""
        before = words[place - 1].folded if place else ""
        noun = before in self._grammar.determiners - self._lists.pronouns or before in self._grammar.prepositions
        return self._phrasing.is_infinitive(words[place].folded) and not noun

    def _holds_marks(self, words: Sequence[Word]) -> bool:
        """Another sentence begins in it, or a quotation."""
        return any(word.written in BREAKS for word in words)

    def _strands_a_particle(self, words: Sequence[Word]) -> bool:
        """The half of a verb stands alone ("het door aan De Lijn spelen", "het mee nemen")."""
        particles = (self._nouns.particles & self._nouns.stranded.keys()) - self._lists.infinitive_openers
        prepositions = self._grammar.prepositions - self._grammar.infinitive_marks
        return self._grammar.nonfinite_last and any(
            (word.folded in particles and ahead.folded in prepositions)
            or (word.folded in self._nouns.particles and self._phrasing.is_infinitive(word.folded + ahead.folded))
            for word, ahead in pairwise(words)
        )

    def _tells_without_verb(self, words: Sequence[Word]) -> bool:
        """What is asked or told was cut off before its verb ("nagaan of binnen het budget")."""
        openers = self._grammar.questions | (self._grammar.content_openers - self._grammar.determiners)
        openers |= self._grammar.subordinators - self._grammar.prepositions
        folded = [word.folded for word in words]
        last = max((place for place, word in enumerate(folded) if place and word in openers), default=len(words))
        told = folded[last + 1 :]
        return last < len(words) and not any(
            word in self._grammar.finite or self._phrasing.infinitive_of(word) for word in told
        )

    def _goes_on(self, words: Sequence[Word]) -> bool:
        """Another clause is joined to it ("…, en dat wil ik …", "…, en als wij …")."""
        grammar = self._grammar
        begins = grammar.nominatives | grammar.auxiliaries | (grammar.subordinators - grammar.prepositions)
        return grammar.nonfinite_last and any(
            word.folded in grammar.coordinators - grammar.whether and ahead.folded in begins
            for word, ahead in pairwise(words)
        )

    def _leaves_a_participle(self, words: Sequence[Word]) -> bool:
        """The verb of a second act was left before the first ("de vergunning en de werf geopend verlenen")."""
        verbs = [word.folded for word in words[-2:]]
        passive = verbs[-1] in self._grammar.auxiliary_infinitives
        return self._phrasing.is_participle(verbs[0]) and self._phrasing.is_infinitive(verbs[-1]) and not passive

    def _parts_its_verbs(self, words: Sequence[Word]) -> bool:
        """Something stands between two verbs that belong together ("laten door het KCE onderzoeken")."""
        helping = self._grammar.auxiliary_infinitives
        alone = [
            word.folded in helping and not self._phrasing.is_infinitive(ahead.folded)
            for word, ahead in pairwise(words[: self._phrasing.where_hung(words)])
        ]
        return self._phrasing.is_infinitive(words[-1].folded) and any(alone)

    def _asks_inside(self, words: Sequence[Word]) -> bool:
        """What is asked stands before the verb that asks it ("wat de impact is nagaan")."""
        asking = self._grammar.questions
        return any(
            word.folded in asking and before.written != "," and not self._phrasing.is_infinitive(before.folded)
            for before, word in pairwise(words)
        )

    def _lacks_a_mark(self, words: Sequence[Word]) -> bool:
        """What it is done for was cut off: "om" without "te"."""
        opened = [place for place, word in enumerate(words) if word.folded in self._lists.infinitive_openers]
        marks = [place for place, word in enumerate(words) if word.folded in self._grammar.infinitive_marks]
        return bool(opened) and (not marks or marks[-1] < opened[-1])

    def _has_subject_first(self, words: Sequence[Word]) -> bool:
        """True where a thing opens the sentence and its verb follows at once."""
        written = [word.written for word in words]
        end = self._nouns.phrase(written, 0)[1]
        while end and words[end + 1 :] and words[end].folded in self._grammar.coordinators and _are_names(written, end):
            end += 2  # "Wegen en Verkeer"
        return 0 < end < len(words) and self._phrasing.is_finite([word.folded for word in words], end)

    def _speaks(self, words: Sequence[Word]) -> bool:
        """Whoever speaks or is spoken to is left in the act itself ("ik", "u")."""
        own = words[: self._phrasing.where_hung(words)]
        speaking = self._lists.first_person | self._lists.addressees
        return any(word.folded in speaking for word in own)

    def _glues_verbs(self, words: Sequence[Word]) -> bool:
        """An infinitive opens it, or stands where an auxiliary was put behind it ("meenemen gaan")."""
        end = self._phrasing.end_of_field(words)
        verbs = [word.folded for word in words[max(end - 2, 0) : end]]
        glued = len(verbs) > 1 and all(map(self._phrasing.is_infinitive, verbs))
        glued = glued and (verbs[1] in self._lists.alone or verbs[0] not in self._grammar.auxiliaries)
        return self._grammar.nonfinite_last and (glued or (end > 1 and self._opens_with_verb(words)))

    def _opens_with_verb(self, words: Sequence[Word]) -> bool:
        """An infinitive that something follows which is no clause ("nakijken waar …" is whole)."""
        asking = self._grammar.questions | self._grammar.content_openers | frozenset(self._lists.place_words)
        tells = len(words) > 1 and words[1].folded in asking
        return self._phrasing.is_infinitive(words[0].folded) and not tells

    def _says_it_twice(self, words: Sequence[Word]) -> bool:
        """The same three words stand in it again, as where a thing was named that was there already."""
        folded = [word.folded for word in words if word.written not in MARKS]
        runs = list(zip(folded, folded[1:], folded[2:], strict=False))
        return len(set(runs)) < len(runs)

    def _hangs_over(self, words: Sequence[Word]) -> bool:
        """It ends where something must follow."""
        grammar, last = self._grammar, words[-1].folded
        opens = last in grammar.subordinators | self._lists.infinitive_openers and last not in self._nouns.stranded
        return self._ends_inside(words) or opens

    def _is_too_short(self, words: Sequence[Word]) -> bool:
        return len(words) <= 1

    def _lacks_a_verb(self, words: Sequence[Word]) -> bool:
        """Neither a verb nor a thing that is to come."""
        grammar = self._grammar
        verbs = grammar.nonfinite | grammar.finite
        has_verb = any(word.folded in verbs or self._phrasing.infinitive_of(word.folded) for word in words)
        return not has_verb and words[0].folded not in grammar.determiners | grammar.prepositions

    def _lacks_a_thing(self, words: Sequence[Word]) -> bool:
        """Only verbs and small words; what points at a thing counts, for it will be named."""
        pointing = self._lists.pronouns | self._nouns.pointing_adverbs.keys() | frozenset(self._lists.place_words)
        return not any(
            word.folded in pointing
            or (self._nouns.stems([word.folded]) and self._phrasing.infinitive_of(word.folded) is None)
            for word in words
        )

    def _begins_inside(self, words: Sequence[Word]) -> bool:
        """With a finite verb whose subject is gone, a joint, or a relative word."""
        grammar, first = self._grammar, words[0].folded
        starts = grammar.coordinators | (grammar.subordinators - grammar.prepositions) | grammar.whether
        starts |= self._naming | self._lists.infinitive_openers
        finite = first in grammar.auxiliaries and not self._phrasing.is_infinitive(first)
        relative = first in grammar.relative and first not in grammar.determiners
        told = first in grammar.content_openers and words[1:2] and words[1].folded in grammar.determiners
        joined = words[1:2] and words[1].folded in grammar.coordinators and first in self._nouns.particles
        return grammar.nonfinite_last and bool(first in starts or finite or relative or told or joined)

    def _ends_inside(self, words: Sequence[Word]) -> bool:
        grammar, last = self._grammar, words[-1].folded
        hanging = grammar.determiners | grammar.coordinators | grammar.infinitive_marks | self._naming
        pointing = self._lists.pronouns - (grammar.relative if grammar.nonfinite_last else frozenset())
        return last in hanging and last not in pointing and not self._phrasing.is_infinitive(last)

    def _loses_its_verb(self, words: Sequence[Word]) -> bool:
        """With an auxiliary at the end whose infinitive is gone."""
        return words[-1].folded in self._lists.will and not self._phrasing.is_infinitive(words[-1].folded)

    def _finite(self, words: Sequence[Word]) -> int:
        """How many finite verbs the clause itself has, before any clause that hangs on it."""
        grammar = self._grammar
        opening = grammar.relative | grammar.subordinators | grammar.content_openers | grammar.questions
        opening |= self._lists.infinitive_openers
        opening -= grammar.prepositions | self._lists.pronouns
        folded = [word.folded for word in words]
        hung = (place for place, word in enumerate(folded) if place and self._hangs(folded, place, opening))
        own = range(next(hung, len(folded)))
        names = [bool(place) and word.written[:1].isupper() for place, word in enumerate(words)]
        finite = [folded[place] for place in own if not names[place] and self._is_finite(folded, place)]
        sure = [word for word in finite if not self._phrasing.may_be_infinitive(word)]
        return len(sure) or min(len(finite), 1)

    def _is_finite(self, folded: Sequence[str], place: int) -> bool:
        """True for a finite verb, not for "rond" before what it binds."""
        binds = folded[place] in self._grammar.prepositions and place + 1 < len(folded)
        return self._phrasing.is_finite(folded, place) and not binds

    def _hangs(self, folded: Sequence[str], place: int, opening: frozenset[str]) -> bool:
        relative = folded[place] in self._grammar.bare_openers and folded[place - 1] not in self._grammar.prepositions
        return folded[place] in opening or relative


def _are_names(written: Sequence[str], place: int) -> bool:
    """True where a joint stands between two words with a capital."""
    return written[place - 1][:1].isupper() and written[place + 1][:1].isupper()
