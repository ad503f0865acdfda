"""A machine that does not know whether its clock is right, and what was written by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from posthouse import PostHouse
from sqlalchemy import select

from tracker.model.checks import CheckState
from tracker.model.letters import LetterKind, LetterState
from tracker.store.tables import metadata
from tracker.store.tables.letters import alerts, letters
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.tick import Ticked, tick

DUE = date(2026, 3, 20)
SOME_WEEKS = 28
YEARS = timedelta(days=14 * 365)


def unsure(house: PostHouse, *, boot: str | None = None, elapsed: Callable[[], float] = lambda: 0.0) -> Ticked:
    """A tick on a machine that does not know whether its clock is right."""
    return tick(replace(house.office, knows_time=lambda _now: False, boot=boot, elapsed=elapsed), house.pocket)


def contents(house: PostHouse) -> dict[str, list[tuple[object, ...]]]:
    """Every row, but for what troubles there are."""
    with house.database.read() as tx:
        tables = [table for table in metadata.sorted_tables if table.name != "troubles"]
        return {table.name: [tuple(row) for row in tx.execute(select(table))] for table in tables}


def live(house: PostHouse, first: date, days: int = SOME_WEEKS) -> None:
    """A tick each morning."""
    for day in range(days):
        house.clock.set(first + timedelta(days=day), "09:00")
        house.tick()


def doubts(house: PostHouse) -> list[str]:
    """What status and doctor tell of the clock."""
    checks = examine_post(house.office, now=house.clock())
    return [str(one.told) for one in checks if "clock" in one.name and one.state is CheckState.WRONG]


def digests(house: PostHouse, address: str) -> list[date]:
    """The days of the digests that left for a reader, in the order in which they left."""
    return [one.slot for one in house.sent(LetterKind.DIGEST) if one.recipient == address and one.slot]


def steps(house: PostHouse, number: int, address: str = "jan@example.org") -> list[str]:
    """The steps of a deadline that a reader was told of, in the order in which the letters left."""
    query = (
        select(alerts.c.step)
        .join(letters, letters.c.id == alerts.c.letter_id)
        .where(letters.c.recipient == address, letters.c.state == LetterState.SENT, alerts.c.commitment == number)
    )
    with house.database.read() as tx:
        return list(tx.execute(query.order_by(letters.c.id)).scalars())
