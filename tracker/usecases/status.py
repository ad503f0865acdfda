"""How the whole house fares, at a glance: the register, the letters, the senders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.followup import OWED
from tracker.model import Selection, Status
from tracker.model.letters import LetterState

if TYPE_CHECKING:
    from tracker.usecases.letters.desk import Desk

STUCK = (LetterState.FAILED, LetterState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Beat:
    """When a sender last lived."""

    owner: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts for a day. `failing_since` is when the mail server began to refuse."""

    commitments: Mapping[Status, int]
    overdue: int
    letters: Mapping[LetterState, int]
    failing_since: datetime | None
    server_reply: str | None
    beats: tuple[Beat, ...]
    head: str
    fence: str | None = None  # why nothing may leave: the register went back in time
    unreadable: tuple[str, ...] = ()  # readers that cannot be written to

    @property
    def needs_somebody(self) -> bool:
        """Whether letters wait for a decision, or cannot leave."""
        stuck = any(self.letters.get(state) for state in STUCK)
        return stuck or bool(self.failing_since or self.fence or self.unreadable)


def standing(desk: Desk) -> Standing:
    """How it stands today."""
    from tracker.store import events, looking
    from tracker.store.letters import decided, health, subscribers
    from tracker.usecases.letters.deliver import why_fenced

    today, fence = desk.today, why_fenced(desk)
    with desk.database.read() as tx:
        counted = {one: looking.count(tx, Selection(statuses=(one,)), today=today) for one in Status}
        post, head = health.state(tx), events.head(tx)
        return Standing(
            commitments=counted,
            overdue=looking.count(tx, Selection(statuses=tuple(OWED), overdue=True), today=today),
            letters=decided.counts(tx),
            failing_since=post.server_failing_since,
            server_reply=post.server_reply,
            beats=tuple(Beat(*one) for one in health.beats(tx)),
            head=f"{head.sequence}:{head.digest}",
            fence=fence,
            unreadable=tuple(one.told for one in subscribers.sound(tx)[1]),
        )
