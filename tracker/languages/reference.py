"""The words by which a sentence of a language leans on the one before it: pointing back, carrying on, naming things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tracker.languages.data_files import filled, table_in

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """The lists of reference.toml, each below the question that it answers there."""

    may_be_others: frozenset[str] = NONE
    points_back: frozenset[str] = NONE
    carries_on: frozenset[str] = NONE
    refers_back: frozenset[str] = NONE
    tells_when: frozenset[str] = NONE
    one_delivery: frozenset[str] = NONE
    follow_up: frozenset[str] = NONE
    relative_adverbs: frozenset[str] = NONE
    never_determiners: frozenset[str] = NONE
    articles: tuple[str, ...] = ()
    thing_ends: frozenset[str] = NONE
    naming: tuple[str, ...] = ()
    supposing: frozenset[str] = NONE
    embeds_an_act: frozenset[str] = NONE


@cache
def load_reference(language: str) -> Reference:
    """The words by which sentences of a language lean on each other."""
    return filled(Reference, table_in(language, "reference.toml"), source=f"{language}/reference.toml")
