"""Who takes part: a person introduced once with name and function is known by surname, title or pronoun after that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from tracker.languages.reading import ReadingWords
from tracker.model import Role, Speaker
from tracker.reading.names import CAPITAL, FULL_NAME, PARTY, proper, role_of, title_pattern


@lru_cache(maxsize=1)
def _introduced() -> re.Pattern[str]:
    """A name with its function after it: "Bart Somers, viceminister-president van … en Vlaams minister van …"."""
    words = title_pattern(Role.MINISTER)
    more = r"(?:(?: |, (?=[A-ZÀ-Þ]|en |et )|-)(?!over\b|zegt\b|die\b|met\b)[\w’'&-]+)*"
    before = r"(?:(?:[A-ZÀ-Þ][\w-]+|federaal|gewezen|toenmalig)\s+){0,2}"
    return re.compile(rf"(?P<name>{FULL_NAME})(?: {PARTY})?, (?P<function>{before}(?:{words})(?![\w-]){more})")


@lru_cache(maxsize=1)
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<title>{title_pattern(Role.MINISTER)}) (?P<name>{FULL_NAME})")


@lru_cache(maxsize=1)
def _with_party() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{FULL_NAME}) {PARTY}")


_FULL = re.compile(FULL_NAME)
_POWERS = re.compile(r"(?:minister|staatssecretaris|ministre) (?:van|voor|de|des|du) (.+)", re.IGNORECASE)
_CAPITALISED = re.compile(rf"{CAPITAL}")
_OF_NAMES = frozenset(("Van", "De", "Den", "Der", "Het", "Ten", "Ter", "Le", "La", "Du", "El"))
_PARTY_WORDS = 4
_LEADING_TITLE = re.compile(rf"^(?:{title_pattern(*Role)})(?:-[a-z]+)? ")


class People:
    """The people of one report. Knows no one who is not named in it, but for a minister given by the caller."""

    def __init__(self, text: str, words: ReadingWords, *, minister: str | None = None) -> None:
        self._words = words
        self._known: dict[str, Speaker] = {}
        self._names = Counter(self._plausible(text))
        self._by_surname: dict[str, str | None] = {}
        for match in _introduced().finditer(text):
            self._introduce(match["name"], match["function"], match["party"])
        for match in sorted(_titled().finditer(text), key=lambda match: -match["name"].count(" ")):
            self._introduce(self.full(proper(match["name"])), match["title"].lower(), None)
        if minister and not self.ministers:
            self.add(Speaker(minister, Role.MINISTER))
        self._parties(text)

    def _plausible(self, text: str) -> Iterable[str]:
        for found in _FULL.findall(text):
            name = _LEADING_TITLE.sub("", found)
            if " " in name and self.is_person(name):
                yield name

    def is_person(self, name: str) -> bool:
        """Whether capitalised words can be a person's name: none of them names an institution or opens a sentence."""
        words = name.split()
        odd = self._words.not_persons | (self._words.openers - _OF_NAMES)
        return words[0] not in self._words.openers and not any(w in odd or (w.isupper() and len(w) < 5) for w in words)  # noqa: PLR2004 - an abbreviation

    def _introduce(self, name: str, function: str, party: str | None) -> None:
        full = proper(name)
        known = self._known.get(full.lower())
        if known and known.function and len(known.function) >= len(function):
            return
        self._known[full.lower()] = Speaker(
            full, role_of(function) or Role.OTHER, re.sub(r"\s+", " ", function).strip(), party
        )

    def _parties(self, text: str) -> None:
        for match in _with_party().finditer(text):
            name, party = proper(match["name"]), match["party"]
            if len(party.split()) > _PARTY_WORDS or role_of(party) or not self.is_person(name):
                continue
            known = self._known.get(name.lower())
            if known and known.party is None and known.role is not Role.MINISTER:
                self._known[name.lower()] = replace(known, party=party)
            elif known is None and any(c.isupper() for c in party[1:]):
                self._known[name.lower()] = Speaker(name, Role.MEMBER, None, party)

    @property
    def ministers(self) -> tuple[Speaker, ...]:
        """The ministers in order of appearance."""
        return tuple(person for person in self._known.values() if person.role is Role.MINISTER)

    def everyone(self) -> tuple[Speaker, ...]:
        """All people who are known, in order of appearance."""
        return tuple(self._known.values())

    def add(self, person: Speaker) -> Speaker:
        """Makes somebody known; what is known already stays."""
        assert person.name is not None
        return self._known.setdefault(person.name.lower(), person)

    def named(self, name: str, role: Role | None = None, function: str | None = None) -> Speaker:
        """The person of that name or surname; a stranger becomes known with the role given."""
        full = self.full(proper(name))
        known = self._known.get(full.lower())
        if known is None:
            return self.add(Speaker(full, role or Role.MEMBER, function))
        if role is Role.MINISTER is not known.role:
            known = self._known[full.lower()] = replace(known, role=role, function=function or known.function)
        return known

    def full(self, name: str) -> str:
        """The full name that a surname stands for, when one and only one is known."""
        folded = name.lower()
        if folded in self._known:
            return self._known[folded].name or name
        if folded not in self._by_surname:
            self._by_surname[folded] = self._longer(folded)
        return self._by_surname[folded] or name

    def _longer(self, folded: str) -> str | None:
        known = {
            person.name for person in self._known.values() if person.name and person.name.lower().endswith(" " + folded)
        }
        if len(known) == 1:
            return known.pop()
        if known:
            return None
        seen = {name for name in self._names if name.lower().endswith(" " + folded)}
        return seen.pop() if len(seen) == 1 else None

    def with_powers(self, powers: str) -> Speaker | None:
        """The minister whose function names these powers ("de minister van Welzijn"), when only one does."""
        wanted = {word.lower() for word in _CAPITALISED.findall(powers)}
        found = [m for m in self.ministers if m.function and wanted and wanted <= _powers(m.function)]
        return found[0] if len(found) == 1 else None


def _powers(function: str) -> set[str]:
    return {word.lower() for part in _POWERS.findall(function) for word in _CAPITALISED.findall(part)}
