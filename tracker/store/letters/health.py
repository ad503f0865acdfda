"""How the post fares: heartbeats of senders, how far planning has come, and trouble with the mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, delete, literal, select, update

from tracker.outbox import server_back_off
from tracker.store.database import Transaction
from tracker.store.letters.outbox import insert_new
from tracker.store.tables.letters import heartbeats, post


@dataclass(frozen=True, slots=True)
class PostState:
    """How far alerts are planned, since when the mail server fails, and when somebody last looked what is owed."""

    planned_on: date | None = None
    planned_sequence: int = 0
    readers_version: int = 0
    server_failures: int = 0
    server_failing_since: datetime | None = None
    server_retry_at: datetime | None = None
    server_reply: str | None = None
    ticked_at: datetime | None = None
    ticked_boot: str | None = None  # the start of the machine on which that was
    ticked_elapsed: float | None = None  # and seconds since then
    planned_at: datetime | None = None  # when planning last came to its end


def state(tx: Transaction) -> PostState:
    """The state of the post; a new register has an empty one."""
    row = tx.execute(select(post)).first()
    if row is None:
        return PostState()
    return PostState(
        row.planned_on,
        row.planned_sequence,
        row.readers_version,
        row.server_failures,
        row.server_failing_since,
        row.server_retry_at,
        row.server_reply,
        row.ticked_at,
        row.ticked_boot,
        row.ticked_elapsed,
        row.planned_at,
    )


def ticked(tx: Transaction, *, at: datetime, boot: str | None, elapsed: float) -> None:
    """Somebody looks what is owed: the instant, and seconds (`elapsed`) on a clock of this start of the machine."""
    _set(tx, ticked_at=at, ticked_boot=boot, ticked_elapsed=elapsed)


def planning_ended(tx: Transaction, at: datetime) -> None:
    """Planning came to its end, and nothing in it failed."""
    _set(tx, planned_at=at)


def webhook_sequence(tx: Transaction) -> int | None:
    """Up to which event the webhook was told what happened; None before the first time."""
    sequence: int | None = tx.execute(select(post.c.webhook_sequence)).scalar()
    return sequence


def told_until(tx: Transaction, sequence: int) -> None:
    """The webhook was told all up to that event."""
    _set(tx, webhook_sequence=sequence)


def planned(tx: Transaction, *, on: date, sequence: int, readers_version: int) -> bool:
    """Alerts are planned up to that day and that event, unless readers changed since that version; tells which."""
    _make(tx)
    mark = update(post).where(post.c.readers_version == readers_version)
    return bool(tx.execute(mark.values(planned_on=on, planned_sequence=sequence)).rowcount)


def plan_again(tx: Transaction, *, after: date, sequence: int) -> None:
    """Who reads what has changed: what came after that day and that event is planned anew; keys prevent repeats."""
    _make(tx)
    on, until = post.c.planned_on, post.c.planned_sequence
    tx.execute(
        update(post).values(
            readers_version=post.c.readers_version + 1,
            planned_on=case((on > after, literal(after, on.type)), else_=on),
            planned_sequence=case((until > sequence, sequence), else_=until),
        )
    )


def server_failed(tx: Transaction, *, reply: str, now: datetime, unanswered: bool = False) -> PostState:
    """The mail server takes nobody's letters, or does not answer once it has one: leave it alone for a while."""
    before = state(tx)
    failures = before.server_failures + 1
    _set(
        tx,
        server_failures=failures,
        server_failing_since=before.server_failing_since or now,
        server_retry_at=now + server_back_off(failures, unanswered=unanswered),
        server_reply=reply,
    )
    return state(tx)


def try_server_at_once(tx: Transaction) -> None:
    """Somebody asks for it: a mail server that failed need not be left alone any longer."""
    if state(tx).server_retry_at is not None:
        _set(tx, server_retry_at=None)


def server_well(tx: Transaction) -> None:
    """The mail server answers again."""
    if state(tx).server_failures:
        _set(tx, server_failures=0, server_failing_since=None, server_retry_at=None, server_reply=None)


def beat(tx: Transaction, owner: str, now: datetime) -> None:
    """This scheduler is alive."""
    if not insert_new(tx, heartbeats, {"owner": owner, "beat_at": now}):
        tx.execute(update(heartbeats).where(heartbeats.c.owner == owner).values(beat_at=now))


def leave(tx: Transaction, owner: str) -> None:
    """This scheduler stops in good order."""
    tx.execute(delete(heartbeats).where(heartbeats.c.owner == owner))


def beats(tx: Transaction) -> tuple[tuple[str, datetime], ...]:
    """Every scheduler that did not say goodbye, with its last sign of life; the latest first."""
    query = select(heartbeats).order_by(heartbeats.c.beat_at.desc())
    return tuple((row.owner, row.beat_at) for row in tx.execute(query))


def _set(tx: Transaction, **values: Any) -> None:
    _make(tx)
    tx.execute(update(post).values(**values))


def _make(tx: Transaction) -> None:
    insert_new(tx, post, {"id": 1, "planned_sequence": 0, "server_failures": 0})
