"""`tracker rappel` and `tracker answers`: the recall to a minister, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.output import ForceOption, TodayOption, app_of, say, warn
from tracker.errors import Refused, WrongCall

if TYPE_CHECKING:
    from tracker.letters.rappel.answers import BadRow
    from tracker.letters.rappel.choose import Rappel


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("rappel")(rappel)
    app.command("answers")(answers)


def rappel(
    context: typer.Context,
    minister: Annotated[str, typer.Option(help="The minister's name; a part that only one name holds is enough.")],
    until: Annotated[str | None, typer.Option(help="The day against which it is written; today when left out.")] = None,
    answer_by: Annotated[str | None, typer.Option(help="The last day to answer; in four weeks when left out.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Of the letter, like nl; that of the settings when left out.")
    ] = None,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="Files to write, .docx, .html or .csv; may be repeated.")
    ] = None,
    force: ForceOption = False,
    today: TodayOption = None,
) -> None:
    """Write a recall: what is overdue, what falls due in the coming half year, and a table to answer in."""
    from tracker.app import parse_day
    from tracker.usecases.letters.rappel import KINDS, save_rappel, write_rappel

    app = app_of(context, today=today)
    day = parse_day(until, option="--until") or app.today()
    letter = write_rappel(app.office, minister, until=day, answer_by=parse_day(answer_by, option="--answer-by"))
    kinds = KINDS if letter.items else KINDS[:2]  # without anything to answer there is no table
    paths = out or [Path(f"{letter.file_name}{kind}") for kind in kinds]
    places = [app.destination(path, force=force) for path in paths]
    save_rappel(app.office, letter, places, language=language or app.settings.language)
    if letter.alike:
        warn(f"Not about {', '.join(letter.alike)}, whose name is another in the register.")
    if letter.days.written_on > app.today():
        warn(f"The letter is dated {letter.days.written_on}; write it again if anything changes before then.")
    say(context, _summary(letter))
    say(context, f"Written to {', '.join(str(path) for path in paths)}.")


def _summary(letter: Rappel) -> str:
    whom, days = f"{letter.minister}, {letter.function}" if letter.function else letter.minister, letter.days
    if not letter.items:
        comma = "," if letter.function else ""
        return f"{whom}{comma} owes no answer: nothing is overdue on {days.until} or due up to {days.ahead_until}."
    counts = f"{len(letter.overdue)} overdue on {days.until}, {len(letter.coming)} due up to {days.ahead_until}"
    return f"{whom}: {counts}; to be answered by {days.answer_by}."


def answers(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The filled-in table (.csv).")],
    source: Annotated[str | None, typer.Option(help="Which letter brought them; else the file's name.")] = None,
) -> None:
    """Read a minister's answers to a recall into the register; what is doubtful is named and left."""
    from tracker.usecases.letters.answers import take_answers

    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        raise WrongCall("answers.kind-unknown", name=path.name)
    app = app_of(context)
    office = replace(app.office, database=app.database)  # decisions are recorded on a rehearsed day too
    done = take_answers(office, path, actor=app.actor, source=source)
    for entry in done.moved:
        say(context, f"{entry.label} moved to {entry.due_on}.")
    for entry in done.resolved:
        say(context, f"{entry.label} resolved on {entry.resolved_on}.")
    for row in done.set_aside:
        warn(_complaint(row))
    say(context, f"{len(done.moved)} moved, {len(done.resolved)} resolved, {done.known} known already.")
    if done.set_aside:
        raise Refused("answers.set-aside", count=len(done.set_aside))


def _complaint(row: BadRow) -> str:
    place = f"Row {row.row}, column {row.column!r}" if row.column else f"Row {row.row}"
    return f"{place}: {row.complaint}"
