"""How fast does a register go out and come in, and does memory stay flat? Ratios to plain json, csv and sqlite3.

Seconds are those of the processor, so that a busy machine tells the same.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from benchmarks._register import filled_register
from tracker.figures import overview
from tracker.files.output import Destination
from tracker.model import Act, Selection, Status
from tracker.store import Database, connect, looking
from tracker.usecases.exchange import ExportFormat, Wanted, export_to
from tracker.usecases.importing import import_file

SIZE = 20_000
TODAY, NOW = date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)
EVERYTHING = Selection(statuses=tuple(Status))
SELECT = "SELECT number, status, quote, summary, said_on, minister, due_on, firmness, kind, committee FROM commitments"
CREATE = (
    "CREATE TABLE bare (n INTEGER PRIMARY KEY, status, quote, summary, said, minister, due, firmness, kind, committee)"
)
INSERT = "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def main() -> None:
    """Print rows a second and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = filled_register(Path(folder) / "register.db", size=SIZE)
        database = connect(path)
        rows = sqlite3.connect(path).execute(SELECT).fetchall()
        print(f"register of {SIZE:,} commitments: rows a second, and times the bare library")
        _exports(database, rows, Path(folder))
        _imports(rows, Path(folder))
        _figures(database)
        database.close()


def _exports(database: Database, rows: list[tuple[object, ...]], folder: Path) -> None:
    as_csv = _seconds(lambda: csv.writer(io.StringIO()).writerows(rows))
    as_json = _seconds(lambda: [json.dumps(row) for row in rows])
    for kind in ExportFormat:
        work = partial(_export, database, Wanted(kind), folder / f"register.{kind}")
        tracemalloc.start()
        work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        spent, base = _seconds(work), as_csv if kind is ExportFormat.CSV else as_json
        print(f"  export {kind:<6} {SIZE / spent:>10,.0f}/s {spent / base:>6.1f} ×   Python's peak {peak / 1e6:.1f} MB")


def _imports(rows: list[tuple[object, ...]], folder: Path) -> None:
    bare = sqlite3.connect(folder / "bare.db")
    bare.execute(CREATE)
    base = _seconds(lambda: bare.executemany(INSERT, rows))
    bare.commit()
    print(f"  bare insert   {SIZE / base:>10,.0f}/s")
    for kind in (ExportFormat.JSONL, ExportFormat.JSON, ExportFormat.CSV):
        spent = _seconds(partial(_import, folder / f"register.{kind}", folder / f"from-{kind}.db"))
        print(f"  import {kind:<6} {SIZE / spent:>10,.0f}/s {spent / base:>6.1f} ×   bar 20,000/s")


def _figures(database: Database) -> None:
    with database.read() as tx:
        base = _seconds(lambda: sum(1 for _ in looking.stream(tx, EVERYTHING, today=TODAY)))
        spent = _seconds(lambda: overview(looking.stream(tx, EVERYTHING, today=TODAY), TODAY))
    print(f"  figures       {SIZE / spent:>10,.0f}/s {spent / base:>6.1f} × reading alone")


def _export(database: Database, wanted: Wanted, target: Path) -> None:
    export_to(database, wanted, Destination(target, force=True), today=TODAY, now=NOW)


def _import(file: Path, target: Path) -> None:
    database = connect(target)
    imported = import_file(database, file, act=Act("benchmark", NOW), read_deadline=lambda _words, _day: None)
    database.close()
    if imported.new != SIZE:
        raise RuntimeError(f"{imported.new} of {SIZE} came in.")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
