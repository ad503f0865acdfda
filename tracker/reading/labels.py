"""Lines that open a speech in verbatim reports: "Minister X:", "De heer Y (N-VA):", "01.02 Z, ministre:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.model import Role, Speaker
from tracker.reading.letters import CAPITALS, SMALL
from tracker.reading.names import CAPITALISED, former_pattern, name_forms, proper, role_of, title_pattern
from tracker.reading.patterns import any_case, any_form, any_of, compiled, with_groups, with_parts
from tracker.reading.vocabulary import Vocabulary

_DIRECT = re.compile(
    rf"\s*:?\s*[\"“‘(]*[{CAPITALS}0-9…]"
)  # direct speech opens with a capital, a report goes on with a verb
_SENTENCE_END = re.compile(rf"(?<![\w.])([{SMALL}]{{3,}})[.?!]\s+[{CAPITALS}]")
_LONGEST = 170
_LONGEST_PARTY = 40
_GROUPS = ("chair", "function", "honour", "name", "office", "party")


@dataclass(frozen=True, slots=True)
class Label:
    """A speech's opening: who speaks, and where the label ends. `sure` when a title, party or number shows it."""

    speaker: Speaker
    end: int
    sure: bool


@dataclass(frozen=True, slots=True)
class LabelForms:
    """The patterns of labels in one vocabulary.

    `own` are whole labels as single parliaments write them; `label` is what most have in common. `first_words` are
    those that may open a label without brackets.
    """

    own: tuple[re.Pattern[str], ...]
    quick: re.Pattern[str]
    label: re.Pattern[str]
    full_name: re.Pattern[str]
    presiding: re.Pattern[str]
    in_language: re.Pattern[str]
    article: re.Pattern[str]
    turned_to: re.Pattern[str]
    first_words: frozenset[str]
    no_persons: frozenset[str]


@lru_cache
def _forms(vocabulary: Vocabulary) -> LabelForms:
    names = name_forms(vocabulary)
    articles = vocabulary.said(lambda words: words.articles)
    titles = {title.split(" ")[0] for role in Role for title in vocabulary.titles(role)}
    former = vocabulary.said(lambda words: words.people.former)
    languages, openers = (
        vocabulary.said(lambda words: words.language_names),
        vocabulary.said(lambda words: words.language_openers),
    )
    return LabelForms(
        own=_own_patterns(vocabulary),
        quick=compiled(rf"(?:\*\*|__)?(?:(?:{_numbers(vocabulary)})\s+)?[{CAPITALS}“\[]"),
        label=_label_pattern(vocabulary, article=rf"(?:(?:{any_case(articles)}) )?"),
        full_name=compiled(names.full),
        presiding=_presiding_pattern(vocabulary),
        in_language=compiled(rf"(?:(?:{any_of(openers)}) )?(?:{any_of(languages)})", re.IGNORECASE),
        article=compiled(rf"^(?:{any_case(articles)}) "),
        turned_to=compiled(rf"(?:{title_pattern(vocabulary, Role.MEMBER)}) (?:{names.name})"),
        first_words=frozenset(
            (*titles, *articles, *vocabulary.formed(lambda parliament: parliament.adjectives), *former)
        ),
        no_persons=frozenset(vocabulary.said(lambda words: words.people.not_persons)),
    )


def _own_patterns(vocabulary: Vocabulary) -> tuple[re.Pattern[str], ...]:
    parts = {role.value: title_pattern(vocabulary, role) for role in Role} | {
        "name": name_forms(vocabulary).name,
        "capital": CAPITALISED,
    }
    forms = vocabulary.formed(lambda parliament: parliament.labels)
    return tuple(compiled(with_groups(with_parts(form, parts), _GROUPS)) for form in forms)


def _numbers(vocabulary: Vocabulary) -> str:
    return any_form(vocabulary.formed(lambda parliament: parliament.label_numbers))


