"""The register itself: entries enter, change only together with an event, and are read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from tracker import followup
from tracker.errors import Damaged, Happened, NotFound, Stale
from tracker.model import Act, Change, Commitment, Entry, Source, Status, label
from tracker.model.spelling import DATES, ENUMS, LISTS, decode, encode
from tracker.store.canonical import NOTE_SEPARATOR, dumps, loads
from tracker.store.database import Transaction
from tracker.store.events import append_all, head, history
from tracker.store.tables.register import commitments, reports

AT_ONCE = 500  # no database takes any number of values in one statement
DERIVED = ("number", "recorded_at", "changed_at", "version")  # told by the events themselves, not set by them
FIELDS = tuple(column.name for column in commitments.columns if column.name not in DERIVED)
JSON_FIELDS = frozenset({*LISTS, "stated"}) - {"notes"}
PLACE = ("report_id", "page", "place_start", "place_end")
_SPELLED = tuple((place, name) for place, name in enumerate(FIELDS) if name in JSON_FIELDS or name == "notes")
_DECODED = (*ENUMS, *JSON_FIELDS, "notes")  # the other columns hold what an entry holds
SOURCE_FIELDS = ("name", "sha256", "title", "held_on", "committee", "language", "dossier")
_OF_SOURCE = (*PLACE, *(f"source_{name}" for name in SOURCE_FIELDS))


def propose(
    tx: Transaction,
    report_id: int,
    found: Iterable[Commitment],
    *,
    act: Act,
    accept: bool = False,
    rules_version: str = "",
    status: Status = Status.PROPOSED,
) -> tuple[int, ...]:
    """Commitments of a stored report enter with that status, or open with `accept`; gives their numbers, in order."""
    report = tx.execute(select(reports).where(reports.c.id == report_id)).one()
    common = common_of(report)
    changes = []
    for commitment in found:
        change = followup.found(commitment, report_id=report_id, rules_version=rules_version, status=status)
        changes.append(Change(change.deed, {**change.set, **common}, change.because))
    numbers = begin(tx, changes, act=act)
    if accept:
        record_all(tx, [(number, followup.accept(entry(tx, number))) for number in numbers], act=act)
    return numbers


def common_of(report: Any) -> dict[str, object]:
    """The fields that all commitments of a report have of it, from the report or its row."""
    return {"committee": report.committee, "dossier": report.dossier, "language": report.language}


def begin(tx: Transaction, changes: Sequence[Change], *, act: Act) -> tuple[int, ...]:
    """New entries, each begun by its change; gives their numbers, which are never used again."""
    tx.lock_register()
    last: int = tx.execute(select(func.coalesce(func.max(commitments.c.number), 0))).scalar_one()
    if not changes:
        return ()
    first_event = head(tx).sequence + 1
    rows = []
    for offset, change in enumerate(changes):
        row = _columns(dict.fromkeys(FIELDS) | {name: encode(value) for name, value in change.set.items()})
        number = last + 1 + offset
        rows.append(
            {**row, "number": number, "recorded_at": act.at, "changed_at": act.at, "version": first_event + offset}
        )
    tx.execute(insert(commitments), rows)
    numbers = tuple(range(last + 1, last + 1 + len(changes)))
    append_all(tx, list(zip(numbers, changes, strict=True)), act=act)
    return numbers


def record(tx: Transaction, number: int, change: Change, *, act: Act, expected: int | None = None) -> Entry:
    """An entry changes, and its history tells it; gives the entry as it stands then.

    With `expected`, the last event that the caller saw, what was changed after it is refused.
    """
    tx.lock_register()
    entry_as_seen(tx, number, expected)
    record_all(tx, [(number, change)], act=act)
    return entry(tx, number)


def entry_as_seen(tx: Transaction, number: int, expected: int | None) -> Entry:
    """The entry, unless somebody changed it after the event that was seen last: then raises Stale."""
    current = entry(tx, number)
    refuse_stale(tx, current, expected)
    return current


def refuse_stale(tx: Transaction, found: Entry, expected: int | None) -> None:
    """Raises Stale, naming what was changed after the event that was seen last; the action at hand does not count."""
    if expected is None:
        return
    if found.version <= expected:
        if expected > head(tx).sequence:  # an earlier state was taken back since
            raise Stale("commitment.taken-back-meanwhile", commitment=found.label)
        return
    before = tx.action or head(tx).sequence + 1
    later = [event for event in history(tx, found.number) if expected < event.sequence < before and event.changes_entry]
    if later:
        changes = [Happened(event.kind, event.actor, event.at) for event in later]
        raise Stale("commitment.changed-meanwhile", commitment=found.label, changes=changes)


def record_all(tx: Transaction, changes: Sequence[tuple[int, Change]], *, act: Act) -> None:
    """Many entries change at once; the history keeps the order of `changes`."""
    appended = [event for event in append_all(tx, changes, act=act) if event.changes_entry]
    for names, group in groupby(appended, key=lambda event: event.set.names):
        settings: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*names, "changed_at", "version")}
        statement = update(commitments).where(commitments.c.number == bindparam("entry")).values(settings)
        rows = [
            {
                **{f"new_{name}": value for name, value in _columns(event.set.spelled).items()},
                "new_changed_at": act.at,
                "new_version": event.sequence,
                "entry": event.commitment,
            }
            for event in group
        ]
        tx.execute(statement, rows)


def entry(tx: Transaction, number: int) -> Entry:
    """The entry with that number; raises NotFound."""
    row = tx.execute(reading().where(commitments.c.number == number)).first()
    if row is None:
        raise _unknown(number)
    return entry_of(row)


def entries(tx: Transaction, numbers: Iterable[int]) -> tuple[Entry, ...]:
    """The entries with these numbers, in the order of their numbers; unknown ones are left out."""
    wanted = sorted(set(numbers))
    known: list[Entry] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = commitments.c.number.in_(wanted[start : start + AT_ONCE])
        known += map(entry_of, tx.execute(reading().where(some).order_by(commitments.c.number)))
    return tuple(known)


def reading() -> Select[Any]:
    """A query for entries with the report that they come from; `entry_of` takes its rows."""
    source = [reports.c[name].label(f"source_{name}") for name in SOURCE_FIELDS]
    return select(commitments, *source).join(reports, reports.c.id == commitments.c.report_id, isouter=True)


def entry_of(row: Any) -> Entry:
    """An entry from a row of `reading`."""
    known: dict[str, Any] = row._asdict()
    try:
        for name in _DECODED:
            known[name] = decode(name, _stored(name, known[name]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged("register.entry-damaged", commitment=label(row.number)) from error
    known["source"] = _source(known)
    for name in _OF_SOURCE:
        del known[name]
    return Entry(**known)


def stored_columns(state: Mapping[str, object]) -> list[object]:
    """What the columns of FIELDS hold for a state, days as text; for comparing without the database's types."""
    values = list(map(state.get, FIELDS))
    for place, name in _SPELLED:
        if values[place] is not None:
            values[place] = _column(name, values[place])
    return values


def _source(known: Mapping[str, Any]) -> Source | None:
    if known["report_id"] is None:
        return None
    return Source(
        report_id=known["report_id"],
        page=known["page"],
        start=known["place_start"],
        end=known["place_end"],
        **{name: known[f"source_{name}"] for name in SOURCE_FIELDS},
    )


def _stored(name: str, value: Any) -> Any:
    """What a column holds, in the spelling of the history."""
    if value is None:
        return None
    if name == "notes":
        return value.split(NOTE_SEPARATOR)
    return loads(value) if name in JSON_FIELDS else value


def _columns(fields: Mapping[str, object]) -> dict[str, object]:
    """What columns hold, from fields in the spelling of the history."""
    return {name: _column(name, value) for name, value in fields.items()}


def _column(name: str, value: Any) -> object:
    if value is None:
        return None
    if name == "notes":
        return NOTE_SEPARATOR.join(value)
    if name in DATES:
        return decode(name, value)
    return dumps(value) if name in JSON_FIELDS else value


def _unknown(number: int) -> NotFound:
    return NotFound("commitment.absent", commitment=label(number))
