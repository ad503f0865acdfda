"""Many entries from another register enter at once, each with its event: the same result as one by one, in bulk.

Rows go to the driver as they are, without types in between: millions pass here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from tracker.errors import Refused
from tracker.model import Act, Change, Deed, Entry, Source, Status
from tracker.model.because import Arrival, StoredReport
from tracker.model.deeds import RegisterDeed
from tracker.model.register import PRIVATE
from tracker.model.spelling import clean
from tracker.store.canonical import dumps, storable
from tracker.store.database import Transaction
from tracker.store.events import append, chained, head
from tracker.store.register import FIELDS, SOURCE_FIELDS, stored_columns
from tracker.store.reports import by_sha256, fingerprint
from tracker.store.tables import instant_text
from tracker.store.tables.register import commitments, events, private_details, reports

COMMITMENTS = ("number", "recorded_at", "changed_at", "version", *FIELDS)
EVENTS = tuple(column.name for column in events.columns)
PRIVATE_DETAILS = tuple(column.name for column in private_details.columns)
_OWN = frozenset({"number", "recorded_at", "changed_at", "version", "source"})  # not set by an event
_WORDS_LATER = "name = 'search_insert'"
_ALL_LATER = f"{_WORDS_LATER} OR type = 'index' AND sql IS NOT NULL AND tbl_name IN ('commitments', 'events')"
_TELLING = "name IN ('ix_commitments_reference', 'ix_commitments_said_on')"  # whether an entry is known
_INDEX_WORDS = (
    "INSERT INTO commitments_search(rowid, quote, summary, subject, notes) "
    "SELECT number, quote, summary, subject, notes FROM commitments WHERE number > ? ORDER BY number"
)
_KNOWN = select(
    *(commitments.c[name] for name in ("number", "status", "reference", "said_on", "quote", "summary", "minister"))
)
BATCH = 500
SPELLINGS = (storable, clean)  # of a text: as it entered before texts were cleaned, and since
_NESTED = frozenset({"stated", "evidence", "mentions", "links"})
_FROM_SOURCE = {"report_id": "report_id", "page": "page", "place_start": "start", "place_end": "end"}


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is here already, and where it stands."""

    number: int
    status: Status


def last_number(tx: Transaction) -> int:
    """The highest number that was given; the next entry gets the one after."""
    number: int = tx.execute(select(func.coalesce(func.max(commitments.c.number), 0))).scalar_one()
    return number


def known(tx: Transaction, entries: Sequence[Entry], *, until: int) -> dict[int, Known]:
    """Which of these the register holds already under numbers up to `until`, by their place in the sequence.

    What entered before texts were cleaned is known by its words as they were.
    """
    rows = list(_with_references(tx, {one.reference for one in entries}, until))
    without = [one for one in entries if not one.reference]
    if without:
        query = _KNOWN.where(
            commitments.c.said_on.in_({one.said_on for one in without}),
            commitments.c.quote.in_({spelled(one.quote) for one in without for spelled in SPELLINGS}),
            commitments.c.number <= until,
        )
        rows += tx.execute(query)
    here = {_words_of(row): Known(row.number, Status(row.status)) for row in rows}  # also where the other names none
    here |= {_identity(row): Known(row.number, Status(row.status)) for row in rows}
    found = ((place, here.get(identity(one, spelled))) for spelled in SPELLINGS for place, one in enumerate(entries))
    return {place: known for place, known in found if known is not None}


def identity(entry: Entry, spelled: Callable[[str], str] = clean) -> object:
    """By what an entry of another register is known again: its reference, or its day, words and minister."""
    if entry.reference:
        return spelled(entry.reference)
    return entry.said_on, *(value and spelled(value) for value in (entry.quote, entry.summary, entry.minister))


def _identity(row: Any) -> object:
    return row.reference or _words_of(row)


def _words_of(row: Any) -> object:
    return row.said_on, row.quote, row.summary, row.minister


