"""Options that take a day: as 2022-06-30, or in words that are read like those of a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, overload

import typer

from tracker.cli.output import app_of, is_quiet, warn, words_of
from tracker.model.days import working_day

if TYPE_CHECKING:
    from tracker.usecases.days import DaysMeant

LAST_MEANT = frozenset({"due_by", "due_after", "said_after"})  # filters that go by the last day of "juni 2022"
FIRST_MEANT = frozenset({"due_before", "said_before"})


@overload
def day_given(context: typer.Context, text: str, *, option: str, by_itself: bool = False) -> date: ...
@overload
def day_given(context: typer.Context, text: str | None, *, option: str, by_itself: bool = False) -> date | None: ...
def day_given(context: typer.Context, text: str | None, *, option: str, by_itself: bool = False) -> date | None:
    """The day that an option means, the last one of several; words are told as they were read. Raises WrongCall.

    `by_itself`: nothing is a day that counts from today, as where today is in doubt.
    """
    if text is None:
        return None
    day = working_day(_days(context, text, option, by_itself=by_itself).last, option=option)
    tell_reading(context, text, day)
    return day


def with_days(context: typer.Context, filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a selection with their days as 2022-06-30: "before juni" is before its first day."""
    spelled = dict(filters)
    for name in (FIRST_MEANT | LAST_MEANT) & filters.keys():
        text = filters[name]
        if isinstance(text, str):
            days = _days(context, text, f"--{name.replace('_', '-')}")
            day = days.first if name in FIRST_MEANT else days.last
            if not is_quiet(context):  # what is only looked for is not kept
                tell_reading(context, text, day)
            spelled[name] = day.isoformat()
    return spelled


def _days(context: typer.Context, text: str, option: str, *, by_itself: bool = False) -> DaysMeant:
    from tracker.usecases.days import days_meant
    from tracker.usecases.register import Reading

    app = app_of(context)
    reading = Reading(app.settings.language, app.settings.calendar)
    return days_meant(text, reading=reading, today=None if by_itself else app.today(), option=option)


def tell_reading(context: typer.Context, text: str, day: date) -> None:
    """Words may be read otherwise than they were meant: who wrote them sees the day, also with --quiet."""
    try:
        date.fromisoformat(text)
    except ValueError:
        warn(words_of(context).say("“%(words)s” is read as %(day)s.", words=text, day=day))
