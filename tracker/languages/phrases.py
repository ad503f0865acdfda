"""Which wordings speak for and against a commitment: short runs of words with learnt weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import fsum, sqrt

from tracker.errors import SettingsError
from tracker.languages.data_files import folder_of

FILE = "phrases.tsv"
LONGEST = 3  # words
NUMBER = "#"  # stands for every number
_WORD = re.compile(r"\d+|[^\W\d_]+|[?!:]")


def runs_of_words(sentence: str) -> frozenset[str]:
    """Every run of one to three words of a sentence, in small letters, numbers as one sign."""
    words = [NUMBER if word[0].isdigit() else word for word in _WORD.findall(sentence.lower())]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    triples = [f"{pair} {third}" for pair, third in zip(pairs, words[2:], strict=False)]
    return frozenset((*words, *pairs, *triples))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The runs of words that were learnt, with what each adds to the log-odds of a sentence."""

    weights: Mapping[str, float]

    def log_odds(self, sentence: str) -> float:
        """What the wording adds; a long sentence is no surer than a short one with the same mix of runs."""
        runs = runs_of_words(sentence)
        known = (self.weights[run] for run in self.weights.keys() & runs)
        return fsum(known) / sqrt(len(runs)) if runs else 0.0  # exact, so in whatever order they come

    def strongest(self, sentence: str, count: int) -> tuple[str, ...]:
        """The runs that weigh most in the direction of the whole, the strongest first; none within another."""
        total = self.log_odds(sentence)
        own = self.weights.keys() & runs_of_words(sentence)
        ordered = sorted(own, key=lambda run: (-self.weights[run] if total > 0 else self.weights[run], run))
        kept: list[str] = []
        for run in ordered:
            if len(kept) < count and not any(_holds(run, other) or _holds(other, run) for other in kept):
                kept.append(run)
        return tuple(kept)


def _holds(run: str, other: str) -> bool:
    return f" {other} " in f" {run} "


@cache
def load_phrases(language: str) -> Phrases | None:
    """The phrases of a language, None where none were learnt. Raises SettingsError for a line that is none."""
    path = folder_of(language) / FILE
    if not path.is_file():
        return None
    return Phrases(dict(_phrases(path.read_text("utf-8"), source=f"{language}/{FILE}")))


def _phrases(text: str, *, source: str) -> Iterator[tuple[str, float]]:
    for number, line in enumerate(text.splitlines(), 1):
        words, _, weight = line.rpartition("\t")
        try:
            yield words, float(weight)
        except ValueError:
            raise SettingsError("language.not-a-phrase", file=source, line=number) from None
