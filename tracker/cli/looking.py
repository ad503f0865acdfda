"""`tracker list`, `show`, `history` and `search`: looking into the register."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.completion import entry_numbers
from tracker.cli.named_values import SortOption, choice, columns_of
from tracker.cli.output import (
    Format,
    FormatOption,
    app_of,
    is_quiet,
    room,
    say,
    show_groups,
    show_rows,
    tell,
    warn,
    words_of,
)
from tracker.cli.selection import with_selection
from tracker.cli.views import ViewsArgument
from tracker.followup import days_late, is_overdue
from tracker.model import Deed, Entry, Event, Selection, Sort, Status, number_of
from tracker.model.lists import Line, Listed
from tracker.wording.entries import local, status_of, when
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.usecases.looking import Whole

COLUMNS = ("number", "due_on", "when", "status", "responsible", "summary")
RECALLED = ("number", "due_on", "recalled_on", "answer_by", "status", "responsible", "summary")
ROOMY = 140  # characters of a terminal on which a list shows the subject too
PAGE = 50
OVERDUE_EXIT = 3
COMPUTED = frozenset({"overdue", "days_late", "when"})
CONTEXT = 240  # characters shown around the quote


class Group(StrEnum):
    """By what a list is parted."""

    MINISTER = "minister"
    COMMITTEE = "committee"
    MONTH = "month"


GROUP_SORT = {Group.MINISTER: Sort.MINISTER, Group.COMMITTEE: Sort.COMMITTEE, Group.MONTH: Sort.DUE}


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_)
    app.command()(show)
    app.command()(history)
    app.command()(search)


@with_selection
def list_(
    context: typer.Context,
    selection: Selection,
    views: ViewsArgument = None,
    sort: SortOption = Sort.DUE,
    group_by: Annotated[
        Group | None,
        choice(Group, "field", "--group-by", help="Parted by what; it decides the order."),
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Columns of the table or CSV, parted by commas.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="At most so many; 50 on a terminal.")
    ] = None,
    page: Annotated[int, typer.Option(min=1, help="Which page of so many.")] = 1,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 3 when anything is overdue.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List commitments; what is due first comes first, what has no date comes last."""
    from tracker.usecases.looking import has_overdue

    app = app_of(context)
    today, chosen = app.today(), _columns(columns, selection)
    order = GROUP_SORT[group_by] if group_by else sort
    for_people = format is Format.TABLE and sys.stdout.isatty()
    size = limit or (PAGE if for_people or page > 1 else None)
    if size is None:
        everything = _everything(app, selection, order, chosen, format=format)
        _show_entries(context, everything, columns=chosen, group_by=group_by, format=format)
    else:
        entries, total = _page(app, selection, order, chosen, format=format, limit=size, number=page)
        _show_entries(context, entries, columns=chosen, group_by=group_by, format=format)
        before = (page - 1) * size
        shown = before + len(entries)
        if format is Format.TABLE and shown < total:
            here = {"first": before + 1, "last": shown, "total": total, "next": page + 1}
            say(context, words_of(context).say("%(first)s–%(last)s of %(total)s. More: --page %(next)s", **here))
    if exit_code and has_overdue(app.database, selection, today=today):
        raise typer.Exit(OVERDUE_EXIT)


def _everything(
    app: App, selection: Selection, sort: Sort, columns: Sequence[str], *, format: Format
) -> Iterable[Listed]:
    """All that is selected: by what a line of a list tells, or whole where more is asked for."""
    from tracker.usecases.lists import every_line
    from tracker.usecases.looking import stream

    read = every_line if _tells(columns, format) else stream
    return read(app.database, selection, today=app.today(), sort=sort)


def _page(
    app: App, selection: Selection, sort: Sort, columns: Sequence[str], *, format: Format, limit: int, number: int
) -> tuple[Sequence[Listed], int]:
    """The page with that number, and how many are selected in all."""
    from tracker.usecases.lists import page_at
    from tracker.usecases.looking import look

    if _tells(columns, format):
        page = page_at(app.database, selection, today=app.today(), sort=sort, limit=limit, number=number)
        return page.lines, page.total
    whole = look(app.database, selection, today=app.today(), sort=sort, limit=limit, offset=(number - 1) * limit)
    return whole.entries, whole.total


def _tells(columns: Sequence[str], format: Format) -> bool:
    """Whether the lines of a list tell all that is asked for; JSON gives every key."""
    return format in {Format.TABLE, Format.CSV} and COMPUTED.issuperset({*columns} - {*Line.__slots__})


