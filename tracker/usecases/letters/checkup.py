"""Is the post well? Letters in doubt or failed, a mail server that refuses, schedulers gone silent, dead addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tracker.errors import MailError
from tracker.mail import has_way_out
from tracker.model.letters import LetterState, SubscriberState
from tracker.model.settings import MailSettings
from tracker.store import Transaction
from tracker.store.keeping import Check
from tracker.store.letters import decided, health, subscribers
from tracker.usecases.letters.deliver import check_fence
from tracker.usecases.letters.desk import Desk

OVERDUE_AFTER = timedelta(hours=1)  # a letter that waits longer is worth a look
SILENT_AFTER = 10  # knocks


def examine_post(desk: Desk) -> tuple[Check, ...]:
    """What is well with the letters, and what is not and what to do."""
    with desk.database.read() as tx:
        checks = [*_way_out(desk, tx), *_letters(tx, desk.clock()), *_server(tx), *_schedulers(tx, desk)]
        checks += _readers(tx)
    return (*checks, _fence(desk))


def _way_out(desk: Desk, tx: Transaction) -> Iterator[Check]:
    mail, wanted = desk.settings.mail, bool(subscribers.sound(tx, states=(SubscriberState.ACTIVE,))[0])
    if not has_way_out(mail):
        waits = Check("way out", "wrong", "no way to send letters is set; they wait")
        yield waits if wanted else Check("way out", "well", "nobody reads letters")
        return
    if mail.security == "none" and mail.username and mail.server not in {"localhost", "127.0.0.1"}:
        yield Check("way out", "advice", f"the password goes to {mail.server} unencrypted; set security")
    elif mail.sender == MailSettings().sender:
        yield Check("way out", "advice", "the sender is still tracker@localhost; set sender and domain")
    else:
        yield Check("way out", "well", f"letters leave by {mail.transport or 'smtp'}")


def _letters(tx: Transaction, now: datetime) -> Iterator[Check]:
    counts = decided.counts(tx)
    doubt, failed = counts.get(LetterState.IN_DOUBT, 0), counts.get(LetterState.FAILED, 0)
    held = f"{doubt} in doubt, {failed} failed; tracker outbox list --state in_doubt --state failed"
    yield Check("letters", "wrong" if doubt else "advice", held) if doubt or failed else Check("letters", "well", "")
    waiting = decided.listing(tx, states=(LetterState.QUEUED, LetterState.SENDING, LetterState.DOT))
    late = sum(now - letter.planned_at > OVERDUE_AFTER for letter in waiting)
    if late:
        wait = "1 letter waits" if late == 1 else f"{late} letters wait"
        yield Check("outbox", "wrong", f"{wait} longer than an hour; tracker outbox list --state queued")
    else:
        yield Check("outbox", "well", f"{len(waiting)} on their way")


def _server(tx: Transaction) -> Iterator[Check]:
    state = health.state(tx)
    if state.server_failures:
        since = f"{state.server_failing_since:%Y-%m-%d %H:%M} UTC"
        yield Check("mail server", "wrong", f"takes no letters since {since}: {state.server_reply}")


def _schedulers(tx: Transaction, desk: Desk) -> Iterator[Check]:
    silent = timedelta(seconds=SILENT_AFTER * desk.settings.letters.tick_seconds)
    for owner, at in health.beats(tx):
        if desk.clock() - at > silent:
            yield Check("scheduler", "advice", f"{owner} was last heard of at {at:%Y-%m-%d %H:%M} UTC")


def _readers(tx: Transaction) -> Iterator[Check]:
    readers, unreadable = subscribers.sound(tx)
    for broken in unreadable:
        yield Check("readers", "wrong", broken.told)
    for reader in readers:
        if reader.state is SubscriberState.SUSPENDED:
            yield Check("readers", "advice", f"{reader.address} is suspended: {reader.state_reason}")


def _fence(desk: Desk) -> Check:
    try:
        check_fence(desk)
    except MailError as error:
        return Check("ledger", "wrong", str(error))
    return Check("ledger", "well", f"agrees with the register ({desk.ledger.path})")
