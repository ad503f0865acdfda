"""Is the post well? Everything from which that follows is looked up here, for `status`, `doctor` and a monitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tracker.diagnosis import Signs, diagnose, late_after, waits_after
from tracker.errors import TrackerError
from tracker.files.own import is_there
from tracker.mail import has_way_out, place_of
from tracker.model.checks import Check, Scheduler
from tracker.model.letters import LetterState, Subscriber, SubscriberState
from tracker.model.remarks import remark
from tracker.store import Transaction
from tracker.store.letters import decisions, health, late, subscribers, troubles
from tracker.store.letters.future import far_ahead
from tracker.store.storage import storages
from tracker.usecases.letters.fence import why_fenced
from tracker.usecases.letters.post_office import PostOffice


def examine_post(office: PostOffice, *, now: datetime) -> tuple[Check, ...]:
    """What is well with the letters, what is not, since when and what to do. On a rehearsed day too `now` is real."""
    found = signs(office, now=now)
    return diagnose(replace(found, templates=_unusable_templates(office, found.readers)))


def signs(office: PostOffice, *, now: datetime) -> Signs:
    """How everything stands, computed from what is owed: also where nobody looks and nothing can be written."""
    fence, storage = _fence(office), tuple(storages(office.database, office.ledger.path))
    ledger = remark("none yet")
    if is_there(office.ledger.path):
        ledger = remark("%(ledger)s agrees with the register", ledger=office.ledger.name)
    settings = office.settings
    with office.database.read() as tx:
        readers, unreadable = subscribers.sound(tx, states=(SubscriberState.ACTIVE, SubscriberState.SUSPENDED))
        post, counts = health.state(tx), decisions.counts(tx)
        owed_before = now - late_after(settings)
        refused, refusal = late.letters_refused(tx, now=now)
        left_before = now - waits_after(settings, counts.get(LetterState.QUEUED, 0))
        return Signs(
            now=now,
            settings=settings,
            has_way_out=has_way_out(settings.mail),
            readers=readers,
            unreadable=tuple(reader.why for reader in unreadable),
            letters=counts,
            digests_late=late.digests(tx, before=owed_before),
            alerts_late=late.alerts_without_letter(tx, before=owed_before),
            letters_late=late.letters_due(tx, before=left_before),
            put_off=late.letters_put_off(tx, now=now),
            refused=refused,
            refusal=refusal,
            far_ahead=far_ahead(tx, now),
            wanted_since=late.wanted_since(tx),
            ticked_at=post.ticked_at,
            planned_at=post.planned_at,
            schedulers=schedulers(tx, office),
            server_failing_since=post.server_failing_since,
            server_reply=f"{place_of(settings.mail)}: {post.server_reply}" if post.server_reply else None,
            fence=fence,
            ledger=ledger,
            ledger_in_home=str(office.ledger.path) if office.ledger.is_in_home else None,
            troubles=troubles.known(tx),
            storages=storage,
        )


def schedulers(tx: Transaction, office: PostOffice) -> tuple[Scheduler, ...]:
    """Who said it would stay and did not say goodbye, the latest sign of life first."""
    busy = late.busy(tx)
    return tuple(Scheduler(owner, at, office.is_gone(owner), owner in busy) for owner, at in health.beats(tx))


def _fence(office: PostOffice) -> str | None:
    try:
        closed: TrackerError | None = why_fenced(office)
    except TrackerError as error:  # the ledger cannot be read
        closed = error
    return None if closed is None else str(closed)


def _unusable_templates(office: PostOffice, readers: Iterable[Subscriber]) -> tuple[str, ...]:
    """Why letters cannot be rendered in a language that is read; only templates of one's own are tried."""
    if office.settings.templates is None:
        return ()
    from tracker.letters.sample import unusable

    languages = {office.settings.language, *(reader.language for reader in readers)}
    reasons = (words for language in sorted(languages) for words in unusable(office.letterhead(language)))
    return tuple(dict.fromkeys(reasons))
