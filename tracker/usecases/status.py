"""How the whole house fares, at a glance: the register, the letters, the senders, and what is not well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.followup import OWED
from tracker.model import Selection, Status
from tracker.model.checks import Check, CheckState
from tracker.model.letters import LetterState

if TYPE_CHECKING:
    from tracker.files.own import Own
    from tracker.usecases.letters.desk import Desk


@dataclass(frozen=True, slots=True)
class Beat:
    """When a sender last lived."""

    owner: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts for a day, and what was looked at."""

    commitments: Mapping[Status, int]
    overdue: int
    letters: Mapping[LetterState, int]
    beats: tuple[Beat, ...]
    head: str
    checks: tuple[Check, ...]

    @property
    def unwell(self) -> tuple[Check, ...]:
        """What is wrong, or might be better."""
        return tuple(check for check in self.checks if check.state is not CheckState.WELL)

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is wrong."""
        return any(check.state is CheckState.WRONG for check in self.checks)


def standing(desk: Desk, *, now: datetime, files: Sequence[Own] = ()) -> Standing:
    """How the commitments stand on the desk's day, the letters now, and who may read these files."""
    from tracker.store import events, looking
    from tracker.store.letters import decided, health
    from tracker.usecases.letters.checkup import examine_post
    from tracker.usecases.permissions import examine_files, examine_password

    password = examine_password(desk.settings.mail)
    today, checks = desk.today, (*examine_post(desk, now=now), *password, *examine_files(files))
    with desk.database.read() as tx:
        counted = {one: looking.count(tx, Selection(statuses=(one,)), today=today) for one in Status}
        head = events.head(tx)
        return Standing(
            commitments=counted,
            overdue=looking.count(tx, Selection(statuses=tuple(OWED), overdue=True), today=today),
            letters=decided.counts(tx),
            beats=tuple(Beat(*one) for one in health.beats(tx)),
            head=f"{head.sequence}:{head.digest}",
            checks=checks,
        )
