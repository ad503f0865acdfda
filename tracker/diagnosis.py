"""What is wrong with the post, since when, and what is to be done? Pure.

Silence is no good sign: who should have looked, written or sent and did not is found by what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tracker.model.checks import Advice, Check, CheckState, Late, Scheduler, Storage, Trouble
from tracker.model.letters import LetterState, Subscriber, SubscriberState
from tracker.model.remarks import Remark, counted, remark
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
LEDGER, PLANNING, CLOCK = "ledger", "planning", "clock"  # troubles that are told in another way
MONITOR, PING, WEBHOOK = "monitor", "ping", "webhook"  # who listens outside


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
    refused: Late = NONE  # letters that the server refused for good and that wait all the same
    refusal: str = ""
    far_ahead: Mapping[str, int] = field(default_factory=dict)  # digests, alerts, letters: of a clock that was ahead
    wanted_since: datetime | None = None  # since when somebody has to look what is owed
    ticked_at: datetime | None = None
    planned_at: datetime | None = None
    schedulers: tuple[Scheduler, ...] = ()
    server_failing_since: datetime | None = None
    server_reply: str | None = None
    fence: str | None = None  # why nothing may leave
    ledger: Remark | str = ""  # which it is that agrees
    ledger_in_home: str | None = None  # its place, where the home of whoever runs the program decides it
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
        *_desk(signs),
        *_server(signs),
        Check("ledger", WRONG, signs.fence) if signs.fence else Check("ledger", WELL, signs.ledger),
        *_place_of_ledger(signs),
        *(Check("templates", WRONG, problem) for problem in signs.templates),
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
    ahead = signs.ticked_at
    if ahead is not None and ahead - signs.now > silent_after(signs.settings):
        finding = remark(
            "the last tick was at %(instant)s UTC, which is still to come", instant=f"{ahead:%Y-%m-%d %H:%M}"
        )
        yield Check("clock", WRONG, finding, advice=Advice.LOOK_AT_CLOCK)
    elif signs.far_ahead:
        waiting = {name: signs.far_ahead.get(name, 0) for name in ("digests", "alerts", "letters")}
        finding = remark(
            "it was ahead; until then there wait: digests %(digests)s, alerts %(alerts)s, letters %(letters)s",
            **waiting,
        )
        yield Check("clock", WRONG, finding, advice=Advice.LOOK_AT_CLOCK)


def _schedulers(signs: Signs) -> Check:
    name, settings = "schedulers", signs.settings
    alive = [one for one in signs.schedulers if is_alive(one, now=signs.now, settings=settings)]
    dead = [one for one in signs.schedulers if one not in alive]
    is_looked_at = bool(alive) or _was_looked_at(signs, after=max((one.seen_at for one in dead), default=LONG_AGO))
    if dead:
        names, since = _named([one.owner for one in dead]), max(one.seen_at for one in dead)
        if is_looked_at:
            stopped = counted(
                "%(n)s scheduler stopped without a word: %(names)s; others go on",
                "%(n)s schedulers stopped without a word: %(names)s; others go on",
                len(dead),
                names=names,
            )
            return Check(name, ADVICE, stopped, since)
        stopped = counted(
            "%(n)s scheduler stopped without a word: %(names)s; nobody is left",
            "%(n)s schedulers stopped without a word: %(names)s; nobody is left",
            len(dead),
            names=names,
        )
        return Check(name, WRONG, stopped, since, Advice.START_SCHEDULER)
    if signs.wanted_since is not None and signs.has_way_out and not is_looked_at:
        ticked_at = signs.ticked_at
        since = max(signs.wanted_since, ticked_at if ticked_at and ticked_at <= signs.now else LONG_AGO)
        if signs.now - since > silent_after(settings):
            return Check(name, WRONG, remark("nobody looks what is owed"), since, Advice.KEEP_LOOKING)
    return Check(name, WELL, counted("%(n)s alive", "%(n)s alive", len(alive)) if alive else "")


def _was_looked_at(signs: Signs, *, after: datetime) -> bool:
    """Whether somebody ticked lately, and not one of those who died by then: a tick and its beat are of one moment."""
    at = signs.ticked_at
    return at is not None and abs(signs.now - at) <= silent_after(signs.settings) and at - after > MOMENT


def _way_out(signs: Signs) -> Check:
    mail, name = signs.settings.mail, "way out"
    if not signs.has_way_out:
        if signs.wanted_since is None:
            return Check(name, WELL, remark("nobody reads letters"))
        finding = remark("no way to send letters is set; they wait")
        return Check(name, WRONG, finding, advice=remark("Set transport or host in [mail]."))
    if mail.security == "none" and mail.username and mail.server not in {"localhost", "127.0.0.1"}:
        finding = remark("the password goes to %(server)s unencrypted", server=mail.server)
        return Check(name, ADVICE, finding, advice=remark("Set security in [mail]."))
    if mail.sender == MailSettings().sender:
        finding = remark("the sender is still tracker@localhost")
        return Check(name, ADVICE, finding, advice=remark("Set sender and domain in [mail]."))
    return Check(name, WELL, remark("letters leave by %(way)s", way=mail.transport or "smtp"))


def _desk(signs: Signs) -> Iterator[Check]:
    """Who writes to cabinets wants to hear when no answer comes."""
    settings = signs.settings
    if settings.cabinets and not (settings.letters.desk or settings.mail.reply_to):
        finding = remark("nobody hears that a minister did not answer")
        yield Check("desk", ADVICE, finding, advice=remark("Set desk in [letters]."))


def _place_of_ledger(signs: Signs) -> Iterator[Check]:
    """A service may have another home than whoever looks, or none that it may write: nothing of that is seen here."""
    if signs.ledger_in_home is None or not (signs.has_way_out and signs.wanted_since):
        return
    finding = remark(
        "%(ledger)s is in the home of whoever runs this; a service that has another home, or may not write there, "
        "does not find it",
        ledger=signs.ledger_in_home,
    )
    yield Check("place of the ledger", ADVICE, finding, advice=remark("Set ledger to a file in a folder of its own."))


def _server(signs: Signs) -> Iterator[Check]:
    if signs.server_failing_since is not None:
        finding = remark("takes no letters: %(reply)s", reply=signs.server_reply)
        yield Check("mail server", WRONG, finding, signs.server_failing_since, Advice.TRY_SERVER)
    elif signs.refused.count:
        finding = counted(
            "refused %(n)s letter, which waits: %(reply)s",
            "refused %(n)s letters, which wait: %(reply)s",
            signs.refused.count,
            reply=signs.refusal,
        )
        yield Check("mail server", WRONG, finding, signs.refused.since, Advice.MEND_REFUSAL)


def _planned(signs: Signs) -> Iterator[Check]:
    """What should have been written by now. Where nobody looks, nothing may leave or planning fails, that is told."""
    digests, alerts = signs.digests_late, signs.alerts_late
    finding = counted(
        "%(n)s reader should have had a digest written",
        "%(n)s readers should have had a digest written",
        digests.count,
    )
    yield Check("digests", WRONG, finding, digests.since) if digests.count else Check("digests", WELL)
    finding = counted("%(n)s alert should stand in a letter", "%(n)s alerts should stand in a letter", alerts.count)
    yield Check("alerts", WRONG, finding, alerts.since) if alerts.count else Check("alerts", WELL)
    if signs.wanted_since is None or signs.ticked_at is None or signs.ticked_at > signs.now:
        return
    since = max(signs.wanted_since, signs.planned_at or LONG_AGO)
    is_told = signs.fence is not None or any(trouble.step == PLANNING for trouble in signs.troubles)
    if not is_told and signs.ticked_at - since > late_after(signs.settings):
        yield Check("planning", WRONG, remark("somebody looks what is owed and comes to no end"), since)


def _outbox(signs: Signs) -> Iterator[Check]:
    late, put_off = signs.letters_late, signs.put_off
    if late.count:
        finding = counted("%(n)s letter should have left", "%(n)s letters should have left", late.count)
        yield Check("outbox", WRONG, finding, late.since, Advice.SEE_QUEUED)
    if put_off.since is not None and signs.now - put_off.since > PUT_OFF:
        state = WRONG if signs.now - put_off.since > PUT_OFF_LONG else ADVICE
        finding = counted("%(n)s letter tried again and again", "%(n)s letters tried again and again", put_off.count)
        yield Check("put off", state, finding, put_off.since, Advice.SEE_QUEUED)
    if not late.count:
        waiting = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT)
        number = sum(signs.letters.get(state, 0) for state in waiting)
        yield Check("outbox", WELL, counted("%(n)s on its way", "%(n)s on their way", number))


def _letters(counts: Mapping[LetterState, int]) -> Check:
    doubt, failed = counts.get(LetterState.IN_DOUBT, 0), counts.get(LetterState.FAILED, 0)
    if not doubt and not failed:
        return Check("letters", WELL)
    finding = remark("%(doubt)s in doubt, %(failed)s failed", doubt=doubt, failed=failed)
    return Check("letters", WRONG, finding, advice=Advice.DECIDE_LETTERS)


def _readers(signs: Signs) -> Iterator[Check]:
    yield from (Check("readers", WRONG, problem, advice=Advice.MEND_READER) for problem in signs.unreadable)
    for reader in signs.readers:
        if reader.state is SubscriberState.SUSPENDED:
            facts = {"address": reader.address, "reason": reader.state_reason}
            yield Check("readers", ADVICE, remark("%(address)s is suspended: %(reason)s", **facts))


def _storages(storages: Iterable[Storage]) -> Iterator[Check]:
    for storage in storages:
        if storage.refusal:
            yield Check(storage.name, WRONG, storage.refusal)
        elif storage.free is not None and storage.free < TIGHT:
            finding = remark(
                "%(megabytes)s MB are free at %(place)s", megabytes=storage.free // 2**20, place=storage.place
            )
            state = WRONG if storage.free < FULL else ADVICE
            yield Check(storage.name, state, finding, advice=remark("Make room."))
        else:
            yield Check(storage.name, WELL)


def _troubles(signs: Signs) -> Iterator[Check]:
    """What failed in a tick, by step; that of the fence is told already."""
    steps: dict[str, list[Trouble]] = {}
    for trouble in signs.troubles:
        if not (signs.fence and trouble.step == LEDGER):
            steps.setdefault(trouble.step, []).append(trouble)
    for step, troubles in steps.items():
        first = troubles[0]
        is_new = signs.now - first.since <= late_after(signs.settings)
        state = ADVICE if step in {MONITOR, PING, WEBHOOK} and is_new else WRONG
        yield Check(f"trouble: {step}", state, _troubled(step, troubles), first.since)


def _troubled(step: str, troubles: Sequence[Trouble]) -> Remark | str:
    """What befell the step itself has its name already."""
    first, more = troubles[0], len(troubles) - 1
    if more:
        return remark("%(name)s and %(more)s more: %(told)s", name=first.name, more=more, told=first.told)
    return first.told if first.name == step else f"{first.name}: {first.told}"


def _named(names: list[str]) -> Remark | str:
    first, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return remark("%(names)s and %(more)s more", names=first, more=more) if more > 0 else first
