"""How do letters leave? Each is claimed, sent outside any transaction, and its outcome written down."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tracker.mail import Post
from tracker.model.letters import Claimed, LetterState, OutcomeKind
from tracker.store.letters import health, outbox
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.sending_run import SendingRun


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters of one round."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    in_doubt: int = 0
    server_reply: str | None = None  # why nobody's letters left
    left_alone_until: datetime | None = None  # the mail server failed before and was not tried
    waiting: int = 0  # in the queue when the round ended: put off, given back, or not yet due


def deliver(
    office: PostOffice,
    post: Post,
    *,
    stop: Callable[[], bool] = lambda: False,
    seconds: float | None = None,
    at_once: bool = False,
    is_checked: bool = False,
) -> Delivered:
    """Send what is due until nothing is left, the server fails, we are asked to stop, or this tick's share is sent.

    `seconds` is the time until the next tick, a minute if nobody says: the share is what may leave in it. `at_once`
    tries a mail server that failed and would be left alone for a while. Raises MailError behind the restore fence,
    unless the caller has looked at it in this tick (`is_checked`).
    """
    if not is_checked:
        keep_up(check_fence(office))
    with office.database.read() as tx:
        server = health.state(tx)
    if not at_once and server.server_retry_at is not None and server.server_retry_at > office.clock():
        return Delivered(left_alone_until=server.server_retry_at, waiting=waiting(office))
    share, run, reply = _share(office, seconds), SendingRun(office, server_fails=server.server_failures > 0), None
    became: Counter[LetterState] = Counter()
    try:
        while reply is None and not stop() and (left := share - run.tried) > 0 and (letters := run.take(left)):
            reply = _send(run, post, letters, became, stop)
        run.write_down()
    finally:
        post.close()
        office.ledger.sync()
    return Delivered(
        became[LetterState.SENT],
        became[LetterState.QUEUED],
        became[LetterState.FAILED],
        became[LetterState.IN_DOUBT],
        server_reply=reply,
        waiting=waiting(office),
    )


def waiting(office: PostOffice) -> int:
    """How many letters are in the queue."""
    with office.database.read() as tx:
        return outbox.waiting(tx)


def recover(office: PostOffice) -> int:
    """Take back letters whose sender died, our own of a tick that failed too; gives how many are in doubt now.

    The ledger is told first: a sender that was only asleep gives none of them when it wakes up.
    """
    with office.database.read() as tx:
        holding = outbox.owners(tx)
    if not holding:
        return 0
    gone = frozenset(owner for owner in holding if owner == office.owner or office.is_gone(owner))
    with office.database.read() as tx:
        abandoned = outbox.abandoned(tx, gone)
    if not abandoned:
        return 0
    office.ledger.take_away(abandoned)
    office.ledger.sync()
    memory = office.ledger.recall(abandoned, boot=office.boot)
    with office.database.write(exclusive=False) as tx:
        reaped = outbox.reap(tx, now=office.clock(), memory=memory, gone=gone)
    return reaped.get(LetterState.IN_DOUBT, 0)


def _share(office: PostOffice, seconds: float | None) -> int:
    """How many letters one tick may send, so that a minute of ticks stays within `max_per_minute`."""
    most = office.settings.mail.max_per_minute
    return sys.maxsize if most is None else max(int(most * (seconds or 60) / 60), 1)


def _send(
    run: SendingRun, post: Post, letters: Sequence[Claimed], became: Counter[LetterState], stop: Callable[[], bool]
) -> str | None:
    """Give these letters, counting what becomes of them; tells why the server takes none at all, if so."""
    for index, letter in enumerate(letters):
        if stop() or (index and run.takes_long):
            run.give_back(letters[index:])
            break
        outcome = post.send(letter, before_dot=partial(run.may_give, letter))
        if outcome.kind is OutcomeKind.SERVER:
            run.give_back(letters[index:], because=outcome)
            return str(outcome)
        state = run.settle(letter, outcome)
        if state is not None:
            became[state] += 1
        if outcome.kind is OutcomeKind.UNKNOWN or run.finds_server_failing:  # one without an answer is costly enough
            run.give_back(letters[index + 1 :], because=outcome)
            return str(outcome)
        if outcome.kind is OutcomeKind.BROKEN_OFF:  # the others go on, over a new connection, but not this reader's
            run.give_back(letters[index + 1 :])
            break
    return None
