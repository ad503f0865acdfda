"""The commands, files and units of docs/deployment.md do what the page says, one after the other."""

from __future__ import annotations

from datetime import datetime

from deployed_house import BACKUPS, UNITS, House
from smtp_sink import Sink

from tracker.app import real_now


def months_and_days(at: datetime) -> set[str]:
    """What the backups of a moment are called."""
    return {f"{at:%A}.db", f"{at:%B}.db"}


def settle(house: House, number: str) -> None:
    """Something happens of which the reader has to hear."""
    house.stage.run(f"tracker accept {number} && tracker resolve {number} --note voldaan")


def test_a_test_letter_arrived_before_anybody_reads(house: House, sink: Sink) -> None:
    assert house.stage.run("tracker subscriber list | wc -l") == "2\n"
    assert sink.accepted[0].recipient == "commissie@example.org"


def test_a_letter_leaves_and_a_backup_is_made_though_no_home_can_be_written(house: House, sink: Sink) -> None:
    sink.accepted.clear()
    settle(house, "C-0002")
    house.serve_until_sent()
    house.start("tracker-backup.service")
    kept = house.stage.run(f"stat -c '%n %U %a' {BACKUPS}/*").splitlines()

    assert sink.recipients() == {"commissie@example.org": 1}
    assert house.stage.run("ls -d /nonexistent || true").endswith("No such file or directory\n")
    assert {line.removeprefix(f"{BACKUPS}/") for line in kept} >= {
        f"{name} tracker 600" for name in months_and_days(real_now()) | {"sent.ledger"}
    }


def test_the_doctor_finds_nothing_wrong_in_a_house_set_up_as_told(house: House) -> None:
    assert "\tfout\t" not in house.stage.run("tracker doctor")


def test_who_used_sudo_is_who_acted(house: House) -> None:
    house.stage.run("SUDO_USER=els tracker note C-0001 gebeld")

    assert "\tels\t" in house.stage.run("tracker history C-0001")


def test_the_command_gets_the_secrets_that_the_service_gets(house: House) -> None:
    house.stage.run("install -m 0600 /dev/null /etc/tracker/secrets")
    house.stage.run("echo \"TRACKER_LETTERS_TITLE='A title \\$x'\" > /etc/tracker/secrets")
    shown = house.stage.run("tracker digest preview commissie@example.org; rm /etc/tracker/secrets")

    assert "A title $x" in shown


def test_systemd_finds_nothing_wrong_with_the_units(house: House) -> None:
    house.play("A web server")
    names = " ".join(sorted(path.name for path in UNITS.iterdir()))
    enabled = house.stage.run("ls /etc/systemd/system/multi-user.target.wants /etc/systemd/system/timers.target.wants")

    assert house.stage.run(f"cd /etc/systemd/system && systemd-analyze verify --man=no {names}") == ""
    assert {"tracker.service", "tracker-backup.timer", "tracker-publish.timer"} <= set(enabled.split())


def test_what_is_published_was_reviewed(house: House) -> None:
    house.play("A web server")
    house.stage.run("tracker accept C-0004 && tracker note C-0004 geheim")
    house.start("tracker-publish.service")
    shown = house.stage.run("cat /srv/tracker/*.ics /srv/tracker/*.atom /srv/tracker/*.html")

    assert "C-0004" in shown
    assert "C-0001" not in shown
    assert "geheim" not in shown
    assert house.stage.run("stat -c %a /srv/tracker/*").split() == ["644"] * 3


def test_a_backup_comes_back_beside_the_register_and_in_its_place(house: House, sink: Sink) -> None:
    settle(house, "C-0005")
    house.start("tracker-backup.service")
    house.serve_until_sent()
    rehearsed = house.play("A restore, rehearsed")
    sink.accepted.clear()
    house.play("In earnest")
    settle(house, "C-0006")
    house.serve_until_sent()
    letters = [message.content.decode() for message in sink.accepted]

    assert "C-0005" in rehearsed
    assert ["C-0005" in letter for letter in letters] == [False]  # what left after the backup does not leave again


def test_an_upgrade_can_be_taken_back(house: House) -> None:
    house.play("An upgrade, and the way back")

    assert house.stage.run("readlink /opt/tracker/current") == "/opt/tracker/2026-12-01\n"
    assert f"{BACKUPS}/before-2027-03-01.db" in house.stage.run(f"ls {BACKUPS}/*")
