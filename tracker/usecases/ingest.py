"""From a report that was read to commitments in the register: nothing twice, nothing lost, one transaction a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.extraction import extract
from tracker.matching import BandRevision, Extent, Pair, Revision, compare_bands, is_certain, repetition
from tracker.model import Act, Change, Commitment, Entry, Extraction, Mention, Problem, Report, Selection, Status
from tracker.model.register import UNREVIEWED
from tracker.usecases import possibles
from tracker.usecases.versions import Versions, versions_of

if TYPE_CHECKING:
    from tracker.store import Database, Transaction


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one report. `numbers` are the new entries; `known` says that it was read before.

    `read_again` says that it was known and is read otherwise now; `apart` is what is only possible, where it was kept.
    """

    report: Report
    extraction: Extraction
    numbers: tuple[int, ...] = ()
    known: bool = False
    repeated: tuple[Pair, ...] = ()
    resembling: tuple[Pair, ...] = ()
    revision: Revision | None = None
    read_again: bool = False
    apart: tuple[tuple[Commitment, int], ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read or decided, in the report and in its commitments."""
        return self.report.problems + self.extraction.problems


def look(report: Report, *, calendar: str | None = None, fast: bool = False) -> Ingested:
    """What would be found; nothing is stored. Of a sitting whose day is unknown the words of deadlines are kept."""
    return Ingested(report, extract(report, calendar=calendar, fast=fast))


def store(database: Database, found: Ingested, *, act: Act, accept: bool = False, again: bool = False) -> Ingested:
    """Keep a report and what was promised in it; a report that is known adds nothing, unless it is read again.

    A corrected version or another copy of a known report updates what nobody has decided on yet, and is mentioned on
    the rest where it says something else. `again`: with another day, language or minister, or by other rules.
    """
    from tracker.store import reports
    from tracker.usecases.rereading import read_again

    report = found.report
    with database.write(begins=True) as tx:
        known = reports.by_sha256(tx, report.sha256)
        if known is not None:
            return read_again(tx, found, known, act=act, accept=accept) if again else replace(found, known=True)
        versions = versions_of(tx, report, found.extraction)
        report_id = reports.add(tx, report, act=act, rules_version=found.extraction.rules_version)
        if versions is not None:
            return _revise(tx, found, report_id, versions, act=act, accept=accept)
        return _add(tx, found, report_id, act=act, accept=accept)


def ingest(
    database: Database, report: Report, *, act: Act, accept: bool = False, calendar: str | None = None
) -> Ingested:
    """Find the commitments of a report and keep them; see `store`."""
    return store(database, look(report, calendar=calendar), act=act, accept=accept)


def _add(tx: Transaction, ingested: Ingested, report_id: int, *, act: Act, accept: bool) -> Ingested:
    from tracker.store import looking, register

    today = ingested.report.held_on or date.min
    ministers = {
        commitment.minister.name
        for commitment in (*ingested.extraction.commitments, *ingested.extraction.possibles)
        if commitment.minister and commitment.minister.name
    }
    earlier = [
        entry
        for name in sorted(ministers)
        for entry in looking.entries(tx, Selection(statuses=tuple(followup.PENDING), minister=name), today=today)
    ]
    hits = [repetition(commitment, earlier) for commitment in ingested.extraction.commitments]
    repeated = tuple(hit for hit in hits if hit is not None and is_certain(hit))
    for pair in repeated:
        register.record(tx, pair.entry.number, _mention(pair.entry, pair.found, report_id=report_id), act=act)
    again = {pair.found for pair in repeated}
    numbers = register.propose(
        tx,
        report_id,
        [commitment for commitment in ingested.extraction.commitments if commitment not in again],
        act=act,
        accept=accept,
        rules_version=ingested.extraction.rules_version,
    )
    besides = possibles.repeating_nothing(ingested.extraction.possibles, earlier)
    apart = possibles.keep(tx, report_id, besides, ingested.extraction, act=act)
    resembling = tuple(hit for hit in hits if hit is not None and not is_certain(hit))
    return replace(ingested, numbers=numbers, repeated=repeated, resembling=resembling, apart=apart)


def _revise(
    tx: Transaction, ingested: Ingested, report_id: int, versions: Versions, *, act: Act, accept: bool
) -> Ingested:
    """Another version: what it changes follows where nobody decided, and is mentioned elsewhere."""
    from tracker.store import register

    bands = compare_bands(ingested.extraction, versions.entries)
    revision = bands.found
    for pair in (*revision.same, *revision.changed):
        change = _corrected(tx, pair, report_id=report_id)
        if versions.corrected or pair in revision.changed or _gets_day(pair):
            register.record(tx, pair.entry.number, change, act=act)
    numbers = register.propose(
        tx, report_id, revision.new, act=act, accept=accept, rules_version=ingested.extraction.rules_version
    )
    apart = _revise_apart(tx, ingested, report_id, bands, act=act, accept=accept)
    if versions.extent is Extent.PART:
        revision = replace(revision, vanished=())
    vanished = tuple(entry for entry in revision.vanished if entry.status is not Status.REJECTED)
    revision = replace(revision, changed=(*revision.changed, *bands.found_now), vanished=vanished)
    return replace(ingested, numbers=numbers, revision=revision, apart=apart)


def _revise_apart(
    tx: Transaction, ingested: Ingested, report_id: int, bands: BandRevision, *, act: Act, accept: bool
) -> tuple[tuple[Commitment, int], ...]:
    """What was only possible: found now, or worded otherwise, or new; gives the new ones with their numbers."""
    from tracker.store import register

    for pair in bands.found_now:
        change = followup.reword(pair.entry, pair.found, report_id=report_id)
        possibles.propose(tx, pair, change, act=act, accept=accept)
    for pair in bands.still_possible:
        register.record(tx, pair.entry.number, _corrected(tx, pair, report_id=report_id), act=act)
    return possibles.keep(tx, report_id, bands.new_possibles, ingested.extraction, act=act)


def _corrected(tx: Transaction, pair: Pair, *, report_id: int) -> Change:
    """What another version does to an entry; one that waited for its day gets it, and with it its deadline."""
    from tracker.usecases.rereading import decided_in

    if pair.entry.status in UNREVIEWED:
        return followup.reword(pair.entry, pair.found, report_id=report_id)
    said_on = pair.found.said_on
    if said_on and _gets_day(pair):
        decided = decided_in(tx, pair.entry)
        return followup.edit(pair.entry, followup.redated(pair.entry, said_on, pair.found.deadline, decided=decided))
    return _mention(pair.entry, pair.found, report_id=report_id)


def _gets_day(pair: Pair) -> bool:
    return pair.entry.said_on is None and pair.found.said_on is not None


def _mention(entry: Entry, commitment: Commitment, *, report_id: int) -> Change:
    mention = Mention(report_id, commitment.start, commitment.end, commitment.quote)
    return followup.mention(entry, mention, deadline=commitment.deadline)
