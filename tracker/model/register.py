"""A commitment as kept in the register: what was stated, and what was decided since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.errors import WrongCall
from tracker.model.commitment import Firmness, Kind
from tracker.model.times import TimeExpression

PRIVATE = frozenset({"notes", "staff"})  # fields that stay in the house, and can be erased everywhere
LONGEST_FILTER = 500  # characters
UNKNOWN = "unknown"  # asks for what has no committee, or no minister who is responsible


class Status(StrEnum):
    """Where a commitment stands. Overdue is never stored: it is computed for a day."""

    POSSIBLE = "possible"
    PROPOSED = "proposed"
    OPEN = "open"
    PARTLY_FULFILLED = "partly_fulfilled"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"
    REJECTED = "rejected"


SHOWN = tuple(status for status in Status if status is not Status.POSSIBLE)  # without being asked for by name
UNREVIEWED = frozenset({Status.POSSIBLE, Status.PROPOSED})


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words stand: the report, the page and the stretch of its clean text."""

    report_id: int
    name: str
    sha256: str
    title: str | None
    held_on: date | None
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
class Mention:
    """A place in a later report where the same commitment is spoken of."""

    report_id: int
    start: int
    end: int
    quote: str


class LinkKind(StrEnum):
    """How one commitment stands to another."""

    REPEATS = "repeats"
    SUPPLEMENTS = "supplements"
    REPLACES = "replaces"
    DEPENDS_ON = "depends_on"


@dataclass(frozen=True, slots=True)
class Link:
    """This commitment repeats, supplements, replaces or depends on the one with that number."""

    kind: LinkKind
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment of the register as it stands now; `stated` is frozen, `due_on` follows decisions."""

    number: int
    status: Status
    quote: str
    summary: str
    source: Source | None
    said_on: date | None
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
    committee: str | None = None
    dossier: str | None = None
    language: str | None = None
    lapse_reason: str | None = None
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    reference: str | None = None  # its identity in another register, when it was imported
    version: int = 0  # sequence of the event that changed it last
    subject: str | None = None  # the question, agenda item or dossier that it belongs to
    recalled_on: date | None = None  # the day of the last reminder in which it stood
    answer_by: date | None = None  # until when that asks for an answer; None once something was decided

    @property
    def label(self) -> str:
        """The number as people write it; it never changes and is never reused."""
        return label(self.number)


def label(number: int) -> str:
    """A number as people write it: C-0001."""
    return f"C-{number:04d}"


def number_of(text: str) -> int:
    """The number that people write as C-0001, c-1 or 1; raises WrongCall."""
    match = re.fullmatch(r"(?:[Cc]-)?0*([1-9][0-9]{0,17})", text.strip(), re.ASCII)
    if match is None:
        raise WrongCall("register.not-a-number", text=text)
    return int(match[1])


@dataclass(frozen=True, slots=True)
class Selection:
    """Which commitments: all conditions together; an empty tuple or None asks nothing. Names match in part.

    `minister` is who said it or who is responsible now; it and `committee` may be UNKNOWN, for those without. Nothing
    rejected or only possible is selected unless its status or its number is asked for.
    """

    statuses: tuple[Status, ...] = ()
    numbers: tuple[int, ...] = ()
    minister: str | None = None
    responsible: str | None = None
    committee: str | None = None
    asked_by: str | None = None
    dossier: str | None = None
    subject: str | None = None
    policy_area: str | None = None
    staff: str | None = None
    tags: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    firmness: tuple[Firmness, ...] = ()
    due_from: date | None = None
    due_until: date | None = None
    said_from: date | None = None
    said_until: date | None = None
    resolved_from: date | None = None
    resolved_until: date | None = None
    overdue: bool = False
    undated: bool = False
    waiting: bool = False  # for a condition
    to_check: bool = False  # without a deadline, and its day to check back has come
    slipped: bool = False
    recalled: bool = False  # stood in a reminder
    unanswered: bool = False  # the day to answer a reminder has passed
    search: str | None = None
    in_notes: bool = True  # whether the search looks into internal notes too
    report_id: int | None = None

    def __post_init__(self) -> None:
        """Raises WrongCall for a text that no name is as long as: databases refuse to look for it."""
        names = (self.minister, self.responsible, self.committee, self.asked_by, self.dossier, self.subject)
        longest = max(len(text or "") for text in (*names, self.policy_area, self.staff, self.search, *self.tags))
        if longest > LONGEST_FILTER:
            raise WrongCall("search.text-too-long", length=longest, most=LONGEST_FILTER)


class Sort(StrEnum):
    """In which order; without a date comes last, and equals stand by number."""

    DUE = "due"
    NUMBER = "number"
    SAID = "said"
    CHANGED = "changed"
    MINISTER = "minister"
    COMMITTEE = "committee"
    SLIPS = "slips"
