"""Which register this is, wherever its database is copied to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from tracker.store.database import Transaction
from tracker.store.tables.letters import identity as table


@dataclass(frozen=True, slots=True)
class Identity:
    """The name and the secret of a register, where it lives, and why nothing may leave, if so."""

    register: str
    secret: str = field(repr=False)
    begun_at: datetime
    place: str | None
    epoch: int
    fenced_at: datetime | None
    fenced_because: str | None


def identity(tx: Transaction) -> Identity:
    """Who this register is."""
    row = tx.execute(select(table)).one()
    return Identity(row.register, row.secret, row.begun_at, row.place, row.epoch, row.fenced_at, row.fenced_because)
