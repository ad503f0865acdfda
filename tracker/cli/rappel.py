"""`tracker rappel` and `tracker answers`: the recall to a minister, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.frame import app_of, say, warn
from tracker.errors import Refused, WrongCall


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("rappel")(rappel)
    app.command("answers")(answers)


def rappel(
    context: typer.Context,
    minister: Annotated[str, typer.Option(help="Part of the minister's name.")],
    until: Annotated[str | None, typer.Option(help="The day against which it is written; today when left out.")] = None,
    language: Annotated[str | None, typer.Option(help="nl, en or fr; that of the settings when left out.")] = None,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="Files to write, .docx, .html or .csv; may be repeated.")
    ] = None,
) -> None:
    """Write a recall: what is overdue, what falls due in the coming half year, and a table to answer in."""
    from tracker.app import parse_day
    from tracker.usecases.letters.rappel import save_rappel, write_rappel

    app = app_of(context)
    day = parse_day(until, option="--until") or app.today()
    letter = write_rappel(app.desk, minister, until=day)
    paths = out or [Path(f"rappel-{day}{kind}") for kind in (".docx", ".html", ".csv")]
    for path in paths:
        save_rappel(app.desk, letter, path, language=language or app.settings.language)
    say(context, f"{letter.minister}: {len(letter.overdue)} overdue, {len(letter.coming)} in the coming half year.")
    say(context, f"Written to {', '.join(str(path) for path in paths)}.")


def answers(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The filled-in table (.csv).")],
    source: Annotated[str | None, typer.Option(help="Which letter brought them; else the file's name.")] = None,
) -> None:
    """Read a minister's answers to a recall into the register."""
    from tracker.usecases.letters.rappel import take_answers

    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        raise WrongCall(f"Cannot read answers from {path.name}.", advice="Save the table as .csv.")
    app = app_of(context)
    done = take_answers(app.desk, path, actor=app.actor, source=source)
    for entry in done.moved:
        say(context, f"{entry.label} moved to {entry.due_on}.")
    for entry in done.resolved:
        say(context, f"{entry.label} resolved on {entry.resolved_on}.")
    for row in done.set_aside:
        warn(f"Row {row.row}: {row.complaint}")
    say(context, f"{len(done.moved)} moved, {len(done.resolved)} resolved, {done.known} known already.")
    if done.set_aside:
        raise Refused(f"{len(done.set_aside)} rows were set aside.", advice="Mend them and read the table again.")
