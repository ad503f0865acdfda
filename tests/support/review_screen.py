"""A terminal on which the command runs, as a person sees it and types on it."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 20.0
CLEARED = "\x1b[2J"
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Screen:
    """A terminal as a person has it: keys go in, and what is shown is read until something stands there."""

    def __init__(self, process: int, line: int) -> None:
        self.process = process
        self.line = line
        self.shown = ""
        self.code: int | None = None

    def press(self, keys: str) -> None:
        os.write(self.line, keys.encode())

    def wait_for_a_key(self) -> None:
        """Read on until the terminal is in the mode in which single keys are taken."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self.line)[3] & termios.ICANON:
            assert time.monotonic() < end, self.shown[-2000:]
            if select.select([self.line], [], [], 0.02)[0]:
                self.shown += os.read(self.line, 65536).decode(errors="replace")

    def wait_until_it_listens(self) -> None:
        """Until the process sleeps: a signal just before it waits for a line is only seen with the next key."""
        stat, end = Path(f"/proc/{self.process}/stat"), time.monotonic() + PATIENCE
        while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "S":
            assert time.monotonic() < end, self.shown[-2000:]
            time.sleep(0.01)

    def wait_for(self, words: str, *, seconds: float = PATIENCE) -> None:
        """Read on until the words are shown; what came before them is not looked at again."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            left = end - time.monotonic()
            assert left > 0, f"{words!r} was not shown: {self.shown[-2000:]}"
            if select.select([self.line], [], [], left)[0]:
                self.shown += os.read(self.line, 65536).decode(errors="replace")
        self.shown = self.shown.partition(words)[2]

    def wait_until(self, words: str) -> None:
        """Read on until the words stand on the screen as it was cleared last; all that was read stays."""
        end = time.monotonic() + PATIENCE
        while words not in "\n".join(self.rows()):
            left = end - time.monotonic()
            assert left > 0, f"{words!r} was not shown: {self.shown[-2000:]}"
            if select.select([self.line], [], [], left)[0]:
                self.shown += os.read(self.line, 65536).decode(errors="replace")

    def rows(self) -> list[str]:
        """What stands there since the screen was cleared last, as far as it was read."""
        return _CODES.sub("", self.shown.rpartition(CLEARED)[2]).replace("\r", "").split("\n")

    def close(self) -> None:
        """Wait until the command has ended by itself."""
        with suppress(OSError):  # the other side has gone
            while select.select([self.line], [], [], PATIENCE)[0] and os.read(self.line, 65536):
                pass
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.line)


@contextmanager
def terminal(register_file: Path, *arguments: str, columns: int = 200, rows: int = 50) -> Iterator[Screen]:
    """The command on a pseudo-terminal of its own."""
    process, line = pty.fork()
    if process == 0:
        command = [sys.executable, "-m", "tracker", "--db", str(register_file), "--as", "clerk", *arguments]
        size = {"COLUMNS": str(columns), "LINES": str(rows)}
        environment = {**os.environ, **size, "TERM": "xterm", "NO_COLOR": "1"}
        os.execve(command[0], command, environment)
    screen = Screen(process, line)
    try:
        yield screen
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    finally:
        screen.close()
