"""Which time expression of a sentence is the deadline of an act: the act's own, not the nearest or the first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.extraction.clause import Clause, ClauseKind
from tracker.languages.reference import Reference
from tracker.model import Precision, Relation, TimeExpression
from tracker.model.days import days_on, months_on

UNDATED = frozenset((Precision.VAGUE, Precision.ANCHORED, Precision.RECURRING))
NO_TERM_MONTHS = 3
FAR = 10_000
OTHER_CLAUSES = (ClauseKind.PURPOSE, ClauseKind.RELATIVE, ClauseKind.CONTENT, ClauseKind.MAIN, ClauseKind.CONDITION)


def deadline_of(
    act: Clause,
    clauses: Sequence[Clause],
    times: Sequence[TimeExpression],
    *,
    verbs: Sequence[int],
    said_on: date | None,
    reference: Reference,
) -> TimeExpression | None:
    """The time expression that belongs to the act, None where none does; `verbs` are the places of acts in the text.

    Of two that fit alike the one nearer to the verb of an act counts, then the first.
    """
    usable = [
        time
        for time in times
        if not _is_background(time, said_on)
        and not _is_elsewhere(time, act, clauses, said_on=said_on, reference=reference)
    ]
    ranked = [
        (_rank(time, act, clauses), -_way_to_verb(time, verbs), -index, time) for index, time in enumerate(usable)
    ]
    return max(ranked, key=lambda entry: entry[:3])[3] if ranked else None


def _way_to_verb(time: TimeExpression, verbs: Sequence[int]) -> int:
    """Characters from a time expression to the next verb of an act; far when none follows."""
    return min((place - time.end for place in verbs if place >= time.end), default=FAR)


def _rank(time: TimeExpression, act: Clause, clauses: Sequence[Clause]) -> float:
    rank = 0.0 if time.precision in UNDATED else 2.0
    if _holds(act, time):
        return rank + 2.5
    home = next((clause for clause in clauses if _holds(clause, time)), None)
    return rank - OTHER_CLAUSES.index(home.kind) / 10 if home and home.kind in OTHER_CLAUSES else rank - 1


def _is_elsewhere(
    time: TimeExpression, act: Clause, clauses: Sequence[Clause], *, said_on: date | None, reference: Reference
) -> bool:
    """True in another main clause about something else, and where a day names a thing ("het verslag van 3 mei")."""
    home = next((clause for clause in (act, *clauses) if _holds(clause, time)), None)
    if home is None:  # between brackets, or in a frame
        return True
    words = [token.word for token in home.tokens if token.end <= time.start]
    if words and words[-1] in reference.naming and not time.text.startswith(reference.naming):
        return True
    first, last = home.subject
    points_back = last - first == 1 and home.words[first] in reference.points_back
    if home is not act and time.latest == said_on:  # "Het rapport werd vandaag bekendgemaakt en ik zal …"
        return True
    return (
        home is not act
        and home.kind is ClauseKind.MAIN
        and not points_back
        and home.start > act.start
        and home.after != ":"
    )


def _holds(clause: Clause, time: TimeExpression) -> bool:
    return any(token.start <= time.start < token.end for token in clause.tokens)


def _is_background(time: TimeExpression, said_on: date | None) -> bool:
    """Past days, and what holds since some day."""
    last = time.latest or time.due or time.earliest
    return time.relation is Relation.SINCE or (last is not None and said_on is not None and last < said_on)


def check_on(deadline: TimeExpression | None, said_on: date | None) -> date | None:
    """When to check back where no due day was stated: the end of a vague window, else three months on.

    What can be done from some day on at the earliest is looked at on that day.
    """
    if said_on is None or (deadline and deadline.due and deadline.precision is not Precision.VAGUE):
        return None
    stated_on = deadline.check_on if deadline else None
    return max(stated_on, days_on(said_on, 1)) if stated_on else months_on(said_on, NO_TERM_MONTHS)


def is_dated(time: TimeExpression | None) -> bool:
    """True when it names days."""
    return time is not None and time.due is not None and time.precision not in UNDATED
