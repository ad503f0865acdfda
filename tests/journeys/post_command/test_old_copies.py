"""What the command tells of an old copy, one that may send, and a restored register."""

from __future__ import annotations

import json
from pathlib import Path

from calling import called as tracker
from calling import called_until
from post_of_command import fill


def test_a_restored_old_copy_sends_nothing_until_somebody_looked(place: Path) -> None:
    fill(place)
    old = (place / "commitments.db").read_bytes()
    tracker(place, "tick", at="2026-03-02T08:00")
    (place / "commitments.db").write_bytes(old)
    refused = tracker(place, "tick", at="2026-03-02T08:30", fails=1)
    before = sorted((place / "outbox").iterdir())
    reconciled = tracker(place, "outbox", "reconcile")
    tracker(place, "tick", at="2026-03-02T08:31")

    assert "went back in time" in refused
    assert "2 letters known as sent again, 0 as given without an answer" in reconciled
    assert sorted((place / "outbox").iterdir()) == before


def test_a_scheduler_that_starts_with_an_old_copy_stays_and_tells(place: Path) -> None:
    fill(place)
    old = (place / "commitments.db").read_bytes()
    tracker(place, "tick", at="2026-03-02T08:00")
    (place / "commitments.db").write_bytes(old)
    log = called_until("tick failed", place=place, arguments=("run", "--log-format", "json"), at="2026-03-02T08:30")
    lines = [json.loads(line) for line in log.splitlines()]

    assert [line["message"] for line in lines[:3]] == ["started", "nothing leaves", "tick failed"]
    assert "tracker outbox reconcile" in lines[1]["why"]
    assert (lines[1]["code"], lines[2]["code"]) == ("fence.closed", "fence.closed")
    assert lines[-1]["message"] == "stopped"


def test_who_lets_a_copy_send_hears_that_the_register_may_live_on(place: Path) -> None:
    fill(place)
    tracker(place, "tick", at="2026-03-02T08:00")
    copy = place / "copy"
    copy.mkdir()
    for name in ("commitments.db", "commitments.db.ledger", "tracker.toml"):
        (copy / name).write_bytes((place / name).read_bytes())
    tracker(copy, "tick", at="2026-03-02T08:30", fails=1)

    told = tracker(copy, "outbox", "reconcile")

    assert "If the register lives on at " in told
    assert f"{place / 'commitments.db'} too, see that only one of the two sends." in told


def test_who_restores_hears_what_letters_wait_for(place: Path) -> None:
    fill(place)
    tracker(place, "backup", "copy.db")
    tracker(place, "tick", at="2026-03-02T08:00")

    assert "Nothing leaves until somebody says what left already. Run: tracker outbox reconcile." in tracker(
        place, "restore", "copy.db"
    )


def test_what_letters_wait_for_is_told_in_the_language_of_the_house(place: Path) -> None:
    fill(place)
    tracker(place, "backup", "copy.db")
    restored = tracker(place, "restore", "copy.db", language="nl")
    looked_over = tracker(place, "doctor", language="nl", fails=1)

    for told in (restored, looked_over):
        assert "Er vertrekt niets tot iemand zegt wat al vertrokken is. Voer uit: tracker outbox reconcile." in told


def test_what_to_do_about_a_password_is_told_in_the_language_of_the_house(place: Path) -> None:
    (place / "password").write_text("two\nlines\n")
    with (place / "tracker.toml").open("a") as settings:
        settings.write('username = "tracker"\npassword_file = "password"\n')

    assert "Kijk naar mail.password_file." in tracker(place, "doctor", language="nl", fails=1)


def test_once_letters_may_leave_nothing_tells_that_they_may_not(place: Path) -> None:
    fill(place)
    tracker(place, "tick", at="2026-03-02T08:00")
    tracker(place, "backup", "copy.db")
    tracker(place, "restore", "copy.db", at="2026-03-02T08:01")
    tracker(place, "tick", at="2026-03-02T08:02", fails=1)
    tracker(place, "outbox", "reconcile", at="2026-03-02T08:03")

    assert "outbox reconcile" not in tracker(place, "doctor", fails=1)
