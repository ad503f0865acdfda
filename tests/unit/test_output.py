"""Rows are shown to people as a table and to programs in shapes that stay the same."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from rich.console import Console
from rich.text import Text

from tracker.cli import output
from tracker.cli.output import Format, show_rows
from tracker.model import Firmness, Role, Speaker

ROWS: list[dict[str, object]] = [
    {
        "number": "C-0001",
        "due_on": date(2022, 6, 30),
        "who": Speaker("An Peeters", Role.MINISTER),
        "words": "de studie",
    },
    {"number": "C-0002", "due_on": None, "who": None, "words": "=HYPERLINK(1)\nen meer"},
]
COLUMNS = ("number", "due_on", "words")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seen(patch: pytest.MonkeyPatch, row: dict[str, object]) -> str:
    """What a person sees on a terminal of 60 columns."""
    screen = Terminal()
    patch.setattr("sys.stdout", screen)
    patch.setattr(output, "console", lambda: Console(file=screen, width=60))
    show_rows([row], format=Format.TABLE, columns=tuple(row))
    return screen.getvalue()


def test_json_gives_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, format=Format.JSON, columns=COLUMNS)
    first = json.loads(capsys.readouterr().out)[0]

    assert first == {
        "number": "C-0001",
        "due_on": "2022-06-30",
        "who": {"name": "An Peeters", "role": "minister", "function": None, "party": None},
        "words": "de studie",
    }


def test_json_lines_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, format=Format.JSONL, columns=COLUMNS)

    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == ["C-0001", "C-0002"]


def test_csv_holds_the_columns_with_formulas_defused(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, format=Format.CSV, columns=COLUMNS)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))

    assert rows[0] == list(COLUMNS)
    assert rows[2][2].startswith("'=")


def test_a_piped_table_has_a_line_a_row_and_tabs_between(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(ROWS, format=Format.TABLE, columns=COLUMNS, headings=("nummer", "tegen", "wat"))

    assert capsys.readouterr().out.splitlines() == [
        "nummer\ttegen\twat",
        "C-0001\t2022-06-30\tde studie",
        "C-0002\t\t=HYPERLINK(1) en meer",
    ]


def test_a_table_on_a_terminal_shows_markup_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[bold]x" in seen(monkeypatch, {"a": "[bold]x"})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (("a", "b"), "a, b"), ({"a": 1}, '{"a": 1}'), (Firmness.FIRM, "firm"), (0.5, "0.5")],
)
def test_a_value_fits_into_a_cell(value: object, shown: str) -> None:
    assert output.cell(value) == shown


def test_only_the_program_itself_acts_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    output.console().print(Text("dik\x1b]0;x\x07 \u202eom", style="bold"))

    assert screen.getvalue() == "\x1b[1mdik]0;x om\x1b[0m\n"
