"""A register on its way through a file, and what it holds on both sides."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.model import Act, Entry, Selection, Status
from tracker.store import Database, looking, verifying
from tracker.usecases.exchange import ExportFormat, Wanted, export
from tracker.usecases.importing import Imported, import_file

TODAY = date(2022, 7, 1)
NOW = datetime(2022, 7, 1, 12, tzinfo=UTC)
LATER = Act("piet", NOW)
ALL = Selection(statuses=tuple(Status))
Lines = list[dict[str, Any]]


def exported(database: Database, kind: ExportFormat, selection: Selection | None = None) -> bytes:
    """What an export writes."""
    out = io.BytesIO()
    export(database, Wanted(kind, selection), out, today=TODAY, now=NOW)
    return out.getvalue()


def take(database: Database, content: bytes | str, folder: Path, *, dry_run: bool = False) -> Imported:
    """Import this as a file."""
    path = folder / "given"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_file(database, path, act=LATER, read_deadline=lambda _words, _day: None, dry_run=dry_run)


def held(database: Database) -> list[Entry]:
    """All that stands in a register."""
    with database.read() as tx:
        return list(looking.stream(tx, ALL, today=TODAY))


def is_sound(database: Database) -> bool:
    """Whether nothing was altered behind the back of the history."""
    with database.read() as tx:
        return verifying.verify(tx).is_sound


def bare(entries: Sequence[Entry]) -> list[Entry]:
    """Without what the history of each register tells for itself."""
    return [replace(one, recorded_at=NOW, changed_at=NOW, version=0) for one in entries]
