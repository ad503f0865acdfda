"""The door for what is written after the command: text is text, and a number is one that the register can hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from tracker.cli.helping import SHORT_FORMS, by_task, hints
from tracker.cli.misspelt import path_of, place_of, told_as_ours, unknown_command
from tracker.errors import WrongCall

LARGEST = 2**31 - 1  # of numbers, counts and days


class Commands(typer.Typer):
    """A group of commands whose options and arguments are looked at before anything is done."""

    def __init__(self, **how: Any) -> None:
        named = {"help_option_names": ["-h", "--help"]}
        super().__init__(cls=CheckedGroup, no_args_is_help=True, context_settings=named, **how)

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

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """How somebody would type it."""
        hint = hints().get(_full_name(ctx))
        if hint is not None:
            with formatter.section("Example"):
                formatter.write(f"{'':{formatter.current_indent}}{hint.example}\n")


class CheckedCommand(_Checked, TyperCommand):
    """A command whose options and arguments are looked at, and in which views stand for the options they keep."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse; where views are named, once more with their options before those that are typed, which win."""
        typed = [*args]
        rest = super().parse_args(ctx, args)
        named = ctx.params.get("views")
        if not named or ctx.resilient_parsing:
            return rest
        from tracker.cli.views import options_of

        kept = options_of(ctx, named, command=path_of(ctx))
        ctx.params.clear()
        try:
            rest = super().parse_args(ctx, [*kept, *typed])
        except WrongCall as error:  # what is typed was parsed already
            raise WrongCall("view.unfit", view=" ".join(named), cause=error) from error
        if ctx.params["views"] != named:
            raise WrongCall("view.in-view", view=" ".join(named))
        return rest


class CheckedGroup(_Checked, TyperGroup):
    """A group whose options are looked at; its commands have short forms, and its help tells them by task."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Short lines under the tasks; what nobody described stands at the end."""
        own = _full_name(ctx)
        names = {f"{own} {name}".strip(): name for name in self.list_commands(ctx)}
        rest = [(name, "") for full, name in names.items() if full not in hints()]
        for task, lines in (*by_task(names).items(), ("Further", rest)):
            if lines:
                with formatter.section("Commands" if own else task):
                    formatter.write_dl(lines)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named; raises WrongCall where there is none of that name."""
        name = args[0]
        if name not in self.commands and SHORT_FORMS.get(name) in self.commands:
            return self.resolve_command(ctx, [SHORT_FORMS[name], *args[1:]])
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            raise unknown_command(name, group=path_of(ctx), known=self.list_commands(ctx))
        with told_as_ours(path_of(ctx)):
            return super().resolve_command(ctx, args)


def _full_name(ctx: Any) -> str:
    """What is typed after `tracker`."""
    return path_of(ctx).removeprefix("tracker").strip()


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