def taken(tx: Transaction, numbers: Collection[int]) -> set[int]:
    """Which of these numbers are given already."""
    return set(tx.execute(select(commitments.c.number).where(commitments.c.number.in_(numbers))).scalars())


def numbers_of(tx: Transaction, references: Collection[str]) -> dict[str, int]:
    """Under which number an entry of another register stands here."""
    here = {row.reference: row.number for row in _with_references(tx, references, last_number(tx))}
    found = ((one, here.get(spelled(one))) for spelled in SPELLINGS for one in references)
    return {one: number for one, number in found if number is not None}


def _with_references(tx: Transaction, references: Collection[str | None], until: int) -> Iterator[Any]:
    wanted = sorted({spelled(reference) for reference in references if reference for spelled in SPELLINGS})
    for first in range(0, len(wanted), BATCH):
        batch = wanted[first : first + BATCH]
        query = _KNOWN.where(commitments.c.reference.in_(batch), commitments.c.number <= until)
        yield from tx.execute(query)


def place_reports(tx: Transaction, entries: Sequence[Entry], *, act: Act) -> list[Entry]:
    """The entries with their reports as this register numbers them; one that is not known enters without its text.

    It keeps the number that it carries where that is free.
    """
    places: dict[str, int] = {}
    for entry in entries:
        source = entry.source
        if source is not None and source.sha256 not in places:
            report = by_sha256(tx, source.sha256)
            places[source.sha256] = report.id if report else _add_report(tx, source, act=act)
    return [
        replace(entry, source=replace(entry.source, report_id=places[entry.source.sha256])) if entry.source else entry
        for entry in entries
    ]


def _add_report(tx: Transaction, source: Source, *, act: Act) -> int:
    taken = set(tx.execute(select(reports.c.id).where(reports.c.id == source.report_id)).scalars())
    last: int = tx.execute(select(func.coalesce(func.max(reports.c.id), 0))).scalar_one()
    number = last + 1 if taken or source.report_id < 1 else source.report_id
    head = {name: getattr(source, name) for name in SOURCE_FIELDS}
    values = {name: clean(value) if isinstance(value, str) else value for name, value in head.items()}
    tx.execute(insert(reports), {**values, "id": number, "added_at": act.at})
    content = fingerprint(values)
    append(tx, Change(RegisterDeed.REPORT_ADDED, because=StoredReport(number, source.sha256, content)), act=act)
    return number


def add_all(tx: Transaction, entries: Iterable[Entry], *, act: Act) -> int:
    """Entries enter under the numbers that they carry, which must be free; gives how many.

    `act` must have acted in this transaction before, so that its name is known.
    """
    tx.lock_register()
    chain = _Chain(tx, act)
    for entry in entries:
        chain.add(entry)
    insert_rows(tx, "commitments", COMMITMENTS, chain.commitments)
    insert_rows(tx, "events", EVENTS, chain.events)
    insert_rows(tx, "private_details", PRIVATE_DETAILS, chain.private_details)
    return len(chain.commitments)


