"""What fails and is tried again: each trouble is a row since it first failed, and goes when it goes well again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from tracker.model.checks import Trouble
from tracker.store.database import Transaction
from tracker.store.letters.outbox import insert_new
from tracker.store.tables.letters import troubles


def known(tx: Transaction) -> tuple[Trouble, ...]:
    """All that fails now, the oldest first."""
    rows = tx.execute(select(troubles).order_by(troubles.c.since, troubles.c.name))
    return tuple(Trouble(row.name, row.since, row.last_at, row.times, row.told) for row in rows)


def failed(tx: Transaction, name: str, told: str, *, now: datetime) -> None:
    """Something failed, for the first time or again."""
    if insert_new(tx, troubles, {"name": name, "since": now, "last_at": now, "times": 1, "told": told}):
        return
    again = {"last_at": now, "times": troubles.c.times + 1, "told": told}
    tx.execute(update(troubles).where(troubles.c.name == name).values(again))


def over(tx: Transaction, names: Collection[str]) -> int:
    """These go well again; gives how many were troubles."""
    return int(tx.execute(delete(troubles).where(troubles.c.name.in_(list(names)))).rowcount)
