"""Letters leave only with a ledger: `doctor` tells of a place that it cannot use, or that others would not find."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calling import called
from forked import common_ground, free
from furnished import VERSLAG
from ordeal import Ordeal

from tracker.cli.demo import example
from tracker.diagnosis import Signs, diagnose
from tracker.model.checks import CheckState
from tracker.model.settings import Settings
from tracker.store import Database

MAIL = {"TRACKER_MAIL_TRANSPORT": "folder", "TRACKER_MAIL_SENDER": "tracker@example.org"}
PLACE = "place of the ledger"


def test_a_ledger_in_a_closed_folder_is_told_among_all_that_was_looked_at(ordeal: Ordeal) -> None:
    with common_ground() as place:
        for folder in ("home", "tmp", "dicht"):
            (place / folder).mkdir()
        (place / "verslag.txt").write_text(VERSLAG)
        free(place)
        (place / "dicht").chmod(0o000)
        environment = {"TRACKER_LEDGER": str(place / "dicht" / "brieven" / "sent.ledger"), "TRACKER_LANGUAGE": "en"}
        ordeal.forked.call(place, "extract", "verslag.txt", "--date", "2026-01-12", environment=environment)
        said = ordeal.forked.call(place, "doctor", "--format", "json", environment=environment)
        (place / "dicht").chmod(0o700)

    wrong = {row["check"]: row["told"] for row in json.loads(said.out) if row["state"] == "wrong"}
    assert said.code == 1
    assert wrong.keys() == {"room of the ledger", "ledger"}
    assert "dicht/brieven: Permission denied." in wrong["room of the ledger"]


def test_a_ledger_of_a_server_that_lies_in_a_home_is_advised_against(
    tmp_path: Path, postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(example(), tmp_path / "verslag.txt")
    url = postgres_database.url.render_as_string(hide_password=False)
    for name, value in {**MAIL, "TRACKER_DB": url, "HOME": str(tmp_path), "XDG_STATE_HOME": ""}.items():
        monkeypatch.setenv(name, value)
    called(tmp_path, "--today", "2021-09-22", "extract", "verslag.txt", "--accept")
    called(tmp_path, "subscriber", "add", "jan@example.org", "--daily")
    in_home = called(tmp_path, "doctor", fails=1)  # the server of the tests is quick, and says so: fsync off
    monkeypatch.setenv("TRACKER_LEDGER", str(tmp_path / "sent.ledger"))
    apart = called(tmp_path, "doctor", fails=1)

    assert f"{PLACE}\tadvice\t{tmp_path}" in in_home
    assert "Set ledger to a file in a folder of its own." in in_home
    assert PLACE not in apart


@pytest.mark.parametrize(
    ("has_way_out", "wanted_since", "is_told"),
    [
        (True, datetime(2026, 3, 2, tzinfo=UTC), True),
        (False, datetime(2026, 3, 2, tzinfo=UTC), False),
        (True, None, False),  # nobody reads letters
    ],
)
def test_a_ledger_matters_where_letters_leave(
    *, has_way_out: bool, wanted_since: datetime | None, is_told: bool
) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    found = diagnose(
        Signs(now, Settings(), has_way_out=has_way_out, wanted_since=wanted_since, ledger_in_home="/var/jan/a.ledger")
    )

    assert [check.state for check in found if check.name == PLACE] == [CheckState.ADVICE] * is_told
