"""What the files of date words may hold. Whatever else stands there is refused with its file and place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from string import Formatter
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import refuse_other_lists, refuse_other_value

_UNITS = ("century", "day", "decade", "fortnight", "half", "month", "quarter", "week", "weekend", "workday", "year")
_ANY: tuple[str, ...] = ()
_MONTHS = tuple(map(str, range(1, 13)))
_WEEKDAYS = tuple(map(str, range(7)))
MEANINGS: Mapping[str, tuple[str, ...]] = {  # of each kind of word; none where a key only names its words
    "ago": _ANY,
    "anchor": _ANY,
    "and": _ANY,
    "article": _ANY,
    "deictic": ("-2", "-1", "0", "1", "2"),
    "every": _ANY,
    "feast": _ANY,
    "few": _ANY,
    "filler": _ANY,
    "fromnow": _ANY,
    "half": _ANY,
    "hour": ("hour",),
    "idiom": _ANY,
    "month": _MONTHS,
    "newyear": _ANY,
    "now": ("0",),
    "number": _ANY,
    "of": _ANY,
    "ordinal": _ANY,
    "part": ("begin", "end", "middle"),
    "postreference": ("coming", "previous"),
    "quartersign": ("h1", "h2", "q1", "q2", "q3", "q4"),
    "recess": _ANY,
    "recurring": _ANY,
    "reference": ("coming", "next", "previous", "this"),
    "relation": (
        "after",
        "around",
        "before",
        "between",
        "by",
        "earlier",
        "from",
        "in",
        "later",
        "earliest",
        "not-before",
        "over",
        "since",
        "still",
        "until",
        "within",
    ),
    "rest": _ANY,
    "round": _ANY,
    "season": ("autumn", "spring", "summer", "winter"),
    "shortmonth": _MONTHS,
    "shortweekday": _WEEKDAYS,
    "start": _ANY,
    "term": _ANY,
    "thereafter": ("after", "before"),
    "unit": _UNITS,
    "units": _UNITS,
    "vague": ("days", "soon", "while"),
    "weekday": _WEEKDAYS,
    "when": _ANY,
    "yearend": _ANY,
}
_NUMBERS = {"number": re.compile(r"\d+(\.\d+)?"), "ordinal": re.compile(r"-?\d+")}
_SECTION = ("kind", "core", "near", "capital", "examples", "counterexamples", "words")
_FLAGS = ("core", "near", "capital")
_LISTS = ("suffixes", "pieces", "compound")
_TEXTS = ("default_calendar", "compound_ordinal")
_GRAMMAR = ("participle", "attributive", "quarters")
SAID = ("from", "until", "none", "when", "days")
CONTEXT = (
    "about", "after_day_number", "be", "budgeted", "clauses", "copulas", "dated", "documents", "elapsed",
    "event_links", "event_on", "event_papers", "event_strangers", "event_words",
    "events", "future", "hour_signs",
    "inflected", "inside", "left_over", "money", "names_have_capitals", "numbered", "past", "perfect", "planned",
    "planning", "quantities", "recurring_things", "round_words", "subjects", "titles",
)  # fmt: skip
_APART = {"context": CONTEXT, "grammar": _GRAMMAR, "said": SAID}  # tables that are no class of words
_LISTED_IN = {"context": CONTEXT, "grammar": ("attributive",), "said": ()}


def check_table(table: Mapping[str, Any], *, file: str) -> None:
    """Raises SettingsError for what a file of date words cannot hold."""
    known = (*_LISTS, *_TEXTS, *_APART)
    refuse_other_lists(
        {name: value for name, value in table.items() if not isinstance(value, dict)}, known, source=file
    )
    for name, value in table.items():
        if name in _APART and isinstance(value, dict):
            refuse_other_lists(value, _APART[name], source=f"{file} [{name}]")
            _check_shapes(value, _LISTED_IN[name], source=f"{file} [{name}]")
        elif isinstance(value, dict) and name not in (*_LISTS, *_TEXTS):
            _check_class(name, value, source=f"{file} [{name}]")
    _check_shapes({name: table[name] for name in known if name in table and name not in _APART}, _LISTS, source=file)
    _check_shapes({name: table[name] for name in _APART if name in table}, (), source=file, texts=())
    _check_patterns(table, file=file)


def _check_class(name: str, table: Mapping[str, Any], *, source: str) -> None:
    """A class of words has a kind that the grammar knows, and its words by what they mean."""
    refuse_other_lists(table, _SECTION, source=source)
    if "kind" not in table:
        raise SettingsError("language.without-kind", source=source, known=", ".join(MEANINGS))
    refuse_other_value(table["kind"], MEANINGS, source=f"{source}, kind")
    if not table.get("words"):
        raise SettingsError("language.without-words", source=source, name=name)
    for flag in _FLAGS:
        if not isinstance(table.get(flag, False), bool):
            raise SettingsError("language.list-shape", source=f"{source}, {flag}", value=str(table[flag]))
    _check_shapes({"words": table["words"]}, (), source=source, texts=())
    _check_shapes(table["words"], table["words"], source=f"{source[:-1]}.words]")
    lists = ("examples", "counterexamples")
    _check_shapes({part: table[part] for part in lists if part in table}, lists, source=source)
    for key in table["words"]:
        _check_key(key, table["kind"], source=f"{source[:-1]}.words]")


def _check_key(key: str, kind: str, *, source: str) -> None:
    if MEANINGS[kind]:
        refuse_other_value(key, MEANINGS[kind], source=source)
    if kind in _NUMBERS and not _NUMBERS[kind].fullmatch(key):
        raise SettingsError("language.key-number", source=source, key=key)


def _check_shapes(
    table: Mapping[str, Any], lists: Iterable[str], *, source: str, texts: Iterable[str] | None = None
) -> None:
    """Lists of words where there must be some, one text elsewhere; without `texts` tables."""
    of_words = set(lists)
    for name, value in table.items():
        wanted = list if name in of_words else dict if texts is not None else str
        if not isinstance(value, wanted) or (wanted is list and not all(isinstance(word, str) for word in value)):
            raise SettingsError("language.list-shape", source=f"{source}, {name}", value=str(value))


def _check_patterns(table: Mapping[str, Any], *, file: str) -> None:
    """What words are made with: places that are filled, and the form of a participle."""
    for pattern in table.get("compound", ()):
        _check_places(pattern, ("{unit}", "{ten}"), source=f"{file}, compound")
    for name, sentence in table.get("said", {}).items():
        _check_places(sentence, ("{}",), source=f"{file} [said], {name}")
    participle = table.get("grammar", {}).get("participle", "")
    try:
        re.compile(participle)
    except re.error as error:
        source = f"{file} [grammar], participle"
        raise SettingsError("language.pattern", source=source, pattern=participle, reason=str(error)) from error


def _check_places(pattern: str, known: Collection[str], *, source: str) -> None:
    try:
        places = {place for _, place, _, _ in Formatter().parse(pattern) if place is not None}
    except ValueError as error:
        raise SettingsError("language.pattern", source=source, pattern=pattern, reason=str(error)) from error
    for place in sorted(places):
        refuse_other_value(f"{{{place}}}", known, source=source)
