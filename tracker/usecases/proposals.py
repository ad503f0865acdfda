"""What a person needs to see to decide on a proposal: the passage, the reasons, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import Refused
from tracker.matching import nearest
from tracker.model import Cue, Deed, Entry, Event, Selection, Sort, Status
from tracker.model.register import UNREVIEWED
from tracker.usecases.looking import words_of_report
from tracker.wording.passage import around
from tracker.wording.scans import ReadFromScan, read_from_scan

if TYPE_CHECKING:
    from tracker.model.because import Reading
    from tracker.store import Database, Transaction

AROUND = 320  # characters of the report shown on either side of the quote
ALIKE = 3  # resembling entries shown
COMPARED = 1000  # entries of the minister, the last changed first, that are looked through for them


@dataclass(frozen=True, slots=True)
class Again:
    """The same promise in other words, further on or in a later report; `due` is what was said there, in days."""

    words: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal with what a person needs to decide on it."""

    entry: Entry
    before: str  # words of the report that stand before the quote
    after: str
    cues: tuple[Cue, ...]
    again: tuple[Again, ...]
    alike: tuple[tuple[Entry, float], ...]  # open entries of the same minister, with their likeness of 100
    neighbours: tuple[Entry, ...]  # the entries just before and after it in the report
    left: int  # proposals still to come, this one included
    scanned: ReadFromScan | None = None


def proposed(database: Database, selection: Selection, *, today: date, possible: bool = False) -> tuple[Entry, ...]:
    """The selected entries that nobody has reviewed yet, in the order of their numbers; the possible ones come last.

    What is only possible is among them with `possible`, or by its number. Raises Refused when one that is selected by
    its number was reviewed.
    """
    with database.read() as tx:
        return proposed_in(tx, selection, today=today, possible=possible)


def proposed_in(tx: Transaction, selection: Selection, *, today: date, possible: bool = False) -> tuple[Entry, ...]:
    """The same, within a transaction."""
    from tracker.store import looking, register

    bands = (Status.PROPOSED, Status.POSSIBLE) if possible or selection.numbers else (Status.PROPOSED,)
    unreviewed = tuple(
        entry
        for status in bands
        for entry in looking.entries(tx, replace(selection, statuses=(status,)), today=today, sort=Sort.NUMBER)
    )
    missing = set(selection.numbers) - {one.number for one in unreviewed}
    for number in sorted(missing):
        other = register.entry(tx, number)
        if other.status not in UNREVIEWED:
            raise Refused("review.nothing-to-review", commitment=other.label, status=other.status)
    return unreviewed


def proposal(database: Database, number: int, *, today: date, left: int) -> Proposal | None:
    """All that belongs to one proposal; None when it was decided on already."""
    with database.read() as tx:
        return _proposal(tx, number, today=today, left=left)


def _proposal(tx: Transaction, number: int, *, today: date, left: int) -> Proposal | None:
    from tracker.store import events, looking, register, reports

    entry = register.entry(tx, number)
    if entry.status not in UNREVIEWED:
        return None
    text, history = words_of_report(tx, entry), events.history(tx, number)
    scanned = read_from_scan(entry, reports.scan(tx, entry.source.report_id) if entry.source else None)
    passage = around(entry, text, characters=AROUND)
    others: tuple[Entry, ...] = ()
    if entry.minister:
        selection = Selection(statuses=tuple(followup.PENDING), minister=entry.minister)
        others = looking.entries(tx, selection, today=today, sort=Sort.CHANGED, limit=COMPARED)
    return Proposal(
        entry=entry,
        before=passage.before,
        after=passage.after,
        cues=_cues(history),
        again=tuple(_again(entry, history, text)),
        alike=nearest(entry, others, limit=ALIKE),
        neighbours=_neighbours(tx, entry, today=today),
        left=left,
        scanned=scanned,
    )


def _neighbours(tx: Transaction, entry: Entry, *, today: date) -> tuple[Entry, ...]:
    from tracker.store import looking

    if entry.source is None:
        return ()
    entries = looking.entries(tx, Selection(report_id=entry.source.report_id), today=today)
    beside = (one for one in entries if one.number != entry.number)
    row = sorted((one.source.start, one.number, one) for one in (*beside, entry) if one.source)
    at = [number for _, number, _ in row].index(entry.number)
    return tuple(one for _, _, one in (*row[max(at - 1, 0) : at], *row[at + 1 : at + 2]))


def _cues(history: Sequence[Event]) -> tuple[Cue, ...]:
    """The cues of the last reading, as the history keeps them."""
    reading = _last_reading(history)
    return reading.cues if reading else ()


def _again(entry: Entry, history: Sequence[Event], text: str) -> Iterator[Again]:
    """Where else it was said: in the report itself, then in later ones with the date that was given there."""
    reading = _last_reading(history)
    if text and reading:
        yield from (Again(" ".join(text[start:end].split())) for start, end in reading.again)
    due = dict(_named_days(history))
    yield from (Again(mention.quote, due.get(mention.quote)) for mention in entry.mentions)


def _last_reading(history: Sequence[Event]) -> Reading | None:
    """What the last reading of the report left."""
    from tracker.model.because import Reading

    return next((because for event in reversed(history) if isinstance(because := event.because, Reading)), None)


def _named_days(history: Sequence[Event]) -> Iterator[tuple[str, str | None]]:
    """The words of later reports that speak of it, with the day that they name."""
    from tracker.model.because import SaidAgain

    for event in history:
        if event.kind == Deed.MENTIONED and event.set.mentions:
            because = event.because
            due = because.deadline.due if isinstance(because, SaidAgain) and because.deadline else None
            yield event.set.mentions[-1].quote, str(due) if due else None
