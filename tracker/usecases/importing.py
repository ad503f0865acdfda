"""Commitments of other registers come in: nothing twice and nothing guessed; a rehearsal keeps none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker import followup
from tracker.errors import Unreadable
from tracker.exchange.files import OWN, Kind, Opened, open_file
from tracker.exchange.incoming import Incoming, ReadDeadline, Terms, problem
from tracker.files.scratch import scratch_folder
from tracker.given import MEGABYTE, given
from tracker.model import Act, Change, Entry, LinkKind, Problem, Status, label
from tracker.model.because import ImportedFile
from tracker.model.deeds import RegisterDeed

if TYPE_CHECKING:
    from tracker.store import Database, Transaction
    from tracker.store.importing import Known

BATCH = 500
LARGEST_PIPED = 4000 * MEGABYTE
TOLD = 1000  # problems that are kept; the rest is counted


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file. `problems` tell what was refused and what is worth a look; `untold` are more of them."""

    kind: Kind
    new: int = 0
    known: int = 0
    refused: int = 0
    withdrawn: int = 0
    first: int | None = None
    last: int | None = None
    problems: tuple[Problem, ...] = ()
    untold: int = 0


class _RehearsedError(Exception):
    """Ends the transaction of a dry run."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


def import_file(
    database: Database, path: Path, *, act: Act, read_deadline: ReadDeadline, dry_run: bool = False
) -> Imported:
    """Take in a file of commitments; what is known already adds nothing. A whole register needs an empty one.

    Everything happens in one transaction. A dry run does all of it and keeps nothing.
    """
    terms = Terms(act.at, read_deadline)
    with (
        _reading(path) as file,
        open_file(file, terms, path.name) as opened,
        _target(database, dry_run=dry_run) as target,
    ):
        try:
            with target.write(begins=True) as tx:
                imported = _import(tx, opened, path.name, act=act)
                _stop(imported, rehearsing=dry_run)
        except _RehearsedError as rehearsed:
            return rehearsed.imported
    return imported


def _stop(imported: Imported, *, rehearsing: bool) -> None:
    if rehearsing:
        raise _RehearsedError(imported)


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    with given(path, most=LARGEST_PIPED) as file:
        try:
            yield file
        except Unreadable as error:
            raise Unreadable("import.failed", path=path, cause=error) from error


@contextmanager
def _target(database: Database, *, dry_run: bool) -> Iterator[Database]:
    """The register; a dry run does not make one where none is."""
    if not dry_run or database.path is None or database.path.exists():
        yield database
        return
    from tracker.store import connect

    with scratch_folder() as folder:
        scratch = connect(folder / "rehearsal.db")
        try:
            yield scratch
        finally:
            scratch.close()


def _import(tx: Transaction, opened: Opened, name: str, *, act: Act) -> Imported:
    from tracker.store import archive, events, importing

    if opened.lines is not None:
        end = events.head(tx)
        if (end.sequence, end.digest) == opened.head:  # it is this very register
            return Imported(opened.kind, known=importing.last_number(tx))
        archive.restore(tx, opened.lines, expected=opened.head)
        last = importing.last_number(tx)
        return Imported(opened.kind, new=last, first=1 if last else None, last=last or None)
    intake = _Intake(tx, opened, name, act=act)
    with importing.filling(tx, recognising=not intake.keeps_numbers):
        while batch := list(islice(opened.records, BATCH)):
            intake.take(batch)
    intake.link()
    return intake.imported()


class _Intake:
    """Takes in the records of one file, batch by batch, and counts.

    Into an empty register the entries of another tracker keep their numbers; otherwise all get the next free ones.
    """

    def __init__(self, tx: Transaction, opened: Opened, name: str, *, act: Act) -> None:
        from tracker.store import importing

        self._tx, self._act, self._name, self._kind = tx, act, name, opened.kind
        self._before = self._last = importing.last_number(tx)
        self._is_own = opened.kind in OWN
        self.keeps_numbers = self._is_own and self._last == 0
        self._new = self._known = self._refused = self._withdrawn = self._untold = 0
        self._first: int | None = None
        self._problems: list[Problem] = []
        self._tell(opened.problems)
        self._renumbered: dict[int, int] = {}  # numbers of the other register
        self._links: list[_Pending] = []

    def take(self, batch: Sequence[Incoming]) -> None:
        """Refuse, recognise, or enter each record."""
        from tracker.store import importing

        for incoming in batch:
            self._tell(incoming.problems)
            self._withdrawn += incoming.withdrawn
            self._refused += incoming.entry is None and not incoming.withdrawn
        fresh = self._fresh([incoming for incoming in batch if incoming.entry is not None])
        if fresh:
            self._begin()
            placed = importing.place_reports(self._tx, fresh, act=self._act)
            self._new += importing.add_all(self._tx, placed, act=self._act)

    def link(self) -> None:
        """Join the new entries to those that they name, which may come later in the file."""
        from tracker.store import importing, register

        references = {link.target for link in self._links if isinstance(link.target, str)}
        numbers = importing.numbers_of(self._tx, references)
        for link in dict.fromkeys(self._links):
            other = numbers.get(link.target) if isinstance(link.target, str) else self._renumbered.get(link.target)
            if other is None:
                self._tell((problem(link.place, "link", f"{link.target} is not here; the link to it is left out."),))
            elif other != link.number:
                change = followup.link(register.entry(self._tx, link.number), link.kind, other)
                register.record(self._tx, link.number, change, act=self._act)

    def imported(self) -> Imported:
        """What became of the file."""
        return Imported(
            kind=self._kind,
            new=self._new,
            known=self._known,
            refused=self._refused,
            withdrawn=self._withdrawn,
            first=self._first,
            last=self._last if self._new else None,
            problems=tuple(self._problems),
            untold=self._untold,
        )

    def _fresh(self, batch: Sequence[Incoming]) -> list[Entry]:
        """The entries that are not here yet, under the numbers that they will have."""
        from tracker.store import importing

        entries = [incoming.entry for incoming in batch if incoming.entry is not None]
        if self.keeps_numbers:
            return self._untaken(batch, entries)
        known = importing.known(self._tx, entries, until=self._before if self._is_own else self._last)
        fresh: dict[object, Entry] = {}
        for place, (incoming, entry) in enumerate(zip(batch, entries, strict=True)):
            identity = entry.number if self._is_own else importing.identity(entry)
            if place in known:
                self._recognise(incoming.place, entry, known[place])
            elif identity in fresh:
                self._known += 1
            else:
                fresh[identity] = self._renumber(incoming, entry)
        return list(fresh.values())

    def _untaken(self, batch: Sequence[Incoming], entries: Sequence[Entry]) -> list[Entry]:
        """Entries under their own numbers; one that stands in the file twice is refused the second time."""
        from tracker.store import importing

        numbers = [entry.number for entry in entries]
        taken = importing.taken(self._tx, numbers) if min(numbers, default=0) <= self._last else set()
        fresh = []
        for incoming, entry in zip(batch, entries, strict=True):
            if entry.number in taken:
                self._refused += 1
                self._tell((problem(incoming.place, "refused", f"{entry.label} stands in the file already."),))
                continue
            taken.add(entry.number)
            fresh.append(entry)
            self._first, self._last = min(self._first or entry.number, entry.number), max(self._last, entry.number)
        return fresh

    def _recognise(self, place: str, entry: Entry, known: Known) -> None:
        self._known += 1
        self._renumbered[entry.number] = known.number
        if entry.status is not known.status:
            difference = (
                f"{label(known.number)} is {_words(known.status)} here, and {_words(entry.status)} in the file."
            )
            self._tell(
                (problem(place, "differs", difference, advice="Resolve, lapse or reopen it if the file is right."),)
            )

    def _renumber(self, incoming: Incoming, entry: Entry) -> Entry:
        """The entry under the next free number; its links wait until all are there."""
        self._last += 1
        self._first = self._first or self._last
        self._renumbered[entry.number] = self._last
        self._links += [_Pending(incoming.place, self._last, kind, target) for kind, target in incoming.links]
        self._links += [_Pending(incoming.place, self._last, link.kind, link.number) for link in entry.links]
        if entry.mentions:
            left = "it is mentioned in later reports, which are not here; the mentions are left out."
            self._tell((problem(incoming.place, "mentions", left),))
        return replace(entry, number=self._last, links=(), mentions=())

    def _begin(self) -> None:
        """Before the first entry the history tells from which file they come."""
        from tracker.store import events

        if not self._new:
            because = ImportedFile(self._name, self._kind.value)
            events.append(self._tx, Change(RegisterDeed.FILE_IMPORTED, because=because), act=self._act)

    def _tell(self, problems: Sequence[Problem]) -> None:
        room = max(TOLD - len(self._problems), 0)
        self._problems += problems[:room]
        self._untold += max(len(problems) - room, 0)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A link that waits until all entries are there; the target is a reference, or a number elsewhere."""

    place: str
    number: int
    kind: LinkKind
    target: str | int


def _words(status: Status) -> str:
    return status.value.replace("_", " ")
