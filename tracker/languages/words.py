"""The words of time expressions, as read from package data.

It says which words a language has and what kind each is; it never computes a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import check_files, folder_of, languages_with, table_in
from tracker.languages.date_tables import check_table
from tracker.languages.events import BEFORE_EVENTS, NO_EVENTS, EventWords, event_words

TOKEN = re.compile(r"[^\W\d_]+|\d+|\n\s*\n|[^\w\s]")
PUNCTUATION = frozenset(",-–—/'’.\u00ad½¼¾")
GAPS = (  # white space, which parts words, and what is neither a letter nor a sign
    "_ \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
EVENT = "\0"  # stands in a text for the words of an event that is told by its day
STRANGE, IDLE, ROUSING, GAP = range(4)  # a token ends a run, may stand in it, makes it worth reading, or is none
TENS = range(20, 100, 10)
UNITS = range(1, 10)
NO_EVENT = ("clauses", "documents", "event_strangers", "future", "past", "perfect")  # lists of words inside no event
NEUTRAL = "plain"  # the calendar of no parliament


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase is for the grammar; only a core word makes a place worth reading."""

    kind: str
    value: Any
    core: bool = False
    near: bool = False  # only right after another time word ("na de verkiezingen")
    capital: bool = False  # only with a capital letter (English "May", "March")
    ends_in_of: bool = False  # "in de loop van": what follows is a part of something


@dataclass(frozen=True, slots=True)
class Section:
    """One class of words with what it must find and what it must leave alone."""

    name: str
    words: Mapping[str, tuple[str, ...]]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A form of several tokens; `glued[i]`: token i stands right behind the one before it ("Q3")."""

    tokens: tuple[str, ...]
    glued: tuple[bool, ...]
    word: Word


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """How words that matter around an expression are formed; `quarters` are the letters before a quarter's number."""

    participle: re.Pattern[str] | None
    attributive: tuple[str, ...]
    quarters: str

    def is_participle(self, word: str) -> bool:
        """Whether a word has the form of a past participle."""
        return self.participle is not None and self.participle.fullmatch(word) is not None


class Lists(dict[str, frozenset[str]]):
    """Lists of words by name; one that a language leaves out is empty."""

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True)
class DateWords:
    """The date words of one language: single words, phrases by their first two tokens, every token that may occur."""

    language: str
    default_calendar: str
    suffixes: frozenset[str]
    single: Mapping[str, Word]
    phrases: Mapping[tuple[str, str], tuple[Phrase, ...]]
    tokens: Mapping[str, bool]  # every token that can stand in an expression: does it wake the run?
    marks: Mapping[str, int]  # what a token is to a run, also with a space behind it; any other one is strange
    context: Mapping[str, frozenset[str]]  # words around an expression that change its reading
    grammar: DateGrammar
    said: Mapping[str, str]  # how days are told to a reader
    events: EventWords = NO_EVENTS  # what is told by its day ("het debat van 24 april")
    sections: tuple[Section, ...] = field(default=(), repr=False)

    @property
    def verbs(self) -> frozenset[str]:
        """The finite verbs that the context knows, of whatever tense."""
        return self.context["future"] | self.context["past"] | self.context["perfect"]


def tokens_of(form: str) -> tuple[str, ...]:
    """The tokens of a form, as the lexer will see them."""
    return tuple(TOKEN.findall(form.lower()))


def date_languages() -> tuple[str, ...]:
    """The languages that have date words."""
    home = files("tracker.languages")
    return tuple(sorted(entry.name for entry in home.iterdir() if (entry / "dates.toml").is_file()))


@lru_cache(maxsize=8)
def date_words(language: str) -> DateWords:
    """The date words of a language. Raises SettingsError for a language without any."""
    if language in languages_with("."):
        check_files(language)
    if language not in date_languages():
        known = ", ".join(date_languages())
        raise SettingsError("language.no-date-words", language=language, known=known)
    names = sorted(entry.name for entry in folder_of(language).iterdir())
    parts = [name for name in names if re.fullmatch(r"dates(_\w+)?\.toml", name)]
    return date_words_of(language, {f"{language}/{part}": table_in(language, part) for part in parts})


def date_words_of(language: str, parts: Mapping[str, Mapping[str, Any]]) -> DateWords:
    """The date words in the files of a language, by their names; what is left out is empty.

    Raises SettingsError that names file and place for what nothing asks for or cannot be read.
    """
    tables: dict[str, Any] = {}
    for file, table in parts.items():
        check_table(table, file=file)
        tables |= table
    forms: dict[str, Word] = {}
    sections = []
    for name, table in tables.items():
        if isinstance(table, dict) and "words" in table:
            sections.append(_section(language, name, table))
            for form, word in _forms(table, tables):
                forms.setdefault(form, word)
    lexicon = {tokens_of(form): word for form, word in reversed(forms.items())}
    context = Lists({name: frozenset(words) for name, words in tables.get("context", {}).items()})
    tokens = dict.fromkeys((*tables.get("pieces", ()), *tables.get("suffixes", ())), False) | _tokens(lexicon)
    return DateWords(
        language=language,
        default_calendar=tables.get("default_calendar", NEUTRAL),
        suffixes=frozenset(tables.get("suffixes", ())),
        single={tokens[0]: word for tokens, word in lexicon.items() if len(tokens) == 1},
        phrases=_phrases(forms),
        tokens=tokens,
        marks=_marks(tokens),
        context=context,
        grammar=_grammar(tables.get("grammar", {})),
        said=tables.get("said", {}),
        events=_events(lexicon, context),
        sections=tuple(sections),
    )


