"""Days as people write them: 2022-06-30, 30/06/2022, "eind juni 2022", read as the words of a deadline are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.errors import WrongCall
from tracker.model import Relation, TimeExpression

if TYPE_CHECKING:
    from tracker.usecases.register import Reading

_UP_TO = frozenset({Relation.BY, Relation.BEFORE, Relation.UNTIL, Relation.WITHIN})


@dataclass(frozen=True, slots=True)
class DaysMeant:
    """The first and the last day of what was written; for a day they are the same."""

    first: date
    last: date


def days_meant(text: str, *, reading: Reading, today: date | None, option: str) -> DaysMeant:
    """Which days the text means, and nothing beside them; raises WrongCall naming the option.

    Without a day of today only what names its days by itself is one.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return DaysMeant(day, day)
    try:
        meant = _days_of(reading.of(text, said_on=today))
    except WrongCall as error:
        raise WrongCall("call.no-day-named", option=option, text=text) from error
    if meant is None:
        raise WrongCall("call.no-day-named", option=option, text=text)
    return meant


def _days_of(time: TimeExpression) -> DaysMeant | None:
    """The days of an interval, or the last one of words like "tegen"; none of what begins or is open."""
    if time.due is None or time.relation not in {Relation.IN, *_UP_TO}:
        return None
    is_up_to = time.relation in _UP_TO or time.earliest is None
    return DaysMeant(time.due if is_up_to or time.earliest is None else time.earliest, time.due)
