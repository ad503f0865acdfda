"""Is the clock to be believed? Nothing is planned or sent by one that leapt by more than a day, until somebody says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.errors import MailError, Refused
from tracker.owed.present import Clocks, Doubt, doubt, stepped_back
from tracker.owed.steps import LOOK_BACK
from tracker.store import Transaction
from tracker.store.letters import future, health, instants, troubles
from tracker.store.letters.future import Present
from tracker.usecases.letters.post_office import PostOffice


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """What the clock shows, what is remembered, and whether the one is believed beside the other."""

    now: datetime
    is_right: bool  # the system knows it from others
    ticked_at: datetime | None
    latest: datetime | None
    doubt: str | None
    far_ahead: Mapping[str, int]  # digests, alerts and letters that wait for a time much later than by right


def keep_time(tx: Transaction, office: PostOffice) -> None:
    """Remember what time it is; raises MailError when the clock is not to be believed.

    After a step back by hours, which may be, what waits for the time that was left goes on.
    """
    clocks = _clocks(office)
    known = instants.remembered(tx, clocks.now, office.zone)
    why = _why(office, doubt(clocks, known))
    if why is not None:
        raise MailError("clock.not-believed", because=why)
    if known.tick is not None and stepped_back(clocks, known.tick):
        future.bring_back(tx, _present(office, clocks), plan_after=office.today - timedelta(days=1))
    health.ticked(tx, at=clocks.now, boot=clocks.boot, elapsed=clocks.elapsed)


def clock_standing(office: PostOffice) -> ClockStanding:
    """How the clock stands to what the register remembers."""
    clocks = _clocks(office)
    with office.database.read() as tx:
        known = instants.remembered(tx, clocks.now, office.zone)
        ahead = future.far_ahead(tx, clocks.now)
    ticked_at = known.tick.at if known.tick else None
    return ClockStanding(
        clocks.now, clocks.is_right, ticked_at, known.latest, _why(office, doubt(clocks, known)), ahead
    )


def accept(office: PostOffice, day: date) -> Mapping[str, int]:
    """The clock is right, says somebody who knows the `day`: what waits for a later time is brought back.

    Nothing that left leaves again, and nothing is lost: what was written for a later time is written anew on its day.
    Gives how many of what; raises Refused when the clock shows another day.
    """
    if day != office.today:
        raise Refused("clock.another-day", today=office.today, day=day)
    clocks = _clocks(office)
    with office.database.write(exclusive=False) as tx:
        taken_up = Counter(future.take_up(tx, clocks.now, office.today))
        back = future.bring_back(tx, _present(office, clocks), plan_after=office.today - LOOK_BACK)
        health.ticked(tx, at=clocks.now, boot=clocks.boot, elapsed=clocks.elapsed)
        troubles.over(tx, ["clock"])
    return {name: number for name, number in (taken_up + Counter(back)).items() if number}


def _clocks(office: PostOffice) -> Clocks:
    now = office.clock()
    return Clocks(now, office.boot or office.owner, office.elapsed(), office.knows_time(now))


def _present(office: PostOffice, clocks: Clocks) -> Present:
    return Present(clocks.now, office.today, office.hold.lease, office.group_wait)


def _why(office: PostOffice, doubt: Doubt | None) -> str | None:
    """Why nothing is planned or sent, in words."""
    if doubt is None:
        return None
    shown, known = (f"{moment.astimezone(office.zone):%Y-%m-%d %H:%M}" for moment in (doubt.of + doubt.ahead, doubt.of))
    by = _length(doubt.ahead)
    if doubt.ahead < timedelta(0):
        return f"The clock shows {shown}, {by} before {known}, which had come already. Nothing is planned or sent."
    return (
        f"The clock shows {shown}, {by} after {known}, and nothing else shows that so much time has passed. "
        "Nothing is planned or sent."
    )


def _length(span: timedelta) -> str:
    hours = round(abs(span) / timedelta(hours=1))
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"  # noqa: PLR2004 - as people say it
