"""`tracker outbox`: letters on their way, and what to do with those that did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from tracker.cli.days import day_given
from tracker.cli.door import Commands
from tracker.cli.named_values import LetterStatesOption, choice
from tracker.cli.output import Format, FormatOption, app_of, say, show_rows, warn, words_of
from tracker.cli.running import instant
from tracker.errors import MailError, WrongCall
from tracker.model import Act
from tracker.model.letters import Letter, LetterState
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.usecases.letters.reconcile import Reconciled
    from tracker.usecases.letters.returns import Returned


class Decidable(StrEnum):
    """States of letters about which somebody may decide."""

    QUEUED = "queued"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


Number = Annotated[int, typer.Argument(help="Number of the letter.")]
Numbers = Annotated[list[int] | None, typer.Argument(metavar="NUMBER…", help="Numbers of letters: all or none.")]
AllInDoubt = Annotated[bool, typer.Option("--all-in-doubt", help="All letters in doubt, instead of numbers.")]
States = Annotated[
    list[Decidable] | None,
    choice(
        Decidable,
        "letter state",
        "--state",
        help="All queued, failed or in_doubt ones, instead of numbers; may be repeated.",
    ),
]
Before = Annotated[
    str | None, typer.Option("--before", help="Of --state or --all-in-doubt: planned before this day, as 2026-03-02.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; letters chosen without numbers are only shown otherwise.")]

COLUMNS = ("letter", "kind", "state", "recipient", "subject", "attempts", "next_attempt", "sent_at", "reply")

outbox_commands = Commands(help="Letters on their way.")


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(outbox_commands, name="outbox")
    app.command("bounces")(bounces)


def bounces(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE…", readable=False, help=".eml or mbox files, folders, Maildirs.")
    ],
) -> None:
    """Read what came back: dead addresses are suspended, requests to stop are followed."""
    from tracker.usecases.letters.returns import take_back

    returned = take_back(app_of(context).office, paths)
    words = words_of(context)
    for address in returned.suspended:
        say(
            context,
            words.say(
                "%(address)s is suspended: it does not exist. Once it does: tracker subscriber resume %(address)s",
                address=address,
            ),
        )
    for address in returned.stopped:
        say(context, words.say("%(address)s asked to stop and is paused.", address=address))
    say(context, f"{words.parted(*_returned(returned, words))}.")


def _returned(returned: Returned, words: Speech) -> Iterator[str]:
    yield words.count("%(n)s letter did not arrive", "%(n)s letters did not arrive", returned.bounced_letters)
    yield words.count("%(n)s passing failure", "%(n)s passing failures", returned.passing)
    yield words.count("%(n)s report told before or of nobody", "%(n)s reports told before or of nobody", returned.idle)
    yield words.count("%(n)s that proves nothing", "%(n)s that prove nothing", returned.unproven)
    yield words.count(
        "%(n)s message that is neither a report nor a request",
        "%(n)s messages that are neither a report nor a request",
        returned.unknown,
    )


@outbox_commands.command("list")
def list_(
    context: typer.Context,
    state: LetterStatesOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show letters with their state; without --state those that left as well."""
    from tracker.usecases.letters.outbox import listing

    app = app_of(context)
    letters = listing(app.office, states=tuple(state or ()), limit=limit)
    _show(context, letters, format)


@outbox_commands.command("show")
def show(context: typer.Context, number: Number) -> None:
    """Show a letter as it was or will be sent, byte for byte."""
    from tracker.usecases.letters.outbox import bytes_of

    typer.echo(bytes_of(app_of(context).office, number), nl=False)


@outbox_commands.command("retry")
def retry(
    context: typer.Context,
    numbers: Numbers = None,
    all_in_doubt: AllInDoubt = False,
    state: States = None,
    before: Before = None,
    yes: Yes = False,
) -> None:
    """Try failed or waiting letters again with the next tick; without any, the mail server that is left alone."""
    from tracker.usecases.letters.outbox import decide, try_at_once

    app = app_of(context)
    if not (numbers or all_in_doubt or state or before):
        try_at_once(app.office)
        say(context, words_of(context).say("The mail server is tried again with the next tick."))
        return
    meant = _meant(context, numbers, _states(state, all_in_doubt), before, yes=yes, goes_again=True)
    words, done = words_of(context), decide(app.office, meant, LetterState.QUEUED, actor=app.actor)
    for letter in done:
        say(context, words.say("Letter %(letter)s to %(to)s is tried again with the next tick.", **_named(letter)))


