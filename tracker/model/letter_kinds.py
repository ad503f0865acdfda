"""The table of kinds of letters: what their keys begin with, which leaves first, what doubt does, who may get it.

Whatever asks by kind asks here; `may_get` is asked for each letter as it is made, whoever plans it. What this program
does not know (a later one wrote it) keeps its name, leaves last and is held when nobody knows whether it arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tracker.model.letters import LetterKind, Rhythm, Subscriber
from tracker.model.remarks import Remark, counted

LONGEST_NAME = 10  # characters, as the database keeps them
_LAST = 1000


class Doubt(Enum):
    """What becomes of a letter when nobody knows whether it arrived."""

    HOLD = auto()  # a person decides
    SEND_AGAIN = auto()  # the same bytes, a few times


@dataclass(frozen=True, slots=True)
class KindOfLetter:
    """One kind; `name` is what the database keeps, and the folder of its templates."""

    name: str
    key: str  # what its keys begin with, before a colon
    priority: int  # the lowest leaves first
    in_doubt: Doubt
    planning: str  # how the step of a tick that plans it is called, where it fails
    may_get: Callable[[Subscriber], bool]  # asked of every letter as it is made; one that may not go enters no outbox
    counted: Callable[[int], Remark]  # so many were written
    carries_alerts: bool = False  # what they alert to goes into another letter when this one does not leave
    is_of_a_day: bool = False  # its key names the reader's local day
    goes_outside: bool = False  # to an address that is no reader's


def _wants_digests(reader: Subscriber) -> bool:
    return reader.timetable.rhythm is not Rhythm.NEVER


def _wants_alerts(reader: Subscriber) -> bool:
    return bool(reader.alerts or reader.follows)


def _no_reader(_reader: Subscriber) -> bool:
    return False


def _letters(number: int) -> Remark:
    return counted("%(n)s letter", "%(n)s letters", number)


KINDS: dict[str, KindOfLetter] = {
    LetterKind.ALERT: KindOfLetter(
        name=LetterKind.ALERT,
        key="alerts",
        priority=10,
        in_doubt=Doubt.SEND_AGAIN,
        planning="alert letters",
        may_get=_wants_alerts,
        counted=lambda number: counted("%(n)s alert letter", "%(n)s alert letters", number),
        carries_alerts=True,
    ),
    LetterKind.DIGEST: KindOfLetter(
        name=LetterKind.DIGEST,
        key="digest",
        priority=20,
        in_doubt=Doubt.HOLD,
        planning="digests",
        may_get=_wants_digests,
        counted=lambda number: counted("%(n)s digest", "%(n)s digests", number),
        is_of_a_day=True,
    ),
    LetterKind.RAPPEL: KindOfLetter(
        name=LetterKind.RAPPEL,
        key="rappel",
        priority=5,
        in_doubt=Doubt.HOLD,
        planning="reminders",
        may_get=_no_reader,
        counted=lambda number: counted("%(n)s reminder", "%(n)s reminders", number),
        goes_outside=True,
    ),
    LetterKind.UNANSWERED: KindOfLetter(
        name=LetterKind.UNANSWERED,
        key="unanswered",
        priority=12,
        in_doubt=Doubt.SEND_AGAIN,
        planning="notices of reminders without an answer",
        may_get=_no_reader,
        counted=lambda number: counted(
            "%(n)s notice of reminders without an answer", "%(n)s notices of reminders without an answer", number
        ),
        goes_outside=True,
    ),
}


def by_priority() -> tuple[KindOfLetter, ...]:
    """All kinds, that which leaves first first."""
    return tuple(sorted(KINDS.values(), key=lambda kind: kind.priority))


def kind_named(name: str) -> KindOfLetter:
    """The kind of that name; a cautious one where this program knows none."""
    known = KINDS.get(name)
    return known or KindOfLetter(
        name, name, _LAST, Doubt.HOLD, planning=name, may_get=lambda _: False, counted=_letters
    )


def kind_of_key(key: str) -> KindOfLetter:
    """The kind of letter that a key belongs to."""
    begins = key.partition(":")[0]
    return next((kind for kind in KINDS.values() if kind.key == begins), None) or kind_named(begins[:LONGEST_NAME])
