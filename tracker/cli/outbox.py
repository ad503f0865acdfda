"""`tracker outbox`: letters on their way, and what to do with those that did not arrive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.frame import Format, FormatOption, app_of, say, show_rows
from tracker.cli.running import counted, instant
from tracker.errors import MailError, WrongCall
from tracker.model import Act
from tracker.model.letters import LetterState

Number = Annotated[int, typer.Argument(help="Number of the letter.")]

outbox_commands = typer.Typer(no_args_is_help=True, help="Letters on their way.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(outbox_commands, name="outbox")
    app.command("bounces")(bounces)


def bounces(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help=".eml or mbox files, folders, Maildirs.")],
) -> None:
    """Read what came back: dead addresses are suspended, requests to stop are honoured."""
    from tracker.usecases.letters.returns import take_back

    found = take_back(app_of(context).desk, paths)
    for address in found.suspended:
        say(context, f"{address} is suspended: it does not exist. Once it does: tracker subscriber resume {address}")
    for address in found.stopped:
        say(context, f"{address} asked to stop and is paused.")
    say(
        context,
        f"{counted(found.bounced_letters, 'letter')} did not arrive; {counted(found.passing, 'passing failure')}; "
        f"{counted(found.idle, 'report')} told before or of nobody; {found.unproven} that prove nothing; "
        f"{counted(found.unknown, 'message')} neither a report nor a request.",
    )


@outbox_commands.command("list")
def list_(
    context: typer.Context,
    state: Annotated[list[LetterState] | None, typer.Option(help="Only in this state; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show letters with their state; without --state those that left as well."""
    from tracker.usecases.letters.outbox import listing

    app = app_of(context)

    def local(at: datetime | None) -> str | None:
        if at is None:
            return None
        return f"{at.astimezone(app.zone):%Y-%m-%d %H:%M}" if format is Format.TABLE else at.isoformat()

    rows = [
        {
            "letter": one.id,
            "kind": one.kind,
            "state": one.state,
            "recipient": one.recipient,
            "subject": one.subject,
            "attempts": one.attempts,
            "next_attempt": local(one.next_attempt_at) if one.state is LetterState.QUEUED else None,
            "sent_at": local(one.sent_at),
            "reply": one.reply,
            "message_id": one.message_id,
            "key": one.key,
        }
        for one in listing(app.desk, states=tuple(state or ()), limit=limit)
    ]
    columns = ("letter", "kind", "state", "recipient", "subject", "attempts", "next_attempt", "sent_at", "reply")
    show_rows(rows, format=format, columns=columns)


@outbox_commands.command("show")
def show(context: typer.Context, number: Number) -> None:
    """Show a letter as it was or will be sent, byte for byte."""
    from tracker.usecases.letters.outbox import bytes_of

    typer.echo(bytes_of(app_of(context).desk, number), nl=False)


@outbox_commands.command("retry")
def retry(context: typer.Context, number: Number) -> None:
    """Try a failed or waiting letter again at once."""
    from tracker.usecases.letters.outbox import decide

    app = app_of(context)
    decide(app.desk, number, LetterState.QUEUED, actor=app.actor)
    say(context, f"Letter {number} is tried again with the next tick.")


@outbox_commands.command("resolve")
def resolve(
    context: typer.Context,
    number: Number,
    sent: Annotated[bool, typer.Option("--sent", help="It arrived.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It did not: send the same bytes again.")] = False,
) -> None:
    """Decide about a letter in doubt: the mail server got it, but never answered."""
    from tracker.usecases.letters.outbox import decide

    if sent == resend:
        raise WrongCall("Say whether it arrived.", advice="Give --sent or --resend.")
    app = app_of(context)
    decide(app.desk, number, LetterState.SENT if sent else LetterState.QUEUED, actor=app.actor)
    say(context, f"Letter {number} is {'sent' if sent else 'sent again with the next tick'}.")


@outbox_commands.command("drop")
def drop(
    context: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why it need not leave; it is kept with the letter.")],
) -> None:
    """Let a letter that waits, failed or is in doubt be: it does not leave, and `tracker status` is content again."""
    from tracker.usecases.letters.outbox import drop as story

    app = app_of(context)
    story(app.desk, number, reason=reason, actor=app.actor)
    say(context, f"Letter {number} is dropped.")


@outbox_commands.command("reconcile")
def reconcile(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Option("--from", help="A copy of another machine's ledger; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="A ledger that is gone for ever, as it is called; * stands for anything; may be repeated."),
    ] = None,
    nothing_left: Annotated[
        bool, typer.Option("--nothing-left", help="Nothing left but what ledgers tell: what waits is sent.")
    ] = False,
    all_left_until: Annotated[
        str | None, typer.Option(help="All that was owed until then left, like 2026-03-29T08:00: it is not sent.")
    ] = None,
) -> None:
    """Say what left, after an old copy of the register was taken back or a ledger was lost; then letters leave again.

    Ledgers tell which letters left and which are in doubt, so that none goes twice. What no ledger knows you say.
    """
    from tracker.usecases.letters.reconcile import ASK, Word
    from tracker.usecases.letters.reconcile import reconcile as story

    app = app_of(context)
    app.need_real_day()
    until = None if all_left_until is None else instant(all_left_until, app.zone, option="--all-left-until")
    word = Word(nothing_left, until, tuple(without or ()))
    done = story(app.desk, act=Act(app.actor, app.now()), files=tuple(files or ()), word=word)
    for name in done.asked:
        say(context, f"{name} was asked.")
    say(context, f"{counted(done.sent, 'letter')} known as sent again, {done.given} as given without an answer.")
    if done.believed:
        say(context, f"{counted(done.believed, 'letter')} taken to have left, as you say.")
    if done.kept_at:
        say(context, f"What was at the place of the ledger is kept at {done.kept_at}.")
    if done.missing:
        raise MailError(f"Nothing leaves yet. Not asked yet: {', '.join(done.missing)}.", advice=ASK)
    say(context, "Letters may leave.")
