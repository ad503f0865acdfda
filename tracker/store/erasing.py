"""Erasing personal data on request: the words go, the chain of events stays whole and says that they went."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from tracker.errors import NotFound
from tracker.model import Act, Change, Deed
from tracker.model.because import Erasure
from tracker.store import register
from tracker.store.database import Transaction
from tracker.store.events import append
from tracker.store.tables.register import actors, events, private_details


def erase_details(tx: Transaction, number: int, *, act: Act) -> int:
    """Reasons, notes and staff of one commitment are erased, now and in its history; gives in how many events."""
    register.entry(tx, number)
    of_entry = select(events.c.sequence).where(events.c.commitment == number)
    kept = private_details.c.sequence.in_(of_entry) & private_details.c.content.is_not(None)
    sequences: Sequence[int] = tx.execute(select(private_details.c.sequence).where(kept)).scalars().all()
    tx.execute(update(private_details).where(kept).values(content=None, salt=None))
    because = Erasure(events=tuple(sorted(sequences)))
    register.record(tx, number, Change(Deed.ERASED, {"notes": None, "staff": None}, because), act=act)
    return len(sequences)


def erase_actor(tx: Transaction, name: str, *, act: Act) -> None:
    """Who acted is no longer named in the history; the events stay."""
    number = tx.execute(select(actors.c.id).where(actors.c.name == name)).scalar()
    if number is None:
        raise NotFound("erase.actor-unknown", actor=name)
    tx.execute(update(actors).where(actors.c.id == number).values(name=None, salt=None))
    tx.actors.pop(name, None)
    append(tx, Change(Deed.ERASED, because=Erasure(actors=(number,))), act=act)
