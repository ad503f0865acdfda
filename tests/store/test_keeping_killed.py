"""A restore, an upgrade or a backup that is stopped at any moment: whole or absent, and the next command works."""

from __future__ import annotations

import json
import random  # noqa: TID251 - seeded: the same moments every time
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from earlier_version import of_version
from sqlalchemy import create_engine, select, text

from tracker import followup
from tracker.model import Act, Commitment, Report
from tracker.model.deeds import RegisterDeed
from tracker.store import Database, connect, events, register, reports, upgrade
from tracker.store.letters.identity import identity
from tracker.store.migrations import HEAD, REVISIONS
from tracker.store.tables.register import events as event_table
from tracker.store.verifying import verify
from tracker.usecases import upkeep

KEEPER = Path(__file__).with_name("killed_keeper.py")
Clone = Callable[[str], AbstractContextManager[str]]
FEW, MANY = 6, 60


class Keeper:
    """Makes processes that do one thing, and stops them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, KEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._answer() == "ready"

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def run(
        self, task: str, register: str | Path, backup: Path, after: float | None = None, by: str = "SIGKILL"
    ) -> str:
        """How it ended: killed, or with which exit code."""
        asked = {"task": task, "register": str(register), "backup": str(backup), "after": after, "by": by}
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        ended, _, self.seconds = self._answer().rpartition(" ")
        return ended

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    with closing(Keeper()) as keeper:
        yield keeper


@dataclass(frozen=True)
class Papers:
    """What a register is filled with."""

    report: Report
    commitment: Commitment
    act: Act


@pytest.fixture
def papers(report: Report, commitment: Commitment, act: Act) -> Papers:
    return Papers(report, commitment, act)


def fill(database: Database, papers: Papers) -> None:
    with database.write() as tx:
        number = reports.add(tx, papers.report, act=papers.act)
        register.propose(tx, number, [papers.commitment] * 3, act=papers.act, accept=True)


@dataclass(frozen=True)
class State:
    """What is found afterwards."""

    events: int
    is_restored: bool
    is_fenced: bool


def state_of(address: str | Path) -> State:
    """Opened as the next command opens it; it must be whole."""
    with closing(connect(address)) as database, database.read() as tx:
        assert verify(tx).problems == ()
        if tx.dialect == "sqlite":
            assert tx.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        restored = tx.execute(select(event_table.c.sequence).where(event_table.c.kind == RegisterDeed.RESTORED)).first()
        return State(events.head(tx).sequence, restored is not None, identity(tx).fenced_at is not None)


def moments(longest: float, times: int) -> list[float]:
    """When a process is stopped: often, and over all that it does."""
    chance = random.Random(longest > 0)
    return [chance.uniform(0, longest) for _ in range(times)]


def in_the_way(folder: Path) -> list[str]:
    """What nobody made on purpose."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".") or "unfinished" in path.name)


def longest(keeper: Keeper, task: str, address: str | Path, backup: Path) -> float:
    assert keeper.run(task, address, backup) == "exit 0"
    return float(keeper.seconds) * 1.1


@pytest.fixture
def backed_up(sqlite_template: Path, tmp_path: Path, papers: Papers) -> tuple[Path, Path]:
    """A register with three events more than its backup, and that backup."""
    path, backup = Path(shutil.copy(sqlite_template, tmp_path / "prepared.db")), tmp_path / "backup"
    with closing(connect(path)) as database:
        fill(database, papers)
        upkeep.back_up(database, backup)
        with database.write() as tx:
            for number in (1, 2, 3):
                register.record(tx, number, followup.note(register.entry(tx, number), "later"), act=papers.act)
    return path, backup


