"""`tracker export`, `import` and `stats`: the register for other programs, and what its numbers say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.named_values import FORMAT, SortOption, choice, language_option
from tracker.cli.output import ForceOption, Format, FormatOption, app_of, say, show_rows, warn, words_of
from tracker.cli.selection import with_selection
from tracker.cli.views import ViewsArgument
from tracker.errors import WrongCall
from tracker.figures import SOON_DAYS, Overview, Side
from tracker.files.output import STANDARD
from tracker.model import Selection, Sort, TimeExpression, label
from tracker.usecases.exchange import ExportFormat, Wanted, export_to, save_page, stats
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.exchange.csv_file import Form
    from tracker.exchange.publication import Publication
    from tracker.files.output import Destination
    from tracker.usecases.importing import Imported

PIPED_WIDTH = 100
OutputOption = Annotated[Path, typer.Option("--output", "-o", readable=False, help="File; - is standard output.")]


class Separator(StrEnum):
    """What may part the cells of a table."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


SeparatorOption = Annotated[
    Separator | None, choice(Separator, "separator", "--separator", help="What parts the cells of CSV.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(with_selection(export_))
    app.command("import")(import_)
    app.command("stats")(with_selection(stats_))


def export_(
    context: typer.Context,
    *,
    selection: Selection,
    views: ViewsArgument = None,
    format: Annotated[
        ExportFormat | None, choice(ExportFormat, FORMAT, "--format", help="By the output's ending when left out.")
    ] = None,
    output: OutputOption = STANDARD,
    sort: SortOption = Sort.NUMBER,
    public: Annotated[bool, typer.Option("--public", help="Without internal notes and staff.")] = False,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="CSV that a spreadsheet in the language of the settings opens.")
    ] = False,
    separator: SeparatorOption = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV that Excel reads as UTF-8.")] = False,
    tasks: Annotated[bool, typer.Option("--tasks", help="Calendar of tasks (VTODO) instead of days.")] = False,
    alarms: Annotated[bool, typer.Option("--alarms/--no-alarms", help="Alarms in the calendar.")] = True,
    force: ForceOption = False,
) -> None:
    """Write commitments for other programs; without filters the whole register.

    JSON Lines of the whole register carries the reports and the history too, and can be imported to the same
    register elsewhere. The file is written whole or not at all, and takes the place of an earlier export of its kind
    only.
    """
    app = app_of(context)
    wanted = Wanted(
        format or _format_of(output),
        selection=None if selection == Selection() else selection,
        sort=sort,
        publication=_publication(app),
        public=public,
        form=_form(app.settings.language, spreadsheet=spreadsheet, separator=separator, bom=bom),
        tasks=tasks,
        alarm_days=app.settings.alert_days_before if alarms else (),
    )
    if output == STANDARD and wanted.format is ExportFormat.XLSX and is_terminal():
        raise WrongCall("export.workbook-on-terminal")
    to = app.destination(output, force=force)
    count = export_to(app.database, wanted, to, today=app.today(), now=app.now())
    if not to.is_stream:
        words = words_of(context)
        say(
            context,
            words.count(
                "%(n)s commitment written to %(file)s.", "%(n)s commitments written to %(file)s.", count, file=output
            ),
        )


