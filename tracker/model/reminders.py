"""A reminder as it stands with one commitment: which minister it went to, and whether it left. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.model.because import Recall, Undoing
from tracker.model.deeds import Deed
from tracker.model.history import Event
from tracker.model.letters import LetterState


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who was reminded, by which letter of the outbox, and how far that has come; none of it where nobody knows."""

    minister: str | None = None
    letter: str | None = None  # its key
    state: LetterState | None = None  # None: it was given by hand


def last_reminder(history: Sequence[Event]) -> Reminder | None:
    """The last reminder in a history, oldest first, that was not taken back; its letter has still to be looked up."""
    undone = {event.because.action for event in history if isinstance(event.because, Undoing)}
    for event in reversed(history):
        if event.deed is Deed.RECALLED and event.action not in undone and isinstance(event.because, Recall):
            return Reminder(event.because.minister, event.because.letter)
    return None
