"""The `tracker` command: parses, calls one use case, says what happened. It holds no logic."""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import print_exception
from typing import Annotated, Any

import typer

from tracker import __version__
from tracker.cli.door import Commands
from tracker.cli.output import one_line, warn
from tracker.cli.streams import secure_streams
from tracker.errors import TrackerError, fault_of, refused_by_system

application = Commands(
    name="tracker",
    help="Follows up what ministers promise in parliament: find, keep, remind, resolve.",
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
    config: Annotated[
        Path | None, typer.Option(readable=False, help="Settings file. [env: TRACKER_CONFIG; ./tracker.toml]")
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="Rehearse another day, like 2022-07-01. [env: TRACKER_TODAY]")
    ] = None,
    actor: Annotated[str | None, typer.Option("--as", help="Who acts; the system user when left out.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what was asked for, and errors.")] = False,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show the whole of a fault of the program, for who mends it.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep the global options; nothing is opened before a command needs it."""
    context.ensure_object(dict).update(
        db=db, config=config, today=today, actor=actor, quiet=quiet, traceback=traceback, app=None
    )


def _add_commands() -> None:
    from importlib import import_module, util

    for name in ("extract", "dates", "review", "register", "letters", "exchange", "upkeep", "status", "demo", "manual"):
        if util.find_spec(f"tracker.cli.{name}"):
            import_module(f"tracker.cli.{name}").add_commands(application)


_add_commands()


def main() -> None:
    """Run the command; an error is one line on standard error and its exit code, never a traceback."""
    secure_streams()
    asked: dict[str, Any] = {}
    try:
        _run(asked)
    except Exception as error:  # noqa: BLE001 - the last door: a fault that nobody expected is told as one
        if asked.get("traceback"):
            print_exception(error)
        from tracker.wording.refusals import refusal

        known = known_error(error)
        warn(f"tracker: {one_line(refusal(known, language=_language(asked)))}")
        sys.exit(known.exit_code)


def _language(asked: dict[str, Any]) -> str:
    """That of the settings, also when it is said before a command needed them."""
    from tracker.app import language_set

    app = asked.get("app")
    return app.settings.language if app else language_set(asked.get("config"))


def _run(asked: dict[str, object]) -> None:
    """Run it to its end, which comes when all is shown."""
    try:
        application(obj=asked)
    except SystemExit:
        sys.stdout.flush()
        raise


def known_error(error: Exception) -> TrackerError:
    """Any error as one of ours: what the system refuses in its words, and the rest as a fault of the program."""
    if isinstance(error, TrackerError):
        return error
    if isinstance(error, OSError):
        return refused_by_system(error)
    return fault_of(error)
