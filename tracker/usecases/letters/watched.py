"""After a tick somebody outside hears whether anything is wrong. What fails in that is a trouble and no more."""

from __future__ import annotations

from contextlib import suppress

from tracker.diagnosis import MONITOR
from tracker.errors import TrackerError
from tracker.model.checks import CheckState
from tracker.monitor import Monitor
from tracker.store.letters import troubles
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.post_office import PostOffice

UNREADABLE, FAILED = "register", "tick"  # wrong, where nothing more is known


def tell_monitor(office: PostOffice, monitor: Monitor | None, *, failed: bool = False) -> None:
    """Tell whether anything is wrong: after a tick that `failed` something is. Only names of checks leave the house."""
    if monitor is None:
        return
    refusal = monitor.tell(_wrong(office) or ((FAILED,) if failed else ()))
    with suppress(TrackerError):  # the next tick meets it itself, and status finds out
        _remember(office, refusal)


def _wrong(office: PostOffice) -> tuple[str, ...]:
    """What is wrong, but for the monitor: that one knows by itself what it did not hear."""
    try:
        checks = examine_post(office, now=office.clock())
    except TrackerError:
        return (UNREADABLE,)
    wrong = (check.name for check in checks if check.state is CheckState.WRONG)
    return tuple(dict.fromkeys(name for name in wrong if name != f"trouble: {MONITOR}"))


def _remember(office: PostOffice, refusal: str | None) -> None:
    with office.database.read() as tx:
        is_known = any(trouble.name == MONITOR for trouble in troubles.known(tx))
    if refusal is None and not is_known:
        return
    with office.database.write(exclusive=False) as tx:
        if refusal is None:
            troubles.over(tx, [MONITOR])
        else:
            troubles.failed(tx, MONITOR, refusal, now=office.clock())
