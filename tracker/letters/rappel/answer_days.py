"""Which day does a cell of a table of answers name? Doubt is an error, never a guess. Pure.

Days in figures are read day, month, year, as people write them here and as their spreadsheets rewrite them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.dates import find_dates
from tracker.errors import SettingsError, WrongCall
from tracker.model import Precision, Relation, TimeExpression
from tracker.model.days import FIRST, LAST
from tracker.wording.catalogue import languages
from tracker.wording.written_days import day_with_month, month_named, without_weekday

MONTHS = 12
NEAR = timedelta(days=4 * 366)  # within it a year in two figures is taken for what it seems
OPEN_ENDED = frozenset({Relation.AFTER, Relation.FROM, Relation.SINCE, Relation.AROUND, Relation.EVERY})
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00)?)?")
_FIGURES = re.compile(r"(\d{1,2}) ?([-/. ]) ?(\d{1,2}) ?\2 ?(\d{4}|\d\d)(?: 0?0:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the days of a table are read: on which day, in which language first, by which calendar.

    `month_first`: some are written so, and those that can be turned round are doubtful.
    """

    today: date
    language: str
    calendar: str
    month_first: bool = False


def has_month_first(cells: Iterable[str]) -> bool:
    """Whether a day among them has its month first, as an American spreadsheet writes it."""
    figures = (_FIGURES.fullmatch(without_weekday(cell)) for cell in cells)
    return any(match and int(match[1]) <= MONTHS < int(match[3]) for match in figures)


def deadline_in(cell: str, reading: Reading) -> TimeExpression:
    """The deadline that a cell names, in figures or in words; raises WrongCall with the reason when in doubt."""
    text = without_weekday(cell)
    day = _plain_day(text, reading)
    if day is not None:
        return _as_words(day, reading.calendar)
    for language in dict.fromkeys((reading.language, *languages())):
        deadline = _whole(text, reading.today, language, reading.calendar)
        if deadline is not None:
            earlier = _whole(text, reading.today - timedelta(days=400), language, reading.calendar)
            return _unmistakable(deadline, earlier)
    raise WrongCall("answers.no-day", text=cell)


def day_in(cell: str, reading: Reading) -> date:
    """The one day that a cell names; raises WrongCall with the reason when in doubt."""
    deadline = deadline_in(cell, reading)
    if deadline.due is None or deadline.precision is not Precision.DAY or deadline.relation is not Relation.IN:
        raise WrongCall("answers.no-single-day", text=cell)
    return deadline.due


def _plain_day(text: str, reading: Reading) -> date | None:
    """The day in figures, or with the month as a word in any of our languages; None when it is written otherwise."""
    if match := _ISO.fullmatch(text):
        return _real(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _FIGURES.fullmatch(text):
        if reading.month_first and max(int(match[1]), int(match[3])) <= MONTHS:
            raise WrongCall("answers.month-first", text=text)
        backwards = match[2] == "-"  # 27-12-28 may begin with its year
        return _in_order(text, match[1], int(match[3]), match[4], reading.today, backwards=backwards)
    if (match := day_with_month().fullmatch(text)) and (month := month_named(match[2])):
        return _in_order(text, match[1], month, match[3], reading.today)
    return None


def _in_order(text: str, day: str, month: int, year: str, today: date, *, backwards: bool = False) -> date:
    """Day, month, year; a year in two figures is taken when it is near and cannot be the day as well."""
    if len(year) == len("2026"):
        return _real(text, int(year), month, int(day))
    year_last = _real(text, 2000 + int(year), month, int(day))
    other = _day(2000 + int(day), month, int(year)) if backwards else None
    if abs(year_last - today) > NEAR or (other and abs(other - today) <= NEAR and other != year_last):
        raise WrongCall("answers.two-readings", text=text)
    return year_last


def _real(text: str, year: int, month: int, day: int) -> date:
    real_day = _day(year, month, day)
    if real_day is None:
        raise WrongCall("answers.not-a-day", text=text)
    if not FIRST <= real_day <= LAST:
        raise WrongCall("answers.too-far", text=text, first=FIRST, last=LAST)
    return real_day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _as_words(day: date, calendar: str) -> TimeExpression:
    """The day as the reader of dates knows it, so that the register keeps it like any other."""
    (expression,) = find_dates(day.isoformat(), said_on=day, calendar=calendar)
    return expression


def _whole(text: str, said_on: date, language: str, calendar: str) -> TimeExpression | None:
    """What the words mean, when they name a time and say nothing else; None without a time in this language."""
    try:
        times = find_dates(text, said_on=said_on, language=language, calendar=calendar)
    except SettingsError:  # no date words in this language
        return None
    dated = [time for time in times if time.due is not None or time.problem or time.relation is Relation.FROM]
    if not dated:
        return None
    if dated[0].problem:
        raise WrongCall("answers.words-doubtful", problem=dated[0].problem)
    rest = text[: dated[0].start] + text[dated[0].end :]
    if len(dated) > 1 or rest.strip(" .,;"):
        raise WrongCall("answers.more-than-a-day", text=text)
    return dated[0]


def _unmistakable(deadline: TimeExpression, earlier: TimeExpression | None) -> TimeExpression:
    """The time, when it does not depend on the day of reading, and has an end."""
    if deadline.relation in OPEN_ENDED:
        raise WrongCall("answers.no-last-day", text=deadline.text)
    if earlier is None or earlier.due != deadline.due:
        raise WrongCall("answers.depends-on-writing", text=deadline.text)
    return deadline
