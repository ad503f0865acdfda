"""The listed verbs of a language in every form in which they are written, and how its participles look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import filled, refuse_other_lists, refuse_other_value, table_in
from tracker.model.commitment import Kind

ACT_GROUPS = ("report", "study", "legislation", "policy", "budget", "consultation")
ACTS = "act"  # stands for all of these
ASKING = ("study", "consultation", "report")
FORMS_OF_A_ROW = 3  # infinitive, first person, participle
GROUP = ("kind", "verbs")
PARTICIPLE = ("looks_like", "never_begins")
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A written form of a listed verb; `particle` is what must follow when the verb stands parted."""

    infinitive: str
    group: str
    kind: str
    form: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Conjugation:
    """How the forms of a verb follow from its infinitive, its first person and its participle.

    `endings` are added to the first person; `marks_between` stand inside a separable infinitive.
    `plural_like_infinitive`: the plural present is written like the infinitive. Finite forms that end in one of
    `infinitive_endings` may be an infinitive as well.
    """

    endings: tuple[str, ...] = ()
    marks_between: tuple[str, ...] = ()
    plural_like_infinitive: bool = False
    infinitive_endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbs:
    """The listed verbs by every written form. A particle right before one of its `bound` words belongs to no verb."""

    forms: Mapping[str, tuple[VerbForm, ...]]
    conjugation: Conjugation
    participle: re.Pattern[str]
    bound: Mapping[str, frozenset[str]]

    def is_participle(self, token: str) -> bool:
        """True for a listed participle, and for what is built like one."""
        return any(form.form == "participle" for form in self.forms.get(token, ())) or bool(
            self.participle.fullmatch(token)
        )

    def tokens(self, *, groups: tuple[str, ...] | None = None) -> frozenset[str]:
        """The infinitives and participles as written, of all groups or of these."""
        return frozenset(
            token
            for token, forms in self.forms.items()
            if any(form.form != "finite" and (groups is None or form.group in groups) for form in forms)
        )

    @property
    def groups(self) -> frozenset[str]:
        """The groups in which verbs are listed, and "act" for those of acts."""
        return frozenset((ACTS, *(form.group for forms in self.forms.values() for form in forms)))

    @property
    def present(self) -> frozenset[str]:
        """The present forms that cannot be an infinitive."""
        ambiguous = self.conjugation.infinitive_endings
        return frozenset(
            token
            for token, forms in self.forms.items()
            if not token.endswith(ambiguous) and any(form.form == "finite" for form in forms)
        )


@cache
def load_verbs(language: str) -> Verbs:
    """The verbs of a language."""
    return verbs_of(table_in(language, "verbs.toml"), source=f"{language}/verbs.toml")


def verbs_of(table: Mapping[str, Any], *, source: str = "verbs.toml") -> Verbs:
    """The verbs as a file lists them: all but the tables that say how forms are made are groups of verbs.

    Raises SettingsError, which names the table, when one holds what nothing asks for.
    """
    for name, part in table.items():
        if name not in ("forms", "bound_particles"):
            refuse_other_lists(part, PARTICIPLE if name == "participle" else GROUP, source=f"{source} [{name}]")
            _check_kind(name, part, source=f"{source} [{name}]")
    conjugation = filled(Conjugation, table.get("forms", {}), source=f"{source} [forms]")
    by_token: dict[str, list[VerbForm]] = {}
    for group, rows in table.items():
        for row in rows.get("verbs", ()):
            for token, form in _forms(row, conjugation, group=group, kind=rows["kind"]):
                by_token.setdefault(token, []).append(form)
    participle, bound = table.get("participle", {}), table.get("bound_particles", {})
    return Verbs(
        {token: tuple(forms) for token, forms in by_token.items()},
        conjugation,
        _participle(participle.get("looks_like"), participle.get("never_begins", ())),
        {particle: frozenset(words) for particle, words in bound.items()},
    )


def _check_kind(name: str, part: Mapping[str, Any], *, source: str) -> None:
    """A group of verbs says which kind of act they are."""
    if name == "participle":
        return
    if "kind" not in part:
        raise SettingsError("language.without-kind", source=source, known=", ".join(Kind))
    refuse_other_value(part["kind"], list(Kind), source=f"{source}, kind")


def _participle(looks_like: str | None, never_begins: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    if looks_like is None:
        return NEVER
    others = f"(?!{'|'.join(map(re.escape, never_begins))})" if never_begins else ""
    return re.compile(others + looks_like)


def _forms(row: str, conjugation: Conjugation, *, group: str, kind: str) -> Iterator[tuple[str, VerbForm]]:
    """The forms of one row: "infinitive present participle", irregular ones parted by a slash."""
    if len(row.split()) != FORMS_OF_A_ROW:
        raise SettingsError("language.verb-forms", verb=row, group=group)
    written, present, participles = row.split()
    particle, _, base = written.rpartition("|")
    infinitive = particle + base
    first = present.split("/")
    others = [form if form.endswith(ending) else form + ending for form in first for ending in conjugation.endings]
    finite = dict.fromkeys((*first, *others))
    tokens = dict.fromkeys((*finite, base)) if conjugation.plural_like_infinitive else finite
    for token in tokens if particle else ():
        yield token, VerbForm(infinitive, group, kind, "finite", particle)
    for token in dict.fromkeys((*finite, base)):
        form = "infinitive" if token == base else "finite"
        yield particle + token, VerbForm(infinitive, group, kind, form)
    for mark in conjugation.marks_between if particle else ():
        yield f"{particle}{mark}{base}", VerbForm(infinitive, group, kind, "infinitive")
    for participle in participles.split("/"):
        yield participle, VerbForm(infinitive, group, kind, "participle")
