"""How a reminder is told: to whom it went, and that its letter did not leave where it did not."""

from __future__ import annotations

from tracker.model.letters import LetterState
from tracker.model.lists import Listed
from tracker.model.reminders import Reminder
from tracker.wording.entries import recalled
from tracker.wording.speech import Speech


def not_left(reminder: Reminder | None, words: Speech) -> str | None:
    """That the letter of a reminder did not leave, or that nobody knows; None when it left or was given by hand."""
    match reminder.state if reminder else None:
        case LetterState.FAILED | LetterState.DROPPED:
            return words.say("the reminder did not leave")
        case LetterState.IN_DOUBT:
            return words.say("whether the reminder arrived is in doubt")
        case LetterState.QUEUED | LetterState.SENDING | LetterState.DOT:
            return words.say("the reminder has not left yet")
    return None


def reminded(entry: Listed, reminder: Reminder | None, words: Speech) -> str | None:
    """The same as `recalled`, with who was reminded, and that the letter did not leave where it did not."""
    told = recalled(entry, words)
    if told is None or reminder is None:
        return told
    return words.parted(told, reminder.minister, not_left(reminder, words))
