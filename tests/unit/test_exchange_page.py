"""Does the page of figures stand on its own, and do drawing and numbers agree?"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factory import an_entry
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tracker.cli.drawing import BLOCKS, PLAIN_BLOCKS, Blocks, drawing
from tracker.exchange.chart import cells, outcomes, pieces, timeline
from tracker.exchange.figure_words import FigureWords
from tracker.exchange.page import render
from tracker.figures import Month, Outcome, Overview, Side, overview
from tracker.model import Status

TODAY = date(2022, 7, 1)
THEN = datetime(2021, 9, 22, tzinfo=UTC)
ENTRY = an_entry(
    summary="<b>dat</b>\u202e doen",
    due_on=date(2022, 6, 30),
    slips=1,
    slip_days=1000,
    recorded_at=THEN,
    notes=("geheim",),
)


def seen(count: int = 6) -> Overview:
    return overview(
        (
            replace(
                ENTRY,
                number=number,
                status=Status.FULFILLED if number % 3 == 0 else Status.OPEN,
                resolved_on=date(2022, 5, 1) if number % 3 == 0 else None,
                due_on=None if number % 5 == 0 else date(2022, 1, 1) + timedelta(days=40 * number),
                responsible=f"Minister {number % 20}" if number % 4 else None,
            )
            for number in range(1, count + 1)
        ),
        TODAY,
    )


def drawn(figures: Overview, *, width: int = 100, blocks: Blocks = BLOCKS, language: str = "nl") -> str:
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as caught:
        console.print(drawing(figures, FigureWords(language), sides=tuple(Side), blocks=blocks, width=width))
    return caught.get()


def test_the_page_tells_the_subject_below_the_summary() -> None:
    page = render(overview([replace(ENTRY, subject="de <em>bouw</em> van scholen")], TODAY), language="nl")

    assert "</td>" not in page.partition("&lt;b&gt;dat")[2].partition("de &lt;em&gt;bouw&lt;/em&gt; van scholen")[0]


def test_the_page_tells_that_a_commitment_stood_in_a_reminder() -> None:
    recalled = replace(ENTRY, recalled_on=date(2026, 1, 5), answer_by=date(2026, 2, 2))
    page = render(overview([recalled], TODAY), language="nl")

    assert "Gerappelleerd op: 2026-01-05, antwoord verwacht tegen 2026-02-02" in page


def test_the_page_needs_nothing_from_elsewhere_and_shows_no_markup_of_others() -> None:
    page = render(seen(), language="nl")

    assert not re.search(r"src=|href=\"(?!#)|url\(|@import|<script", page)
    assert "default-src 'none'" in page
    assert "&lt;b&gt;dat&lt;/b&gt; doen" in page
    assert "geheim" not in page
    assert '<html lang="nl">' in page


def test_the_page_says_every_number_that_it_draws() -> None:
    figures = seen()
    page = render(figures, language="nl")

    assert page.count('<svg class="bar" role="img" aria-label=') == sum(
        1 for rows in figures.sides.values() for _, counted in rows if counted.dated
    )
    assert "<dt>keer verschoven</dt><dd>6</dd>" in page
    assert "<dt>dagen verschoven</dt><dd>6.000</dd>" in page
    assert "Minister 1: 1 te laat" in page
    assert "onbekend" in page
    assert "januari 2022" not in page
    assert "februari 2022: 1 te laat" in page


def test_a_page_in_english_says_the_same() -> None:
    page = render(seen(), language="en")

    assert "<dt>days moved</dt><dd>6,000</dd>" in page
    assert "February 2022: 1 overdue" in page


def test_an_unknown_language_is_told_in_english() -> None:
    assert "Commitments in figures" in render(seen(1), language="x-unknown")


def test_an_empty_register_gives_a_page_that_says_so() -> None:
    page = render(overview([], TODAY), language="nl")

    assert "Geen toezeggingen gevonden." in page
    assert "<svg" not in page


def test_only_the_first_dozen_get_a_bar_and_all_stand_in_the_table() -> None:
    page = render(seen(60), language="nl")

    assert page.count("<dt>Minister ") == 11
    assert page.count('<th scope="row">Minister ') == 15
    assert '<a href="#minister">12 van 16; alle staan in de tabel hieronder</a>' in page
    assert page.count('id="minister"') == 1
    assert page.count("in de tabel hieronder") == 1


def test_a_template_of_the_house_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "stats").mkdir()
    (tmp_path / "stats" / "page.html").write_text("{{ whole.total }} <b>{{ words.total }}</b>")

    assert render(seen(), language="nl", templates=tmp_path) == "6 <b>toezeggingen</b>"


def test_the_terminal_shows_figures_bars_and_months() -> None:
    told = drawn(seen())

    assert "    2  voldaan" in told
    assert re.search(r"Minister 1 +1 +▒+ +1 te laat", told)
    assert "|2022" in told
    assert max(len(line) for line in told.splitlines()) <= 100


def test_a_terminal_without_block_characters_gets_plain_ones() -> None:
    told = drawn(seen(), blocks=PLAIN_BLOCKS, language="en")

    assert told.isascii()
    assert re.search(r"Minister 1 +1 +!+ +1 overdue", told)


def test_a_narrow_terminal_folds_names_and_cuts_nothing() -> None:
    figures = overview([replace(ENTRY, responsible="Een heel erg lange naam van een minister" * 2)], TODAY)
    told = drawn(figures, width=60)

    assert re.search(r"Een heel erg lange naam +1 +▒+ +1 te laat\nvan een minister", told)


def test_a_number_beside_a_bar_counts_what_the_bar_shows_and_tells_apart_what_has_no_deadline() -> None:
    rows = [replace(ENTRY, number=1), replace(ENTRY, number=2, due_on=None), replace(ENTRY, number=3, due_on=None)]
    figures = overview(rows, TODAY)
    page, told = render(figures, language="nl"), drawn(figures)

    tail = page.partition('<dd class="tail">')[2].partition("</dd>")[0]
    assert re.sub("<.*?>", "", tail) == "1 met termijn · 1 te laat · 2 zonder termijn"
    assert re.search(r" 1 +▒+ +1 te laat, 2 zonder termijn", told)


def test_page_and_terminal_say_how_many_were_said_after_the_day_and_are_not_counted() -> None:
    figures = overview([ENTRY, replace(ENTRY, number=2, said_on=TODAY + timedelta(days=1))], TODAY)

    assert "1 juli 2022 · 1 later gezegd telt niet mee</p>" in render(figures, language="nl")
    assert "1 later gezegd telt niet mee" in drawn(figures)
    assert "later gezegd" not in render(seen(), language="nl")


def test_a_drawing_of_nothing_says_so() -> None:
    assert "Geen toezeggingen gevonden." in drawn(overview([], TODAY))
    assert "Termijnen per maand" not in drawn(overview([replace(ENTRY, due_on=None)], TODAY))


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4), st.integers(0, 100))
def test_bars_are_as_long_as_what_they_count(counts: list[int], more: int) -> None:
    month = Month(date(2022, 1, 1), *counts)
    most = month.total + more
    parts = pieces(outcomes(month), most=most)
    blocks = cells(outcomes(month), most=most, width=40)

    assert sum(part.count for part in parts) == month.total
    assert {part.outcome for part in parts} == {outcome for outcome, _ in blocks}
    assert sum(part.length for part in parts) == pytest.approx(100 * month.total / most if most else 0, abs=0.01)
    assert all(size >= 1 for _, size in blocks)
    assert sum(size for _, size in blocks) <= 40 + 3


def test_the_timeline_leaves_no_month_out_and_counts_what_is_beyond() -> None:
    months = [Month(date(year, month, 1), ahead=1) for year, month in ((1999, 1), (2022, 5), (2022, 9), (2050, 12))]
    line = timeline(months, TODAY)

    assert [month.first.month for month in line.months] == [5, 6, 7, 8, 9]
    assert [month.total for month in line.months] == [1, 0, 0, 0, 1]
    assert (line.earlier, line.later, line.highest) == (1, 1, 1)
    assert line.today == 40


def test_today_is_marked_at_the_end_when_all_deadlines_are_past() -> None:
    assert timeline([Month(date(2021, 1, 1), late=1)], TODAY).today == 100
    assert timeline([], TODAY).months == (Month(date(2022, 7, 1)),)


def test_every_outcome_has_a_block_of_its_own() -> None:
    assert len(set(BLOCKS.values())) == len(set(PLAIN_BLOCKS.values())) == len(Outcome)
