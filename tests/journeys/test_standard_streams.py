"""Standard output may be full, closed, or left by its reader: it is told, or left in peace, and nothing is harmed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from ordeal import LASTING, ORDINARY, SLOW, Call, Ordeal

SHOWING = ("list", "show", "export", "stats", "manual", "history", "dates", "digest preview", "outbox show", "verify")
CHANGING = ("note", "move", "tick", "import")
OTHERS = sorted(set(ORDINARY) - LASTING - SLOW - {*SHOWING, *CHANGING})


def shell(line: str, place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which `tracker` is the command, in a real process."""
    program = f'tracker() {{ "{sys.executable}" -m tracker "$@"; }}\n'
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return subprocess.run(
        ["/bin/bash", "-c", program + line],
        cwd=place,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def place(tmp_path: Path, ordeal: Ordeal) -> Path:
    """A folder with a register."""
    (tmp_path / "commitments.db").write_bytes((ordeal.template / "commitments.db").read_bytes())
    return tmp_path


@pytest.mark.parametrize("command", [*SHOWING, *CHANGING])
@pytest.mark.parametrize(("stdout", "told"), [("full", "No space left"), ("closed", "ze is gesloten")])
def test_what_cannot_be_shown_is_an_error(ordeal: Ordeal, command: str, stdout: str, told: str) -> None:
    said = ordeal.call(*Call(command).arguments, stdout=stdout)

    assert said.code == 1
    assert said.err.startswith("tracker: Naar de standaarduitvoer kan niet geschreven worden")
    assert told in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", [*SHOWING, *CHANGING])
def test_a_reader_who_had_enough_ends_the_command_in_silence(ordeal: Ordeal, command: str) -> None:
    said = ordeal.call(*Call(command).arguments, stdout="unread")

    assert (said.code, said.err) == (1, "")


def test_a_reader_of_standard_output_by_name_who_had_enough_ends_it_in_silence_too(ordeal: Ordeal) -> None:
    said = ordeal.call("export", "--format", "csv", "--output", "/dev/stdout", stdout="unread")

    assert (said.code, said.err) == (1, "")


@pytest.mark.soak
@pytest.mark.parametrize("stdout", ["full", "closed", "unread"])
@pytest.mark.parametrize("command", OTHERS)
def test_no_command_falls_over_its_output(ordeal: Ordeal, command: str, stdout: str) -> None:
    said = ordeal.call(*Call(command).arguments, stdout=stdout)

    assert said.code in {0, 1}
    assert "Traceback" not in said.err
    assert "Exception" not in said.err


def test_with_quiet_nothing_is_shown_and_nothing_fails(ordeal: Ordeal) -> None:
    said = ordeal.call("--quiet", "note", "C-0001", "een woord", stdout="full")

    assert (said.code, said.words) == (0, "")


def test_what_a_shell_puts_in_the_place_of_a_file_is_written_to(place: Path) -> None:
    done = shell("tracker stats --html >(cat)", place)

    assert done.stdout.rstrip().endswith("</html>")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_real_pipe_that_is_left_early_is_no_error(place: Path) -> None:
    done = shell("tracker manual | head -1; echo ${PIPESTATUS[1]}", place)

    assert done.stdout.splitlines()[1] == "0"
    assert done.stderr == ""


def test_a_real_full_disk_is_told_once(place: Path) -> None:
    done = shell("tracker list > /dev/full", place)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


def test_closed_streams_write_into_no_file_of_ours(place: Path) -> None:
    done = shell('tracker note C-0001 "een woord" <&- >&- 2>&-; echo $?', place)
    with sqlite3.connect(place / "commitments.db") as register:
        notes = register.execute("SELECT notes FROM commitments WHERE number = 1").fetchone()[0]
        damage = register.execute("PRAGMA integrity_check").fetchone()[0]
    register.close()

    assert done.stdout == "1\n"
    assert ("een woord" in notes, damage) == (True, "ok")


def test_a_log_that_cannot_be_written_stops_no_work(place: Path) -> None:
    done = shell("tracker dates niets 2> /dev/full", place)

    assert done.returncode == 0


def test_letters_that_the_terminal_does_not_have_are_shown_as_escapes(place: Path) -> None:
    done = shell("tracker dates 'eind juni 2022' --on 2022-01-01", place, PYTHONIOENCODING="latin-1")

    assert done.returncode == 0
    assert r"21 juni 2022 \u2013 30 juni 2022" in done.stdout


def test_what_is_piped_in_may_be_in_any_encoding(ordeal: Ordeal) -> None:
    said = ordeal.call("dates", "--on", "2022-01-01", stdin=b"\xff\xfe caf\xe9 eind juni 2022\n")

    assert said.code == 0
    assert "30 juni 2022" in said.out
