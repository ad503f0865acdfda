"""Files that only their owner reads, whatever the umask says. What is there already keeps its mode."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
GROUP = 0o060
GROUP_WRITES = 0o020
OTHERS = 0o007
OTHERS_READ = 0o004
_BINARY = getattr(os, "O_BINARY", 0)  # Windows translates line ends without it


def created(path: Path, *, mode: int = OWNER_ONLY) -> int:
    """A new file, open for writing, that never had a wider mode; raises FileExistsError where something stands."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, mode)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)  # the umask took away what the owner or the group needs
    return handle


def ensure(path: Path) -> None:
    """Make the file if nothing is there, for a library that would make it with the mode of the umask.

    What cannot be made is left to that library, which tells why.
    """
    with suppress(OSError, RuntimeError):  # a link that leads to itself is a RuntimeError
        os.close(created(path.resolve()))  # a link may lead to a file that is not there yet


def opened_for_adding(path: Path, *, beside: Path | None = None) -> int:
    """A file that is only added to, made where it is missing: whose group may use what it lies `beside`, may use it."""
    make_folder(path.parent)
    try:
        handle = created(path.resolve())
    except FileExistsError:
        return os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)
    os.close(handle)
    if beside is not None:
        share_with_group(path, beside)
    return os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)


def share_with_group(path: Path, model: Path) -> None:
    """Give the group of `model` what it may do there, when it is shared with a group and not merely left open to all.

    Nothing where it is another group and cannot be made that one.
    """
    if not hasattr(os, "chown"):
        return
    with suppress(OSError):
        wanted, present = model.stat(), path.stat()
        if not wanted.st_mode & GROUP_WRITES and wanted.st_mode & OTHERS:
            return
        if present.st_gid != wanted.st_gid:
            os.chown(path, -1, wanted.st_gid)
        path.chmod(OWNER_ONLY | wanted.st_mode & GROUP)


def mode_of(path: Path) -> int:
    """Who may do what with a file; nobody anything with one that is not there, and Windows does not say it so."""
    try:
        return stat.S_IMODE(path.stat().st_mode) if os.name != "nt" else 0
    except OSError:
        return 0


def is_open(path: Path) -> bool:
    """Whether anybody on this machine may read the file."""
    return bool(mode_of(path) & OTHERS_READ)


def make_folder(path: Path) -> None:
    """A folder that only its owner enters, with those above it; one that is there keeps its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(exist_ok=True, mode=0o700)
