"""The words of the post: who reads, how often, which letter, and how far it has come. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from tracker.model.register import Selection


class LetterKind(StrEnum):
    """The kinds of letters of this house, by name; what is peculiar to each stands in `letter_kinds`."""

    DIGEST = "digest"
    RAPPEL = "rappel"  # to a cabinet
    UNANSWERED = "unanswered"  # to the desk: the day to answer one has passed
    ALERT = "alert"


class LetterState(StrEnum):
    """How far a letter has come. `dot`: the mail server was given all of it but has not answered yet."""

    QUEUED = "queued"
    SENDING = "sending"
    DOT = "dot"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    DROPPED = "dropped"


class Rhythm(StrEnum):
    """How often a digest comes; `weekly` stands for any set of weekdays short of all seven."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class SubscriberState(StrEnum):
    """`suspended` is the post's doing (the address bounces), `paused` a person's."""

    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class AlertKind(StrEnum):
    """Why an alert is raised; `followed` is anything that happens to a commitment somebody follows."""

    DUE = "due"
    OVERDUE = "overdue"
    MOVED = "moved"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    FOLLOWED = "followed"


class AlertState(StrEnum):
    """How far an alert has come: it waits for a letter, stands in one, was kept back, or is true no more."""

    PENDING = "pending"
    LETTERED = "lettered"
    SILENCED = "silenced"
    OVERTAKEN = "overtaken"


ABOUT_DEADLINE = (AlertKind.DUE, AlertKind.OVERDUE)
ALL_ALERTS = (AlertKind.DUE, AlertKind.OVERDUE, AlertKind.MOVED, AlertKind.RESOLVED, AlertKind.REOPENED)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a digest is due: local days and a local time. ISO weekdays, Monday is 1."""

    rhythm: Rhythm = Rhythm.WEEKLY
    weekdays: tuple[int, ...] = (1,)
    month_day: int = 1  # the last day of a shorter month
    at: time = time(8, 0)
    zone: str = "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader: the address, what they want to read, when, and in which language."""

    id: int
    address: str
    name: str | None
    language: str
    timetable: Timetable
    selection: Selection
    alerts: tuple[AlertKind, ...]
    days_before: tuple[int, ...] | None  # None: as the settings say
    days_after: tuple[int, ...] | None
    send_empty: bool | None  # None: weekly and monthly ones yes, daily ones no
    state: SubscriberState
    state_reason: str | None
    token: str  # names the reader in bounce and unsubscribe addresses without telling who it is
    added_at: datetime
    since_sequence: int = 0  # events up to this one were there before the reader
    since_on: date = date.min
    follows: tuple[int, ...] = ()

    @property
    def sends_empty(self) -> bool:
        """Whether a digest without news is sent all the same: absence is the alarm."""
        return self.timetable.rhythm is not Rhythm.DAILY if self.send_empty is None else self.send_empty


@dataclass(frozen=True, slots=True)
class Alert:
    """One reason to write to one reader about one commitment; its key is unique for ever."""

    key: str
    subscriber: int
    commitment: int
    kind: AlertKind
    step: str
    deadline_version: int
    owed_on: date  # the day on which it should have left
    release_at: datetime  # not before: what happens within minutes goes in one letter
    due_on: date | None
    event: int | None = None  # the sequence number of the event that caused it


@dataclass(frozen=True, slots=True)
class Outsider:
    """Who is no reader of the register and is written to by address alone: a cabinet, or the desk itself."""

    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a letter."""

    name: str
    type: str  # as in Content-Type
    content: bytes = field(repr=False)


READER = "reader" * 5 + "rr"  # stands for the reader's token until a letter is addressed, and is as long


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as written, before it becomes bytes: the same facts as text and as HTML, for whoever reads alike."""

    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[Attachment, ...] = ()

    def addressed(self, token: str) -> Draft:
        """The letter of one reader."""
        text, html = (part.replace(READER, token) for part in (self.text, self.html))
        return replace(self, text=text, html=html)


@dataclass(frozen=True, slots=True)
class Posting:
    """What the outbox needs to know of a new letter; `content` never changes after this."""

    key: str
    kind: str  # the name of a kind
    subscriber: int | None
    recipient: str
    envelope_from: str
    subject: str
    message_id: str
    content: bytes = field(repr=False)
    planned_at: datetime
    slot: date | None = None
    tells_from: tuple[int, date] | None = None  # a digest tells what came after this event and day
    tells_until: tuple[int, date] | None = None
    alerts: tuple[str, ...] = ()  # keys of the alerts it carries
    is_wanted: bool = True  # False: the reader gets no such letters, so that it never enters the outbox


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox as people see it; the bytes are fetched apart."""

    id: int
    key: str
    kind: str  # the name of a kind
    state: LetterState
    recipient: str
    subject: str
    message_id: str
    planned_at: datetime
    next_attempt_at: datetime
    attempts: int
    doubts: int
    sent_at: datetime | None
    reply: str | None
    slot: date | None = None
    first_attempt_at: datetime | None = None
    subscriber: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this sender holds until the lease ends, with the bytes to send."""

    id: int
    key: str
    kind: str  # the name of a kind
    recipient: str
    envelope_from: str
    content: bytes = field(repr=False)
    attempt: int
    doubts: int
    first_attempt_at: datetime
    subscriber: int | None = None
    broken_off: int = 0  # how often in a row the mail server broke off at letters to this reader
    alerts: tuple[str, ...] = ()  # keys of the alerts it carries


class OutcomeKind(StrEnum):
    """How a conversation with the mail server ended for one letter."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # this letter, for now
    REFUSED = "refused"  # this letter, for good
    UNKNOWN = "unknown"  # all was given, no answer came
    FENCED = "fenced"  # our lease had ended: nothing was given
    BROKEN_OFF = "broken_off"  # the conversation ended at this letter, before it was given: its fault or the server's?
    SERVER = "server"  # nobody's letters leave for now: no connection, no login, no certificate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the mail server said, in which phase, or what broke."""

    kind: OutcomeKind
    phase: str
    reply: str
    code: int | None = None

    def __str__(self) -> str:
        return f"{self.phase}: {self.code or ''} {self.reply}".replace("  ", " ").strip()


@dataclass(frozen=True, slots=True)
class Silence:
    """No alerts for a while: who asked, why and until when; it always ends."""

    id: int
    subscriber: int | None  # None: everybody
    commitment: int | None  # None: every commitment
    minister: str | None
    actor: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a letter did not arrive (RFC 3464): permanent ones have a status that begins with 5."""

    recipient: str | None
    status: str
    permanent: bool
    diagnostic: str
    message_id: str | None = None
    token: str | None = None
