"""The `tracker` command: parses, calls one use case, says what happened. It holds no logic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker import __version__
from tracker.cli.frame import warn
from tracker.errors import TrackerError

application = typer.Typer(
    name="tracker",
    help="Follows up what ministers promise in parliament: find, keep, remind, resolve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@application.callback()
def options(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option(help="Register: a file or an SQLAlchemy URL. [env: TRACKER_DB; ./commitments.db]")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file. [env: TRACKER_CONFIG; ./tracker.toml]")] = None,
    today: Annotated[
        str | None, typer.Option(help="Rehearse another day, like 2022-07-01. [env: TRACKER_TODAY]")
    ] = None,
    actor: Annotated[str | None, typer.Option("--as", help="Who acts; the system user when left out.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what was asked for, and errors.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep the global options; nothing is opened before a command needs it."""
    context.obj = {"db": db, "config": config, "today": today, "actor": actor, "quiet": quiet, "app": None}


def _add_commands() -> None:
    from importlib import import_module, util

    for name in ("extract", "dates", "review", "register", "letters", "exchange", "upkeep", "status", "demo", "manual"):
        if util.find_spec(f"tracker.cli.{name}"):
            import_module(f"tracker.cli.{name}").register(application)


_add_commands()


def main() -> None:
    """Run the command; an error of ours is one line on standard error and its exit code, never a traceback."""
    try:
        application()
    except TrackerError as error:
        warn(f"tracker: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
