"""Which cells would a spreadsheet calculate, and does the text come back as it was?"""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.formulas import csv_line, defused, undone

ROOM = Path(__file__).resolve().parents[2] / "tracker"
SEPARATORS = (",", ";", "\t")

DANGEROUS = ("=1+1", "+32 2 552", "-5", "@SUM(A1)", "\tx", "\rx", "\0x", " =1", "＝1", "'=1", "''+", "\nx")
HARMLESS = ("", "De minister zal", "'t Is zo", "a=1", "(1)", "“=1”", "1-2", "ja, nee", "a;b;c", 'x "=1"', "10 - 2, en")


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(st.one_of(st.text(), st.text(alphabet="'=+-@ \t\r\n\0ax")))
def test_the_text_comes_back_exactly(text: str) -> None:
    assert undone(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@given(st.text(alphabet="'=+-@ ax"))
def test_two_texts_never_become_one(text: str) -> None:
    assert defused(undone(text)) == text or defused(text) != text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("cijfers;=1+1;klaar", "cijfers;'=1+1;klaar"),
        ("nota,=2+2,klaar", "nota,'=2+2,klaar"),
        ("tab\t+1", "tab\t'+1"),
        ("lijst:\n- een\n- twee", "lijst:\n'- een\n'- twee"),
        ('zegt; "=1"', 'zegt; "\'=1"'),
        ("; , @SUM(A1)", "; , '@SUM(A1)"),
        (";'=1", ";''=1"),
        ("€ 5,- en ;＝2", "€ 5,'- en ;'＝2"),
    ],
)
def test_behind_a_separator_inside_the_text_an_apostrophe_stands_too(text: str, safe: str) -> None:
    assert defused(text) == safe
    assert undone(safe) == text


@given(
    st.lists(st.text(alphabet="'=+-@ \t\r\n\0ax,;\"＝"), min_size=1, max_size=4),
    st.sampled_from(SEPARATORS),
    st.sampled_from(SEPARATORS),
)
def test_no_cell_calculates_whatever_separator_a_spreadsheet_expects(cells: list[str], ours: str, theirs: str) -> None:
    opened = csv.reader(io.StringIO(csv_line(cells, ours), newline=""), delimiter=theirs)

    assert not [cell for row in opened for cell in row if cell.lstrip()[:1] in {*"=+-@＝"}]


@pytest.mark.parametrize("text", ["," * 100_000, "\n" * 100_000, "'\"" * 50_000, ",=" * 50_000, " " * 100_000 + "="])
def test_a_long_run_takes_no_long_time(text: str) -> None:
    assert undone(defused(text)) == text


def test_every_table_is_written_by_the_one_function() -> None:
    writers = [path.name for path in ROOM.rglob("*.py") if "csv.writer" in path.read_text("utf-8")]

    assert writers == ["formulas.py"]
