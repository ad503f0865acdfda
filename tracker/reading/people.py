"""Who takes part: a person introduced once with name and function is known by surname, title or pronoun after that."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from tracker.languages.reading import ReadingWords
from tracker.model import Role, Speaker
from tracker.reading.names import CAPITAL, PARTICLES, PARTY, SMALL_WORDS, proper, role_of, title_pattern, titles


@lru_cache(maxsize=1)
def _function() -> re.Pattern[str]:
    """What may follow a name: "viceminister-president van … en Vlaams minister van …", "directeur van de VVSG"."""
    more = r"(?:(?: |, (?=[A-ZÀ-Þ]|en |et )|-)(?!over\b|zegt\b|die\b|met\b)[\w’'&-]+)*"
    before = r"(?:(?:[A-ZÀ-Þ][\w-]+|federaal|gewezen|toenmalig) ){0,2}"
    return re.compile(rf"{before}(?:{title_pattern(Role.MINISTER, Role.OTHER)})(?![\w-]){more}")


@lru_cache(maxsize=1)
def _minister_before() -> tuple[str, ...]:
    """How the text before a minister's name ends, in either case."""
    words = titles(Role.MINISTER)
    return tuple(f"{word} " for word in words) + tuple(f"{word[0].upper()}{word[1:]} " for word in words)


_RUN = re.compile(rf"[A-ZÀ-ÖØ-Þ](?:[\w’'-]*\w|\.(?:-?[A-Z]\.)*)?(?: {PARTICLES}{CAPITAL})+")
_PARTY = re.compile(rf" {PARTY}")
_POWERS = re.compile(r"(?:minister|staatssecretaris|ministre) (?:van|voor|de|des|du) (.+)", re.IGNORECASE)
_CAPITALISED = re.compile(rf"{CAPITAL}")
_PARTY_WORDS = 4
_OPEN_END = re.compile(r"(?:[,\s]+(?:en|et))?[,\s]*$")
_LONGEST_TITLE = 40
_ACRONYM = 5


@lru_cache(maxsize=1)
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(SMALL_WORDS)}|{title_pattern(*Role)})(?:-[a-z]+)? )+")


class People:
    """The people of one report. Knows no one who is not named in it, but for a minister given by the caller."""

    def __init__(self, text: str, words: ReadingWords, *, minister: str | None = None) -> None:
        self._strange = words.not_persons | (words.openers - words.name_openers)
        self._openers = words.openers
        self._surname_openers = words.name_openers
        self._known: dict[str, Speaker] = {}
        self._names: set[str] = set()
        self._by_surname: dict[str, str | None] = {}
        titled, members = self._survey(text)
        for name, title in sorted(titled, key=lambda pair: -pair[0].count(" ")):
            self._introduce(self.full(proper(name)), title, None)
        if minister and not self.ministers:
            self.add(Speaker(minister, Role.MINISTER))
        for name, party in members:
            self._join(proper(name), party)

    def _survey(self, text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Goes once through all capitalised names; gives those with a minister's title and those with a party."""
        titled: list[tuple[str, str]] = []
        members: list[tuple[str, str]] = []
        checked: dict[str, str] = {}
        for run in _RUN.finditer(text):
            words, end = run.group(), run.end()
            name = checked.get(words)
            if name is None:
                name = checked[words] = self._name_in(words)
            if not name:
                continue
            start = end - len(name)
            before = text[max(start - _LONGEST_TITLE, 0) : start]
            if before.endswith(_minister_before()):
                title = max((title for title in _minister_before() if before.endswith(title)), key=len)
                titled.append((name, title.strip().lower()))
            party = _PARTY.match(text, end)
            if party:
                end = party.end()
                members.append((name, party["party"]))
            function = _function().match(text, end + 2) if text.startswith(", ", end) else None
            if function:
                self._introduce(name, function.group(), party["party"] if party else None)
        return titled, members

    def _name_in(self, words: str) -> str:
        """The person's name in a run of capitalised words, without a title before it; empty when there is none."""
        lead = _leading().match(words)
        name = words[lead.end() :] if lead else words
        if not name or not self.is_person(name):
            return ""
        if " " in name:
            self._names.add(name)
        return name if " " in name or lead else ""

    def is_person(self, name: str) -> bool:
        """Whether capitalised words can be a person's name: none of them names an institution or opens a sentence."""
        words = name.split()
        return words[0] not in self._openers and not any(
            word in self._strange or (word.isupper() and len(word) < _ACRONYM) for word in words
        )

    def _introduce(self, name: str, function: str, party: str | None) -> None:
        full = proper(name)
        known = self._known.get(full.lower())
        if known and known.function and len(known.function) >= len(function):
            return
        self._known[full.lower()] = Speaker(full, role_of(function) or Role.OTHER, _OPEN_END.sub("", function), party)

    def _join(self, name: str, party: str) -> None:
        if len(party.split()) > _PARTY_WORDS or role_of(party):
            return
        known = self._known.get(name.lower())
        if known and known.party is None and known.role is not Role.MINISTER:
            self._known[name.lower()] = replace(known, party=party)
        elif known is None and " " in name and any(c.isupper() for c in party[1:]):
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
            surname = " " not in name or name.split(" ", 1)[0] in self._surname_openers
            self._by_surname[folded] = self._longer(folded) if surname else None
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
