"""What a person needs to see to decide on a proposal: the passage, the reasons, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import NotFound
from tracker.matching import nearest
from tracker.model import Cue, Entry, Event, Selection, Sort, Status

if TYPE_CHECKING:
    from tracker.store import Database, Transaction

AROUND = 320  # characters of the report shown on either side of the quote
ALIKE = 3  # resembling entries shown


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal with what a person needs to decide on it."""

    entry: Entry
    before: str  # words of the report that stand before the quote
    after: str
    cues: tuple[Cue, ...]
    alike: tuple[tuple[Entry, float], ...]  # open entries of the same minister, with their likeness of 100
    neighbours: tuple[Entry, ...]  # the entries just before and after it in the report
    left: int  # proposals still to come, this one included


def proposed(database: Database, selection: Selection, *, today: date) -> tuple[Entry, ...]:
    """The selected entries that nobody has reviewed yet, in the order of their numbers."""
    from tracker.store import looking

    with database.read() as tx:
        return looking.entries(tx, replace(selection, statuses=(Status.PROPOSED,)), today=today, sort=Sort.NUMBER)


def proposal(database: Database, number: int, *, today: date, left: int) -> Proposal | None:
    """All that belongs to one proposal; None when it was decided on already."""
    with database.read() as tx:
        return _proposal(tx, number, today=today, left=left)


def _proposal(tx: Transaction, number: int, *, today: date, left: int) -> Proposal | None:
    from tracker.store import events, looking, register

    entry = register.entry(tx, number)
    if entry.status is not Status.PROPOSED:
        return None
    before, after = _around(tx, entry)
    others: tuple[Entry, ...] = ()
    if entry.minister:
        selection = Selection(statuses=tuple(followup.PENDING), minister=entry.minister)
        others = looking.entries(tx, selection, today=today)
    return Proposal(
        entry=entry,
        before=before,
        after=after,
        cues=_cues(events.history(tx, number)),
        alike=nearest(entry, others, limit=ALIKE),
        neighbours=_neighbours(tx, entry, today=today),
        left=left,
    )


def _around(tx: Transaction, entry: Entry) -> tuple[str, str]:
    """The words of the report on either side of the quote; whole words, and nothing of a text that is not kept."""
    from tracker.store import reports

    if entry.source is None:
        return "", ""
    try:
        text = reports.words(tx, entry.source.report_id)
    except NotFound:
        return "", ""
    start, end = entry.source.start, entry.source.end
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") :]
    if end + AROUND < len(text):
        after = after[: after.rfind(" ") + 1] + "…"
    return before, after


def _neighbours(tx: Transaction, entry: Entry, *, today: date) -> tuple[Entry, ...]:
    from tracker.store import looking

    if entry.source is None:
        return ()
    found = looking.entries(tx, Selection(report_id=entry.source.report_id), today=today, sort=Sort.NUMBER)
    row = sorted(
        (one for one in found if one.source), key=lambda one: (one.source.start if one.source else 0, one.number)
    )
    at = [one.number for one in row].index(entry.number)
    return (*row[max(at - 1, 0) : at], *row[at + 1 : at + 2])


def _cues(history: Iterable[Event]) -> tuple[Cue, ...]:
    """The cues of the last reading, as the history keeps them."""
    kept: list[Mapping[str, object]] = []
    for event in history:
        because = event.details.get("because")
        if isinstance(because, Mapping) and isinstance(because.get("cues"), list):
            kept = because["cues"]
    return tuple(
        Cue(
            str(one["rule"]), str(one["words"]), float(str(one["weight"])), int(str(one["start"])), int(str(one["end"]))
        )
        for one in kept
    )
