"""`tracker run` and `tracker tick`: the post at work, in the foreground or one tick at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from tracker.cli.named_values import FORMAT, choice
from tracker.cli.output import Format, FormatOption, app_of, say, show_rows, warn, words_of
from tracker.errors import MailError, TrackerError, WrongCall
from tracker.model.days import working_day
from tracker.wording.entries import local
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.mail import Post
    from tracker.model.settings import Settings
    from tracker.usecases.letters.deliver import Delivered
    from tracker.usecases.letters.tick import Ticked


REHEARSED = ("fate", "kind", "recipient", "subject", "at", "why")


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run")(run)
    app.command("tick")(tick)


def tick(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="One tick; so it always is.")] = True,
    now: Annotated[
        str | None, typer.Option(help="Rehearse an instant, like 2026-03-29T08:00+02:00; nothing is sent.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Look once what is owed, write it and send it: for cron or a systemd timer.

    With --now, or --today before the command, it shows what it would do then; nothing leaves, nothing changes.
    """
    from tracker.mail import has_way_out
    from tracker.usecases.letters import tick

    app = app_of(context)
    if now is not None or app.is_rehearsed:
        _rehearse(context, app.now() if now is None else instant(now, app.zone, option="--now"), format)
        return
    post = open_post_of(context) if has_way_out(app.settings.mail) else None
    done = tick.tick(app.office, post, **_listeners(app.settings))
    for unheard in done.unheard:
        warn(words_of(context).say("Not heard outside: %(told)s", told=words_of(context).retold(unheard)))
    if format is not Format.TABLE:
        show_rows([row := _row(done)], format=format, columns=tuple(row))
    else:
        words = words_of(context)
        say(
            context,
            words.say(
                "%(letters)s written; %(sent)s.", letters=_written(done, words), sent=_sent(done.delivered, words)
            ),
        )
    _tell_waiting(context, done.delivered)
    if post is None:
        open_post_of(context)  # tells what to set
    if done.problems:
        raise MailError("tick.went-wrong", problems="; ".join(done.problems))
    _complain(context, done.delivered)


def _rehearse(context: typer.Context, at: datetime, format: Format) -> None:
    """Show what a tick would do at an instant."""
    from tracker.usecases.letters.rehearsing import rehearse_tick

    app = app_of(context)
    seen = rehearse_tick(app.office, at)

    words = words_of(context)

    def for_people(row: dict[str, Any]) -> dict[str, object]:
        fate, kind = words.name("fate", row["fate"]), words.name("letter", row["kind"])
        why = words.retold(row["why"] or "")
        return row | {"at": local(row["at"], app.zone), "fate": fate, "kind": kind, "why": why}

    rows = [{field.name: getattr(one, field.name) for field in fields(one)} for one in seen.foreseen]
    if format is Format.TABLE:
        rows = [for_people(row) for row in rows]
    show_rows(rows, format=format, columns=REHEARSED, headings=[words.name("field", name) for name in REHEARSED])
    if format is Format.TABLE:
        facts = {"instant": local(at, app.zone), "letters": _written(seen.ticked, words)}
        say(
            context,
            words.say("Rehearsed for %(instant)s, nothing was sent or changed: %(letters)s would be written.", **facts),
        )
        if seen.readers_added_later:
            later = words.count(
                "%(n)s reader was added after that day, and gets no digest on it.",
                "%(n)s readers were added after that day, and get no digest on it.",
                seen.readers_added_later,
            )
            say(context, later)
        if not seen.has_way_out:
            say(context, words.say("No way to send letters is set; they would wait."))
        _tell_waiting(context, seen.ticked.delivered)
    if seen.ticked.problems:
        raise MailError("tick.would-go-wrong", problems="; ".join(seen.ticked.problems))


def run(
    context: typer.Context,
    log_format: Annotated[
        LogFormat, choice(LogFormat, FORMAT, "--log-format", help="How the log is written.")
    ] = LogFormat.TEXT,
) -> None:
    """Send letters when they are due, until stopped (SIGTERM or Ctrl-C)."""
    from tracker import schedule
    from tracker.mail import place_of
    from tracker.usecases.letters import tick
    from tracker.usecases.letters.fence import why_fenced
    from tracker.usecases.letters.tick import leave

    app = app_of(context)
    app.need_real_day()
    office, post, listeners = app.office, open_post_of(context), _listeners(app.settings)
    fence = why_fenced(office)  # also shows at once that there is a register
    log = _logger(log_format, app.now)

    def tick_and_report(stopping: Callable[[], bool]) -> None:
        try:
            done = tick.tick(office, post, stop=stopping, lasting=True, **listeners)
            _report(log, done, server=place_of(app.settings.mail))
        except TrackerError as error:
            log("error", "tick failed", code=error.code, error=str(error))
        except Exception as error:  # noqa: BLE001 - the loop of the scheduler: it is told, and the next tick comes
            log("error", "tick failed", error=" ".join(f"{type(error).__name__}: {error}".split()))

    letters = app.settings.letters
    log("info", "started", owner=office.owner, register=office.database.name, every_seconds=letters.tick_seconds)
    if fence:
        log("error", "nothing leaves", code=fence.code, why=str(fence))
    schedule.run(
        tick_and_report,
        seconds=letters.tick_seconds,
        stale_after=2 * letters.lease_seconds,
        tell=lambda words: log("error", "scheduler", error=words),
    )
    leave(office)
    log("info", "stopped")


