"""The register at scale: each command against the same query in bare sqlite3 plus the start of the libraries.

BENCH_SIZE sets how many commitments there are (three events each); 100,000 when it is not set.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from benchmarks._register import MINISTERS, change
from tracker.model import Act, Change, Deed
from tracker.store import connect, register

SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
CHUNK = 2000
RUNS = 5
TODAY = "2022-07-01"
LIBRARIES = "import sqlalchemy, typer"
BARE = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "c.execute('PRAGMA synchronous=EXTRA'); [print(c.execute(q).fetchall()) for q in sys.argv[2:]]"
)
PENDING = "status IN ('open', 'partly_fulfilled', 'proposed')"
OVERDUE = f"{PENDING} AND due_on < '{TODAY}' AND (responsible = '{MINISTERS[0]}' OR minister = '{MINISTERS[0]}')"
LIST = "SELECT * FROM commitments WHERE {0} ORDER BY due_on NULLS LAST, number LIMIT 50"
COUNT = "SELECT count(*) FROM commitments WHERE {0}"
FOUND = (
    """SELECT rowid FROM commitments_search WHERE commitments_search MATCH '"plan"* AND "4711"*' ORDER BY rowid DESC"""
)
ACTOR = "INSERT INTO actors (id, seal) SELECT max(id) + 1, max(id) + 1 FROM actors"
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # what tracker does, and the same in bare SQL
    "list, first page": (
        ("list", "--limit", "50"),
        (LIST.format("status <> 'rejected'"), COUNT.format("status <> 'rejected'")),
    ),
    "list --overdue --minister": (
        ("list", "--overdue", "--minister", MINISTERS[0], "--limit", "50"),
        (LIST.format(OVERDUE), COUNT.format(OVERDUE)),
    ),
    "show": (
        ("show", "C-0777"),
        ("SELECT * FROM commitments WHERE number = 777", "SELECT * FROM events WHERE commitment = 777"),
    ),
    "search": (("search", "plan", "4711"), (LIST.format(f"number IN ({FOUND})"),)),
    "resolve": (
        ("resolve", "{number}", "--evidence", "https://example.org/brief"),
        ("BEGIN IMMEDIATE", "UPDATE commitments SET status = 'open' WHERE number = 5", ACTOR, "COMMIT"),
    ),
}


def main() -> None:
    """Print the figures; a ratio is the time of ours over that of the baseline, both the best of some runs."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        path = Path(folder) / "register.db"
        made = make(path)
        megabytes = path.stat().st_size >> 20
        print(f"{SIZE} commitments, {3 * SIZE} events, {megabytes} MB; made at {SIZE / made:.0f}/s")
        small = Path(folder) / "small.db"
        make(small, size=1)
        opening(path, small)
        verifying(path)
        start = best(lambda: run([sys.executable, "-c", LIBRARIES]))
        print(f"start of the libraries ({LIBRARIES}): {start * 1000:.0f} ms")
        tracker = [sys.executable, "-m", "tracker", "--db", str(path), "--today", TODAY]
        numbers = iter(range(100, 100 + RUNS))
        for name, (words, queries) in COMMANDS.items():
            ours = best(partial(run_ours, tracker, words, numbers))
            bare = best(partial(run, [sys.executable, "-c", BARE, str(path), *queries]))
            told = f"{ours * 1000:6.0f} ms, bare {bare * 1000:6.0f} ms, ratio {ours / (bare + start):.2f} (bar 2)"
            print(f"{name:<28}{told}")
        print(f"memory of the largest: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MB (bar 150)")


def make(path: Path, *, size: int = SIZE) -> float:
    """A register in which everything was accepted late and moved once; gives the seconds it took."""
    began = time.perf_counter()
    act = Act("griffier", datetime(2024, 1, 1, tzinfo=UTC))
    moved = Change(Deed.MOVED, {"due_on": date(2024, 6, 30), "due_words": "eind juni 2024", "slips": 1})
    noted = Change(Deed.EDITED, {"policy_area": "wonen"})
    with closing(connect(path)) as database:
        for first in range(0, size, CHUNK):
            with database.write(begins=True) as tx:
                last = min(first + CHUNK, size)
                numbers = register.begin(tx, [change(index) for index in range(first, last)], act=act)
                register.record_all(tx, [(number, noted) for number in numbers], act=act)
                register.record_all(tx, [(number, moved if number % 3 == 0 else noted) for number in numbers], act=act)
    return time.perf_counter() - began


def opening(path: Path, small: Path) -> None:
    """Opening must not depend on size."""
    large, tiny = (best(partial(_open, one)) for one in (path, small))
    print(f"opening: {large * 1000:.2f} ms, of a register of one {tiny * 1000:.2f} ms, ratio {large / tiny:.2f}")


def verifying(path: Path) -> None:
    """Proving the whole history, in a process of its own for the memory."""
    code = (
        "import resource, sys, time; from tracker.store import connect; from tracker.usecases.upkeep import verify; "
        "t = time.perf_counter(); v = verify(connect(sys.argv[1])); assert v.is_sound, v.problems[:3]; "
        "print(f'verify: {v.events / (time.perf_counter() - t):.0f} events/s (bar 100000), "
        "{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB')"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def run_ours(tracker: list[str], words: tuple[str, ...], numbers: Iterator[int]) -> None:
    """Run the command; a commitment can be resolved only once, so that each run takes the next number."""
    run([*tracker, *(str(next(numbers)) if word == "{number}" else word for word in words)])


def best(action: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def run(command: list[str]) -> None:
    """Run to the end, in silence; what fails stops the benchmark."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _open(path: Path) -> None:
    with closing(connect(path)) as database, database.read():
        pass
