"""An import that is killed: is all of it there or nothing, and does the register still guard itself?"""

import random  # noqa: TID251 - seeded: the same moments every time
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tracker.store import connect
from tracker.store.verifying import verify

ROWS = 3000
WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tracker.model import Act
from tracker.store import connect, archive, importing
from tracker.usecases.importing import import_file
database, act = connect(sys.argv[1]), Act("werker", datetime(2022, 1, 1, tzinfo=UTC))
with database.write():
    pass
print("ready", flush=True)
import_file(database, Path(sys.argv[2]), act=act, read_deadline=lambda words, day: None)
print("done", flush=True)
"""


def table(folder: Path) -> Path:
    path = folder / "in.csv"
    rows = "".join(f"T-{number},Belofte {number} over water.,2022-01-01\n" for number in range(ROWS))
    path.write_text(f"kenmerk,tekst,datum\n{rows}")
    return path


def guards(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')"
        return {name for (name,) in connection.execute(query)}


def kill_an_import(template: Path, folder: Path, chance: random.Random) -> bool:
    """Kill it at a random moment; gives whether it had all come in."""
    path = Path(shutil.copy(template, folder / "register.db"))
    command = [sys.executable, "-c", WORKER, str(path), str(folder / "in.csv")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.6)
        worker.send_signal(signal.SIGKILL)
        is_done = "done" in worker.stdout.read()
    with closing(connect(path)) as database, database.read() as tx:
        verdict = verify(tx)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT count(*) FROM commitments_search WHERE commitments_search MATCH 'water'"
        (found,) = connection.execute(query).fetchone()

    assert verdict.problems == ()
    assert verdict.commitments in {0, ROWS}
    assert verdict.commitments == ROWS or not is_done
    assert found == verdict.commitments
    assert guards(path) == guards(template)
    return verdict.commitments == ROWS


def test_an_import_that_is_killed_is_whole_or_absent(sqlite_template: Path, tmp_path: Path) -> None:
    table(tmp_path)
    chance = random.Random(1)

    for _ in range(2):
        kill_an_import(sqlite_template, tmp_path, chance)


@pytest.mark.soak
def test_an_import_that_is_killed_eighty_times_is_whole_or_absent(sqlite_template: Path, tmp_path: Path) -> None:
    table(tmp_path)
    chance = random.Random(2)
    outcomes = {kill_an_import(sqlite_template, tmp_path, chance) for _ in range(80)}

    assert outcomes == {True, False}
