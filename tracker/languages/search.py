"""Of what a word may be an inflection, by the rules of every language that has some. For searching only."""

from __future__ import annotations

import re
from functools import cache

from tracker.languages.data_files import languages_with, table_in

SEARCH = "search.toml"


def forms(word: str) -> tuple[str, ...]:
    """The word, and what it may be an inflection of in any language; a guess too many does no harm in a search."""
    bases = (found.expand(form) for found, gives in _fitting(word) for form in gives)
    return tuple(dict.fromkeys((word, *bases)))


def _fitting(word: str) -> list[tuple[re.Match[str], tuple[str, ...]]]:
    """The first rule of each language that fits."""
    found = ([(match, gives) for when, gives in rules if (match := when.match(word))][:1] for rules in _rules())
    return [fit for fits in found for fit in fits]


@cache
def _rules() -> tuple[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...], ...]:
    tables = (table_in(language, SEARCH) for language in sorted(languages_with(SEARCH)))
    return tuple(tuple((re.compile(row["when"]), tuple(row["gives"])) for row in table["rules"]) for table in tables)
