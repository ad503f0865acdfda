"""Is the history whole, and does the register follow from it? Everything is read once, in streams; memory stays flat.

The chain, the seals of private details and actors, the stored texts, and the state rebuilt from the events are
compared. A tail that was cut off shows only beside an anchor: a head that was written down outside the database.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import select

from tracker.errors import Damaged
from tracker.followup import apply
from tracker.model import Deed, label
from tracker.model.because import Erasure, RestoredBackup, StoredReport, because_of
from tracker.model.checks import Advice
from tracker.model.deeds import RegisterDeed
from tracker.model.history import Because
from tracker.model.spelling import as_mapping
from tracker.store.canonical import loads
from tracker.store.database import Transaction
from tracker.store.events import GENESIS, Head, chained, digests_of, whole
from tracker.store.failures import as_store_error
from tracker.store.register import FIELDS, stored_columns
from tracker.store.reports import FINGERPRINTED, fingerprint
from tracker.store.tables.register import commitments, events

BATCH = 2000
_CURSORS = count()
_SPECIAL = frozenset({Deed.ERASED.value, RegisterDeed.REPORT_ADDED.value, RegisterDeed.RESTORED.value})
MANY = 100  # problems that are told one by one

_CHAIN = (
    "SELECT sequence, action, commitment, kind, at, actor_id, details, private_seal, digest "
    "FROM events ORDER BY sequence"
)
_PRIVATE = (
    "SELECT p.sequence, p.salt, p.content, e.private_seal FROM private_details p "
    "LEFT JOIN events e ON e.sequence = p.sequence ORDER BY p.sequence"
)
_WITHOUT_PRIVATE = (
    "SELECT sequence FROM events e WHERE private_seal IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM private_details p WHERE p.sequence = e.sequence) ORDER BY sequence"
)
_BY_COMMITMENT = (
    "SELECT e.commitment, e.sequence, e.at, e.details, p.content FROM events e "
    "LEFT JOIN private_details p ON e.private_seal IS NOT NULL AND p.sequence = e.sequence "
    "WHERE e.commitment > 0 ORDER BY e.commitment, e.sequence"
)
DERIVED = ("number", "recorded_at", "changed_at", "version")


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup was taken back: the events after `last_kept` up to `last_lost` were made anew or are gone."""

    last_kept: int
    last_lost: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, where the chain ends, and what is wrong (nothing, in a register that can be trusted)."""

    events: int
    commitments: int
    erased: int
    restores: tuple[Restore, ...]
    head: Head
    problems: tuple[str, ...]
    advice: Advice | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class _Problems:
    """Remembers what is wrong, and only counts when it is too much to tell."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.more = 0

    def add(self, problem: str) -> None:
        if len(self.first) < MANY:
            self.first.append(problem)
        else:
            self.more += 1

    def all(self) -> tuple[str, ...]:
        return (*self.first, f"and {self.more} more problems") if self.more else tuple(self.first)


@dataclass(slots=True)
class _Recorded:
    """What the history itself tells: texts that were stored, what was erased, what a restore lost."""

    texts: dict[int, str] = field(default_factory=dict)
    details: set[int] = field(default_factory=set)
    actors: set[int] = field(default_factory=set)
    restores: list[Restore] = field(default_factory=list)

    def read(self, because: Because) -> None:
        match because:
            case StoredReport():
                self.texts[because.report] = str(because.content)
            case RestoredBackup():
                self.restores.append(Restore(because.last_kept or 0, because.last_lost or 0))
            case Erasure():
                self.details.update(because.events or ())
                self.actors.update(because.actors or ())


