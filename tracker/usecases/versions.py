"""Which reports of the register are the one that is read: corrected, in another format, or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.matching import Extent, contradict, resembles_any, same_text
from tracker.model import Entry, Extraction, Report, Selection, Status

if TYPE_CHECKING:
    from tracker.store import Transaction

EVERY = tuple(Status)  # what was rejected is not proposed again by another copy


@dataclass(frozen=True, slots=True)
class Versions:
    """The entries of the other versions of a report; `corrected` says that the report itself names what it replaces."""

    entries: tuple[Entry, ...] = ()
    corrected: bool = False
    extent: Extent = Extent.WHOLE


def versions_of(tx: Transaction, report: Report, extraction: Extraction) -> Versions | None:
    """The versions by number and day, else by the words of a report of that or no known day; None for a new report."""
    from tracker.store import reports

    numbered = reports.with_document_number(tx, report.document_number, report.held_on) if report.held_on else ()
    if numbered:
        return Versions(_entries(tx, numbered), corrected=True)
    undated = reports.of_day(tx, None)
    for known in (*reports.of_day(tx, report.held_on), *undated) if report.held_on else undated:
        if contradict(known.committee, report.committee):
            continue
        entries = _entries(tx, [known.id])
        if _resemble(extraction, entries):  # only then are texts worth to be compared
            extent = same_text(report.text, reports.words(tx, known.id))
            if extent is not None:
                return Versions(entries, extent=extent)
    return None


def _resemble(extraction: Extraction, entries: Sequence[Entry]) -> bool:
    """Whether something is found again; where nothing was found, then or now, whether something is possible again."""
    found = [entry for entry in entries if entry.status is not Status.POSSIBLE]
    if found or extraction.commitments:
        return resembles_any(extraction.commitments, found)
    return resembles_any(extraction.possibles, entries)


def _entries(tx: Transaction, known: Sequence[int]) -> tuple[Entry, ...]:
    from tracker.store import looking

    return tuple(
        entry
        for number in known
        for entry in looking.entries(tx, Selection(statuses=EVERY, report_id=number), today=date.min)
    )
