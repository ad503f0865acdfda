"""How a language tells what somebody said: verbs of saying, who can be their subject, the words around both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Reporting:
    """The grammar of reported speech as lists of words and forms; the data of each language say what each is for."""

    subjects: tuple[str, ...] = ()
    first_words: Words = frozenset()
    subject_articles: Words = frozenset()
    second_words: Words = frozenset()
    second_ends: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    second_titles: tuple[str, ...] = ()
    house_prepositions: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()
    spoken_of: tuple[str, ...] = ()
    heard_verbs: Words = frozenset()
    heard_from: tuple[str, ...] = ()
    inserted: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    answering_verbs: tuple[str, ...] = ()
    finite_form: str = ""
    pronoun_form: str = ""
    turns_to_minister: str = ""
    function: str = "{title} {powers}"
    government_function: str = ""
    verbs: Words = frozenset()
    plural_verbs: Words = frozenset()
    plain_verbs: Words = frozenset()
    phrases: Words = frozenset()
    demanding_verbs: Words = frozenset()
    between: Words = frozenset()
    by: Words = frozenset()
    according: Words = frozenset()
    recalling: Words = frozenset()
    subordinating: Words = frozenset()
    procedural: tuple[str, ...] = ()
    asking_pairs: Mapping[str, str] = field(default_factory=dict)
