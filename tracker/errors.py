"""What can go wrong, in one tree; every class words its message, says what to do next and owns an exit code."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from datetime import datetime
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


class Stale(Refused):
    """Somebody changed a commitment after the person who decides had looked at it; `changes` tells what was done."""

    def __init__(self, label: str, changes: Sequence[tuple[str, str | None, datetime]]) -> None:
        told = "; ".join(_done(*change) for change in changes) or "the register was taken back to an earlier state"
        super().__init__(
            f"{label} was changed by somebody else in between: {told}. Your change was not made.",
            advice=f"Look at `tracker history {label}` and try again.",
        )
        self.label = label
        self.changes = tuple(changes)


def _done(deed: str, actor: str | None, at: datetime) -> str:
    by = f" by {actor}" if actor else ""
    return f"{deed.replace('_', ' ')}{by} on {at:%Y-%m-%d at %H:%M} UTC"


class StoreError(TrackerError):
    """The database cannot be used: locked, read-only, damaged or of another version."""


class InUse(StoreError):
    """Somebody else is writing into the database; the same may go well in a moment."""


class Damaged(StoreError, ValueError):
    """What stands in the database is not as this program writes it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is damaged.", advice="Take the last backup back: tracker restore FILE.")


class SettingsError(TrackerError):
    """The configuration cannot be used."""

    exit_code: ClassVar[int] = 2


class MailError(TrackerError):
    """A letter could not leave the house."""


class Fault(TrackerError):
    """The program itself is wrong: something happened that nobody expected."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"This is a fault of the program: {type(error).__name__}: {error}.",
            advice="Run it again as `tracker --traceback …` and report what that shows (CONTRIBUTING.md).",
        )


_RIGHTS, _ROOM, _MANY = "Check the rights on it.", "Make room and try again.", "Close other programs and try again."
_WHAT_NEXT: Mapping[int | None, str] = {
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "Name a place that can be written to.",
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: "Name a place that takes files of this size.",
    errno.EIO: "Check the disk.",
    errno.ELOOP: "It is a link that leads to itself; name the file.",
    errno.ENAMETOOLONG: "Give a shorter name.",
    errno.EISDIR: "It is a folder; name a file.",
    errno.EMFILE: _MANY,
    errno.ENFILE: _MANY,
    errno.ENOMEM: _MANY,
}


def what_next(error: OSError | ValueError) -> str:
    """What a person can do about what the system does not allow."""
    return _WHAT_NEXT.get(getattr(error, "errno", None), "Check the path.")


def refused_by_system(error: OSError) -> TrackerError:
    """What the system does not allow, in its own words."""
    where = f"Cannot use {error.filename}" if error.filename else "The system refuses"
    return TrackerError(f"{where}: {error.strerror or error}.", advice=what_next(error))
