"""The whole register word for word, as records of JSON values, and back into an empty one; the chain stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy import func, select

from tracker.errors import Refused
from tracker.model import Entry
from tracker.store.canonical import dumps, loads
from tracker.store.database import Transaction
from tracker.store.events import head
from tracker.store.importing import COMMITMENTS, EVENTS, PRIVATE_DETAILS, filling, insert_rows, state_of
from tracker.store.register import stored_columns
from tracker.store.tables import instant_text
from tracker.store.tables.register import actors, events, private_details, report_texts, reports
from tracker.store.verifying import verify

BATCH = 500
REPORTS = tuple(column.name for column in reports.columns)
TEXTS = tuple(column.name for column in report_texts.columns)
ACTORS = tuple(column.name for column in actors.columns)
Row = tuple[Any, ...]


def report_records(tx: Transaction) -> Iterator[dict[str, Any]]:
    """The reports with their texts and layout."""
    query = select(reports, *(report_texts.c[name] for name in TEXTS[1:])).join(report_texts, isouter=True)
    for row in tx.execute(query.order_by(reports.c.id).execution_options(yield_per=1)):
        record = {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001 - its public name
        held_on, layout = record["held_on"], record["layout"]
        yield record | {
            "held_on": held_on and held_on.isoformat(),
            "added_at": instant_text(record["added_at"]),
            "layout": layout and loads(layout),
        }


def actor_records(tx: Transaction) -> Iterator[dict[str, Any]]:
    """Who acted: the seal that stands in the chain, and the name and salt unless they were erased."""
    for row in tx.execute(select(actors).order_by(actors.c.id)):
        yield {"id": row.id, "seal": row.seal, "salt": row.salt and row.salt.hex(), "name": row.name}


def event_records(tx: Transaction) -> Iterator[dict[str, Any]]:
    """The history in order. With the record before it, each can be proved: see docs/exchange.md."""
    query = (
        select(events, private_details.c.sequence.label("private"), private_details.c.salt, private_details.c.content)
        .join(private_details, private_details.c.sequence == events.c.sequence, isouter=True)
        .order_by(events.c.sequence)
    )
    for row in tx.execute(query.execution_options(yield_per=BATCH)):
        private = {"salt": row.salt and row.salt.hex(), "content": row.content and loads(row.content)}
        yield {
            "sequence": row.sequence,
            "action": row.action,
            "commitment": row.commitment,
            "kind": row.kind,
            "at": row.at,
            "actor_id": row.actor_id,
            "details": loads(row.details),
            "private_seal": row.private_seal,
            "private": None if row.private is None else private,
            "digest": row.digest.hex(),
        }


_CELLS = (str, int, float, bytes, type(None))


def restore(tx: Transaction, records: Iterable[tuple[str, Any]], *, expected: tuple[int, str]) -> None:
    """Fill an empty register with the records of another one, in the order in which they were written.

    A record is named: report, actor, commitment (an Entry) or event. All is verified before the transaction ends;
    `expected` is where the chain must end.
    """
    tx.lock_register()
    if head(tx).sequence or tx.execute(select(func.count()).select_from(reports)).scalar_one():
        raise Refused("import.register-not-empty")
    with filling(tx, recognising=False):
        for name, group in groupby(records, key=lambda record: record[0]):
            while batch := [value for _, value in islice(group, BATCH)]:
                _fill(tx, name, batch)
    verdict = verify(tx, anchors=[expected])
    if not verdict.is_sound or (verdict.head.sequence, verdict.head.digest) != expected:
        if not verdict.problems:
            raise Refused("import.goes-on-after-end")
        raise Refused("import.not-the-register", problem=verdict.problems[0])


def _fill(tx: Transaction, name: str, batch: list[Any]) -> None:
    for table, columns, row in _TABLES[name]:
        try:
            rows = [made for value in batch if (made := row(value)) is not None]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unlike_ours(name) from error
        if not all(isinstance(cell, _CELLS) for made in rows for cell in made):
            raise _unlike_ours(name)
        insert_rows(tx, table, columns, rows)


def _unlike_ours(name: str) -> Refused:
    return Refused("import.record-unlike", kind=name)


def _report(value: Mapping[str, Any]) -> Row:
    held_on = value["held_on"]
    day = held_on and date.fromisoformat(held_on).isoformat()
    return tuple(day if name == "held_on" else value[name] for name in REPORTS)


def _text(value: Mapping[str, Any]) -> Row | None:
    if value["text"] is None:
        return None
    return value["id"], value["text"], value["original"], dumps(value["layout"])


def _actor(value: Mapping[str, Any]) -> Row:
    salt = value["salt"]
    return value["id"], value["seal"], salt and bytes.fromhex(salt), value["name"]


def _commitment(entry: Entry) -> Row:
    recorded, changed = instant_text(entry.recorded_at), instant_text(entry.changed_at)
    return entry.number, recorded, changed, entry.version, *stored_columns(state_of(entry))


def _event(value: Mapping[str, Any]) -> Row:
    spelled = {**value, "details": dumps(value["details"]), "digest": bytes.fromhex(value["digest"])}
    return tuple(spelled[name] for name in EVENTS)


def _private(value: Mapping[str, Any]) -> Row | None:
    private = value["private"]
    if private is None:
        return None
    salt, content = private["salt"], private["content"]
    return value["sequence"], salt and bytes.fromhex(salt), content and dumps(content)


_TABLES: Mapping[str, tuple[tuple[str, tuple[str, ...], Callable[[Any], Row | None]], ...]] = {
    "report": (("reports", REPORTS, _report), ("report_texts", TEXTS, _text)),
    "actor": (("actors", ACTORS, _actor),),
    "commitment": (("commitments", COMMITMENTS, _commitment),),
    "event": (("events", EVENTS, _event), ("private_details", PRIVATE_DETAILS, _private)),
}
