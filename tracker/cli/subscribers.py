"""`tracker subscriber`, `follow` and `silence`: who gets which letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.completion import addresses, entry_numbers, ministers
from tracker.cli.days import day_given
from tracker.cli.door import Commands
from tracker.cli.output import Format, FormatOption, app_of, cell, say, show_rows, warn, words_of
from tracker.cli.reader_options import ReaderOptions, asking, granted
from tracker.model import Selection, label, number_of
from tracker.model.letters import ALL_ALERTS, Rhythm, Subscriber, Timetable
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from tracker.model.letters import Silence

FIELDS = {"minister": "responsible", "kinds": "kind"}  # of the filters, where they have another name
Address = Annotated[str, typer.Argument(help="E-mail address.", autocompletion=addresses)]

subscriber_commands = Commands(help="Who gets which letters, and when.")
silence_commands = Commands(help="No alerts for a while: who asked, why, until when.")


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(subscriber_commands, name="subscriber")
    app.add_typer(silence_commands, name="silence")
    app.command("follow")(follow)
    app.command("unfollow")(unfollow)


@subscriber_commands.command("add")
@asking
def add(context: typer.Context, address: Address, asked: ReaderOptions) -> None:
    """Add a reader: a digest every Monday at 8 and all alerts, unless told otherwise."""
    from tracker.usecases.letters.subscribe import SubscriptionRequest, subscribe

    app = app_of(context)
    usual = SubscriptionRequest(
        address, language=app.settings.language, timetable=Timetable(zone=app.settings.timezone)
    )
    added = subscribe(app.office, granted(asked, usual), token=app.token())
    _tell_subscription(context, added)


@subscriber_commands.command("edit")
@asking
def edit(
    context: typer.Context,
    address: Address,
    asked: ReaderOptions,
    everything: Annotated[bool, typer.Option("--everything", help="Drop all filters first.")] = False,
) -> None:
    """Change what a reader gets; what is left out stays as it is."""
    from tracker.usecases.letters.subscribe import change

    def edited(reader: Subscriber) -> Subscriber:
        return granted(asked, replace(reader, selection=Selection()) if everything else reader)

    _tell_subscription(context, change(app_of(context).office, address, edited))


@subscriber_commands.command("list")
def list_(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show all readers."""
    from tracker.usecases.letters.subscribe import readers

    is_told = format is Format.TABLE
    words = words_of(context) if is_told else speech_in("en")

    def shown(selection: Selection) -> object:
        return _filters(selection) if format in {Format.JSON, Format.JSONL} else _filters_in_words(selection, words)

    columns = ("address", "language", "letters", "filters", "follows", "state", "reason")
    rows = [
        {
            "address": reader.address,
            "name": reader.name,
            "language": reader.language,
            "letters": _letters(reader, words),
            "filters": shown(reader.selection),
            "follows": [label(number) for number in reader.follows],
            "state": words.name("reader state", reader.state) if is_told else reader.state,
            "reason": words.retold(reader.state_reason or "") or None,
        }
        for reader in readers(app_of(context).office)
    ]
    show_rows(rows, format=format, columns=columns, headings=[words.name("field", name) for name in columns])


