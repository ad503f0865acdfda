"""The filters that `list`, `export` and `stats` share: said once, understood the same everywhere."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, get_type_hints

import typer

from tracker.cli.output import app_of
from tracker.errors import WrongCall
from tracker.model import Firmness, Kind, Selection, Status
from tracker.model.days import days_on

LONGEST = 4  # digits of a number of days: 27 years


def with_selection(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all filters as options; it gets the `selection` that they make."""
    filters, own = inspect.signature(_selected).parameters, inspect.signature(command).parameters
    names = [name for name in filters if name != "today"]

    @functools.wraps(command)
    def selecting(context: typer.Context, **options: Any) -> None:
        asked = {name: options.pop(name) for name in names}
        command(context=context, selection=_selected(today=app_of(context).today(), **asked), **options)

    first, *rest = (parameter for name, parameter in own.items() if name != "selection")
    shown = (first, *(filters[name] for name in names), *rest)
    hints = get_type_hints(command, include_extras=True) | get_type_hints(_selected, include_extras=True)
    selecting.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # typer reads the options from it
        [one.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[one.name]) for one in shown]
    )
    selecting.__annotations__ = {one.name: hints[one.name] for one in shown}
    return selecting


def _selected(
    *,
    today: date,
    status: Annotated[list[str] | None, typer.Option(help="proposed, open, partly_fulfilled … or all.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should have been done before today.")] = False,
    due_before: Annotated[str | None, typer.Option(help="Due before that day.")] = None,
    due_by: Annotated[str | None, typer.Option(help="Due on that day or before.")] = None,
    due_after: Annotated[str | None, typer.Option(help="Due after that day.")] = None,
    due_within: Annotated[str | None, typer.Option(help="Due from today within so many days, like 14d.")] = None,
    said_after: Annotated[str | None, typer.Option(help="Said after that day.")] = None,
    said_before: Annotated[str | None, typer.Option(help="Said before that day.")] = None,
    minister: Annotated[str | None, typer.Option(help="Part of the name of who said it or is responsible.")] = None,
    committee: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    asked_by: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Part of the number or name.")] = None,
    policy_area: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    staff: Annotated[str | None, typer.Option(help="Staff member who follows it up.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="With all of these tags.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="What sort of act was promised.")] = None,
    firmness: Annotated[list[Firmness] | None, typer.Option(help="How firmly it binds.")] = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only without a deadline.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for a condition.")] = False,
    to_check: Annotated[
        bool, typer.Option("--to-check", help="Only undated ones whose day to check has come.")
    ] = False,
    slipped: Annotated[bool, typer.Option("--slipped", help="Only what was put off at least once.")] = False,
    search: Annotated[str | None, typer.Option(help="Words in quote, summary or notes.")] = None,
) -> Selection:
    within = _within(due_within, today)
    return Selection(
        statuses=_statuses(status or []),
        overdue=overdue,
        due_from=_latest(_shifted(due_after, 1, "--due-after"), today if within else None),
        due_until=_earliest(_shifted(due_before, -1, "--due-before"), _shifted(due_by, 0, "--due-by"), within),
        said_from=_shifted(said_after, 1, "--said-after"),
        said_until=_shifted(said_before, -1, "--said-before"),
        minister=minister,
        committee=committee,
        asked_by=asked_by,
        dossier=dossier,
        policy_area=policy_area,
        staff=staff,
        tags=tuple(tag or ()),
        kinds=tuple(kind or ()),
        firmness=tuple(firmness or ()),
        undated=undated,
        waiting=waiting,
        to_check=to_check,
        slipped=slipped,
        search=search,
    )


def _statuses(asked: list[str]) -> tuple[Status, ...]:
    if "all" in asked:
        return tuple(Status)
    known = {status.value: status for status in Status}
    names = [name.replace("-", "_") for name in asked]
    if unknown := [name for name in names if name not in known]:
        raise WrongCall(f"Unknown status: {unknown[0]!r}.", advice=f"Known: {', '.join(known)}, all.")
    return tuple(known[name] for name in names)


def _shifted(text: str | None, days: int, option: str) -> date | None:
    from tracker.app import written_day

    if text is None:
        return None
    try:
        return written_day(text, option=option) + timedelta(days=days)
    except OverflowError as error:
        raise WrongCall(f"{option} {text} is beyond the calendar.", advice="Leave the option out.") from error


def _within(text: str | None, today: date) -> date | None:
    if text is None:
        return None
    number, unit = text[:-1], text[-1:]
    if not number.isascii() or not number.isdigit() or unit not in {"d", "w"} or len(number) > LONGEST:
        raise WrongCall(f"--due-within {text!r} is not a number of days.", advice="Write it like 14d or 2w.")
    return days_on(today, int(number) * (7 if unit == "w" else 1))


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)
