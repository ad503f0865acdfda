"""Which day does a cell of a table of answers name, as people and their spreadsheets write days?"""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import WrongCall
from tracker.letters.rappel.answer_days import Reading, day_in, deadline_in

TODAY = date(2026, 7, 1)
LAST_DAY = date(2026, 12, 31)


def deadline(cell: str, language: str = "nl") -> date | None:
    return deadline_in(cell, Reading(TODAY, language, "be-vlg")).due


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-12-31", LAST_DAY),
        ("2026-12-31 00:00:00", LAST_DAY),  # a spreadsheet that keeps the hour
        ("2026/12/31", LAST_DAY),
        ("31/12/2026", LAST_DAY),
        ("31-12-2026", LAST_DAY),
        ("31.12.2026", LAST_DAY),
        (" 31 / 12 / 2026 ", LAST_DAY),
        ("3/4/2027", date(2027, 4, 3)),  # day before month
        ("31/12/26", LAST_DAY),
        ("27/06/27", date(2027, 6, 27)),
        ("31-12-26", LAST_DAY),  # the other way round it would be far ahead
        ("31 december 2026", LAST_DAY),
        ("31-dec-26", LAST_DAY),
        ("31 déc. 2026", LAST_DAY),
        ("1er février 2027", date(2027, 2, 1)),
        ("31 mrt 2027", date(2027, 3, 31)),
        ("31 March 2027", date(2027, 3, 31)),
    ],
)
def test_one_day_is_read_however_it_is_written(cell: str, day: date) -> None:
    assert deadline(cell) == day
    assert day_in(cell, Reading(TODAY, "fr", "be-vlg")) == day


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("eind juni 2027", date(2027, 6, 30)),
        ("tegen eind 2026.", LAST_DAY),
        ("december 2026", LAST_DAY),
        ("end of June 2027", date(2027, 6, 30)),
    ],
)
def test_a_deadline_in_words_is_read_as_a_move_reads_it(cell: str, due: date) -> None:
    assert deadline(cell) == due
    with pytest.raises(WrongCall, match="no single day"):
        day_in(cell, Reading(TODAY, "nl", "be-vlg"))


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("12/31/2026", "day, month, year"),
        ("31/02/2026", "day, month, year"),
        ("31 novembre 2026", "day, month, year"),
        ("26-12-31", "two ways"),
        ("27-12-28", "two ways"),  # may begin with its year
        ("1/2/85", "two ways"),
        ("9999-12-30", "too far away"),
        ("31/12/9999", "too far away"),
        ("31 floréal 2027", "names no day"),
        ("46387", "names no day"),  # a spreadsheet's own number
        ("binnenkort", "names no day"),
        ("fin juin 2027", "names no day"),
        ("eind juni", "depends on the day"),
        ("morgen", "depends on the day"),
        ("over drie maanden", "depends on the day"),
        ("na juni 2026", "no last day"),
        ("30 juni 2026 of 31 juli 2026", "more than a day"),
        ("eind 2026, onder voorbehoud", "more than a day"),
        ("eerste dag van 31 november 2027", "November"),
    ],
)
def test_what_is_doubtful_is_refused(cell: str, why: str) -> None:
    with pytest.raises(WrongCall, match=why):
        deadline(cell)
