"""Of what a word may be an inflection, by the rules of every language that has some. For searching only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import languages_with, refuse_other_lists, table_in

SEARCH = "search.toml"
RULE = ("when", "gives")
Rule = tuple[re.Pattern[str], tuple[str, ...]]


def forms(word: str) -> tuple[str, ...]:
    """The word, and what it may be an inflection of in any language; a guess too many does no harm in a search."""
    bases = (found.expand(form) for found, gives in _fitting(word) for form in gives)
    return tuple(dict.fromkeys((word, *bases)))


def _fitting(word: str) -> list[tuple[re.Match[str], tuple[str, ...]]]:
    """The first rule of each language that fits."""
    found = ([(match, gives) for when, gives in rules if (match := when.match(word))][:1] for rules in _rules())
    return [fit for fits in found for fit in fits]


@cache
def _rules() -> tuple[tuple[Rule, ...], ...]:
    return tuple(search_rules(language) for language in sorted(languages_with(SEARCH)))


def search_rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language, the first that fits first; raises SettingsError for what is no rule."""
    table, source = table_in(language, SEARCH), f"{language}/{SEARCH}"
    refuse_other_lists(table, ("rules",), source=source)
    return tuple(_read(table.get("rules", ()), source=source))


def _read(rows: Any, *, source: str) -> Iterator[Rule]:
    for number, row in enumerate(rows, start=1):
        refuse_other_lists(row, RULE, source=f"{source} [rules] {number}")
        if missing := [part for part in RULE if part not in row]:
            raise SettingsError("language.rule-incomplete", file=source, rule=f"rules {number}", missing=missing)
        yield _pattern(row["when"], source=f"{source} [rules] {number}, when"), tuple(row["gives"])


def _pattern(written: str, *, source: str) -> re.Pattern[str]:
    try:
        return re.compile(written)
    except re.error as error:
        raise SettingsError("language.pattern", source=source, pattern=written, reason=str(error)) from error
