"""What a reader is to be told: the register as one selection sees it, and what happened since last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from tracker.model.history import Event
from tracker.model.letters import Alert
from tracker.model.register import Entry, Evidence, Status
from tracker.model.reminders import Reminder


@dataclass(frozen=True, slots=True)
class Shortlist:
    """How many there are, and the first of them."""

    total: int = 0
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """How a commitment stood before something happened to it."""

    status: Status
    due_on: date | None
    responsible: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to one commitment since last time: its events, oldest first, and how it stands and stood."""

    entry: Entry
    events: tuple[Event, ...]
    before: Before | None  # None: it was not in the register yet


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The register on one day, as one selection sees it."""

    today: date
    since_on: date  # the day of the last digest
    horizon_days: int
    open_total: int = 0  # accepted, and not fulfilled or lapsed
    unreviewed_total: int = 0  # proposed, and decided by nobody yet
    overdue: Shortlist = Shortlist()
    became_overdue: Shortlist = Shortlist()
    coming: Shortlist = Shortlist()
    check_back: Shortlist = Shortlist()
    happened: tuple[Happening, ...] = ()
    happened_total: int = 0
    head_sequence: int = 0
    head_digest: str = ""
    first: bool = False  # the reader has had no digest yet


class Change(StrEnum):
    """What changed, in the order in which a reader wants to hear it."""

    BECAME_OVERDUE = "became_overdue"
    NEW = "new"
    MOVED = "moved"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    LAPSED = "lapsed"
    REJECTED = "rejected"  # it was no commitment after all
    HANDED_OVER = "handed_over"
    UPDATED = "updated"  # only told to those who follow the commitment
    STILL_OPEN = "still_open"  # the same


class SectionName(StrEnum):
    """The parts of a digest, in order."""

    NEWLY_OVERDUE = "newly_overdue"
    CHANGED = "changed"
    OVERDUE = "overdue"
    COMING = "coming"
    CHECK_BACK = "check_back"


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment as a letter tells of it."""

    entry: Entry
    days: int | None = None  # until the deadline; less than 0 is late
    change: Change | None = None
    moved_from: date | None = None
    handed_from: str | None = None  # who was responsible before, where somebody else is now
    reason: str | None = None  # of the change, and of no other deed
    move_reason: str | None = None  # of the other deadline, where the change is another one
    owed_on: date | None = None  # an alert that comes late says when it was due
    link: str | None = None
    check_passed: bool = False  # the day to check back is past
    edited: tuple[str, ...] = ()  # the fields that an update touched
    reminder: Reminder | None = None  # the last one, where a letter tells whether it left

    @property
    def is_late(self) -> bool:
        """Whether its deadline has passed while it is owed."""
        return self.days is not None and self.days < 0

    @property
    def tells_move(self) -> bool:
        """Whether it tells of another deadline, whatever else changed."""
        return self.change is Change.MOVED or self.moved_from is not None

    @property
    def tells_end(self) -> bool:
        """Whether its news is that it was done, in full or in part."""
        return self.change in {Change.RESOLVED, Change.PARTLY_RESOLVED}

    @property
    def evidence(self) -> Evidence | None:
        """What shows that it was done; what was given before it was reopened shows nothing."""
        return self.entry.evidence[-1] if self.tells_end and self.entry.evidence else None

    @property
    def reference(self) -> str | None:
        """The address or the document that shows it."""
        return self.evidence.reference if self.evidence else None

    @property
    def evidence_address(self) -> str | None:
        """The evidence as a web address; of nothing but http and https may a link be made."""
        reference = (self.reference or "").strip()
        return reference if _is_web_address(reference) else None

    @property
    def language(self) -> str:
        """The language of the words that were said; empty when nobody knows, as HTML has it."""
        return self.entry.language or (self.entry.source.language if self.entry.source else "")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter; what does not fit is counted in `hidden`."""

    name: SectionName
    total: int
    items: tuple[Item, ...] = ()
    told_before: int = 0  # in an earlier letter, and not again

    @property
    def hidden(self) -> int:
        """How many are not shown here, nor in an earlier part or letter."""
        return max(self.total - len(self.items) - self.told_before, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened."""

    change: Change
    total: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest, chosen and counted, before it becomes words."""

    today: date
    since_on: date
    horizon_days: int
    open_total: int
    overdue_total: int
    coming_total: int
    newly_overdue_total: int
    changed_total: int  # without those that became overdue
    sections: tuple[Section, ...]
    head_sequence: int
    head_digest: str
    first: bool = False
    unreviewed_total: int = 0
    tally: tuple[Tally, ...] = ()  # of what changed; empty when there is too much of it to have been looked at

    @property
    def has_news(self) -> bool:
        """Whether anything changed or became overdue since last time."""
        return self.newly_overdue_total + self.changed_total > 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown, in order."""
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """The alerts about one minister."""

    minister: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class AlertLetter:
    """Alerts for one reader, chosen and counted, before they become words."""

    today: date
    overdue_total: int
    due_total: int
    tally: tuple[Tally, ...]  # of what happened, and of what is still open
    groups: tuple[AlertGroup, ...]
    hidden: int = 0
    followed: tuple[int, ...] = ()  # are told only because the reader follows them
    has_others: bool = True

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown, in order."""
        return tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class AlertInContext:
    """An alert with the entry that it is about, as it stands now."""

    alert: Alert
    entry: Entry
    event: Event | None = None
    before: Before | None = None  # how it stood before the first event that is told of it


def _is_web_address(reference: str) -> bool:
    try:
        parts = urlsplit(reference)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and reference.isprintable() and " " not in reference
