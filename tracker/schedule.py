"""When to knock: APScheduler as a clock that ticks, nothing else. It keeps no jobs and decides nothing.

The main thread watches the heartbeat: when ticks stop coming it ends the process, so that the supervisor starts a
new one. A thread that died leaves APScheduler "running" for ever.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # APScheduler 3 has no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]  # the same

from tracker.errors import TrackerError

STALE_AFTER = 4  # leases without a finished tick, before the process gives itself up


def run(
    knock: Callable[[Callable[[], bool]], None], *, clock: Callable[[], datetime], seconds: int, stale_after: float
) -> None:
    """Knock at once and then every so many seconds, until SIGTERM or SIGINT; raises TrackerError when knocks stop."""
    stopping, beats = Event(), [clock()]

    def tick() -> None:
        knock(stopping.is_set)
        beats[0] = clock()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        tick,
        IntervalTrigger(seconds=seconds, timezone=UTC),
        next_run_time=datetime.now(UTC),  # noqa: TID251 - APScheduler compares with its own clock
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        while not stopping.wait(1.0):
            if (clock() - beats[0]).total_seconds() > stale_after:
                raise TrackerError("The scheduler no longer ticks.", advice="The supervisor should start it again.")
    finally:
        scheduler.shutdown(wait=True)
