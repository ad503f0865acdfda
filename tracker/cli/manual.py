"""`tracker manual`: every command and option on one page, for `man` or as Markdown, made from the commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from tracker import __version__
from tracker.cli.helping import hints
from tracker.cli.named_values import FORMAT, choice


class Shape(StrEnum):
    """For which reader the page is written."""

    MAN = "man"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Option:
    """An option or argument as people write it, and what it is for."""

    names: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its full name."""

    name: str
    text: str
    example: str
    options: tuple[Option, ...]
    arguments: tuple[Option, ...]


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(manual)


def manual(
    context: typer.Context,
    format: Annotated[
        Shape, choice(Shape, FORMAT, "--format", help="man: for `man -l -`; markdown: for the web.")
    ] = Shape.MAN,
) -> None:
    """Print the manual page: tracker manual | man -l -."""
    root = context.find_root().command
    all_commands = list(commands(root, "tracker"))
    shared = _described(root).options
    typer.echo(_man(all_commands, shared) if format is Shape.MAN else markdown(all_commands, shared))


def commands(command: Any, name: str) -> Iterator[Command]:
    """The commands below a group, in the order of the alphabet, with their full names."""
    children = getattr(command, "commands", None)
    if children is None:
        yield _described(command, name)
        return
    for key in sorted(children):
        yield from commands(children[key], f"{name} {key}")


def markdown(found: list[Command], shared: tuple[Option, ...]) -> str:
    """The manual as Markdown."""
    lines = [
        "# Commands",
        "",
        "Made by `tracker manual --format markdown`.",
        "",
        "Every command takes, before its name:",
        "",
    ]
    lines += [f"- `{option.names}`: {option.text}" for option in shared]
    for command in found:
        lines += ["", f"## {command.name}", "", command.text, ""]
        lines += [f"Example: `{command.example}`", ""] if command.example else []
        lines += [f"- `{part.names}`: {part.text}" for part in (*command.arguments, *command.options)]
    return "\n".join(lines)


def _man(all_commands: list[Command], shared: tuple[Option, ...]) -> str:
    lines = [f'.TH TRACKER 1 "" "tracker {__version__}"', ".SH NAME"]
    lines += [r"tracker \- follows up what ministers promise in parliament", ".SH SYNOPSIS"]
    lines += [r"\fBtracker\fR [options] \fIcommand\fR [arguments]", ".SH OPTIONS"]
    lines += [line for option in shared for line in _man_option(option)]
    lines.append(".SH COMMANDS")
    for command in all_commands:
        lines += [f'.SS "{_roff(command.name)}"', _roff(command.text)]
        lines += [".PP", rf"Example: \fB{_roff(command.example)}\fR"] if command.example else []
        lines += [line for part in (*command.arguments, *command.options) for line in _man_option(part)]
    return "\n".join(lines)


def _man_option(option: Option) -> list[str]:
    return [".TP", rf"\fB{_roff(option.names)}\fR", _roff(option.text)]


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _described(command: Any, name: str = "") -> Command:
    parameters = [one for one in command.params if one.name not in {"help", "install_completion", "show_completion"}]
    return Command(
        name,
        " ".join((command.help or "").split()),
        hint.example if (hint := hints().get(name.removeprefix("tracker "))) else "",
        tuple(Option(_spelling(one), _text(one)) for one in parameters if one.param_type_name == "option"),
        tuple(
            Option(one.metavar or one.name.upper(), _text(one))
            for one in parameters
            if one.param_type_name == "argument"
        ),
    )


def _spelling(option: Any) -> str:
    return ", ".join((*option.opts, *option.secondary_opts))


def _text(parameter: Any) -> str:
    return " ".join((getattr(parameter, "help", None) or "").split())
