"""`tracker subscriber`, `follow` and `silence`: who gets which letters."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.frame import Format, FormatOption, app_of, say, show_rows
from tracker.errors import WrongCall
from tracker.model import Firmness, Kind, Selection, label, number_of
from tracker.model.letters import ALL_ALERTS, AlertKind, Rhythm, Subscriber, Timetable

if TYPE_CHECKING:
    from tracker.model.letters import Silence

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NAMES = (
    WEEKDAYS,
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)

Address = Annotated[str, typer.Argument(help="E-mail address.")]
Name = Annotated[str | None, typer.Option(help="Name of the reader.")]
Language = Annotated[str | None, typer.Option(help="nl, en or fr; that of the settings when left out.")]
Daily = Annotated[bool, typer.Option("--daily", help="A digest every day on which something happened.")]
Weekly = Annotated[str | None, typer.Option(help="A digest on these weekdays: monday, or monday,thursday.")]
Monthly = Annotated[int | None, typer.Option(min=1, max=31, help="A digest on this day of each month.")]
NoDigest = Annotated[bool, typer.Option("--no-digest", help="Alerts only.")]
At = Annotated[str | None, typer.Option(help="Local time of the digest, like 08:00.")]
Zone = Annotated[str | None, typer.Option("--timezone", help="The reader's zone; the parliament's when left out.")]
Alerts = Annotated[str | None, typer.Option(help="Which alerts: due,overdue,moved,resolved,reopened, or all, or none.")]
Before = Annotated[str | None, typer.Option("--days-before", help="Alert so many days before a deadline: 14,7,1.")]
After = Annotated[str | None, typer.Option("--days-after", help="And so many days after it: 1,7,30.")]
SendEmpty = Annotated[
    bool | None, typer.Option("--send-empty/--skip-empty", help="Send the digest when nothing happened, or not.")
]
Minister = Annotated[str | None, typer.Option(help="Only of this minister (part of the name).")]
Committee = Annotated[str | None, typer.Option(help="Only of this committee (part of the name).")]
Area = Annotated[str | None, typer.Option("--policy-area", help="Only of this policy area.")]
Kinds = Annotated[list[Kind] | None, typer.Option("--kind", help="Only of this kind; may be repeated.")]
Firm = Annotated[list[Firmness] | None, typer.Option("--firmness", help="Only as firm as this; may be repeated.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Only with this tag; may be repeated.")]
Only = Annotated[list[str] | None, typer.Option("--number", help="Only this commitment; may be repeated.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")]
Everything = Annotated[bool, typer.Option("--everything", help="Drop all filters first.")]

subscriber_commands = typer.Typer(no_args_is_help=True, help="Who gets which letters, and when.")
silence_commands = typer.Typer(no_args_is_help=True, help="No alerts for a while: who asked, why, until when.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(subscriber_commands, name="subscriber")
    app.add_typer(silence_commands, name="silence")
    app.command("follow")(follow)
    app.command("unfollow")(unfollow)


@subscriber_commands.command("add")
def add(
    context: typer.Context,
    address: Address,
    name: Name = None,
    language: Language = None,
    daily: Daily = False,
    weekly: Weekly = None,
    monthly: Monthly = None,
    no_digest: NoDigest = False,
    at: At = None,
    timezone: Zone = None,
    alerts: Alerts = None,
    days_before: Before = None,
    days_after: After = None,
    send_empty: SendEmpty = None,
    minister: Minister = None,
    committee: Committee = None,
    policy_area: Area = None,
    kind: Kinds = None,
    firmness: Firm = None,
    tag: Tags = None,
    number: Only = None,
    overdue: Overdue = False,
) -> None:
    """Add a reader: a digest every Monday at 8 and all alerts, unless told otherwise."""
    from tracker.usecases.letters.subscribe import Wishes, subscribe

    app = app_of(context)
    start = Timetable(zone=timezone or app.settings.timezone)
    added = subscribe(
        app.desk,
        Wishes(
            address=address,
            name=name,
            language=language or app.settings.language,
            timetable=_timetable(start, daily=daily, weekly=weekly, monthly=monthly, never=no_digest, at=at),
            selection=Selection(
                minister=minister,
                committee=committee,
                policy_area=policy_area,
                kinds=tuple(kind or ()),
                firmness=tuple(firmness or ()),
                tags=tuple(tag or ()),
                numbers=tuple(number_of(one) for one in number or ()),
                overdue=overdue,
            ),
            alerts=ALL_ALERTS if alerts is None else _alerts(alerts),
            days_before=_days(days_before, "--days-before"),
            days_after=_days(days_after, "--days-after"),
            send_empty=send_empty,
        ),
        token=app.token(),
    )
    say(context, f"{added.address} gets {_letters(added)}.")


@subscriber_commands.command("edit")
def edit(
    context: typer.Context,
    address: Address,
    name: Name = None,
    language: Language = None,
    daily: Daily = False,
    weekly: Weekly = None,
    monthly: Monthly = None,
    no_digest: NoDigest = False,
    at: At = None,
    timezone: Zone = None,
    alerts: Alerts = None,
    days_before: Before = None,
    days_after: After = None,
    send_empty: SendEmpty = None,
    minister: Minister = None,
    committee: Committee = None,
    policy_area: Area = None,
    kind: Kinds = None,
    firmness: Firm = None,
    tag: Tags = None,
    number: Only = None,
    overdue: Overdue = False,
    everything: Everything = False,
) -> None:
    """Change what a reader gets; what is left out stays as it is."""
    from dataclasses import replace

    from tracker.usecases.letters.subscribe import change

    def edited(reader: Subscriber) -> Subscriber:
        start = replace(reader.timetable, zone=timezone or reader.timetable.zone)
        before = Selection() if everything else reader.selection
        return replace(
            reader,
            name=name or reader.name,
            language=language or reader.language,
            timetable=_timetable(start, daily=daily, weekly=weekly, monthly=monthly, never=no_digest, at=at),
            selection=replace(
                before,
                minister=minister or before.minister,
                committee=committee or before.committee,
                policy_area=policy_area or before.policy_area,
                kinds=tuple(kind or before.kinds),
                firmness=tuple(firmness or before.firmness),
                tags=tuple(tag or before.tags),
                numbers=tuple(number_of(one) for one in number) if number else before.numbers,
                overdue=overdue or before.overdue,
            ),
            alerts=reader.alerts if alerts is None else _alerts(alerts),
            days_before=_days(days_before, "--days-before") if days_before else reader.days_before,
            days_after=_days(days_after, "--days-after") if days_after else reader.days_after,
            send_empty=reader.send_empty if send_empty is None else send_empty,
        )

    changed = change(app_of(context).desk, address, edited)
    say(context, f"{changed.address} gets {_letters(changed)}.")


@subscriber_commands.command("list")
def list_(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show all readers."""
    from tracker.usecases.letters.subscribe import readers

    rows = [
        {
            "address": reader.address,
            "name": reader.name,
            "language": reader.language,
            "letters": _letters(reader),
            "filters": _filters(reader.selection),
            "follows": [label(number) for number in reader.follows],
            "state": reader.state,
            "reason": reader.state_reason,
        }
        for reader in readers(app_of(context).desk)
    ]
    show_rows(rows, format=format, columns=("address", "language", "letters", "filters", "follows", "state", "reason"))


