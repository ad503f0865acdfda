"""`tracker status`: how the register, the letters and the senders stand, with an exit code for a monitor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import typer

from tracker.cli.labels import in_words
from tracker.cli.output import Format, FormatOption, app_of, show_rows, to_json
from tracker.wording.entries import local

if TYPE_CHECKING:
    from tracker.usecases.status import HouseStatus


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show how it stands and what is not well, since when and what to do; ends with 1 when anything is wrong."""
    from tracker.app import real_now
    from tracker.usecases.status import house_status

    app = app_of(context)
    now = house_status(app.office, now=real_now(), files=app.private_files)
    if format is Format.JSON:
        typer.echo(to_json(now))
    else:
        columns = ("what", "state", "value")
        rows: list[dict[str, object]] = [dict(zip(columns, fact, strict=True)) for fact in _facts(now, app.zone)]
        if format is Format.TABLE:
            rows = [{name: _shown(value, app.zone) for name, value in row.items()} for row in rows]
        show_rows(rows, format=format, columns=columns)
    if now.needs_somebody:
        raise typer.Exit(1)


def _facts(now: HouseStatus, zone: tzinfo) -> Iterator[tuple[str, str, object]]:
    """What, in which state, and how many, since when or why."""
    yield from (("commitments", one.value, count) for one, count in now.commitments.items())
    yield "commitments", "overdue", now.overdue
    yield from (("letters", one.value, count) for one, count in now.letters.items())
    yield from (("sender", beat.owner, beat.seen_at) for beat in now.beats)
    yield "history", "head", now.head
    yield from ((check.name, check.state, in_words(check, zone)) for check in now.unwell)


def _shown(value: object, zone: tzinfo) -> object:
    """Instants as people read them, on the clocks of the parliament."""
    return local(value, zone) if isinstance(value, datetime) else value
