"""What a shell offers while a command is typed: numbers, names and addresses that are in the register."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from tracker.model.letters import SubscriberState
from tracker.store.database import Transaction
from tracker.store.tables.letters import subscribers
from tracker.store.tables.register import commitments

MOST = 200  # that a shell is offered
WIDTHS = range(4, 10)  # digits of a number as it is written: C-0001 and up


def numbered(tx: Transaction, digits: str) -> tuple[tuple[int, str], ...]:
    """Entries whose number, written with four digits or more, begins so; the newest first, with their summaries."""
    query = select(commitments.c.number, commitments.c.summary).order_by(commitments.c.number.desc()).limit(MOST)
    if digits:
        bounds = [_bounds(digits, width) for width in WIDTHS if width >= len(digits)]
        query = query.where(
            or_(*(and_(commitments.c.number >= low, commitments.c.number < high) for low, high in bounds))
        )
    return tuple((row.number, row.summary) for row in tx.execute(query))


def ministers(tx: Transaction) -> tuple[str, ...]:
    """Who is responsible for anything."""
    return _names(tx, "responsible")


def committees(tx: Transaction) -> tuple[str, ...]:
    """Where anything was said."""
    return _names(tx, "committee")


def addresses(tx: Transaction) -> tuple[str, ...]:
    """Of readers who are not removed."""
    known = subscribers.c.address.is_not(None), subscribers.c.state != SubscriberState.REMOVED
    return tuple(tx.execute(select(subscribers.c.address).where(*known).order_by(subscribers.c.address)).scalars())


def _bounds(digits: str, width: int) -> tuple[int, int]:
    """Of numbers with so many digits that begin with these; none with more than four begins with a zero."""
    if width > min(WIDTHS) and digits.startswith("0"):
        return 0, 0
    step = 10 ** (width - len(digits))
    return int(digits) * step, (int(digits) + 1) * step


def _names(tx: Transaction, column: str) -> tuple[str, ...]:
    names = commitments.c[column]
    return tuple(tx.execute(select(names).where(names.is_not(None)).distinct().order_by(names).limit(MOST)).scalars())
