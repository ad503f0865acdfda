"""What every command shares: the global options, the App behind them, and how rows are shown."""

from __future__ import annotations

import dataclasses
import json
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Annotated, cast

import typer

from tracker.cli.named_values import FORMAT, choice
from tracker.model.remarks import Remark
from tracker.model.text import ACTING, clean_text
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.app import App
    from tracker.errors import TrackerError

SHORT = 22  # characters: a column of shorter cells is not wrapped, one of longer cells is never narrower
LONGEST_LINE = 1000  # characters of an error
GAP = 3  # between two columns


class Format(StrEnum):
    """How rows are shown; a table is for people, the others keep their shape for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, choice(Format, FORMAT, "--format", help="How to show it.")]


TodayOption = Annotated[str | None, typer.Option("--today", help="As before the command: rehearse another day.")]


ForceOption = Annotated[
    bool, typer.Option("--force", help="Write over what stands there; never over the register or another database.")
]


def app_of(context: typer.Context, *, today: str | None = None) -> App:
    """The App that the global options asked for; opened once, when the first command needs it.

    `today` is the day that a command was given itself; it wins over the global one.
    """
    options = context.find_root().obj
    options["today"] = today or options["today"]
    if options.get("app") is None:
        from tracker.app import open_app

        options["app"] = open_app(
            config=options["config"],
            database=options["db"],
            today=options["today"],
            actor=options["actor"],
            today_called="--today",
        )
        context.find_root().call_on_close(options["app"].close)
        for remark in options["app"].exposed:
            warn(f"tracker: {words_of(context).tell(remark)}")
    return cast("App", options["app"])


def words_of(context: typer.Context) -> Speech:
    """How the language of the settings speaks."""
    return speech_in(app_of(context).settings.language)


def is_quiet(context: typer.Context) -> bool:
    """Whether --quiet was given: nothing but what was asked for and errors."""
    return bool(context.find_root().obj["quiet"])


def say(context: typer.Context, message: str) -> None:
    """Tell what happened on standard output, unless --quiet."""
    if not is_quiet(context):
        tell(message)


def warn(message: str) -> None:
    """Tell what went wrong without stopping, on standard error."""
    tell(message, err=True)


def worded(context: typer.Context, error: TrackerError) -> str:
    """What was refused and what to do next, in the language of the settings."""
    from tracker.wording.refusals import refusal

    return refusal(error, language=app_of(context).settings.language)


def one_line(text: str) -> str:
    """An error as one line; of a value that is far too long only its two ends."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE // 2]} … {line[-LONGEST_LINE // 2 :]}"


def tell(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text for people: what an older register or a file holds acts on no screen and turns no writing."""
    typer.echo(clean_text(text), err=err, nl=nl)


def plain(value: object) -> object:
    """A value as JSON knows it: dataclasses become objects, days and instants ISO text."""
    if isinstance(value, Remark):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def to_json(value: object, *, indent: int | None = 2) -> str:
    """JSON with letters as they are, and escapes for what would act on a screen; keys keep their order."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def cell(value: object) -> str:
    """A value as one cell of a table; None is empty."""
    if type(value) is str:
        return clean_text(value)
    simple = plain(value)
    if simple is None:
        return ""
    if isinstance(simple, list):
        return ", ".join(cell(item) for item in simple)
    return to_json(simple, indent=None) if isinstance(simple, dict) else str(simple)


def show_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    format: Format,
    columns: Sequence[str],
    headings: Sequence[str] = (),
    least: Sequence[str] = (),
) -> None:
    """Print rows. A table takes `columns` under `headings`; without a terminal its cells are parted by tabs.

    On a narrow terminal the `least` columns are left out, the first named first.
    JSON and JSON Lines give every key of the rows, CSV the columns.
    """
    if format is Format.JSON:
        _write_array(rows)
    elif format is Format.JSONL:
        for row in rows:
            typer.echo(to_json(row, indent=None))
    elif format is Format.CSV:
        write_csv(rows, sys.stdout, columns)
    else:
        _show_table(rows, columns, headings or columns, least)


def _write_array(rows: Iterable[Mapping[str, object]]) -> None:
    """A JSON array written row by row, as `to_json` would write the whole."""
    begun = False
    for row in rows:
        typer.echo((",\n" if begun else "[\n") + textwrap.indent(to_json(row), "  "), nl=False)
        begun = True
    typer.echo("\n]" if begun else "[]")


def write_csv(rows: Iterable[Mapping[str, object]], out: IO[str], columns: Sequence[str]) -> None:
    """RFC 4180 lines with a head, formulas defused."""
    from tracker.model.formulas import csv_line

    out.write(csv_line(columns))
    out.writelines(csv_line(cell(row.get(column)) for column in columns) for row in rows)


def console(*, stderr: bool = False) -> Console:
    """A rich console: no colour when piped or with NO_COLOR (rich sees to it), and only rich acts on the screen."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class Screen(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(clean_text(segment.text), segment.style)

    return Screen(stderr=stderr, highlight=False)


def _show_table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], headings: Sequence[str], least: Sequence[str]
) -> None:
    if not sys.stdout.isatty():
        typer.echo("\t".join(headings))
        for row in rows:
            typer.echo("\t".join(" ".join(cell(row.get(column)).split()) for column in columns))
        return
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    out, known = console(), list(rows)
    cells = {column: [cell(row.get(column)) for row in known] for column in columns}
    widths = {
        column: max(map(len, (heading, *cells[column]))) for column, heading in zip(columns, headings, strict=True)
    }
    shown = _fitting(widths, least, room=out.width)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column, heading in zip(columns, headings, strict=True):
        if column in shown:
            narrow = widths[column] <= SHORT
            table.add_column(heading, no_wrap=narrow, overflow="fold", min_width=None if narrow else SHORT)
    for line in zip(*(cells[column] for column in shown), strict=True):
        table.add_row(*map(escape, line))
    out.print(table)


def _fitting(widths: Mapping[str, int], least: Sequence[str], *, room: int) -> list[str]:
    """The columns that fit beside each other; the `least` go first when they do not."""
    shown = list(widths)
    for column in least:
        if sum(min(widths[name], SHORT) + GAP for name in shown) <= room:
            break
        shown.remove(column)
    return shown