def _label_pattern(vocabulary: Vocabulary, *, article: str) -> re.Pattern[str]:
    honours, chairs = title_pattern(vocabulary, Role.MEMBER), title_pattern(vocabulary, Role.CHAIR)
    courtesies = any_case(vocabulary.said(lambda words: words.courtesies))
    offices, name = _offices(vocabulary), name_forms(vocabulary).name
    ministers = title_pattern(vocabulary, Role.MINISTER)
    return compiled(
        r"(?P<bold>\*\*|__)?"
        rf"(?:(?P<number>{_numbers(vocabulary)})\s+)?"
        rf"(?:(?P<chair>{article}(?:{chairs}))(?=\s*(?:\(|:|\*\*|$))(?:\s*\((?P<presiding>{name})\))?"
        rf"|(?P<bare>{article}(?:{ministers}))(?=\s*:\s*(?:[\"“‘(]*[{CAPITALS}0-9…]|$))"
        rf"(?!\s*:\s*{name}$)"
        rf"|(?P<noted>(?=[{CAPITALS}])(?:{ministers}))(?=:\s[{SMALL}])"
        rf"|(?:(?P<honour>{honours})\s+)?(?:(?P<office>{article}(?:{offices}))\s+(?:(?:{courtesies})\s+)?)?(?P<name>{name}))"
        rf"(?:\s*\((?P<brackets>[^()\n]{{1,120}})\))?(?:,\s*(?P<function>[{SMALL}{CAPITALS}][^:*\n]{{2,150}})(?=:|\*\*|$))?"
        r"\s*(?P<colon>:)?\s*(?P<close>\*\*|__)?(?:\s*\([^()\n]{1,30}\)(?=\s*:))?\s*(?P<late>:)?",
    )


def _offices(vocabulary: Vocabulary) -> str:
    """An office before a name: its title, what stands before it, and its powers ("Vlaams minister van energie")."""
    adjectives = any_case(vocabulary.formed(lambda parliament: parliament.adjectives))
    after = any_of(vocabulary.said(lambda words: words.people.powers_after))
    joins = any_of(vocabulary.said(lambda words: words.name_joins))
    power = rf"(?:[{SMALL}][{SMALL}-]+|{CAPITALISED})"
    powers = rf"(?: (?:{after}) {power}(?:(?:,? (?:{joins})|,) {power}| [{SMALL}][{SMALL}-]+){{0,10}})?"
    ministers = (
        rf"{former_pattern(vocabulary)}(?:(?:{adjectives}) )?(?:{title_pattern(vocabulary, Role.MINISTER)}){powers}"
    )
    return f"{ministers}|{title_pattern(vocabulary, Role.CHAIR, Role.OTHER)}"


def _presiding_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    openers = {
        *vocabulary.said(lambda words: words.report.chair_line),
        *vocabulary.formed(lambda parliament: parliament.chair_lines),
    }
    courtesy = any_case(vocabulary.said(lambda words: words.courtesies))
    return compiled(
        rf"(?:{any_of(openers)})\s*:\s*(?:(?:{courtesy}) )?(?P<name>{name_forms(vocabulary).full})"
        rf"(?:,\s[{SMALL} -]{{3,60}})?\.?$"
    )


def label_of(vocabulary: Vocabulary, line: str, *, bold: int = 0) -> Label | None:
    """The speech that a line opens; without a colon only as a whole line, or as what stands in bold at its start."""
    forms = _forms(vocabulary)
    for pattern in forms.own:
        if match := pattern.match(line):
            return _own_label(vocabulary, match)
    if not forms.quick.match(line) or not (bold or ":" in line[:_LONGEST] or _may_stand_alone(forms, line)):
        return None
    head = line[:_LONGEST]
    match = forms.label.match(head) if ":" in head or len(line) <= _LONGEST else None
    if match and (match["colon"] or match["late"]):
        return None if presiding_of(vocabulary, line) else _label(vocabulary, match, colon=True)
    if bold and (bold >= len(line) or _DIRECT.match(line, bold)):
        shown = line[:bold].rstrip()
        match = forms.label.match(shown)
        return _label(vocabulary, match, colon=False, bold=True) if match and match.end() == len(shown) else None
    if match is None or match.end() < len(line) or line.endswith((".", "?", "!")):
        return None
    return _label(vocabulary, match, colon=False)


