"""One look tells how the house fares, and a monitor hears of it by the exit code."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calling import called
from typer.testing import CliRunner, Result

from tracker.cli import application
from tracker.store import connect
from tracker.store.letters import health

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"


@pytest.fixture(autouse=True)
def spoken_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "commitments.db"
    run(path, "--today", "2021-12-01", "extract", str(EXAMPLE), "--accept")
    return path


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(application, ["--db", str(database), *arguments])


def test_all_is_well_with_an_overdue_commitment(database: Path) -> None:
    done = run(database, "--today", "2022-01-10", "status", "--format", "json")
    assert done.exception is None, done.output
    told = json.loads(done.output)

    assert done.exit_code == 0
    assert told["overdue"] == 1
    assert told["commitments"]["open"] >= 4


@pytest.mark.parametrize("command", ["status", "doctor"])
def test_where_no_register_is_none_is_made_by_looking(tmp_path: Path, command: str) -> None:
    told = called(tmp_path, "--db", "mistyped.db", command, fails=1)

    assert told.startswith("tracker: There is no register at mistyped.db yet.")
    assert list(tmp_path.iterdir()) == []


def test_what_is_overdue_is_counted_alike_everywhere_and_proposals_in_it_are_told(tmp_path: Path) -> None:
    proposals, day = tmp_path / "proposals.db", ("--today", "2022-01-10")
    run(proposals, "--today", "2021-12-01", "extract", str(EXAMPLE))

    listed = json.loads(run(proposals, *day, "list", "--overdue", "--format", "json").stdout)
    status = json.loads(run(proposals, *day, "status", "--format", "json").stdout)
    assert (len(listed), status["overdue"], status["overdue_proposed"]) == (1, 1, 1)
    assert "1, of which 1 not yet reviewed" in run(proposals, *day, "status").output
    assert "overdue, of which 1 not yet reviewed" in run(proposals, *day, "stats").output


@pytest.mark.parametrize("command", ["status", "doctor"])
def test_a_password_that_cannot_be_read_is_told(database: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("TRACKER_MAIL_USERNAME", "griffie")
    monkeypatch.setenv("TRACKER_MAIL_PASSWORD_FILE", str(database.parent / "absent"))

    done = run(database, command)

    assert done.exit_code == 1
    assert "absent" in next(line for line in done.output.splitlines() if line.startswith("password\t"))


def test_a_mail_server_that_refuses_is_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(database, "subscriber", "add", "jan@example.org", "--weekly", "monday", "--at", "08:00")
    for name, value in {"TRANSPORT": "smtp", "HOST": "127.0.0.1", "PORT": "9", "SECURITY": "none"}.items():
        monkeypatch.setenv(f"TRACKER_MAIL_{name}", value)
    run(database, "digest", "send", "jan@example.org")

    done = run(database, "status")

    assert done.exit_code == 1
    assert re.search(r"mail server\twrong\ttakes no letters: .*, since \d{4}-\d\d-\d\d \d\d:\d\d\. ", done.output)
    checks = json.loads(run(database, "status", "--format", "json").output)["checks"]
    since = next(check["since"] for check in checks if check["name"] == "mail server")
    assert datetime.fromisoformat(since).tzinfo is not None
    assert 'mail server,wrong,"takes no letters: ' in run(database, "status", "--format", "csv").output


def test_instants_are_told_on_the_clocks_of_the_parliament(database: Path) -> None:
    with connect(str(database)).write() as tx:
        health.beat(tx, "griffie:1", datetime(2026, 7, 20, 12, 5, 31, tzinfo=UTC))

    assert "sender\tgriffie:1\t2026-07-20 14:05\n" in run(database, "status").output
    told = json.loads(run(database, "status", "--format", "json").output)
    assert told["beats"] == [{"owner": "griffie:1", "seen_at": "2026-07-20T12:05:31+00:00"}]


def test_the_table_is_headed_in_words_that_fit(database: Path) -> None:
    shown = run(database, "status").stdout

    assert shown.splitlines()[0] == "subject\tstate\thow many, or how"
