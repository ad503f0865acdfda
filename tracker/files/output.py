"""How anything gets a name that a person gave: whole or not at all, private, and never over what is not its own.

What stands at the name is written over only when it is empty or recognised, by what it holds, as an earlier output of
the same kind; anything else asks for `force`. A database and the files of a register are never written over. A pipe
takes what is written while somebody reads from it; where nobody does, it is refused.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import ENXIO
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import IO, Any

from tracker.errors import Refused
from tracker.files.leftovers import unfinished
from tracker.files.own import Own
from tracker.files.private import GROUP

STANDARD = Path("-")
PATIENCE = 5.0  # seconds in which somebody must begin to read from a pipe
_LOOK_AGAIN = 0.02
_FLAGS = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)  # a pipe from which nobody reads does not hold us
_STREAM = re.compile(r"(?:/dev|/proc/self)/fd/(\d{1,6})")
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_OUT = 1
_SINK = re.compile(r"/dev/(?:null|zero|full|console|tty\w*|pts/\d+)")  # what is written there harms nothing
_DATABASE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is written, and whether an earlier one is known by what it holds; without that none ever is."""

    name: str  # as in "is no earlier …"
    recognises: Callable[[IO[bytes]], bool] | None = None
    heeds_force: bool = True  # False: nothing makes it take the place of anything else


@dataclass(frozen=True, slots=True)
class Destination:
    """Where output goes, as a person named it; `own` are files whose place it never takes."""

    path: Path
    force: bool = False
    own: tuple[Own, ...] = ()

    @property
    def is_stream(self) -> bool:
        """Whether it is no file, but takes what is written: standard output, a pipe, a terminal, the empty device."""
        return self.path == STANDARD or _descriptor(self.path) is not None or _is_sink(self.path)


