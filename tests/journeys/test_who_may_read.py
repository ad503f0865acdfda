"""What others on the machine may read of the house: `doctor` tells, and of a password every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import called
from posthouse import PostHouse
from smtp_sink import Sink

from tracker.errors import MailError
from tracker.mail.secret import password_of
from tracker.model.settings import MailSettings
from tracker.store import Database
from tracker.usecases import upkeep

PASSWORDS = (
    "[mail]\npassword = 'geheim'\n",
    "database = 'postgresql://jan:geheim@/register'\n",
    "[monitor]\nwell = 'https://example.org/geheim'\n",
)


@pytest.fixture
def place(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register that nobody else may read."""
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    assert sqlite_database.path is not None
    sqlite_database.path.chmod(0o600)
    with sqlite_database.write():
        pass
    return tmp_path


def examined(place: Path, *, fails: int = 0) -> dict[str, tuple[str, str]]:
    said = called(place, "--db", "register.db", "doctor", "--format", "json", fails=fails)
    rows = json.loads(said[said.index("[") :])
    return {row["check"]: (row["state"], f"{row['told']} {row['advice']}".strip()) for row in rows}


def settings(place: Path, text: str, mode: int) -> Path:
    path = place / "tracker.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def tracker(place: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracker", "--db", "register.db", *arguments]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def test_what_is_closed_is_told_in_one_line(place: Path) -> None:
    assert examined(place)["files"] == ("well", "closed to others on this machine")


def test_what_others_may_read_is_told_with_what_to_do(place: Path, sqlite_database: Database) -> None:
    (place / "register.db.ledger").touch()
    upkeep.back_up(sqlite_database, place / "register.db.before-restore-20260101T000000")
    for path in place.glob("register.db*"):
        path.chmod(0o644)

    found = examined(place)
    assert [found[name][0] for name in ("register file", "ledger file", "copy of the register")] == ["advice"] * 3
    assert found["ledger file"][1] == (
        "others on this machine may read register.db.ledger chmod o-rwx register.db.ledger"
    )
    assert {path.stat().st_mode & 0o777 for path in place.glob("register.db*")} == {0o644}  # nothing is changed


def test_what_others_may_change_is_wrong(place: Path) -> None:
    (place / "register.db").chmod(0o666)

    state, told = examined(place, fails=1)["register file"]
    assert (state, "anybody on this machine may change" in told) == ("wrong", True)


def test_who_may_use_each_file_is_told(place: Path) -> None:
    for name in ("register.db.ledger", "backups/monday.db", "backups/tuesday.db"):
        (place / name).parent.mkdir(mode=0o700, exist_ok=True)
        (place / name).touch(mode=0o600)
    settings(place, "backups = 'backups'\n", 0o644)

    found = examined(place)
    assert {name: found[name] for name in ("register file", "ledger file", "folder of backups", "backup")} == {
        "register file": ("well", "register.db is for its owner alone"),
        "ledger file": ("well", "register.db.ledger is for its owner alone"),
        "folder of backups": ("well", "backups is for its owner alone"),
        "backup": ("well", "2 are for their owner alone, the last of them backups/tuesday.db"),
    }


def test_a_backup_that_others_may_read_is_told(place: Path) -> None:
    (place / "backups").mkdir(mode=0o700)
    (place / "backups" / "monday.db").touch()
    (place / "backups" / "monday.db").chmod(0o644)
    settings(place, "backups = 'backups'\n", 0o644)

    assert examined(place)["backup"] == (
        "advice",
        "others on this machine may read backups/monday.db chmod o-rwx backups/monday.db",
    )


def test_a_monitor_sees_that_no_backup_is_made_any_more(place: Path) -> None:
    settings(place, "backups = 'backups'\n", 0o644)
    (place / "backups").mkdir(mode=0o700)
    (place / "backups" / "monday.db").touch(mode=0o600)
    fresh = tracker(place, "status")
    os.utime(place / "backups" / "monday.db", (0, 0))

    assert (fresh.returncode, tracker(place, "status").returncode) == (0, 1)
    assert examined(place, fails=1)["newest backup"][1].endswith("days old See why none is made, and make one.")


@pytest.mark.parametrize(("chosen", "state"), [("true", "well"), ("false", "advice")])
def test_a_group_shares_by_choice(place: Path, chosen: str, state: str) -> None:
    (place / "register.db").chmod(0o660)
    settings(place, f"shared_with_group = {chosen}\n", 0o644)

    told = examined(place)["register file"]
    assert told[0] == state
    assert told[1].startswith("register.db is closed to others; its group may read and change it")
    assert ("chmod g-rwx register.db, or set shared_with_group = true" in told[1]) is (chosen == "false")


def test_a_variable_says_that_a_group_shares(place: Path) -> None:
    (place / "register.db").chmod(0o660)

    assert "shared_with_group" not in tracker(place, "doctor", TRACKER_SHARED_WITH_GROUP="true").stdout
    assert "shared_with_group" in tracker(place, "doctor").stdout


def test_a_settings_file_may_be_for_a_group(place: Path) -> None:
    settings(place, PASSWORDS[0], 0o640)

    assert examined(place)["settings file"][0] == "well"


