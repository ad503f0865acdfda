"""Who takes part: a person introduced once with name and function is known by surname, title or pronoun after that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tracker.languages.reading import ReadingWords
from tracker.model import Role, Speaker
from tracker.reading.letters import CAPITALS, SMALL
from tracker.reading.names import PARTY, name_forms, proper, role_of, title_pattern
from tracker.reading.patterns import any_case, any_of
from tracker.reading.vocabulary import Vocabulary

_PARTY = re.compile(rf" {PARTY}")
_PARTY_WORDS = 4
_LONGEST_TITLE = 40
_ACRONYM = 5
_TELLING = 4  # letters of a word that names powers
_WORD = re.compile(rf"(?<![\w-])[{SMALL}][{SMALL}-]+")


@dataclass(frozen=True, slots=True)
class PeopleForms:
    """The patterns by which people are found in one vocabulary.

    `function` is what may follow a name: "minister-president van … en Vlaams minister van …", "directeur van X".
    `next_minister` and `sentence_goes_on` show that a heading has run into the paragraph below it.
    `before_minister` is how the text before a minister's name ends, in either case.
    """

    run: re.Pattern[str]
    capital: re.Pattern[str]
    leading: re.Pattern[str]
    function: re.Pattern[str]
    next_minister: re.Pattern[str]
    sentence_goes_on: re.Pattern[str]
    sentence_opens: re.Pattern[str]
    powers: re.Pattern[str]
    open_end: re.Pattern[str]
    before_minister: tuple[str, ...]


@lru_cache
def _forms(vocabulary: Vocabulary) -> PeopleForms:
    names, ministers = name_forms(vocabulary), vocabulary.titles(Role.MINISTER)
    titles = vocabulary.said(lambda words: words.people.power_titles)
    after = vocabulary.said(lambda words: words.people.powers_after)
    joins = any_of(vocabulary.said(lambda words: words.conjunctions))
    return PeopleForms(
        run=re.compile(names.run),
        capital=re.compile(names.capital),
        leading=re.compile(rf"(?:(?:{any_of(names.small_words)}|{title_pattern(vocabulary, *Role)})(?:-[a-z]+)? )+"),
        function=_function(vocabulary),
        next_minister=_next_minister(vocabulary),
        sentence_goes_on=_sentence_goes_on(vocabulary),
        sentence_opens=re.compile(rf",? (?:{any_of(names.small_words)})(?![\w’'-])"),
        powers=re.compile(rf"(?:{any_of(titles)}) (?:{any_of(after)}) (.+)", re.IGNORECASE),
        open_end=re.compile(rf"(?:[,\s]+(?:{joins}))?(?:\s+(?:{any_of(after)}))?[,\s]*$"),
        before_minister=tuple(f"{word} " for word in ministers)
        + tuple(f"{word[0].upper()}{word[1:]} " for word in ministers),
    )


def _function(vocabulary: Vocabulary) -> re.Pattern[str]:
    joins = any_of(vocabulary.said(lambda words: words.conjunctions))
    ends = any_of(vocabulary.said(lambda words: words.people.function_ends))
    former = vocabulary.said(lambda words: words.people.former)
    adjectives = (
        *vocabulary.formed(lambda parliament: parliament.adjectives),
        *(word for word in former if word[-1] != "-"),
    )
    joined = (word for word in former if word[-1] == "-")  # "oud-minister"
    more = rf"(?:(?: |, (?=[{CAPITALS}]|(?:{joins}) )|-)(?!(?:{ends})\b)[\w’'&-]+)*"
    before = rf"(?:(?:[{CAPITALS}][\w-]+|{any_of(adjectives)}) ){{0,2}}(?:{any_of(joined)})?"
    return re.compile(rf"{before}(?:{title_pattern(vocabulary, Role.MINISTER, Role.OTHER)})(?![\w-]){more}")


def _next_minister(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A minister by title and name; a title may also be written in capitals ("Ministre Président")."""
    adjectives = any_case(vocabulary.formed(lambda parliament: parliament.adjectives))
    before = rf"(?:(?:{any_of(name_forms(vocabulary).small_words)}) )?(?:(?:{adjectives}) )?"
    ministers = title_pattern(vocabulary, Role.MINISTER)
    titles = title_pattern(vocabulary, Role.MINISTER, Role.CHAIR)
    return re.compile(rf",? {before}(?:{ministers}) (?!(?:{titles})(?![\w-]))[{CAPITALS}]")


