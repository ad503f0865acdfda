"""A process that is killed at any moment: is what it did whole or absent, and is nothing said to be done lost?"""

import random  # noqa: TID251 - seeded: the same moments every time
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tracker.model import Selection, Status
from tracker.store import connect, events, looking, register, reports, upgrade
from tracker.store.migrations import HEAD, REVISIONS
from tracker.store.verifying import verify

WORKER = Path(__file__).parents[1] / "support" / "killed_worker.py"
GROUP = 5  # commitments that one action of the worker touches


@dataclass
class Killed:
    """How many actions the worker had reported when it died."""

    done: int


def kill_at_random(task: str, path: Path, chance: random.Random) -> Killed:
    """Start a worker that does one action after another, and kill it somewhere in the first ones."""
    command = [sys.executable, str(WORKER), task, str(path), str(GROUP)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.15)
        worker.send_signal(signal.SIGKILL)
        rest = worker.stdout.read()
    assert worker.returncode == -signal.SIGKILL  # it did not fall by itself
    return Killed(rest.count("done"))


def check_whole(path: Path) -> None:
    with closing(connect(path)) as database, database.read() as tx:
        assert verify(tx).problems == ()
        assert tx.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def extract(path: Path, chance: random.Random) -> None:
    killed = kill_at_random("extract", path, chance)

    check_whole(path)
    with closing(connect(path)) as database, database.read() as tx:
        known = reports.every(tx)
        assert looking.count(tx, Selection(), today=known[0].added_at.date()) == GROUP * len(known) if known else True
        assert killed.done <= len(known) <= killed.done + 1


def resolve(path: Path, chance: random.Random) -> None:
    killed = kill_at_random("resolve", path, chance)

    check_whole(path)
    with closing(connect(path)) as database, database.read() as tx:
        kinds = [event.kind for event in events.events_since(tx)]
        turns = kinds.count("resolved") + kinds.count("reopened")
        states = {register.entry(tx, number).status for number in range(1, GROUP + 1)}
        assert turns % GROUP == 0
        assert killed.done <= turns // GROUP <= killed.done + 1
        assert states == {Status.FULFILLED if turns // GROUP % 2 else Status.OPEN}


def migrate(path: Path, chance: random.Random) -> None:
    kill_at_random("migrate", path, chance)

    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert upgrade.version(connection) in {REVISIONS[0], HEAD}
    engine.dispose()
    check_whole(path)
    with closing(connect(path)) as database, database.read() as tx:
        assert looking.count(tx, Selection(), today=reports.every(tx)[0].added_at.date()) == GROUP


def back_up(path: Path, chance: random.Random) -> None:
    kill_at_random("backup", path, chance)

    check_whole(path)
    for copy in path.parent.glob("copy-*.db"):
        check_whole(copy)


def bring_in(path: Path, chance: random.Random) -> None:
    killed = kill_at_random("import", path, chance)

    check_whole(path)
    with closing(connect(path)) as database, database.read() as tx:
        kinds = [event.kind for event in events.events_since(tx)]
        assert killed.done <= kinds.count("imported") // GROUP <= killed.done + 1
        assert kinds.count("imported") % GROUP == 0


TASKS = {"extract": extract, "resolve": resolve, "migrate": migrate, "backup": back_up, "import": bring_in}


def prepare(task: str, template: Path, path: Path) -> None:
    if task == "migrate":
        subprocess.run([sys.executable, WORKER, "old", path, str(GROUP)], check=True)
    elif task in {"resolve", "backup"}:
        subprocess.run([sys.executable, WORKER, "fill", path, str(GROUP)], check=True)
    else:
        shutil.copy(template, path)


def kill_often(task: str, template: Path, folder: Path, *, times: int) -> None:
    prepare(task, template, folder / "prepared.db")
    chance = random.Random(task)
    for turn in range(times):
        place = folder / str(turn)
        place.mkdir()
        path = Path(shutil.copy(folder / "prepared.db", place / "register.db"))
        TASKS[task](path, chance)
        shutil.rmtree(place)


@pytest.mark.parametrize("task", TASKS)
def test_what_was_killed_is_whole_or_absent(task: str, sqlite_template: Path, tmp_path: Path) -> None:
    kill_often(task, sqlite_template, tmp_path, times=1)


@pytest.mark.soak
@pytest.mark.parametrize("task", TASKS)
def test_what_was_killed_forty_times_is_whole_or_absent(task: str, sqlite_template: Path, tmp_path: Path) -> None:
    kill_often(task, sqlite_template, tmp_path, times=40)
