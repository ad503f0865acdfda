"""The grammar of reported speech of one language as patterns, made from its lists and those of the parliaments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.languages.reading import ReadingWords
from tracker.languages.reported import Reporting
from tracker.model import Role
from tracker.reading.letters import CAPITALS, SMALL
from tracker.reading.names import PARTY, name_forms, title_pattern
from tracker.reading.patterns import NOTHING, any_case, any_form, any_of, compiled, with_groups, with_parts
from tracker.reading.vocabulary import Vocabulary

_CAPITAL = rf"[{CAPITALS}][\w-]+"
_OPENING_MARKS = ("“", "(", "‘", '"')
_PAUSES = (",", "–", ":")
_HOUSE = r"(?:[\w’'&.-]+ ){1,9}?"
_GROUPS = (
    "title", "office", "titled", "minister", "powers", "chair", "honour", "surname", "guest_title", "guest", "speaking",
    "both", "government", "group", "fraction", "fraction_short", "members", "pronoun", "of_house", "name",
)  # fmt: skip
_TITLED = (Role.MINISTER, Role.CHAIR, Role.OTHER, Role.MEMBER)


@dataclass(frozen=True, slots=True, eq=False)
class ReportedForms:
    """The patterns of one language. `subject` finds all that can be the subject of a verb of saying."""

    words: Reporting
    subject: re.Pattern[str]
    of_a_house: re.Pattern[str]
    and_another: re.Pattern[str]
    between: re.Pattern[str]
    phrases: re.Pattern[str]
    spoken_of: re.Pattern[str]
    heard_from: re.Pattern[str]
    finite: re.Pattern[str]
    pronoun: re.Pattern[str]
    which: re.Pattern[str]
    first_person: re.Pattern[str]
    answers: re.Pattern[str]
    told_answer: re.Pattern[str]
    told_by: re.Pattern[str]
    told_by_another: re.Pattern[str]
    told_to: re.Pattern[str]
    he_or_she: re.Pattern[str]
    objection: re.Pattern[str]
    members_own: re.Pattern[str]
    asking: tuple[frozenset[str], ...]
    turns_to_minister: re.Pattern[str]
    leads: tuple[str, ...]
    pauses: tuple[str, ...]
    triggers: frozenset[str]
    first_words: frozenset[str]
    second_words: frozenset[str]
    small_words: frozenset[str]
    conjunctions: frozenset[str]

    def asks(self, text: str, start: int, end: int) -> bool:
        """Whether a sentence is a question, or tells one: it holds all words of a turn of asking."""
        if text[end - 1] == "?" or text.endswith(('?"', "?”"), start, end):
            return True
        words = set(text[start:end].split())
        return any(turn.issubset(words) for turn in self.asking)


@lru_cache
def reported_forms(vocabulary: Vocabulary, words: ReadingWords, *, past: bool = False) -> ReportedForms:
    """The forms of a language; those of the first language, without its verbs, for one that has none.

    With `past` those of a report that is told in the past.
    """
    said, name = vocabulary.reporting(words), name_forms(vocabulary).name
    joins = vocabulary.languages[0].conjunctions if said is not words.reporting else words.conjunctions
    said = said.told_in_the_past() if past else said
    return ReportedForms(
        words=said,
        subject=_subject(vocabulary, said),
        of_a_house=compiled(
            rf" (?P<house>(?:{any_of(said.house_prepositions)}) {_HOUSE})(?P<verb>[{SMALL}]+)(?![\w’'-])"
        ),
        and_another=compiled(
            rf"\s+(?:{any_of(joins)})\s+(?:(?:{any_of(said.second_titles)}) )?(?:{name})\s+[{SMALL}]+"
        ),
        between=compiled(rf"(?: (?:{any_of(said.between)}))* "),
        phrases=compiled(rf" (?:{any_of(said.phrases)})(?![\w-])"),
        spoken_of=compiled(rf" (?:{any_of(said.spoken_of)})(?![\w-])"),
        heard_from=compiled(rf" (?:{any_of(said.heard_from)}) "),
        finite=compiled(said.finite_form or NOTHING),
        pronoun=compiled(said.pronoun_form or NOTHING),
        which=compiled(rf" (?:{any_of(said.which)}) "),
        first_person=compiled(rf"\b(?:{any_case(said.first_person)})\b"),
        answers=compiled(rf"(?:{any_of(said.answering_verbs)}) $"),
        told_answer=compiled(any_form(said.told_answers)),
        told_by=compiled(any_form(said.told_by)),
        told_by_another=compiled(rf" (?:{any_of(said.according)}) "),
        told_to=compiled(any_form(said.told_to)),
        he_or_she=compiled(said.he_or_she or NOTHING),
        objection=compiled(any_form(said.objections)),
        members_own=compiled(any_form(said.members_own)),
        asking=tuple(frozenset(each.split()) for each in said.asking),
        turns_to_minister=compiled(said.turns_to_minister or NOTHING),
        leads=(*(f"{lead} " for lead in said.leads), *_OPENING_MARKS),
        pauses=(*_PAUSES, *(f", {inserted}" for inserted in said.inserted)),
        triggers=said.verbs | said.plain_verbs | said.by | said.according | said.heard_verbs | said.asking_pairs.keys(),
        first_words=_first_words(vocabulary, said),
        second_words=_second_words(vocabulary, said),
        small_words=name_forms(vocabulary).small_words,
        conjunctions=frozenset(joins),
    )


def _subject(vocabulary: Vocabulary, said: Reporting) -> re.Pattern[str]:
    names = name_forms(vocabulary)
    adjectives = any_case(vocabulary.formed(lambda parliament: parliament.adjectives))
    parts = {
        "minister": title_pattern(vocabulary, Role.MINISTER),
        "chair": title_pattern(vocabulary, Role.CHAIR),
        "other": title_pattern(vocabulary, Role.OTHER),
        "member": title_pattern(vocabulary, Role.MEMBER),
        "name": names.name,
        "full_name": names.full,
        "full_name_short": names.full_short,
        "capital": _CAPITAL,
        "power": rf"(?!(?:{any_of(said.verbs | said.plural_verbs | said.plain_verbs | said.demanding_verbs)})(?![\w-]))"
        rf"[{SMALL}][{SMALL}-]+(?![\w’'-])",
        "adjective": rf"(?:(?:{adjectives}) )?",
        "government": any_case(vocabulary.formed(lambda parliament: parliament.governments)),
        "which": any_of(said.which),
        "speaking": rf"(?i:{any_of(_without_article(phrase) for phrase in vocabulary.listed('speaking'))})",
    }
    forms = with_groups(any_form(with_parts(form, parts) for form in said.subjects), _GROUPS)
    return compiled(rf"(?<![\w-]){forms}(?:\s+{PARTY})?")


def _without_article(phrase: str) -> str:
    """Whoever is speaking: "spreker", "lid", "Vlaams Parlementslid"."""
    return phrase.split(" ", 1)[-1]


def _first_words(vocabulary: Vocabulary, said: Reporting) -> frozenset[str]:
    titles = {title.split(" ")[0] for role in _TITLED for title in vocabulary.titles(role)}
    return frozenset(titles | said.first_words | {*vocabulary.formed(lambda parliament: parliament.adjectives)})


def _second_words(vocabulary: Vocabulary, said: Reporting) -> frozenset[str]:
    titles = {word for role in Role for title in vocabulary.titles(role) for word in title.split(" ")[:2]}
    speaking = {phrase.split(" ")[-1] for phrase in vocabulary.listed("speaking")}
    governments = {
        word.lower()
        for name in vocabulary.formed(lambda parliament: parliament.governments)
        for word in name.split()[1:]
    }
    adjectives = {*vocabulary.formed(lambda parliament: parliament.adjectives)}
    return frozenset(titles | speaking | governments | adjectives | said.second_words | {*said.which})
