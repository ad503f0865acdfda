"""`tracker mail test`: how far a letter comes on its way out of the house."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.door import Commands
from tracker.cli.output import Format, FormatOption, app_of, show_rows, words_of

mail_commands = Commands(help="The way to the mail server.")


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(mail_commands, name="mail")


@mail_commands.command("test")
def try_mail(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Who gets the test letter.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Send one test letter, and tell how far it came: connection, encryption, login, acceptance.

    It counts nowhere and is given once: nothing tries it again. Ends with 1 when it was not taken.
    """
    from tracker.cli.check_lines import check_row, check_rows
    from tracker.usecases.letters import trying

    app = app_of(context)
    app.need_real_day()
    tried = trying.try_mail(app.settings, address, now=app.now(), token=app.token(), show=typer.echo)
    if format is Format.TABLE:
        words, columns = words_of(context), ("check", "state", "told")
        headings = [words.name("field", name) for name in columns]
        show_rows(check_rows(tried.steps, words, app.zone), format=format, columns=columns, headings=headings)
    else:
        rows = [check_row(step) for step in tried.steps]
        show_rows(rows, format=format, columns=tuple(rows[0]))
    if not tried.is_accepted:
        raise typer.Exit(1)
