"""The door for what is written after the command: text is text, and a number is one that the register can hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from tracker.cli.misspelt import path_of, place_of, told_as_ours, unknown_command
from tracker.errors import WrongCall

LARGEST = 2**31 - 1  # of numbers, counts and days


class Commands(typer.Typer):
    """A group of commands whose options and arguments are looked at before anything is done."""

    def __init__(self, **how: Any) -> None:
        super().__init__(cls=CheckedGroup, no_args_is_help=True, **how)

    def command(self, name: str | None = None, **how: Any) -> Callable[[Any], Any]:
        """A command of this group."""
        return super().command(name, cls=CheckedCommand, **how)


class _Checked:
    """What is written after a command or a group is refused where it is no text or no number to count with."""

    params: list[Any]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, then check."""
        with told_as_ours(path_of(ctx)):
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # of the command that it is mixed with
        _check(self.params, ctx.params)
        return rest


class CheckedCommand(_Checked, TyperCommand):
    """A command whose options and arguments are looked at."""


class CheckedGroup(_Checked, TyperGroup):
    """A group whose options are looked at."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named; raises WrongCall where there is none of that name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            raise unknown_command(name, group=path_of(ctx), known=self.list_commands(ctx))
        with told_as_ours(path_of(ctx)):
            return super().resolve_command(ctx, args)


def _check(parameters: list[Any], given: dict[str, Any]) -> None:
    for parameter in parameters:
        value = given.get(parameter.name)
        place = place_of(parameter)
        for part in value if isinstance(value, list | tuple) else (value,):
            _check_value(place, part)


def _check_value(place: str, value: object) -> None:
    """Raises WrongCall; the name of a file may be spelled in any way."""
    if isinstance(value, str) and not _is_text(value):
        raise WrongCall("call.not-text", option=place, value=value)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise WrongCall("call.too-large", option=place, value=value, largest=LARGEST)
    if isinstance(value, float) and not math.isfinite(value):
        raise WrongCall("call.not-countable", option=place, value=value)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # bytes of another encoding
        return False
    return True
