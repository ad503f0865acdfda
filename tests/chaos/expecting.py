"""What every reader must have received and may have: read off docs/letters.md, never asked of the product.

Digests have slots, alerts have causes. A slot is a local day with a local time; a cause is a step towards or past a
deadline, or something that happened. At a moment at which all is quiet the latest slot must have been served, and
what a reader was told last of a commitment must agree with how it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from chaos.chronicle import Commitment, Fact, Reader, Standing, Timetable

PARLIAMENT = ZoneInfo("Europe/Brussels")
BEFORE, AFTER, EVERY = (14, 7, 1), (1, 7, 30), 30  # days before and after a deadline, then monthly
GROUP = timedelta(minutes=10)  # what is done within this time is told together
LATE, SOON = timedelta(hours=12), timedelta(hours=12)  # a digest so late is left to the next one that comes so soon
HORIZON = timedelta(days=28)
SLACK = timedelta(seconds=3)  # a letter's Date has no fractions, and a tick takes its time


def instant(timetable: Timetable, day: date) -> datetime:
    """When the digest of a local day is due; RFC 5545 says how a time that is skipped or comes twice is read."""
    return datetime.combine(day, timetable.at, ZoneInfo(timetable.zone)).replace(fold=0).astimezone(UTC)


def slot_at(timetable: Timetable, at: datetime) -> date | None:
    """The latest slot that was due at an instant."""
    day = at.astimezone(ZoneInfo(timetable.zone)).date() + timedelta(days=1)
    for back in range(70):
        candidate = day - timedelta(days=back)
        if timetable.is_slot(candidate) and instant(timetable, candidate) <= at:
            return candidate
    return None


def slot_after(timetable: Timetable, at: datetime) -> datetime:
    """When the next digest is due after an instant."""
    day = at.astimezone(ZoneInfo(timetable.zone)).date() - timedelta(days=1)
    for ahead in range(70):
        candidate = day + timedelta(days=ahead)
        if timetable.is_slot(candidate) and instant(timetable, candidate) > at:
            return instant(timetable, candidate)
    raise AssertionError(timetable)


def digest_owed(reader: Reader, quiet: datetime) -> date | None:
    """The slot whose digest a reader must have, or a later one's, when all is quiet."""
    timetable = reader.timetable
    if timetable is None or not reader.is_active:
        return None
    slot = slot_at(timetable, quiet - SLACK)
    if slot is None or instant(timetable, slot) <= reader.begin.end.at:
        return None
    is_late = quiet - instant(timetable, slot) > LATE
    return None if is_late and slot_after(timetable, quiet) - quiet < SOON + SLACK else slot


def today(at: datetime) -> date:
    """The day in the parliament's zone."""
    return at.astimezone(PARLIAMENT).date()


def must_tell(standings: frozenset[Standing | None], days: Sequence[date]) -> bool:
    """Whether a digest of those days must tell of a commitment: it is overdue, or due within four weeks."""
    return all(
        standing is not None and standing.is_open and standing.due_on is not None and standing.due_on < day + HORIZON
        for standing in standings
        for day in days
    )


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason for one alert: not before this instant."""

    since: datetime
    why: str


def morning(reader: Reader, day: date) -> datetime:
    """Alerts of a day leave at six in the morning of the reader."""
    return datetime.combine(day, time(6), zone_of(reader)).astimezone(UTC)


def zone_of(reader: Reader) -> ZoneInfo:
    """Where a reader's days begin."""
    return PARLIAMENT if reader.timetable is None else ZoneInfo(reader.timetable.zone)


def offsets(reader: Reader, until: int) -> list[int]:
    """On which days from the due day a reader hears of a deadline, up to some day."""
    found = [-days for days in BEFORE] if "due" in reader.alerts else []
    if "overdue" in reader.alerts:
        found += [*AFTER, *range(AFTER[-1] + EVERY, until + 1, EVERY)]
    return sorted(offset for offset in found if offset <= until)


@dataclass(frozen=True, slots=True)
class Step:
    """The latest step of a deadline that was reached: due since `since`, told by letters of `dated` and later."""

    offset: int
    since: datetime
    dated: datetime
    owed_on: date


def step_owed(reader: Reader, commitment: Commitment, quiet: datetime) -> Step | None:
    """The step of which a reader must have heard when all is quiet; None when there is none or it is not certain."""
    standings = commitment.between(quiet - GROUP - SLACK, quiet)
    standing = next(iter(standings))
    if len(standings) != 1 or standing is None or not standing.is_open or standing.due_on is None:
        return None
    known, set_at = commitment.facts[-1], _set_at(commitment, standing)
    reached = offsets(reader, (today(quiet) - standing.due_on).days)
    if not reached:
        return None
    day = standing.due_on + timedelta(days=reached[-1])
    known_on = today(known.since.end.at)
    owed_on = max(day, known_on)
    since = morning(reader, owed_on)
    if owed_on in {known_on, today(known.since.begin.at)}:
        since = max(since, known.since.end.at + GROUP)
    dated = max(morning(reader, day), set_at.since.begin.at) - GROUP - SLACK
    is_news = owed_on > today(reader.begin.end.at)
    return Step(reached[-1], since, dated, owed_on) if is_news and since + SLACK <= quiet else None


def _set_at(commitment: Commitment, standing: Standing) -> Fact:
    """Since when it has that deadline, whatever else happened in between, or an old copy made as if it had not."""
    found, is_undone = commitment.facts[-1], False
    for fact in reversed(commitment.facts):
        if fact.standing is not None and fact.standing.due_on == standing.due_on:
            found, is_undone = fact, fact.is_restored
        elif not is_undone:
            break
    return found


def causes(reader: Reader, commitment: Commitment, until: datetime) -> list[Cause]:
    """Every reason that there was to alert a reader of a commitment, the oldest first."""
    found = [*_events(reader, commitment), *_steps(reader, commitment, until)]
    return sorted(found, key=lambda cause: cause.since)


def _events(reader: Reader, commitment: Commitment) -> Iterator[Cause]:
    for before, after in pairwise(commitment.facts):
        if before.standing is None or after.standing is None:
            continue
        kind = "moved" if after.standing.is_open and before.standing.is_open else "resolved"
        if not before.standing.is_open and after.standing.is_open:
            kind = "reopened"
        if kind in reader.alerts:
            yield Cause(after.since.begin.at, f"{kind} at {after.since.begin.at:%Y-%m-%d %H:%M:%S}")


def _steps(reader: Reader, commitment: Commitment, until: datetime) -> Iterator[Cause]:
    for fact, following in zip(commitment.facts, [*commitment.facts[1:], None], strict=True):
        standing = fact.standing
        if standing is None or not standing.is_open or standing.due_on is None:
            continue
        last = today(until if following is None else following.since.end.at)
        known_on = today(fact.since.begin.at)
        passed = False
        for offset in offsets(reader, (last - standing.due_on).days):
            day = standing.due_on + timedelta(days=offset)
            if day > known_on:
                yield Cause(morning(reader, day), f"{offset:+d} days of {standing.due_on}")
            elif not passed:
                passed = True
                yield Cause(fact.since.begin.at, f"{standing.due_on} became known late")
