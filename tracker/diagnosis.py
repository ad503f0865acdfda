"""What is wrong with the post, since when, and what is to be done? Pure.

Silence is no good sign: who should have looked, written or sent and did not is found by what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tracker.model.checks import Check, CheckState, Late, Scheduler, Storage, Trouble
from tracker.model.letters import LetterState, Subscriber, SubscriberState
from tracker.model.settings import MailSettings, Settings

SILENT = 10  # ticks without a sign of life
FORGOTTEN = timedelta(hours=1)  # so long it is told of a scheduler that stopped without a word, where others go on
LATE = timedelta(minutes=30)  # what is owed is written by then, however many readers there are
WAITED = timedelta(hours=1)  # a letter that may leave has left by then
PUT_OFF, PUT_OFF_LONG = timedelta(hours=4), timedelta(days=1)  # by whoever takes the letters of a recipient
FULL, TIGHT = 64 * 2**20, 256 * 2**20  # bytes
NAMED = 3  # of many
MOMENT = timedelta(seconds=1)
NONE = Late()
WELL, ADVICE, WRONG = CheckState.WELL, CheckState.ADVICE, CheckState.WRONG
LONG_AGO = datetime.min.replace(tzinfo=UTC)
MONITOR, LEDGER, PLANNING, CLOCK = "monitor", "ledger", "planning", "clock"  # troubles that are told in another way


@dataclass(frozen=True, slots=True)
class Signs:
    """All from which it follows how the post fares."""

    now: datetime
    settings: Settings
    has_way_out: bool = True
    readers: tuple[Subscriber, ...] = ()
    unreadable: tuple[str, ...] = ()
    letters: Mapping[LetterState, int] = field(default_factory=dict)
    digests_late: Late = NONE
    alerts_late: Late = NONE
    letters_late: Late = NONE
    put_off: Late = NONE  # letters that are not due again yet
    far_ahead: Mapping[str, int] = field(default_factory=dict)  # digests, alerts, letters: of a clock that was ahead
    wanted_since: datetime | None = None  # since when somebody has to look what is owed
    ticked_at: datetime | None = None
    planned_at: datetime | None = None
    schedulers: tuple[Scheduler, ...] = ()
    server_failing_since: datetime | None = None
    server_reply: str | None = None
    fence: str | None = None  # why nothing may leave
    ledger: str = ""  # which it is that agrees
    troubles: tuple[Trouble, ...] = ()
    storages: tuple[Storage, ...] = ()
    templates: tuple[str, ...] = ()  # why letters cannot be rendered


def diagnose(signs: Signs) -> tuple[Check, ...]:
    """Everything that was looked at, the cause before what follows from it."""
    checks = (
        *_storages(signs.storages),
        *_clock(signs),
        _schedulers(signs),
        _way_out(signs),
        *_server(signs),
        Check("ledger", WRONG, signs.fence) if signs.fence else Check("ledger", WELL, signs.ledger),
        *(Check("templates", WRONG, told) for told in signs.templates),
        *_planned(signs),
        *_outbox(signs),
        _letters(signs.letters),
        *_readers(signs),
    )
    return (*checks, *_troubles(signs))


def silent_after(settings: Settings) -> timedelta:
    """After so long without a sign of life nobody is there."""
    return timedelta(seconds=SILENT * settings.letters.tick_seconds)


def late_after(settings: Settings) -> timedelta:
    """After so long it is late that a digest or an alert letter was not written."""
    return max(silent_after(settings), LATE)


def waits_after(settings: Settings, queued: int) -> timedelta:
    """After so long it is late that a letter did not leave; so many take their time where they are throttled."""
    most = settings.mail.max_per_minute
    return WAITED + timedelta(minutes=queued / most if most else 0)


def is_alive(scheduler: Scheduler, *, now: datetime, settings: Settings) -> bool:
    """Whether there is no doubt of it."""
    is_heard = abs(now - scheduler.seen_at) <= silent_after(settings)  # one of a time to come says nothing
    return not scheduler.is_gone and (scheduler.is_busy or is_heard)


def is_forgotten(scheduler: Scheduler, *, now: datetime, settings: Settings) -> bool:
    """Whether a scheduler that is dead has been told of long enough, where another one looks what is owed."""
    return not is_alive(scheduler, now=now, settings=settings) and abs(now - scheduler.seen_at) > FORGOTTEN


def _clock(signs: Signs) -> Iterator[Check]:
    """A tick that is still to come says nothing of the present. While the clock is not believed that is told alone."""
    if any(trouble.step == CLOCK for trouble in signs.troubles):
        return
    advice = "See that the clock is right: tracker clock show; then: tracker clock accept DAY."
    ahead = signs.ticked_at
    if ahead is not None and ahead - signs.now > silent_after(signs.settings):
        told = f"the last tick was at {ahead:%Y-%m-%d %H:%M} UTC, which is still to come"
        yield Check("clock", WRONG, told, advice=advice)
    elif signs.far_ahead:
        told = ", ".join(f"{name} {number}" for name, number in signs.far_ahead.items())
        yield Check("clock", WRONG, f"it was ahead; so there wait until then: {told}", advice=advice)


def _schedulers(signs: Signs) -> Check:
    name, settings = "schedulers", signs.settings
    alive = [one for one in signs.schedulers if is_alive(one, now=signs.now, settings=settings)]
    dead = [one for one in signs.schedulers if one not in alive]
    is_looked_at = bool(alive) or _was_looked_at(signs, after=max((one.seen_at for one in dead), default=LONG_AGO))
    if dead:
        told = f"{_counted(len(dead), 'scheduler')} stopped without a word: {_named([one.owner for one in dead])}"
        since = max(one.seen_at for one in dead)
        if is_looked_at:
            return Check(name, ADVICE, f"{told}; others go on", since)
        return Check(name, WRONG, f"{told}; nobody is left", since, "Start tracker run again.")
    if signs.wanted_since is not None and signs.has_way_out and not is_looked_at:
        ticked_at = signs.ticked_at
        since = max(signs.wanted_since, ticked_at if ticked_at and ticked_at <= signs.now else LONG_AGO)
        if signs.now - since > silent_after(settings):
            advice = "Keep tracker run going, or call tracker tick every minute."
            return Check(name, WRONG, "nobody looks what is owed", since, advice)
    return Check(name, WELL, f"{len(alive)} alive" if alive else "")


def _was_looked_at(signs: Signs, *, after: datetime) -> bool:
    """Whether somebody ticked lately, and not one of those who died by then: a tick and its beat are of one moment."""
    at = signs.ticked_at
    return at is not None and abs(signs.now - at) <= silent_after(signs.settings) and at - after > MOMENT


def _way_out(signs: Signs) -> Check:
    mail, name = signs.settings.mail, "way out"
    if not signs.has_way_out:
        if signs.wanted_since is None:
            return Check(name, WELL, "nobody reads letters")
        return Check(name, WRONG, "no way to send letters is set; they wait", advice="Set transport or host in [mail].")
    if mail.security == "none" and mail.username and mail.server not in {"localhost", "127.0.0.1"}:
        return Check(name, ADVICE, f"the password goes to {mail.server} unencrypted", advice="Set security in [mail].")
    if mail.sender == MailSettings().sender:
        return Check(name, ADVICE, "the sender is still tracker@localhost", advice="Set sender and domain in [mail].")
    return Check(name, WELL, f"letters leave by {mail.transport or 'smtp'}")


def _server(signs: Signs) -> Iterator[Check]:
    if signs.server_failing_since is not None:
        told = f"takes no letters: {signs.server_reply}"
        yield Check("mail server", WRONG, told, signs.server_failing_since, "tracker outbox retry tries it at once.")


def _planned(signs: Signs) -> Iterator[Check]:
    """What should have been written by now. Where nobody looks, nothing may leave or planning fails, that is told."""
    digests, alerts = signs.digests_late, signs.alerts_late
    told = f"{_counted(digests.count, 'reader')} should have had a digest written"
    yield Check("digests", WRONG, told, digests.since) if digests.count else Check("digests", WELL)
    told = f"{_counted(alerts.count, 'alert')} should stand in a letter"
    yield Check("alerts", WRONG, told, alerts.since) if alerts.count else Check("alerts", WELL)
    if signs.wanted_since is None or signs.ticked_at is None or signs.ticked_at > signs.now:
        return
    since = max(signs.wanted_since, signs.planned_at or LONG_AGO)
    is_told = signs.fence is not None or any(trouble.step == PLANNING for trouble in signs.troubles)
    if not is_told and signs.ticked_at - since > late_after(signs.settings):
        yield Check("planning", WRONG, "somebody looks what is owed and comes to no end", since)


def _outbox(signs: Signs) -> Iterator[Check]:
    late, put_off = signs.letters_late, signs.put_off
    advice = "tracker outbox list --state queued shows them."
    if late.count:
        told = f"{_counted(late.count, 'letter')} should have left"
        yield Check("outbox", WRONG, told, late.since, advice)
    if put_off.since is not None and signs.now - put_off.since > PUT_OFF:
        state = WRONG if signs.now - put_off.since > PUT_OFF_LONG else ADVICE
        told = f"{_counted(put_off.count, 'letter')} put off again and again"
        yield Check("put off", state, told, put_off.since, advice)
    if not late.count:
        waiting = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT)
        yield Check("outbox", WELL, f"{sum(signs.letters.get(state, 0) for state in waiting)} on their way")


def _letters(counts: Mapping[LetterState, int]) -> Check:
    doubt, failed = counts.get(LetterState.IN_DOUBT, 0), counts.get(LetterState.FAILED, 0)
    if not doubt and not failed:
        return Check("letters", WELL)
    advice = "tracker outbox list --state in_doubt --state failed shows them; resolve, retry or drop each."
    return Check("letters", WRONG, f"{doubt} in doubt, {failed} failed", advice=advice)


def _readers(signs: Signs) -> Iterator[Check]:
    yield from (Check("readers", WRONG, told, advice="tracker subscriber edit mends it.") for told in signs.unreadable)
    for reader in signs.readers:
        if reader.state is SubscriberState.SUSPENDED:
            yield Check("readers", ADVICE, f"{reader.address} is suspended: {reader.state_reason}")


def _storages(storages: Iterable[Storage]) -> Iterator[Check]:
    for storage in storages:
        if storage.refusal:
            yield Check(storage.name, WRONG, storage.refusal)
        elif storage.free is not None and storage.free < TIGHT:
            told, advice = f"{storage.free // 2**20} MB are free at {storage.place}", "Make storage."
            yield Check(storage.name, WRONG if storage.free < FULL else ADVICE, told, advice=advice)
        else:
            yield Check(storage.name, WELL)


def _troubles(signs: Signs) -> Iterator[Check]:
    """What failed in a tick, by step; that of the fence is told already."""
    steps: dict[str, list[Trouble]] = {}
    for trouble in signs.troubles:
        if not (signs.fence and trouble.step == LEDGER):
            steps.setdefault(trouble.step, []).append(trouble)
    for step, found in steps.items():
        first = found[0]
        more = f" and {len(found) - 1} more" if found[1:] else ""
        is_new = signs.now - first.since <= late_after(signs.settings)
        state = ADVICE if step == MONITOR and is_new else WRONG  # whoever watches sees it as well
        name = f"{first.name}{more}: " if more or first.name != step else ""  # what befell the step has its name
        yield Check(f"trouble: {step}", state, f"{name}{first.told}", first.since)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _named(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
