"""`tracker demo`: a scratch register with the example report and a rehearsed year of letters."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.output import app_of, say, words_of
from tracker.errors import Refused
from tracker.model import label

EXAMPLE = "verslag-2021-09-21.txt"


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    context: typer.Context,
    name: Annotated[
        str, typer.Option("--folder", metavar="PATH", help="Where the register and the letters are put; must be new.")
    ] = "tracker-demo",  # text, as the name of every register is
) -> None:
    """Fill a scratch register with the example report and rehearse a year: a move, a resolution, every letter."""
    from tracker.app import App
    from tracker.mail import open_post
    from tracker.reading import read
    from tracker.usecases.rehearsal import rehearse

    folder = Path(name)
    if folder.exists():
        raise Refused("demo.folder-exists", path=folder)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Refused("demo.folder-not-made", path=folder, reason=error.strerror) from error
    app, database = app_of(context), folder / "commitments.db"
    letters = folder / "letters"
    mail = replace(app.settings.mail, transport="folder", folder=str(letters))
    scratch = App(replace(app.settings, mail=mail, ledger=None), database=str(database))
    context.call_on_close(scratch.close)
    report = read(example())
    words = words_of(context)
    say(context, words.say("Rehearsing a year from the sitting of %(day)s …", day=report.held_on))
    year = rehearse(scratch.office, report, open_post(mail, show=typer.echo), token=app.token)
    facts = {
        "commitments": len(year.numbers),
        "database": database,
        "letters": year.letters,
        "folder": letters,
        "day": year.until,
    }
    say(
        context,
        words.say(
            "%(commitments)s commitments in %(database)s; %(letters)s letters in %(folder)s, until %(day)s.", **facts
        ),
    )
    for number, happened in ((year.moved, words.say("was moved")), (year.resolved, words.say("was fulfilled in time"))):
        if number:
            command = f"tracker --db {database} history {label(number)}"
            say(context, words.labelled(f"{label(number)} {happened}", command))
    look = words.say("Look at it")
    say(context, words.labelled(look, f"tracker --db {database} --today {year.until} list"))


def example() -> Path:
    """The example report: inside the package when installed, beside it in a checkout."""
    packed = Path(str(files("tracker"))) / "examples" / EXAMPLE
    return packed if packed.exists() else Path(__file__).resolve().parents[2] / "examples" / EXAMPLE
