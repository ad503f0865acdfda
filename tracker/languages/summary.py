"""The words by which a summary of a promise is made in a language; no words of a language stand here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker.languages.data_files import filled, table_in

NONE: frozenset[str] = frozenset()
PHRASES = ("hedges", "speakers", "governments")


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """The words by which a summary is made; phrases with the longer first."""

    hedges: tuple[tuple[str, ...], ...] = ()
    speakers: tuple[tuple[str, ...], ...] = ()
    first_person: frozenset[str] = NONE
    will: frozenset[str] = NONE
    perfect: frozenset[str] = NONE
    alone: frozenset[str] = NONE
    hoping: frozenset[str] = NONE
    passive_signs: frozenset[str] = NONE
    passive_auxiliaries: frozenset[str] = NONE
    planned: frozenset[str] = NONE
    infinitive_frames: frozenset[str] = NONE
    demonstratives: frozenset[str] = NONE
    pronouns: frozenset[str] = NONE
    neuter_pronouns: frozenset[str] = NONE
    neuter_determiners: frozenset[str] = NONE
    common_determiners: frozenset[str] = NONE
    relative_openers: frozenset[str] = NONE
    leading: frozenset[str] = NONE
    infinitive_openers: frozenset[str] = NONE
    able: frozenset[str] = NONE
    possessive: frozenset[str] = NONE
    governments: tuple[tuple[str, ...], ...] = ()
    pointers: frozenset[str] = NONE
    bound: frozenset[str] = NONE
    says_little: frozenset[str] = NONE
    no_matter: frozenset[str] = NONE
    possessives: frozenset[str] = NONE
    addressees: frozenset[str] = NONE
    place_holders: frozenset[str] = NONE
    place_words: tuple[str, ...] = ()
    stranded: Mapping[str, str] = field(default_factory=dict)
    binding: frozenset[str] = NONE
    frame_tails: frozenset[str] = NONE
    relative_places: frozenset[str] = NONE
    interjections: frozenset[str] = NONE
    addresses: frozenset[str] = NONE


@cache
def load_summary_words(language: str) -> SummaryWords:
    """The words by which summaries of a language are made."""
    table: dict[str, Any] = table_in(language, "summary.toml")
    phrases = {name: _phrases(table.pop(name, ())) for name in PHRASES}
    return filled(SummaryWords, table, source=f"{language}/summary.toml", also=PHRASES, **phrases)


def _phrases(written: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in written), key=lambda words: (-len(words), words)))
