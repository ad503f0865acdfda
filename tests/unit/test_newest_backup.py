"""Backups that are made no more are told of before somebody needs one."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.model.checks import CheckState
from tracker.usecases.backups import examine_backups

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def made(file: Path, *, days_ago: float) -> None:
    """A file that was written so long ago."""
    file.touch()
    at = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(file, (at, at))


@pytest.mark.parametrize(
    ("days_ago", "state", "told"),
    [
        (0.5, CheckState.WELL, "0 days old"),
        (1.5, CheckState.WELL, "1 day old"),
        (3, CheckState.ADVICE, "3 days old"),
        (9, CheckState.WRONG, "9 days old"),
    ],
)
def test_a_backup_that_grows_old_is_told(tmp_path: Path, days_ago: float, state: CheckState, told: str) -> None:
    made(tmp_path / "monday.db", days_ago=days_ago)
    made(tmp_path / "sunday.db", days_ago=days_ago + 1)
    made(tmp_path / "sent.ledger", days_ago=0)
    (found,) = examine_backups(str(tmp_path), now=NOW)

    assert (found.state, str(found.told)) == (state, f"{tmp_path / 'monday.db'}, {told}")


@pytest.mark.parametrize("name", [".", "nowhere"])
def test_a_folder_without_backups_is_told(tmp_path: Path, name: str) -> None:
    (found,) = examine_backups(str(tmp_path / name), now=NOW)

    assert (found.state, found.told and str(found.told)[:16]) == (CheckState.ADVICE, "there is none in")


def test_nothing_is_said_where_no_folder_is_set() -> None:
    assert examine_backups(None, now=NOW) == ()
