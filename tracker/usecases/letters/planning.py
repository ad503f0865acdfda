"""All letters that are owed now, written kind by kind: that which leaves first is planned first."""

from __future__ import annotations

from collections.abc import Callable

from tracker.model.letter_kinds import by_priority
from tracker.model.letters import LetterKind
from tracker.usecases.letters.alerts import post_alerts
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.round import Round
from tracker.usecases.letters.unanswered import post_by_hand, post_unanswered

Planner = Callable[[PostOffice, Round], int]  # puts what is owed into the outbox; gives how many letters are new
PLANNERS: dict[str, Planner] = {
    LetterKind.ALERT: post_alerts,
    LetterKind.DIGEST: post_digests,
    LetterKind.RAPPEL: post_by_hand,
    LetterKind.UNANSWERED: post_unanswered,
}


def post_all(office: PostOffice, this_round: Round | None = None) -> dict[str, int]:
    """Put every letter that is owed into the outbox; gives how many of each kind are new.

    In a round each kind is a step of its own: what fails for one is told, and the others go on.
    """
    if this_round is None:
        alone = Round(office, strict=True)
        return {kind.name: PLANNERS[kind.name](office, alone) for kind in by_priority()}
    posted: dict[str, int] = {}
    for kind in by_priority():
        with this_round.step(kind.planning):
            posted[kind.name] = PLANNERS[kind.name](office, this_round)
    return posted
