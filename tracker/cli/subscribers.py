"""`tracker subscriber`, `follow` and `silence`: who gets which letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.door import Commands
from tracker.cli.output import Format, FormatOption, app_of, cell, say, show_rows, warn
from tracker.cli.reader_options import WEEKDAY_NAMES, ReaderOptions, asking, granted
from tracker.cli.running import counted
from tracker.errors import WrongCall
from tracker.model import Selection, label, number_of
from tracker.model.letters import ALL_ALERTS, Rhythm, Subscriber, Timetable
from tracker.wording.speech import speech_in

if TYPE_CHECKING:
    from tracker.model.letters import Silence

WEEKDAYS = tuple(name.capitalize() for name in WEEKDAY_NAMES[0])
WORDS = {  # of the filters
    "minister": "minister {}",
    "committee": "committee {}",
    "policy_area": "policy area {}",
    "kinds": "kind {}",
    "firmness": "firmness {}",
    "tags": "tag {}",
    "numbers": "{}",
    "overdue": "what is overdue",
}
Address = Annotated[str, typer.Argument(help="E-mail address.")]

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
    _tell_wishes(context, added)


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

    _tell_wishes(context, change(app_of(context).office, address, edited))


@subscriber_commands.command("list")
def list_(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show all readers."""
    from tracker.usecases.letters.subscribe import readers

    told = _filters if format in {Format.JSON, Format.JSONL} else _filters_in_words
    rows = [
        {
            "address": reader.address,
            "name": reader.name,
            "language": reader.language,
            "letters": _letters(reader),
            "filters": told(reader.selection),
            "follows": [label(number) for number in reader.follows],
            "state": reader.state,
            "reason": reader.state_reason,
        }
        for reader in readers(app_of(context).office)
    ]
    show_rows(rows, format=format, columns=("address", "language", "letters", "filters", "follows", "state", "reason"))


