"""What came back, and what follows from it: dead addresses are suspended, requests to stop are honoured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.mail.bounces import Stop, messages_in, read_return
from tracker.model.letters import Bounce, Subscriber, SubscriberState
from tracker.outbox import address_is_dead
from tracker.store import Transaction
from tracker.store.letters import decided, subscribers
from tracker.usecases.letters.desk import Desk


@dataclass(frozen=True, slots=True)
class Returned:
    """What was read: addresses suspended, readers who asked to stop, letters that did not arrive, and the rest.

    `idle` are reports and requests that change nothing: told before, or of no letter or reader that is known here.
    """

    suspended: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    bounced_letters: int = 0
    passing: int = 0
    idle: int = 0
    unknown: int = 0


def take_back(desk: Desk, paths: Iterable[Path]) -> Returned:
    """Read returned messages from files and folders; the same message twice changes nothing."""
    found = Returned()
    for path in paths:
        for content in messages_in(path):
            told = read_return(content)
            found = found if told else replace(found, unknown=found.unknown + 1)
            for one in told:
                with desk.database.write(exclusive=False) as tx:
                    found = _stop(tx, one, found) if isinstance(one, Stop) else _bounce(tx, one, found)
    return found


def _stop(tx: Transaction, stop: Stop, found: Returned) -> Returned:
    reader = subscribers.by_token(tx, stop.token)
    if reader is None or not subscribers.halt(tx, reader.id, SubscriberState.PAUSED, reason="asked by mail to stop"):
        return replace(found, idle=found.idle + 1)
    return replace(found, stopped=(*found.stopped, reader.address))


def _bounce(tx: Transaction, bounce: Bounce, found: Returned) -> Returned:
    if not bounce.permanent:
        return replace(found, passing=found.passing + 1)
    reason = f"{bounce.status} {bounce.diagnostic}".strip()
    dead = address_is_dead(bounce.status)
    is_new = bool(bounce.message_id) and decided.came_back(tx, bounce.message_id or "", reason=reason, dead=dead)
    if is_new:
        found = replace(found, bounced_letters=found.bounced_letters + 1)
    reader = _reader(tx, bounce) if dead else None
    if reader is not None and subscribers.halt(tx, reader.id, SubscriberState.SUSPENDED, reason=reason):
        return replace(found, suspended=(*found.suspended, reader.address))
    return found if is_new else replace(found, idle=found.idle + 1)


def _reader(tx: Transaction, bounce: Bounce) -> Subscriber | None:
    """Named by the token in the return address, else by the letter: a name in a report may be anybody's."""
    if bounce.token:
        return subscribers.by_token(tx, bounce.token)
    return subscribers.of_letter(tx, bounce.message_id) if bounce.message_id else None