def verify(tx: Transaction, *, anchors: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Check everything; `anchors` are heads (sequence, digest or how it begins) that were kept outside the database."""
    problems, recorded, known = _Problems(), _Recorded(), defaultdict[int, set[str]](set)
    for sequence, digest in anchors:
        known[sequence].add(digest)
    seals, nameless = _check_actors(tx, problems)
    head, strange = _check_chain(tx, seals, known, recorded=recorded, problems=problems)
    _check_anchors(head, known, strange, recorded=recorded, problems=problems)
    erased = _check_private(tx, problems)
    for sequence in sorted(erased - recorded.details):
        problems.add(f"The private details of event {sequence} were erased, and the history does not say so.")
    for number in sorted(nameless - recorded.actors):
        problems.add(f"The name of actor {number} was erased, and the history does not say so.")
    _check_texts(tx, recorded.texts, problems)
    count = _check_state(tx, problems)
    return Verdict(head.sequence, count, len(erased) + len(nameless), tuple(recorded.restores), head, problems.all())


def lost_in_restores(tx: Transaction) -> tuple[tuple[int, int], ...]:
    """The events that restores lost: after the first number, up to the second."""
    recorded_restores = tx.execute(select(events.c.details).where(events.c.kind == RegisterDeed.RESTORED)).scalars()
    recorded = _Recorded()
    for details in recorded_restores:
        recorded.read(_because(RegisterDeed.RESTORED, details))
    return tuple((restore.last_kept, restore.last_lost) for restore in recorded.restores)


def unknown_ends(tx: Transaction, ends: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Ends of the chain, written down outside, that this history does not hold and no restore excuses, in order."""
    written = dict(ends)
    here, excused = digests_of(tx, written), lost_in_restores(tx)
    strange = (sequence for sequence, digest in written.items() if here.get(sequence) != digest)
    return tuple(sorted(number for number in strange if not any(kept < number <= lost for kept, lost in excused)))


def _rows(tx: Transaction, query: str) -> Iterator[Any]:
    """Rows as the driver gives them: millions pass here, and SQLAlchemy's rows take as long as all else."""
    connection: Any = tx.connection.connection.dbapi_connection
    if tx.dialect == "sqlite":
        try:
            with closing(connection.execute(query)) as cursor:
                yield from cursor
        except sqlite3.Error as error:
            raise as_store_error(error, str(tx.connection.engine.url.database)) from error
        return
    with connection.cursor(name=f"verify_{next(_CURSORS)}") as cursor:
        cursor.itersize = BATCH
        yield from cursor.execute(query)


def _check_actors(tx: Transaction, problems: _Problems) -> tuple[dict[int, str], set[int]]:
    seals: dict[int, str] = {}
    nameless: set[int] = set()
    for number, seal, salt, name in _rows(tx, "SELECT id, seal, salt, name FROM actors ORDER BY id"):
        seals[number] = seal
        if name is None:
            nameless.add(number)
        elif _seal(salt, name) != seal:
            problems.add(f"The name of actor {number} was altered.")
    return seals, nameless


def _check_chain(
    tx: Transaction,
    seals: Mapping[int, str],
    anchors: Mapping[int, set[str]],
    *,
    recorded: _Recorded,
    problems: _Problems,
) -> tuple[Head, set[int]]:
    """The end of the chain, and the events that are not those of the anchors."""
    previous, expected = GENESIS, 0
    strange: set[int] = set()
    for sequence, action, number, kind, at, actor, details, seal, digest in _rows(tx, _CHAIN):
        expected += 1
        if sequence != expected:
            problems.add(f"Events {expected} to {sequence - 1} are missing.")
            expected = sequence
        made = chained(
            previous,
            sequence=sequence,
            action=action,
            commitment=number,
            kind=kind,
            at=at,
            actor_seal=seals.get(actor, ""),
            details=details,
            private_seal=seal,
        )
        if made != digest:
            problems.add(f"Event {sequence} was altered, or the one before it.")
        previous = digest if isinstance(digest, bytes) else b""
        if not all(previous.hex().startswith(one) for one in anchors.get(sequence, ())):
            strange.add(sequence)
        if kind in _SPECIAL:
            recorded.read(_because(kind, details))
    return Head(expected, previous.hex()), strange


def _check_anchors(
    head: Head, anchors: Mapping[int, set[str]], strange: set[int], *, recorded: _Recorded, problems: _Problems
) -> None:
    for sequence in sorted(strange | {number for number in anchors if number > head.sequence}):
        if any(restore.last_kept < sequence <= restore.last_lost for restore in recorded.restores):
            continue
        if sequence in strange:
            problems.add(f"Event {sequence} is not the one that was written down outside the database.")
        else:
            problems.add(f"The history ends at {head.sequence}; event {sequence}, written down outside, was cut off.")


def _check_private(tx: Transaction, problems: _Problems) -> set[int]:
    """The events whose private details are erased."""
    erased: set[int] = set()
    for sequence, salt, content, seal in _rows(tx, _PRIVATE):
        if seal is None:
            problems.add(f"Event {sequence} was given private details afterwards.")
        elif content is None or salt is None:
            erased.add(sequence)
        elif _seal(salt, content) != seal:
            problems.add(f"The private details of event {sequence} were altered.")
    for (sequence,) in _rows(tx, _WITHOUT_PRIVATE):
        problems.add(f"The private details of event {sequence} are missing.")
    return erased


def _seal(salt: object, content: object) -> str | None:
    if not isinstance(salt, bytes) or not isinstance(content, str):
        return None
    return sha256(salt + content.encode()).hexdigest()


def _because(kind: str, details: str) -> Because:
    """The facts of an event; none where they cannot be read, which the chain tells already."""
    try:
        return because_of(kind, as_mapping(as_mapping(loads(details)).get("because")))
    except Damaged:
        return Because()


def _check_texts(tx: Transaction, texts: dict[int, str], problems: _Problems) -> None:
    day = "CAST(held_on AS TEXT)" if tx.dialect == "postgresql" else "held_on"
    names = ", ".join(FINGERPRINTED).replace("held_on", day)
    joined = "FROM reports LEFT JOIN report_texts ON report_id = id ORDER BY id"
    for number, *values in _rows(tx, f"SELECT id, {names} {joined}"):
        known = texts.pop(number, None)
        if known is None:
            problems.add(f"Report {number} is in no event.")
        elif fingerprint(dict(zip(FINGERPRINTED, values, strict=True))) != known:
            problems.add(f"Report {number} was altered.")
    for number in sorted(texts):
        problems.add(f"Report {number} is missing.")


def _check_state(tx: Transaction, problems: _Problems) -> int:
    """Rebuild every entry from its events and compare; both come ordered by number."""
    count = 0
    rebuilt = _rebuilt(tx)
    expected = next(rebuilt, None)
    for row in _rows(tx, _state_query(tx.dialect)):
        count += 1
        number = row[0]
        while expected is not None and expected[0] < number:
            problems.add(f"{label(expected[0])} is missing.")
            expected = next(rebuilt, None)
        if expected is None or expected[0] != number:
            problems.add(f"{label(number)} has no history.")
            continue
        if tuple(row) != expected:
            problems.add(f"{label(number)} is not what its history tells: {_differing(row, expected)}.")
        expected = next(rebuilt, None)
    while expected is not None:
        problems.add(f"{label(expected[0])} is missing.")
        expected = next(rebuilt, None)
    return count


def _rebuilt(tx: Transaction) -> Iterator[tuple[Any, ...]]:
    current, first_at, last_at, version = None, "", "", 0
    state: dict[str, object] = {}
    for number, sequence, at, details, private in _rows(tx, _BY_COMMITMENT):
        if not isinstance(number, int):  # SQLite keeps any type; the chain tells it already
            continue
        if number != current:
            if current is not None:
                yield (current, first_at, last_at, version, *_columns(state))
            current, first_at, state = number, at, {}
        content = _details(details, private)
        if "set" in content:
            state, last_at, version = apply(state, content), at, sequence
    if current is not None:
        yield (current, first_at, last_at, version, *_columns(state))


def _details(details: str, private: str | None) -> Mapping[str, object]:
    """The details of an event; none where they cannot be read, which the chain or a seal tells already."""
    try:
        shown = loads(details)
        return whole(shown, loads(private)) if private else dict(shown)
    except (ValueError, TypeError, AttributeError):
        return {}


def _columns(state: Mapping[str, object]) -> list[object]:
    try:
        return stored_columns(state)
    except (TypeError, ValueError):
        return [None] * len(FIELDS)


def _differing(row: Any, expected: tuple[Any, ...]) -> str:
    names = (*DERIVED, *FIELDS)
    return ", ".join(name for name, stored, rebuilt in zip(names, row, expected, strict=True) if stored != rebuilt)


def _state_query(dialect: str) -> str:
    """All columns in the spelling of the history: days and instants as text."""
    names = []
    for name in (*DERIVED, *FIELDS):
        kind = type(commitments.c[name].type).__name__
        if dialect == "postgresql" and kind == "Instant":
            names.append(f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        else:
            names.append(f"{name}::text" if dialect == "postgresql" and kind == "Date" else name)
    return f"SELECT {', '.join(names)} FROM commitments ORDER BY number"  # noqa: S608 - our own columns
