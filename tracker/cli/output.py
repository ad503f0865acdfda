"""What every command shares: the global options, the App behind them, and how rows are shown."""

from __future__ import annotations

import dataclasses
import json
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from shutil import get_terminal_size
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

UNBOUNDED = 10_000  # characters
LONGEST_LINE = 1000  # characters of an error


class Format(StrEnum):
    """How rows are shown; a table is for people, the others keep their shape for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, choice(Format, FORMAT, "--format", short="-f", help="How to show it.")]


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
) -> None:
    """Print rows. A table takes `columns` under `headings`; without a terminal its cells are parted by tabs.

    On a narrow terminal long texts stand under their row; nothing is cut.
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
        show_groups([(None, rows)], columns=columns, headings=headings or columns)


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


def room() -> int:
    """How many characters a line for people may have; without a terminal as many as there are."""
    return get_terminal_size().columns if sys.stdout.isatty() else UNBOUNDED


def console(*, stderr: bool = False) -> Console:
    """A rich console: no colour when piped or with NO_COLOR (rich sees to it), and only rich acts on the screen."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class Screen(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(clean_text(segment.text), segment.style)

    return Screen(stderr=stderr, highlight=False)


def show_groups(
    groups: Iterable[tuple[str | None, Iterable[Mapping[str, object]]]],
    *,
    columns: Sequence[str],
    headings: Sequence[str],
) -> None:
    """Print a table for people, in groups under headings; on a terminal all groups have the same columns."""
    if not sys.stdout.isatty():
        for heading, rows in groups:
            if heading is not None:
                tell(f"\n{heading}")
            _write_lines(rows, columns, headings)
        return
    from tracker.cli.tables import Group, print_table

    parts = [
        Group(heading, [[cell(row.get(column)) for column in columns] for row in rows]) for heading, rows in groups
    ]
    print_table(console(), headings, parts)


def _write_lines(rows: Iterable[Mapping[str, object]], columns: Sequence[str], headings: Sequence[str]) -> None:
    """A line a row, for programs that cut at tabs."""
    typer.echo("\t".join(headings))
    for row in rows:
        typer.echo("\t".join(" ".join(cell(row.get(column)).split()) for column in columns))