BEFORE, AFTER = State(10, is_restored=False, is_fenced=False), State(8, is_restored=True, is_fenced=True)
OFTEN = [FEW, pytest.param(MANY, marks=pytest.mark.soak)]
BY = ["SIGKILL", "SIGINT"]
ENDS = {"killed", "exit 0", "exit 130"}


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("over", ["a register", "nothing", "a damaged file"])
def test_a_restore_that_is_stopped_is_whole_or_absent(
    backed_up: tuple[Path, Path], tmp_path: Path, keeper: Keeper, *, over: str, by: str, times: int
) -> None:
    prepared, backup = backed_up
    damaged = b"damaged " * 4000

    def there(name: str) -> Path:
        path = tmp_path / name / "register.db"
        path.parent.mkdir()
        if over != "nothing":
            path.write_bytes(prepared.read_bytes() if over == "a register" else damaged)
        return path

    def is_absent(path: Path) -> bool:
        if over == "nothing":
            return not path.exists()
        return state_of(path) == BEFORE if over == "a register" else path.read_bytes() == damaged

    absent: list[bool] = []
    for turn, after in enumerate(moments(longest(keeper, "restore", there("first"), backup), times)):
        path = there(str(turn))
        ended = keeper.run("restore", path, backup, after, by)
        absent.append(is_absent(path))
        assert ended in ENDS
        assert absent[-1] or state_of(path) == AFTER
        assert ended != "exit 0" or not absent[-1]
        assert ended == "killed" or in_the_way(path.parent) == []
        assert keeper.run("restore", path, backup) == "exit 0", "the next one works"
        assert state_of(path) == AFTER
        assert in_the_way(path.parent) == [], "and sweeps what the killed one left"
        shutil.rmtree(path.parent)

    assert set(absent) == {True, False} or times == FEW


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("by", BY)
def test_a_restore_into_a_server_that_is_stopped_is_whole_or_absent(
    backed_up: tuple[Path, Path],
    keeper: Keeper,
    postgres_database: Database,
    postgres_clone: Clone,
    *,
    by: str,
    times: int,
) -> None:
    _, backup = backed_up
    postgres_database.close()
    empty = postgres_database.url.render_as_string(hide_password=False)
    with postgres_clone(empty) as url:
        whole = longest(keeper, "restore", url, backup)

    found: list[State] = []
    for after in moments(whole, times):
        with postgres_clone(empty) as url:
            ended = keeper.run("restore", url, backup, after, by)
            found.append(state_of(url))
            assert ended in ENDS
            assert found[-1] in {State(0, is_restored=False, is_fenced=False), AFTER}
            assert ended != "exit 0" or found[-1] == AFTER
            assert keeper.run("restore", url, backup) == ("exit 0" if found[-1] != AFTER else "exit 1")
            assert state_of(url) == AFTER

    assert len(set(found)) == 2 or times == FEW


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_that_is_stopped_is_whole_or_absent(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    papers: Papers,
    keeper: Keeper,
    postgres_clone: Clone,
    *,
    kind: str,
    by: str,
    times: int,
) -> None:
    old = str(tmp_path / "old.db") if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))
    make_old(old, papers)

    @contextmanager
    def cloned(name: str) -> Iterator[str]:
        if kind == "postgresql":
            with postgres_clone(old) as url:
                yield url
            return
        folder = tmp_path / name
        folder.mkdir()
        yield str(shutil.copy(old, folder / "register.db"))
        shutil.rmtree(folder)

    with cloned("first") as address:
        whole = longest(keeper, "upgrade", address, tmp_path)
    versions: list[str | None] = []
    for turn, after in enumerate(moments(whole, times)):
        with cloned(str(turn)) as address:
            ended = keeper.run("upgrade", address, tmp_path, after, by)
            versions.append(version_of(address))
            assert ended in ENDS
            assert versions[-1] in {OLD, HEAD}
            assert ended != "exit 0" or versions[-1] == HEAD
            assert keeper.run("upgrade", address, tmp_path) == "exit 0", "the next one works"
            assert version_of(address) == HEAD
            assert state_of(address) == State(7, is_restored=False, is_fenced=False)
            if kind == "sqlite":
                folder = Path(address).parent
                assert in_the_way(folder) == []
                assert sorted(path.name for path in folder.iterdir()) == [
                    "register.db",
                    f"register.db.before-{HEAD}-from-{OLD}",
                ]

    assert set(versions) == {OLD, HEAD} or times == FEW


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("by", BY)
def test_a_backup_that_is_stopped_is_whole_or_absent(
    database: Database, tmp_path: Path, papers: Papers, keeper: Keeper, *, by: str, times: int
) -> None:
    fill(database, papers)
    database.close()
    address = database.url.render_as_string(hide_password=False)
    for turn, after in enumerate(moments(longest(keeper, "backup", address, tmp_path / "first"), times)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        ended = keeper.run("backup", address, folder / "copy", after, by)
        assert ended in ENDS
        if (folder / "copy").exists():
            assert state_of(folder / "copy") == State(7, is_restored=False, is_fenced=True)
        assert keeper.run("backup", address, folder / "again") == "exit 0"
        assert in_the_way(folder) == []


OLD = REVISIONS[-2]


def make_old(address: str, papers: Papers) -> None:
    """A register as the version before left it."""
    with closing(connect(address)) as database, of_version(database, OLD):
        fill(database, papers)


def version_of(address: str) -> str | None:
    engine = create_engine(connect(address).url)
    try:
        with engine.connect() as connection:
            return upgrade.version(connection)
    finally:
        engine.dispose()
