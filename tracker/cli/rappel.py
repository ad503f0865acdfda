"""`tracker rappel` and `tracker answers`: the letter that reminds a minister, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.completion import ministers
from tracker.cli.days import day_given
from tracker.cli.named_values import language_option
from tracker.cli.output import ForceOption, TodayOption, app_of, say, warn, words_of
from tracker.errors import Refused, WrongCall

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.letters.rappel.answers import BadRow
    from tracker.letters.rappel.choose import Rappel
    from tracker.usecases.letters.answers import Answered
    from tracker.wording.speech import Speech

SendOption = Annotated[
    bool, typer.Option("--send", help="Send it to the cabinet, whose address the settings name; no file without --out.")
]
AgainOption = Annotated[bool, typer.Option("--again", help="With --send: also while another one is in force.")]
FILLED_IN = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".ods", ".docx", ".eml", ".mbox"})


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("rappel")(rappel)
    app.command("answers")(answers)


def rappel(
    context: typer.Context,
    minister: Annotated[
        str,
        typer.Option(help="The minister's name; a part that only one name holds is enough.", autocompletion=ministers),
    ],
    until: Annotated[str | None, typer.Option(help="The day against which it is written; today when left out.")] = None,
    answer_by: Annotated[str | None, typer.Option(help="The last day to answer; in four weeks when left out.")] = None,
    language: Annotated[
        str | None, language_option(help="Of the letter, like nl; that of the settings when left out.")
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", readable=False, help="Files to write, .docx, .html or .csv; may be repeated."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Only write the files: the history does not tell of it.")
    ] = False,
    send: SendOption = False,
    again: AgainOption = False,
    force: ForceOption = False,
    today: TodayOption = None,
) -> None:
    """Write a reminder: what is overdue, what falls due in the coming half year, and a table to answer in.

    That it was written stands in the history of each commitment, with the day by which an answer is asked.
    """
    from tracker.usecases.letters.rappel import KINDS, save_rappel, write_rappel

    if send and draft:
        raise WrongCall("call.exclusive", options=["--send", "--draft"])
    app, words = app_of(context, today=today), words_of(context)
    day, answer_on = day_given(context, until, option="--until"), day_given(context, answer_by, option="--answer-by")
    letter = write_rappel(app.office, minister, until=day or app.today(), answer_by=answer_on)
    kinds = KINDS if letter.items else KINDS[:2]  # without anything to answer there is no table
    paths = out or ([] if send else [Path(f"{letter.file_name}{kind}") for kind in kinds])
    places = [app.destination(path, force=force) for path in paths]
    language = language or app.settings.language
    post = partial(_post, context, letter, language, again=again) if send else None
    address = save_rappel(app.office, letter, places, language=language, post=post)
    _warn_of(letter, app, words)
    say(context, _summary(letter, words))
    if paths:
        say(context, words.say("Written to %(files)s.", files=", ".join(map(str, paths))))
    if address:
        _deliver(context, address)
    elif letter.items and draft:
        say(context, words.say("A draft: the history does not tell of it."))
    elif letter.items:
        _record(context, letter)


def _record(context: typer.Context, letter: Rappel) -> None:
    from tracker.model import Act
    from tracker.usecases.letters.rappel import record_rappel

    app = app_of(context)
    recorded = len(record_rappel(app.database, letter, act=Act(app.actor, app.now())))
    say(context, _marked(recorded, words_of(context)))


def _post(context: typer.Context, letter: Rappel, language: str, *, again: bool) -> str:
    """Put it into the outbox, where there is a way out of the house; gives the address."""
    from tracker.cli import running
    from tracker.model import Act
    from tracker.usecases.letters.rappel_mail import post_rappel

    app = app_of(context)
    running.open_post_of(context)
    return post_rappel(app.office, letter, language=language, act=Act(app.actor, app.now()), again=again)


def _deliver(context: typer.Context, address: str) -> None:
    from tracker.cli import running
    from tracker.usecases.letters.deliver import deliver

    say(context, words_of(context).say("In the outbox for %(address)s, and recorded.", address=address))
    running.tell_delivered(context, deliver(app_of(context).office, running.open_post_of(context), at_once=True))


def _warn_of(letter: Rappel, app: App, words: Speech) -> None:
    """What somebody who takes the letter for another one, or waits to hear of it, should know."""
    if letter.items and app.office.desk is None:
        warn(words.say("No letter will tell that no answer came: [letters] desk names nobody."))
    if letter.alike:
        names = ", ".join(letter.alike)
        warn(words.say("Not about %(names)s, whose name is another in the register.", names=names))
    if letter.unreviewed:
        warn(
            words.count(
                "%(n)s proposal is left out until it is reviewed: tracker review --minister %(minister)s",
                "%(n)s proposals are left out until they are reviewed: tracker review --minister %(minister)s",
                letter.unreviewed,
                minister=quote(letter.minister),
            )
        )
    if letter.days.written_on > app.today():
        warn(
            words.say(
                "The letter is dated %(day)s; write it again if anything changes before then.",
                day=letter.days.written_on,
            )
        )


def _marked(number: int, words: Speech) -> str:
    return words.count(
        "%(n)s commitment is marked as reminded of.", "%(n)s commitments are marked as reminded of.", number
    )


def _summary(letter: Rappel, words: Speech) -> str:
    days = letter.days
    whom = f"{letter.minister}, {letter.function}" if letter.function else letter.minister
    if not letter.items:
        return words.say(
            "%(whom)s: no answer is owed. Nothing is overdue on %(day)s or due up to %(last)s.",
            whom=whom,
            day=days.until,
            last=days.ahead_until,
        )
    facts = {
        "whom": whom,
        "overdue": len(letter.overdue),
        "day": days.until,
        "coming": len(letter.coming),
        "last": days.ahead_until,
        "by": days.answer_by,
    }
    return words.say(
        "%(whom)s: %(overdue)s overdue on %(day)s, %(coming)s due up to %(last)s; to be answered by %(by)s.", **facts
    )


def answers(
    context: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="The filled-in table (.csv, .xlsx, .ods, .docx), or the mail that brought it (.eml, .mbox, Maildir).",
        ),
    ],
    source: Annotated[str | None, typer.Option(help="Which letter brought them; else the file's name.")] = None,
    also_not_recalled: Annotated[
        bool,
        typer.Option(
            "--also-not-recalled",
            help="Of a table, also what is in no reminder, or in one to another minister than its other rows.",
        ),
    ] = False,
    also_undone: Annotated[
        bool, typer.Option("--also-undone", help="Take what was taken from such a table before and undone since.")
    ] = False,
) -> None:
    """Read a minister's answers to a reminder into the register; what is doubtful is named and left.

    Of a mail only what its sender's cabinet was reminded of is taken. Anybody can write any sender: look who sent it.
    """
    from tracker.usecases.letters.answers import take_answers

    if path.suffix.lower() not in FILLED_IN and not path.is_dir():
        raise WrongCall("answers.kind-unknown", name=path.name)
    app = app_of(context)
    office = replace(app.office, database=app.database)  # decisions are recorded on a rehearsed day too
    done = take_answers(
        office,
        path,
        actor=app.actor,
        source=source,
        also_not_recalled=also_not_recalled,
        also_undone=also_undone,
    )
    _tell_done(context, done)
    if done.set_aside:
        raise Refused("answers.set-aside", count=len(done.set_aside))
    if done.unknown:
        raise Refused("answers.sender-unknown", count=len(done.unknown))


def _tell_done(context: typer.Context, done: Answered) -> None:
    words = words_of(context)
    _tell_senders(context, done)
    for entry in done.moved:
        say(context, words.say("%(number)s moved to %(day)s.", number=entry.label, day=entry.due_on))
    for entry in done.resolved:
        say(context, words.say("%(number)s fulfilled on %(day)s.", number=entry.label, day=entry.resolved_on))
    for row in done.set_aside:
        warn(_complaint(row, words))
    for name in done.passed_over:
        warn(words.say("%(file)s is no table of answers and was passed over.", file=name))
    facts = {"moved": len(done.moved), "fulfilled": len(done.resolved), "known": done.known}
    say(context, words.say("%(moved)s moved, %(fulfilled)s fulfilled, %(known)s known already.", **facts))


def _tell_senders(context: typer.Context, done: Answered) -> None:
    words = words_of(context)
    for mailed in done.mailed:
        say(context, words.say("%(file)s: from %(sender)s, as the mail says.", file=mailed.name, sender=mailed.sender))
    for mailed in done.unknown:
        sender = mailed.sender or words.say("nobody in particular")
        warn(words.say("%(file)s: from an unknown sender, %(sender)s; left.", file=mailed.name, sender=sender))


def _complaint(row: BadRow, words: Speech) -> str:
    """What is wrong in which row, about which commitment."""
    from tracker.model import label
    from tracker.usecases.letters.answers import OF_THE_COMMITMENT
    from tracker.wording.refusals import Door, refusal

    place = words.say("Row %(row)s", row=row.row)
    if row.column:
        place = words.say("Row %(row)s, column %(column)s", row=row.row, column=repr(row.column))
    told = words.retold(row.complaint)
    if row.error:
        door = Door.COMMAND if row.error.code in OF_THE_COMMITMENT else Door.PAGE  # the clerk decides on these
        told = refusal(row.error, language=words.language, door=door)
    if row.number and label(row.number) not in told:
        told = words.labelled(label(row.number), told)
    return words.labelled(place, told)
