"""A container has no home, no name for its user, no room for temporary files: all works, or it is said what to set."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.cli.demo import example
from tracker.errors import StoreError
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import Heading

NAMELESS = "import pwd\ndef nobody(_): raise KeyError('uid not found')\npwd.getpwuid = nobody\n"
NO_ROOM = (
    "import tempfile\n"
    "def none(): raise FileNotFoundError(2, 'No usable temporary directory found')\n"
    "tempfile._get_default_tempdir = none\n"
)
NO_LOCKS = (
    "import _multiprocessing\n"
    "class NoLock(_multiprocessing.SemLock):\n"
    "    def __new__(*_): raise OSError(30, 'Read-only file system')\n"
    "_multiprocessing.SemLock = NoLock\n"
)
MAIN = "from tracker.cli import main\nmain()\n"
HOMES = [{}, {"HOME": ""}, {"HOME": "relative"}, {"HOME": "/nonexistent"}]


def tracker(
    place: Path, *arguments: str, lacking: str = NAMELESS, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process with nothing in its environment but this."""
    command = [sys.executable, "-c", lacking + MAIN, *arguments]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a report."""
    shutil.copy(example(), tmp_path / "verslag.txt")
    return tmp_path


@pytest.mark.parametrize("home", HOMES, ids=str)
def test_no_home_is_none_that_counts(place: Path, home: dict[str, str]) -> None:
    taken = tracker(place, "--today", "2021-09-22", "extract", "verslag.txt", **home)
    told = tracker(place, "history", "C-0001", **home)

    assert (taken.returncode, told.returncode) == (0, 0)
    assert "uid " in told.stdout
    assert sorted(path.name for path in place.iterdir()) == ["commitments.db", "verslag.txt"]


def test_all_works_without_home_and_name(place: Path) -> None:
    mail = {"TRACKER_MAIL_TRANSPORT": "folder", "TRACKER_MAIL_SENDER": "tracker@example.org"}
    commands = (
        ("--today", "2021-09-22", "extract", "verslag.txt", "--accept"),
        ("list",),
        ("subscriber", "add", "jan@example.org", "--daily"),
        ("digest", "preview", "--html", "--out", "digest.html"),
        ("digest", "send", "jan@example.org"),
        ("outbox", "list"),
        ("export", "--output", "uit.xlsx"),
        ("export", "--output", "uit.jsonl"),
        ("--db", "ander.db", "import", "uit.jsonl"),
        ("stats", "--html", "cijfers.html"),
        ("rappel", "--minister", "Somers"),
        ("backup", "kopie.db"),
        ("restore", "kopie.db", "--force"),
        ("verify",),
    )
    done = {command: tracker(place, *command, **mail) for command in commands}

    assert {command: one.stderr for command, one in done.items() if one.returncode} == {}


@pytest.mark.parametrize("command", [("doctor",), ("status",), ("tick",), ("run", "--help")])
def test_what_looks_the_house_over_does_so_without_a_home(place: Path, command: tuple[str, ...]) -> None:
    tracker(place, "extract", "verslag.txt")

    assert tracker(place, *command).stdout


def test_a_name_in_a_home_that_is_not_there_is_told(place: Path) -> None:
    done = tracker(place, "--db", "~/register.db", "list")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Er is geen thuismap voor ~/register.db. Schrijf het hele pad, of stel HOME in." in done.stderr


def test_a_server_keeps_its_ledger_where_it_is_told_to(place: Path, postgres_database: Database) -> None:
    url = postgres_database.url.render_as_string(hide_password=False)
    plain = [tracker(place, "--db", url, *words) for words in (("list",), ("export", "--output", "uit.csv"))]
    lost = tracker(place, "--db", url, "tick")
    kept = tracker(place, "--db", url, "tick", TRACKER_LEDGER=str(place / "ledger"))

    assert [one.returncode for one in plain] == [0, 0]
    assert "Stel ledger (TRACKER_LEDGER) in op een bestand dat blijft" in lost.stderr
    assert "Er is geen weg ingesteld om brieven te verzenden" in kept.stderr


def test_a_ledger_in_a_home_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match=r"or set ledger \(TRACKER_LEDGER\) to a file that stays"):
        Ledger(Path("/proc/nowhere/ledger")).begin(Heading("ab", "cd"), datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "command",
    [
        ("export", "--output", "uit.xlsx"),
        ("export", "--format", "csv"),
        ("--db", "nieuw.db", "import", "uit.jsonl", "--dry-run"),
        ("--today", "2030-01-01", "tick"),
    ],
)
def test_what_needs_room_for_a_while_says_where_from(place: Path, command: tuple[str, ...]) -> None:
    tracker(place, "--today", "2021-09-22", "extract", "verslag.txt")
    tracker(place, "export", "--output", "uit.jsonl")
    told = tracker(place, *command, lacking=NAMELESS + NO_ROOM)
    works = tracker(place, *command, TMPDIR=str(place))

    assert told.returncode == 1
    assert (
        "Er is geen map voor tijdelijke bestanden. Zet TMPDIR op een map waarin geschreven mag worden." in told.stderr
    )
    assert "TMPDIR" not in works.stderr


def test_without_room_for_a_while_most_works(place: Path) -> None:
    commands = (
        ("--today", "2021-09-22", "extract", "verslag.txt", "--accept"),
        ("list",),
        ("export", "--output", "uit.jsonl"),
        ("--db", "ander.db", "import", "uit.jsonl"),
        ("backup", "kopie.db"),
        ("restore", "kopie.db", "--force"),
        ("digest", "preview"),
    )
    done = {command: tracker(place, *command, lacking=NAMELESS + NO_ROOM) for command in commands}

    assert {command: one.stderr for command, one in done.items() if one.returncode} == {}


def test_reports_are_read_one_by_one_where_processes_cannot_wait_for_each_other(place: Path) -> None:
    (place / "ander.txt").write_text((place / "verslag.txt").read_text() + "\nNog een regel.\n")
    done = tracker(place, "--today", "2021-09-22", "extract", "verslag.txt", "ander.txt", lacking=NAMELESS + NO_LOCKS)

    assert done.returncode == 0, done.stderr
    assert "verslag.txt" in done.stdout
    assert "ander.txt" in done.stdout
