"""The words of a summary with what they point at named in their place, where it is clear.

"Die nota" gets the fuller name of the nota before; "die" and "daarover" the thing near by that is more spoken of than
any other. What "dat" and "het" mean is mostly no thing but all that was said, and stays unnamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from math import inf

from tracker.extraction.acts import Word
from tracker.extraction.antecedents import Antecedents, Named
from tracker.extraction.clause import is_word
from tracker.extraction.finding import Finding
from tracker.extraction.soundness import MOST
from tracker.languages.pack import LanguagePack

SHORT = 6  # words that a thing may have even where few are left
NEAR = 2  # sentences within which a bare pointer is taken to mean a thing


class Pointing:
    """Names what the words of one summary point at; remembers what it named already."""

    def __init__(self, finding: Finding, antecedents: Antecedents, pack: LanguagePack) -> None:
        nouns = antecedents.nouns
        self._finding = finding
        self._antecedents = antecedents
        self._nouns = nouns
        self._grammar = pack.grammar
        self._lists = pack.summary
        self._unrelated = (
            pack.grammar.prepositions | pack.grammar.coordinators | pack.summary.will | pack.summary.passive_auxiliaries
        )
        self._articles = pack.reference.articles
        self._naming = frozenset((*pack.reference.naming, *pack.summary.binding))
        self._telling = pack.summary.neuter_determiners | pack.summary.common_determiners
        self._used: set[str] = set()
        asking = pack.grammar.questions | pack.grammar.relative | pack.grammar.subordinators
        self._adverbs = {word: meant for word, meant in nouns.pointing_adverbs.items() if word not in asking}
        self._stranded = nouns.stranded

    @cached_property
    def named(self) -> list[Named]:
        """The things named before and round the finding, sought when something points at one."""
        return self._antecedents.before(self._finding)

    def resolved(self, words: Sequence[Word]) -> list[Word]:
        """The same words with their pointers named, as far as the report tells clearly what they mean."""
        left = list(words)
        done: list[Word] = []
        while left:
            taken, named = self._first(left, done, room=MOST - len(done) - len(left))
            done += named
            left = left[taken:]
        return done

    def thing(self, done: list[Word], left: list[Word], *, start: int) -> tuple[int, list[Word] | None]:
        """How many words a thing takes that points elsewhere ("die nota", "mijn nota"), and its name; None for others.

        What is named from `start` on stands in the same words already.
        """
        word = left[0].folded
        if self._opens_relative(left, done):
            return 1, None
        core, end = self._nouns.phrase([one.written for one in left], 0)
        if core <= 1 or not self._grammar.time_nouns.isdisjoint((left[1].folded, left[core - 1].folded)):
            return max(min(core, 2), 1), None
        if word in self._lists.possessive or self._nouns.may_be_verb(left[1].folded) or self._may_open(word, done):
            return 1, None
        if word in self._lists.possessives:
            return 1, self._article(word, left[core - 1].folded) if word in self._telling else None
        if word in self._lists.demonstratives:
            return self._definite(left, done, (core, end), room=MOST - len(done) - len(left), until=start)
        return 1, None

    def _may_open(self, word: str, done: list[Word]) -> bool:
        """True for "dat" where it may open a clause, not in "van dat besluit" or at the beginning."""
        return word in self._grammar.content_openers and bool(done) and not self._is_bound(done)

    def points_back(self, words: Sequence[Word]) -> bool:
        """True where a bare pointer stands among the words whose thing is not named in them ("dat", "daarover")."""
        folded = [word.folded for word in words]
        own = self._grammar.nominatives - self._lists.first_person - self._lists.addressees
        pointing = (self._lists.pronouns | own) - self._lists.bound - self._lists.place_holders
        return any(
            word in self._adverbs or (word in pointing and self._is_bare(list(words), place))
            for place, word in enumerate(folded)
        )

    def _is_bare(self, words: list[Word], place: int) -> bool:
        """True for "dat" in "ik zal dat navragen", not in "dat plan", "het plan dat …" or "zeggen dat het plan …"."""
        word, ahead = words[place].folded, words[place + 1 : place + 2]
        if word not in self._grammar.determiners | self._grammar.relative:
            return True
        if self._opens_relative(words[place:], words[:place]) or not ahead:
            return not ahead
        written = [one.written for one in words]
        named = max(self._nouns.phrase(written, begin)[0] for begin in (place, place + 1))
        return named <= place + 1 and ahead[0].folded not in self._grammar.nominatives

    def _first(self, left: list[Word], done: list[Word], *, room: int) -> tuple[int, list[Word]]:
        """How many words go, and what comes in their place."""
        word = left[0].folded
        folded = [one.folded for one in left]
        if self._opens_relative(left, done):
            return 1, [left[0]]
        if self._only_holds_place(left):
            return 1, []
        if word in self._adverbs:
            return self._adverb(left, done, room=room)
        if word in self._lists.place_words and (place := self._stranding(folded)):
            if self._opens_content(left[place + 1 :]):
                return place + 1, left[1:place]
            return self._parted(left, done, place, room=room)
        if word in self._lists.place_holders:
            return 1, []
        core, end = self._nouns.phrase([one.written for one in left], 0)
        if word in self._lists.possessives and core > 1:
            return 1, self._article(word, folded[core - 1])
        if core > 1 and word in self._grammar.determiners and folded[core - 1] not in self._grammar.time_nouns:
            return self._definite(left, done, (core, end), room=room)
        if word in self._lists.demonstratives - self._lists.neuter_pronouns:
            return self._pronoun(left, done, room=room)
        if word in self._lists.addressees and core <= 1 and not self._is_bound(done) and not self._acts(done):
            return 1, []
        return 1, [left[0]]

    def _adverb(self, left: list[Word], done: list[Word], *, room: int) -> tuple[int, list[Word]]:
        asked = any(word.folded in self._grammar.questions for word in done)
        named = [] if asked else self._best(left, done, room)
        preposition = self._adverbs[left[0].folded]
        return 1, [Word(preposition, preposition), *named] if named else [left[0]]

    def _only_holds_place(self, left: list[Word]) -> bool:
        """True for "ervoor" in "ervoor zorgen dat …" and "ervoor dat …"."""
        word = left[0].folded
        holds = word in self._adverbs and word.startswith(tuple(self._lists.place_holders))
        return holds and self._opens_content(left[1:])

    def _opens_content(self, left: Sequence[Word]) -> bool:
        """True where, behind nothing but a verb or two, a clause tells what was meant."""
        opening = self._grammar.content_openers | self._lists.infinitive_openers
        ahead = [word.folded for word in left[:4]]
        return any(word in opening for word in ahead[:1]) or any(
            word in opening and place and before != "," for place, (before, word) in enumerate(pairwise(ahead), 1)
        )

    def _stranding(self, folded: Sequence[str]) -> int | None:
        """Where the preposition stands that belongs to a pointer parted from it ("daar zeker naar kijken")."""
        for place in range(1, len(folded)):
            if not is_word(folded[place]):
                return None
            lonely = self._nouns.phrase(folded, place + 1)[1] == place + 1
            if folded[place] in self._stranded and lonely and place + 1 < len(folded):
                return place
        return None

    def _parted(self, left: list[Word], done: list[Word], place: int, *, room: int) -> tuple[int, list[Word]]:
        named = self._best(left, done, room)
        preposition = self._stranded[left[place].folded]
        return (place + 1, [*left[1:place], Word(preposition, preposition), *named]) if named else (1, [left[0]])

    def _definite(
        self, left: list[Word], done: list[Word], ends: tuple[int, int], *, room: int, until: float = inf
    ) -> tuple[int, list[Word]]:
        """A thing such as "die nota" or "de nota" by its fuller name, else an article; `ends`: of core and whole."""
        core, end = ends
        points = left[0].folded in self._lists.demonstratives
        bare = end == core or left[core].folded not in self._naming
        noun = left[core - 1].folded
        if bare and (points or left[0].folded in self._nouns.articles):
            said = frozenset(self._nouns.stems([one.folded for one in left[:core]]))
            before = [one for one in self.named if one.thing.end <= until]
            named = self._antecedents.fuller(before, noun, said, room=room + core)
            follows = frozenset(self._nouns.stems([one.folded for one in left[core:end]]))
            if named is not None and named.stems.isdisjoint(follows - said):
                self._used |= named.stems
                return core, self._known_thing(named, left[0].folded)
        bound = self._is_bound(done) and done[-1].folded not in self._naming
        fixed = bound and left[0].folded in self._grammar.relative  # "om die reden", "in die zin"
        first = self._article(left[0].folded, noun) if points and not fixed else [left[0]]
        return core, [*first, *left[1:core]]

    def _pronoun(self, left: list[Word], done: list[Word], *, room: int) -> tuple[int, list[Word]]:
        named = self._best(left, done, room)
        return 1, named or [left[0]]

    def _best(self, left: list[Word], done: list[Word], room: int) -> list[Word]:
        """The words of the near thing that is much spoken of, else of the matter."""
        near = [one for one in self.named if one.distance <= NEAR and self._agrees(one, left[0].folded)]
        known = self._known(left, done)
        named = self._antecedents.clearest(near, known, self._finding, room=max(room, SHORT))
        if named is None:
            return []
        self._used |= named.stems
        return self._words(named)

    def _agrees(self, named: Named, pointer: str) -> bool:
        """True where the noun could be what "die" or "dat" means."""
        return pointer not in self._lists.pronouns or not self._nouns.is_neuter(named.thing.head)

    def _known(self, left: list[Word], done: list[Word]) -> frozenset[str]:
        return frozenset(self._nouns.stems([word.folded for word in [*done, *left]])) | frozenset(self._used)

    def _opens_relative(self, left: list[Word], done: list[Word]) -> bool:
        """True for "(de nota) die …"."""
        word = left[0].folded
        if word not in self._grammar.relative or not done:
            return False
        before = done[-1].folded
        return before not in self._unrelated

    def _acts(self, done: list[Word]) -> bool:
        """True for "u" behind what opens a clause ("het feit dat u aanhaalt")."""
        return bool(done) and done[-1].folded in self._grammar.relative | self._grammar.questions

    def _is_bound(self, done: list[Word]) -> bool:
        return bool(done) and done[-1].folded in self._grammar.prepositions

    def _article(self, determiner: str, noun: str) -> list[Word]:
        """The article of a noun, by what stood before it ("dat vak") or else by the noun itself ("mijn vak")."""
        told = self._nouns.article(neuter=determiner in self._lists.neuter_determiners)
        article = told if determiner in self._telling else self._nouns.article_of(noun)
        return [Word(article, article)] if article else []

    def _known_thing(self, named: Named, determiner: str) -> list[Word]:
        """A thing that was first named as new ("een wijziging van het decreet") with the article of what is known."""
        words = self._words(named)
        new = words[0].folded in self._articles and words[0].folded not in self._nouns.articles
        return [*self._article(determiner, named.thing.head), *words[1:]] if new else words

    def _words(self, named: Named) -> list[Word]:
        return [Word(word, word.lower()) for word in self._antecedents.written(named.thing)]
