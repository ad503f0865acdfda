"""Records of any other register, by the names of their columns: CSV lines and JSON objects.

A column that is not known is told, a status that is not known refuses its record, a day that could be read in two
ways is not read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tracker.exchange.days import day_of
from tracker.exchange.incoming import Incoming, Terms, entry_from, problem, refused
from tracker.model import Evidence, Firmness, Kind, Problem, Status
from tracker.model.text import has_words

NEEDED = ("quote", "said_on")
WORDS = {"status": Status, "kind": Kind, "firmness": Firmness}
DONE = frozenset({Status.FULFILLED, Status.PARTLY_FULFILLED})


def columns_of(names: Iterable[str]) -> dict[str, str]:
    """Which column of the file is which field of ours; of two for one field the first."""
    found: dict[str, str] = {}
    for name in names:
        field = _fields().get(_plain(name))
        if field is not None:
            found.setdefault(field, name)
    return found


def unknown_columns(names: Iterable[str]) -> tuple[str, ...]:
    """The columns that will not be read."""
    names = tuple(names)
    read = set(columns_of(names).values())
    return tuple(name for name in names if name not in read and name.strip())


def read(row: Mapping[str, Any], place: str, terms: Terms) -> Incoming:
    """One record; what makes it impossible to take in is told with its place."""
    columns = columns_of(row)
    given = {field: text for field, name in columns.items() if (text := _text(row[name])) and has_words(text)}
    if missing := [field for field in NEEDED if field not in given]:
        known = ", ".join(_names(missing[0]))
        return refused(place, f"there is no {missing[0]}.", advice=f"It is looked for under: {known}.")
    said_on = day_of(given["said_on"])
    if said_on is None:
        return refused(place, f"{columns['said_on']} {given['said_on']!r} is not a day.", advice="Write 2022-06-30.")
    fields: dict[str, Any] = {**given, "said_on": said_on}
    for field, kind in WORDS.items():
        if field in given:
            value = _values(field).get(_plain(given[field]))
            if value is None:
                known = ", ".join(sorted(_values(field)))
                return refused(place, f"the {field} {given[field]!r} is not known.", advice=f"Known: {known}.")
            fields[field] = kind(value)
    doubts: list[Problem] = []
    fields |= _deadline(given, said_on, place, terms, doubts)
    fields |= _ending(given, fields.get("status"), said_on, place, doubts)
    fields["tags"] = tuple(tag.strip() for tag in given.get("tags", "").replace(";", ",").split(",") if tag.strip())
    fields["notes"] = (given["notes"],) if "notes" in given else ()
    return Incoming(place, entry_from(fields, terms), tuple(doubts))


def _deadline(
    given: Mapping[str, str], said_on: date, place: str, terms: Terms, doubts: list[Problem]
) -> dict[str, Any]:
    """A day is taken as it is, words are read as everywhere; words that name no day stay words."""
    words = given.get("due_on")
    if words is None:
        return {"due_on": None}
    day = day_of(words)
    if day is not None:
        return {"due_on": day, "due_words": words}
    stated = terms.read_deadline(words, said_on)
    if stated is None or (stated.due is None and stated.condition is None):
        doubts.append(problem(place, "undated", f"the deadline {words!r} names no day; it is kept as words."))
    return {"due_on": None, "stated": stated, "due_words": words}


def _ending(
    given: Mapping[str, str], status: Status | None, said_on: date, place: str, doubts: list[Problem]
) -> dict[str, Any]:
    """When and how it ended, as far as the other register tells."""
    text = given.get("resolved_on")
    resolved_on = day_of(text) if text else None
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


def _text(value: Any) -> str | None:
    """A cell as text; a list becomes its parts, an object is not read."""
    if isinstance(value, list):
        return "; ".join(part for one in value if (part := _text(one))) or None
    if value is None or isinstance(value, Mapping | bool):
        return None
    return str(value).strip() or None


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("tracker.exchange").joinpath("columns.toml").read_text(encoding="utf-8"))


@cache
def _fields() -> Mapping[str, str]:
    return {_plain(name): field for field, names in _tables()["column"].items() for name in (*names, field)}


@cache
def _values(field: str) -> Mapping[str, str]:
    return {_plain(word): value for value, words in _tables()[field].items() for word in (*words, value)}


def _names(field: str) -> list[str]:
    return _tables()["column"][field]
