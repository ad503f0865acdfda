"""Who gets which letters, and when? Adding, changing, pausing and removing readers; following and silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracker.errors import Refused, WrongCall
from tracker.model import Entry, Selection, Status
from tracker.model.address import parse_address
from tracker.model.letters import (
    ALL_ALERTS,
    AlertKind,
    Silence,
    Subscriber,
    SubscriberState,
    Timetable,
)
from tracker.model.zones import zone_of
from tracker.owed.slots import next_digest_at
from tracker.store import Transaction, looking, register
from tracker.store.letters import health, silences, subscribers
from tracker.store.letters.subscribers import Start
from tracker.usecases.letters.post_office import PostOffice
from tracker.wording.catalogue import languages


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """What a new reader asks for."""

    address: str
    name: str | None = None
    language: str = "nl"
    timetable: Timetable = field(default_factory=Timetable)
    selection: Selection = field(default_factory=Selection)
    alerts: tuple[AlertKind, ...] = ALL_ALERTS
    days_before: tuple[int, ...] | None = None
    days_after: tuple[int, ...] | None = None
    send_empty: bool | None = None


def subscribe(office: PostOffice, request: SubscriptionRequest, *, token: str) -> Subscriber:
    """A new reader; what was there before is not news to them. Raises WrongCall, Refused or NotFound."""
    now = office.clock()
    reader = _checked(
        Subscriber(
            id=0,
            address=parse_address(request.address),
            name=request.name,
            language=request.language,
            timetable=request.timetable,
            selection=request.selection,
            alerts=request.alerts,
            days_before=request.days_before,
            days_after=request.days_after,
            send_empty=request.send_empty,
            state=SubscriberState.ACTIVE,
            state_reason=None,
            token=token,
            added_at=now,
        )
    )
    with office.database.write(exclusive=False, begins=not reader.selection.numbers) as tx:
        _check_numbers(tx, reader.selection)
        start = _start(tx, office)
        added = subscribers.add(tx, reader, start=start, next_digest_at=next_digest_at(reader.timetable, now))
        _plan_today_again(tx, office, start)
    return added


def change(office: PostOffice, address: str, edit: Callable[[Subscriber], Subscriber]) -> Subscriber:
    """Change what a reader gets; with another timetable slots that passed before the change are not owed anew."""
    now = office.clock()
    with office.database.write(exclusive=False) as tx:
        before = subscribers.by_address(tx, parse_address(address))
        after = _checked(edit(before))
        _check_numbers(tx, after.selection)
        subscribers.change(tx, after)
        if after.timetable != before.timetable or after.state is not before.state:
            active = after.state is SubscriberState.ACTIVE
            due = next_digest_at(after.timetable, now) if active else None
            subscribers.begin_anew(tx, after.id, slots_after=now, next_digest_at=due)
        _plan_today_again(tx, office, _start(tx, office))
        return subscribers.by_id(tx, after.id)


def pause(office: PostOffice, address: str, *, reason: str | None = None) -> Subscriber:
    """Send nothing until the reader is resumed."""
    return change(office, address, lambda reader: replace(reader, state=SubscriberState.PAUSED, state_reason=reason))


def resume(office: PostOffice, address: str) -> Subscriber:
    """Send again from now on; what happened meanwhile stands in the next digest, if there is one."""
    return change(office, address, lambda reader: replace(reader, state=SubscriberState.ACTIVE, state_reason=None))


def remove(office: PostOffice, address: str) -> int:
    """Erase the reader's name and address, also in old letters; gives how many that waited do not leave any more."""
    with office.database.write(exclusive=False) as tx:
        return subscribers.remove(tx, subscribers.by_address(tx, parse_address(address)).id)


def readers(office: PostOffice) -> tuple[Subscriber, ...]:
    """All readers."""
    with office.database.read() as tx:
        return subscribers.all_of(tx)


def matches_any(office: PostOffice, selection: Selection) -> bool:
    """Whether there is a commitment that a reader with these filters is told of; overdue it may still become."""
    with office.database.read() as tx:
        return looking.count(tx, replace(selection, overdue=False), today=office.today) > 0


