"""The register leaves for other programs and comes back: export, import, and what the numbers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING

from tracker.errors import WrongCall
from tracker.exchange.publication import Publication
from tracker.figures import SOON_DAYS, Overview, overview
from tracker.files.marks import marked, page_kind
from tracker.files.output import Destination, Kind, written_whole
from tracker.files.scratch import need_scratch
from tracker.model import Entry, Selection, Sort, Status
from tracker.model.register import SHOWN
from tracker.model.things import Thing

if TYPE_CHECKING:
    from tracker.exchange.csv_file import Form
    from tracker.store import Database, Transaction

EVERYTHING = Selection(statuses=tuple(Status))  # so that the same register can be made of it
REGISTER = Selection(statuses=SHOWN)
FEED_LENGTH = 200  # a reader of a feed wants what is new
PAGE = "page of figures"
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
    form: Form | None = None  # of CSV; parted by commas when left out
    tasks: bool = False
    alarm_days: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is the register itself, from which the same one can be made."""
        return self.selection is None and not self.public and self.format is ExportFormat.JSONL


def export(database: Database, wanted: Wanted, out: IO[bytes], *, today: date, now: datetime) -> int:
    """Write what is wanted, as it is at one moment, in flat memory; gives how many commitments were written."""
    from tracker.store import looking
    from tracker.usecases.public import as_entry, public

    selection = wanted.selection or (EVERYTHING if wanted.is_whole else REGISTER)
    if wanted.public:
        selection = replace(_without_possibles(selection), in_notes=False)
    with database.read() as tx:
        sort = Sort.CHANGED if wanted.format is ExportFormat.ATOM else wanted.sort
        entries = looking.stream(tx, selection, today=today, sort=sort)
        counted = _Counted(map(as_entry, map(public, entries)) if wanted.public else entries)
        _write(tx, counted, wanted, out, now=now)
    return counted.number


def _without_possibles(selection: Selection) -> Selection:
    """The selection as others may have it; raises WrongCall for one of what is only possible."""
    if Status.POSSIBLE in selection.statuses:
        raise WrongCall("public.no-filter")
    return replace(selection, statuses=SHOWN) if selection.numbers and not selection.statuses else selection


def export_to(database: Database, wanted: Wanted, to: Destination, *, today: date, now: datetime) -> int:
    """Export to a file, which is there whole or as it was before; it takes the place of nothing but its like."""
    with written_whole(to, _kind(wanted)) as out:
        write = export_out if to.is_stream else export
        return write(database, wanted, out, today=today, now=now)


def export_out(database: Database, wanted: Wanted, out: IO[bytes], *, today: date, now: datetime) -> int:
    """Export to a stream. A slow reader at the other end does not keep the register locked."""
    import shutil
    from tempfile import SpooledTemporaryFile

    need_scratch()
    with SpooledTemporaryFile(max_size=IN_MEMORY) as waiting:
        count = export(database, wanted, waiting, today=today, now=now)
        waiting.seek(0)
        shutil.copyfileobj(waiting, out)
    return count


def stats(database: Database, selection: Selection, *, today: date, soon_days: int = SOON_DAYS) -> Overview:
    """What the numbers say of the selected commitments on that day; rejected ones are counted as such."""
    from tracker.store import looking

    every_status = replace(selection, statuses=selection.statuses or SHOWN)
    with database.read() as tx:
        return overview(looking.stream(tx, every_status, today=today), today, soon_days=soon_days)


def save_page(page: str, to: Destination) -> None:
    """Write the page of figures, in the place of an earlier one at most."""
    with written_whole(to, page_kind(PAGE)) as out:
        out.write(page.encode() if to.is_stream else marked(page, PAGE))


class _Counted:
    """Entries passing by, counted."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.number = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.number += 1
            yield entry


def _kind(wanted: Wanted) -> Kind:
    """What may stand in the place of such an export."""
    from tracker.exchange import earlier

    match wanted.format:
        case ExportFormat.CSV:
            separator = wanted.form.separator if wanted.form else ","
            return Kind(Thing.CSV_EXPORT, partial(earlier.is_csv, separator=separator))
        case ExportFormat.JSONL if wanted.is_whole:
            return Kind(Thing.WHOLE_EXPORT, earlier.is_register_lines)
        case ExportFormat.JSONL:
            return Kind(Thing.SELECTION_EXPORT, earlier.is_selection_lines)
        case ExportFormat.JSON:
            return Kind(Thing.JSON_EXPORT, earlier.is_json)
        case ExportFormat.XLSX:
            return Kind(Thing.WORKBOOK, earlier.is_workbook)
        case ExportFormat.ICS:
            return Kind(Thing.CALENDAR, earlier.is_calendar)
        case ExportFormat.ATOM:
            return Kind(Thing.FEED, earlier.is_feed)


def _write(tx: Transaction, entries: Iterable[Entry], wanted: Wanted, out: IO[bytes], *, now: datetime) -> None:
    from tracker.exchange import atom, csv_file, ical, workbook

    publication = wanted.publication
    if wanted.format is ExportFormat.XLSX:
        need_scratch()  # rows wait there until the workbook is put together
        workbook.write(entries, out, publication)
    elif wanted.format is ExportFormat.ATOM:
        out.write(atom.write(islice(entries, FEED_LENGTH), publication, now=now))
    elif wanted.format is ExportFormat.ICS:
        _write_text(ical.write(entries, publication, tasks=wanted.tasks, alarm_days=wanted.alarm_days), out)
    elif wanted.format is ExportFormat.CSV:
        _write_text(csv_file.write(entries, wanted.form), out)
    else:
        _write_text(_json(tx, entries, wanted, now=now), out)


def _json(tx: Transaction, entries: Iterable[Entry], wanted: Wanted, *, now: datetime) -> Iterator[str]:
    from tracker.exchange import json_lines
    from tracker.store import archive, events

    end = events.head(tx)
    head = json_lines.head_record(now, whole=wanted.is_whole, sequence=end.sequence, digest=end.digest)
    if wanted.format is ExportFormat.JSON:
        return json_lines.write_json(head, entries)
    if not wanted.is_whole:
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
