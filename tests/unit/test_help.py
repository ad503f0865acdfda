"""Help: by task, in short lines, with an example that works as it stands; and short forms of what is typed most."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tracker.cli import application
from tracker.cli.helping import SHORT_FORMS, hints

ROOT: Any = typer.main.get_command(application)


def helped(*arguments: str) -> str:
    done = CliRunner().invoke(application, [*arguments], env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.exception
    return done.output


def everything(command: Any, name: str = "") -> Iterator[str]:
    """The names of all commands and groups, as they are typed after `tracker`."""
    for key, child in getattr(command, "commands", {}).items():
        yield f"{name} {key}".strip()
        yield from everything(child, f"{name} {key}".strip())


def test_help_tells_of_every_command_and_of_nothing_else() -> None:
    assert {*hints()} == {*everything(ROOT)}


def test_commands_stand_under_their_tasks_in_lines_that_are_not_cut() -> None:
    shown = helped("--help")

    assert shown.index("\nLook:") < shown.index("  list, ls ") < shown.index("\nKeep:") < shown.index("  accept ")
    assert "..." not in shown.partition("\nRead reports:")[2]
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [(), ("list",), ("outbox",), ("outbox", "list")], ids=" ".join)
def test_h_is_help(arguments: tuple[str, ...]) -> None:
    assert helped(*arguments, "-h") == helped(*arguments, "--help") != ""


@pytest.mark.parametrize("name", hints())
def test_an_example_works_as_it_stands(name: str) -> None:
    program, *arguments = shlex.split(hints()[name].example.partition(" |")[0])
    command, context, typed = ROOT, typer.Context(ROOT, info_name="tracker", **ROOT.context_settings), []
    while hasattr(command, "commands"):
        word, command, arguments = command.resolve_command(context, arguments)
        typed.append(word)
    command.make_context(" ".join(typed), arguments, parent=context)

    assert program == "tracker"
    assert " ".join(typed).startswith(name)


def test_an_example_stands_in_help_and_manual() -> None:
    assert "Example:\n  tracker show C-0001" in helped("show", "-h")
    assert "Example: `tracker show C-0001`" in helped("manual", "--format", "markdown")


@pytest.mark.parametrize(("short", "long"), SHORT_FORMS.items())
def test_a_short_form_is_the_command(short: str, long: str) -> None:
    assert helped(short, "-h") == helped(long, "-h")


def test_options_that_are_typed_most_have_short_forms() -> None:
    shown = helped("list", "-h")

    assert all(name in shown for name in ("-m, --minister", "-c, --committee", "-s, --status", "-n, --limit"))
