"""Standard streams that are there even when they were closed, and that tell when nothing can be written to them.

A reader who had enough (`| head`) ends the command in silence. Anything else that keeps standard output from being
written is an error like any other. Standard error has nobody to whom its own failure could be told.
"""

from __future__ import annotations

import io
import os
import sys
from errno import EBADF
from typing import Any

from tracker.errors import TrackerError

IN, OUT, ERR = 0, 1, 2


class CannotShow(TrackerError):
    """Standard output is full or closed."""


def _cannot_show(error: OSError) -> CannotShow:
    if error.errno == EBADF:
        return CannotShow("screen.closed")
    return CannotShow("screen.refuses", reason=str(error.strerror))


class NobodyReads(SystemExit):
    """The reader at the other end of standard output had enough."""


class _Shown(io.FileIO):
    """Standard output: what it does not take is told in our words, once."""

    def write(self, content: Any, /) -> int:
        try:
            return super().write(content)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), OUT)  # takes what still waits to be written
            raise (NobodyReads(1) if isinstance(error, BrokenPipeError) else _cannot_show(error)) from error


class _Logged(io.FileIO):
    """Standard error: a log that cannot be kept stops no work."""

    def write(self, content: Any, /) -> int:
        try:
            return super().write(content)
        except OSError:
            return memoryview(content).nbytes


def secure_streams() -> None:
    """Those of this process, safe while the command runs; a test keeps its own."""
    _occupy_closed()
    if sys.stdin is None:
        sys.stdin = open(IN, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if sys.stderr is sys.__stderr__ and sys.platform != "win32":
        sys.stderr = _text(_Logged(ERR, "w", closefd=False), sys.stderr, by_line=True)
    if sys.stdout is sys.__stdout__ and sys.platform != "win32":  # the console of Windows is no file
        shown = _Shown(OUT, "w", closefd=False)
        sys.stdout = _text(shown, sys.stdout, by_line=shown.isatty())


def _occupy_closed() -> None:
    """Fill the places of closed streams, so that no file opened later gets what is meant for them.

    Nothing can be written to what stands in the place of standard output: who closed it hears that nothing was shown.
    """
    for number, access in ((IN, os.O_RDONLY), (OUT, os.O_RDONLY), (ERR, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, access)  # the lowest number that is free is this one


def _text(raw: io.FileIO, before: Any, *, by_line: bool) -> io.TextIOWrapper:
    """Text in the encoding of the place; a letter that it does not have becomes an escape."""
    encoding, buffered = before.encoding if before is not None else "utf-8", io.BufferedWriter(raw)
    return io.TextIOWrapper(buffered, encoding=encoding, errors="backslashreplace", line_buffering=by_line)
