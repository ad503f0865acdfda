"""Many files at once: find them, read them side by side, and take each in as its own story."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError, Unreadable
from tracker.usecases.ingest import Ingested, look, store

if TYPE_CHECKING:
    from tracker.model import Act
    from tracker.store import Database


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows about the reports, where they do not say it themselves."""

    held_on: date | None = None
    language: str | None = None
    minister: str | None = None
    calendar: str | None = None
    parliament: str | None = None
    again: bool = False
    fast: bool = False  # without the encoder

    @property
    def reads_again(self) -> bool:
        """Whether known reports are read once more: somebody asks for it, or says how they are to be read."""
        return self.again or any((self.held_on, self.language, self.minister))


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: ingested, or why not."""

    path: Path
    outcome: Ingested | TrackerError


def gather(names: Sequence[str]) -> tuple[Path, ...]:
    """The files that names, folders and patterns stand for, each once; hidden files are passed over in folders.

    Raises Unreadable for a pattern or folder without files; a single missing file is told when it is read.
    """
    gathered: dict[Path, None] = {}
    for name in names:
        path = Path(name)
        if path.is_dir():
            files = files_in(path)
        elif has_magic(name) and not path.exists():
            files = sorted(Path(hit) for hit in glob(name, recursive=True) if Path(hit).is_file())  # noqa: PTH207 - a shell pattern, absolute or not
        else:
            files = [path]
        if not files:
            raise Unreadable("intake.no-report", place=name)
        gathered.update(dict.fromkeys(files))
    return tuple(gathered)


def take_in(
    database: Database | None,
    paths: Sequence[Path],
    *,
    act: Act,
    hints: Hints,
    accept: bool = False,
    jobs: int = 1,
    recognising: Callable[[Path], Callable[[int, int], None]] | None = None,
) -> Iterator[Taken]:
    """Read and store each file, going on past bad ones; without a database nothing is stored.

    `recognising` gives for a file what is to be told how many of its scanned pages are done, of how many.
    """
    from tracker.reading import read_many

    after = partial(look, calendar=hints.calendar, fast=hints.fast)
    results = read_many(
        paths,
        jobs=jobs,
        held_on=hints.held_on if len(paths) == 1 else None,
        undated_on=hints.held_on,
        language=hints.language,
        minister=hints.minister,
        parliament=hints.parliament,
        after=after,
        recognising=recognising,
    )
    for path, result in results:
        yield Taken(
            path,
            result
            if database is None or isinstance(result, TrackerError)
            else _kept(database, result, act=act, accept=accept, again=hints.reads_again),
        )


def _kept(database: Database, ingested: Ingested, *, act: Act, accept: bool, again: bool) -> Ingested | TrackerError:
    try:
        return store(database, ingested, act=act, accept=accept, again=again)
    except TrackerError as error:
        return error


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its folders, in order; hidden ones are passed over.

    What may not be looked into or at is among them: it is told when it is read.
    """
    files, closed = list[Path](), list[OSError]()
    for home, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [path for name in names if not name.startswith(".") and _is_file(path := Path(home, name))]
    return sorted([*files, *(Path(error.filename) for error in closed)])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # it may not be looked at
        return True
