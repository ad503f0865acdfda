"""Looking into the register: a page, everything, one entry whole, or what a search finds. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.errors import NotFound
from tracker.model import Entry, Event, Report, Selection, Sort
from tracker.wording.passage import Passage, around
from tracker.wording.scans import ReadFromScan, read_from_scan

if TYPE_CHECKING:
    from tracker.model.reminders import Reminder
    from tracker.store import Database, Transaction

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the selected entries, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Whole:
    """One entry with its history, and the report that it stands in when its text is kept."""

    entry: Entry
    events: tuple[Event, ...]
    report: Report | None
    reminder: Reminder | None = None  # the last one, and whether it left

    def passage(self, *, characters: int) -> Passage:
        """The quote with what stands around it in its report."""
        text = None if self.report is None else self.report.text
        return around(self.entry, text, characters=characters)

    @property
    def scanned(self) -> ReadFromScan | None:
        """That the quote was read from a picture, if it was."""
        return read_from_scan(self.entry, self.report.scan if self.report else None)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry in which the words were found, and where, with the words in brackets."""

    entry: Entry
    marked: str


def look(
    database: Database,
    selection: Selection,
    *,
    today: date,
    sort: Sort = Sort.DUE,
    limit: int,
    offset: int = 0,
) -> Page:
    """A page of the selected entries in that order; counted only when it does not hold them all."""
    from tracker.store import looking

    with database.read() as tx:
        entries = looking.entries(tx, selection, today=today, sort=sort, limit=limit, offset=offset)
        whole = offset == 0 and len(entries) < limit
        return Page(entries, len(entries) if whole else looking.count(tx, selection, today=today))


def stream(database: Database, selection: Selection, *, today: date, sort: Sort = Sort.DUE) -> Iterator[Entry]:
    """All selected entries one by one; memory stays flat however many there are.

    Up to some thousands they are read at once, so that nobody waits for somebody who pages through a list.
    """
    from tracker.store import looking

    with database.read() as tx:
        first = looking.entries(tx, selection, today=today, sort=sort, limit=AT_ONCE + 1)
        if len(first) > AT_ONCE:
            yield from looking.stream(tx, selection, today=today, sort=sort)
            return
    yield from first


def has_overdue(database: Database, selection: Selection, *, today: date) -> bool:
    """Whether anything in the selection should have been done before today."""
    from tracker.store import looking

    with database.read() as tx:
        return bool(looking.entries(tx, replace(selection, overdue=True), today=today, limit=1))


def find(database: Database, question: str, *, limit: int) -> tuple[Hit, ...]:
    """Full-text search; the newest come first."""
    from tracker.store import looking, search

    with database.read() as tx:
        numbers = search.newest(tx, question, limit)
        entries = looking.entries(tx, Selection(numbers=numbers), today=date.min, sort=Sort.NUMBER) if numbers else ()
    return tuple(
        Hit(one, search.marked((*search.public_words(one), *one.notes), question)) for one in reversed(entries)
    )


def show(database: Database, number: int) -> Whole:
    """One entry with everything around it."""
    from tracker.store import events, register, reports
    from tracker.store.letters.reminders import reminder_of

    with database.read() as tx:
        entry = register.entry(tx, number)
        report = reports.find(tx, entry.source.report_id) if entry.source else None
        history = events.history(tx, number)
        return Whole(entry, history, report, reminder_of(tx, history))


def words_of_report(tx: Transaction, entry: Entry) -> str:
    """The text of the report that an entry stands in, empty where it is not kept."""
    from tracker.store import reports

    if entry.source is None:
        return ""
    try:
        return reports.words(tx, entry.source.report_id)
    except NotFound:
        return ""