def show(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Like C-0001.", autocompletion=entry_numbers)],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show one commitment whole: the words in their place, the deadline and its reading, and what happened since."""
    from tracker.cli.sheet import sheet
    from tracker.usecases import looking

    app = app_of(context)
    whole = looking.show(app.database, number_of(number))
    if format is Format.TABLE:
        tell(sheet(whole, today=app.today(), words=words_of(context), zone=app.zone, width=room()))
        return
    row = {**entry_row(whole.entry, app.today(), words_of(context)), "passage": passage(whole)}
    show_rows(
        [{**row, "history": [event_row(event) for event in whole.events]}],
        format=format,
        columns=tuple(row),
    )


def history(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Like C-0001.", autocompletion=entry_numbers)],
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell all that happened to one commitment, oldest first: when, who, what and why."""
    from tracker.usecases import looking

    app = app_of(context)
    events = looking.show(app.database, number_of(number)).events
    words, columns = words_of(context), ("at", "actor", "deed", "what", "reason")
    if format is Format.TABLE:
        rows = [_for_people(event, words, app.zone, events) for event in events]
    else:
        rows = [event_row(event) for event in events]
    show_rows(rows, format=format, columns=columns, headings=[words.name("field", name) for name in columns])


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Each must occur; quotes keep words together.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = PAGE,
    format: FormatOption = Format.TABLE,
) -> None:
    """Search the quotes, summaries, subjects and notes; a word also finds longer ones that hold it."""
    from tracker.usecases.looking import find

    app = app_of(context)
    today, shown = app.today(), words_of(context)
    hits = find(app.database, " ".join(words), limit=limit)
    rows = [{**entry_row(hit.entry, today, shown), "hits": hit.marked} for hit in hits]
    if format is Format.TABLE:
        rows = [{**row, "status": status_of(hit.entry, shown)} for row, hit in zip(rows, hits, strict=True)]
    if not rows and format is Format.TABLE:
        say(context, shown.say("No commitments found."))
        return
    columns = ("number", "due_on", "status", "responsible", "hits")
    show_rows(rows, format=format, columns=columns, headings=[shown.name("field", name) for name in columns])


def entry_row(entry: Listed, today: date, words: Speech) -> dict[str, object]:
    """An entry as programs get it; keys are never renamed."""
    row = {
        "number": entry.label,
        "status": entry.status.value,
        "summary": entry.summary,
        "due_on": entry.due_on,
        **({"due_words": entry.due_words} if isinstance(entry, Entry) else {}),
        "overdue": is_overdue(entry, today),
        "days_late": days_late(entry, today),
        "when": when(entry, today, words),
    }
    rest = {name: getattr(entry, name) for name in type(entry).__slots__ if name not in row}
    return {**row, **rest}


def event_row(event: Event) -> dict[str, object]:
    """An event as programs get it; `what` tells it in short, in English."""
    from tracker.wording.history import what_happened

    return {
        "sequence": event.sequence,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "deed": event.kind.replace("_", " ") if event.kind in set(Deed) else event.kind,
        "what": what_happened(event, speech_in("en")),
        "reason": event.reason,
        "details": event.details,
        "digest": event.digest,
    }


def _for_people(event: Event, words: Speech, zone: tzinfo, events: Sequence[Event]) -> dict[str, object]:
    """An event as people read it."""
    from tracker.wording.history import deed, reason_told, what_happened

    what = what_happened(event, words, events)
    return {
        **event_row(event),
        "at": local(event.at, zone),
        "deed": deed(event, words),
        "what": what,
        "reason": reason_told(event, words),
    }


def passage(whole: Whole) -> str | None:
    """The quote with what stands around it in the report."""
    source, report = whole.entry.source, whole.report
    if source is None or report is None:
        return None
    return report.text[max(source.start - CONTEXT, 0) : source.end + CONTEXT]


def _show_entries(
    context: typer.Context,
    entries: Iterable[Listed],
    *,
    columns: tuple[str, ...],
    group_by: Group | None,
    format: Format,
) -> None:
    app = app_of(context)
    words = words_of(context)
    if format is not Format.TABLE:
        rows = (entry_row(entry, app.today(), words) for entry in entries)
        show_rows(rows, format=format, columns=columns)
        return
    if columns == COLUMNS and sys.stdout.isatty():
        columns = _usual(group_by)
    headings = [words.name("field", name) for name in columns]
    unreviewed = Counter[bool]()
    entries = _counted(entries, unreviewed, app.today())
    groups = ((heading, _table_rows(group, app, words)) for heading, group in _grouped(entries, group_by, words))
    show_groups(groups, columns=columns, headings=headings)
    if not unreviewed:
        say(context, words.say("No commitments found."))
    elif unreviewed[True] and not is_quiet(context):
        late = words.number(unreviewed[True])
        warn(words.say("Overdue but not yet reviewed: %(count)s. To review: tracker review", count=late))


def _usual(group_by: Group | None) -> tuple[str, ...]:
    """What a list shows on this screen; the minister who is the heading is not repeated in every line."""
    usual = (*COLUMNS, "subject") if room() >= ROOMY else COLUMNS
    return tuple(name for name in usual if name != "responsible" or group_by is not Group.MINISTER)


def _counted(entries: Iterable[Listed], unreviewed: Counter[bool], today: date) -> Iterator[Listed]:
    """The same entries; counts those that are overdue while nobody has reviewed them."""
    for entry in entries:
        unreviewed[entry.status is Status.PROPOSED and is_overdue(entry, today)] += 1
        yield entry


def _table_rows(entries: Iterable[Listed], app: App, words: Speech) -> Iterator[dict[str, object]]:
    for entry in entries:
        row = entry_row(entry, app.today(), words)
        yield {**row, "status": status_of(entry, words)}


def _grouped(
    entries: Iterable[Listed], group_by: Group | None, words: Speech
) -> Iterator[tuple[str | None, Iterable[Listed]]]:
    """The groups in order; without a group all is one, and an empty list none."""
    key = None if group_by is None else partial(_heading, group_by=group_by, words=words)
    yield from groupby(entries, key=key or (lambda _: None))


def _heading(entry: Listed, *, group_by: Group, words: Speech) -> str:
    if group_by is Group.MONTH:
        return f"{entry.due_on:%Y-%m}" if entry.due_on else words.say("without deadline")
    name = entry.responsible if group_by is Group.MINISTER else entry.committee
    return name or words.say("unknown")


def _columns(asked: str | None, selection: Selection) -> tuple[str, ...]:
    if asked is None:
        return RECALLED if selection.recalled or selection.unanswered else COLUMNS
    return columns_of(asked, sorted({*COMPUTED, *Entry.__slots__}))