def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            readable=False, help="CSV, .xlsx, .ods, .docx, JSON or JSON Lines; recognised by what it holds."
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; store nothing.")] = False,
    language: Annotated[str | None, language_option(help="Of deadlines in words; that of the settings.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Take in commitments: of another tracker, of the Tweede Kamer (Toezegging, OData), or of any table of them.

    What is known adds nothing; what cannot be read is told with its place, and the rest is stored.
    """
    from tracker.model import Act
    from tracker.usecases.importing import import_file

    app = app_of(context)
    imported = import_file(
        app.database,
        file,
        act=Act(app.actor, app.now()),
        read_deadline=partial(_read_deadline, language or app.settings.language, app.settings.calendar),
        dry_run=dry_run,
    )
    words = words_of(context)
    if format is Format.TABLE:
        for problem in imported.problems:
            warn(f"{words.retold(problem.message)} {words.retold(problem.advice)}".strip())
        say(context, _summary(imported, words, dry_run=dry_run))
    else:
        row = {**{one.name: getattr(imported, one.name) for one in fields(imported)}, "dry_run": dry_run}
        show_rows([row], format=format, columns=tuple(row))
    if imported.refused:
        raise typer.Exit(1)


def stats_(
    context: typer.Context,
    *,
    selection: Selection,
    views: ViewsArgument = None,
    by: Annotated[Side | None, choice(Side, "field", "--by", help="Only from this side.")] = None,
    soon: Annotated[int, typer.Option(min=0, max=36_600, help="How many days ahead count as soon.")] = SOON_DAYS,
    html: Annotated[Path | None, typer.Option(readable=False, help="Write one page with charts to this file.")] = None,
    force: ForceOption = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Count: open, due, overdue, in time and late, delays, moves; by minister, committee and year."""
    app = app_of(context)
    seen = stats(app.database, selection, today=app.today(), soon_days=soon)
    if html is not None:
        to = app.destination(html, force=force)
        _write_page(app, seen, to)
        if not to.is_stream:
            say(context, words_of(context).say("Written to %(files)s.", files=html))
    elif format is Format.TABLE:
        _draw(app, seen, tuple(Side) if by is None else (by,))
    else:
        _show(seen, by, format=format)


def _read_deadline(language: str, calendar: str, words: str, said_on: date) -> TimeExpression | None:
    """What words mean, when they are about one time."""
    from tracker.dates import find_dates

    times = find_dates(words, said_on=said_on, language=language, calendar=calendar)
    return times[0] if len(times) == 1 else None


def _summary(imported: Imported, words: Speech, *, dry_run: bool) -> str:
    """One line for people: what the file was, and what became of its records."""
    summary = words.labelled(words.name("table", imported.kind), f"{', '.join(_taken_in(imported, words))}.")
    return f"{summary} {words.say('Nothing was stored: a dry run.')}" if dry_run else summary


def _taken_in(imported: Imported, words: Speech) -> Iterator[str]:
    new = words.count("%(n)s new", "%(n)s new", imported.new)
    if imported.new and imported.first and imported.last:
        numbers = words.say("%(first)s to %(last)s", first=label(imported.first), last=label(imported.last))
        new = f"{new} ({numbers})"
    yield new
    if imported.known:
        yield words.count("%(n)s known", "%(n)s known", imported.known)
    if imported.refused:
        yield words.count("%(n)s refused", "%(n)s refused", imported.refused)
    if imported.withdrawn:
        yield words.count("%(n)s withdrawn", "%(n)s withdrawn", imported.withdrawn)
    if imported.untold:
        yield words.count("%(n)s more problem", "%(n)s more problems", imported.untold)


def is_terminal() -> bool:
    """Whether a person reads along."""
    return sys.stdout.isatty()


def writes_unicode() -> bool:
    """Whether block characters can be shown."""
    return "utf" in (sys.stdout.encoding or "").lower()


def _form(language: str, *, spreadsheet: bool, separator: Separator | None, bom: bool) -> Form:
    from tracker.exchange.csv_file import SEPARATORS, Form, form_for_spreadsheets

    form = form_for_spreadsheets(language) if spreadsheet else Form()
    return replace(form, separator=SEPARATORS[separator.value] if separator else form.separator, bom=bom or form.bom)


def _format_of(output: Path) -> ExportFormat:
    if output == STANDARD:
        return ExportFormat.CSV
    ending = output.suffix.lower().removeprefix(".")
    known = {one.value: one for one in ExportFormat} | {"xml": ExportFormat.ATOM, "ndjson": ExportFormat.JSONL}
    if ending not in known:
        raise WrongCall("export.format-unknown", path=output, formats=tuple(ExportFormat))
    return known[ending]


def _publication(app: App) -> Publication:
    from tracker.exchange.publication import Publication

    settings = app.settings
    return Publication(language=settings.language, domain=settings.mail.domain, link=settings.link)


def _write_page(app: App, seen: Overview, to: Destination) -> None:
    from tracker.exchange.page import render

    folder = app.settings.templates
    page = render(seen, language=app.settings.language, templates=Path(folder) if folder else None)
    save_page(page, to)


def _draw(app: App, seen: Overview, sides: tuple[Side, ...]) -> None:
    from tracker.cli.drawing import BLOCKS, PLAIN_BLOCKS, drawing
    from tracker.cli.output import console
    from tracker.exchange.figure_words import FigureWords

    blocks = BLOCKS if writes_unicode() else PLAIN_BLOCKS
    screen = console()
    if not is_terminal():
        screen.width = PIPED_WIDTH
    wording = FigureWords(app.settings.language)
    screen.print(drawing(seen, wording, sides=sides, blocks=blocks, width=screen.width))


def _show(seen: Overview, by: Side | None, *, format: Format) -> None:
    """Figures as rows: the whole first, then each name of each side."""
    from dataclasses import asdict

    rows = [{"side": "whole", "name": None, **asdict(seen.whole)}]
    for side in Side if by is None else (by,):
        rows += [{"side": side.value, "name": name, **asdict(figures)} for name, figures in seen.sides[side]]
    show_rows(rows, format=format, columns=tuple(rows[0]))
