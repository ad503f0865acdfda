"""One knock: look what is owed, write it, send it. A knock that was missed is made good by the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.diagnosis import is_forgotten
from tracker.mail import Post
from tracker.monitor import Monitor
from tracker.store.events import head
from tracker.store.letters import health
from tracker.usecases.letters.alerts import post_alerts
from tracker.usecases.letters.checkup import schedulers
from tracker.usecases.letters.deliver import Delivered, deliver, recover
from tracker.usecases.letters.desk import Desk
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.round import Round, Step
from tracker.usecases.letters.watched import tell_monitor


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one knock brought about."""

    digests: int
    alerts: int
    alert_letters: int
    delivered: Delivered
    problems: tuple[str, ...] = ()


def tick(
    desk: Desk,
    post: Post | None,
    *,
    stop: Callable[[], bool] = lambda: False,
    lasting: bool = False,
    monitor: Monitor | None = None,
) -> Ticked:
    """Plan, then send; every step is repeatable, and each commits for itself. Without a way out letters wait.

    A step that fails, whatever broke it, is told, kept as a trouble and tried again with the next knock; the others go
    on. A scheduler that stays (`lasting`) leaves signs of life. A monitor hears whether anything is wrong.
    """
    this_round = Round(desk, stop=stop, lasting=lasting)
    try:
        ticked = _tick(desk, post, this_round, lasting=lasting)
    except Exception:
        tell_monitor(desk, monitor, failed=True)
        raise
    if not this_round.is_stopping():
        tell_monitor(desk, monitor)
    return ticked


def _tick(desk: Desk, post: Post | None, this_round: Round, *, lasting: bool) -> Ticked:
    with this_round.gate(Step.CLOCK):
        this_round.begin()
    with this_round.gate(Step.LEDGER):
        view = check_fence(desk)
    with this_round.step(Step.LEDGER):
        keep_up(view)
    this_round.goes_on()
    raised = letters = digests = 0
    delivered = Delivered()
    with this_round.step(Step.RECOVERING):
        recover(desk)
        forget_the_dead(desk)
    with this_round.step(Step.PLANNING):
        raised = raise_alerts(desk, this_round)
    with this_round.step(Step.ALERTS):
        letters = post_alerts(desk, this_round)
    with this_round.step(Step.DIGESTS):
        digests = post_digests(desk, this_round)
    with this_round.step(Step.LEDGER):
        if digests or letters:
            anchor(desk)
    with this_round.step(Step.SENDING):
        if post is not None:
            delivered = _send(desk, post, this_round, lasting=lasting)
    this_round.end()
    return Ticked(digests, raised, letters, delivered, this_round.problems)


def _send(desk: Desk, post: Post, this_round: Round, *, lasting: bool) -> Delivered:
    seconds = desk.settings.letters.tick_seconds if lasting else None
    return deliver(desk, post, stop=lambda: not this_round.goes_on(), seconds=seconds, is_checked=True)


def forget_the_dead(desk: Desk) -> int:
    """Schedulers that stopped without a word long ago are told of no more: somebody else looks what is owed."""
    with desk.database.read() as tx:
        known = schedulers(tx, desk)
    gone = [one.owner for one in known if is_forgotten(one, now=desk.clock(), settings=desk.settings)]
    if gone:
        with desk.database.write(exclusive=False) as tx:
            for owner in gone:
                health.leave(tx, owner)
    return len(gone)


def anchor(desk: Desk) -> None:
    """Write the end of the chain of events into the ledger: a cut tail or a rewritten history is found by it."""
    with desk.database.read() as tx:
        end = head(tx)
    if end.sequence:
        desk.ledger.head(end.sequence, end.digest, desk.clock())
        desk.ledger.sync()


def leave(desk: Desk) -> None:
    """This sender stops in good order."""
    with desk.database.write(exclusive=False) as tx:
        health.leave(tx, desk.owner)
