"""One tick: look what is owed, write it, send it. A tick that was missed is made good by the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tracker.diagnosis import is_forgotten
from tracker.mail import Post
from tracker.model.letter_kinds import by_priority
from tracker.model.letters import LetterKind
from tracker.model.settings import WebhookSettings
from tracker.monitor import Monitor, Ping
from tracker.store.events import head
from tracker.store.letters import health
from tracker.usecases.letters.checkup import schedulers
from tracker.usecases.letters.deliver import Delivered, deliver, recover, waiting
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.planning import post_all
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.round import Round, Step
from tracker.usecases.letters.watched import tell_listeners
from tracker.usecases.letters.webhook import tell_events


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick brought about."""

    alerts: int
    letters: Mapping[str, int]  # that were written, by the name of their kind
    delivered: Delivered
    problems: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()  # what those who listen outside did not hear, and why

    @property
    def digests(self) -> int:
        """How many digests were written."""
        return self.letters.get(LetterKind.DIGEST, 0)

    @property
    def alert_letters(self) -> int:
        """How many letters with alerts were written."""
        return self.letters.get(LetterKind.ALERT, 0)

    @property
    def other_letters(self) -> Mapping[str, int]:
        """How many were written of each further kind, `<name>_letters`, as programs read it."""
        further = (kind.name for kind in by_priority() if kind.name not in {LetterKind.DIGEST, LetterKind.ALERT})
        return {f"{name}_letters": self.letters.get(name, 0) for name in further}


def tick(
    office: PostOffice,
    post: Post | None,
    *,
    stop: Callable[[], bool] = lambda: False,
    lasting: bool = False,
    monitor: Monitor | None = None,
    ping: Ping | None = None,
    webhook: WebhookSettings | None = None,
) -> Ticked:
    """Plan, then send; every step is repeatable, and each commits for itself. Without a way out letters wait.

    A step that fails, whatever broke it, is told, kept as a trouble and tried again with the next tick; the others go
    on. A scheduler that stays (`lasting`) leaves signs of life. A monitor hears whether anything is wrong, a ping also
    that a round starts, a webhook what happened to commitments.
    """
    this_round = Round(office, stop=stop, lasting=lasting)
    if ping is not None:
        ping.begin()
    try:
        ticked = _tick(office, post, this_round, lasting=lasting)
    except Exception:
        tell_listeners(office, monitor=monitor, ping=ping, failed=True)
        raise
    if this_round.is_stopping():
        return ticked
    untold = None if webhook is None else tell_events(office, webhook)
    unheard = tell_listeners(office, monitor=monitor, ping=ping)
    return replace(ticked, unheard=(*unheard, *([untold] if untold else ())))


def _tick(office: PostOffice, post: Post | None, this_round: Round, *, lasting: bool) -> Ticked:
    with this_round.gate(Step.CLOCK):
        this_round.begin()
    with this_round.gate(Step.LEDGER):
        view = check_fence(office)
    with this_round.step(Step.LEDGER):
        keep_up(view)
    this_round.goes_on()
    raised = 0
    delivered = Delivered()
    with this_round.step(Step.RECOVERING):
        recover(office)
        forget_the_dead(office)
    with this_round.step(Step.PLANNING):
        raised = raise_alerts(office, this_round)
    posted = post_all(office, this_round)
    with this_round.step(Step.LEDGER):
        if any(posted.values()):
            anchor(office)
    with this_round.step(Step.SENDING):
        if post is None:
            delivered = Delivered(waiting=waiting(office))
        else:
            delivered = _send(office, post, this_round, lasting=lasting)
    this_round.end()
    return Ticked(raised, posted, delivered, this_round.problems)


def _send(office: PostOffice, post: Post, this_round: Round, *, lasting: bool) -> Delivered:
    seconds = office.settings.letters.tick_seconds if lasting else None
    return deliver(office, post, stop=lambda: not this_round.goes_on(), seconds=seconds, is_checked=True)


def forget_the_dead(office: PostOffice) -> int:
    """Schedulers that stopped without a word long ago are told of no more: somebody else looks what is owed."""
    with office.database.read() as tx:
        known = schedulers(tx, office)
    gone = [one.owner for one in known if is_forgotten(one, now=office.clock(), settings=office.settings)]
    if gone:
        with office.database.write(exclusive=False) as tx:
            for owner in gone:
                health.leave(tx, owner)
    return len(gone)


def anchor(office: PostOffice) -> None:
    """Write the end of the chain of events into the ledger: a cut tail or a rewritten history is found by it."""
    with office.database.read() as tx:
        end = head(tx)
    if end.sequence:
        office.ledger.head(end.sequence, end.digest, office.clock())
        office.ledger.sync()


def leave(office: PostOffice) -> None:
    """This sender stops in good order."""
    with office.database.write(exclusive=False) as tx:
        health.leave(tx, office.owner)
