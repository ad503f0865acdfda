"""What a person's name and title look like, and which role a title gives. Shared by both kinds of report."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.languages.reading import READABLE, reading_words
from tracker.model import Role

CAPITAL = r"(?:[dD][’'])?[A-ZÀ-ÖØ-Þ](?:[\w’'-]*\w|\.(?:-?[A-Z]\.)*)?"
PARTICLES = r"(?:(?:van|de|der|den|het|ter|ten|te|tot|vande|von|du|des|la|le|el|al|y|’t|'t|op) ){0,3}"
NAME = rf"{CAPITAL}(?: {PARTICLES}{CAPITAL}){{0,4}}"
SMALL_WORDS = sorted(
    {word.capitalize() for code in READABLE for word in reading_words(code).stopwords | reading_words(code).openers}
)
_NO_SMALL_WORD = rf"(?!(?:{'|'.join(SMALL_WORDS)})(?![\w’'-]))"
FULL_NAME_SHORT = rf"{_NO_SMALL_WORD}{CAPITAL}(?: {CAPITAL}){{1,2}}"  # no particles: "Jo Maes van het Agentschap …"
FULL_NAME = rf"{_NO_SMALL_WORD}{CAPITAL}(?: {PARTICLES}{CAPITAL}){{1,4}}"
PARTY = r"\((?P<party>[A-Z0-9À-Þ][^()\n]{0,40})\)"


@lru_cache
def titles(role: Role) -> frozenset[str]:
    """The titles of a role in all languages, in lower case; reports of two languages mix them."""
    return frozenset(word for code in READABLE for word in reading_words(code).roles.get(role.value, ()))


@lru_cache
def title_pattern(*roles: Role) -> str:
    """An alternation of the titles of some roles, longest first, their first letter in either case."""
    words = sorted({word for role in roles for word in titles(role)}, key=len, reverse=True)
    return "|".join(_either_case(word) for word in words)


def _either_case(word: str) -> str:
    return f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}" if word[0].isalpha() else re.escape(word)


def role_of(title: str) -> Role | None:
    """The role that a title or function gives, by the words in it; None when it gives none."""
    folded = title.lower().replace("’", "'").strip()
    for role in (Role.MINISTER, Role.CHAIR, Role.MEMBER, Role.OTHER):
        if folded in titles(role):
            return role
    if _function_pattern(Role.MINISTER).search(folded):
        return Role.MINISTER
    for role in (Role.CHAIR, Role.OTHER, Role.MEMBER):
        if _function_pattern(role).match(folded):
            return role
    return None


@lru_cache
def _function_pattern(role: Role) -> re.Pattern[str]:
    words = sorted(titles(role), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")


def proper(name: str) -> str:
    """A name in ordinary capitals: "Kris VAN DIJCK" is Kris Van Dijck."""
    words = re.sub(r"\s+", " ", name).strip(" ,;:").split(" ")
    return " ".join(_ordinary(word) for word in words)


def _ordinary(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    if len(letters) < 2 or not all(c.isupper() for c in letters) or "." in word:  # noqa: PLR2004 - an initial
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
