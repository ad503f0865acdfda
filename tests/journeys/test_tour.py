"""The README tells what the commands really say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_tour_shows_what_the_commands_say() -> None:
    played = subprocess.run(
        [sys.executable, ROOT / "scripts" / "tour.py", "--check", ROOT / "README.md"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert played.returncode == 0, played.stdout + played.stderr
