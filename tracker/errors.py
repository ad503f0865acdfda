"""What can go wrong, in one tree; every class words its message, says what to do next and owns an exit code."""

from __future__ import annotations

from typing import ClassVar


class TrackerError(Exception):
    """Something a person can act on: what happened, where, and what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".strip()


class WrongCall(TrackerError):
    """The call itself cannot be understood: an unreadable date, an unknown option value."""

    exit_code: ClassVar[int] = 2


class Unreadable(TrackerError):
    """A document that gives no text: missing, empty, binary, scanned, encrypted or damaged."""


class NotFound(TrackerError):
    """A number, subscriber or letter that the register does not hold."""


class Refused(TrackerError):
    """An action that the rules of the register do not allow in this state."""


class StoreError(TrackerError):
    """The database cannot be used: locked, read-only, damaged or of another version."""


class InUse(StoreError):
    """Somebody else is writing into the database; the same may go well in a moment."""


class SettingsError(TrackerError):
    """The configuration cannot be used."""

    exit_code: ClassVar[int] = 2


class MailError(TrackerError):
    """A letter could not leave the house."""
