"""Lists of commitments, a page after the other: what a table on a screen and a page in a browser show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.model import Selection, Sort
from tracker.model.lists import Cursor, Line, cursor_after

if TYPE_CHECKING:
    from tracker.store import Database, Transaction

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some of the selected lines, how many there are in all, and where the next page begins if there is one.

    `seen` is the end of the history when it was read: what a decision on these lines may expect.
    """

    lines: tuple[Line, ...]
    total: int
    following: Cursor | None
    seen: int


def page(
    database: Database,
    selection: Selection,
    *,
    today: date,
    sort: Sort = Sort.DUE,
    limit: int,
    after: Cursor | None = None,
) -> ListPage:
    """The first page in that order, or the one after a cursor, whose order then holds."""
    from tracker.store import lists

    order = after.sort if after else sort
    with database.read() as tx:
        lines = lists.lines(tx, selection, today=today, sort=order, limit=limit + 1, after=after)
        following = cursor_after(lines[limit - 1], order) if len(lines) > limit else None
        is_whole = after is None and following is None
        return _counted(tx, selection, lines[:limit], following, today=today, is_whole=is_whole)


def page_at(database: Database, selection: Selection, *, today: date, sort: Sort, limit: int, number: int) -> ListPage:
    """The page with that number; the first is 1. What comes before it is counted off: a cursor is quicker."""
    from tracker.store import lists

    if number == 1:
        return page(database, selection, today=today, sort=sort, limit=limit)
    before = (number - 1) * limit
    with database.read() as tx:
        lines = lists.lines_from(tx, selection, today=today, sort=sort, limit=limit + 1, offset=before)
        following = cursor_after(lines[limit - 1], sort) if len(lines) > limit else None
        return _counted(tx, selection, lines[:limit], following, today=today, is_whole=False)


def every_line(database: Database, selection: Selection, *, today: date, sort: Sort = Sort.DUE) -> Iterator[Line]:
    """All selected lines one by one, in flat memory.

    Some thousands are read at a time, each lot in a moment of its own, so that nobody waits for who pages through them.
    """
    from tracker.store import lists

    after: Cursor | None = None
    while True:
        with database.read() as tx:
            page = lists.lines(tx, selection, today=today, sort=sort, limit=AT_ONCE, after=after)
        yield from page
        if len(page) < AT_ONCE:
            return
        after = cursor_after(page[-1], sort)


def _counted(
    tx: Transaction,
    selection: Selection,
    lines: tuple[Line, ...],
    following: Cursor | None,
    *,
    today: date,
    is_whole: bool,
) -> ListPage:
    """Counted only when the page does not hold them all."""
    from tracker.store import events, looking

    total = len(lines) if is_whole else looking.count(tx, selection, today=today)
    return ListPage(lines, total, following, events.head(tx).sequence)
