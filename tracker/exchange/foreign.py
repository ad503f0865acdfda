"""Records of any other register, by the names of their columns: CSV lines and JSON objects.

A column that is not known is told, a status that is not known refuses its record, a day that could be read in two
ways is not read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from tracker.exchange.days import day_of
from tracker.exchange.incoming import Incoming, Terms, entry_from, problem, refused
from tracker.exchange.publication import Publication
from tracker.model import Evidence, Firmness, Kind, Problem, Status
from tracker.model.people import together
from tracker.model.text import has_words
from tracker.wording.catalogue import languages
from tracker.wording.understood import meant
from tracker.wording.written_days import Writing

NEEDED = ("quote", "said_on")
WORDS = {"status": Status, "kind": Kind, "firmness": Firmness}
DAYS = ("said_on", "due_on", "resolved_on")
HEADED = frozenset({"label", "status", "quote", "summary", "said_on"})  # by these heads a workbook of ours is known
_BETWEEN_PEOPLE = re.compile(r"[;\n|]|\s[/+]\s")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"[\s_:.*#/'’-]+")
DONE = frozenset({Status.FULFILLED, Status.PARTLY_FULFILLED})


@lru_cache(maxsize=64)
def columns_of(names: tuple[str, ...]) -> Mapping[str, str]:
    """Which column of the file is which field of ours; of two for one field the first."""
    own = _own_heads_of(names)
    fields = own or _fields()
    found: dict[str, str] = {}
    either = [] if own else [name for name in names if _plain(name) in _either_of_two()]
    for name in names:
        field = fields.get(_plain(name))
        if field is not None and name not in either:
            found.setdefault(field, name)
    for name in either:
        found.setdefault("subject" if "summary" in found else "summary", name)
    return found


def days_of(names: tuple[str, ...]) -> frozenset[str]:
    """The columns that hold days."""
    columns = columns_of(names)
    return frozenset(columns[field] for field in DAYS if field in columns)


def days_in(records: Iterable[Any]) -> Iterator[str]:
    """What stands in the fields of records that hold days."""
    for record in records:
        if isinstance(record, dict):
            yield from (text for name in days_of(tuple(record)) if (text := _text(record[name])))


def unknown_columns(names: Iterable[str]) -> tuple[str, ...]:
    """The columns that will not be read."""
    names = tuple(names)
    if _own_heads_of(names):  # of which some are for people only
        return ()
    read = set(columns_of(names).values())
    return tuple(name for name in names if name not in read and name.strip())


def read(row: Mapping[str, Any], place: str, terms: Terms) -> Incoming:
    """One record; what makes it impossible to take in is told with its place."""
    columns = columns_of(tuple(row))
    given = {field: text for field, name in columns.items() if (text := _text(row[name])) and has_words(text)}
    if missing := [field for field in NEEDED if field not in given]:
        known = ", ".join(_names(missing[0]))
        return refused(place, f"there is no {missing[0]}.", advice=f"It is looked for under: {known}.")
    said_on = day_of(given["said_on"], terms.writing)
    if said_on is None:
        return refused(place, f"{columns['said_on']} {given['said_on']!r} is not a day.", advice="Write 2022-06-30.")
    fields: dict[str, Any] = {**given, "said_on": said_on}
    for field, kind in WORDS.items():
        if field in given:
            value = _values(field).get(_plain(given[field])) or meant(field, given[field], kind)
            if value is None:
                known = ", ".join(sorted(_values(field)))
                return refused(place, f"the {field} {given[field]!r} is not known.", advice=f"Known: {known}.")
            fields[field] = kind(value)
    fields["responsible"] = _people(given.get("responsible") or given.get("minister"))
    doubts: list[Problem] = []
    fields |= _deadline(given, said_on, place, terms, doubts)
    fields |= _ending(given, fields.get("status"), said_on, place, doubts, writing=terms.writing)
    fields["tags"] = tuple(tag.strip() for tag in given.get("tags", "").replace(";", ",").split(",") if tag.strip())
    fields["notes"] = (given["notes"],) if "notes" in given else ()
    return Incoming(place, entry_from(fields, terms), tuple(doubts))


def _deadline(
    given: Mapping[str, str], said_on: date, place: str, terms: Terms, doubts: list[Problem]
) -> dict[str, Any]:
    """A day is taken as it is, words are read as everywhere; words that name no day stay words."""
    words = given.get("due_on") or given.get("due_words")
    if words is None:
        return {"due_on": None}
    day = day_of(words, terms.writing)
    is_said = day is None or (any(letter.isalpha() for letter in words) and not words[:4].isdigit())
    stated = terms.read_deadline(words, said_on) if is_said else None
    if day is not None and (stated is None or stated.due != day):
        return {"due_on": day, "due_words": given.get("due_words") or words}
    if stated is None or (stated.due is None and stated.condition is None):
        doubts.append(problem(place, "undated", f"the deadline {words!r} names no day; it is kept as words."))
    return {"due_on": None, "stated": stated, "due_words": words}


def _ending(
    given: Mapping[str, str],
    status: Status | None,
    said_on: date,
    place: str,
    doubts: list[Problem],
    *,
    writing: Writing,
) -> dict[str, Any]:
    """When and how it ended, as far as the other register tells."""
    text = given.get("resolved_on")
    resolved_on = day_of(text, writing) if text else None
    if text and resolved_on is None:
        doubts.append(problem(place, "undated", f"it was done on {text!r}, which is not a day; it is left out."))
    if status is Status.LAPSED:
        reason = given.get("lapse_reason") or f"{given['status']}, as the imported file says"
        return {"resolved_on": None, "lapse_reason": reason, "evidence": ()}
    if status not in DONE:
        return {"resolved_on": None, "evidence": ()}
    reference = given.get("evidence")
    note = None if reference else f"{given['status']}, as the imported file says"
    evidence = Evidence(reference, note, resolved_on or said_on)
    return {"resolved_on": resolved_on if status is Status.FULFILLED else None, "evidence": (evidence,)}


def _people(names: str | None) -> str | None:
    """Several people as we write them; a comma, or a bar without spaces, may stand inside a name or title."""
    return together(_BETWEEN_PEOPLE.split(names or ""))


def _text(value: Any) -> str | None:
    """A cell as text; a list becomes its parts, an object is not read."""
    if isinstance(value, list):
        return "; ".join(part for one in value if (part := _text(one))) or None
    if value is None or isinstance(value, Mapping | bool):
        return None
    return str(value).strip() or None


def _plain(name: str) -> str:
    """A name without case, marks and what stands between brackets."""
    return " ".join(_MARKS.sub(" ", _BRACKETS.sub(" ", name.casefold())).split()) or name.casefold().strip()


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("tracker.exchange").joinpath("columns.toml").read_text(encoding="utf-8"))


@cache
def _fields() -> Mapping[str, str]:
    return {_plain(name): field for field, names in _tables()["column"].items() for name in (*names, field)}


@cache
def _either_of_two() -> frozenset[str]:
    """The names that may be of a summary or of a subject."""
    summary, subject = ({_plain(name) for name in _tables()["column"][field]} for field in ("summary", "subject"))
    return frozenset(summary & subject)


@cache
def _values(field: str) -> Mapping[str, str]:
    return {_plain(word): value for value, words in _tables()[field].items() for word in (*words, value)}


@cache
def _own_heads() -> tuple[Mapping[str, str], ...]:
    """What each of our languages writes above the columns of a workbook."""
    from tracker.exchange.workbook import WIDTHS

    return tuple(
        {_plain(Publication(language=language).heading(field)): field for field in WIDTHS} for language in languages()
    )


def _own_heads_of(names: tuple[str, ...]) -> Mapping[str, str] | None:
    """The heads of a workbook of ours with the field of each, if these are such heads."""
    written = {_plain(name) for name in names}
    return next((heads for heads in _own_heads() if {heads.get(name) for name in written} >= HEADED), None)


def _names(field: str) -> list[str]:
    return _tables()["column"][field]