@subscriber_commands.command("pause")
def pause(
    context: typer.Context,
    address: Address,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Send a reader nothing until resumed."""
    from tracker.usecases.letters import subscribe

    subscribe.pause(app_of(context).office, address, reason=reason)
    say(context, f"{address} gets no letters until: tracker subscriber resume {address}")


@subscriber_commands.command("resume")
def resume(context: typer.Context, address: Address) -> None:
    """Send again, to a paused reader or one whose address bounced."""
    from tracker.usecases.letters import subscribe

    _tell_wishes(context, subscribe.resume(app_of(context).office, address))


@subscriber_commands.command("remove")
def remove(context: typer.Context, address: Address) -> None:
    """Remove a reader; name and address are erased, also in letters, and what still waits does not leave."""
    from tracker.usecases.letters import subscribe

    dropped = subscribe.remove(app_of(context).office, address)
    waited = f"; {counted(dropped, 'letter')} that waited will not leave" if dropped else ""
    say(context, f"{address} is removed{waited}.")


def follow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.")],
    address: Annotated[str, typer.Argument(help="The subscriber's address.")],
) -> None:
    """Mail a subscriber whenever anything happens to a commitment, and every 30 days while it is open."""
    from tracker.usecases.letters import subscribe

    new = subscribe.follow(app_of(context).office, address, number_of(number))
    say(context, f"{address} follows {label(number_of(number))}{'' if new else ' already'}.")


def unfollow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.")],
    address: Annotated[str, typer.Argument(help="The subscriber's address.")],
) -> None:
    """Stop following a commitment."""
    from tracker.usecases.letters import subscribe

    was = subscribe.unfollow(app_of(context).office, address, number_of(number))
    say(context, f"{address} {'no longer follows' if was else 'did not follow'} {label(number_of(number))}.")


@silence_commands.command("add")
def add_silence(
    context: typer.Context,
    until: Annotated[str, typer.Option(help="The last day of the silence, like 2026-09-30.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    subscriber: Annotated[str | None, typer.Option(help="Only for this address.")] = None,
    number: Annotated[str | None, typer.Option(help="Only about this commitment.")] = None,
    minister: Annotated[str | None, typer.Option(help="Only of this minister (part of the name).")] = None,
) -> None:
    """Raise no alerts until a day; digests still tell everything."""
    from tracker.app import parse_day
    from tracker.usecases.letters.subscribe import Quiet, silence

    app = app_of(context)
    day = parse_day(until, option="--until")
    if day is None:
        raise WrongCall("silence.end-missing")
    quiet = Quiet(
        reason=reason,
        ends_at=datetime.combine(day, time(23, 59, 59), app.zone),
        address=subscriber,
        commitment=number_of(number) if number else None,
        minister=minister,
    )
    made = silence(app.office, quiet, actor=app.actor)
    say(context, f"Silence {made.id} lasts until {day}, about {_about(made)}.")
    if minister:
        _warn_of_nothing(context, Selection(minister=minister), "No commitment is of such a minister yet.")


@silence_commands.command("list")
def list_silences(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show the silences that last."""
    from tracker.usecases.letters.subscribe import silences_of

    app = app_of(context)

    def row(one: Silence) -> dict[str, object]:
        return {
            "silence": one.id,
            "about": _about(one),
            "subscriber": one.subscriber,
            "by": one.actor,
            "reason": one.reason,
            "from": one.starts_at.astimezone(app.zone).date(),
            "until": one.ends_at.astimezone(app.zone).date(),
        }

    rows = [row(one) for one in silences_of(app.office)]
    show_rows(rows, format=format, columns=("silence", "about", "subscriber", "by", "reason", "from", "until"))


@silence_commands.command("lift")
def lift(context: typer.Context, silence: Annotated[int, typer.Argument(help="Its number.")]) -> None:
    """End a silence before its time."""
    from tracker.usecases.letters import subscribe

    app = app_of(context)
    subscribe.lift(app.office, silence, actor=app.actor)
    say(context, f"Silence {silence} is lifted.")


def _about(silence: Silence) -> str:
    about = [label(silence.commitment)] if silence.commitment else []
    return ", ".join([*about, silence.minister] if silence.minister else about) or "everything"


def _tell_wishes(context: typer.Context, reader: Subscriber) -> None:
    """Repeat what was understood, and warn of filters that let nothing through."""
    asked = _filters_in_words(reader.selection)
    only = f"; only {asked}" if asked else ""
    language = speech_in("en").language_name(reader.language)
    say(context, f"{reader.address} gets {_letters(reader)}; in {language}{only}.")
    if asked:
        _warn_of_nothing(context, reader.selection, "No commitment matches these filters yet.")


def _warn_of_nothing(context: typer.Context, selection: Selection, words: str) -> None:
    from tracker.usecases.letters.subscribe import matches_any

    if not matches_any(app_of(context).office, selection):
        warn(words)


def _letters(reader: Subscriber) -> str:
    timetable = reader.timetable
    at = f"{timetable.at:%H:%M} ({timetable.zone})"
    digest = {
        Rhythm.NEVER: "no digest",
        Rhythm.DAILY: f"a digest daily at {at}",
        Rhythm.WEEKLY: f"a digest every {_weekdays(timetable.weekdays)} at {at}",
        Rhythm.MONTHLY: f"a digest on day {timetable.month_day} of each month at {at}",
    }[timetable.rhythm]
    alerts = "all alerts" if set(reader.alerts) == set(ALL_ALERTS) else ", ".join(reader.alerts)
    return f"{digest}; {alerts or 'no alerts'}"


def _weekdays(numbers: tuple[int, ...]) -> str:
    """Monday, Wednesday and Friday."""
    *first, last = (WEEKDAYS[number - 1] for number in numbers)
    return f"{', '.join(first)} and {last}" if first else last


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


def _filters_in_words(selection: Selection) -> str:
    """The same for people: minister Somers, policy area Wonen, what is overdue."""
    asked = {name: value for name, value in _filters(selection).items() if value}
    return ", ".join(WORDS[name].format(cell(value)) for name, value in asked.items())
