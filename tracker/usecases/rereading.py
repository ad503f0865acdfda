"""A report that is known is read once more: of another day, in another language, with another minister or rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import TrackerError
from tracker.matching import compare_versions
from tracker.model import Act, Change, Entry, Selection, Status, TimeExpression
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
    revision = compare_versions(found.extraction.commitments, entries)
    pairs = {pair.entry.number: pair for pair in (*revision.same, *revision.changed)}
    changed: set[int] = set()
    common = register.common_of(found.report)
    for entry in entries:
        decided = decided_in(tx, entry)
        if entry.number in pairs:
            commitment = pairs[entry.number].found
            change = followup.read_again(entry, commitment, report_id=known.id, common=common, decided=decided)
        else:
            change = _redated(entry, known.held_on, found.report.held_on, decided)
        if change is not None:
            register.record(tx, entry.number, change, act=act)
            changed.add(entry.number)
    numbers = register.propose(tx, known.id, revision.new, act=act, accept=accept, rules_version=rules)
    outcome = replace(
        revision,
        same=tuple(pair for number, pair in pairs.items() if number not in changed),
        changed=tuple(pair for number, pair in pairs.items() if number in changed),
        vanished=tuple(entry for entry in revision.vanished if entry.status is not Status.REJECTED),
    )
    nothing = not (differs or changed or numbers)
    return replace(found, numbers=numbers, revision=None if nothing else outcome, known=nothing, read_again=not nothing)


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
