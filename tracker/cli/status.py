"""`tracker status`: how the register, the letters and the senders stand, with an exit code for a monitor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import typer

from tracker.cli.frame import Format, FormatOption, app_of, show_rows, to_json
from tracker.cli.labels import local

if TYPE_CHECKING:
    from tracker.usecases.status import Standing


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show how it stands: commitments, letters on their way, senders alive; ends with 1 when somebody must act."""
    from tracker.usecases.status import standing

    app = app_of(context)
    now = standing(app.desk)
    if format is Format.JSON:
        typer.echo(to_json(now))
    else:
        columns = ("what", "state", "value")
        rows: list[dict[str, object]] = [dict(zip(columns, fact, strict=True)) for fact in _facts(now)]
        if format is Format.TABLE:
            rows = [{name: _shown(value, app.zone) for name, value in row.items()} for row in rows]
        show_rows(rows, format=format, columns=columns)
    if now.needs_somebody:
        raise typer.Exit(1)


def _facts(now: Standing) -> Iterator[tuple[str, str, object]]:
    """What, in which state, and how many, since when or why."""
    yield from (("commitments", one.value, count) for one, count in now.commitments.items())
    yield "commitments", "overdue", now.overdue
    yield from (("letters", one.value, count) for one, count in now.letters.items())
    yield from (("sender", beat.owner, beat.seen_at) for beat in now.beats)
    yield ("mail server", "refuses since", now.failing_since) if now.failing_since else ("mail server", "well", None)
    if now.fence:
        yield "ledger", "fence", now.fence
    yield from (("readers", "unreadable", words) for words in now.unreadable)
    yield "history", "head", now.head


def _shown(value: object, zone: tzinfo) -> object:
    """Instants as people read them, on the clocks of the parliament."""
    return local(value, zone) if isinstance(value, datetime) else value
