"""Whether the words of a summary stand by themselves: rules that each name what would be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.extraction.acts import MARKS, Phrasing, Word, tidy
from tracker.extraction.things import Nouns
from tracker.languages.pack import LanguagePack

MOST = 25  # words of a summary


class Soundness:
    """The rules by which a clause that was built anew is taken, or its own words instead."""

    def __init__(self, pack: LanguagePack, phrasing: Phrasing, nouns: Nouns) -> None:
        self._grammar = pack.grammar
        self._lists = pack.summary
        self._phrasing = phrasing
        self._nouns = nouns
        self._rules: tuple[Callable[[Sequence[Word]], bool], ...] = (
            self._is_too_short,
            self._lacks_a_verb,
            self._lacks_a_thing,
            self._begins_inside,
            self._ends_inside,
            self._loses_its_verb,
        )

    def holds(self, words: Sequence[Word], *, sentence: bool) -> bool:
        """True for what is whole; a sentence with a subject of its own has one finite verb, an act has none."""
        words = tidy(words)
        return not any(rule(words) for rule in self._rules) and self._finite(words) <= int(sentence)

    def is_broken(self, words: Sequence[Word]) -> bool:
        """True for what cannot stand there at all, also where its own words were taken: they are cut or glued wrong."""
        words = tidy(words)
        return not words or self._says_it_twice(words) or self._begins_inside(words) or self._hangs_over(words)

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
        finite = first in grammar.auxiliaries and not self._phrasing.is_infinitive(first)
        relative = first in grammar.relative and first not in grammar.determiners
        return grammar.nonfinite_last and (first in starts or finite or relative)

    def _ends_inside(self, words: Sequence[Word]) -> bool:
        grammar, last = self._grammar, words[-1].folded
        hanging = grammar.determiners | grammar.coordinators | grammar.infinitive_marks
        return last in hanging and last not in self._lists.pronouns and not self._phrasing.is_infinitive(last)

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
        finite = [folded[place] for place in own if not names[place] and self._phrasing.is_finite(folded, place)]
        sure = [word for word in finite if not self._phrasing.may_be_infinitive(word)]
        return len(sure) or min(len(finite), 1)

    def _hangs(self, folded: Sequence[str], place: int, opening: frozenset[str]) -> bool:
        relative = folded[place] in self._grammar.bare_openers and folded[place - 1] not in self._grammar.prepositions
        return folded[place] in opening or relative
