"""The words by which the reading room knows sentences, speakers and sittings, as data per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

READABLE = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class Reporting:
    """Verbs and small words that tell, in reported speech, who says what."""

    verbs: frozenset[str] = frozenset()
    plural_verbs: frozenset[str] = frozenset()
    plain_verbs: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    demanding_verbs: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    according: frozenset[str] = frozenset()
    recalling: frozenset[str] = frozenset()
    subordinating: frozenset[str] = frozenset()
    procedural: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """The reading words of one language; empty where a language has none."""

    language: str
    stopwords: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    closing_abbreviations: frozenset[str] = frozenset()
    never_last: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    name_openers: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    hyphenated: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reporting: Reporting = Reporting()
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_persons: frozenset[str] = frozenset()
    report: dict[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache
def reading_words(language: str) -> ReadingWords:
    """The words of a language; those of Dutch for a language that the reading room does not know."""
    code = language if language in READABLE else READABLE[0]
    table = tomllib.loads(files("tracker.languages").joinpath(code, "reading.toml").read_text(encoding="utf-8"))
    reporting = table.get("reporting", {})
    return ReadingWords(
        language=code,
        months=tuple(table["months"]),
        weekdays=tuple(table["weekdays"]),
        roles=_tuples(table["roles"]),
        reporting=Reporting(
            procedural=tuple(reporting.get("procedural", ())),
            **{name: frozenset(words) for name, words in reporting.items() if name != "procedural"},
        ),
        headings=_tuples(table.get("headings", {})),
        not_persons=frozenset(table.get("people", {}).get("not_persons", ())),
        report=_tuples(table["report"]),
        **{
            name: frozenset(table[name])
            for name in (
                "stopwords",
                "abbreviations",
                "closing_abbreviations",
                "never_last",
                "openers",
                "name_openers",
                "hyphenated",
                "suspended",
            )
        },
    )


def _tuples(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in table.items()}
