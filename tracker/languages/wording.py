"""Closed word classes, verbs and summary words of a language, read from its TOML files. Words only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

ASKING = ("study", "consultation", "report")
ACT_GROUPS = ("report", "study", "legislation", "policy", "budget", "consultation")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A written form of a listed verb; `particle` is what must follow when the verb stands parted."""

    infinitive: str
    group: str
    kind: str
    form: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Syntax:
    """The closed word classes of a language, and its present forms of verbs."""

    finite: frozenset[str]
    particles: dict[str, frozenset[str]]
    classes: dict[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]


@cache
def load_syntax(language: str) -> Syntax:
    """The word classes by which sentences of a language are cut into clauses."""
    folder = resources.files("tracker.languages") / language
    classes = {name: frozenset(words) for name, words in table_of((folder / "syntax.toml").read_text("utf-8")).items()}
    verbs = verbs_of(table_of((folder / "verbs.toml").read_text("utf-8")))
    present = {
        token
        for token, forms in verbs.items()
        if any(form.form == "finite" and not token.endswith("en") for form in forms)
    }
    classes["asking"] = frozenset(
        token for token, forms in verbs.items() if any(form.group in ASKING and form.form != "finite" for form in forms)
    )
    classes["asking"] |= {"af", "na"}  # "vragen zich af wat …", "gaan na of …"
    classes["nonfinite"] = frozenset(
        token for token, forms in verbs.items() if any(form.form != "finite" for form in forms)
    ) | {"worden", "zijn", "komen", "gaan", "doen", "laten"}
    classes["after_head"] = (
        classes["prepositions"] | classes["auxiliaries"] | (classes["adverbs"] - classes["determiners"])
    )
    particles = {token: frozenset(form.particle for form in forms if form.particle) for token, forms in verbs.items()}
    return Syntax(classes["auxiliaries"] | present, particles, classes)


def table_of(text: str) -> dict[str, Any]:
    """The table that a TOML text gives."""
    return tomllib.loads(text)


def verbs_of(table: dict[str, Any]) -> dict[str, tuple[VerbForm, ...]]:
    """The listed verbs by every form in which they are written."""
    found: dict[str, list[VerbForm]] = {}
    for group, rows in table.items():
        for row in rows["verbs"]:
            for token, form in _forms(row, group=group, kind=rows["kind"]):
                found.setdefault(token, []).append(form)
    return {token: tuple(forms) for token, forms in found.items()}


def _forms(row: str, *, group: str, kind: str) -> Iterable[tuple[str, VerbForm]]:
    written, first, participle = row.split()
    particle, _, base = written.rpartition("|")
    infinitive = particle + base
    third = first if first.endswith("t") else first + "t"
    for token in dict.fromkeys((first, third, base)):
        if particle:
            yield token, VerbForm(infinitive, group, kind, "finite", particle)
        yield particle + token, VerbForm(infinitive, group, kind, "infinitive" if token == base else "finite")
    if particle:
        yield f"{particle}te{base}", VerbForm(infinitive, group, kind, "infinitive")
    yield participle, VerbForm(infinitive, group, kind, "participle")


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """The words by which a summary is made; phrases with the longer first."""

    hedges: tuple[tuple[str, ...], ...]
    speakers: tuple[tuple[str, ...], ...]
    first_person: frozenset[str]
    will: frozenset[str]
    hoping: frozenset[str]
    passive_signs: frozenset[str]
    passive_auxiliaries: frozenset[str]
    planned: frozenset[str]
    infinitive_frames: frozenset[str]
    demonstratives: frozenset[str]
    pronouns: frozenset[str]
    relative_openers: frozenset[str]
    leading: frozenset[str]
    infinitive_openers: frozenset[str]
    infinitive_marks: frozenset[str]
    able: frozenset[str]
    possessive: frozenset[str]


@cache
def load_summary_words(language: str) -> SummaryWords:
    """The words by which summaries of a language are made."""
    table = table_of((resources.files("tracker.languages") / language / "summary.toml").read_text("utf-8"))
    hedges, speakers = _phrases(table.pop("hedges")), _phrases(table.pop("speakers"))
    words: dict[str, Any] = {name: frozenset(listed) for name, listed in table.items()}
    return SummaryWords(hedges, speakers, **words)


def _phrases(written: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in written), key=lambda words: (-len(words), words)))
