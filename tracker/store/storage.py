"""Is there room for what must be written, and may we write it? Tried for real, and nothing of it stays."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from os import strerror
from pathlib import Path

from tracker.errors import InUse, StoreError
from tracker.files.own import is_there
from tracker.model.checks import Storage
from tracker.store.database import Database

PROBE = 64 * 1024  # bytes


def storages(database: Database, ledger: Path) -> Iterator[Storage]:
    """The register itself, and the folders of its file, of the ledger and of temporary files."""
    yield Storage("register can be written", database.name, refusal=why_not_written(database))
    register = database.path.parent.absolute() if database.path else None
    if register is not None:
        yield _folder("room of the register", register)
    if ledger.parent.absolute() != register:
        yield _folder("room of the ledger", ledger.parent.absolute())
    yield _temporary("room for temporary files")
    if is_there(ledger):
        yield Storage("ledger can be written", str(ledger), refusal=_why_not_opened(ledger))


def why_not_written(database: Database) -> str | None:
    """Why nothing can be written into the register, if so; whoever finds somebody else writing is content."""
    try:
        database.try_to_write()
    except InUse:
        pass
    except StoreError as error:
        return str(error)
    return None


def _folder(name: str, place: Path) -> Storage:
    """A folder that is still to be made has the room of the one that it will stand in."""
    there = place
    try:
        there = next(folder for folder in (place, *place.parents) if folder.is_dir())
        free = shutil.disk_usage(there).free
        with tempfile.TemporaryFile(dir=there, buffering=0) as file:
            if file.write(bytes(PROBE)) != PROBE:
                return Storage(name, str(there), free, f"The disk at {there} is full.")
    except OSError as error:
        return Storage(name, str(there), refusal=f"Nothing can be written into {there}: {_reason(error)}.")
    return Storage(name, str(there), free)


def _temporary(name: str) -> Storage:
    try:
        place = tempfile.gettempdir()
    except OSError:  # it tries by writing
        return Storage(name, "", refusal="Nothing can be written into any folder for temporary files.")
    return _folder(name, Path(place))


def _why_not_opened(file: Path) -> str | None:
    try:
        file.open("ab").close()
    except OSError as error:
        return f"Nothing can be written into {file}: {_reason(error)}."
    return None


def _reason(error: OSError) -> str:
    return strerror(error.errno) if error.errno else str(error)
