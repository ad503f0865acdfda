"""`tracker dates`: the time expressions of a text, with the days they mean and how we got there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.days import day_given
from tracker.cli.named_values import language_option
from tracker.cli.output import Format, FormatOption, app_of, is_quiet, plain, show_rows, tell, warn, words_of
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.model.times import TimeExpression

COLUMNS = ("input", "text", "earliest", "latest", "due", "precision", "relation", "rule", "assumption", "problem")


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command("dates")(dates)


def dates(
    context: typer.Context,
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="What was said; lines of standard input if left out."),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day it was said, like 2021-09-21; today.")] = None,
    language: Annotated[str, language_option(help="The language of the text, one that has date words.")] = "nl",
    calendar: Annotated[
        str | None, typer.Option(help="Whose recesses and terms: be-vlg, nl or plain; as in the settings.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Say which days a text means: interval, last day in time, precision, rule and derivation."""
    app = app_of(context)
    said_on = day_given(context, on, option="--on") or app.today()
    where = {"calendar": calendar or app.settings.calendar, "conventions": app.settings.conventions}
    from tracker.dates import find_dates

    lines = texts or (line.rstrip("\n") for line in sys.stdin)
    readings = ((line, find_dates(line, said_on=said_on, language=language, **where)) for line in lines)  # type: ignore[arg-type]  # mypy sees one type for both settings
    if format is Format.TABLE:
        _explain(readings, words_of(context), quiet=is_quiet(context))
    else:
        show_rows(_rows(readings), format=format, columns=COLUMNS)


def _rows(readings: Iterable[tuple[str, tuple[TimeExpression, ...]]]) -> Iterator[dict[str, Any]]:
    for line, expressions in readings:
        for expression in expressions:
            row = plain(expression)
            if isinstance(row, dict):
                yield {"input": line, **row}


def _explain(readings: Iterable[tuple[str, tuple[TimeExpression, ...]]], words: Speech, *, quiet: bool) -> None:
    for line, expressions in readings:
        if not expressions and not quiet:
            warn(words.say("No time expression in “%(text)s”.", text=line))
        for expression in expressions:
            _show(expression, words)


def _show(expression: TimeExpression, words: Speech) -> None:
    from tracker.dates import describe, in_words

    due = in_words(expression.due, words.language) if expression.due else "-"
    tell(expression.text)
    facts = {
        words.say("days"): words.retold(describe(expression, words.language)),
        words.name("field", "due_on"): due,
        words.name("field", "precision"): words.name("precision", expression.precision),
        words.name("field", "rule"): expression.rule,
        words.name("field", "assumption"): words.retold(expression.assumption or ""),
        words.say("problem"): words.retold(expression.problem or ""),
    }
    for name, fact in facts.items():
        if fact:
            tell(f"  {name:<14} {fact}")
    for number, step in enumerate(expression.derivation, 1):
        tell(f"  {number}. {words.retold(step)}")