def _sentence_goes_on(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A verb of saying, or another word that stands in sentences; not one that can also join words, like "uit"."""
    verbs = vocabulary.said(lambda words: words.reporting.verbs | words.reporting.past_verbs)
    others = vocabulary.said(lambda words: words.people.sentence_words)
    joining = {word for words in vocabulary.languages for word in words.stopwords}
    return re.compile(rf" (?:{any_of({*verbs, *others} - joining)})(?![\w’'-])")


class People:
    """The people of one report. Knows no one who is not named in it, but for a minister given by the caller."""

    def __init__(
        self, text: str, languages: Iterable[ReadingWords], vocabulary: Vocabulary, *, minister: str | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._forms = _forms(vocabulary)
        used = tuple(languages)
        self._openers = frozenset(word for words in used for word in words.openers)
        self._surname_openers = frozenset(word for words in used for word in words.name_openers)
        self._strange = self._openers - self._surname_openers
        self._strange |= {word for words in used for word in words.people.not_persons}
        self._small = {word for words in used for word in (*words.stopwords, *words.name_joins)}
        self._known: dict[str, Speaker] = {}
        self._names: set[str] = set()
        self._by_surname: dict[str, str | None] = {}
        titled, members = self._survey(text)
        for name, title in sorted(titled, key=lambda pair: -pair[0].count(" ")):
            self._introduce(self.full(proper(name)), title, None)
        if minister and (not self.ministers or self.full(proper(minister)).lower() in self._known):
            self.named(minister, Role.MINISTER)
        for name, party in members:
            self._join(proper(name), party)

    def _survey(self, text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Goes once through all capitalised names; gives those with a minister's title and those with a party."""
        titled: list[tuple[str, str]] = []
        members: list[tuple[str, str]] = []
        checked: dict[str, str] = {}
        for run in self._forms.run.finditer(text):
            words, end = run.group(), run.end()
            name = checked.get(words)
            if name is None:
                name = checked[words] = self._name_in(words)
            if not name:
                continue
            start = end - len(name)
            before = text[max(start - _LONGEST_TITLE, 0) : start]
            if before.endswith(self._forms.before_minister):
                title = max((title for title in self._forms.before_minister if before.endswith(title)), key=len)
                titled.append((name, title.strip().lower()))
            party = _PARTY.match(text, end)
            if party:
                end = party.end()
                members.append((name, party["party"]))
            function = self._forms.function.match(text, end + 2) if text.startswith(", ", end) else None
            if function:
                words = text[function.start() : self._before_another(text, function)].rstrip(", ")
                self._introduce(name, words, party["party"] if party else None)
        return titled, members

    def _before_another(self, text: str, function: re.Match[str]) -> int:
        """Where a function ends: before the next person with one ("minister van Werk, en Jo Maes, minister van …").

        Where lines stand too far apart to tell paragraphs, a heading runs into the sentence below it: it ends there.
        """
        end = self._before_sentence(text, function)
        for run in self._forms.run.finditer(text, function.start(), end):
            name = self._name_in(run.group())
            if " " in name and text.startswith(", ", run.end()) and self._forms.function.match(text, run.end() + 2):
                return run.end() - len(name)
        return end

    def _before_sentence(self, text: str, function: re.Match[str]) -> int:
        """Where the next minister or a sentence begins behind a function."""
        start, end = function.span()
        minister = self._forms.next_minister.search(text, start, end)
        end = minister.start() if minister else end
        verb = self._forms.sentence_goes_on.search(text, start, end)
        if verb is None:
            return end
        openings = tuple(self._forms.sentence_opens.finditer(text, start, verb.start()))
        return openings[-1].start() if openings else verb.start()

    def _name_in(self, words: str) -> str:
        """The person's name in a run of capitalised words, without a title before it; empty when there is none."""
        lead = self._forms.leading.match(words)
        name = words[lead.end() :] if lead else words
        if not name or not self.is_person(name):
            return ""
        if " " in name:
            self._names.add(name)
        return name if " " in name or lead else ""

    def is_person(self, name: str) -> bool:
        """Whether capitalised words can be a person's name: none of them names an institution or opens a sentence."""
        words = name.split()
        inside = {word for word, after in pairwise(words[1:]) if after.islower()}  # "Op" in "Bram Op de Beeck"
        return words[0] not in self._openers and not any(
            (word in self._strange and word not in inside) or (word.isupper() and len(word) < _ACRONYM)
            for word in words
        )

    def _introduce(self, name: str, function: str, party: str | None) -> None:
        full = proper(name)
        known = self._known.get(full.lower())
        if known and known.function and len(known.function) >= len(function):
            return
        self._known[full.lower()] = Speaker(
            full, role_of(self._vocabulary, function) or Role.OTHER, self._forms.open_end.sub("", function), party
        )

    def _join(self, name: str, party: str) -> None:
        if len(party.split()) > _PARTY_WORDS or role_of(self._vocabulary, party):
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
        wanted = self._named_powers(powers)
        found = [m for m in self.ministers if m.function and wanted and wanted <= self._powers(m.function)]
        return found[0] if len(found) == 1 else None

    def _powers(self, function: str) -> set[str]:
        parts = self._forms.powers.findall(function)
        return {word for part in parts for word in self._named_powers(part)}

    def _named_powers(self, powers: str) -> set[str]:
        """The words of powers that tell them apart, with a capital or not ("mobiliteit en openbare werken")."""
        small = {word for word in _WORD.findall(powers) if len(word) >= _TELLING and word not in self._small}
        return small | {word.lower() for word in self._forms.capital.findall(powers)}
