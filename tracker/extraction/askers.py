"""Whose question an answer takes up, as a meeting goes: members ask one after another, the minister answers them.

He names whom he answers, or takes up their words; who was named is answered until another is. What remains is for the
member who put the question, and after a second round for those who spoke last.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from math import exp, log

from tracker.extraction.matter import Matters
from tracker.languages.grammar import Grammar
from tracker.model import Report, Role, Sentence, Speaker, Speech

WORD = re.compile(r"[^\W\d_]{5,}")
STEM = 6  # letters that forms of one word have in common
NEVER = re.compile(r"(?!)")
SALUTATION = 24  # characters of a sentence within which a name addresses ("Mevrouw X, …", "Wat de heer Y betreft")
LOOKS_BACK = 40  # speeches of members among which the question is looked for
WINDOW = 12  # sentences of an answer whose words are compared
FADES = 0.8  # what the words of a sentence count of those of the next
PARAGRAPH = 4  # sentences that a paragraph of a told answer counts for in the distance to a name
ADDRESSED, LASTS = 2.7, 10.0  # what an address counts, and for how many sentences it lasts
MENTIONED, PASSES = 2.0, 8.0  # the same for a name in the middle of a sentence
JUST_NAMED = 1.0  # in this sentence or the one before
ASKED_FIRST = 0.3  # who put the question
SPOKE_LAST = 0.6  # who spoke after the last answer


@dataclass(frozen=True, slots=True)
class _Named:
    """Who is named in a sentence of an answer, and whether the sentence opens with a name."""

    index: int
    names: frozenset[str]
    addressed: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What stands around one speech of a minister: who asked before it, in which words, and whom it names."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    asked: tuple[str, ...]
    spoke_last: frozenset[str]
    words: dict[str, frozenset[str]]
    spread: Counter[str]
    named: tuple[_Named, ...]

    def rarity(self, word: str) -> float:
        """How much a word tells its speakers apart: 1 where one says it, next to nothing where all do."""
        return 1 - log(self.spread[word]) / log(len(self.words) + 1)


class Questions:
    """Finds the member whose question an answer takes up; knows the speeches of one report."""

    def __init__(self, report: Report, grammar: Grammar, matters: Matters) -> None:
        self._report = report
        self._matters = matters
        self._stop = grammar.adverbs | grammar.prepositions | grammar.auxiliaries | grammar.subordinators
        self._answers: dict[int, _Answer] = {}
        self._words: dict[int, frozenset[str]] = {}

    def asker(self, sentence: Sentence) -> Speaker | None:
        """The member whom a sentence most likely answers; None where nobody asked before it."""
        if sentence.speech is None:
            return None
        if sentence.speech not in self._answers:
            self._answers[sentence.speech] = self._answer(sentence.speech)
        answer = self._answers[sentence.speech]
        index = bisect_right(answer.starts, sentence.start) - 1
        named = next((one for one in reversed(answer.named) if one.index <= index), None)
        candidates = tuple(dict.fromkeys((*answer.asked, *(sorted(named.names) if named else ()))))
        if len(candidates) < 2:  # noqa: PLR2004 - one questioner needs no comparison
            return self._members[candidates[0]] if candidates else None
        likeness = self._likeness(answer, named.index if named else 0, index)
        scores = [self._score(one, answer, index, named=named) + likeness[one] for one in candidates]
        return self._members[candidates[scores.index(max(scores))]]

    def _score(self, name: str, answer: _Answer, index: int, *, named: _Named | None) -> float:
        score = ASKED_FIRST * (name == answer.asked[0]) if answer.asked else 0.0
        score += SPOKE_LAST * (name in answer.spoke_last)
        if named is None or name not in named.names:
            return score
        distance = self._distance(answer, named.index, index)
        height, length = (ADDRESSED, LASTS) if named.addressed else (MENTIONED, PASSES)
        called = height * exp(-distance / length) + JUST_NAMED * (distance <= 1)
        return score + called / len(named.names)

    def _distance(self, answer: _Answer, start: int, end: int) -> int:
        """Sentences between two; told answers go by paragraphs."""
        paragraphs = answer.sentences[end].block - answer.sentences[start].block
        return end - start + PARAGRAPH * paragraphs

    def _likeness(self, answer: _Answer, first: int, index: int) -> dict[str, float]:
        """How much of what is said from a sentence on each said before, rare words and near sentences counting more."""
        likeness = dict.fromkeys((*answer.words, *self._members), 0.0)
        for step, place in enumerate(range(index, max(index - WINDOW, first - 1), -1)):
            sentence = answer.sentences[place]
            for word in self._stems(sentence.start, sentence.end):
                if word in answer.spread:
                    weight = FADES**step * answer.rarity(word)
                    for name, words in answer.words.items():
                        likeness[name] += weight * (word in words)
        return likeness

    def _answer(self, place: int) -> _Answer:
        speeches = self._report.speeches
        asked = self._asked_before(place)
        bags: dict[str, frozenset[str]] = {}
        for speech in asked:
            name = self._name(speeches[speech])
            bags[name] = bags.get(name, frozenset()) | self._words_of(speech)
        sentences = self._sentences.get(place, ())
        return _Answer(
            sentences,
            tuple(sentence.start for sentence in sentences),
            tuple(bags),
            frozenset(self._name(speeches[speech]) for speech in self._last_round(asked)),
            bags,
            Counter(word for bag in bags.values() for word in bag),
            tuple(self._named(sentences, told=speeches[place].reported)),
        )

    def _asked_before(self, place: int) -> tuple[int, ...]:
        """The speeches of members on the same matter, else all of the last round, whatever it was on."""
        speeches, end = self._report.speeches, bisect_left(self._asking, place)
        members = self._asking[max(end - LOOKS_BACK, 0) : end]
        matter = self._matters.above(speeches[place].start)
        same = takewhile(lambda index: self._matters.above(speeches[index].start) == matter, reversed(members))
        return tuple(reversed(tuple(same))) or self._last_round(members)

    def _last_round(self, members: Sequence[int]) -> tuple[int, ...]:
        """The speeches after the last answer before them."""
        if not members:
            return ()
        before = bisect_left(self._ministers, members[-1])
        last = self._ministers[before - 1] if before else -1
        return tuple(index for index in members if index > last)

    def _named(self, sentences: Sequence[Sentence], *, told: bool) -> Iterator[_Named]:
        for index, sentence in enumerate(sentences):
            hits = list(self._names.finditer(self._report.text, sentence.start, sentence.end))
            if hits:
                names = frozenset(self._called[hit.group()] for hit in hits)
                yield _Named(index, names, addressed=told or hits[0].start() - sentence.start <= SALUTATION)

    @cached_property
    def _members(self) -> dict[str, Speaker]:
        found = (speech.speaker for speech in self._report.speeches if self._is_named_member(speech))
        return {speaker.name: speaker for speaker in found if speaker and speaker.name}

    @cached_property
    def _called(self) -> dict[str, str]:
        """The member for each name by which one is called: the whole, or what follows the first."""
        short = {name.split(" ", 1)[-1]: name for name in reversed(self._members)}
        return short | {name: name for name in self._members}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted(self._called, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else NEVER

    @cached_property
    def _asking(self) -> tuple[int, ...]:
        return tuple(index for index, one in enumerate(self._report.speeches) if self._is_named_member(one))

    @cached_property
    def _ministers(self) -> tuple[int, ...]:
        speeches = enumerate(self._report.speeches)
        return tuple(index for index, one in speeches if one.speaker and one.speaker.role is Role.MINISTER)

    @cached_property
    def _sentences(self) -> dict[int, tuple[Sentence, ...]]:
        found: dict[int, list[Sentence]] = {}
        for sentence in self._report.sentences:
            if sentence.speech is not None:
                found.setdefault(sentence.speech, []).append(sentence)
        return {speech: tuple(sentences) for speech, sentences in found.items()}

    def _words_of(self, speech: int) -> frozenset[str]:
        """The words of a speech, read once however many answers follow."""
        if speech not in self._words:
            one = self._report.speeches[speech]
            self._words[speech] = self._stems(one.start, one.end)
        return self._words[speech]

    def _stems(self, start: int, end: int) -> frozenset[str]:
        words = (word.lower() for word in WORD.findall(self._report.text, start, end))
        return frozenset(word[:STEM] for word in words if word not in self._stop)

    def _name(self, speech: Speech) -> str:
        return (speech.speaker.name if speech.speaker else None) or ""

    def _is_named_member(self, speech: Speech) -> bool:
        return speech.speaker is not None and speech.speaker.role is Role.MEMBER and bool(speech.speaker.name)
