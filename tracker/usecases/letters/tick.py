"""One knock: look what is owed, write it, send it. A knock that was missed is made good by the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.errors import TrackerError
from tracker.mail import Post
from tracker.store.events import head
from tracker.store.letters import health
from tracker.usecases.letters.alerts import post_alerts
from tracker.usecases.letters.deliver import Delivered, check_fence, deliver, recover
from tracker.usecases.letters.desk import Desk
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.raising import raise_alerts


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one knock brought about."""

    digests: int
    alerts: int
    alert_letters: int
    delivered: Delivered
    problems: tuple[str, ...] = ()


def tick(desk: Desk, post: Post | None, *, stop: Callable[[], bool] = lambda: False, lasting: bool = False) -> Ticked:
    """Plan, then send; every step is repeatable, and each commits for itself. Without a way out letters wait.

    A step that fails, whatever broke it, is told and tried again with the next knock; the others go on.
    A scheduler that stays (`lasting`) leaves a sign of life.
    """
    problems: list[str] = []

    def attempt(step: Callable[[Desk, list[str]], int]) -> int:
        try:
            return step(desk, problems)
        except TrackerError as error:
            problems.append(str(error))
        except Exception as error:  # noqa: BLE001 - told, and owed still: one broken row holds up nobody's letters
            problems.append(f"{step.__name__}: {type(error).__name__}: {error}")
        return 0

    with desk.database.write(exclusive=False) as tx:
        health.ticked(tx, at=desk.clock(), boot=desk.boot, elapsed=desk.elapsed())
        if lasting:
            health.beat(tx, desk.owner, desk.clock())
    check_fence(desk)
    recover(desk)
    alerts, alert_letters, digests = attempt(raise_alerts), attempt(post_alerts), attempt(post_digests)
    if digests or alert_letters:
        anchor(desk)
    seconds = desk.settings.letters.tick_seconds if lasting else None
    delivered = Delivered() if post is None else deliver(desk, post, stop=stop, seconds=seconds, is_checked=True)
    return Ticked(digests, alerts, alert_letters, delivered, tuple(dict.fromkeys(problems)))


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
