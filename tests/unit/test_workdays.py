"""Are working days counted by the public holidays of the parliament, from whatever day?"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from tracker.dates import find_dates
from tracker.dates.calendar import calendar
from tracker.errors import SettingsError

DAY = timedelta(days=1)
# By law, as days of the year and as days after Easter; written down here apart from the library that is used.
BELGIAN = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)), (1, 39, 50)
DUTCH = ((1, 1), (5, 5), (12, 25), (12, 26)), (-2, 1, 39, 50)
LAWS = {"be-vlg": BELGIAN, "nl": DUTCH, "plain": ((), ())}
NUMBERS = {1: "één", 2: "twee", 5: "vijf", 10: "tien", 15: "vijftien", 30: "dertig"}


def _is_worked(day: date, name: str) -> bool:
    fixed, after_easter = LAWS[name]
    kings_day = date(day.year, 4, 27)
    if name == "nl" and day == (kings_day - DAY if kings_day.weekday() == 6 else kings_day):
        return False
    feasts = {easter(day.year) + days * DAY for days in after_easter}
    return day.weekday() < 5 and (day.month, day.day) not in fixed and day not in feasts


def _counted(day: date, count: int, name: str) -> date:
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not _is_worked(day, name):
            day += step
    return day


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("count", [1, 3, 10, 260, -1, -4, -30])
def test_working_days_are_counted_one_by_one_over_weekends_and_holidays(name: str, count: int) -> None:
    days = [date(2023, 1, 1) + number * 9 * DAY for number in range(160)]

    counted = [calendar(name).moved(day, count, "workday") for day in days]

    assert counted == [_counted(day, count, name) for day in days]


@pytest.mark.parametrize("count", NUMBERS)
@pytest.mark.parametrize("on", [date(2023, 12, 22), date(2024, 5, 8), date(2024, 7, 19), date(2025, 4, 17)])
def test_a_deadline_in_working_days_ends_on_one(count: int, on: date) -> None:
    units = "werkdag" if count == 1 else "werkdagen"

    (within,) = find_dates(f"De brief komt binnen {NUMBERS[count]} {units}.", said_on=on)
    (back,) = find_dates(f"Dat is {NUMBERS[count]} {units} geleden beslist.", said_on=on)
    (spoken,) = find_dates(f"Within {count} working days.", said_on=on, language="en", calendar="nl")

    assert within.due == _counted(on, count, "be-vlg")
    assert back.due == _counted(on, -count, "be-vlg")
    assert spoken.due == _counted(on, count, "nl")
    assert within.assumption == "working days: by the public holidays of the calendar be-vlg"


@pytest.mark.parametrize(
    ("words", "on", "due"),
    [
        ("vijf werkdagen voor 24 mei 2024", "2024-03-13", "2024-05-16"),  # Whit Monday lies between
        ("de laatste werkdag van maart", "2024-03-13", "2024-03-29"),
        ("de eerste werkdag van mei", "2024-03-13", "2024-05-02"),
        ("de derde werkdag van november", "2024-03-13", "2024-11-06"),
        ("de eerste werkdag na Pasen", "2024-03-13", "2024-04-02"),
        ("de tweede werkdag na 30 april", "2024-03-13", "2024-05-03"),
        ("de volgende werkdag", "2024-12-24", "2024-12-26"),
        ("de vorige werkdag", "2024-05-02", "2024-04-30"),
    ],
)
def test_a_working_day_of_something_is_one_on_which_people_work(words: str, on: str, due: str) -> None:
    (found,) = find_dates(words, said_on=date.fromisoformat(on))

    assert (found.text, found.due) == (words, date.fromisoformat(due))


def test_a_team_adds_days_on_which_its_parliament_does_not_work() -> None:
    own = {"workdays.also": ["flemish-day"]}

    due = [
        find_dates("binnen drie werkdagen", said_on=date(2024, 7, 9), conventions=conventions)[0].due
        for conventions in (None, own)
    ]

    assert due == [date(2024, 7, 12), date(2024, 7, 15)]


@pytest.mark.parametrize("own", [{"workdays.country": "XX"}, {"workdays.also": ["no-such-day"]}])
def test_an_unknown_country_or_day_is_refused(own: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        find_dates("binnen drie werkdagen", said_on=date(2024, 7, 9), conventions=own)


def test_the_rules_of_holidays_are_loaded_only_for_a_working_day() -> None:
    code = (
        "import sys; from datetime import date; from tracker.dates import find_dates;"
        "find_dates('binnen drie dagen', said_on=date(2024, 7, 9)); print('holidays' in sys.modules);"
        "find_dates('binnen drie werkdagen', said_on=date(2024, 7, 9)); print('holidays' in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["False", "True"]