class _Chain:
    """Rows of new entries and their events, chained to the end of the history."""

    def __init__(self, tx: Transaction, act: Act) -> None:
        end = head(tx)
        self._sequence, self._previous = end.sequence, bytes.fromhex(end.digest)
        self._actor_id, self._actor_seal = tx.actors[clean(act.actor)]
        self._action = tx.action = tx.action or end.sequence + 1
        self._at, self._salt = instant_text(act.at), tx.salt
        self.commitments: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.private_details: list[tuple[Any, ...]] = []

    def add(self, entry: Entry) -> None:
        """The entry as it comes in, and the event that tells it."""
        self._sequence += 1
        record, at = _record(entry, clean), self._at
        state = _state(record)
        self.commitments.append((entry.number, at, at, self._sequence, *stored_columns(state)))
        because = Arrival(record["recorded_at"], record["changed_at"]).facts
        seal = self._hide(state)
        details, kind = dumps({"because": because, "set": state}), Deed.IMPORTED.value
        self._previous = chained(
            self._previous,
            sequence=self._sequence,
            action=self._action,
            commitment=entry.number,
            kind=kind,
            at=at,
            actor_seal=self._actor_seal,
            details=details,
            private_seal=seal,
        )
        self.events.append(
            (self._sequence, self._action, entry.number, kind, at, self._actor_id, details, seal, self._previous)
        )

    def _hide(self, state: dict[str, Any]) -> str | None:
        """Takes the private fields out of the state, into details of their own; gives their seal."""
        hidden = {name: state.pop(name) for name in PRIVATE if name in state}
        if not hidden:
            return None
        salt, content = self._salt(), dumps({"set": hidden})
        self.private_details.append((self._sequence, salt, content))
        return sha256(salt + content.encode()).hexdigest()


def insert_rows(tx: Transaction, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows into a table of ours, in the order of its columns."""
    if not rows:
        return
    mark = "%s" if tx.dialect == "postgresql" else "?"
    places = ", ".join(mark for _ in columns)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of our own
    try:
        tx.connection.exec_driver_sql(statement, list(rows))
    except OverflowError as error:
        raise Refused("import.number-too-large") from error
    except IntegrityError as error:
        raise Refused("import.contradicts-itself", table=table) from error


@contextmanager
def filling(tx: Transaction, *, recognising: bool) -> Iterator[None]:
    """Makes room for many: on SQLite the words are indexed once at the end, and so is all else when all is new.

    With `recognising`, `known` stays fast meanwhile.
    """
    if tx.dialect != "sqlite":
        yield
        return
    last = last_number(tx)
    later = _WORDS_LATER if last else f"({_ALL_LATER}) AND NOT ({_TELLING})" if recognising else _ALL_LATER
    query = f"SELECT type, name, sql FROM sqlite_master WHERE {later}"  # noqa: S608 - names of our own
    waiting = tx.connection.exec_driver_sql(query).fetchall()
    for kind, name, _ in waiting:
        tx.connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    tx.connection.exec_driver_sql(_INDEX_WORDS, (last,))
    for _, _, definition in waiting:
        tx.connection.exec_driver_sql(definition)


def state_of(entry: Entry) -> dict[str, Any]:
    """The fields of an entry in the spelling of the history, word for word, without what is absent."""
    return _state(_record(entry, storable))


def _state(record: Mapping[str, Any]) -> dict[str, Any]:
    state = {name: value for name, value in record.items() if value is not None and name not in _OWN and value != []}
    source = record["source"]
    if source:
        state |= {name: source[key] for name, key in _FROM_SOURCE.items() if source[key] is not None}
    for name in _NESTED & state.keys():
        state[name] = _bare(state[name])
    return state


def _record(entry: Entry, spelling: Callable[[str], str]) -> dict[str, Any]:
    """The entry as JSON has it, with each text in it as `spelling` gives it."""
    try:
        content = orjson.dumps(entry).decode()
    except orjson.JSONEncodeError:  # a lone surrogate
        content = json.dumps(asdict(entry), default=str)
    record: dict[str, Any] = json.loads(content) if "\\u" in content else orjson.loads(content)
    if content.isprintable() and "\\" not in content:  # every spelling leaves such texts as they are
        return record
    return {name: _with_texts(value, spelling) for name, value in record.items()}


def _with_texts(value: Any, spelling: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return spelling(value)
    if isinstance(value, Mapping):
        return {name: _with_texts(item, spelling) for name, item in value.items()}
    return [_with_texts(item, spelling) for item in value] if isinstance(value, list) else value


def _bare(value: Any) -> Any:
    """Without what is absent, as the history spells it."""
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items() if item is not None and item != []}
    return [_bare(item) for item in value] if isinstance(value, list) else value
