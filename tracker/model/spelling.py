"""Values of the model as JSON knows them, in the one spelling of the history. What is encoded here is decoded here."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TypeVar

from tracker.model.commitment import Firmness, Kind
from tracker.model.register import Evidence, Link, LinkKind, Mention, Status
from tracker.model.text import clean_text
from tracker.model.times import Precision, Relation, TimeExpression

DATES = frozenset({"said_on", "due_on", "check_on", "resolved_on", "recalled_on", "answer_by"})
ENUMS = {"status": Status, "firmness": Firmness, "kind": Kind}
T = TypeVar("T")
TIME_DATES = ("earliest", "latest", "due", "said_on")


def clean(text: str) -> str:
    """Text as it enters the register: nothing in it acts on a screen, turns the writing or hides.

    A text of nothing else is U+FFFD, so that what was said does not become empty.
    """
    return clean_text(text) or ("\ufffd" if text else "")


def encode(value: object) -> object:
    """A value of the model as JSON knows it; empty tuples become None, so that absence has one spelling."""
    if isinstance(value, str):
        return clean(value) if type(value) is str else str(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} has no place in an event.")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        raise TypeError("Instants belong to the event itself, not to its details.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [encode(item) for item in value] or None
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, Fields):
        return encode(value.spelled)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {name: item for name, item in fields.items() if item is not None}
    raise TypeError(f"{type(value).__name__} has no place in an event.")


def decode(field: str, value: object) -> object:
    """The value of a field of an entry, from what `encode` made of it."""
    if field in LISTS:
        return tuple(LISTS[field](item) for item in items_of(value))
    if value is None:
        return None
    if field in DATES:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if field in ENUMS:
        return ENUMS[field](str(value))
    return time_expression(value) if field == "stated" else value


def time_expression(value: object) -> TimeExpression:
    """A time expression from its JSON object."""
    known = dict(_mapping(value))
    for name in TIME_DATES:
        found = known.get(name)
        known[name] = None if found is None else date.fromisoformat(str(found))
    known["precision"] = Precision(str(known["precision"]))
    known["relation"] = Relation(str(known["relation"]))
    known["derivation"] = tuple(str(step) for step in items_of(known.get("derivation")))
    return TimeExpression(**known)  # type: ignore[arg-type]  # the fields that encode wrote


def _evidence(value: object) -> Evidence:
    known = _mapping(value)
    reference, note = known.get("reference"), known.get("note")
    return Evidence(
        None if reference is None else str(reference),
        None if note is None else str(note),
        date.fromisoformat(str(known["given_on"])),
    )


def _mention(value: object) -> Mention:
    return Mention(**_mapping(value))  # type: ignore[arg-type]  # the fields that encode wrote


def _link(value: object) -> Link:
    known = _mapping(value)
    return Link(LinkKind(str(known["kind"])), int(str(known["number"])))


LISTS: dict[str, Callable[[object], object]] = {
    "evidence": _evidence,
    "tags": str,
    "notes": str,
    "mentions": _mention,
    "links": _link,
}


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"Expected an object, found {value!r}.")
    return value


@dataclasses.dataclass(frozen=True, slots=True)
class Fields:
    """Fields of an entry as an event keeps them; `spelled` is what is stored, the rest are values of the model.

    What is not set, or is spelled as this program does not know it, is None or empty.
    """

    spelled: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Fields:
        """From values of the model."""
        return cls({name: encode(value) for name, value in values.items()})

    def __contains__(self, name: str) -> bool:
        return name in self.spelled

    @property
    def names(self) -> tuple[str, ...]:
        """Which fields."""
        return tuple(self.spelled)

    @property
    def status(self) -> Status | None:
        """Where the commitment stands from here on."""
        return next((status for status in Status if status == self.spelled.get("status")), None)

    @property
    def due_on(self) -> date | None:
        """The deadline."""
        return day_of(self.spelled.get("due_on"))

    @property
    def resolved_on(self) -> date | None:
        """The day on which it was done."""
        return day_of(self.spelled.get("resolved_on"))

    @property
    def recalled_on(self) -> date | None:
        """The day of the reminder in which it stood."""
        return day_of(self.spelled.get("recalled_on"))

    @property
    def answer_by(self) -> date | None:
        """The last day on which an answer to that is asked."""
        return day_of(self.spelled.get("answer_by"))

    @property
    def due_words(self) -> str | None:
        """The words of the deadline."""
        return text_of(self.spelled.get("due_words"))

    @property
    def responsible(self) -> str | None:
        """Who is responsible."""
        return text_of(self.spelled.get("responsible"))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What shows that it was done, the last given last."""
        return tuple(_readable(self.spelled.get("evidence"), _evidence))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where later reports speak of it, the last last."""
        return tuple(_readable(self.spelled.get("mentions"), _mention))

    @property
    def links(self) -> tuple[Link, ...]:
        """How it stands to others, the last link last."""
        return tuple(_readable(self.spelled.get("links"), _link))

    @property
    def notes(self) -> tuple[str, ...]:
        """Internal notes, the last last; none when they were erased."""
        return tuple(map(str, items_of(self.spelled.get("notes"))))


def _readable(stored: object, read: Callable[[object], T]) -> Iterator[T]:
    """The items of a list that are spelled as we know them."""
    for item in items_of(stored):
        with suppress(ValueError, TypeError, KeyError):
            yield read(item)


def text_of(stored: object) -> str | None:
    """A text; None for anything else."""
    return stored if isinstance(stored, str) else None


def whole_of(stored: object) -> int | None:
    """A whole number; None for anything else."""
    return stored if isinstance(stored, int) and not isinstance(stored, bool) else None


def day_of(stored: object) -> date | None:
    """A day; None for anything else."""
    try:
        return date.fromisoformat(stored) if isinstance(stored, str) else None
    except ValueError:
        return None


def time_of(stored: object) -> TimeExpression | None:
    """A time expression; None for anything else."""
    try:
        return time_expression(stored)
    except (ValueError, TypeError, KeyError):
        return None


def items_of(stored: object) -> list[object]:
    """The items of a list; none of anything else."""
    return stored if isinstance(stored, list) else []


def as_mapping(stored: object) -> Mapping[str, object]:
    """An object; an empty one for anything else."""
    return stored if isinstance(stored, Mapping) else {}
