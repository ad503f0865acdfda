"""A time expression: the words, the days they mean, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How finely the words name the days."""

    DAY = "day"
    WEEK = "week"
    MONTH_PART = "month-part"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    YEAR_PART = "year-part"
    YEAR = "year"
    LEGISLATURE = "legislature"
    OPEN = "open"
    RECURRING = "recurring"
    VAGUE = "vague"
    ANCHORED = "anchored"


class Relation(StrEnum):
    """How the named period binds: within it, by it, before it, after it."""

    IN = "in"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    FROM = "from"
    UNTIL = "until"
    WITHIN = "within"
    SINCE = "since"
    BETWEEN = "between"
    AROUND = "around"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name days. Days are inclusive; `due` is the last day that is still in time."""

    text: str
    start: int
    end: int
    earliest: date | None
    latest: date | None
    due: date | None
    precision: Precision
    relation: Relation
    rule: str
    assumption: str | None = None
    said_on: date | None = None
    condition: str | None = None  # what an anchored expression waits for, in the report's words
    derivation: tuple[str, ...] = ()
    problem: str | None = None  # "31 november" has no days; a weekday that contradicts its date leaves them

    @property
    def check_on(self) -> date | None:
        """The day to check back on where nothing is due: the end of a window, or the first day on which it can be."""
        return self.latest or self.earliest
