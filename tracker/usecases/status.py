"""How the whole house fares, at a glance: the register, the letters, the senders, and what is not well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.model import Selection, Status
from tracker.model.checks import Check, CheckState
from tracker.model.letters import LetterState

if TYPE_CHECKING:
    from tracker.files.own import Own
    from tracker.usecases.letters.post_office import PostOffice


@dataclass(frozen=True, slots=True)
class LastSign:
    """When a sender last lived."""

    owner: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class HouseStatus:
    """Counts for a day, and what was looked at."""

    commitments: Mapping[Status, int]
    overdue: int
    letters: Mapping[LetterState, int]
    beats: tuple[LastSign, ...]
    head: str
    checks: tuple[Check, ...]
    overdue_proposed: int = 0  # of the overdue, what nobody has reviewed yet

    @property
    def unwell(self) -> tuple[Check, ...]:
        """What is wrong, or might be better."""
        return tuple(check for check in self.checks if check.state is not CheckState.WELL)

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is wrong."""
        return any(check.state is CheckState.WRONG for check in self.checks)


def house_status(office: PostOffice, *, now: datetime, files: Sequence[Own] = ()) -> HouseStatus:
    """How the commitments stand on the office's day, the letters now, and who may read these files."""
    from tracker.store import events, looking
    from tracker.store.letters import decisions, health
    from tracker.usecases.backups import examine_backups
    from tracker.usecases.letters.checkup import examine_post
    from tracker.usecases.permissions import examine_files, examine_password

    settings, today = office.settings, office.today
    checks = (
        *examine_post(office, now=now),
        *examine_password(settings.mail),
        *examine_backups(settings.backups, now=now),
        *examine_files(files, shared=settings.shared_with_group),
    )
    with office.database.read() as tx:
        counted = {status: looking.count(tx, Selection(statuses=(status,)), today=today) for status in Status}
        head = events.head(tx)
        return HouseStatus(
            commitments=counted,
            overdue=looking.count(tx, Selection(overdue=True), today=today),
            overdue_proposed=looking.count(tx, Selection(statuses=(Status.PROPOSED,), overdue=True), today=today),
            letters=decisions.counts(tx),
            beats=tuple(LastSign(*one) for one in health.beats(tx)),
            head=f"{head.sequence}:{head.digest}",
            checks=checks,
        )
