"""A commitment as kept in the register: what was stated, what was decided since, and the events that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.model.commitment import Firmness, Kind
from tracker.model.times import TimeExpression


class Status(StrEnum):
    """Where a commitment stands. Overdue is never stored: it is computed for a day."""

    PROPOSED = "proposed"
    OPEN = "open"
    PARTLY_FULFILLED = "partly_fulfilled"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words stand: the report, the page and the stretch of its clean text."""

    report_id: int
    name: str
    sha256: str
    title: str | None
    held_on: date
    committee: str | None
    language: str
    page: int | None
    start: int
    end: int
    dossier: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that it was done: a URL or document reference, or a note that says why there is none."""

    reference: str | None
    note: str | None
    given_on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment of the register as it stands now; `stated` is frozen, `due_on` follows decisions."""

    number: int
    status: Status
    quote: str
    summary: str
    source: Source | None
    said_on: date
    minister: str | None
    minister_function: str | None
    responsible: str | None
    asked_by: str | None
    asker_party: str | None
    stated: TimeExpression | None
    due_on: date | None
    due_words: str | None
    deadline_version: int
    slips: int
    slip_days: int
    check_on: date | None
    condition: str | None
    firmness: Firmness
    kind: Kind
    confidence: float
    recorded_at: datetime
    changed_at: datetime
    resolved_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    policy_area: str | None = None
    staff: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The number as people write it; it never changes and is never reused."""
        return f"C-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, never altered; `digest` chains it to the event before (SHA-256, hex)."""

    sequence: int
    commitment: int | None
    kind: str
    at: datetime
    actor: str
    reason: str | None
    details: Mapping[str, object]
    previous: str
    digest: str
