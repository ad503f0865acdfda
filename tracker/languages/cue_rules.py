"""Cue rules as their authors write them: read from TOML, and refused with their name where they could never wake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.verbs import Verbs

GAPS = {"..": 2, "~": 4, "~~": 12, "~~~": 25}  # words that may stand between
NEEDED = ("id", "weight", "where", "words")
PARTICIPLE = "@participle"
FORMS = ("finite", "infinitive", "participle")


class Where(StrEnum):
    """In which part of a clause a cue is looked for."""

    CLAUSE = "clause"
    SUBJECT = "subject"
    SUBJECT_ALONE = "subject-alone"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class CueRule:
    """One rule as written: its id is a path that is never renamed. `silences` names rules that it overrules.

    Ids are abstract here ("future.letter"); where they are kept or shown they stand behind their language.
    """

    id: str
    where: Where
    weight: float
    words: tuple[str, ...]
    silences: frozenset[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Several cues that together say more than each alone: one of every row of `all`, none of `none`.

    Of a row the first that woke gives the words that are shown.
    """

    id: str
    weight: float
    all: tuple[tuple[str, ...], ...]
    none: frozenset[str]


def rule_of(row: Mapping[str, Any], verbs: Verbs) -> CueRule:
    """A rule as written. Raises SettingsError when it lacks something or could never wake."""
    name = str(row.get("id", "without an id"))
    missing = [part for part in NEEDED if part not in row]
    if missing:
        raise SettingsError("language.rule-incomplete", rule=name, missing=missing)
    if not row.get("examples") or not row.get("counterexamples"):
        raise SettingsError("language.rule-without-examples", rule=name)
    if row["where"] not in list(Where):
        raise SettingsError(
            "language.rule-place", rule=name, place=str(row["where"]), known=[str(one) for one in Where]
        )
    for phrase in row["words"]:
        _check(phrase, name, verbs)
    return CueRule(
        name,
        Where(row["where"]),
        float(row["weight"]),
        tuple(row["words"]),
        frozenset(row.get("silences", ())),
        tuple(row["examples"]),
        tuple(row["counterexamples"]),
    )


def _check(phrase: str, name: str, verbs: Verbs) -> None:
    """Refuses a phrase that no sentence could hold."""
    steps = phrase.split()
    if not steps or steps[0] in GAPS or steps[-1] in GAPS:
        raise SettingsError("language.rule-gap", rule=name, phrase=phrase)
    if phrase != phrase.lower():
        raise SettingsError("language.rule-capital", rule=name, phrase=phrase)
    for step in steps:
        group, _, form = step.removeprefix("@").partition(".")
        known = group in verbs.groups and form in ("", *FORMS)
        if step.startswith("@") and step != PARTICIPLE and not known:
            groups = [PARTICIPLE, *(f"@{group}" for group in sorted(verbs.groups))]
            raise SettingsError("language.rule-verbs", rule=name, phrase=phrase, step=step, known=groups)


def combination_of(row: Mapping[str, Any], groups: Mapping[str, list[str]]) -> Combination:
    """Cues that say something together, with the groups that it names spelled out.

    Raises SettingsError for a group that is not listed.
    """
    unknown = [name for name in (*row["all"], *row.get("none", ())) if name.startswith("@") and name[1:] not in groups]
    if unknown:
        known = [f"@{name}" for name in sorted(groups)]
        raise SettingsError("language.group-unknown", rule=str(row["id"]), groups=unknown, known=known)
    none = frozenset(member for name in row.get("none", ()) for member in _members(name, groups))
    return Combination(row["id"], float(row["weight"]), tuple(_members(name, groups) for name in row["all"]), none)


def _members(name: str, groups: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(groups[name[1:]]) if name.startswith("@") else (name,)
