"""Cue rules compiled: words that speak for or against a commitment, matched on tokens, never on raw text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from tracker.languages.cue_rules import GAPS, PARTICIPLE, Combination, CueRule, combination_of, rules_of
from tracker.languages.data_files import folder_of, refuse_other_lists, table_in
from tracker.languages.grammar import Grammar, load_grammar
from tracker.languages.verbs import ACT_GROUPS, VerbForm, Verbs, load_verbs
from tracker.languages.weights import learnt_weights, structure_names

UNTRAINED = 0.5  # the probability asked where no weights were learnt
STOPS = frozenset((";", ":", "?", "!"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of a rule: numbers of token tests, with gaps as negative numbers."""

    rule: int
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired on tokens [first, last]."""

    rule: int
    first: int
    last: int


Test = Callable[[str], bool]


class CuePack:
    """The cue rules of one language, compiled. Reading a token twice costs one look-up."""

    def __init__(
        self,
        language: str,
        rules: Iterable[CueRule],
        verbs: Verbs,
        combinations: Iterable[Combination],
        structure: dict[str, float],
        *,
        grammar: Grammar,
        learnt: Mapping[str, Any],
    ) -> None:
        self._prefix = f"{language}.cue."
        self.rules = tuple(rules)
        self.verbs = verbs
        self.combinations = tuple(combinations)
        self.structure = structure
        self.before_nouns = grammar.determiners | grammar.prepositions
        self.makes_nouns = self.before_nouns - grammar.infinitive_marks
        self.after_particles = grammar.prepositions | grammar.coordinators | grammar.relative | grammar.subordinators
        self.threshold = float(learnt.get("threshold", UNTRAINED))
        self.possible = float(learnt.get("possible", self.threshold))  # from here on; nothing is where it is no lower
        self.version = str(learnt.get("version", language))
        self._weights: dict[str, float] = self.written_weights() | learnt.get("weights", {})
        self.overruling = tuple(rule for rule in self.rules if rule.silences)
        self.where = tuple(rule.where for rule in self.rules)
        self._numbers: dict[str, int] = {}
        self._tests: list[Test] = []
        entries = [Entry(n, self._steps(phrase)) for n, rule in enumerate(self.rules) for phrase in rule.words]
        self._starting: dict[int, list[Entry]] = {}
        for entry in entries:
            self._starting.setdefault(entry.steps[0], []).append(entry)
        self.tests_of = lru_cache(maxsize=1 << 16)(self._passed)
        self._entries_of = lru_cache(maxsize=1 << 16)(self._entries_for)

    def rule_id(self, name: str) -> str:
        """The id of a cue as it is kept and shown: "nl.cue.future.letter" for "future.letter"."""
        return self._prefix + name

    def name_of(self, rule_id: str) -> str:
        """The abstract name in a rule id that is kept or shown."""
        return rule_id.removeprefix(self._prefix)

    def weight(self, name: str) -> float:
        """The learnt weight of a rule, else the one written with it; 0 for what no rule names."""
        return self._weights.get(name, 0.0)

    def reweighted(self, weights: dict[str, float]) -> CuePack:
        """The same rules with other weights, for training and comparison."""
        other = copy(self)
        other._weights = self.written_weights() | weights  # noqa: SLF001 - its own class
        return other

    def written_weights(self) -> dict[str, float]:
        """The weights as the rules were written, from which training starts."""
        weights = dict(self.structure)
        weights |= {rule.id: rule.weight for rule in self.rules}
        return weights | {combination.id: combination.weight for combination in self.combinations}

    def _steps(self, phrase: str) -> tuple[int, ...]:
        return tuple(-GAPS[word] if word in GAPS else self._number(word) for word in phrase.split())

    def _number(self, pattern: str) -> int:
        if pattern not in self._numbers:
            self._numbers[pattern] = len(self._tests)
            self._tests.append(self._test(pattern))
        return self._numbers[pattern]

    def _test(self, pattern: str) -> Test:
        if pattern == PARTICIPLE:
            return self.verbs.is_participle
        if pattern.startswith("@"):
            group, _, form = pattern[1:].partition(".")
            groups = ACT_GROUPS if group == "act" else (group,)
            return lambda token: any(
                v.group in groups and (not form or v.form == form) and not v.particle
                for v in self.verbs.forms.get(token, ())
            )
        if "*" in pattern:
            parts = (".*".join(re.escape(bit) for bit in word.split("*")) for word in pattern.split("|"))
            return re.compile("|".join(f"(?:{part})" for part in parts)).fullmatch  # type: ignore[return-value]  # a match counts as true
        return frozenset(pattern.split("|")).__contains__

    def _passed(self, token: str) -> frozenset[int]:
        return frozenset(number for number, test in enumerate(self._tests) if test(token))

    def _entries_for(self, passed: frozenset[int]) -> tuple[Entry, ...]:
        return tuple(entry for number in sorted(passed) for entry in self._starting.get(number, ()))

    def parted(self, tokens: Sequence[str]) -> dict[int, VerbForm]:
        """Separable verbs that stand parted ("stelt … voor"), by the place of the verb."""
        verbs: dict[int, VerbForm] = {}
        for place, token in enumerate(tokens):
            if place and tokens[place - 1] in self.before_nouns:
                continue
            for form in self.verbs.forms.get(token, ()):
                if form.particle and self._has_particle(form.particle, tokens, after=place):
                    verbs[place] = form
        return verbs

    def form_at(self, tokens: Sequence[str], place: int) -> VerbForm | None:
        """The listed verb that the token at a place is a form of; after a determiner it is a noun ("dit onderzoek")."""
        forms = [form for form in self.verbs.forms.get(tokens[place], ()) if not form.particle]
        if place and tokens[place - 1] in self.makes_nouns:
            forms = [form for form in forms if form.form != "finite"]
        return forms[0] if forms else None

    def _has_particle(self, particle: str, tokens: Sequence[str], *, after: int) -> bool:
        """True when the particle stands where a verb leaves it: before a mark, a preposition, a joint or the end."""
        bound = self.verbs.bound.get(particle, ())
        for place in range(after + 1, len(tokens)):
            if tokens[place] == particle:
                ahead = tokens[place + 1] if place + 1 < len(tokens) else "."
                if ahead not in bound and (not ahead[0].isalnum() or ahead in self.after_particles):
                    return True
        return False

    def passed(self, tokens: Sequence[str]) -> list[frozenset[int]]:
        """For every token the tests that it passes, parted verbs counted as the whole verb."""
        passed = [self.tests_of(token) for token in tokens]
        for place, form in self.parted(tokens).items():
            extra = {
                f"@{form.group}",
                "@act" if form.group in ACT_GROUPS else "",
                f"@{form.group}.finite",
                "@act.finite" if form.group in ACT_GROUPS else "",
            }
            passed[place] |= frozenset(self._numbers[name] for name in extra if name in self._numbers)
        return passed

    def matches(self, tokens: Sequence[str]) -> list[Match]:
        """Every rule that fires in these tokens of one clause, by place; a rule fires once at a place."""
        passed = self.passed(tokens)
        matches: list[Match] = []
        for place, numbers in enumerate(passed):
            for entry in self._entries_of(numbers):
                last = _fit(entry.steps, 1, tokens, passed, at=place + 1)
                if last >= 0:
                    matches.append(Match(entry.rule, place, last))
        return matches


def _fit(steps: tuple[int, ...], step: int, tokens: Sequence[str], passed: list[frozenset[int]], *, at: int) -> int:
    """The place of the last token when the steps from `step` on fit at `at`, else -1."""
    if step == len(steps):
        return at - 1
    if steps[step] >= 0:
        fits = at < len(tokens) and steps[step] in passed[at]
        return _fit(steps, step + 1, tokens, passed, at=at + 1) if fits else -1
    wanted = steps[step + 1]
    for place in range(at, min(at - steps[step] + 1, len(tokens))):
        if wanted in passed[place]:
            last = _fit(steps, step + 2, tokens, passed, at=place + 1)
            if last >= 0:
                return last
        if tokens[place] in STOPS:
            return -1
    return -1


@cache
def load_cues(language: str) -> CuePack:
    """The cue rules of a language.

    Raises SettingsError, which names the file, for a rule that lacks a part, holds another one or could never wake, and
    for a weight of what nothing can show.
    """
    names = sorted(path.name for path in (folder_of(language) / "cues").iterdir() if path.name.endswith(".toml"))
    tables = {f"{language}/cues/{name}": table_in(language, f"cues/{name}") for name in names}
    verbs = load_verbs(language)
    rules, seen = rules_of(tables, verbs), structure_names(verbs)
    structure: dict[str, float] = {}
    combinations: list[Combination] = []
    for file, table in tables.items():
        refuse_other_lists(table.get("structure", {}), seen, source=f"{file} [structure]")
        structure |= table.get("structure", {})
        groups = table.get("groups", {})
        combinations += [combination_of(row, groups, file=file) for row in table.get("combination", ())]
    weighed = seen.union((rule.id for rule in rules), (combination.id for combination in combinations))
    return CuePack(
        language,
        rules,
        verbs,
        combinations,
        structure,
        grammar=load_grammar(language),
        learnt=learnt_weights(language, weighed),
    )
