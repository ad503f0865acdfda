"""Plays the console blocks of a Markdown file and puts what the commands really say below them.

    python scripts/tour.py README.md          writes the file anew
    python scripts/tour.py --check README.md  fails when a command says something else than the file

A block starts with ```console; its lines that begin with "$ " are run by bash, in the order of the file, in one empty
folder that holds the examples. The time of the day is masked, since it is another one at each reading.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def played(text: str) -> str:
    """The text with the output of every command as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return BLOCK.sub(lambda block: f"```console\n{_answers(block[1], Path(folder))}```", text)


def _answers(block: str, folder: Path) -> str:
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_said(command, folder)}" for command in commands)


def _said(command: str, folder: Path) -> str:
    """What a person would see: the command runs on a terminal of its own, 120 columns wide."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    environment = clean | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "120",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "HOME": str(folder),
        "USER": "secretaris",
        "LOGNAME": "secretaris",
    }
    reader, terminal = pty.openpty()
    with subprocess.Popen(["/bin/bash", "-c", command], cwd=folder, env=environment, stdout=terminal, stderr=terminal):
        os.close(terminal)
        said = re.sub(r"\x1b\[[0-9;]*m", "", _everything(reader))
    said = re.sub(r"(?<=\d{4}-\d\d-\d\d )\d\d:\d\d", "09:00", said)
    return "".join(line.rstrip() + "\n" for line in said.strip("\n").splitlines())


def _everything(reader: int) -> str:
    chunks = []
    while True:
        try:
            chunk = os.read(reader, 65536)
        except OSError:  # Linux says so when the other side is gone
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(reader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def main() -> int:
    """Write or check the named files."""
    check, names = "--check" in sys.argv, [name for name in sys.argv[1:] if name != "--check"]
    stale = []
    for path in map(Path, names):
        text = path.read_text(encoding="utf-8")
        if (fresh := played(text)) != text:
            stale.append(str(path))
            if not check:
                path.write_text(fresh, encoding="utf-8")
    if check and stale:
        print(f"Commands say something else than {', '.join(stale)}: run make docs")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
