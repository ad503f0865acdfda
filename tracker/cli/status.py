"""`tracker status`: how the register, the letters and the senders stand, with an exit code for a monitor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.named_values import FORMAT, choice
from tracker.cli.output import Format, app_of, show_rows, to_json, words_of
from tracker.wording.entries import local
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from tracker.usecases.status import HouseStatus


class StatusFormat(StrEnum):
    """How the status is shown: as rows are, and as Prometheus reads it."""

    TABLE = Format.TABLE.value
    JSON = Format.JSON.value
    JSONL = Format.JSONL.value
    CSV = Format.CSV.value
    PROMETHEUS = "prometheus"


StatusFormatOption = Annotated[StatusFormat, choice(StatusFormat, FORMAT, "--format", help="How to show it.")]


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(context: typer.Context, format: StatusFormatOption = StatusFormat.TABLE) -> None:
    """Show how it stands and what is not well, since when and what to do; ends with 1 when anything is wrong."""
    from tracker.app import real_now
    from tracker.cli.check_lines import spoken
    from tracker.usecases.status import house_status

    app = app_of(context)
    looked_at = real_now()
    now = house_status(app.office, now=looked_at, files=app.private_files)
    if format is StatusFormat.JSON:
        typer.echo(to_json(replace(now, checks=spoken(now.checks))))
    elif format is StatusFormat.PROMETHEUS:
        from tracker.cli.prometheus import prometheus_text

        typer.echo(prometheus_text(now, now=looked_at), nl=False)
    else:
        _show(now, words_of(context), app.zone, Format(format.value))
    if now.needs_somebody:
        raise typer.Exit(1)


def _show(now: HouseStatus, words: Speech, zone: tzinfo, format: Format) -> None:
    columns = ("what", "state", "value")
    facts = _facts_in_words(now, words, zone) if format is Format.TABLE else _facts(now, zone)
    rows = [dict(zip(columns, fact, strict=True)) for fact in facts]
    headings = [words.name("field", name) for name in ("subject", "state", "value")]
    show_rows(rows, format=format, columns=columns, headings=headings)


def _facts(now: HouseStatus, zone: tzinfo) -> Iterator[tuple[str, str, object]]:
    """What, in which state, and how many, since when or why; for programs."""
    from tracker.wording.checks import check_told

    yield from (("commitments", status.value, count) for status, count in now.commitments.items())
    yield "commitments", "overdue", now.overdue
    yield "commitments", "overdue_proposed", now.overdue_proposed
    yield from (("letters", state.value, count) for state, count in now.letters.items())
    yield from (("sender", beat.owner, beat.seen_at) for beat in now.beats)
    yield "history", "head", now.head
    yield from ((check.name, check.state, check_told(check, speech_in("en"), zone)) for check in now.unwell)


def _facts_in_words(now: HouseStatus, words: Speech, zone: tzinfo) -> Iterator[tuple[str, str, object]]:
    """The same for people."""
    from tracker.wording.checks import check_name, check_told
    from tracker.wording.entries import with_unreviewed

    commitments, letters = words.name("check", "commitments"), words.name("check", "letters")
    late = with_unreviewed(words.number(now.overdue), now.overdue_proposed, words)
    yield from ((commitments, words.name("status", status), count) for status, count in now.commitments.items())
    yield commitments, words.name("field", "overdue"), late
    yield from ((letters, words.name("letter state", state), count) for state, count in now.letters.items())
    yield from ((words.name("check", "sender"), beat.owner, local(beat.seen_at, zone)) for beat in now.beats)
    yield words.name("field", "history"), words.name("check", "head"), now.head
    for check in now.unwell:
        state = words.name("check state", check.state)
        yield check_name(check, words), state, check_told(check, words, zone)
