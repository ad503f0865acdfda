"""`tracker list @name`: options that are kept in the settings, in the place of what somebody types again and again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from tracker.cli.completion import views
from tracker.cli.output import app_of
from tracker.errors import WrongCall

MARK = "@"
ViewsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="@VIEW", help="Options kept under this name in [views] of the settings.", autocompletion=views
    ),
]


def options_of(context: Any, named: list[str], *, command: str) -> list[str]:
    """The options that these views stand for; raises WrongCall for one that is not kept."""
    strays = [name for name in named if not name.startswith(MARK)]
    if strays:
        raise WrongCall("call.left-over", words=" ".join(strays), command=command)
    known = app_of(context).settings.views
    return [option for name in named for option in _options(name, known)]


def _options(name: str, known: Mapping[str, str]) -> list[str]:
    kept = known.get(name.removeprefix(MARK))
    if kept is None and not known:
        raise WrongCall("view.none-kept", view=name)
    if kept is None:
        raise WrongCall("view.unknown", view=name, known=[f"{MARK}{one}" for one in sorted(known)])
    try:
        return shlex.split(kept)
    except ValueError as error:
        raise WrongCall("view.unreadable", view=name, options=kept) from error
