"""Lists at scale: lines and cursors against whole entries and lines counted off, in the same run.

BENCH_SIZE sets how many commitments there are; 100,000 when it is not set.
"""

from __future__ import annotations

import os
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from benchmarks._register import filled_register
from tracker.model import Selection, Sort
from tracker.store import connect
from tracker.usecases import lists, looking

SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
PAGE = 50
RUNS = 3
TODAY = date(2022, 7, 1)
ALL = Selection()


def main() -> None:
    """Print how long a page near the end takes, and time and memory of the whole list; ratios are before over now."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        path = filled_register(Path(folder) / "register.db", size=SIZE)
        with closing(connect(path)) as database:
            far = SIZE * 9 // 10
            for sort in Sort:
                number = far // PAGE
                after = lists.page_at(database, ALL, today=TODAY, sort=sort, limit=PAGE, number=number).following
                whole = _best(lambda: looking.look(database, ALL, today=TODAY, sort=sort, limit=PAGE, offset=far))  # noqa: B023 - called at once
                line = _best(lambda: lists.page(database, ALL, today=TODAY, limit=PAGE, after=after))  # noqa: B023
                _tell(f"page {number + 1} by {sort}", whole, line, "ms")
            whole = _best(lambda: _drain(looking.stream(database, ALL, today=TODAY)))
            line = _best(lambda: _drain(lists.every_line(database, ALL, today=TODAY)))
            _tell("all of it", whole, line, "ms")
            much = _memory(lambda: looking.look(database, ALL, today=TODAY, limit=lists.AT_ONCE))
            little = _memory(lambda: lists.page(database, ALL, today=TODAY, limit=lists.AT_ONCE))
            _tell(f"memory of {lists.AT_ONCE}", much, little, "kB")


def _tell(what: str, before: float, now: float, unit: str) -> None:
    print(f"{what:<26}{before * 1000:8.0f} → {now * 1000:6.0f} {unit}, ratio {before / now:.1f}")


def _drain(entries: Iterable[object]) -> None:
    for _ in entries:
        pass


def _best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def _memory(action: Callable[[], object]) -> float:
    """The greatest memory, in megabytes."""
    tracemalloc.start()
    action()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
