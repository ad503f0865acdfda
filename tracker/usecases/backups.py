"""Are backups still made? A look at the folder where they are kept; none is opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from tracker.files.own import newest_backup
from tracker.model.checks import Check, CheckState
from tracker.model.remarks import counted, remark

NAME = "newest backup"
MISSED, STOPPED = timedelta(days=2), timedelta(days=8)  # a night was missed; nobody makes any more


def examine_backups(folder: str | None, *, now: datetime) -> tuple[Check, ...]:
    """How old the newest backup is, where a folder is set: advice after a missed night, wrong after a week."""
    if folder is None:
        return ()
    advice = remark("See why none is made, and make one.")
    newest = newest_backup(Path(folder))
    if newest is None:
        return (Check(NAME, CheckState.ADVICE, remark("there is none in %(folder)s", folder=folder), advice=advice),)
    file, made_at = newest
    age = now - made_at
    finding = counted("%(file)s, %(n)s day old", "%(file)s, %(n)s days old", max(age.days, 0), file=file)
    if age <= MISSED:
        return (Check(NAME, CheckState.WELL, finding),)
    return (Check(NAME, CheckState.WRONG if age > STOPPED else CheckState.ADVICE, finding, made_at, advice),)
