"""After a tick those who listen outside hear whether anything is wrong. What fails in that is a trouble and no more."""

from __future__ import annotations

from contextlib import suppress

from tracker.diagnosis import MONITOR, PING
from tracker.errors import TrackerError
from tracker.model.checks import CheckState
from tracker.monitor import Monitor, Ping
from tracker.store.letters import troubles
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.post_office import PostOffice

UNREADABLE, FAILED = "register", "tick"  # wrong, where nothing more is known
THEIR_OWN = {f"trouble: {name}" for name in (MONITOR, PING)}  # they know by themselves what they did not hear


def tell_listeners(
    office: PostOffice, *, monitor: Monitor | None, ping: Ping | None, failed: bool = False
) -> tuple[str, ...]:
    """Tell whether anything is wrong: after a tick that `failed` something is. Only names of checks leave the house.

    Gives what was not heard, and why.
    """
    if monitor is None and ping is None:
        return ()
    wrong = _wrong(office) or ((FAILED,) if failed else ())
    told: dict[str, str | None] = {}
    if monitor is not None:
        told[MONITOR] = monitor.tell(wrong)
    if ping is not None:
        told[PING] = ping.tell(is_wrong=bool(wrong))
    for name, refusal in told.items():
        remember(office, name, refusal)
    return tuple(f"{name}: {refusal}" for name, refusal in told.items() if refusal is not None)


def remember(office: PostOffice, name: str, refusal: str | None) -> None:
    """Keep as a trouble that somebody outside did not hear, until it is heard again."""
    with suppress(TrackerError):  # the next tick meets it itself, and status finds out
        _remember(office, name, refusal)


def _wrong(office: PostOffice) -> tuple[str, ...]:
    """What is wrong, by the names of checks."""
    try:
        checks = examine_post(office, now=office.clock())
    except TrackerError:
        return (UNREADABLE,)
    wrong = (check.name for check in checks if check.state is CheckState.WRONG)
    return tuple(dict.fromkeys(name for name in wrong if name not in THEIR_OWN))


def _remember(office: PostOffice, name: str, refusal: str | None) -> None:
    with office.database.read() as tx:
        is_known = any(trouble.name == name for trouble in troubles.known(tx))
    if refusal is None and not is_known:
        return
    with office.database.write(exclusive=False) as tx:
        if refusal is None:
            troubles.over(tx, [name])
        else:
            troubles.failed(tx, name, refusal, now=office.clock())
