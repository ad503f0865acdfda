"""The words of a summary with what they point at named in their place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

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

    def __init__(self, finding: Finding, matter: list[str], antecedents: Antecedents, pack: LanguagePack) -> None:
        nouns = antecedents.nouns
        self._finding = finding
        self._matter = matter
        self._antecedents = antecedents
        self._nouns = nouns
        self._grammar = pack.grammar
        self._lists = pack.summary
        self._unrelated = (
            pack.grammar.prepositions | pack.grammar.coordinators | pack.summary.will | pack.summary.passive_auxiliaries
        )
        self._articles = pack.reference.articles
        self._naming = frozenset((*pack.reference.naming, *pack.summary.binding))
        self._used: set[str] = set()
        self._bare = True
        self._adverbs, self._stranded = nouns.pointing_adverbs, nouns.stranded

    @cached_property
    def named(self) -> list[Named]:
        """The things named before and round the finding, sought when something points at one."""
        return self._antecedents.before(self._finding)

    def resolved(self, words: Sequence[Word], *, bare: bool) -> list[Word]:
        """The same words with their pointers named, as far as the report tells what they mean; `bare` pronouns too."""
        self._bare = bare
        left = list(words)
        done: list[Word] = []
        while left:
            taken, named = self._first(left, done, room=MOST - len(done) - len(left))
            done += named
            left = left[taken:]
        return done

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
            return 1, self._article(folded[core - 1])
        if core > 1 and word in self._grammar.determiners:
            return self._definite(left, core, end, room=room)
        if word in self._lists.pronouns and self._bare:
            return self._pronoun(left, done, room=room)
        if word in self._lists.addressees and core <= 1 and not self._is_bound(done):
            return 1, []
        return 1, [left[0]]

    def _adverb(self, left: list[Word], done: list[Word], *, room: int) -> tuple[int, list[Word]]:
        named = self._best(left, done, room)
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

    def _definite(self, left: list[Word], core: int, end: int, *, room: int) -> tuple[int, list[Word]]:
        """A thing such as "die nota" or "de nota" by its fuller name, else with an article."""
        points = left[0].folded in self._lists.demonstratives
        bare = end == core or left[core].folded not in self._naming
        noun = left[core - 1].folded
        if bare and (points or left[0].folded in self._nouns.articles):
            said = frozenset(self._nouns.stems([one.folded for one in left[:core]]))
            named = self._antecedents.fuller(self.named, noun, said, room=room + core)
            if named is not None:
                self._used |= named.stems
                return core, self._known_thing(named)
        first = self._article(noun) if points else [left[0]]
        return core, [*first, *left[1:core]]

    def _pronoun(self, left: list[Word], done: list[Word], *, room: int) -> tuple[int, list[Word]]:
        named = self._best(left, done, room)
        return 1, named or [left[0]]

    def _best(self, left: list[Word], done: list[Word], room: int) -> list[Word]:
        """The words of the near thing that is much spoken of, else of the matter."""
        near = [one for one in self.named if one.distance <= NEAR]
        known = self._known(left, done)
        named = self._antecedents.best(near, known, self._finding, room=max(room, SHORT))
        if named is not None:
            self._used |= named.stems
            return self._words(named)
        headed = self._matter if len(self._matter) <= max(room, SHORT) else []
        stems = frozenset(self._nouns.stems(headed))
        if not stems - known:
            return []
        self._used |= stems
        return [Word(word, word.lower()) for word in headed]

    def _known(self, left: list[Word], done: list[Word]) -> frozenset[str]:
        return frozenset(self._nouns.stems([word.folded for word in [*done, *left]])) | frozenset(self._used)

    def _opens_relative(self, left: list[Word], done: list[Word]) -> bool:
        """True for "(de nota) die …"."""
        word = left[0].folded
        if word not in self._grammar.relative or not done:
            return False
        before = done[-1].folded
        return before not in self._unrelated

    def _is_bound(self, done: list[Word]) -> bool:
        return bool(done) and done[-1].folded in self._grammar.prepositions

    def _article(self, noun: str) -> list[Word]:
        article = self._nouns.article_of(noun)
        return [Word(article, article)] if article else []

    def _known_thing(self, named: Named) -> list[Word]:
        """A thing that was first named as new ("een wijziging van het decreet") with the article of what is known."""
        words = self._words(named)
        new = words[0].folded in self._articles and words[0].folded not in self._nouns.articles
        return [*self._article(named.thing.head), *words[1:]] if new else words

    def _words(self, named: Named) -> list[Word]:
        return [Word(word, word.lower()) for word in self._antecedents.written(named.thing)]