@subscriber_commands.command("pause")
def pause(
    context: typer.Context,
    address: Address,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Send a reader nothing until resumed."""
    from tracker.usecases.letters import subscribe

    subscribe.pause(app_of(context).office, address, reason=reason)
    say(
        context,
        words_of(context).say(
            "%(address)s gets no letters until: tracker subscriber resume %(address)s", address=address
        ),
    )


@subscriber_commands.command("resume")
def resume(context: typer.Context, address: Address) -> None:
    """Send again, to a paused reader or one whose address bounced."""
    from tracker.usecases.letters import subscribe

    _tell_subscription(context, subscribe.resume(app_of(context).office, address))


@subscriber_commands.command("remove")
def remove(context: typer.Context, address: Address) -> None:
    """Remove a reader; name and address are erased, also in letters, and what still waits does not leave."""
    from tracker.usecases.letters import subscribe

    dropped = subscribe.remove(app_of(context).office, address)
    words = words_of(context)
    say(context, words.say("%(address)s is removed.", address=address))
    if dropped:
        say(
            context,
            words.count(
                "%(n)s letter that waited will not leave.", "%(n)s letters that waited will not leave.", dropped
            ),
        )


def follow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.", autocompletion=entry_numbers)],
    address: Annotated[str, typer.Argument(help="The reader's address.", autocompletion=addresses)],
) -> None:
    """Mail a reader whenever anything happens to a commitment, and every 30 days while it is open."""
    from tracker.usecases.letters import subscribe

    new = subscribe.follow(app_of(context).office, address, number_of(number))
    facts = {"address": address, "number": label(number_of(number))}
    words = words_of(context)
    if new:
        say(context, words.say("%(address)s follows %(number)s.", **facts))
    else:
        say(context, words.say("%(address)s follows %(number)s already.", **facts))


def unfollow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.", autocompletion=entry_numbers)],
    address: Annotated[str, typer.Argument(help="The reader's address.", autocompletion=addresses)],
) -> None:
    """Stop following a commitment."""
    from tracker.usecases.letters import subscribe

    was = subscribe.unfollow(app_of(context).office, address, number_of(number))
    facts = {"address": address, "number": label(number_of(number))}
    words = words_of(context)
    if was:
        say(context, words.say("%(address)s no longer follows %(number)s.", **facts))
    else:
        say(context, words.say("%(address)s did not follow %(number)s.", **facts))


@silence_commands.command("add")
def add_silence(
    context: typer.Context,
    until: Annotated[str, typer.Option(help="The last day of the silence, like 2026-09-30.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    subscriber: Annotated[str | None, typer.Option(help="Only for this address.", autocompletion=addresses)] = None,
    number: Annotated[str | None, typer.Option(help="Only about this commitment.")] = None,
    minister: Annotated[
        str | None, typer.Option(help="Only of this minister (part of the name).", autocompletion=ministers)
    ] = None,
) -> None:
    """Raise no alerts until a day; digests still tell everything."""
    from tracker.usecases.letters.subscribe import Quiet, silence

    app = app_of(context)
    day = day_given(context, until, option="--until")
    quiet = Quiet(
        reason=reason,
        ends_at=datetime.combine(day, time(23, 59, 59), app.zone),
        address=subscriber,
        commitment=number_of(number) if number else None,
        minister=minister,
    )
    made = silence(app.office, quiet, actor=app.actor)
    words = words_of(context)
    facts = {"number": made.id, "day": day, "about": _about(made, words)}
    say(context, words.say("Silence %(number)s lasts until %(day)s, about %(about)s.", **facts))
    if minister:
        _warn_of_nothing(context, Selection(minister=minister), words.say("No commitment is of such a minister yet."))


@silence_commands.command("list")
def list_silences(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show the silences that last."""
    from tracker.usecases.letters.subscribe import silences_of

    app = app_of(context)
    words = words_of(context) if format is Format.TABLE else speech_in("en")
    columns = ("silence", "about", "subscriber", "by", "reason", "from", "until")

    def row(silence: Silence) -> dict[str, object]:
        return {
            "silence": silence.id,
            "about": _about(silence, words),
            "subscriber": silence.subscriber,
            "by": silence.actor,
            "reason": silence.reason,
            "from": silence.starts_at.astimezone(app.zone).date(),
            "until": silence.ends_at.astimezone(app.zone).date(),
        }

    rows = [row(one) for one in silences_of(app.office)]
    show_rows(rows, format=format, columns=columns, headings=[words.name("field", name) for name in columns])


@silence_commands.command("lift")
def lift(context: typer.Context, silence: Annotated[int, typer.Argument(help="Its number.")]) -> None:
    """End a silence before its time."""
    from tracker.usecases.letters import subscribe

    app = app_of(context)
    subscribe.lift(app.office, silence, actor=app.actor)
    say(context, words_of(context).say("Silence %(number)s is lifted.", number=silence))


def _about(silence: Silence, words: Speech) -> str:
    about = [label(silence.commitment)] if silence.commitment else []
    return ", ".join([*about, silence.minister] if silence.minister else about) or words.say("everything")


def _tell_subscription(context: typer.Context, reader: Subscriber) -> None:
    """Repeat what was understood, and warn of filters that let nothing through."""
    words = words_of(context)
    asked = _filters_in_words(reader.selection, words)
    facts = {
        "address": reader.address,
        "letters": _letters(reader, words),
        "language": words.language_name(reader.language),
    }
    if not asked:
        say(context, words.say("%(address)s gets %(letters)s; in %(language)s.", **facts))
        return
    say(context, words.say("%(address)s gets %(letters)s; in %(language)s; only %(filters)s.", filters=asked, **facts))
    _warn_of_nothing(context, reader.selection, words.say("No commitment matches these filters yet."))


def _warn_of_nothing(context: typer.Context, selection: Selection, words: str) -> None:
    from tracker.usecases.letters.subscribe import matches_any

    if not matches_any(app_of(context).office, selection):
        warn(words)


def _letters(reader: Subscriber, words: Speech) -> str:
    timetable = reader.timetable
    at = f"{words.clock(timetable.at)} ({timetable.zone})"
    if set(reader.alerts) == set(ALL_ALERTS):
        alerts = words.say("all alerts")
    else:
        alerts = ", ".join(words.name("alert", kind) for kind in reader.alerts) or words.say("no alerts")
    return words.parted(_digests(timetable, at, words), alerts)


def _digests(timetable: Timetable, at: str, words: Speech) -> str:
    match timetable.rhythm:
        case Rhythm.NEVER:
            return words.say("no digest")
        case Rhythm.DAILY:
            return words.say("a digest every day at %(at)s", at=at)
        case Rhythm.WEEKLY:
            days = words.each_weekday(timetable.weekdays)
            return words.say("a digest %(every_weekday)s at %(at)s", every_weekday=days, at=at)
        case Rhythm.MONTHLY:
            day = words.month_day(timetable.month_day)
            return words.say("a digest on the %(day)s of each month at %(at)s", day=day, at=at)


def _filters(selection: Selection) -> dict[str, object]:
    """What a reader asks for, by name; None where nothing is asked."""
    return {
        "minister": selection.minister,
        "committee": selection.committee,
        "policy_area": selection.policy_area,
        "kinds": selection.kinds or None,
        "firmness": selection.firmness or None,
        "tags": selection.tags or None,
        "numbers": tuple(map(label, selection.numbers)) or None,
        "overdue": selection.overdue,
    }


def _filters_in_words(selection: Selection, words: Speech) -> str:
    """The same for people: minister Somers, policy area Wonen, what is overdue."""
    asked = {name: value for name, value in _filters(selection).items() if value}
    return ", ".join(_filter(name, value, words) for name, value in asked.items())


def _filter(name: str, value: object, words: Speech) -> str:
    if name == "overdue":
        return words.say("what is overdue")
    if name == "numbers":
        return cell(value)
    field = FIELDS.get(name, name)
    values = value if isinstance(value, tuple) else (value,)
    return f"{words.name('field', field)} {', '.join(words.name(field, str(one)) for one in values)}"
