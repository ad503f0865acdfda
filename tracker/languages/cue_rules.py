"""Cue rules as their authors write them: read from TOML, and refused with their name where they could never wake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import refuse_other_lists
from tracker.languages.grammar import TOKEN
from tracker.languages.verbs import Verbs

GAPS = {"..": 2, "~": 4, "~~": 12, "~~~": 25}  # words that may stand between
TABLES = ("cue", "combination", "groups", "structure")
NEEDED = ("id", "weight", "where", "words")
LISTS = ("words", "silences", "examples", "counterexamples")
NEEDED_TOGETHER = ("id", "weight", "all")
LISTS_TOGETHER = ("all", "none")
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


def rules_of(tables: Mapping[str, Mapping[str, Any]], verbs: Verbs) -> tuple[CueRule, ...]:
    """The rules in the files of a language, by the name of each file.

    Raises SettingsError for an id that stands twice and for one that is silenced and that no rule has.
    """
    files: dict[str, str] = {}
    rules: list[CueRule] = []
    for file, table in tables.items():
        refuse_other_lists(table, TABLES, source=file)
        for row in table.get("cue", ()):
            rule = rule_of(row, verbs, file=file)
            if rule.id in files:
                raise SettingsError("language.rule-twice", rule=rule.id, files=[files[rule.id], file])
            files[rule.id] = file
            rules.append(rule)
    _check_silences(rules, files)
    return tuple(rules)


def _check_silences(rules: Iterable[CueRule], files: Mapping[str, str]) -> None:
    for rule in rules:
        unknown = sorted(rule.silences - files.keys())
        if unknown:
            raise SettingsError("language.rule-silences", file=files[rule.id], rule=rule.id, ids=unknown)


def rule_of(row: Mapping[str, Any], verbs: Verbs, *, file: str) -> CueRule:
    """A rule as written. Raises SettingsError when it lacks something, holds something else or could never wake."""
    name = _checked_name(row, NEEDED, LISTS, file=file)
    if not row.get("examples") or not row.get("counterexamples"):
        raise SettingsError("language.rule-without-examples", file=file, rule=name)
    if row["where"] not in list(Where):
        raise SettingsError(
            "language.rule-place", file=file, rule=name, place=str(row["where"]), known=[str(one) for one in Where]
        )
    for phrase in row["words"]:
        _check(phrase, name, verbs, file=file)
    return CueRule(
        name,
        Where(row["where"]),
        float(row["weight"]),
        tuple(row["words"]),
        frozenset(row.get("silences", ())),
        tuple(row["examples"]),
        tuple(row["counterexamples"]),
    )


def _checked_name(row: Mapping[str, Any], needed: tuple[str, ...], lists: tuple[str, ...], *, file: str) -> str:
    """The id of a row that has all that it needs and nothing that is not asked for."""
    name = str(row.get("id", "without an id"))
    known = dict.fromkeys((*needed, *lists))
    unknown = sorted(row.keys() - known)
    if unknown:
        raise SettingsError("language.rule-part-unknown", file=file, rule=name, parts=unknown, known=list(known))
    missing = [part for part in needed if part not in row]
    if missing:
        raise SettingsError("language.rule-incomplete", file=file, rule=name, missing=missing)
    for part in lists:
        if not isinstance(row.get(part, []), list):
            raise SettingsError("language.list-shape", source=f"{file}, {name}, {part}", value=str(row[part]))
    return name


def _check(phrase: str, name: str, verbs: Verbs, *, file: str) -> None:
    """Refuses a phrase that no sentence could hold."""
    steps = phrase.split()
    if not steps or steps[0] in GAPS or steps[-1] in GAPS:
        raise SettingsError("language.rule-gap", file=file, rule=name, phrase=phrase)
    if phrase != phrase.lower():
        raise SettingsError("language.rule-capital", file=file, rule=name, phrase=phrase)
    for step in steps:
        group, _, form = step.removeprefix("@").partition(".")
        known = group in verbs.groups and form in ("", *FORMS)
        if step.startswith("@") and step != PARTICIPLE and not known:
            groups = [PARTICIPLE, *(f"@{group}" for group in sorted(verbs.groups))]
            raise SettingsError("language.rule-verbs", file=file, rule=name, phrase=phrase, step=step, known=groups)
        if not (step.startswith("@") or step in GAPS or all(map(_is_word, step.split("|")))):
            raise SettingsError("language.rule-step", file=file, rule=name, phrase=phrase, step=step)


def _is_word(written: str) -> bool:
    """Whether a sentence is ever cut into this, whatever its stars stand for; a full stop only ends it."""
    return written != "." and TOKEN.fullmatch(written.replace("*", "x")) is not None


def combination_of(row: Mapping[str, Any], groups: Mapping[str, list[str]], *, file: str) -> Combination:
    """Cues that say something together, with the groups that it names spelled out.

    Raises SettingsError when it lacks something, holds something else or names a group that is not listed.
    """
    _checked_name(row, NEEDED_TOGETHER, LISTS_TOGETHER, file=file)
    unknown = [name for name in (*row["all"], *row.get("none", ())) if name.startswith("@") and name[1:] not in groups]
    if unknown:
        known = [f"@{name}" for name in sorted(groups)]
        raise SettingsError("language.group-unknown", file=file, rule=str(row["id"]), groups=unknown, known=known)
    none = frozenset(member for name in row.get("none", ()) for member in _members(name, groups))
    return Combination(row["id"], float(row["weight"]), tuple(_members(name, groups) for name in row["all"]), none)


def _members(name: str, groups: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(groups[name[1:]]) if name.startswith("@") else (name,)
