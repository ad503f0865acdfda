"""Commitments, events and alerts as a letter sees them, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from factory import an_entry

from tracker.model import Deed, Entry, Event, Status
from tracker.model.digests import Before, Shortlist, Snapshot
from tracker.model.letters import Alert, AlertKind

TODAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def entry(number: int, due_in: int | None = 10, *, status: Status = Status.OPEN, minister: str = "Lieve Maes") -> Entry:
    return an_entry(
        number,
        status=status,
        quote="Ik zal het doen.",
        summary=f"zaak {number} doen",
        said_on=date(2025, 9, 1),
        minister=minister,
        due_on=None if due_in is None else TODAY + timedelta(days=due_in),
        check_on=date(2026, 3, 1) if due_in is None else None,
        recorded_at=NOON,
    )


def event(number: int, deed: Deed, *, sequence: int = 1, **details: object) -> Event:
    return Event(sequence, sequence, number, deed, NOON, "griffie", None, details, "00")


def before(due_in: int | None = 10, *, status: Status = Status.OPEN, minister: str = "Lieve Maes") -> Before:
    return Before(status, None if due_in is None else TODAY + timedelta(days=due_in), minister)


def snapshot(**parts: object) -> Snapshot:
    return replace(Snapshot(today=TODAY, since_on=TODAY - timedelta(days=7), horizon_days=28), **parts)  # type: ignore[arg-type]


def shortlist(*entries: Entry) -> Shortlist:
    return Shortlist(len(entries), entries)


def alert(number: int, *, kind: AlertKind = AlertKind.DUE, owed_on: date = TODAY, cause: int | None = None) -> Alert:
    return Alert(f"k{number}{owed_on}", 1, number, kind, "D-7", 1, owed_on, NOON, None, cause)
