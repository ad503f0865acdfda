"""A clock that is not believed, from the command: what it says, what it does not do, and how it is put right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import called, called_until

THEN = "2026-03-02T09:00"
AHEAD = "2036-03-02T09:00"


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a commitment, a reader, and letters that go into a folder; ticked on a Monday morning."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(
        '[letters]\ngroup_wait_minutes = 0\ntick_seconds = 1\n[mail]\ntransport = "folder"\n'
    )
    words = ("--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport bezorgen", "--minister", "Maes")
    called(tmp_path, "add", *words, "--deadline", "2026-03-20", "--said-on", "2026-02-20", at="2026-03-01T12:00")
    called(tmp_path, "subscriber", "add", "jan@example.org", at="2026-03-01T12:00")
    called(tmp_path, "tick", at=THEN)
    return tmp_path


def letters(place: Path) -> int:
    return len(list((place / "outbox").glob("*.eml")))


@pytest.mark.parametrize("command", [("tick",), ("digest", "send", "jan@example.org")], ids=" ".join)
@pytest.mark.parametrize("now", [AHEAD, "2026-03-01T06:00"])
def test_nothing_leaves_by_a_clock_that_is_not_believed(place: Path, command: tuple[str, ...], now: str) -> None:
    told = called(place, *command, at=now, is_right=False, fails=1)

    assert f"The clock shows {now.replace('T', ' ')}" in told
    assert "Nothing is planned or sent" in told
    assert "tracker clock show" in told
    assert "tracker clock accept" in told
    assert letters(place) == 1


def test_a_scheduler_whose_clock_is_not_believed_goes_on_and_tells(place: Path) -> None:
    run = ("run", "--log-format", "json")
    log = called_until("tick failed", place=place, arguments=run, at=AHEAD, is_right=False)
    lines = [json.loads(line) for line in log.splitlines()]

    assert [line["message"] for line in lines] == ["started", "tick failed", "stopped"]
    assert "Nothing is planned or sent" in lines[1]["error"]
    assert letters(place) == 1


def test_the_clock_is_shown_beside_what_is_remembered(place: Path) -> None:
    well = called(place, "clock", "show", at="2026-03-02T10:00")
    doubted = json.loads(called(place, "clock", "show", "--format", "json", at=AHEAD, is_right=False, fails=1))

    assert (
        "the clock shows\t2026-03-02 10:00\nconfirmed by the system (NTP)\tyes\nlast tick\t2026-03-02 09:00\n" in well
    )
    assert doubted["is_right"] is False
    assert doubted["ticked_at"] == "2026-03-02T08:00:00+00:00"
    assert "3653 days after 2026-03-02 09:00" in doubted["doubt"]


def test_a_clock_that_was_ahead_is_put_right_by_one_command(place: Path) -> None:
    called(place, "tick", at=AHEAD)
    early = letters(place)
    refused = called(place, "tick", at="2026-03-02T10:00", fails=1)
    shown = called(place, "clock", "show", at="2026-03-02T10:00", fails=1)
    accepted = called(place, "clock", "accept", "2026-03-02", at="2026-03-02T10:00")
    well = called(place, "clock", "show", at="2026-03-02T10:00")
    sent = called(place, "tick", at="2026-03-09T08:00")

    assert "which had come already" in refused
    assert "waits for a later time\tdigests 1" in shown
    assert "2026-03-02 10:00 is taken as the present time." in accepted
    assert "digests 1" in accepted
    assert "not believed" not in well
    assert "1 digest and 1 alert letter written; 2 sent" in sent
    assert letters(place) == early + 2


def test_a_clock_that_is_right_after_long_is_believed_once_somebody_says_so(place: Path) -> None:
    called(place, "tick", at="2026-04-13T09:00", is_right=False, fails=1)
    accepted = called(place, "clock", "accept", "2026-04-13", at="2026-04-13T09:00", is_right=False)
    sent = called(place, "tick", at="2026-04-13T09:01", is_right=False)

    assert "Nothing waited for a later time." in accepted
    assert "1 digest and 1 alert letter written; 2 sent" in sent


def test_a_clock_that_shows_another_day_than_it_is_is_not_accepted(place: Path) -> None:
    told = called(place, "clock", "accept", "2026-03-03", at=AHEAD, is_right=False, fails=1)
    unread = called(place, "clock", "accept", "tomorrow", at=AHEAD, fails=2)

    assert "The clock shows 2036-03-02, not 2026-03-03. Set the clock of the machine first." in told
    assert "'tomorrow' names no day" in unread
    assert "Nothing is planned or sent" in called(place, "tick", at=AHEAD, is_right=False, fails=1)


@pytest.mark.parametrize("command", [("show",), ("accept", "2040-01-01")], ids=" ".join)
def test_the_clock_itself_cannot_be_rehearsed(place: Path, command: tuple[str, ...]) -> None:
    assert "On a rehearsed day" in called(place, "--today", "2040-01-01", "clock", *command, fails=1)
