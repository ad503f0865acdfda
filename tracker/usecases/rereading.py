"""A report that is known is read once more: of another day, in another language, with another minister or rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import TrackerError
from tracker.matching import BandRevision, Revision, compare_bands
from tracker.model import Act, Change, Entry, Selection, Status, TimeExpression
from tracker.usecases import possibles
from tracker.usecases.versions import EVERY

if TYPE_CHECKING:
    from tracker.store import Transaction
    from tracker.store.reports import KnownReport
    from tracker.usecases.ingest import Ingested


def read_again(tx: Transaction, found: Ingested, known: KnownReport, *, act: Act, accept: bool) -> Ingested:
    """What is read now takes the place of what nobody decided on; what is not found any more stays and is named."""
    from tracker.store import looking, register, reports

    rules = found.extraction.rules_version
    differs = reports.read_again(tx, known.id, found.report, act=act, rules_version=rules)
    entries = looking.entries(tx, Selection(statuses=EVERY, report_id=known.id), today=date.min)
    bands = compare_bands(found.extraction, entries)
    common = register.common_of(found.report)
    paired = {
        pair.entry.number: pair
        for pair in (*bands.found.same, *bands.found.changed, *bands.found_now, *bands.still_possible)
    }
    changed: set[int] = set()
    for entry in entries:
        pair, decided = paired.get(entry.number), decided_in(tx, entry)
        if pair is None:
            change = _redated(entry, known.held_on, found.report.held_on, decided)
        else:
            change = followup.read_again(entry, pair.found, report_id=known.id, common=common, decided=decided)
        if pair in bands.found_now:
            possibles.propose(tx, pair, change, act=act, accept=accept)
        elif change is not None:
            register.record(tx, entry.number, change, act=act)
        else:
            continue
        changed.add(entry.number)
    numbers = register.propose(tx, known.id, bands.found.new, act=act, accept=accept, rules_version=rules)
    apart = possibles.keep(tx, known.id, bands.new_possibles, found.extraction, act=act)
    if not (differs or changed or numbers or apart):
        return replace(found, known=True)
    return replace(found, numbers=numbers, revision=_outcome(bands, changed), read_again=True, apart=apart)


def _outcome(bands: BandRevision, changed: Collection[int]) -> Revision:
    """What is told of what is found: which entries say the same, which were changed, and which are found no more."""
    pairs = (*bands.found.same, *bands.found.changed, *bands.found_now)
    return replace(
        bands.found,
        same=tuple(pair for pair in pairs if pair.entry.number not in changed),
        changed=tuple(pair for pair in pairs if pair.entry.number in changed),
        vanished=tuple(entry for entry in bands.found.vanished if entry.status is not Status.REJECTED),
    )


def again_on(entry: Entry, said_on: date, *, calendar: str | None = None) -> TimeExpression | None:
    """The deadline as it was stated, by its words on another day; as it is where the words alone do not tell it."""
    from tracker.dates import find_dates

    stated = entry.stated
    if stated is None:
        return None
    try:
        language = (stated.rule or "").partition(".")[0]  # rules are named after their language
        dates = find_dates(stated.text, said_on=said_on, language=language, calendar=calendar)
    except TrackerError:
        return stated
    dated = [each for each in dates if not each.problem]
    return replace(dated[0], start=stated.start, end=stated.end) if len(dated) == 1 else stated


def decided_in(tx: Transaction, entry: Entry) -> frozenset[str]:
    """The fields of an entry that somebody decided on."""
    from tracker.store.events import history

    return followup.decided_on(history(tx, entry.number))


def _redated(entry: Entry, before: date | None, now: date | None, decided: frozenset[str]) -> Change | None:
    """What was found before and is not found now was said on that other day too."""
    if now is None or before == now or entry.said_on != before or "said_on" in decided:
        return None
    return followup.edit(entry, followup.redated(entry, now, again_on(entry, now), decided=decided))
