"""What came back, and what follows from it: dead addresses are suspended, requests to stop are honoured.

What a report blames on us, as a spent quota, suspends nobody: the reader gets it in another letter, some hours later.

Anybody can write a report. One counts that came to the return address of a reader, whose token nobody else knows, or
that holds the identifier of a letter that we sent to the very address it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tracker.delivery_status import Blame, blame
from tracker.mail.bounces import Stop, messages_in, read_return
from tracker.model.letters import Bounce, Letter, LetterState, Subscriber, SubscriberState
from tracker.outbox import can_be_computed
from tracker.store import Transaction
from tracker.store.letters import decisions, subscribers
from tracker.store.letters.identity import identity
from tracker.usecases.letters.post_office import PostOffice

SLOWEST = timedelta(days=14)  # no mail server tries longer before it reports
AGAIN_AFTER = timedelta(hours=4)  # what came back through our own fault is told anew: so often at most


@dataclass(frozen=True, slots=True)
class Returned:
    """What was read: addresses suspended, readers who asked to stop, letters that did not arrive, and the rest.

    `idle` are reports and requests that were told before or are of no reader; `unproven` those that anybody could have
    written, as about a letter that was never sent or that went to somebody else.
    """

    suspended: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    bounced_letters: int = 0
    passing: int = 0
    idle: int = 0
    unproven: int = 0
    unknown: int = 0


def take_back(office: PostOffice, paths: Iterable[Path]) -> Returned:
    """Read returned messages from files and folders; the same message twice changes nothing."""
    returned = Returned()
    for path in paths:
        for content in messages_in(path):
            notices = read_return(content)
            returned = returned if notices else replace(returned, unknown=returned.unknown + 1)
            for notice in notices:
                with office.database.write(exclusive=False) as tx:
                    returned = (
                        _stop(tx, notice, returned)
                        if isinstance(notice, Stop)
                        else _bounce(tx, notice, returned, office.clock())
                    )
    return returned


def _stop(tx: Transaction, stop: Stop, returned: Returned) -> Returned:
    reader = subscribers.by_token(tx, stop.token)
    if reader is None or not subscribers.halt(tx, reader.id, SubscriberState.PAUSED, reason="asked by mail to stop"):
        return replace(returned, idle=returned.idle + 1)
    return replace(returned, stopped=(*returned.stopped, reader.address))


def _bounce(tx: Transaction, bounce: Bounce, returned: Returned, now: datetime) -> Returned:
    if not bounce.permanent:
        return replace(returned, passing=returned.passing + 1)
    letter = decisions.by_message_id(tx, bounce.message_id) if bounce.message_id else None
    reader = subscribers.by_token(tx, bounce.token) if bounce.token else None
    if not (_is_of(tx, reader, bounce, letter) if bounce.token else _is_about(tx, bounce, letter, now)):
        return replace(returned, unproven=returned.unproven + 1)
    reason, blamed = f"{bounce.status} {bounce.diagnostic}".strip(), blame(bounce.status, bounce.diagnostic)
    if letter is not None:
        is_told_anew = blamed in {Blame.MAILBOX, Blame.HOUSE}
        if not decisions.came_back(tx, letter.id, reason=reason, told_anew=is_told_anew):
            return replace(returned, idle=returned.idle + 1)
        returned = replace(returned, bounced_letters=returned.bounced_letters + 1)
        reader = subscribers.at_address(tx, letter.subscriber, letter.recipient)  # who moved meanwhile is written to
    if blamed is Blame.HOUSE and reader:
        subscribers.put_off(tx, reader.id, until=now + AGAIN_AFTER)
    if blamed is Blame.MAILBOX and reader and subscribers.halt(tx, reader.id, SubscriberState.SUSPENDED, reason=reason):
        return replace(returned, suspended=(*returned.suspended, reader.address))
    return returned if letter is not None else replace(returned, idle=returned.idle + 1)


def _is_of(tx: Transaction, reader: Subscriber | None, bounce: Bounce, letter: Letter | None) -> bool:
    """Whether a report to a return address is about something that went to the reader whose it is."""
    if reader is None:
        return False
    if bounce.message_id is None:
        return decisions.has_left(tx, reader.id)
    return letter is not None and letter.subscriber == reader.id and _has_left(letter)


def _is_about(tx: Transaction, bounce: Bounce, letter: Letter | None, now: datetime) -> bool:
    """Whether a report names a letter as only who got it, or handed it on, can name it."""
    if letter is None or not letter.recipient or not bounce.recipient or not _has_left(letter):
        return False
    if letter.recipient.casefold() != bounce.recipient.casefold():
        return False
    if not can_be_computed(letter.message_id, letter.key):
        return True
    left_at = letter.sent_at
    return left_at is not None and left_at < identity(tx).begun_at and now - left_at < SLOWEST


def _has_left(letter: Letter) -> bool:
    return letter.state in {LetterState.SENT, LetterState.IN_DOUBT, LetterState.FAILED}
