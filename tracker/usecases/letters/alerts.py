"""Who must hear of a deadline or a change? Alerts are raised once, and wait until they go together in a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.digest.render import render_alert
from tracker.errors import Refused
from tracker.model import Deed, Event, Selection
from tracker.model.digests import Told
from tracker.model.letters import Alert, AlertKind, LetterKind, Subscriber, SubscriberState
from tracker.outbox import alert_key, alert_letter_key
from tracker.owed.slots import local_midnight
from tracker.owed.steps import EVERY, Ladder, due_days, reached
from tracker.store import Transaction
from tracker.store.events import head
from tracker.store.letters import health, outbox, owed, subscribers
from tracker.store.letters.owed import Deadline
from tracker.usecases.letters.desk import Addressed, Desk, posting, set_aside

LOOK_BACK = timedelta(days=62)  # after a longer silence than this the monthly steps tell it anyway
SHORT = timedelta(days=3)
MORNING = timedelta(hours=6)
EVENT_KINDS = {
    Deed.MOVED: AlertKind.MOVED,
    Deed.RESOLVED: AlertKind.RESOLVED,
    Deed.PARTLY_RESOLVED: AlertKind.RESOLVED,
    Deed.LAPSED: AlertKind.RESOLVED,
    Deed.REOPENED: AlertKind.REOPENED,
    Deed.UNDONE: AlertKind.REOPENED,
}
NOT_FOR_LETTERS = frozenset({Deed.NOTED, Deed.ERASED})  # notes are internal


@dataclass(frozen=True, slots=True)
class _Window:
    """The days and events for which alerts are not planned yet."""

    after: date
    today: date
    after_sequence: int
    sequence: int

    @property
    def is_closed(self) -> bool:
        """Whether everything up to now is planned."""
        return self.after == self.today and self.after_sequence == self.sequence


def raise_alerts(desk: Desk) -> int:
    """Write down every alert that is owed and not yet known; gives how many are new."""
    with desk.database.read() as tx:
        window = _window(tx, desk.today)
        if window.is_closed:
            return 0
        raised = list(_all_alerts(tx, desk, window, subscribers.all_of(tx, states=(SubscriberState.ACTIVE,))))
    with desk.database.write(exclusive=False) as tx:
        new = owed.raise_alerts(tx, raised)
        owed.silence(tx, now=desk.clock())
        health.planned(tx, on=window.today, sequence=window.sequence)
        if window.after != window.today:  # once a day
            outbox.forget(tx, before=desk.clock() - timedelta(days=desk.settings.letters.keep_days))
    return new


def alerts_for(tx: Transaction, desk: Desk, reader: Subscriber) -> tuple[Told, ...]:
    """What a reader would be alerted to now: what waits already, and what would be raised."""
    window = _window(tx, desk.today)
    if window.is_closed:
        window = replace(window, after=window.today - timedelta(days=1))
    raised = owed.unknown(tx, _all_alerts(tx, desk, window, (reader,)))
    return (*owed.waiting(tx, reader.id), *owed.told(tx, raised))


def post_alerts(desk: Desk, problems: list[str] | None = None) -> int:
    """One letter for each reader who has waiting alerts whose time has come; gives how many are new.

    A letter that cannot be made is told in `problems`, stays owed, and holds up nobody else's.
    """
    now = desk.clock()
    with desk.database.read() as tx:
        readers = owed.readers_waiting(tx, now)
    if not readers:
        return 0
    with desk.database.write(exclusive=False) as tx:
        owed.overtake(tx)
    posted = 0
    for reader in readers:
        with set_aside(problems, f"the alerts of reader {reader}"):
            posted += _post_one(desk, reader, now=now)
    return posted


def _post_one(desk: Desk, subscriber: int, *, now: datetime) -> bool:
    with desk.database.read() as tx:
        reader, told = subscribers.by_id(tx, subscriber), owed.waiting(tx, subscriber)
    if not told:
        return False
    keys = tuple(one.alert.key for one in told)
    draft = render_alert(told, desk.letterhead(reader.language), today=desk.today)
    addressed = Addressed(alert_letter_key(subscriber, keys), LetterKind.ALERT, reader)
    letter = posting(desk, addressed, draft, now=now, alerts=keys)
    try:
        with desk.database.write(exclusive=False) as tx:
            return outbox.post(tx, letter) is not None
    except Refused:
        return False  # another scheduler was first; what is left goes with the next tick


def _window(tx: Transaction, today: date) -> _Window:
    """What is not planned yet; after a rehearsal of a later day the keys keep what was sent from going again."""
    known, end = health.state(tx), head(tx)
    after = known.planned_on if known.planned_on and known.planned_on <= today else today - LOOK_BACK
    return _Window(after, today, min(known.planned_sequence, end.sequence), end.sequence)


def _all_alerts(tx: Transaction, desk: Desk, window: _Window, active: Sequence[Subscriber]) -> Iterator[Alert]:
    together: dict[Selection, list[Subscriber]] = {}
    for reader in active:
        if reader.alerts:
            together.setdefault(reader.selection, []).append(reader)
    for selection, readers in together.items():
        yield from _step_alerts(tx, desk, selection, readers, window=window)
        yield from _event_alerts(tx, desk, selection, readers, window=window)
    yield from _followed(tx, desk, {reader.id: reader for reader in active}, window)


def _step_alerts(
    tx: Transaction, desk: Desk, selection: Selection, readers: Iterable[Subscriber], *, window: _Window
) -> Iterator[Alert]:
    ladders = [(reader, ladder_of(desk, reader)) for reader in readers]
    days = _due_days(tx, [ladder for _, ladder in ladders], window)
    found = owed.deadlines(tx, selection, today=window.today, due_days=days, touched_after=window.after_sequence)
    for deadline in found:
        for reader, ladder in ladders:
            yield from _steps_for(desk, reader, ladder, deadline, window=window)


def _due_days(tx: Transaction, ladders: list[Ladder], window: _Window) -> frozenset[date] | None:
    """The due days that matter in a short window; in a long one nearly every day does."""
    if (window.today - window.after).days > SHORT.days:
        return None
    return due_days(ladders, after=window.after, today=window.today, oldest=owed.oldest_due(tx) or window.today)


def ladder_of(desk: Desk, reader: Subscriber) -> Ladder:
    """The days before and after a deadline on which this reader wants to hear of it."""
    before = desk.settings.alert_days_before if reader.days_before is None else reader.days_before
    after = desk.settings.alert_days_after if reader.days_after is None else reader.days_after
    return Ladder(before if AlertKind.DUE in reader.alerts else (), after if AlertKind.OVERDUE in reader.alerts else ())


def _steps_for(
    desk: Desk, reader: Subscriber, ladder: Ladder, deadline: Deadline, *, window: _Window
) -> Iterator[Alert]:
    known_on = deadline.known_at.astimezone(desk.zone).date()
    after = max(window.after, reader.since_on - timedelta(days=1))
    if window.after == window.today:  # planned today already: only what became known since
        after = min(after, window.today - timedelta(days=1))
    for step in reached(ladder, deadline.due_on, known_on=known_on, after=after, today=window.today):
        morning = _morning(reader, step.owed_on)
        released = max(morning, deadline.known_at + _group_wait(desk)) if known_on == step.owed_on else morning
        yield Alert(
            key=alert_key(deadline.commitment, version=deadline.version, step=step.name, subscriber=reader.id),
            subscriber=reader.id,
            commitment=deadline.commitment,
            kind=step.kind,
            step=step.name,
            deadline_version=deadline.version,
            owed_on=step.owed_on,
            release_at=released,
            due_on=deadline.due_on,
        )


def _event_alerts(
    tx: Transaction, desk: Desk, selection: Selection, readers: list[Subscriber], *, window: _Window
) -> Iterator[Alert]:
    kinds = {kind for reader in readers for kind in reader.alerts}
    deeds = [deed for deed, kind in EVENT_KINDS.items() if kind in kinds]
    if not deeds or window.after_sequence >= window.sequence:
        return
    found = owed.selected_events(
        tx, selection, today=window.today, after=window.after_sequence, until=window.sequence, kinds=deeds
    )
    for event in found:
        kind = EVENT_KINDS[Deed(event.kind)]
        for reader in readers:
            if kind in reader.alerts and event.sequence > reader.since_sequence:
                yield _event_alert(desk, reader.id, event, kind)


def _followed(tx: Transaction, desk: Desk, readers: dict[int, Subscriber], window: _Window) -> Iterator[Alert]:
    for subscriber, event in owed.followed_events(tx, after=window.after_sequence, until=window.sequence):
        if subscriber in readers and event.kind not in NOT_FOR_LETTERS:
            yield _event_alert(desk, subscriber, event, AlertKind.FOLLOWED)
    for subscriber, commitment, version, since_on in owed.follows_still_open(tx):
        months = (window.today - since_on).days // EVERY
        owed_on = since_on + timedelta(days=months * EVERY)
        if subscriber in readers and months and owed_on > window.after:
            step = f"open+{months * EVERY}"
            yield Alert(
                key=alert_key(commitment, version=version, step=step, subscriber=subscriber),
                subscriber=subscriber,
                commitment=commitment,
                kind=AlertKind.FOLLOWED,
                step=step,
                deadline_version=version,
                owed_on=owed_on,
                release_at=_morning(readers[subscriber], owed_on),
                due_on=None,
            )


def _event_alert(desk: Desk, subscriber: int, event: Event, kind: AlertKind) -> Alert:
    """One event is one alert for a reader, whether by selection or because they follow the commitment."""
    number = event.commitment or 0
    step = f"{event.kind}@{event.sequence}"
    return Alert(
        key=alert_key(number, version=0, step=step, subscriber=subscriber),
        subscriber=subscriber,
        commitment=number,
        kind=kind,
        step=step,
        deadline_version=0,
        owed_on=event.at.astimezone(desk.zone).date(),
        release_at=event.at + _group_wait(desk),
        due_on=None,
        event=event.sequence,
    )


def _morning(reader: Subscriber, day: date) -> datetime:
    """What falls due at midnight is told when people get up."""
    return local_midnight(day, ZoneInfo(reader.timetable.zone)) + MORNING


def _group_wait(desk: Desk) -> timedelta:
    return timedelta(minutes=desk.settings.letters.group_wait_minutes)
