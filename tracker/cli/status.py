"""`tracker status`: how the register, the letters and the senders stand, with an exit code for a monitor."""

from __future__ import annotations

import typer

from tracker.cli.frame import Format, FormatOption, app_of, show_rows, to_json


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
        facts = [
            *(("commitments", one.value, count) for one, count in now.commitments.items()),
            ("commitments", "overdue", now.overdue),
            *(("letters", one.value, count) for one, count in now.letters.items()),
            *(("sender", owner, beat) for owner, beat in now.beats),
            ("mail server", "refuses since", now.failing_since) if now.failing_since else ("mail server", "well", None),
            *((("ledger", "fence", now.fence),) if now.fence else ()),
            *(("readers", "unreadable", words) for words in now.unreadable),
            ("history", "head", now.head),
        ]
        show_rows(
            ({"what": what, "state": state, "value": value} for what, state, value in facts),
            format=format,
            columns=("what", "state", "value"),
        )
    if now.needs_somebody:
        raise typer.Exit(1)
