"""Why something was done, deed by deed: the facts of an event that belong to the history only.

Each is read from exactly what is stored, and gives exactly that again. What is spelled otherwise counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.model.commitment import Cue
from tracker.model.deeds import Deed, RegisterDeed
from tracker.model.history import Because, Facts, stored_as
from tracker.model.register import Status
from tracker.model.spelling import Fields, as_mapping, day_of, items_of, text_of, time_of, whole_of
from tracker.model.times import TimeExpression


def _cues(stored: object) -> tuple[Cue, ...]:
    return tuple(cue for item in items_of(stored) if (cue := _cue(item)))


def _cue(stored: object) -> Cue | None:
    match stored:
        case {
            "rule": str(rule),
            "words": str(words),
            "weight": int() | float() as weight,
            "start": int(start),
            "end": int(end),
        }:
            return Cue(rule, words, weight, start, end)
    return None


def _places(stored: object) -> tuple[tuple[int, int], ...]:
    pairs = (item for item in items_of(stored) if isinstance(item, list) and list(map(type, item)) == [int, int])
    return tuple((start, end) for start, end in pairs)


def _fields(stored: object) -> Fields:
    return Fields(as_mapping(stored))


def _status(stored: object) -> Status | None:
    return next((status for status in Status if status == stored), None)


def _numbers(stored: object) -> tuple[int, ...]:
    return tuple(number for item in items_of(stored) if (number := whole_of(item)) is not None)


def _texts(stored: object) -> tuple[str, ...]:
    return tuple(map(str, items_of(stored)))


def _count(stored: object) -> int:
    return whole_of(stored) or 0


@dataclass(frozen=True, slots=True)
class Reading(Because):
    """How a report was read: the rules that spoke, where else in it the same is said, and the version of the rules."""

    cues: tuple[Cue, ...] = field(default=(), metadata=stored_as(_cues))
    again: tuple[tuple[int, int], ...] = field(default=(), metadata=stored_as(_places))  # start and end
    rules: str | None = field(default=None, metadata=stored_as(text_of))


@dataclass(frozen=True, slots=True)
class Correction(Because):
    """What the corrected fields said before."""

    before: Fields | None = field(default=None, metadata=stored_as(_fields, "from"))


@dataclass(frozen=True, slots=True)
class Acceptance(Because):
    """That the commitment was only possible before, if it was: then it is news."""

    before: Status | None = field(default=None, metadata=stored_as(_status, "from"))


@dataclass(frozen=True, slots=True)
class Rejection(Because):
    """Where the commitment stood before, for that a proposal was none is no news; and which split it takes back."""

    before: Status | None = field(default=None, metadata=stored_as(_status, "from"))
    action: int | None = field(default=None, metadata=stored_as(whole_of))


@dataclass(frozen=True, slots=True)
class Move(Because):
    """The deadline before, how the words of the new one were read, and what tells of it."""

    before: date | None = field(default=None, metadata=stored_as(day_of, "from", always=True))
    reading: TimeExpression | None = field(default=None, metadata=stored_as(time_of))
    source: str | None = field(default=None, metadata=stored_as(text_of))


@dataclass(frozen=True, slots=True)
class HandOver(Because):
    """Who was responsible before, and the function of who is now."""

    before: str | None = field(default=None, metadata=stored_as(text_of, "from", always=True))
    function: str | None = field(default=None, metadata=stored_as(text_of))


@dataclass(frozen=True, slots=True)
class Recall(Because):
    """Which minister was reminded; when that went by mail, to which address and by which letter of the outbox."""

    minister: str | None = field(default=None, metadata=stored_as(text_of))
    address: str | None = field(default=None, metadata=stored_as(text_of))
    letter: str | None = field(default=None, metadata=stored_as(text_of))  # its key, which says how far it has come


@dataclass(frozen=True, slots=True)
class SaidAgain(Because):
    """The deadline that a later report names; it moves nothing by itself."""

    deadline: TimeExpression | None = field(default=None, metadata=stored_as(time_of))


@dataclass(frozen=True, slots=True)
class Undoing(Because):
    """Which action was taken back, named by its first event."""

    action: int | None = field(default=None, metadata=stored_as(whole_of))


@dataclass(frozen=True, slots=True)
class Erasure(Because):
    """Of which events the private details were erased, or the names of which actors."""

    events: tuple[int, ...] | None = field(default=None, metadata=stored_as(_numbers))
    actors: tuple[int, ...] | None = field(default=None, metadata=stored_as(_numbers))


@dataclass(frozen=True, slots=True)
class Arrival(Because):
    """When an imported commitment was recorded and changed last where it comes from."""

    recorded_at: str | None = field(default=None, metadata=stored_as(text_of))
    changed_at: str | None = field(default=None, metadata=stored_as(text_of))


@dataclass(frozen=True, slots=True)
class StoredReport(Because):
    """A report that was stored, and the fingerprint of all that is kept of it."""

    report: int = field(default=0, metadata=stored_as(_count))
    sha256: str | None = field(default=None, metadata=stored_as(text_of, always=True))
    content: str | None = field(default=None, metadata=stored_as(text_of, always=True))


@dataclass(frozen=True, slots=True)
class ImportedFile(Because):
    """The file from which commitments came, and what sort of file it is."""

    file: str | None = field(default=None, metadata=stored_as(text_of, always=True))
    kind: str | None = field(default=None, metadata=stored_as(text_of, always=True))


@dataclass(frozen=True, slots=True)
class RestoredBackup(Because):
    """What was lost when a backup was taken back: the events after `last_kept` up to `last_lost`."""

    last_kept: int | None = field(default=None, metadata=stored_as(whole_of, "from"))
    last_lost: int | None = field(default=None, metadata=stored_as(whole_of, "to"))


@dataclass(frozen=True, slots=True)
class Reconciliation(Because):
    """How many letters the ledgers knew, which were asked and which given up, and what a person said."""

    sent: int = field(default=0, metadata=stored_as(_count))
    given: int = field(default=0, metadata=stored_as(_count))
    believed: int = field(default=0, metadata=stored_as(_count))
    asked: tuple[str, ...] = field(default=(), metadata=stored_as(_texts))
    given_up: tuple[str, ...] = field(default=(), metadata=stored_as(_texts))
    said: str | None = field(default=None, metadata=stored_as(text_of))


@dataclass(frozen=True, slots=True)
class OtherFacts(Because):
    """Facts of a deed that this program does not know, as they are stored."""

    stored: Facts

    @property
    def facts(self) -> Facts:
        """As they are stored."""
        return self.stored


FACTS_OF: Mapping[Deed | RegisterDeed, type[Because]] = {
    Deed.FOUND: Because,  # by a person, who parts a proposal; in a report it is a Reading
    Deed.ADDED: Because,
    Deed.IMPORTED: Arrival,
    Deed.ACCEPTED: Acceptance,
    Deed.REJECTED: Rejection,
    Deed.PARTLY_RESOLVED: Because,
    Deed.RESOLVED: Because,
    Deed.REOPENED: Because,
    Deed.LAPSED: Because,
    Deed.MOVED: Move,
    Deed.NOTED: Because,
    Deed.EDITED: Correction,  # by a person; after a corrected report it is a Reading
    Deed.LINKED: Because,
    Deed.MENTIONED: SaidAgain,
    Deed.HANDED_OVER: HandOver,
    Deed.RECALLED: Recall,
    Deed.UNDONE: Undoing,
    Deed.ERASED: Erasure,
    RegisterDeed.REPORT_ADDED: StoredReport,
    RegisterDeed.FILE_IMPORTED: ImportedFile,
    RegisterDeed.RESTORED: RestoredBackup,
    RegisterDeed.RECONCILED: Reconciliation,
}
_BY_NAME: Mapping[str, type[Because]] = {deed.value: kind for deed, kind in FACTS_OF.items()}


def because_of(kind: str, facts: Facts) -> Because:
    """The facts of an event of that kind, from what is stored; an unknown kind keeps them as they are."""
    if kind in {Deed.FOUND, Deed.EDITED} and "cues" in facts:
        return Reading.read(facts)
    known = _BY_NAME.get(kind)
    return OtherFacts(facts) if known is None else known.read(facts)
