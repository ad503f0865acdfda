"""What a killed process left behind is taken away by the next one that writes there.

Who makes something keeps a lock on it, which ends with the process: what nobody holds, nobody needs. Where there are no
such locks it is taken away a day later.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PREFIX, UNFINISHED, SCRATCH = ".tracker-", ".unfinished", ".scratch"
A_DAY = 86_400.0  # seconds without a word written: whoever began it is gone


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """An empty file that its owner alone reads and that is gone when the block ends, unless it got a name by then."""

    def make() -> Path:
        handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=UNFINISHED)
        os.close(handle)
        return Path(name)

    with _held(make, lambda file: file.unlink(missing_ok=True)) as file:
        yield file


@contextmanager
def scratch(near: Path | None) -> Iterator[Path]:
    """A folder that its owner alone enters and that is gone when the block ends."""

    def make() -> Path:
        return Path(tempfile.mkdtemp(dir=near, prefix=PREFIX, suffix=SCRATCH))

    with _held(make, lambda folder: shutil.rmtree(folder, ignore_errors=True)) as folder:
        yield folder


@contextmanager
def _held(make: Callable[[], Path], remove: Callable[[Path], None]) -> Iterator[Path]:
    """Something new, of which others see that its maker lives; what nobody holds beside it is taken away."""
    made, handle = None, None
    try:
        with _undisturbed():
            made, handle = _made(make)
        _sweep(made)
        yield made
    finally:
        with _undisturbed():
            if made is not None:
                remove(made)
            _let_go(handle)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for the end of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _made(make: Callable[[], Path]) -> tuple[Path, int | None]:
    """Made, and held; once more if somebody took it for a leftover before it was held."""
    while True:
        made = make()
        handle = _lock(made, waits=True)
        if made.exists():
            return made, handle
        _let_go(handle)


def _sweep(mine: Path) -> None:
    with suppress(OSError):
        made = mine.stat()
        for entry in os.scandir(mine.parent):
            if not entry.name.startswith(PREFIX) or not (UNFINISHED in entry.name or entry.name.endswith(SCRATCH)):
                continue
            with suppress(OSError):
                entry_stat = entry.stat(follow_symlinks=False)
                if entry_stat.st_uid == made.st_uid:
                    _take_away(entry, is_old=made.st_mtime - entry_stat.st_mtime > A_DAY)


def _take_away(entry: os.DirEntry[str], *, is_old: bool) -> None:
    """Remove what nobody holds; a journal of SQLite is held by whoever holds the file that it belongs to."""
    name, is_file, _ = entry.name.partition(UNFINISHED)
    left = Path(entry.path)
    held = left.with_name(f"{name}{UNFINISHED}") if is_file else left
    handle = _lock(held)
    if handle is None and held.exists() and not is_old:
        return
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)
    _let_go(handle)


def _lock(path: Path, *, waits: bool = False) -> int | None:
    """Hold something as long as this process lives; None when somebody else does, or it cannot be held."""
    if sys.platform == "win32" or path.is_symlink():
        return None
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)
