"""What was refused, in one tree: a stable code and its facts, and an exit code. The words belong to the doors."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol, TypeAlias


class _Path(Protocol):
    """Any path."""

    def __fspath__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done meanwhile, by whom, and when."""

    deed: str
    actor: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A value that people call by a name: what it is a value of, and the value itself."""

    what: str
    value: str

    def __str__(self) -> str:
        """As programs call it."""
        return self.value


Fact: TypeAlias = (
    "str | int | float | date | _Path | Sequence[str] | Sequence[TrackerError | Happened] | Sequence[Named] "
    "| Named | TrackerError | None"
)


class TrackerError(Exception):
    """Something a person can act on: `code` is a path and never renamed; `facts` are what a sentence about it names.

    It crosses processes: every fact can be pickled.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, Fact] = facts

    def __str__(self) -> str:
        """For logs and programmers: in English once the words are loaded, else bare."""
        return _in_words(self)


def bare(error: TrackerError) -> str:
    """An error without words: its code and facts."""
    facts = ", ".join(f"{name}={value}" for name, value in error.facts.items())
    return f"{error.code} ({facts})" if facts else error.code


_in_words: Callable[[TrackerError], str] = bare


def word_with(in_words: Callable[[TrackerError], str]) -> None:
    """How errors are to be worded where they are simply written out: the catalogue is a room above this one."""
    global _in_words  # noqa: PLW0603 - set once, as the package is imported
    _in_words = in_words


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


class StoreError(TrackerError):
    """The database cannot be used: locked, read-only, damaged or of another version."""


class InUse(StoreError):
    """Somebody else is writing into the database; the same may go well in a moment."""


class Damaged(StoreError, ValueError):
    """What stands in the database is not as this program writes it."""


class SettingsError(TrackerError):
    """The configuration cannot be used."""

    exit_code: ClassVar[int] = 2


class MailError(TrackerError):
    """A letter could not leave the house."""


class Fault(TrackerError):
    """The program itself is wrong: something happened that nobody expected."""


class Remedy(StrEnum):
    """What a person can do about what the system does not allow."""

    RIGHTS = "rights"
    ROOM = "room"
    CLOSE_OTHERS = "close-others"
    WRITABLE_PLACE = "writable-place"
    PLACE_FOR_LARGE = "place-for-large"
    DISK = "disk"
    LINK_TO_ITSELF = "link-to-itself"
    SHORTER_NAME = "shorter-name"
    NAME_A_FILE = "name-a-file"
    PATH = "path"


_REMEDIES: Mapping[int | None, Remedy] = {
    errno.EACCES: Remedy.RIGHTS,
    errno.EPERM: Remedy.RIGHTS,
    errno.EROFS: Remedy.WRITABLE_PLACE,
    errno.ENOSPC: Remedy.ROOM,
    errno.EDQUOT: Remedy.ROOM,
    errno.EFBIG: Remedy.PLACE_FOR_LARGE,
    errno.EIO: Remedy.DISK,
    errno.ELOOP: Remedy.LINK_TO_ITSELF,
    errno.ENAMETOOLONG: Remedy.SHORTER_NAME,
    errno.EISDIR: Remedy.NAME_A_FILE,
    errno.EMFILE: Remedy.CLOSE_OTHERS,
    errno.ENFILE: Remedy.CLOSE_OTHERS,
    errno.ENOMEM: Remedy.CLOSE_OTHERS,
}


def remedy_for(error: OSError | ValueError) -> Remedy:
    """What a person can do about what the system does not allow."""
    return _REMEDIES.get(getattr(error, "errno", None), Remedy.PATH)


def refused_by_system(error: OSError) -> TrackerError:
    """What the system does not allow, in its own words."""
    reason, remedy = str(error.strerror or error), remedy_for(error)
    if error.filename:
        return TrackerError("system.refuses-path", path=str(error.filename), reason=reason, remedy=remedy)
    return TrackerError("system.refuses", reason=reason, remedy=remedy)


def fault_of(error: Exception) -> Fault:
    """An error that nobody expected."""
    return Fault("program.fault", kind=type(error).__name__, reason=str(error))
