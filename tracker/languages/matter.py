"""The words by which a heading of a language tells which matter an item is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tracker.languages.data_files import filled, table_in

NONE: frozenset[str] = frozenset()
NEVER = re.compile(r"(?!)")
PHRASES = (
    *("items", "openings", "about", "parts", "closing", "persons", "leads", "announces", "further"),
    *("asked_by", "asked_of", "asks", "dangling"),
)


@dataclass(frozen=True, slots=True)
class MatterWords:
    """The lists of matter.toml as patterns; what a language leaves out is never found.

    `item`, `opening`, `part`, `leads` and `announces` are matched at a start, `dangling` at the end of a phrase, the
    others are searched for. `asked_by` finds where a heading ends in who asks, `asks` the words right before a matter.
    """

    item: re.Pattern[str] = NEVER
    opening: re.Pattern[str] = NEVER
    about: re.Pattern[str] = NEVER
    part: re.Pattern[str] = NEVER
    closing: re.Pattern[str] = NEVER
    person: re.Pattern[str] = NEVER
    asked_by: re.Pattern[str] = NEVER
    asks: re.Pattern[str] = NEVER
    dangling: re.Pattern[str] = NEVER
    leads: re.Pattern[str] = NEVER
    announces: re.Pattern[str] = NEVER
    further: re.Pattern[str] = NEVER
    empty: frozenset[str] = NONE
    clauses: frozenset[str] = NONE
    joins: frozenset[str] = NONE


@cache
def load_matter(language: str) -> MatterWords:
    """The words by which headings of a language tell their matter."""
    table = table_in(language, "matter.toml")
    lists: dict[str, list[str]] = {name: table.pop(name, []) for name in PHRASES}
    return filled(
        MatterWords,
        table,
        source=f"{language}/matter.toml",
        also=PHRASES,
        item=_words(lists["items"]),
        opening=_words(lists["openings"]),
        about=_words(lists["about"]),
        part=_words(lists["parts"]),
        closing=_words(lists["closing"]),
        person=_words(lists["persons"]),
        asked_by=_asker(lists["asked_by"], lists["asked_of"], lists["persons"]),
        asks=_words(lists["asks"]),
        announces=_at_the_start(lists["announces"]),
        leads=_at_the_start(lists["leads"]),
        further=_words(lists["further"]),
        dangling=_at_the_end(lists["dangling"]),
    )


def _words(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of these phrases, the longest first, as whole words in any case."""
    either = _either(phrases)
    return re.compile(rf"(?<![\w-]){either}(?![\w-])", re.IGNORECASE) if either else NEVER


def _at_the_start(phrases: Iterable[str]) -> re.Pattern[str]:
    either = _either(phrases)
    return re.compile(rf"^{either}\s+", re.IGNORECASE) if either else NEVER


def _at_the_end(phrases: Iterable[str]) -> re.Pattern[str]:
    either = _either(phrases)
    return re.compile(rf"\s{either}$", re.IGNORECASE) if either else NEVER


def _asker(by: Iterable[str], of: Iterable[str], titles: Iterable[str]) -> re.Pattern[str]:
    """Where the words of who asks begin, if whom he asks stands behind them: both by a name or a title."""
    before, behind, title = _either(by), _either(of), _either(titles)
    if not (before and behind):
        return NEVER
    name = r"(?-i:[A-ZÀ-Ý][\w’'-]*(?:\s+[a-z]{2,4}){0,2}\s+[A-ZÀ-Ý])"
    titled = rf"(?:[\w-]+\s+){{0,2}}{title}(?![\w-])" if title else name
    who = rf"(?:{name}|{titled})"
    return re.compile(rf",?\s+{before}\s+(?={who}[^\"“”]{{0,200}}?\s{behind}\s+{who})", re.IGNORECASE)


def _either(phrases: Iterable[str]) -> str:
    """An alternation of phrases with any space between their words, the longest first; empty for none."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    spaced = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return f"(?:{'|'.join(spaced)})" if longest_first else ""
