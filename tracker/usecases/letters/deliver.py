"""How do letters leave? Each is claimed, sent outside any transaction, and its outcome written down at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.errors import MailError
from tracker.mail import Post
from tracker.model.letters import Claimed, LetterState, Outcome, OutcomeKind, SubscriberState
from tracker.outbox import judge
from tracker.store.letters import health, outbox, subscribers
from tracker.usecases.letters.desk import Desk

_BATCH = 25


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters of one round."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    in_doubt: int = 0
    server_reply: str | None = None  # why nobody's letters left


def deliver(desk: Desk, post: Post, *, stop: Callable[[], bool] = lambda: False) -> Delivered:
    """Send what is due until nothing is left, the server fails, we are asked to stop, or this knock's share is sent."""
    done, left = Delivered(), _share(desk)
    if not _may_try(desk):
        return done
    try:
        while left > 0 and not stop():
            with desk.database.write(exclusive=False) as tx:
                batch = outbox.claim(tx, desk.hold, now=desk.clock(), limit=min(_BATCH, left))
            if not batch:
                break
            left -= len(batch)
            done = _send_batch(desk, post, batch, done, stop)
            if done.server_reply is not None:
                break
    finally:
        post.close()
        desk.ledger.sync()
    return done


def recover(desk: Desk) -> int:
    """Take back letters whose sender died, our own of a knock that failed too; gives how many are in doubt now."""
    with desk.database.read() as tx:
        holding = outbox.owners(tx)
    if not holding:
        return 0
    gone = frozenset(owner for owner in holding if owner == desk.owner or desk.is_gone(owner))
    known_sent = desk.ledger.newest_sent()
    with desk.database.write(exclusive=False) as tx:
        reaped = outbox.reap(tx, now=desk.clock(), known_sent=known_sent, gone=gone)
    return reaped.get(LetterState.IN_DOUBT, 0)


def check_fence(desk: Desk) -> None:
    """Refuse to send when the ledger knows of letters that the database has not sent: it went back in time."""
    known = desk.ledger.newest_sent()
    if not known:
        return
    with desk.database.read() as tx:
        lost = outbox.not_sent(tx, known)
    if lost:
        raise MailError(
            f"The register went back in time: {len(lost)} letters that were sent are unknown to it "
            f"({desk.ledger.path} knows them). Nothing is sent.",
            advice="If you restored an old copy, run: tracker outbox reconcile.",
        )


def _share(desk: Desk) -> int:
    """How many letters one knock may send, so that a minute of knocks stays within `max_per_minute`."""
    most = desk.settings.mail.max_per_minute
    return sys.maxsize if most is None else max(most * desk.settings.letters.tick_seconds // 60, 1)


def _may_try(desk: Desk) -> bool:
    with desk.database.read() as tx:
        retry_at = health.state(tx).server_retry_at
    return retry_at is None or retry_at <= desk.clock()


def _send_batch(
    desk: Desk, post: Post, batch: tuple[Claimed, ...], done: Delivered, stop: Callable[[], bool]
) -> Delivered:
    for index, letter in enumerate(batch):
        if stop():
            _give_back(desk, batch[index:])
            return done
        outcome = _send_one(desk, post, letter)
        if outcome.kind is OutcomeKind.SERVER:
            _server_failed(desk, batch[index:], outcome)
            return replace(done, server_reply=str(outcome))
        done = _settle(desk, letter, outcome, done)
    return done


def _send_one(desk: Desk, post: Post, letter: Claimed) -> Outcome:
    def before_dot() -> bool:
        with desk.database.write(exclusive=False) as tx:
            return outbox.mark_dot(tx, letter, desk.hold)

    return post.send(letter, before_dot=before_dot)


def _settle(desk: Desk, letter: Claimed, outcome: Outcome, done: Delivered) -> Delivered:
    """The ledger first: whatever happens to the database now, it is known that the letter left."""
    now: datetime = desk.clock()
    if outcome.kind is OutcomeKind.FENCED:
        return done
    if outcome.kind is OutcomeKind.ACCEPTED:
        desk.ledger.sent(letter.key, now)
    verdict = judge(letter, outcome, now)
    with desk.database.write(exclusive=False) as tx:
        outbox.settle(tx, letter, desk.hold, verdict, now=now)
        if verdict.suspend and letter.subscriber is not None:
            subscribers.halt(tx, letter.subscriber, SubscriberState.SUSPENDED, reason=verdict.reply)
        if done.sent == 0:
            health.server_well(tx)
    match verdict.state:
        case LetterState.SENT:
            return replace(done, sent=done.sent + 1)
        case LetterState.FAILED:
            return replace(done, failed=done.failed + 1)
        case LetterState.IN_DOUBT:
            return replace(done, in_doubt=done.in_doubt + 1)
        case _:
            return replace(done, deferred=done.deferred + 1)


def _give_back(desk: Desk, letters: tuple[Claimed, ...]) -> None:
    with desk.database.write(exclusive=False) as tx:
        outbox.release(tx, desk.hold, letters)


def _server_failed(desk: Desk, letters: tuple[Claimed, ...], outcome: Outcome) -> None:
    with desk.database.write(exclusive=False) as tx:
        outbox.release(tx, desk.hold, letters, reply=str(outcome))
        health.server_failed(tx, reply=str(outcome), now=desk.clock())
