"""Is it as late as the clock shows? Judged by what the register remembers and what else the machine can tell. Pure.

A clock that is wrong by years would send letters that are owed to nobody, or none at all for years. So a clock that
leaps by more than a day is not believed unless something else shows that so much time has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY = timedelta(hours=25, minutes=30)  # the longest one has 25 hours, and who ticks once a day is not punctual
A_STEP_BACK = timedelta(hours=1)  # by less, what waits for a later time does so no longer than after a failure


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a machine can tell of the time."""

    now: datetime
    boot: str | None = None  # names this start of the machine
    elapsed: float = 0.0  # seconds since then, however the clock was set
    is_right: bool = False  # the system knows that its clock agrees with others


@dataclass(frozen=True, slots=True)
class Tick:
    """When somebody last looked what is owed, and how long their machine had been running."""

    at: datetime
    boot: str | None
    elapsed: float | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a register knows of the past; a new one knows nothing."""

    tick: Tick | None = None
    reached: datetime | None = None  # the time had certainly come, if the clock was right then: somebody ticked or sent
    latest: datetime | None = None  # the last instant of all that is not still to come


@dataclass(frozen=True, slots=True)
class Doubt:
    """The clock is `ahead` of a time that is known by so much; behind it when that is negative."""

    ahead: timedelta
    of: datetime


def doubt(clocks: Clocks, remembered: Remembered) -> Doubt | None:
    """Why the clock is not believed; None when it may be.

    Whoever went beyond the present time did so by a wrong clock, this one or that one: a person must say which. A clock
    that leapt ahead is believed when the system knows that it is right, or when the machine has been running so long.
    """
    now = clocks.now
    if remembered.reached is not None and remembered.reached - now > A_DAY:
        return Doubt(now - remembered.reached, remembered.reached)
    if clocks.is_right:
        return None
    known = _by_running_time(clocks, remembered.tick) or remembered.latest
    if known is None or abs(now - known) <= A_DAY:
        return None
    return Doubt(now - known, known)


def stepped_back(clocks: Clocks, tick: Tick) -> bool:
    """Whether this machine's own clock went back since that tick, and by so much that something may wait in vain.

    A tick of another machine tells only that the two clocks do not agree; whoever acted on it would undo what the other
    one waits for, at each of its own ticks.
    """
    return tick.boot is not None and tick.boot == clocks.boot and tick.at - clocks.now > A_STEP_BACK


def _by_running_time(clocks: Clocks, tick: Tick | None) -> datetime | None:
    """What time it is by the last tick and the seconds since, if the machine has been running on."""
    if tick is None or tick.elapsed is None or tick.boot is None or tick.boot != clocks.boot:
        return None
    passed = clocks.elapsed - tick.elapsed
    return tick.at + timedelta(seconds=passed) if passed >= 0 else None