def _own_label(vocabulary: Vocabulary, match: re.Match[str]) -> Label:
    """What a form of one parliament tells: it is sure of itself."""
    function = match["function"] or match["office"]
    name = proper(match["name"]) if match["name"] else None
    if match["chair"]:
        return Label(Speaker(name, Role.CHAIR), match.end(), sure=True)
    role = role_of(vocabulary, function) if function else None
    usual = Role.MEMBER if match["party"] or match["honour"] else Role.OTHER
    return Label(Speaker(name, role or usual, function, match["party"]), match.end(), sure=True)


def _may_stand_alone(forms: LabelForms, line: str) -> bool:
    """Whether a line without a colon can be a label at all: it has a party in brackets or opens with a title."""
    return len(line) <= _LONGEST and ("(" in line or "**" in line or line.split(" ", 1)[0].lower() in forms.first_words)


def presiding_of(vocabulary: Vocabulary, line: str) -> str | None:
    """Who takes the chair from here on: "Voorzitter: André Flahaut, ondervoorzitter."."""
    match = _forms(vocabulary).presiding.match(line)
    return proper(match["name"]) if match else None


def _label(vocabulary: Vocabulary, match: re.Match[str], *, colon: bool, bold: bool = False) -> Label | None:
    bold = bold or bool(match["bold"])
    if match["chair"]:
        name = proper(match["presiding"]) if match["presiding"] else None
        return Label(Speaker(name, Role.CHAIR), match.end(), sure=colon or bold)
    if match["bare"] or match["noted"]:
        office = _forms(vocabulary).article.sub("", match["bare"] or match["noted"])
        return Label(Speaker(None, Role.MINISTER, office[:1].lower() + office[1:]), match.end(), sure=colon)
    party, function = _party_or_function(vocabulary, match)
    role = _role(vocabulary, match, function=function, party=party)
    numbered, full = bool(match["number"]), bool(_forms(vocabulary).full_name.fullmatch(match["name"]))
    titled = bool(match["honour"] or match["office"] or party or (function and role))
    if not (titled or numbered or (full and (colon or bold))):
        return None
    if not (titled or numbered) and not _forms(vocabulary).no_persons.isdisjoint(match["name"].split(" ")):
        return None
    if match["function"] and not numbered and (role is None or _is_sentence(vocabulary, match["function"])):
        return None
    if not colon and not (titled or bold):
        return None
    function = _function(vocabulary, match, function)
    speaker = Speaker(proper(match["name"]), role or Role.OTHER, function, party)
    return Label(speaker, match.end(), sure=(colon or bold) and (titled or numbered))


def _is_sentence(vocabulary: Vocabulary, function: str) -> bool:
    """Whether what follows a name goes on as a sentence, or as several: whoever is addressed does not speak."""
    words = vocabulary.said(lambda words: words.people.sentence_words)
    abbreviated = vocabulary.said(lambda words: words.abbreviations)
    if any(end[1] not in abbreviated for end in _SENTENCE_END.finditer(function)):
        return True
    return role_of(vocabulary, function) is None and not set(words).isdisjoint(function.lower().split())


def _party_or_function(vocabulary: Vocabulary, match: re.Match[str]) -> tuple[str | None, str | None]:
    """What stands in brackets after the name is a party, unless it is long or names a function."""
    brackets, function = (match["brackets"] or "").strip(), match["function"]
    if not brackets:
        return None, function
    if _forms(vocabulary).in_language.fullmatch(brackets):
        return None, function
    if role_of(vocabulary, brackets) or len(brackets) > _LONGEST_PARTY:
        return None, function or brackets
    return brackets, function


def _role(vocabulary: Vocabulary, match: re.Match[str], *, function: str | None, party: str | None) -> Role | None:
    forms = _forms(vocabulary)
    for words in (match["office"], function):
        if words and not forms.turned_to.match(words):  # "…, mevrouw Hermans en de heer Slootweg …" are others
            role = role_of(vocabulary, forms.article.sub("", words))
            if role:
                return role
    return Role.MEMBER if match["honour"] or party else None


def _function(vocabulary: Vocabulary, match: re.Match[str], function: str | None) -> str | None:
    """What follows the name, else the office before it, or that a member reports for a committee."""
    office, honour = match["office"] or "", (match["honour"] or "").lower()
    before = office if " " in office and not office.isupper() else office.lower()
    reports = honour if honour in vocabulary.said(lambda words: words.signature.rapporteur) else ""
    return function or before[:1].lower() + before[1:] or reports or None
