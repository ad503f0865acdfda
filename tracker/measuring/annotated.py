"""Passages that people annotated: one JSON object a line becomes a Passage, or a message that names the line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.errors import Unreadable
from tracker.model import Report, Role

MINISTERS = frozenset({"minister", "state_secretary", "prime_minister"})
ROLES = {**dict.fromkeys(MINISTERS, Role.MINISTER), "mp": Role.MEMBER, "member": Role.MEMBER, "chair": Role.CHAIR}
REPORTED = "reported speech"


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment as a person marked it; `due` is None where the words name no day."""

    quote: str
    due: date | None = None
    due_words: str | None = None
    precision: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report with the promises in it; `optional` words may be found or not, neither counts."""

    id: str
    text: str
    promises: tuple[Promise, ...]
    said_on: date | None = None
    language: str | None = None
    speaker: str | None = None
    role: Role | None = None
    reported: bool = False
    negative: str | None = None
    borderline: bool = False
    anchor_uncertain: bool = False
    optional: tuple[str, ...] = ()

    def report(self) -> Report:
        """The passage as a report of its own; of reported speech the text itself must tell who speaks."""
        direct = not self.reported
        return Report.from_text(
            self.text,
            held_on=self.said_on,
            language=self.language,
            speaker=self.speaker if direct else None,
            role=self.role if direct else None,
        )


def passages_of(lines: Iterable[str], *, name: str) -> Iterator[Passage]:
    """The passage of each line that is not blank; raises Unreadable with file, line and field."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _passage(line, f"{name}, line {number}", fallback=str(number))


def _passage(line: str, place: str, *, fallback: str) -> Passage:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("evaluation.not-json", place=place, reason=str(error)) from error
    if not isinstance(row, dict):
        raise Unreadable("evaluation.not-an-object", place=place)
    fields = _Fields(row, place)
    role = fields.text("speaker_role")
    return Passage(
        id=fields.text("id") or fallback,
        text=fields.needed("text"),
        promises=tuple(_promise(_Fields(one, place)) for one in fields.objects("commitments")),
        said_on=fields.day("doc_date"),
        language=fields.text("lang"),
        speaker=fields.text("speaker"),
        role=None if role is None else ROLES.get(role, Role.OTHER),
        reported=REPORTED in (fields.text("genre") or ""),
        negative=fields.text("neg_type"),
        borderline=fields.flag("borderline"),
        anchor_uncertain=fields.flag("anchor_uncertain"),
        optional=fields.texts("optional_spans"),
    )


def _promise(fields: _Fields) -> Promise:
    return Promise(
        quote=fields.needed("quote_span"),
        due=fields.day("due_end"),
        due_words=fields.text("deadline_text"),
        precision=fields.text("precision"),
        actor=fields.text("actor"),
    )


class _Fields:
    """The fields of one object, each of the kind that is asked for."""

    def __init__(self, row: Mapping[str, Any], place: str) -> None:
        self.row = row
        self.place = place

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise self._wrong(name, "evaluation.field-missing")
        return value

    def text(self, name: str) -> str | None:
        found: str | None = self._checked(name, lambda value: isinstance(value, str), "evaluation.field-not-text")
        return found

    def flag(self, name: str) -> bool:
        return bool(self._checked(name, lambda value: isinstance(value, bool), "evaluation.field-not-flag"))

    def texts(self, name: str) -> tuple[str, ...]:
        found = self._checked(name, _all(str), "evaluation.field-not-texts")
        return tuple(found or ())

    def objects(self, name: str) -> tuple[Mapping[str, Any], ...]:
        found = self._checked(name, _all(dict), "evaluation.field-not-objects")
        return tuple(found or ())

    def day(self, name: str) -> date | None:
        written = self.text(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError as error:
            raise Unreadable("evaluation.field-not-day", place=self.place, field=name, value=written) from error

    def _checked(self, name: str, fits: Callable[[Any], bool], code: str) -> Any:
        value = self.row.get(name)
        if value is not None and not fits(value):
            raise self._wrong(name, code)
        return value

    def _wrong(self, name: str, code: str) -> Unreadable:
        return Unreadable(code, place=self.place, field=name)


def _all(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)
