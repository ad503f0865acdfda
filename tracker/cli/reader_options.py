"""What a reader may ask for on the command line: one set of options, for who comes and for who changes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from tracker.cli.completion import committees, ministers
from tracker.cli.named_values import choice, language_option
from tracker.cli.selection import option_named, words_from
from tracker.errors import WrongCall
from tracker.model import Firmness, Kind, Selection
from tracker.model.letters import ALL_ALERTS, AlertKind, Rhythm, Subscriber, Timetable
from tracker.usecases.selection_words import ALL, WIDE, selection_of
from tracker.wording.catalogue import languages
from tracker.wording.speech import speech_in
from tracker.wording.understood import meant, named

if TYPE_CHECKING:
    from tracker.usecases.letters.subscribe import SubscriptionRequest

NONE = "none"  # of all alerts
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")
_Asking = TypeVar("_Asking", "SubscriptionRequest", Subscriber)


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """The options as they were given; what was left out is None or False."""

    name: Annotated[str | None, typer.Option(help="Name of the reader.")] = None
    language: Annotated[
        str | None, language_option(help="Of the letters, like nl; that of the settings when left out.")
    ] = None
    daily: Annotated[bool, typer.Option("--daily", help="A digest every day on which something happened.")] = False
    weekly: Annotated[str | None, typer.Option(help="A digest on these weekdays: monday, or monday,thursday.")] = None
    monthly: Annotated[int | None, typer.Option(min=1, max=31, help="A digest on this day of each month.")] = None
    no_digest: Annotated[bool, typer.Option("--no-digest", help="Alerts only.")] = False
    at: Annotated[str | None, typer.Option(help="Local time of the digest, like 08:00.")] = None
    timezone: Annotated[
        str | None, typer.Option("--timezone", help="The reader's zone; the parliament's when left out.")
    ] = None
    alerts: Annotated[
        str | None, typer.Option(help="Which alerts: due,overdue,moved,resolved,reopened, or all, or none.")
    ] = None
    days_before: Annotated[
        str | None, typer.Option("--days-before", help="Alert so many days before a deadline: 14,7,1.")
    ] = None
    days_after: Annotated[str | None, typer.Option("--days-after", help="And so many days after it: 1,7,30.")] = None
    send_empty: Annotated[
        bool | None, typer.Option("--send-empty/--skip-empty", help="Send the digest when nothing happened, or not.")
    ] = None
    minister: Annotated[
        str | None, typer.Option(help="Only of this minister (part of the name).", autocompletion=ministers)
    ] = None
    committee: Annotated[
        str | None, typer.Option(help="Only of this committee (part of the name).", autocompletion=committees)
    ] = None
    policy_area: Annotated[str | None, typer.Option("--policy-area", help="Only of this policy area.")] = None
    kind: Annotated[
        list[Kind] | None, choice(Kind, "kind", "--kind", help="Only of this kind, as it is shown; may be repeated.")
    ] = None
    firmness: Annotated[
        list[Firmness] | None, choice(Firmness, "firmness", "--firmness", help="Only as firm as this; may be repeated.")
    ] = None
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Only with this tag; may be repeated.")] = None
    number: Annotated[list[str] | None, typer.Option("--number", help="Only this commitment; may be repeated.")] = None
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of `ReaderOptions` in place of its parameter `asked`."""
    own, keyword = inspect.signature(command, eval_str=True), inspect.Parameter.KEYWORD_ONLY
    hints = get_type_hints(ReaderOptions, include_extras=True)
    options = {
        field.name: inspect.Parameter(field.name, keyword, default=field.default, annotation=hints[field.name])
        for field in fields(ReaderOptions)
    }
    parameters: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        parameters += options.values() if parameter.name == "asked" else [parameter.replace(kind=keyword)]

    def called(**given: Any) -> None:
        asked = ReaderOptions(**{name: given.pop(name) for name in options})
        command(asked=asked, **given)

    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]  # typer reads it
    return called


def granted(asked: ReaderOptions, before: _Asking) -> _Asking:
    """The request or the reader as asked; what was left out stays as it was before."""
    return replace(
        before,
        name=asked.name or before.name,
        language=asked.language or before.language,
        timetable=_timetable(asked, before.timetable),
        selection=_selection(asked, before.selection),
        alerts=before.alerts if asked.alerts is None else _alerts(asked.alerts),
        days_before=before.days_before if asked.days_before is None else _days(asked.days_before, "--days-before"),
        days_after=before.days_after if asked.days_after is None else _days(asked.days_after, "--days-after"),
        send_empty=before.send_empty if asked.send_empty is None else asked.send_empty,
    )


FILTERS = ("minister", "committee", "policy_area", "kind", "firmness", "tag", "number", "overdue")


def _selection(asked: ReaderOptions, before: Selection) -> Selection:
    given = {name: getattr(asked, name) or None for name in FILTERS}
    return selection_of(words_from(given), before=before, spelled=option_named)


def _timetable(asked: ReaderOptions, before: Timetable) -> Timetable:
    if sum((asked.daily, asked.weekly is not None, asked.monthly is not None, asked.no_digest)) > 1:
        raise WrongCall("subscriber.rhythms")
    timetable = replace(before, zone=asked.timezone or before.zone, at=_time(asked.at) if asked.at else before.at)
    if asked.daily:
        return replace(timetable, rhythm=Rhythm.DAILY)
    if asked.weekly is not None:
        return replace(timetable, rhythm=Rhythm.WEEKLY, weekdays=_weekdays(asked.weekly))
    if asked.monthly is not None:
        return replace(timetable, rhythm=Rhythm.MONTHLY, month_day=asked.monthly)
    return replace(timetable, rhythm=Rhythm.NEVER) if asked.no_digest else timetable


def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise WrongCall("call.not-a-time", text=text, option="--at")
    return time(int(match[1]), int(match[2] or 0))


def _weekdays(text: str) -> tuple[int, ...]:
    days = {_weekday(part.strip()) for part in text.lower().split(",")}
    if None in days:
        raise WrongCall("call.not-weekdays", text=text, option="--weekly")
    return tuple(sorted(day for day in days if day is not None))


def _weekday(word: str) -> int | None:
    """The ISO number of a weekday in any of our languages; three letters are enough, where they name one day."""
    if len(word) < 3:  # noqa: PLR2004 - mon, tue …
        return None
    names = (speech_in(language).weekday_names() for language in languages())
    numbers = {
        number for days in names for number, name in enumerate(days, start=1) if name.casefold().startswith(word)
    }
    return numbers.pop() if len(numbers) == 1 else None


def _alerts(text: str) -> tuple[AlertKind, ...]:
    wide = meant(WIDE, text.strip(), (ALL, NONE))
    if wide is not None:
        return ALL_ALERTS if wide == ALL else ()
    kinds = {name: meant("alert", name, ALL_ALERTS) for name in map(str.strip, text.split(","))}
    if unknown := [name for name, kind in kinds.items() if kind is None]:
        known = (*named("alert", ALL_ALERTS), *named(WIDE, (ALL, NONE)))
        raise WrongCall("subscriber.alert-unknown", alert=unknown[0], known=known)
    return tuple(AlertKind(kind) for kind in kinds.values() if kind)


def _days(text: str, option: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(part) for part in text.split(",") if part.strip()}, reverse=True))
    except ValueError as error:
        raise WrongCall("call.not-days", option=option, text=text) from error
