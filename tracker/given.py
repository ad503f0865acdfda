"""The door for files that people give: opened, bounded and, where they cannot be read, refused in words.

A file may be a pipe, as a shell makes one of `<(command)`; it is read to its end. A device is none: it may never end.
"""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from tracker.errors import Unreadable, remedy_for

MEGABYTE = 2**20
PATIENCE = 5.0  # seconds in which somebody must begin to write into a pipe
_LOOK_AGAIN = 0.02
_IN_MEMORY = 16 * MEGABYTE
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # an idle pipe does not hold us


def content_of(path: Path, *, most: int) -> bytes:
    """What the file holds; raises Unreadable, also for more than `most` bytes."""
    with _opened(path) as (file, begun):
        return _bounded(path, file, begun or b"", most)


@contextmanager
def given(path: Path, *, most: int) -> Iterator[IO[bytes]]:
    """The file, to read forwards and backwards; raises Unreadable, also while it is read. Only a pipe has a bound."""
    with _opened(path) as (file, begun):
        if begun is None:
            yield file
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            kept.write(_bounded(path, file, begun, most))
            kept.seek(0)
            yield kept


def names_in(folder: Path) -> list[Path]:
    """What lies in a folder, in order; raises Unreadable where it may not be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], bytes | None]]:
    """The open file; of a pipe also what came out of it already."""
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError as error:
        raise Unreadable("file.absent", path=path) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISFIFO(kind):
        os.close(handle)
        raise Unreadable("file.is-folder" if stat.S_ISDIR(kind) else "file.is-device", path=path)
    with io.BufferedReader(_OpenFile(handle, path)) as file:
        yield file, _begun(path, handle) if stat.S_ISFIFO(kind) else None


def _begun(path: Path, pipe: int) -> bytes:
    """The first that comes out of a pipe, once somebody writes into it; what follows may take its time."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            begun = os.read(pipe, MEGABYTE)
        except BlockingIOError:  # somebody has opened it, and has not written yet
            begun = None
        if begun or begun is None:
            os.set_blocking(pipe, True)
            return begun or b""
        if time.monotonic() > until:
            raise Unreadable("file.pipe-silent", path=path)
        time.sleep(_LOOK_AGAIN)


def _bounded(path: Path, file: IO[bytes], begun: bytes, most: int) -> bytes:
    content = begun + file.read(most + 1 - len(begun)) if len(begun) <= most else begun
    if len(content) > most:
        size = f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most} bytes"
        raise Unreadable("file.too-large", path=path, size=size)
    return content


class _OpenFile(io.FileIO):
    """An open file whose failures are told in our words, whoever reads from it."""

    def __init__(self, handle: int, path: Path) -> None:
        super().__init__(handle, "r")
        self._path = path

    def readinto(self, place: Any, /) -> int | None:
        try:
            return super().readinto(place) or 0  # a file of the system that has nothing to say is at its end
        except OSError as error:
            raise _unreadable(self._path, error) from error

    def readall(self) -> bytes:
        try:
            return super().readall() or b""
        except OSError as error:
            raise _unreadable(self._path, error) from error


def _unreadable(path: Path, error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Unreadable("file.unreadable", path=path, reason=reason, remedy=remedy_for(error))
