"""How verbs are inflected and which nouns are neuter, as far as only summaries ask; read with the first summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from tracker.languages.data_files import filled, table_in

NONE: frozenset[str] = frozenset()
FILE = "inflection.toml"
BAR = "|"
LONGEST_PARTICLE = 8  # letters
SHORTEST_VERB = 5


@dataclass(frozen=True, slots=True)
class Inflection:
    """The infinitives of written forms, which nouns are neuter, and which words end no noun phrase."""

    participles: Mapping[str, str] = field(default_factory=dict)
    finite: Mapping[str, str] = field(default_factory=dict)
    infinitives: frozenset[str] = NONE
    particles: frozenset[str] = NONE
    predicates: frozenset[str] = NONE
    adjective_endings: tuple[str, ...] = ()
    predicate_endings: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    unlisted_present: tuple[str, ...] = ()
    neuter: frozenset[str] = NONE
    attributive_ending: str = ""
    article: str = ""
    neuter_article: str = ""

    def infinitive_of(self, word: str) -> str | None:
        """The infinitive of any form, None for what is no verb."""
        return word if self.is_infinitive(word) else self.done(word) or self.present(word)

    def is_infinitive(self, word: str) -> bool:
        """True for a listed infinitive, with or without a particle before it ("na" and "vragen")."""
        return word in self.infinitives or any(base in self.infinitives for _, base in self._parted(word))

    def _parted(self, word: str) -> Iterator[tuple[str, str]]:
        """The ways in which a word is a particle and something else."""
        longest = min(LONGEST_PARTICLE, len(word) - SHORTEST_VERB)
        return ((word[:end], word[end:]) for end in range(2, longest + 1) if word[:end] in self.particles)

    def present(self, word: str) -> str | None:
        """The infinitive of a finite form, listed or built from one that is."""
        if word in self.finite:
            return self.finite[word]
        shapes = (rule.split() for rule in self.unlisted_present)
        hits = ((re.fullmatch(shape, word), infinitive) for shape, infinitive in shapes)
        built = (hit.expand(infinitive) for hit, infinitive in hits if hit)
        return next((infinitive for infinitive in built if infinitive in self.infinitives), None)

    def done(self, participle: str) -> str | None:
        """The infinitive of a participle, listed or built like one."""
        if participle in self.participles:
            return self.participles[participle]
        for shape, infinitive in (rule.split() for rule in self.unlisted):
            if hit := re.fullmatch(shape, participle):
                return hit.expand(infinitive)
        bases = ((particle, self.participles.get(base)) for particle, base in self._parted(participle))
        return next((particle + base for particle, base in bases if base), None)

    def is_predicate(self, word: str) -> bool:
        """True for a word that tells how something is, and so ends no thing."""
        return word in self.predicates or (word.endswith(self.predicate_endings) and word not in self.neuter)

    def article_of(self, noun: str) -> str:
        """The definite article of a noun; a compound has that of its last part."""
        folded = noun.lower()
        is_neuter = any(folded[start:] in self.neuter for start in range(len(folded)))
        return self.neuter_article if is_neuter else self.article


@cache
def load_inflection(language: str) -> Inflection:
    """The inflection of a language; empty where the language lists none."""
    table: dict[str, Any] = table_in(language, FILE)
    rows = [row.partition(BAR) for row in table.pop("verbs", ())]
    participles: dict[str, str] = {}
    finite: dict[str, str] = {}
    for nonfinite, _, rest in rows:
        infinitive, *done = nonfinite.split()
        for forms, words in ((participles, done), (finite, rest.split())):
            forms |= {spelling: infinitive for word in words for spelling in (word, _plain(word))}
    infinitives = frozenset(row[0].split()[0] for row in rows)
    words = {"participles": participles, "finite": finite, "infinitives": infinitives}
    return filled(Inflection, table, source=f"{language}/{FILE}", also=("verbs",), **words)


def _plain(word: str) -> str:
    """A word without accents and diaereses, as reports that lost them write it."""
    return "".join(sign for sign in normalize("NFD", word) if not combining(sign))
