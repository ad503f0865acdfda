"""One record of a file that comes in: the entry that it makes, what is wrong with it, and what it points to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tracker.followup import PENDING, check_back
from tracker.model import Entry, Firmness, Kind, LinkKind, Problem, Status, TimeExpression
from tracker.model.text import clean_text
from tracker.wording.written_days import Writing

ReadDeadline = Callable[[str, date], TimeExpression | None]  # what words mean, said on a day
SUMMARY = 160
AS_GIVEN = (
    "minister",
    "minister_function",
    "asked_by",
    "asker_party",
    "due_words",
    "resolved_on",
    "policy_area",
    "committee",
    "dossier",
    "language",
    "lapse_reason",
    "reference",
    "subject",
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record with its place in the file. Without an entry it is left out, for the reason that `problems` give.

    `links` name commitments by their reference in the other register; `withdrawn` was deleted there.
    """

    place: str
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    links: tuple[tuple[LinkKind, str], ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reader of foreign records needs: the instant, who reads deadlines in words, how days are written."""

    now: datetime
    read_deadline: ReadDeadline
    writing: Writing = field(default_factory=Writing)


def refused(place: str, message: str, *, advice: str = "") -> Incoming:
    """A record that cannot be taken in."""
    return Incoming(place, problems=(problem(place, "refused", message, advice=advice),))


def problem(place: str, code: str, message: str, *, advice: str = "") -> Problem:
    """What is wrong, beginning with where."""
    return Problem(f"import.{code}", f"{place}: {message}", advice)


def entry_from(fields: dict[str, Any], terms: Terms) -> Entry:
    """An entry of another register: what is not said there is not said here. `quote` and `said_on` are needed.

    Pending ones without a deadline get a day to check back on, as everywhere in the register.
    """
    quote, said_on = fields["quote"], fields["said_on"]
    stated: TimeExpression | None = fields.get("stated")
    due_on = fields.get("due_on") or (stated.due if stated else None)
    status = fields.get("status", Status.PROPOSED)
    check_on = None
    if due_on is None and status in PENDING:
        check_on = (stated.check_on if stated else None) or check_back(said_on)
    given: dict[str, Any] = {name: fields.get(name) for name in AS_GIVEN}
    return Entry(
        number=0,
        status=status,
        quote=quote,
        summary=fields.get("summary") or shortened(quote),
        source=None,
        said_on=said_on,
        responsible=fields.get("responsible") or fields.get("minister"),
        stated=stated,
        due_on=due_on,
        deadline_version=1,
        slips=0,
        slip_days=0,
        check_on=check_on,
        condition=stated.condition if stated else None,
        firmness=fields.get("firmness", Firmness.FIRM),
        kind=fields.get("kind", Kind.OTHER),
        confidence=1.0,
        recorded_at=terms.now,
        changed_at=terms.now,
        evidence=tuple(one for one in fields.get("evidence", ()) if one.reference or one.note),
        tags=fields.get("tags", ()),
        notes=fields.get("notes", ()),
        **given,
    )


def shortened(text: str) -> str:
    """The first words, for a summary where none is given."""
    flat = " ".join(clean_text(text).split())
    return (
        flat
        if len(flat) <= SUMMARY
        else flat[: flat.rfind(" ", 0, SUMMARY) if " " in flat[:SUMMARY] else SUMMARY] + " …"
    )