@contextmanager
def written_whole(to: Destination, kind: Kind) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name when it is complete; until then the old one stands."""
    if to.path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif (descriptor := _descriptor(to.path)) is not None:
        with _telling(to):
            copy = os.dup(descriptor)  # closing it leaves the stream open
        with _open(to, copy) as out:
            yield out
    elif to.is_stream:
        with _open(to, _sink(to)) as out:
            yield out
    else:
        with placed(to, kind) as beside, _open(to, beside) as out:
            yield out


@contextmanager
def placed(to: Destination, kind: Kind) -> Iterator[Path]:
    """An empty file beside the name, readable by its owner alone, that takes the name when the block ends well."""
    if to.is_stream:
        raise Refused("output.needs-file", kind=kind.name)
    with ExitStack() as stack:
        with _telling(to):
            target = to.path.resolve()
            _written_over(to, target, kind)
            beside = stack.enter_context(unfinished(target.parent))
        yield beside
        with _telling(to):
            flush(beside)
            _take_place(to, target, kind, beside)
            flush(target.parent)


def refuse_own(to: Destination) -> None:
    """Raises Refused where a file of the register stands or belongs, or one that the program reads."""
    own = next((one.what for one in to.own if one.is_at(to.path)), None)
    if own:
        raise Refused("output.own-file", path=to.path, what=own)


def _written_over(to: Destination, target: Path, kind: Kind) -> os.stat_result | None:
    """What is written over, if anything; raises Refused when it may not be."""
    refuse_own(to)
    try:
        existing = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise Refused("output.no-folder", path=to.path, folder=target.parent) from None
        return None
    if not stat.S_ISREG(existing.st_mode):
        raise Refused("output.is-folder" if stat.S_ISDIR(existing.st_mode) else "output.is-no-file", path=to.path)
    if existing.st_size:
        _refuse_others(to, target, kind)
    return existing


def _refuse_others(to: Destination, target: Path, kind: Kind) -> None:
    with target.open("rb") as file:
        if kind.recognises and kind.recognises(file):
            return
        file.seek(0)
        if file.read(len(_DATABASE)) == _DATABASE and kind.heeds_force:
            raise Refused("output.is-database", path=to.path)
    if not kind.heeds_force and kind.recognises:
        raise Refused("output.no-earlier-for-good", path=to.path, kind=kind.name)
    if not kind.heeds_force:
        raise Refused("output.exists-for-good", path=to.path)
    if not to.force and kind.recognises:
        raise Refused("output.no-earlier", path=to.path, kind=kind.name)
    if not to.force:
        raise Refused("output.exists", path=to.path)


def _take_place(to: Destination, target: Path, kind: Kind, beside: Path) -> None:
    """Under its name, unless something came there meanwhile that may not be written over."""
    written_over = _written_over(to, target, kind)
    if written_over is None:
        try:
            os.link(beside, target)  # unlike a renaming it takes no other's place
        except FileExistsError:
            written_over = _written_over(to, target, kind)
        except OSError:  # a file system without links
            beside.replace(target)
            return
    if written_over is not None:
        _take_owner_and_mode(beside, written_over)
        beside.replace(target)


def _take_owner_and_mode(beside: Path, written_over: os.stat_result) -> None:
    """Whoever could read the file before can read it still, and nobody else."""
    mode, mine = stat.S_IMODE(written_over.st_mode) & 0o777, beside.stat()
    if hasattr(os, "chown") and (mine.st_uid, mine.st_gid) != (written_over.st_uid, written_over.st_gid):
        with suppress(OSError):  # only root gives files away
            os.chown(beside, written_over.st_uid, -1)
        try:
            os.chown(beside, -1, written_over.st_gid)
        except OSError:
            mode &= ~GROUP  # it would be another group
    beside.chmod(mode)


def _is_sink(path: Path) -> bool:
    """Whether it takes what is written and keeps nothing; no other device is written to."""
    try:
        existing = path.stat()
    except OSError:
        return False
    is_harmless = stat.S_ISCHR(existing.st_mode) and _SINK.fullmatch(os.path.realpath(path))
    return stat.S_ISFIFO(existing.st_mode) or bool(is_harmless)


def _sink(to: Destination) -> int:
    """That pipe or device, open to be written to; raises Refused for a pipe from which nobody reads."""
    until = time.monotonic() + PATIENCE
    with _telling(to):
        while (handle := _end_of(to.path)) is None:
            if time.monotonic() > until:
                raise Refused("output.pipe-unread", path=to.path)
            time.sleep(_LOOK_AGAIN)
        os.set_blocking(handle, True)  # a slow reader is waited for
    return handle


def _end_of(path: Path) -> int | None:
    """Where to write to a pipe or device; None while nobody reads from it."""
    try:
        return os.open(path, _FLAGS)
    except OSError as error:
        if error.errno == ENXIO and path.is_fifo():
            return None
        raise


def _descriptor(path: Path) -> int | None:
    """The open file that a name like /dev/stdout stands for: opened anew, it would be emptied."""
    found = _STREAM.fullmatch(str(path))
    return int(found[1]) if found else _STREAMS.get(str(path))


class _Telling(FileIO):
    """A file whose failures are told in our words, whatever library writes to it."""

    def __init__(self, file: Path | int, to: Destination) -> None:
        super().__init__(file, "wb")
        self._to = to

    def write(self, content: Any, /) -> int:
        with _telling(self._to):
            return super().write(content)


def _open(to: Destination, file: Path | int) -> BufferedWriter:
    with _telling(to):
        return BufferedWriter(_Telling(file, to))


@contextmanager
def _telling(to: Destination) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        if _descriptor(to.path) == _OUT:  # whoever reads has read enough, as with `| head`
            raise
        raise Refused("output.pipe-left", path=to.path) from error
    except (OSError, RuntimeError) as error:  # a link that leads to itself is a RuntimeError
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise Refused("output.not-written", path=to.path, reason=str(why)) from error


def flush(path: Path) -> None:
    """A file, or the names in a folder, through to the disk, so that a power cut leaves the whole file or none."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
