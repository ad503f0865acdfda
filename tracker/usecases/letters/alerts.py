"""What waits for a reader goes together in one letter, when its time has come and nothing overtook it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tracker.errors import Refused
from tracker.letters.alert.draft import render_alert
from tracker.letters.changes import worth_telling
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import LetterKind
from tracker.outbox import alert_letter_key
from tracker.store.letters import outbox, subscribers, waiting_alerts
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.round import Round


def post_alerts(office: PostOffice, this_round: Round | None = None) -> int:
    """One letter for each reader who has waiting alerts whose time has come; gives how many are new.

    A letter that cannot be made stays owed and holds up nobody else's.
    """
    this_round = this_round or Round(office, strict=True)
    now = office.clock()
    with office.database.read() as tx:
        if not waiting_alerts.anything_waits(tx):
            return 0
    with office.database.write(exclusive=False) as tx:
        waiting_alerts.withdraw_overtaken(tx)
        waiting_alerts.overtake(tx)
        waiting_alerts.silence(tx, now=now)
        readers = waiting_alerts.readers_waiting(tx, now)
    posted = 0
    for reader in readers:
        if not this_round.goes_on():
            break
        with this_round.set_aside(f"{KINDS[LetterKind.ALERT].planning}: reader {reader}"):
            posted += _post_one(office, reader)
    return posted


def _post_one(office: PostOffice, subscriber: int) -> bool:
    now = office.clock()
    with office.database.read() as tx:
        reader = subscribers.by_id(tx, subscriber)
        waiting = waiting_alerts.waiting(tx, subscriber, until=now + office.group_wait)
    alerts, idle = worth_telling(waiting)
    if idle:
        with office.database.write(exclusive=False) as tx:
            waiting_alerts.pass_over(tx, [one.alert.key for one in idle])
    if not alerts:
        return False
    keys = tuple(one.alert.key for one in alerts)
    with office.database.read() as tx:
        letter_key = next(key for key in _letter_keys(subscriber, keys) if not outbox.never_left(tx, key))
    draft = render_alert(alerts, office.letterhead(reader.language), today=office.today)
    letter = posting(office, Planned(letter_key, LetterKind.ALERT, reader, draft, alerts=keys), now=now)
    try:
        with office.database.write(exclusive=False) as tx:
            if not letter.is_wanted:  # any more: they were raised before
                waiting_alerts.pass_over(tx, keys)
            return outbox.post(tx, letter) is not None
    except Refused:
        return False  # another scheduler was first; what is left goes with the next tick


def _letter_keys(subscriber: int, alerts: tuple[str, ...]) -> Iterator[str]:
    return (alert_letter_key(subscriber, alerts, again) for again in count())
