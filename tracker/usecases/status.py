"""How the whole house fares, at a glance: the register, the letters, the senders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.followup import OWED
from tracker.model import Selection, Status
from tracker.model.letters import LetterState

if TYPE_CHECKING:
    from tracker.store import Database

STUCK = (LetterState.FAILED, LetterState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts for a day. `failing_since` is when the mail server began to refuse, `beats` when senders last lived."""

    commitments: Mapping[Status, int]
    overdue: int
    letters: Mapping[LetterState, int]
    failing_since: datetime | None
    server_reply: str | None
    beats: tuple[tuple[str, datetime], ...]
    head: str

    @property
    def needs_somebody(self) -> bool:
        """Whether letters wait for a decision or the mail server refuses."""
        return self.failing_since is not None or any(self.letters.get(state) for state in STUCK)


def standing(database: Database, *, today: date) -> Standing:
    """How it stands on that day."""
    from tracker.store import events, looking
    from tracker.store.letters import health, outbox

    with database.read() as tx:
        counted = {one: looking.count(tx, Selection(statuses=(one,)), today=today) for one in Status}
        post, head = health.state(tx), events.head(tx)
        return Standing(
            commitments=counted,
            overdue=looking.count(tx, Selection(statuses=tuple(OWED), overdue=True), today=today),
            letters=outbox.counts(tx),
            failing_since=post.server_failing_since,
            server_reply=post.server_reply,
            beats=health.beats(tx),
            head=f"{head.sequence}:{head.digest}",
        )
