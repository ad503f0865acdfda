"""Nothing falls off the ends of the calendar, and nobody works there."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import WrongCall
from tracker.followup import check_back
from tracker.model.days import FIRST, LAST, days_on, months_on, working_day
from tracker.model.zones import zone_of
from tracker.owed.steps import Ladder, reached


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (date(2022, 2, 28), 1, date(2022, 3, 1)),
        (date(2022, 3, 1), -1, date(2022, 2, 28)),
        (date.max, 1, date.max),
        (date.min, -1, date.min),
        (date(2022, 1, 1), 10**9, date.max),
        (date(2022, 1, 1), -(10**18), date.min),
    ],
)
def test_days_on_end_with_the_calendar(day: date, days: int, then: date) -> None:
    assert days_on(day, days) == then


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2022, 1, 31), date(2022, 4, 30)),
        (date(2022, 11, 30), date(2023, 2, 28)),
        (date(9999, 9, 30), date(9999, 12, 30)),
        (date(9999, 10, 1), date.max),
        (date.min, date(1, 4, 1)),
    ],
)
def test_months_on_keep_the_day_or_end_with_the_month_or_the_calendar(day: date, then: date) -> None:
    assert (months_on(day, 3), check_back(day)) == (then, then)


@pytest.mark.parametrize("day", [FIRST, date(2022, 6, 30), LAST])
def test_a_day_on_which_somebody_works_is_taken(day: date) -> None:
    assert working_day(day, option="--today") == day


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(3000, 1, 1), date.max])
def test_a_day_on_which_nobody_works_is_refused(day: date) -> None:
    with pytest.raises(WrongCall, match=r"--today .* lies too far away\. It can be a day from 1900"):
        working_day(day, option="--today")


@pytest.mark.parametrize("due_on", [date.min, date.max])
def test_steps_to_a_deadline_at_an_end_of_the_calendar_are_counted(due_on: date) -> None:
    step = reached(Ladder(), due_on, known_on=date(2022, 1, 1), after=date(2022, 1, 1), today=date(2022, 1, 2))

    assert step is None or step.day <= date(2022, 1, 2)


@pytest.mark.parametrize("name", ["Europe/Brussels", "America/Argentina/Buenos_Aires", "Etc/GMT+1", "EST5EDT", "UTC"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert zone_of(name).key == name


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/", "/etc/passwd", "..", "../UTC", "Mars/Olympus", "x" * 300, "a\0"]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(WrongCall, match="Unknown time zone"):
        zone_of(name)