def _listeners(settings: Settings) -> dict[str, Any]:
    """Who hears outside how the post fares, as a tick takes them."""
    from tracker.monitor import open_monitor, open_ping

    listeners = {"monitor": open_monitor(settings.monitor), "ping": open_ping(settings.health)}
    return {**listeners, "webhook": settings.webhook if settings.webhook.url else None}


def open_post_of(context: typer.Context) -> Post:
    """The way out of the house that the settings name."""
    from tracker.mail import open_post

    return open_post(app_of(context).settings.mail, show=typer.echo)


def tell_delivered(context: typer.Context, delivered: Delivered) -> None:
    """Say what became of letters; refusals are an error."""
    say(context, f"{_sent(delivered, words_of(context))}.")
    _tell_waiting(context, delivered)
    _complain(context, delivered)


def _sent(delivered: Delivered, words: Speech) -> str:
    facts = {"sent": delivered.sent, "waiting": delivered.waiting}
    return words.say("%(sent)s sent, %(waiting)s waiting", **facts)


def _tell_waiting(context: typer.Context, delivered: Delivered) -> None:
    if delivered.left_alone_until is not None:
        at = delivered.left_alone_until.astimezone(app_of(context).zone)
        warn(
            words_of(context).say(
                "The mail server failed and is left alone until %(at)s; `tracker outbox retry` ends that.",
                at=f"{at:%H:%M}",
            )
        )


def _complain(context: typer.Context, delivered: Delivered) -> None:
    from tracker.mail import place_of

    if delivered.server_reply:
        server = place_of(app_of(context).settings.mail)
        raise MailError("mail.server-takes-none", server=server, reply=delivered.server_reply.rstrip("."))
    if delivered.failed or delivered.in_doubt:
        raise MailError("mail.refused-or-in-doubt", refused=delivered.failed, in_doubt=delivered.in_doubt)


def _row(done: Ticked) -> dict[str, object]:
    written = {"digests": done.digests, "alerts": done.alerts, "alert_letters": done.alert_letters}
    return written | {**done.other_letters} | asdict(done.delivered) | {"problems": done.problems}


def _written(done: Ticked, words: Speech) -> str:
    from tracker.model.letter_kinds import by_priority

    kinds = reversed(by_priority())  # digests first, as it always was
    counted = [(kind, done.letters.get(kind.name, 0)) for kind in kinds]
    told = [(kind, number) for kind, number in counted if number or not kind.goes_outside]
    return words.listed([words.tell(kind.counted(number)) for kind, number in told])


def instant(text: str, zone: ZoneInfo, *, option: str) -> datetime:
    """An instant as written, in the parliament's zone when it names none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongCall("call.not-an-instant", option=option, text=text) from error
    working_day(moment.date(), option=option)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _report(log: Callable[..., None], done: Ticked, *, server: str) -> None:
    delivered = done.delivered
    for problem in done.problems:
        log("error", "something went wrong", problem=problem)
    for unheard in done.unheard:
        log("warning", "not heard outside", told=unheard)
    if delivered.server_reply:
        log("warning", "mail server takes no letters", server=server, reply=delivered.server_reply)
    further = {name: number for name, number in done.other_letters.items() if number}
    counts = {"digests": done.digests, "alert_letters": done.alert_letters, **further} | asdict(delivered)
    counts.pop("server_reply")
    counts.pop("left_alone_until")
    if any(number for name, number in counts.items() if name != "waiting"):
        log("warning" if delivered.failed or delivered.in_doubt else "info", "letters", **counts)


def _logger(format: LogFormat, clock: Callable[[], datetime]) -> Callable[..., None]:
    def log(level: str, message: str, **facts: object) -> None:
        at = clock().isoformat(timespec="seconds")
        if format is LogFormat.JSON:
            warn(json.dumps({"at": at, "level": level, "message": message, **facts}, ensure_ascii=False))
        else:
            warn(" ".join((at, level, message, *(f"{name}={value}" for name, value in facts.items()))))

    return log