def follow(office: PostOffice, address: str, number: int) -> bool:
    """Tell a reader of everything that happens to one commitment; gives whether that is new."""
    with office.database.write(exclusive=False) as tx:
        entry = _told_of(tx, number)
        reader = subscribers.by_address(tx, parse_address(address))
        start = _start(tx, office)
        health.plan_again(tx, after=office.today, sequence=start.sequence)
        return subscribers.follow(tx, reader.id, entry.number, start=start)


def unfollow(office: PostOffice, address: str, number: int) -> bool:
    """Stop that; gives whether it was followed."""
    with office.database.write(exclusive=False) as tx:
        return subscribers.unfollow(tx, subscribers.by_address(tx, parse_address(address)).id, number)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Which alerts to silence, why, and until when; empty fields mean all."""

    reason: str
    ends_at: datetime
    address: str | None = None
    commitment: int | None = None
    minister: str | None = None

    def __post_init__(self) -> None:
        """Raises WrongCall for a minister by whom no commitments can be selected, and of whom nothing can be told."""
        Selection(minister=self.minister)


def silence(office: PostOffice, quiet: Quiet, *, actor: str) -> Silence:
    """Raise no alerts for a while; it always ends, and says who asked and why."""
    now = office.clock()
    if quiet.ends_at <= now:
        raise WrongCall("silence.end-past")
    if not quiet.reason.strip():
        raise WrongCall("silence.reason-missing")
    with office.database.write(exclusive=False) as tx:
        reader = subscribers.by_address(tx, parse_address(quiet.address)) if quiet.address else None
        if quiet.commitment is not None:
            register.entry(tx, quiet.commitment)
        return silences.add(
            tx,
            Silence(
                id=0,
                subscriber=reader.id if reader else None,
                commitment=quiet.commitment,
                minister=quiet.minister,
                actor=actor,
                reason=quiet.reason,
                starts_at=now,
                ends_at=quiet.ends_at,
            ),
        )


def lift(office: PostOffice, number: int, *, actor: str) -> None:
    """End a silence before its time."""
    with office.database.write(exclusive=False) as tx:
        silences.lift(tx, number, at=office.clock(), actor=actor)


def silences_of(office: PostOffice) -> tuple[Silence, ...]:
    """Silences that still last."""
    with office.database.read() as tx:
        return silences.lasting(tx, office.clock())


def _start(tx: Transaction, office: PostOffice) -> Start:
    return Start(office.clock(), office.today, subscribers.newest_sequence(tx))


def _plan_today_again(tx: Transaction, office: PostOffice, start: Start) -> None:
    """What is due today concerns the new reader too; what is planned already keeps its key."""
    health.plan_again(tx, after=office.today - timedelta(days=1), sequence=start.sequence)


def check_language(language: str) -> None:
    """Raises WrongCall for a language without letters."""
    if language not in languages():
        raise WrongCall("letters.language-unknown", language=language, known=languages())


def _check_numbers(tx: Transaction, selection: Selection) -> None:
    """Who asks for single commitments asks for some that are there; raises NotFound."""
    for number in selection.numbers:
        _told_of(tx, number)


def _told_of(tx: Transaction, number: int) -> Entry:
    """A commitment of which letters may tell; raises Refused for one that is only possible."""
    entry = register.entry(tx, number)
    if entry.status is Status.POSSIBLE:
        raise Refused("subscriber.only-possible", commitment=entry.label)
    return entry


def _checked(reader: Subscriber) -> Subscriber:
    """Parse at the door: languages, zones, days that make sense."""
    check_language(reader.language)
    if Status.POSSIBLE in reader.selection.statuses:
        raise WrongCall("subscriber.no-possibles")
    zone_of(reader.timetable.zone)
    days = (*(reader.days_before or ()), *(reader.days_after or ()))
    if any(day < 0 or day > 366 for day in days):  # noqa: PLR2004 - a year
        raise WrongCall("subscriber.days-too-far")
    return reader
