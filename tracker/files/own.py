"""Which files belong to a register: they hold it, or the program reads them. Nothing else is written in their place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from tracker.model.things import Thing

JOURNALS = ("-journal", "-wal", "-shm")  # SQLite plays what it finds there into the register
COPIES = (".before-", ".ledger.kept-")  # made before an upgrade or a restore, or when a ledger was begun anew


@dataclass(frozen=True, slots=True)
class Own:
    """A file of the program, which may not be there yet, and what it is."""

    path: Path
    what: str

    def is_at(self, place: Path) -> bool:
        """Whether it is this file that stands there, under whatever name, or would once it is made."""
        try:
            return self.path.samefile(place)
        except OSError:
            return _spelled(self.path) == _spelled(place)


def register_files(path: Path | None) -> Iterator[Own]:
    """The file of a register, those that SQLite puts beside it, and its ledger; nothing for a server.

    A link has them beside itself and beside the file that it leads to.
    """
    for register in () if path is None else dict.fromkeys((path, Path(os.path.realpath(path)))):
        yield Own(register, Thing.REGISTER)
        for ending in JOURNALS:
            yield Own(register.with_name(register.name + ending), Thing.FILE_OF_REGISTER)
        yield Own(ledger_of(register), Thing.LEDGER)


def ledger_of(register: Path) -> Path:
    """Where the ledger of a file lies when nothing else is set."""
    return register.with_name(f"{register.name}.ledger")


def copies_of(register: Path) -> list[Path]:
    """What lies beside a register since it was upgraded, restored or got another ledger."""
    try:
        return sorted(
            file
            for file in register.parent.iterdir()
            if file.name.startswith(tuple(register.name + mark for mark in COPIES))
        )
    except OSError:
        return []


def backups_in(folder: Path | None) -> Iterator[Own]:
    """The folder where backups are kept and the files in it; nothing where none is set or it cannot be looked into."""
    if folder is None:
        return
    yield Own(folder, "folder of backups")
    try:
        yield from (Own(file, "backup") for file in sorted(folder.iterdir()) if file.is_file())
    except OSError:
        return


def newest_backup(folder: Path) -> tuple[Path, datetime] | None:
    """The backup that was made last, and when; a copy of a ledger beside it is none."""
    try:
        files = [file for file in folder.iterdir() if file.is_file() and file.suffix != ".ledger"]
        made = {file: file.stat().st_mtime for file in files}
    except OSError:
        return None
    if not made:
        return None
    newest = max(files, key=made.__getitem__)
    return newest, datetime.fromtimestamp(made[newest], UTC)


def is_there(path: Path) -> bool:
    """Whether something stands there, as far as we may look: what a closed folder hides is not there for us."""
    try:
        return path.exists()
    except PermissionError:
        return False


def free_name(path: Path) -> Path:
    """That name for a copy that is kept, or one like it that nobody has."""
    others = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(place for place in chain([path], others) if not place.exists())


def _spelled(path: Path) -> str:
    """One spelling for a name, also where capitals are the same."""
    return os.path.realpath(path).casefold()
