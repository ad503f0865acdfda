"""`tracker clock`: is the clock believed, and once it is right: what waits for a later time goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.days import day_given
from tracker.cli.door import Commands
from tracker.cli.output import Format, FormatOption, app_of, say, show_rows, to_json, words_of
from tracker.wording.entries import local
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from tracker.usecases.letters.clock import ClockStanding

COLUMNS = ("what", "value")

clock_commands = Commands(help="The clock of this machine, as far as it matters to letters.")


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(clock_commands, name="clock")


@clock_commands.command("show")
def show(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show what the clock shows beside what is remembered; ends with 1 when it is not believed."""
    from tracker.usecases.letters.clock import clock_standing

    app = app_of(context)
    app.need_real_day()
    standing = clock_standing(app.office)
    if format is Format.JSON:
        typer.echo(to_json(standing))
    else:
        zone = app.zone if format is Format.TABLE else None
        words = words_of(context) if format is Format.TABLE else speech_in("en")
        rows = [{"what": what, "value": _shown(value, zone)} for what, value in _facts(standing, words)]
        show_rows(
            rows, format=format, columns=COLUMNS, headings=[words.name("field", name) for name in ("subject", "value")]
        )
    if standing.doubt or standing.far_ahead:
        raise typer.Exit(1)


@clock_commands.command("accept")
def accept(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="The day that it is, as you know it, like 2026-09-21.")],
) -> None:
    """Say that the clock is right: what waits for a later time is brought back to the present.

    Planning, digests and alerts go on from today. Nothing that left leaves again, nothing is lost.
    """
    from tracker.usecases.letters import clock

    app = app_of(context)
    app.need_real_day()
    known = day_given(context, day, option="DAY", by_itself=True)
    back = clock.accept(app.office, known)
    words = words_of(context)
    say(context, words.say("%(instant)s is taken as the present time.", instant=local(app.now(), app.zone)))
    if back:
        say(context, words.say("Brought back from a later time: %(letters)s.", letters=_counted(back, words)))
    else:
        say(context, words.say("Nothing waited for a later time."))


def _facts(standing: ClockStanding, words: Speech) -> Iterator[tuple[str, object]]:
    yield words.say("the clock shows"), standing.now
    yield words.say("confirmed by the system (NTP)"), words.say("yes") if standing.is_right else words.say("not known")
    yield words.say("last tick"), standing.ticked_at
    yield words.say("last known instant"), standing.latest
    if standing.doubt:
        yield words.say("not believed"), words.retold(standing.doubt)
    if standing.far_ahead:
        yield words.say("waits for a later time"), _counted(standing.far_ahead, words)


def _shown(value: object, zone: tzinfo | None) -> object:
    return local(value, zone) if isinstance(value, datetime) and zone is not None else value


def _counted(numbers: Mapping[str, int], words: Speech) -> str:
    return ", ".join(f"{words.name('waiting', name)} {number}" for name, number in numbers.items())
