"""When to tick: APScheduler as a clock that ticks, nothing else. It keeps no jobs and decides nothing.

The main thread watches for signs of life: when they stop coming it ends the process, so that the supervisor starts a
new one. A thread that died or hangs leaves APScheduler "running" for ever.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # it has no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]  # the same

Asked = Callable[[], bool]


def run(
    tick: Callable[[Asked], None],
    *,
    seconds: float,
    stale_after: float,
    tell: Callable[[str], None] = lambda _words: None,
    give_up: Callable[[], None] = lambda: os._exit(75),
) -> None:
    """Tick at once and then every so many seconds, until SIGTERM or SIGINT.

    A tick is told through its argument whether to stop, and shows by asking that it is alive. Without a sign of life
    for `stale_after` seconds `give_up` ends the process: nothing milder would end a thread that hangs. `tell` hears
    what the clock itself complains of; that a long tick lets others fall out is no complaint.
    """
    _listen(tell)
    stopping, alive = Event(), [monotonic()]

    def asked_to_stop() -> bool:
        alive[0] = monotonic()
        return stopping.is_set()

    def tick_and_live() -> None:
        tick(asked_to_stop)
        asked_to_stop()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    scheduler = _scheduler(tick_and_live, seconds)
    scheduler.start()
    while not stopping.wait(min(1.0, stale_after / 4)):
        if monotonic() - alive[0] > stale_after:
            scheduler.shutdown(wait=False)
            give_up()
            break
    else:
        scheduler.shutdown(wait=True)  # the letter in hand is finished
    for number, handler in before.items():
        signal.signal(number, handler)


class _Retelling(logging.Handler):
    """Passes on in one line what APScheduler says."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._tell(" ".join(record.getMessage().split()) + (f": {type(error).__name__}: {error}" if error else ""))


def _listen(tell: Callable[[str], None]) -> None:
    logger = logging.getLogger("apscheduler")
    logger.handlers, logger.propagate = [_Retelling(tell)], False


def _scheduler(tick: Callable[[], None], seconds: float) -> BackgroundScheduler:
    """One job in memory; what was missed is one tick, and ticks never overlap."""
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        tick,
        IntervalTrigger(seconds=seconds, timezone=UTC),
        next_run_time=datetime.now(UTC),  # noqa: TID251 - APScheduler compares with its own clock
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    return scheduler
