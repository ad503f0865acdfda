"""Who must hear of a deadline or a change? Every alert that is owed is written down once.

Keys keep what was raised from being raised again, so a round can be repeated from any point: it goes page by page
through what is owed, each page in a transaction of its own, and only then moves the mark of what is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.model import Event, Selection
from tracker.model.digests import AlertInContext
from tracker.model.letters import ABOUT_DEADLINE, Alert, AlertKind, Subscriber, SubscriberState
from tracker.outbox import alert_key
from tracker.owed.deeds import tells_followers
from tracker.owed.news import alert_kind, was_overdue
from tracker.owed.slots import local_instant
from tracker.owed.steps import EVERY, LOOK_BACK, Ladder, due_days, reached
from tracker.store import Transaction
from tracker.store.events import head
from tracker.store.letters import deadlines, decisions, future, health, news, subscribers, waiting_alerts
from tracker.store.letters.deadlines import Deadline
from tracker.store.letters.news import StillOpen
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.round import Round, Step

SHORT = timedelta(days=3)
MORNING = time(6)
PAGE = 500  # deadlines or events read at once
MOST = 20_000  # alerts that a page may come to

_Reading = Callable[[], AbstractContextManager[Transaction]]


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


def raise_alerts(office: PostOffice, this_round: Round | None = None) -> int:
    """Write down every alert that is owed and not yet known; gives how many are new.

    What fails for one group of readers is tried again; the others are not held up by it. A round that is stopped goes
    on from where it began: what it wrote down is known by then.
    """
    this_round = this_round or Round(office, strict=True)
    with office.database.read() as tx:
        known, end = health.state(tx), head(tx).sequence
        window = _window(known, end, office.today)
        if window.is_closed:
            return 0
        readers, unreadable = subscribers.sound(tx, states=(SubscriberState.ACTIVE,))
    for broken in unreadable:
        this_round.fail(f"readers: {broken.subscriber}", broken.why)
    new = 0
    for what, pages in _everything(office, office.database.read, readers, window):
        with this_round.set_aside(f"{Step.PLANNING}: {what}"):
            for page in pages:
                new += _write(office, page, window.today)
                if not this_round.goes_on():
                    return new
    if this_round.is_well(Step.PLANNING):
        _move_mark(office, window, known.readers_version)
    return new


def alerts_for(tx: Transaction, office: PostOffice, reader: Subscriber) -> tuple[AlertInContext, ...]:
    """What a reader would be alerted to now: what waits already, and what would be raised."""
    window = _window(health.state(tx), head(tx).sequence, office.today)
    if window.is_closed:
        window = replace(window, after=window.today - timedelta(days=1))
    everything = _everything(office, lambda: nullcontext(tx), (reader,), window)
    raised = [alert for _, pages in everything for page in pages for alert in _in_order(tx, page, window.today)]
    waiting = waiting_alerts.waiting(tx, reader.id, until=datetime.max.replace(tzinfo=office.clock().tzinfo))
    return (*waiting, *waiting_alerts.in_context(tx, waiting_alerts.unknown(tx, raised)))


def ladder_of(office: PostOffice, reader: Subscriber) -> Ladder:
    """The days before and after a deadline on which this reader wants to hear of it."""
    before = office.settings.alert_days_before if reader.days_before is None else reader.days_before
    after = office.settings.alert_days_after if reader.days_after is None else reader.days_after
    return Ladder(before if AlertKind.DUE in reader.alerts else (), after if AlertKind.OVERDUE in reader.alerts else ())


def _window(known: health.PostState, end: int, today: date) -> _Window:
    """What is not planned yet; keys keep what was raised by a clock that was ahead from going again."""
    after = today - LOOK_BACK
    if known.planned_on is not None and known.planned_on - today < SHORT:  # else by a clock that was far ahead
        after = min(known.planned_on, today)
    return _Window(after, today, min(known.planned_sequence, end), end)


def _write(office: PostOffice, page: Sequence[Alert], today: date) -> int:
    if not page:
        return 0
    with office.database.write(exclusive=False) as tx:
        return waiting_alerts.raise_alerts(tx, _in_order(tx, page, today))


def _in_order(tx: Transaction, page: Sequence[Alert], today: date) -> list[Alert]:
    """Without the steps before one that was told when the clock was ahead: nobody hears of them after it."""
    steps = {alert.commitment for alert in page if alert.kind in ABOUT_DEADLINE}
    told_ahead = future.told_ahead(tx, steps, today)
    return [
        alert
        for alert in page
        if alert.kind not in ABOUT_DEADLINE
        or (alert.subscriber, alert.commitment, alert.deadline_version) not in told_ahead
    ]


def _move_mark(office: PostOffice, window: _Window, readers_version: int) -> None:
    """All is planned, unless somebody began to read or reads something else meanwhile; then the next tick goes on."""
    with office.database.write(exclusive=False) as tx:
        health.planned(tx, on=window.today, sequence=window.sequence, readers_version=readers_version)
        if window.after != window.today:  # once a day
            decisions.forget(tx, before=office.clock() - timedelta(days=office.settings.letters.keep_days))


def _everything(
    office: PostOffice, reading: _Reading, readers: Sequence[Subscriber], window: _Window
) -> Iterator[tuple[str, Iterator[Sequence[Alert]]]]:
    """All that is owed, in pages: readers of the same together, then who follows single commitments."""
    together: dict[Selection, list[Subscriber]] = {}
    for reader in readers:
        if reader.alerts:
            together.setdefault(reader.selection, []).append(reader)
    for selection, group in together.items():
        yield f"reader {group[0].id} and alike", _Group(office, selection, group, window).pages(reading)
    yield "who follows a commitment", _followed(office, reading, {reader.id: reader for reader in readers}, window)


def _paged(
    reading: _Reading,
    page: Callable[[Transaction, int, int], tuple[list[Alert], tuple[int, ...]]],
    after: int,
    size: int,
) -> Iterator[list[Alert]]:
    """Pages of what was found after one number, each read in a transaction of its own, until one is not full."""
    while True:
        with reading() as tx:
            raised, numbers = page(tx, after, size)
        yield raised
        if len(numbers) < size:
            return
        after = numbers[-1]


@dataclass(frozen=True, slots=True)
class _Group:
    """Readers of the same selection: what they are owed is looked up once for all of them."""

    office: PostOffice
    selection: Selection
    readers: Sequence[Subscriber]
    window: _Window

    def pages(self, reading: _Reading) -> Iterator[Sequence[Alert]]:
        """Steps towards and past deadlines, then events."""
        size = max(min(PAGE, MOST // len(self.readers)), 1)
        yield from _paged(reading, self._steps, 0, size)
        yield from _paged(reading, self._events, self.window.after_sequence, size)

    def _steps(self, tx: Transaction, after: int, size: int) -> tuple[list[Alert], tuple[int, ...]]:
        ladders = [(reader, ladder_of(self.office, reader)) for reader in self.readers]
        unmet = deadlines.unmet(
            tx,
            self.selection,
            today=self.window.today,
            due_days=_due_days(tx, [ladder for _, ladder in ladders], self.window),
            touched_after=self.window.after_sequence,
            after=after,
            limit=size,
        )
        raised = [
            alert
            for deadline in unmet
            for reader, ladder in ladders
            if (alert := _step(self.office, reader, ladder, deadline, window=self.window))
        ]
        return raised, tuple(deadline.commitment for deadline in unmet)

    def _events(self, tx: Transaction, after: int, size: int) -> tuple[list[Alert], tuple[int, ...]]:
        window = self.window
        events = news.selected_events(
            tx, self.selection, today=window.today, after=after, until=window.sequence, limit=size
        )
        raised = [
            _event_alert(self.office, reader.id, event, kind)
            for event in (_late_ones(tx, self.office, events) if self.selection.overdue else events)
            if (kind := alert_kind(event)) is not None and not news.was_possible(tx, event)
            for reader in self.readers
            if kind in reader.alerts and event.sequence > reader.since_sequence
        ]
        return raised, tuple(event.sequence for event in events)


def _due_days(tx: Transaction, ladders: list[Ladder], window: _Window) -> frozenset[date] | None:
    """The due days that matter in a short window; in a long one nearly every day does."""
    if (window.today - window.after).days > SHORT.days:
        return None
    return due_days(ladders, after=window.after, today=window.today, oldest=deadlines.oldest_due(tx) or window.today)


def _step(
    office: PostOffice, reader: Subscriber, ladder: Ladder, deadline: Deadline, *, window: _Window
) -> Alert | None:
    known_at = min(deadline.known_at, office.clock())  # also of what is dated ahead
    known_on = known_at.astimezone(office.zone).date()
    is_news = deadline.known_sequence > window.after_sequence  # whenever that was: nobody was told yet
    after = min(window.after, known_on - timedelta(days=1)) if is_news else window.after
    after = max(after, reader.since_on - timedelta(days=1))
    step = reached(ladder, deadline.due_on, known_on=known_on, after=after, today=window.today)
    if step is None:
        return None
    morning = _morning(reader, step.owed_on)
    return Alert(
        key=alert_key(deadline.commitment, version=deadline.version, step=step.name, subscriber=reader.id),
        subscriber=reader.id,
        commitment=deadline.commitment,
        kind=step.kind,
        step=step.name,
        deadline_version=deadline.version,
        owed_on=step.owed_on,
        release_at=max(morning, known_at + office.group_wait) if known_on == step.owed_on else morning,
        due_on=deadline.due_on,
    )


def _late_ones(tx: Transaction, office: PostOffice, events: Sequence[Event]) -> list[Event]:
    due = deadlines.due_days_of(tx, {event.commitment or 0 for event in events})
    return [
        event
        for event in events
        if was_overdue(event, due.get(event.commitment or 0), day=event.at.astimezone(office.zone).date())
    ]


def _followed(
    office: PostOffice, reading: _Reading, readers: dict[int, Subscriber], window: _Window
) -> Iterator[Sequence[Alert]]:
    def page(tx: Transaction, after: int, size: int) -> tuple[list[Alert], tuple[int, ...]]:
        followed = news.followed_events(tx, after=after, until=window.sequence, limit=size)
        raised = [
            _event_alert(office, subscriber, event, AlertKind.FOLLOWED)
            for event, followers in followed
            if tells_followers(event)
            for subscriber in followers
            if subscriber in readers
        ]
        return raised, tuple(event.sequence for event, _ in followed)

    yield from _paged(reading, page, window.after_sequence, PAGE)
    if window.after != window.today:
        with reading() as tx:
            still_open = news.follows_still_open(tx)
        near = timedelta(days=office.settings.letters.follow_days_before)
        yield [
            _still_open(readers[follow.subscriber], follow, window.today)
            for follow in still_open
            if follow.subscriber in readers and _reached_open(follow, window, near)
        ]


def _reached_open(follow: StillOpen, window: _Window, near: timedelta) -> bool:
    """Whether a round number of months since somebody began to follow falls into the window, and near the deadline."""
    months = (window.today - follow.since_on).days // EVERY
    owed_on = follow.since_on + timedelta(days=months * EVERY)
    return months > 0 and owed_on > window.after and (follow.near is None or follow.near - owed_on <= near)


def _still_open(reader: Subscriber, follow: StillOpen, today: date) -> Alert:
    days = (today - follow.since_on).days // EVERY * EVERY
    owed_on, step = follow.since_on + timedelta(days=days), f"open+{days}"
    return Alert(
        key=alert_key(follow.commitment, version=follow.deadline_version, step=step, subscriber=reader.id),
        subscriber=reader.id,
        commitment=follow.commitment,
        kind=AlertKind.FOLLOWED,
        step=step,
        deadline_version=follow.deadline_version,
        owed_on=owed_on,
        release_at=_morning(reader, owed_on),
        due_on=None,
    )


def _event_alert(office: PostOffice, subscriber: int, event: Event, kind: AlertKind) -> Alert:
    """One event is one alert for a reader, whether by selection or because they follow the commitment."""
    number = event.commitment or 0
    step = f"{event.kind}@{event.sequence}"
    at = min(event.at, office.clock())  # what is dated ahead is told when it is seen
    return Alert(
        key=alert_key(number, version=0, step=step, subscriber=subscriber),
        subscriber=subscriber,
        commitment=number,
        kind=kind,
        step=step,
        deadline_version=0,
        owed_on=at.astimezone(office.zone).date(),
        release_at=at + office.group_wait,
        due_on=None,
        event=event.sequence,
    )


def _morning(reader: Subscriber, day: date) -> datetime:
    """What falls due at midnight is told when people get up."""
    return local_instant(day, MORNING, ZoneInfo(reader.timetable.zone))
