"""The register leaves for other programs and comes back: export, import, and what the numbers say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker.errors import Refused
from tracker.exchange.publication import Publication
from tracker.figures import SOON_DAYS, Overview, overview
from tracker.model import Entry, Selection, Sort, Status

if TYPE_CHECKING:
    from tracker.store import Database, Transaction

EVERYTHING = Selection(statuses=tuple(Status))
FEED_LENGTH = 200  # a reader of a feed wants what is new
IN_MEMORY = 8_000_000  # bytes of an export that wait in memory before they wait in a file


class ExportFormat(StrEnum):
    """What other programs read."""

    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"
    XLSX = "xlsx"
    ICS = "ics"
    ATOM = "atom"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export and how; no selection is the whole register, with its history where the format can hold it."""

    format: ExportFormat
    selection: Selection | None = None
    sort: Sort = Sort.NUMBER
    publication: Publication = field(default_factory=Publication)
    public: bool = False  # without internal notes and staff
    bom: bool = False
    tasks: bool = False
    alarm_days: tuple[int, ...] = ()


def export(database: Database, wanted: Wanted, out: IO[bytes], *, today: date, now: datetime) -> int:
    """Write what is wanted, as it is at one moment, in flat memory; gives how many commitments were written."""
    from tracker.exchange.record import public
    from tracker.store import looking

    with database.read() as tx:
        sort = Sort.CHANGED if wanted.format is ExportFormat.ATOM else wanted.sort
        found = looking.stream(tx, wanted.selection or EVERYTHING, today=today, sort=sort)
        counted = _Counted(map(public, found) if wanted.public else found)
        _write(tx, counted, wanted, out, now=now)
    return counted.number


def export_to(database: Database, wanted: Wanted, path: Path, *, today: date, now: datetime) -> int:
    """Export to a file, which is there whole or as it was before."""
    with written_whole(path) as out:
        return export(database, wanted, out, today=today, now=now)


def export_out(database: Database, wanted: Wanted, out: IO[bytes], *, today: date, now: datetime) -> int:
    """Export to a stream. A slow reader at the other end does not keep the register locked."""
    import shutil
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(max_size=IN_MEMORY) as waiting:
        count = export(database, wanted, waiting, today=today, now=now)
        waiting.seek(0)
        shutil.copyfileobj(waiting, out)
    return count


def stats(database: Database, selection: Selection, *, today: date, soon_days: int = SOON_DAYS) -> Overview:
    """What the numbers say of the selected commitments on that day; rejected ones are counted as such."""
    from tracker.store import looking

    every_status = replace(selection, statuses=selection.statuses or tuple(Status))
    with database.read() as tx:
        return overview(looking.stream(tx, every_status, today=today), today, soon_days=soon_days)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name when it is complete; until then the old one stands."""
    from tempfile import TemporaryDirectory

    target = path.resolve()
    if target.is_dir() or not target.parent.is_dir():
        raise Refused(f"Cannot write to {path}: it is no file in a folder that exists.", advice="Name another file.")
    try:
        if target.exists() and not target.is_file():  # a device or pipe
            with target.open("wb") as out:
                yield out
            return
        with TemporaryDirectory(dir=target.parent, prefix=".tracker-") as folder:
            beside = Path(folder) / target.name
            with beside.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            beside.replace(target)
    except OSError as error:
        raise Refused(f"Cannot write {path}: {error.strerror or error}.", advice="Name another file.") from error


class _Counted:
    """Entries passing by, counted."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.number = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.number += 1
            yield entry


def _write(tx: Transaction, entries: Iterable[Entry], wanted: Wanted, out: IO[bytes], *, now: datetime) -> None:
    from tracker.exchange import atom, csv_file, ical, workbook

    publication = wanted.publication
    if wanted.format is ExportFormat.XLSX:
        workbook.write(entries, out, publication)
    elif wanted.format is ExportFormat.ATOM:
        out.write(atom.write(islice(entries, FEED_LENGTH), publication, now=now))
    elif wanted.format is ExportFormat.ICS:
        _write_text(ical.write(entries, publication, tasks=wanted.tasks, alarm_days=wanted.alarm_days), out)
    elif wanted.format is ExportFormat.CSV:
        _write_text(csv_file.write(entries, bom=wanted.bom), out)
    else:
        _write_text(_json(tx, entries, wanted, now=now), out)


def _json(tx: Transaction, entries: Iterable[Entry], wanted: Wanted, *, now: datetime) -> Iterator[str]:
    from tracker.exchange import json_lines
    from tracker.store import archive, events

    end = events.head(tx)
    whole = wanted.selection is None and not wanted.public and wanted.format is ExportFormat.JSONL
    head = json_lines.head_record(now, whole=whole, sequence=end.sequence, digest=end.digest)
    if wanted.format is ExportFormat.JSON:
        return json_lines.write_json(head, entries)
    if not whole:
        return json_lines.write(head, entries)
    return json_lines.write(
        head,
        entries,
        reports=archive.report_records(tx),
        actors=archive.actor_records(tx),
        events=archive.event_records(tx),
    )


def _write_text(pieces: Iterable[str], out: IO[bytes]) -> None:
    for piece in pieces:
        out.write(piece.encode())
