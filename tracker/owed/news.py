"""Which events are news, and of what kind? Pure.

What a correction or an undoing comes to is read from what it set: only another deadline or another state is news.
"""

from __future__ import annotations

from datetime import date

from tracker.model import Event
from tracker.model.because import Correction, Move
from tracker.model.letters import AlertKind
from tracker.model.spelling import Fields
from tracker.owed.deeds import MEANINGS


def alert_kind(event: Event) -> AlertKind | None:
    """The kind of alert that an event gives to those who read its commitment; None when it is no news to them."""
    return None if event.deed is None else MEANINGS[event.deed].alert(event)


def was_overdue(event: Event, due_on: date | None, *, day: date) -> bool:
    """Whether the commitment was past its deadline when the event happened, on that local day; `due_on` is of now."""
    due = _deadline_before(event) or due_on
    return due is not None and due < day


def _deadline_before(event: Event) -> date | None:
    match event.because:
        case Move(before=due):
            return due
        case Correction(before=Fields() as fields):
            return fields.due_on
    return None
