"""The words by which the reading room knows sentences, speakers and sittings, as data per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.languages.data_files import filled, refuse_other_lists, table_of
from tracker.languages.reported import Reporting
from tracker.model import Role

HOME = Path(__file__).parent
READING, REPORTED = "reading.toml", "reported.toml"
ROLES = (*Role, "speaking", "only_member")  # the last two: who speaks without a name, who of them is a member only
ADDRESSED = ("minister", "state_secretary")
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a report, after the name: words of chairs and rapporteurs, and what may stand before them."""

    articles: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    chair: tuple[str, ...] = ()
    rapporteur: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """What headings say: whose words follow, that nobody's do, or that a point of the agenda opens."""

    exposition: tuple[str, ...] = ()
    exchange: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    answer_to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    agenda_ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Words around names of persons: what is none, what ends a function, whose powers follow."""

    not_persons: Words = frozenset()
    function_ends: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    compound_titles: tuple[str, ...] = ()
    sentence_words: Words = frozenset()
    power_titles: tuple[str, ...] = ()
    powers_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What a report in this language says of itself, whatever the parliament."""

    sitting: tuple[str, ...] = ()
    chair_line: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ReadingWords:
    """The reading words of one language; empty where a language has none. The data say what each list is for."""

    language: str
    fallback: bool = False
    codes: Words = frozenset()
    stopwords: Words = frozenset()
    abbreviations: Words = frozenset()
    closing_abbreviations: Words = frozenset()
    never_last: Words = frozenset()
    openers: Words = frozenset()
    name_openers: Words = frozenset()
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    short_weekdays: tuple[str, ...] = ()
    day_openers: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    hour_openers: tuple[str, ...] = ()
    day_suffixes: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    title_articles: tuple[str, ...] = ()
    title_joins: tuple[str, ...] = ()
    name_joins: tuple[str, ...] = ()
    name_particles: tuple[str, ...] = ()
    name_elisions: tuple[str, ...] = ()
    language_names: tuple[str, ...] = ()
    language_openers: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()
    hyphenated: Words = frozenset()
    suspended: Words = frozenset()
    hyphen_between: Words = frozenset()
    hyphen_after: tuple[str, ...] = ()
    inverted: Words = frozenset()
    headwords: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    page_of: tuple[str, ...] = ()
    web_content: tuple[str, ...] = ()
    web_menus: tuple[str, ...] = ()
    title_styles: tuple[str, ...] = ()
    heading_styles: tuple[str, ...] = ()
    signature: Signature = Signature()
    headings: Headings = Headings()
    people: PeopleWords = PeopleWords()
    report: ReportWords = ReportWords()
    reporting: Reporting = field(default_factory=Reporting)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addressed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def readable(home: Path = HOME) -> tuple[ReadingWords, ...]:
    """The languages whose reports can be read, first the one that is taken where a text does not show its language."""
    found = [_reading_words(source) for source in sorted(home.glob(f"*/{READING}"))]
    return tuple(sorted(found, key=lambda words: not words.fallback))


def reading_words(language: str, home: Path = HOME) -> ReadingWords:
    """The words of a language; those of the first one for a language without any."""
    known = readable(home)
    return next((words for words in known if words.language == language), known[0])


def _reading_words(source: Path) -> ReadingWords:
    language = source.parent.name
    table, name = _table(source), f"{language}/{READING}"
    reported = source.parent / REPORTED
    reporting = _table(reported) if reported.is_file() else {}
    return filled(
        ReadingWords,
        {key: value for key, value in table.items() if key not in _PARTS},
        source=name,
        also=_PARTS,
        language=language,
        reporting=filled(Reporting, reporting, source=f"{language}/{REPORTED}"),
        roles=_lists(table, "roles", ROLES, source=name),
        addressed=_lists(table, "addressed", ADDRESSED, source=name),
        **{part: filled(kind, table.get(part, {}), source=f"{name}, {part}") for part, kind in _TABLES.items()},
    )


_TABLES: Mapping[str, type[Any]] = {
    "signature": Signature,
    "headings": Headings,
    "people": PeopleWords,
    "report": ReportWords,
}
_PARTS = frozenset((*_TABLES, "addressed", "roles"))


def _lists(table: Mapping[str, Any], part: str, known: Iterable[str], *, source: str) -> dict[str, tuple[str, ...]]:
    """The lists of a part by name; raises SettingsError for one that nothing asks for."""
    lists = table.get(part, {})
    refuse_other_lists(lists, known, source=f"{source} [{part}]")
    return {name: tuple(words) for name, words in lists.items()}


def _table(source: Path) -> dict[str, Any]:
    return table_of(source.read_text(encoding="utf-8"), source=f"{source.parent.name}/{source.name}")