@outbox_commands.command("resolve")
def resolve(
    context: typer.Context,
    numbers: Numbers = None,
    sent: Annotated[bool, typer.Option("--sent", help="They arrived.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="They did not: send the same bytes again.")] = False,
    all_in_doubt: AllInDoubt = False,
    state: States = None,
    before: Before = None,
    yes: Yes = False,
) -> None:
    """Decide about letters in doubt: the mail server got them, but never answered."""
    from tracker.usecases.letters.outbox import decide

    if sent == resend:
        raise WrongCall("outbox.arrival-not-said")
    app = app_of(context)
    meant = _meant(context, numbers, _states(state, all_in_doubt), before, yes=yes, goes_again=resend)
    done = decide(app.office, meant, LetterState.SENT if sent else LetterState.QUEUED, actor=app.actor)
    words = words_of(context)
    for letter in done:
        if sent:
            say(context, words.say("Letter %(letter)s to %(to)s is sent.", **_named(letter)))
        else:
            say(context, words.say("Letter %(letter)s to %(to)s is sent again with the next tick.", **_named(letter)))


@outbox_commands.command("drop")
def drop(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="Why they need not leave; it is kept with each letter.")],
    numbers: Numbers = None,
    all_in_doubt: AllInDoubt = False,
    state: States = None,
    before: Before = None,
    yes: Yes = False,
) -> None:
    """Let letters that wait, failed or are in doubt be: they do not leave, and `tracker status` is content again."""
    from tracker.usecases.letters import outbox

    app = app_of(context)
    meant = _meant(context, numbers, _states(state, all_in_doubt), before, yes=yes)
    for letter in outbox.drop(app.office, meant, reason=reason, actor=app.actor):
        say(context, words_of(context).say("Letter %(letter)s to %(to)s is dropped.", **_named(letter)))


@outbox_commands.command("reconcile")
def reconcile(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Option("--from", readable=False, help="A copy of another machine's ledger; may be repeated."),
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
    from tracker.usecases.letters import reconcile
    from tracker.usecases.letters.reconcile import Word

    app = app_of(context)
    app.need_real_day()
    until = None if all_left_until is None else instant(all_left_until, app.zone, option="--all-left-until")
    word = Word(nothing_left, until, tuple(without or ()))
    done = reconcile.reconcile(app.office, act=Act(app.actor, app.now()), files=tuple(files or ()), word=word)
    words = words_of(context)
    for sentence in _reconciled(done, words):
        say(context, sentence)
    if done.missing:
        raise MailError("outbox.nothing-leaves", ledgers=done.missing)
    say(context, words.say("Letters may leave."))
    if done.came_from:
        warn(
            words.say(
                "If the register lives on at %(place)s too, see that only one of the two sends.", place=done.came_from
            )
        )


def _reconciled(done: Reconciled, words: Speech) -> Iterator[str]:
    for name in done.asked:
        yield words.say("%(name)s was asked.", name=name)
    yield words.count(
        "%(n)s letter known as sent again, %(given)s as given without an answer.",
        "%(n)s letters known as sent again, %(given)s as given without an answer.",
        done.sent,
        given=done.given,
    )
    if done.believed:
        yield words.count(
            "%(n)s letter taken to have left, as you say.",
            "%(n)s letters taken to have left, as you say.",
            done.believed,
        )
    if done.kept_at:
        yield words.say("What was at the place of the ledger is kept at %(file)s.", file=done.kept_at)


def _states(states: list[Decidable] | None, all_in_doubt: bool) -> frozenset[LetterState]:
    return frozenset(LetterState(state) for state in (*(states or ()), *([Decidable.IN_DOUBT] if all_in_doubt else ())))


def _meant(
    context: typer.Context,
    numbers: list[int] | None,
    states: frozenset[LetterState],
    before: str | None,
    *,
    yes: bool,
    goes_again: bool = False,
) -> list[int]:
    """Which letters somebody means. Those that were not named are shown first, and meant only with --yes."""
    from tracker.usecases.letters.outbox import chosen

    if numbers and (states or before):
        raise WrongCall("outbox.numbers-and-filter")
    if numbers:
        return numbers
    if not states:
        raise WrongCall("outbox.letters-not-named")
    app = app_of(context)
    letters = chosen(app.office, states, before=day_given(context, before, option="--before"))
    if not letters:
        say(context, words_of(context).say("There is no such letter."))
    elif not yes:
        _show(context, letters, Format.TABLE)
        doubted = sum(one.state is LetterState.IN_DOUBT for one in letters) if goes_again else 0
        if doubted:
            raise WrongCall("outbox.not-confirmed-doubtful", count=len(letters), doubtful=doubted)
        raise WrongCall("outbox.not-confirmed", count=len(letters))
    return [one.id for one in letters]


def _named(letter: Letter) -> dict[str, object]:
    return {"letter": letter.id, "to": letter.recipient}


def _show(context: typer.Context, letters: Iterable[Letter], format: Format) -> None:
    app, words = app_of(context), words_of(context)
    rows = _rows(letters, app.zone, format)
    if format is Format.TABLE:
        rows = [row | _kind_and_state(row, words) for row in rows]
    show_rows(rows, format=format, columns=COLUMNS, headings=[words.name("field", name) for name in COLUMNS])


def _kind_and_state(row: Mapping[str, object], words: Speech) -> dict[str, object]:
    return {
        "kind": words.name("letter", str(row["kind"])),
        "state": words.name("letter state", str(row["state"])),
        "reply": words.retold(str(row["reply"] or "")),
    }


def _rows(letters: Iterable[Letter], zone: ZoneInfo, format: Format) -> list[dict[str, object]]:
    def local(at: datetime | None) -> str | None:
        if at is None:
            return None
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if format is Format.TABLE else at.isoformat()

    return [
        {
            "letter": letter.id,
            "kind": letter.kind,
            "state": letter.state,
            "recipient": letter.recipient,
            "subject": letter.subject,
            "attempts": letter.attempts,
            "next_attempt": local(letter.next_attempt_at) if letter.state is LetterState.QUEUED else None,
            "sent_at": local(letter.sent_at),
            "reply": letter.reply,
            "message_id": letter.message_id,
            "key": letter.key,
        }
        for letter in letters
    ]