def _events(lexicon: Mapping[tuple[str, ...], Word], context: Lists) -> EventWords:
    kinds: dict[str, list[str]] = {}
    for tokens, word in lexicon.items():
        if len(tokens) == 1:
            kinds.setdefault(word.kind, []).append(tokens[0])
    return event_words(
        context["events"],
        alone=context["event_words"],
        links=context["event_links"],
        on=context["event_on"],
        strangers=set().union(*(context[name] for name in NO_EVENT)),
        kinds=kinds,
        openers=[tokens for tokens, word in lexicon.items() if word.value in BEFORE_EVENTS],
    )


def _grammar(table: Mapping[str, Any]) -> DateGrammar:
    participle = re.compile(table["participle"]) if table.get("participle") else None
    return DateGrammar(participle, tuple(table.get("attributive", ())), table.get("quarters", "q"))


def _section(language: str, name: str, table: Mapping[str, Any]) -> Section:
    """A class of words; one without examples and counterexamples is refused."""
    if not table.get("examples") or not table.get("counterexamples"):
        raise SettingsError("language.date-words-without-examples", language=language, name=name)
    words = {key: tuple(forms) for key, forms in table["words"].items()}
    return Section(name, words, tuple(table["examples"]), tuple(table["counterexamples"]))


def _forms(table: Mapping[str, Any], tables: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    core, near, capital = (bool(table.get(flag)) for flag in ("core", "near", "capital"))
    kind, of = table["kind"], tuple(f" {form}" for form in _words_of("of", tables))
    for key, forms in table["words"].items():
        word = Word(kind, _value(key), core, near, capital)
        yield from ((form, replace(word, ends_in_of=form.endswith(of))) for form in forms)
    if kind == "number":
        for form, value in _compounds(table["words"], tables.get("compound", ())):
            yield form, Word(kind, value, core)
            if tables.get("compound_ordinal"):
                yield form + tables["compound_ordinal"], Word("ordinal", value, core)


def _words_of(kind: str, tables: Mapping[str, Any]) -> Iterator[str]:
    for table in tables.values():
        if isinstance(table, dict) and table.get("kind") == kind:
            yield from (form for forms in table["words"].values() for form in forms)


def _compounds(numbers: Mapping[str, list[str]], patterns: Iterable[str]) -> Iterator[tuple[str, int]]:
    for ten in TENS:
        for unit in UNITS:
            for pattern in patterns:
                for form in numbers.get(str(unit), ()):
                    for tenth in numbers.get(str(ten), ())[:1]:
                        yield pattern.format(unit=form, ten=tenth), ten + unit


def _value(key: str) -> Any:
    try:
        return float(key) if "." in key else int(key)
    except ValueError:
        return key


def _phrases(forms: Mapping[str, Word]) -> dict[tuple[str, str], tuple[Phrase, ...]]:
    by_opening: dict[tuple[str, str], dict[tuple[str, ...], Phrase]] = {}
    for form, word in forms.items():
        matches = list(TOKEN.finditer(form.lower()))
        tokens = tuple(match[0] for match in matches)
        if len(tokens) > 1:
            ends = (-1, *(match.end() for match in matches))
            glued = tuple(match.start() == end for match, end in zip(matches, ends, strict=False))
            by_opening.setdefault((tokens[0], tokens[1]), {}).setdefault(tokens, Phrase(tokens, glued, word))
    longest = {pair: sorted(same.values(), key=lambda item: -len(item.tokens)) for pair, same in by_opening.items()}
    return {pair: tuple(phrases) for pair, phrases in longest.items()}


def _tokens(lexicon: Mapping[tuple[str, ...], Word]) -> dict[str, bool]:
    """Every token, waking or not. A phrase is woken by its longest token, which is its rarest."""
    tokens: dict[str, bool] = {}
    for form, word in lexicon.items():
        waking = max(form, key=len) if word.core else None
        for token in form:
            tokens[token] = tokens.get(token, False) or token == waking
    return tokens


def _marks(tokens: Mapping[str, bool]) -> dict[str, int]:
    known = {token: ROUSING if wakes else IDLE for token, wakes in tokens.items()}
    marks = dict.fromkeys((*PUNCTUATION, EVENT), IDLE) | known
    return marks | {f"{token} ": mark for token, mark in marks.items()} | dict.fromkeys(GAPS, GAP)
