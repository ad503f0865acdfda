"""How long a clerk waits for the next proposal, beside reading one entry of the same register."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from benchmarks._register import change
from tracker.model import Act, Selection, Status
from tracker.store import connect, register
from tracker.usecases.proposals import proposal
from tracker.usecases.register import Reading
from tracker.usecases.review import pile

TODAY = date(2024, 1, 1)
ACT = Act("benchmark", datetime(2024, 1, 1, tzinfo=UTC))
SIZES = (1_000, 10_000)


def main() -> None:
    """Print for each size of register how much longer a proposal takes than its entry alone."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder) / "register.db", size)


def _measure(path: Path, size: int) -> None:
    database = connect(path)
    with database.write(begins=True) as tx:
        open_ones = [change(index) for index in range(size)]
        proposed = [replace(one, set={**one.set, "status": Status.PROPOSED}) for one in open_ones[:100]]
        register.begin(tx, open_ones[100:] + proposed, act=ACT)

    def entry() -> object:
        with database.read() as tx:
            return register.entry(tx, size)

    alone = _best(entry)
    shown = _best(lambda: proposal(database, size, today=TODAY, left=1))
    begun = _best(lambda: pile(database, Selection(), act=lambda _: ACT, today=TODAY, reading=Reading("nl", "be-vlg")))
    database.close()
    print(f"{size:>7,} commitments: next proposal {shown * 1000:.0f} ms, {shown / alone:.0f} × reading its entry;")
    print(f"{'':>20} a pile of 100 {begun * 1000:.0f} ms, {begun / alone:.0f} ×")


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)
