"""What a person's name and title look like, and which role a title gives. Shared by both kinds of report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.model import Role
from tracker.reading.letters import CAPITALS, SMALL
from tracker.reading.patterns import any_case, any_of
from tracker.reading.vocabulary import Vocabulary

PARTY = rf"\((?P<party>[{CAPITALS}0-9][^()\n]{{0,40}})\)"
CAPITALISED = rf"[{CAPITALS}][\w’'-]*"
_WORD = rf"[{CAPITALS}](?:[\w’'-]*\w|\.(?:-?[A-Z]\.)*)?"


@dataclass(frozen=True, slots=True)
class NameForms:
    """Patterns of names. A `full` one has two words or more and opens with no small word of a sentence.

    `full_short` has no particles ("Jo Maes van het Agentschap …"); `run` is any row of words with capitals.
    """

    capital: str
    name: str
    full: str
    full_short: str
    run: str
    small_words: frozenset[str]


@lru_cache
def name_forms(vocabulary: Vocabulary) -> NameForms:
    """The forms of names in all languages; reports of two languages mix them."""
    elisions = "".join(letter.lower() + letter.upper() for letter in vocabulary.said(lambda words: words.name_elisions))
    capital = rf"(?:[{elisions}][’'])?{_WORD}" if elisions else _WORD
    particles = rf"(?:(?:{any_of(vocabulary.said(lambda words: words.name_particles))}) ){{0,3}}"
    small = frozenset(word.capitalize() for words in vocabulary.languages for word in words.stopwords | words.openers)
    opens = rf"(?!(?:{any_of(small)})(?![\w’'-]))"
    return NameForms(
        capital=capital,
        name=rf"{capital}(?: {particles}{capital}){{0,4}}",
        full=rf"{opens}{capital}(?: {particles}{capital}){{1,4}}",
        full_short=rf"{opens}{capital}(?: {capital}){{1,2}}",
        run=rf"{_WORD}(?: {particles}{capital})+",
        small_words=small,
    )


@lru_cache
def title_pattern(vocabulary: Vocabulary, *roles: Role) -> str:
    """An alternation of the titles of some roles, longest first, their first letter in either case.

    A minister's title may be joined to what it is about ("Mediaminister").
    """
    titles = any_case(word for role in roles for word in vocabulary.titles(role))
    return f"{titles}|{_compound_title(vocabulary)}" if Role.MINISTER in roles else titles


@lru_cache
def _compound_title(vocabulary: Vocabulary) -> str:
    """What a title of one word looks like with its powers before it; never one of who holds it no longer."""
    former = any_case(word.rstrip("-") for word in vocabulary.said(lambda words: words.people.former))
    executives = vocabulary.formed(lambda parliament: parliament.executives)
    titles = any_of((*vocabulary.said(lambda words: words.people.compound_titles), *executives))
    return rf"(?!{former})[{CAPITALS}{SMALL}][{SMALL}]{{2,30}}(?:{titles})(?![\w-])"


def role_of(vocabulary: Vocabulary, title: str) -> Role | None:
    """The role that a title or function gives, by the words in it; None when it gives none.

    Whoever was a minister is none: his role is another.
    """
    folded = title.lower().replace("’", "'").strip()
    if _out_of_office(vocabulary).match(folded):
        return Role.OTHER
    for role in (Role.MINISTER, Role.CHAIR, Role.MEMBER, Role.OTHER):
        if folded in vocabulary.titles(role):
            return role
    if _function_pattern(vocabulary, Role.MINISTER).search(folded):
        return Role.MINISTER
    for role in (Role.CHAIR, Role.OTHER, Role.MEMBER):
        if _function_pattern(vocabulary, role).match(folded):
            return role
    return None


@lru_cache
def _out_of_office(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What opens a title that somebody holds no longer, behind at most one word ("Vlaams gewezen minister")."""
    apart, joined = _former(vocabulary)
    written_on = rf"(?:{any_of(joined)})(?=(?:{any_of(vocabulary.titles(Role.MINISTER))}))"
    return re.compile(rf"(?:[\w-]+\s)?(?:(?:{any_of(apart)})\b|(?:{any_of(joined)})-|{written_on})", re.IGNORECASE)


def _former(vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The words for who is no minister now: those that stand apart, and those that are joined, without their hyphen."""
    former = vocabulary.said(lambda words: words.people.former)
    return [word for word in former if word[-1] != "-"], [word[:-1] for word in former if word[-1] == "-"]


@lru_cache
def former_pattern(vocabulary: Vocabulary) -> str:
    """What may stand before the office of who holds it no longer ("Voormalig …", "Oud-…"); it may be absent."""
    apart, joined = _former(vocabulary)
    return rf"(?:(?:{any_case(apart)}) )?(?:(?:{any_case(joined)})-?)?"


@lru_cache
def _function_pattern(vocabulary: Vocabulary, role: Role) -> re.Pattern[str]:
    compounds = f"|{_compound_title(vocabulary)}" if role is Role.MINISTER else ""
    return re.compile(rf"(?<![\w-])(?:{any_of(vocabulary.titles(role))}{compounds})(?![\w-])")


def proper(name: str) -> str:
    """A name in ordinary capitals: "Kris VAN DIJCK" is Kris Van Dijck."""
    words = re.sub(r"\s+", " ", name).strip(" ,;:").split(" ")
    return " ".join(_ordinary(word) for word in words)


def _ordinary(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    if len(letters) < 2 or not all(c.isupper() for c in letters) or "." in word:  # noqa: PLR2004 - an initial
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
