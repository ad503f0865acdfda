"""A report dropped into a watched folder is in the register soon after, and the watch ends in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"


def test_a_dropped_report_is_taken_in(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "commitments.db"
    folder.mkdir()
    command = [sys.executable, "-u", "-m", "tracker", "--db", str(database)]
    with subprocess.Popen(
        [*command, "watch", str(folder), "--every", "0.2", "--accept"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "TRACKER_LANGUAGE": "en"},
    ) as watching:
        assert watching.stdout is not None
        assert "Watching" in watching.stdout.readline()
        (folder / "leeg.pdf").write_bytes(b"%PDF-1.7\n")
        (folder / "verslag.txt").write_bytes(EXAMPLE.read_bytes())
        said = [watching.stdout.readline() for _ in range(2)]
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(20) == 0

    listed = subprocess.run([*command, "list", "--format", "json"], capture_output=True, text=True, check=True)

    assert any(line.startswith("leeg.pdf:") for line in said)
    assert any("sitting of 2021-09-21" in line for line in said)
    assert {row["status"] for row in json.loads(listed.stdout)} == {"open"}


def test_a_report_that_is_copied_slowly_is_taken_in_once_and_whole(tmp_path: Path) -> None:
    folder, content = tmp_path / "in", EXAMPLE.read_bytes()
    folder.mkdir()
    command = [sys.executable, "-u", "-m", "tracker", "--db", str(tmp_path / "commitments.db")]
    with subprocess.Popen(
        [*command, "watch", str(folder), "--every", "0.1", "--still", "1.5", "--accept"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"TRACKER_LANGUAGE": "en"},
    ) as watching:
        assert watching.stdout is not None
        assert "Watching" in watching.stdout.readline()
        with (folder / "verslag.txt").open("wb") as copy:
            for start in range(0, len(content), len(content) // 8):  # in some three seconds, by a real clock
                copy.write(content[start : start + len(content) // 8])
                copy.flush()
                sleep(0.4)
        said = watching.stdout.readline()
        watching.send_signal(signal.SIGTERM)
        rest = watching.stdout.read()
        assert watching.wait(20) == 0

    assert "commitments, sitting of 2021-09-21" in said
    assert "corrected version" not in rest
    assert "verslag.txt:" not in rest
