"""The filters that `list`, `export` and `stats` share: said once, understood the same everywhere."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, get_type_hints

import typer

from tracker.cli.completion import committees, ministers
from tracker.cli.days import with_days
from tracker.cli.named_values import FirmnessesOption, KindsOption
from tracker.cli.output import app_of
from tracker.model import Selection
from tracker.usecases.selection_words import selection_of


def with_selection(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all filters as options; it gets the `selection` that they make."""
    filters, own = inspect.signature(_selected).parameters, inspect.signature(command).parameters
    names = [name for name in filters if name != "today"]

    @functools.wraps(command)
    def selecting(context: typer.Context, **options: Any) -> None:
        asked = with_days(context, {name: options.pop(name) for name in names})
        command(context=context, selection=_selected(today=app_of(context).today(), **asked), **options)

    first, *rest = (parameter for name, parameter in own.items() if name != "selection")
    shown = (first, *(filters[name] for name in names), *rest)
    hints = get_type_hints(command, include_extras=True) | get_type_hints(_selected, include_extras=True)
    selecting.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # typer reads the options from it
        [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[parameter.name])
            for parameter in shown
        ]
    )
    selecting.__annotations__ = {parameter.name: hints[parameter.name] for parameter in shown}
    return selecting


def _selected(
    *,
    today: date,
    status: Annotated[
        list[str] | None, typer.Option("--status", "-s", help="proposed, open …, as it is shown, or all.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should have been done before today.")] = False,
    due_before: Annotated[str | None, typer.Option(help="Due before that day.")] = None,
    due_by: Annotated[str | None, typer.Option(help="Due on that day or before.")] = None,
    due_after: Annotated[str | None, typer.Option(help="Due after that day.")] = None,
    due_within: Annotated[str | None, typer.Option(help="Due from today within so many days, like 14d.")] = None,
    said_after: Annotated[str | None, typer.Option(help="Said after that day.")] = None,
    said_before: Annotated[str | None, typer.Option(help="Said before that day.")] = None,
    minister: Annotated[
        str | None,
        typer.Option(
            "--minister", "-m", help="Part of the name of who said it or is responsible.", autocompletion=ministers
        ),
    ] = None,
    committee: Annotated[
        str | None, typer.Option("--committee", "-c", help="Part of the name.", autocompletion=committees)
    ] = None,
    asked_by: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Part of the number or name.")] = None,
    subject: Annotated[str | None, typer.Option(help="Part of the question or agenda item.")] = None,
    policy_area: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    staff: Annotated[str | None, typer.Option(help="Staff member who follows it up.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="With all of these tags.")] = None,
    kind: KindsOption = None,
    firmness: FirmnessesOption = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only without a deadline.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for a condition.")] = False,
    to_check: Annotated[
        bool, typer.Option("--to-check", help="Only those without deadline whose day to check back has come.")
    ] = False,
    slipped: Annotated[bool, typer.Option("--slipped", help="Only what was moved at least once.")] = False,
    recalled: Annotated[bool, typer.Option("--recalled", help="Only what stood in a reminder.")] = False,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only where the day to answer a reminder has passed.")
    ] = False,
    search: Annotated[str | None, typer.Option(help="Words in quote, summary, subject or notes.")] = None,
) -> Selection:
    asked = {name: value for name, value in locals().items() if name != "today"}  # the options, by their names
    return selection_of(words_from(asked), today=today, spelled=option_named)


def words_from(options: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The filters that options ask for; what was left out asks nothing."""
    for name, value in options.items():
        if value is True:
            yield name, "yes"
        elif isinstance(value, list):
            yield from ((name, str(one)) for one in value)
        elif value is not None and value is not False:
            yield name, str(value)


def option_named(name: str) -> str:
    """A filter as it is written on the command line."""
    return f"--{name.replace('_', '-')}"