@pytest.mark.parametrize(
    "command", [("list",), ("subscriber", "list"), ("outbox", "list"), ("--quiet", "export"), ("stats",)]
)
def test_every_command_tells_of_a_password_that_others_may_read(place: Path, command: tuple[str, ...]) -> None:
    settings(place, PASSWORDS[0], 0o644)
    done = tracker(place, *command)

    assert "tracker.toml bevat een geheim dat iedereen op deze machine mag lezen" in done.stderr
    assert "chmod o-rwx tracker.toml" in done.stderr
    assert done.stderr.count("geheim") == 1  # the word, not the password
    assert "geheim" not in done.stdout
    assert done.stdout == tracker(settings(place, PASSWORDS[0], 0o600).parent, *command).stdout


def test_a_monitor_sees_a_password_that_others_may_read(place: Path) -> None:
    closed = tracker(settings(place, PASSWORDS[0], 0o600).parent, "status")
    opened = tracker(settings(place, PASSWORDS[0], 0o604).parent, "status")

    assert (closed.returncode, opened.returncode) == (0, 1)
    assert "instellingenbestand\tfout\tanderen op deze machine mogen tracker.toml lezen" in opened.stdout


@pytest.mark.parametrize("text", PASSWORDS)
@pytest.mark.parametrize(("mode", "is_told"), [(0o604, True), (0o644, True), (0o640, False), (0o600, False)])
def test_a_settings_file_is_told_by_its_mode(place: Path, text: str, mode: int, *, is_told: bool) -> None:
    settings(place, text, mode)

    assert ("bevat een geheim" in tracker(place, "list").stderr) is is_told
    assert (examined(place, fails=int(is_told)).get("settings file", ("",))[0] == "wrong") is is_told


def test_a_settings_file_without_a_password_may_be_read(place: Path) -> None:
    settings(place, "language = 'nl'\n[mail]\nusername = 'jan'\npassword_file = 'secret'\n", 0o644)
    (place / "secret").write_text("geheim\n")
    (place / "secret").chmod(0o600)

    assert tracker(place, "list").stderr == ""
    assert examined(place)["files"][0] == "well"


def test_a_password_from_a_variable_is_in_no_file(place: Path) -> None:
    settings(place, "language = 'nl'\n", 0o644)

    assert tracker(place, "list", TRACKER_MAIL_PASSWORD="geheim").stderr == ""


def test_a_password_that_is_set_twice_is_refused(place: Path) -> None:
    settings(place, "[mail]\npassword_file = 'secret'\n", 0o600)
    done = tracker(place, "list", TRACKER_MAIL_PASSWORD="geheim")

    assert done.returncode == 2
    assert "'mail.password_file'" in done.stderr
    assert "een van beide volstaat" in done.stderr
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("content", "password"), [(b"geheim\n", "geheim"), (b"ge heim", "ge heim"), (b"geheim\r\n", "geheim")]
)
def test_a_password_is_the_line_of_its_file(tmp_path: Path, content: bytes, password: str) -> None:
    (tmp_path / "secret").write_bytes(content)

    assert password_of(MailSettings(password_file=str(tmp_path / "secret"))) == password


@pytest.mark.parametrize("content", [None, b"", b"\n", b"a\nb\n", b"\xff\xfe", b"x" * 20_000])
def test_a_file_without_one_password_is_told(place: Path, content: bytes | None) -> None:
    if content is not None:
        (place / "secret").write_bytes(content)
        (place / "secret").chmod(0o600)
    settings(place, "[mail]\npassword_file = 'secret'\n", 0o600)

    state, told = examined(place, fails=1)["password"]
    assert state == "wrong"
    assert told.startswith("The password in secret cannot be used: ")
    with pytest.raises(MailError):
        password_of(MailSettings(password_file=str(place / "secret")))


def test_a_folder_of_letters_that_others_may_read_is_told(place: Path) -> None:
    (place / "outbox").mkdir(mode=0o755)
    settings(place, "[mail]\ntransport = 'folder'\nsender = 'tracker@example.org'\n", 0o600)

    assert examined(place)["folder of letters"] == (
        "advice",
        "others on this machine may read outbox chmod o-rwx outbox",
    )


@pytest.mark.parametrize("login", [{"password": "gehëim"}, {"username": "jän"}])
def test_letters_wait_while_the_login_cannot_be_sent(local: PostHouse, login: dict[str, str]) -> None:
    local.add()
    local.reader()
    with Sink(login=("jan", "geheim")) as sink:
        local.smtp(sink.port, **{"username": "jan", "password": "geheim", **login})
        local.clock.forward(days=7)
        waited = local.tick_out()

    assert "letters outside ASCII" in (waited.delivered.server_reply or "")


def test_a_file_without_end_is_not_read_whole() -> None:
    with pytest.raises(MailError, match="is a device"):
        password_of(MailSettings(password_file="/dev/zero"))


def test_letters_wait_while_the_password_cannot_be_read(local: PostHouse, tmp_path: Path) -> None:
    local.add()
    local.reader()
    with Sink(login=("jan", "geheim")) as sink:
        local.smtp(sink.port, username="jan", password_file=str(tmp_path / "secret"))
        local.clock.forward(days=7)
        waited = local.tick_out()
        (tmp_path / "secret").write_text("geheim\n")
        local.clock.forward(hours=1)
        local.tick_out()

    assert "The password in" in (waited.delivered.server_reply or "")
    assert len(sink.accepted) == 1
