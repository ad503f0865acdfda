"""Lists of commitments, read by the columns that a line shows, and paged by where the page before ended.

A page costs the same however far down it is: no lines are counted off, and indexes lead to its first line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from tracker.errors import Damaged
from tracker.model import Selection, Sort, Status, label
from tracker.model.lists import KEYS, Cursor, Key, Line
from tracker.store.database import Transaction
from tracker.store.looking import ORDER, conditions
from tracker.store.tables.register import commitments

COLUMNS = tuple(commitments.c[name] for name in Line.__slots__)
DOWNWARDS = frozenset({"version", "slip_days"})  # the greatest first
Part = tuple[Sequence[ColumnElement[bool]], Sequence[ColumnElement[Any]]]


def lines(
    tx: Transaction,
    selection: Selection,
    *,
    today: date,
    sort: Sort = Sort.DUE,
    limit: int,
    after: Cursor | None = None,
) -> tuple[Line, ...]:
    """The selected lines in that order, as many as the limit; those that follow a cursor."""
    query = select(*COLUMNS).where(*conditions(tx, selection, today))
    page: list[Line] = []
    for asked, order in _parts(sort, after):
        part = query.where(*asked).order_by(*order).limit(limit - len(page))
        page += map(_line, tx.execute(part))
        if len(page) >= limit:
            break
    return tuple(page)


def lines_from(
    tx: Transaction, selection: Selection, *, today: date, sort: Sort, limit: int, offset: int
) -> tuple[Line, ...]:
    """The selected lines in that order, after so many others: for who asks for a page by its number."""
    query: Select[Any] = select(*COLUMNS).where(*conditions(tx, selection, today)).order_by(*ORDER[sort])
    return tuple(map(_line, tx.execute(query.limit(limit).offset(offset))))


def _line(row: Any) -> Line:
    try:
        return Line(**{**row._mapping, "status": Status(row.status)})  # noqa: SLF001 - its public name
    except ValueError as error:
        raise Damaged("register.entry-damaged", commitment=label(row.number)) from error


def _parts(sort: Sort, after: Cursor | None) -> Iterator[Part]:
    """The order in parts that an index gives each: first those that have the first key, then those without."""
    keys = None if after is None else after.keys
    (first, _, may_be_absent), *_ = KEYS[sort]
    column = commitments.c[first]
    if keys is None or keys[0] is not None:
        present = [column.is_not(None)] if may_be_absent else []
        yield [*present, *_beyond(sort, keys)], _order(sort, 0)
    if may_be_absent:
        rest = keys if keys is not None and keys[0] is None else None
        yield [column.is_(None), *_beyond(sort, rest)], _order(sort, 1)


def _order(sort: Sort, start: int) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    for place, (name, _, may_be_absent) in enumerate(KEYS[sort][start:]):
        column = commitments.c[name]
        ordered = column.desc() if name in DOWNWARDS else column.asc()
        is_parted = place == 0 and start == 0  # those without it are a part of their own
        order.append(ordered.nulls_last() if may_be_absent and not is_parted else ordered)
    return order


def _beyond(sort: Sort, keys: Sequence[Key] | None) -> list[ColumnElement[bool]]:
    """What comes after these keys; the bound on the first key leads an index to it."""
    if keys is None:
        return []
    (first, _, _), *_ = KEYS[sort]
    column, key = commitments.c[first], keys[0]
    later = _later(sort, keys, 0)
    if key is None:
        return [later]
    return [column <= key if first in DOWNWARDS else column >= key, later]


def _later(sort: Sort, keys: Sequence[Key], place: int) -> ColumnElement[bool]:
    name, _, may_be_absent = KEYS[sort][place]
    column, key = commitments.c[name], keys[place]
    same: ColumnElement[bool] = column.is_(None) if key is None else column == key
    rest = None if place + 1 == len(keys) else and_(same, _later(sort, keys, place + 1))
    if key is None:  # the last ones; the number is never absent
        assert rest is not None
        return rest
    further: ColumnElement[bool] = column < key if name in DOWNWARDS else column > key
    if may_be_absent and place > 0:
        further = or_(further, column.is_(None))
    return further if rest is None else or_(further, rest)
