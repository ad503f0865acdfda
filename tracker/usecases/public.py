"""What anybody may see of the register: the one way out of the house for pages, feeds, exports and searches.

Nothing is told of notes, staff, who acted or why, nor of proposals, which nobody has reviewed, and what was rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.errors import NotFound, WrongCall
from tracker.model import (
    Entry,
    Event,
    Evidence,
    Firmness,
    Kind,
    Link,
    Mention,
    Selection,
    Sort,
    Source,
    Status,
    TimeExpression,
    label,
)
from tracker.model.lists import Cursor, Line
from tracker.model.spelling import Fields
from tracker.wording.passage import Passage, around

if TYPE_CHECKING:
    from tracker.store import Database

AROUND = 320  # characters of the report shown on either side of a quote
WITHDRAWN = "withdrawn"
REVIEWED = (Status.OPEN, Status.PARTLY_FULFILLED, Status.FULFILLED, Status.LAPSED)


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A commitment as anybody may see it; only what is named here leaves the house."""

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
    resolved_on: date | None
    evidence: tuple[Evidence, ...]
    tags: tuple[str, ...]
    policy_area: str | None
    committee: str | None
    dossier: str | None
    language: str | None
    lapse_reason: str | None
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    reference: str | None
    version: int
    subject: str | None
    recalled_on: date | None
    answer_by: date | None

    @property
    def label(self) -> str:
        """The number as people write it."""
        return label(self.number)


NAMES = tuple(field.name for field in fields(PublicEntry))


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """Something that anybody may know to have happened, and the fields that it set."""

    at: datetime
    deed: str
    set: Fields


@dataclass(frozen=True, slots=True)
class PublicDeed:
    """What anybody may know to have happened at an event of the history, and which fields it changed.

    Once a commitment is no longer for all to see, nothing but that is told.
    """

    sequence: int
    at: datetime
    name: str
    changed: tuple[str, ...]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it took the commitment out of sight."""
        return self.name == WITHDRAWN


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Some of the selected lines, how many there are in all, and where the next page begins if there is one."""

    lines: tuple[Line, ...]
    total: int
    following: Cursor | None


@dataclass(frozen=True, slots=True)
class PublicHit:
    """A commitment in which the words were found, and where, with the words in brackets."""

    entry: PublicEntry
    marked: str


@dataclass(frozen=True, slots=True)
class PublicWhole:
    """A commitment, its words in their place, and what happened to it since it was reviewed."""

    entry: PublicEntry
    passage: Passage
    history: tuple[PublicEvent, ...]


def public(entry: Entry) -> PublicEntry:
    """What anybody may see of an entry."""
    return PublicEntry(**{name: getattr(entry, name) for name in NAMES})


def as_entry(shown: PublicEntry) -> Entry:
    """What anybody may see, in the shape that exports write; what is private is empty in it."""
    return Entry(**{name: getattr(shown, name) for name in NAMES}, notes=(), staff=None)


def public_history(events: Iterable[Event]) -> tuple[PublicEvent, ...]:
    """What happened since the commitment was reviewed, oldest first: without who, why, and what stays in the house.

    The first tells the commitment as it stood then. When its review was taken back, all begins anew.
    """
    shown: list[PublicEvent] = []
    state: dict[str, object] = {}
    for event in events:
        state |= event.set.spelled
        if Fields(state).status not in REVIEWED:
            shown.clear()
            continue
        fields = event.set.spelled if shown else state
        known = {name: value for name, value in fields.items() if name in NAMES}
        if event.changes_entry and known:
            shown.append(PublicEvent(event.at, event.kind, Fields(known)))
    return tuple(shown)


def public_deeds(events: Iterable[Event]) -> Iterator[PublicDeed]:
    """What anybody may know of the history of a commitment, event by event, also that it was withdrawn."""
    state: dict[str, object] = {}
    for event in events:
        was_shown = Fields(state).status in REVIEWED
        state |= event.set.spelled
        is_shown = Fields(state).status in REVIEWED
        changed = tuple(sorted(set(event.set.spelled if was_shown else state) & set(NAMES)))
        if is_shown and event.changes_entry and changed:
            yield PublicDeed(event.sequence, event.at, event.kind, changed)
        elif was_shown and not is_shown:
            yield PublicDeed(event.sequence, event.at, WITHDRAWN, ())


def public_selection(selection: Selection) -> Selection:
    """The selection among what anybody may see; raises WrongCall for what asks after the house itself."""
    asked = [status for status in REVIEWED if status in (selection.statuses or REVIEWED)]
    if selection.staff is not None or not asked:
        raise WrongCall("public.no-filter")
    return replace(selection, statuses=tuple(asked), in_notes=False)


def public_page(
    database: Database,
    selection: Selection,
    *,
    today: date,
    sort: Sort = Sort.DUE,
    limit: int,
    after: Cursor | None = None,
) -> PublicPage:
    """The first page in that order of what anybody may see, or the one after a cursor."""
    from tracker.usecases import lists

    page = lists.page(database, public_selection(selection), today=today, sort=sort, limit=limit, after=after)
    return PublicPage(page.lines, page.total, page.following)


def public_find(database: Database, question: str, *, today: date, limit: int) -> tuple[PublicHit, ...]:
    """Full-text search in what anybody may see, the newest first: a word of an internal note finds nothing."""
    from tracker.store import looking, search

    with database.read() as tx:
        chosen = public_selection(Selection(search=question))
        entries = looking.newest(tx, chosen, today=today, limit=limit)
    return tuple(PublicHit(public(one), search.marked(search.public_words(one), question)) for one in entries)


def public_show(database: Database, number: int) -> PublicWhole:
    """One commitment with what happened to it; raises NotFound also for what nobody has reviewed."""
    from tracker.store import events, register
    from tracker.usecases.looking import words_of_report

    with database.read() as tx:
        entry = register.entry(tx, number)
        if entry.status not in REVIEWED:
            raise NotFound("commitment.absent", commitment=label(number))
        passage = around(entry, words_of_report(tx, entry), characters=AROUND)
        return PublicWhole(public(entry), passage, public_history(events.history(tx, number)))
