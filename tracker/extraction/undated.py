"""Deadlines in a report whose day nobody knows: their words are kept, and days only where these name them themselves.

Sentences are judged as if said on some day long past, so that a day that is named lies ahead and "vorig jaar" does not;
what that day alone made of the words is forgotten again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.dates import find_dates
from tracker.model import TimeExpression

SUPPOSED = date(1996, 2, 7)  # before all reports; in no year, month, week or weekday with the other one
_OTHER = date(2001, 10, 18)
_LATELY = date(2022, 3, 9)  # words that need an election or a term are known of the last decades alone


def supposed_times(text: str, *, language: str, calendar: str | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text as if it had been said on the supposed day."""
    times = find_dates(text, said_on=SUPPOSED, language=language, calendar=calendar)
    lately = find_dates(text, said_on=_LATELY, language=language, calendar=calendar)
    more = [late for late in lately if all(late.end <= time.start or time.end <= late.start for time in times)]
    return tuple(sorted((*times, *more), key=lambda time: time.start))


def times_without_day(text: str, *, language: str, calendar: str | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text of which nobody knows when it was said."""
    supposed = supposed_times(text, language=language, calendar=calendar)
    return tuple(without_day(time, language=language, calendar=calendar) for time in supposed)


def without_day(time: TimeExpression, *, language: str, calendar: str | None) -> TimeExpression:
    """The expression with no days but those that it means whenever it is said ("voor 1 juli 2024")."""
    kept = replace(time, said_on=None, assumption=None, derivation=())
    for day in (_OTHER, _LATELY):
        again = find_dates(time.text, said_on=day, language=language, calendar=calendar)
        if all((one.due, one.latest) != (time.due, time.latest) for one in again):
            return replace(kept, earliest=None, latest=None, due=None)
        if all(one.earliest != time.earliest for one in again):
            kept = replace(kept, earliest=None)
    return kept
