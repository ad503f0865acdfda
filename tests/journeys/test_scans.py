"""From a scanned report to the register, by the command: what was read so is marked wherever somebody looks at it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from review_screen import terminal
from scanned import REPORT, need_recognition, scan

SPOTS = 200
PATIENCE = 60.0  # seconds


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tracker", "--db", "scans.db", "--as", "clerk", *arguments]


def seen_on_a_terminal(folder: Path, *arguments: str) -> tuple[str, str]:
    """What a command says, and all that stands on the terminal to which its standard error goes."""
    line, end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"}
    with subprocess.Popen(
        command(*arguments), cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=end, text=True
    ) as started:
        os.close(end)
        seen = b""
        with suppress(OSError):  # nobody holds the other end any more
            while select.select([line], [], [], PATIENCE)[0]:
                seen += os.read(line, 65536)
        told, _ = started.communicate(timeout=PATIENCE)
    os.close(line)
    return told, seen.decode()


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The folder in which a scan was read, what was told of it, and what was seen meanwhile."""
    need_recognition()
    folder = tmp_path_factory.mktemp("scans")
    (folder / "verslag.pdf").write_bytes(scan(REPORT, askew=-3.0, spots=SPOTS))
    return folder, *seen_on_a_terminal(folder, "--today", "2024-03-13", "extract", "verslag.pdf")


def test_what_is_promised_on_a_scan_is_found_and_told_to_be_read_from_one(taken: tuple[Path, str, str]) -> None:
    _, told, seen = taken

    assert "2 toezeggingen, vergadering van 2024-03-12" in told
    assert "2024-06-30  Lydia Peeters" in told
    assert "2024-07-20  Lydia Peeters" in told
    assert "Bladzijden gelezen van een scan: 1, slecht leesbare woorden daarop:" in seen


def test_a_terminal_shows_how_far_the_pages_are(taken: tuple[Path, str, str]) -> None:
    _, _, seen = taken

    assert "verslag.pdf: lezen van een scan, bladzijde per bladzijde" in seen
    assert "0/1" in seen


def test_the_source_of_an_entry_says_that_it_is_a_scan(taken: tuple[Path, str, str]) -> None:
    folder, _, _ = taken
    done = subprocess.run(command("show", "C-0001"), cwd=folder, capture_output=True, text=True, check=True)

    assert "blz. 1, gelezen van een scan," in " ".join(done.stdout.split())


def test_a_review_says_that_a_proposal_was_read_from_a_scan(taken: tuple[Path, str, str]) -> None:
    folder, _, _ = taken
    with terminal(folder / "scans.db", "review") as screen:
        screen.wait_for("Gelezen van een scan")
        screen.wait_for_a_key()
        screen.press("q")

    assert screen.code == 0
