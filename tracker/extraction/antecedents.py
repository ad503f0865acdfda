"""What "dit onderzoek", "die nota", "daarover" and a bare "het" point to: things as the report named them before."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.extraction.finding import Examiner, Finding
from tracker.extraction.things import Nouns, Thing
from tracker.languages.pack import LanguagePack
from tracker.model import Role, Sentence

LOOK_BACK = 10  # sentences of a speech in which a thing is sought
ASKED = 12  # sentences of the question in which it is sought then
LONG = 11  # letters from which a word says a matter by itself
CLEARER = 1.2  # times as much as any other thing must one be spoken of that a pointer is taken to mean
FADING = 0.25  # how much less a thing counts for each sentence between


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that was named before, with what it is about, how far off, and what it can stand for."""

    thing: Thing
    stems: frozenset[str]
    distance: int
    is_clear: bool = True
    is_matter: bool = True


class Antecedents:
    """Knows what one report has named up to a place, and what its speeches are about."""

    def __init__(self, examiner: Examiner, nouns: Nouns) -> None:
        self._examiner = examiner
        self._report = examiner.report
        self.nouns = nouns
        self._named: dict[int, tuple[Named, ...]] = {}
        self._about: dict[int | None, Counter[str]] = {}
        self._pointers = examiner.pack.summary.pointers - nouns.articles
        self._adjectives = nouns.adjective_endings
        named = [speech.speaker.name for speech in self._report.speeches if speech.speaker and speech.speaker.name]
        self._people = frozenset(nouns.stems(" ".join(named).split()))
        self._asked = [
            place
            for place, speech in enumerate(self._report.speeches)
            if speech.speaker is not None and speech.speaker.role is Role.MEMBER
        ]
        self._sentences: dict[int | None, list[Sentence]] = {}
        for sentence in self._report.sentences:
            self._sentences.setdefault(sentence.speech, []).append(sentence)

    @property
    def _pack(self) -> LanguagePack:
        return self._examiner.pack

    def before(self, finding: Finding) -> list[Named]:
        """The things named before a finding: in its speech, the nearest first, then in the question."""
        act = finding.act.evidence.clause
        return [
            replace(one, distance=distance)
            for distance, sentence in enumerate(self._looked_through(finding))
            for one in self._things(sentence)
            if one.thing.end <= act.start
        ]

    def _things(self, sentence: Sentence) -> tuple[Named, ...]:
        """What a sentence names, the last first, with what it is about; no times."""
        if sentence.start not in self._named:
            times = self._examiner.times(sentence.start, sentence.end)
            things = self.nouns.in_stretch(self._report.text, sentence.start, sentence.end)
            timeless = (self._without_joint(thing.before(times)) for thing in reversed(things))
            named = ((thing, frozenset(self.nouns.stems(thing.words)) - self._people) for thing in timeless if thing)
            self._named[sentence.start] = tuple(self._judged(thing, stems) for thing, stems in named if stems)
        return self._named[sentence.start]

    def _without_joint(self, thing: Thing | None) -> Thing | None:
        """Without the preposition that its day left behind: "het besluit van (17 mei)"."""
        while thing and len(thing.tokens) > thing.core and thing.words[-1] in self._pack.grammar.prepositions:
            thing = replace(thing, tokens=thing.tokens[:-1])
        return thing

    def _judged(self, thing: Thing, stems: frozenset[str]) -> Named:
        clear = self._is_clear(thing)
        return Named(thing, stems, 0, is_clear=clear, is_matter=clear and self._is_matter(thing, stems))

    def _looked_through(self, finding: Finding) -> Iterator[Sentence]:
        sentence = finding.examined.sentence
        own = self._sentences[sentence.speech]
        end = bisect_left(own, finding.end, key=lambda one: one.start)
        yield from reversed(own[max(end - LOOK_BACK - 1, 0) : end])
        asked = self._question(sentence)
        if asked is not None:
            yield from reversed(self._sentences.get(asked, [])[-ASKED:])

    def _question(self, sentence: Sentence) -> int | None:
        """The speech of a member that stands last before the speech of this sentence."""
        if sentence.speech is None:
            return None
        place = bisect_left(self._asked, sentence.speech)
        return self._asked[place - 1] if place else None

    def weight(self, stems: frozenset[str], sentence: Sentence) -> float:
        """How much what these stems name is what this speech, and the question that it answers, is about."""
        about = self._counted(sentence)
        return sum(math.log1p(about[stem]) for stem in stems)

    def _counted(self, sentence: Sentence) -> Counter[str]:
        """How often each stem stands in a speech and its question, counted once a speech."""
        if sentence.speech not in self._about:
            count: Counter[str] = Counter()
            for speech in {sentence.speech, self._question(sentence)}:
                for one in self._sentences.get(speech, ()):
                    count.update(self.nouns.stems(self._report.text[one.start : one.end].split()))
            self._about[sentence.speech] = count
        return self._about[sentence.speech]

    def clearest(self, named: Sequence[Named], known: frozenset[str], finding: Finding, *, room: int) -> Named | None:
        """The thing that a bare pointer means: near, and more spoken of than any other; None where none is clear."""
        sentence = finding.examined.sentence

        def worth(one: Named) -> float:
            return self.weight(one.stems - known, sentence) / (1 + FADING * one.distance)

        fitting = [one for one in named if len(one.thing.tokens) <= room and one.is_matter and one.stems - known]
        best = max(fitting, key=worth, default=None)
        others = (one for one in fitting if best and not one.stems & best.stems)
        is_clear = best is not None and worth(best) >= CLEARER * max(map(worth, others), default=0.0)
        return best if is_clear else None

    def _is_matter(self, thing: Thing, stems: frozenset[str]) -> bool:
        """True for what a reader without the report understands: a thing by itself, in more than a word."""
        tells = len(stems) > 1 or len(thing.words[-1]) > LONG
        return thing.opened and not thing.told_of and tells and self.nouns.is_plain(thing.words)

    def _is_clear(self, thing: Thing) -> bool:
        """A thing that tells no time, points at nothing and ends in a noun."""
        grammar, words = self._pack.grammar, thing.words
        if not grammar.time_nouns.isdisjoint(words[: thing.core]):
            return False
        told = next((place for place, word in enumerate(words) if place and word in grammar.bare_openers), len(words))
        inside = self._pointers - self._pack.summary.possessives - self._pack.summary.bound
        if not self._pointers.isdisjoint(words[1:told]) or not inside.isdisjoint(words[told + 1 :]):
            return False
        if words[told - 1].endswith(self._adjectives):
            return False
        return self._pack.summary.no_matter.isdisjoint((words[0], thing.head))

    def fuller(self, named: Sequence[Named], noun: str, said: frozenset[str], *, room: int) -> Named | None:
        """The nearest earlier naming of a noun that says all that was said and more: "de wijziging van het decreet"."""
        qualities = said - frozenset(self.nouns.stems([noun]))
        for one in named:
            says_more = one.stems - said and qualities <= one.stems
            if len(one.thing.tokens) <= room and says_more and one.is_clear and one.thing.head.endswith(noun):
                return one
        return None

    def written(self, thing: Thing) -> list[str]:
        """The words of a thing as the report writes them, with an article for "dit" and "mijn"."""
        words = [self._report.text[token.start : token.end] for token in thing.tokens]
        first, lists = thing.words[0], self._pack.summary
        if first in lists.demonstratives or first in lists.possessives:
            article = self.nouns.article_of(thing.head)
            return [article, *words[1:]] if article else words[1:]
        small = first in self._pack.grammar.determiners | self._pack.grammar.prepositions
        return [words[0].lower() if small else words[0], *words[1:]]
