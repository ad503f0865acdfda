"""Looking into the register: which entries, in which order, page by page or streamed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, nulls_last, or_, select, text

from tracker.followup import PENDING
from tracker.model import Entry, Selection, Sort, Status
from tracker.model.people import people_in
from tracker.model.register import UNKNOWN
from tracker.store.database import Transaction
from tracker.store.register import entry_of, reading
from tracker.store.search import folded, matches
from tracker.store.tables.register import commitments

BATCH = 500
TABLE = commitments.c
_HIDDEN = (Status.POSSIBLE.value, Status.REJECTED.value)  # unless they are asked for
ORDER: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.DUE: (nulls_last(TABLE.due_on.asc()), TABLE.number),
    Sort.NUMBER: (TABLE.number,),
    Sort.SAID: (nulls_last(TABLE.said_on.asc()), TABLE.number),
    Sort.CHANGED: (TABLE.version.desc(), TABLE.number),
    Sort.MINISTER: (nulls_last(TABLE.responsible.asc()), nulls_last(TABLE.due_on.asc()), TABLE.number),
    Sort.COMMITTEE: (nulls_last(TABLE.committee.asc()), nulls_last(TABLE.due_on.asc()), TABLE.number),
    Sort.SLIPS: (TABLE.slip_days.desc(), TABLE.number),
}


def entries(
    tx: Transaction,
    selection: Selection,
    *,
    today: date,
    sort: Sort = Sort.DUE,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Entry, ...]:
    """The selected entries in that order; a page of them with `limit`."""
    query = reading().where(*conditions(tx, selection, today)).order_by(*ORDER[sort])
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return tuple(entry_of(row) for row in tx.execute(query))


def stream(tx: Transaction, selection: Selection, *, today: date, sort: Sort = Sort.NUMBER) -> Iterator[Entry]:
    """The selected entries one by one; memory stays flat however many there are."""
    query = reading().where(*conditions(tx, selection, today)).order_by(*ORDER[sort])
    with tx.execute(query.execution_options(yield_per=BATCH)) as rows:
        yield from map(entry_of, rows)


def count(tx: Transaction, selection: Selection, *, today: date) -> int:
    """How many entries are selected."""
    query: Select[Any] = select(func.count()).select_from(commitments).where(*conditions(tx, selection, today))
    total: int = tx.execute(query).scalar_one()
    return total


def newest(tx: Transaction, selection: Selection, *, today: date, limit: int) -> tuple[Entry, ...]:
    """The selected entries with the highest numbers, the highest first."""
    query = reading().where(*conditions(tx, selection, today)).order_by(TABLE.number.desc()).limit(limit)
    return tuple(entry_of(row) for row in tx.execute(query))


def names(tx: Transaction, column: str) -> tuple[str, ...]:
    """The different values of an indexed column, found by leaps through the index."""
    query = text(
        f"WITH RECURSIVE leap(name) AS (SELECT min({column}) FROM commitments UNION ALL "  # noqa: S608 - our own column
        f"SELECT (SELECT min({column}) FROM commitments WHERE {column} > leap.name) FROM leap "
        "WHERE leap.name IS NOT NULL) SELECT name FROM leap WHERE name IS NOT NULL"
    )
    return tuple(row.name for row in tx.execute(query))


def conditions(tx: Transaction, selection: Selection, today: date) -> list[ColumnElement[bool]]:
    """What the selection asks of a commitment, as SQL."""
    asked: list[ColumnElement[bool] | None] = [
        _statuses(selection),
        TABLE.number.in_(selection.numbers) if selection.numbers else None,
        _minister(tx, selection.minister),
        _named(tx, "responsible", selection.responsible),
        _named(tx, "committee", selection.committee, or_none=selection.committee == UNKNOWN),
        _holds(TABLE.asked_by, selection.asked_by),
        _holds(TABLE.dossier, selection.dossier),
        _holds(TABLE.subject, selection.subject),
        _holds(TABLE.policy_area, selection.policy_area),
        _holds(TABLE.staff, selection.staff),
        TABLE.kind.in_([kind.value for kind in selection.kinds]) if selection.kinds else None,
        TABLE.firmness.in_([firm.value for firm in selection.firmness]) if selection.firmness else None,
        _between(TABLE.due_on, selection.due_from, selection.due_until),
        _between(TABLE.said_on, selection.said_from, selection.said_until),
        _between(TABLE.resolved_on, selection.resolved_from, selection.resolved_until),
        TABLE.due_on < today if selection.overdue else None,
        TABLE.due_on.is_(None) if selection.undated else None,
        and_(TABLE.condition.is_not(None), TABLE.due_on.is_(None)) if selection.waiting else None,
        and_(TABLE.due_on.is_(None), TABLE.check_on <= today) if selection.to_check else None,
        TABLE.slips > 0 if selection.slipped else None,
        TABLE.recalled_on.is_not(None) if selection.recalled else None,
        TABLE.answer_by < today if selection.unanswered else None,
        TABLE.report_id == selection.report_id if selection.report_id is not None else None,
        None if selection.search is None else _found(tx, selection.search, in_notes=selection.in_notes),
        *(TABLE.tags.contains(f'"{tag}"', autoescape=True) for tag in selection.tags),
    ]
    return [condition for condition in asked if condition is not None]


def _statuses(selection: Selection) -> ColumnElement[bool] | None:
    wanted = set(selection.statuses)
    if selection.overdue or selection.waiting or selection.to_check:
        wanted = wanted & PENDING if wanted else set(PENDING)
    if wanted or selection.overdue or selection.waiting or selection.to_check:
        return TABLE.status.in_(sorted(status.value for status in wanted))
    return None if selection.numbers else TABLE.status.not_in(_HIDDEN)


def _minister(tx: Transaction, part: str | None) -> ColumnElement[bool] | None:
    if part is None:
        return None
    now, then = _matching(tx, "responsible", part), _matching(tx, "minister", part)
    without = (TABLE.responsible.is_(None),) if part == UNKNOWN else ()
    return or_(TABLE.responsible.in_(now), TABLE.minister.in_(then), *without)


def _named(tx: Transaction, column: str, part: str | None, *, or_none: bool = False) -> ColumnElement[bool] | None:
    if part is None:
        return None
    named = TABLE[column].in_(_matching(tx, column, part))
    return or_(named, TABLE[column].is_(None)) if or_none else named


def _matching(tx: Transaction, column: str, part: str) -> list[str]:
    wanted = folded(part)
    return [name for name in names(tx, column) if any(wanted in folded(person) for person in people_in(name))]


def _holds(column: ColumnElement[Any], part: str | None) -> ColumnElement[bool] | None:
    return None if part is None else func.lower(column).contains(part.lower(), autoescape=True)


def _between(column: ColumnElement[Any], first: date | None, last: date | None) -> ColumnElement[bool] | None:
    asked = [column >= first] if first else []
    if last:
        asked.append(column <= last)
    return and_(*asked) if asked else None


def _found(tx: Transaction, words: str, *, in_notes: bool) -> ColumnElement[bool]:
    return TABLE.number.in_(matches(tx, words, in_notes=in_notes))