@subscriber_commands.command("pause")
def pause(
    context: typer.Context,
    address: Address,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Send a reader nothing until resumed."""
    from tracker.usecases.letters.subscribe import pause as story

    story(app_of(context).desk, address, reason=reason)
    say(context, f"{address} gets no letters until: tracker subscriber resume {address}")


@subscriber_commands.command("resume")
def resume(context: typer.Context, address: Address) -> None:
    """Send again, to a paused reader or one whose address bounced."""
    from tracker.usecases.letters.subscribe import resume as story

    say(context, f"{address} gets {_letters(story(app_of(context).desk, address))}.")


@subscriber_commands.command("remove")
def remove(context: typer.Context, address: Address) -> None:
    """Remove a reader; name and address are erased."""
    from tracker.usecases.letters.subscribe import remove as story

    story(app_of(context).desk, address)
    say(context, f"{address} is removed.")


def follow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.")],
    address: Annotated[str, typer.Argument(help="The subscriber's address.")],
) -> None:
    """Mail a subscriber whenever anything happens to a commitment, and every 30 days while it is open."""
    from tracker.usecases.letters.subscribe import follow as story

    new = story(app_of(context).desk, address, number_of(number))
    say(context, f"{address} follows {label(number_of(number))}{'' if new else ' already'}.")


def unfollow(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.")],
    address: Annotated[str, typer.Argument(help="The subscriber's address.")],
) -> None:
    """Stop following a commitment."""
    from tracker.usecases.letters.subscribe import unfollow as story

    was = story(app_of(context).desk, address, number_of(number))
    say(context, f"{address} {'no longer follows' if was else 'did not follow'} {label(number_of(number))}.")


@silence_commands.command("add")
def add_silence(
    context: typer.Context,
    until: Annotated[str, typer.Option(help="The last day of the silence, like 2026-09-30.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    subscriber: Annotated[str | None, typer.Option(help="Only for this address.")] = None,
    number: Annotated[str | None, typer.Option(help="Only about this commitment.")] = None,
    minister: Minister = None,
) -> None:
    """Raise no alerts until a day; digests still tell everything."""
    from tracker.app import parse_day
    from tracker.usecases.letters.subscribe import Quiet, silence

    app = app_of(context)
    day = parse_day(until, option="--until")
    if day is None:
        raise WrongCall("A silence needs a last day.", advice="Give --until.")
    quiet = Quiet(
        reason=reason,
        ends_at=datetime.combine(day, time(23, 59, 59), app.zone),
        address=subscriber,
        commitment=number_of(number) if number else None,
        minister=minister,
    )
    made = silence(app.desk, quiet, actor=app.actor)
    say(context, f"Silence {made.id} lasts until {day}.")


@silence_commands.command("list")
def list_silences(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show the silences that last."""
    from tracker.usecases.letters.subscribe import silences_of

    def row(one: Silence) -> dict[str, object]:
        about = [label(one.commitment)] if one.commitment else []
        about += [one.minister] if one.minister else []
        return {
            "silence": one.id,
            "about": ", ".join(about) or "everything",
            "subscriber": one.subscriber,
            "by": one.actor,
            "reason": one.reason,
            "until": one.ends_at,
        }

    rows = [row(one) for one in silences_of(app_of(context).desk)]
    show_rows(rows, format=format, columns=("silence", "about", "subscriber", "by", "reason", "until"))


@silence_commands.command("lift")
def lift(context: typer.Context, silence: Annotated[int, typer.Argument(help="Its number.")]) -> None:
    """End a silence before its time."""
    from tracker.usecases.letters.subscribe import lift as story

    app = app_of(context)
    story(app.desk, silence, actor=app.actor)
    say(context, f"Silence {silence} is lifted.")


def _timetable(
    start: Timetable, *, daily: bool, weekly: str | None, monthly: int | None, never: bool, at: str | None
) -> Timetable:
    from dataclasses import replace

    if sum((daily, weekly is not None, monthly is not None, never)) > 1:
        raise WrongCall("--daily, --weekly, --monthly and --no-digest do not go together.", advice="Choose one.")
    timetable = replace(start, at=_time(at)) if at else start
    if daily:
        return replace(timetable, rhythm=Rhythm.DAILY)
    if weekly is not None:
        return replace(timetable, rhythm=Rhythm.WEEKLY, weekdays=_weekdays(weekly))
    if monthly is not None:
        return replace(timetable, rhythm=Rhythm.MONTHLY, month_day=monthly)
    return replace(timetable, rhythm=Rhythm.NEVER) if never else timetable


def _time(text: str) -> time:
    try:
        hour, _, minute = text.partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError as error:
        raise WrongCall(f"--at {text!r} is not a time.", advice="Write it like 08:00.") from error


def _weekdays(text: str) -> tuple[int, ...]:
    days = {_weekday(part.strip()) for part in text.lower().split(",")}
    if None in days:
        raise WrongCall(f"--weekly {text!r} names no weekdays.", advice="Write it like monday or monday,thursday.")
    return tuple(sorted(day for day in days if day is not None))


def _weekday(word: str) -> int | None:
    """The ISO number of a weekday in English, Dutch or French; three letters are enough."""
    for names in WEEKDAY_NAMES:
        for number, name in enumerate(names, start=1):
            if len(word) >= 3 and name.startswith(word):  # noqa: PLR2004 - mon, tue …
                return number
    return None


def _alerts(text: str) -> tuple[AlertKind, ...]:
    if text == "all":
        return ALL_ALERTS
    names = [] if text == "none" else [name.strip() for name in text.split(",")]
    known = {kind.value: kind for kind in ALL_ALERTS}
    if unknown := [name for name in names if name not in known]:
        raise WrongCall(f"Unknown alert {unknown[0]!r}.", advice=f"Known: {', '.join(known)}, all, none.")
    return tuple(known[name] for name in names)


def _days(text: str | None, option: str) -> tuple[int, ...] | None:
    if text is None:
        return None
    try:
        return tuple(sorted({int(part) for part in text.split(",") if part.strip()}, reverse=True))
    except ValueError as error:
        raise WrongCall(f"{option} {text!r} is not a list of days.", advice="Write it like 14,7,1.") from error


def _letters(reader: Subscriber) -> str:
    timetable = reader.timetable
    at = f"{timetable.at:%H:%M} ({timetable.zone})"
    digest = {
        Rhythm.NEVER: "no digest",
        Rhythm.DAILY: f"a digest daily at {at}",
        Rhythm.WEEKLY: f"a digest every {' and '.join(WEEKDAYS[day - 1] for day in timetable.weekdays)} at {at}",
        Rhythm.MONTHLY: f"a digest on day {timetable.month_day} of each month at {at}",
    }[timetable.rhythm]
    alerts = "all alerts" if set(reader.alerts) == set(ALL_ALERTS) else ", ".join(reader.alerts)
    return f"{digest}; {alerts or 'no alerts'}"


def _filters(selection: Selection) -> str:
    asked = [selection.minister, selection.committee, selection.policy_area]
    asked += [*selection.kinds, *selection.firmness, *selection.tags]
    asked += [label(number) for number in selection.numbers]
    return ", ".join(word for word in (*asked, "overdue" if selection.overdue else None) if word)
