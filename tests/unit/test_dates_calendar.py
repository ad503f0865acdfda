"""Do the calendars give the days that the parliaments publish?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.dates import find_dates
from tracker.dates.calendar import calendar
from tracker.dates.rules import holds, parsed, span
from tracker.errors import SettingsError
from tracker.parliaments.calendars import calendar_names, calendar_pack, conventions_of

# The published tables: name, year, first day, last day.
FLEMISH = [
    ("parliamentary-year", 2021, "2021-09-27", "2022-09-25"),
    ("parliamentary-year", 2022, "2022-09-26", "2023-09-24"),
    ("summer-recess", 2022, "2022-07-21", "2022-09-25"),
    ("spring-recess", 2022, "2022-02-28", "2022-03-06"),
    ("easter-recess", 2022, "2022-04-04", "2022-04-18"),  # a late Easter: Easter Monday is free as well
    ("easter-recess", 2023, "2023-04-03", "2023-04-16"),
    ("easter-recess", 2024, "2024-04-01", "2024-04-14"),  # Easter in March: from Easter Monday
    ("easter-recess", 2019, "2019-04-08", "2019-04-22"),
    ("christmas-recess", 2021, "2021-12-27", "2022-01-09"),  # Christmas on a Saturday: the Monday after
    ("christmas-recess", 2022, "2022-12-26", "2023-01-08"),
    ("christmas-recess", 2023, "2023-12-25", "2024-01-07"),
    ("autumn-recess", 2021, "2021-11-01", "2021-11-07"),
    ("autumn-recess", 2020, "2020-11-02", "2020-11-08"),  # 1 November on a Sunday
    ("autumn-recess", 2022, "2022-10-31", "2022-11-06"),
    ("summer-holiday", 2022, "2022-07-01", "2022-08-31"),
    ("school-year", 2022, "2022-09-01", "2023-08-31"),
    ("budget-preparation", 2023, "2022-09-01", "2022-10-21"),
    ("budget-adjustment", 2022, "2022-03-01", "2022-05-21"),
    ("government-declaration", 2023, "2023-09-25", "2023-09-25"),
    ("easter", 2022, "2022-04-17", "2022-04-17"),
    ("mothers-day", 2022, "2022-05-08", "2022-05-08"),
]
DUTCH = [
    ("summer-recess", 2021, "2021-07-09", "2021-08-29"),
    ("summer-recess", 2023, "2023-07-07", "2023-09-03"),
    ("prinsjesdag", 2022, "2022-09-20", "2022-09-20"),
    ("parliamentary-year", 2022, "2022-09-20", "2023-09-18"),
]


@pytest.mark.parametrize(("name", "year", "first", "last"), FLEMISH)
def test_the_flemish_calendar_gives_the_published_days(name: str, year: int, first: str, last: str) -> None:
    days = calendar("be-vlg").days(name, year)

    assert days == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(("name", "year", "first", "last"), DUTCH)
def test_the_dutch_calendar_gives_the_published_days(name: str, year: int, first: str, last: str) -> None:
    days = calendar("nl").days(name, year)

    assert days == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_legislature_runs_from_the_first_sitting_to_the_next_election() -> None:
    terms = calendar("be-vlg").listed("legislature")

    assert (date(2019, 6, 18), date(2024, 6, 9)) in terms
    assert (date(2024, 7, 2), date(2029, 6, 10)) in terms


@pytest.mark.parametrize("name", calendar_names())
def test_every_rule_of_a_calendar_gives_ordered_days_in_every_year(name: str) -> None:
    pack = calendar(name)
    names = [*pack.pack["days"], *pack.pack["periods"]]

    wrong = [
        (key, year) for key in names for year in range(1990, 2061) if pack.days(key, year)[0] > pack.days(key, year)[1]
    ]

    assert wrong == []


def test_the_same_words_mean_other_days_in_another_parliament() -> None:
    words, on = "voor het zomerreces", date(2022, 3, 8)

    due = {name: find_dates(words, said_on=on, calendar=name)[0].due for name in calendar_names()}

    assert due == {"be-vlg": date(2022, 7, 20), "nl": date(2022, 7, 7), "plain": date(2022, 7, 20)}


def test_what_a_calendar_does_not_know_keeps_its_words_and_gets_no_day() -> None:
    (found,) = find_dates("tegen het einde van de legislatuur", said_on=date(2022, 3, 8), calendar="plain")

    assert (found.due, found.condition) == (None, "tegen het einde van de legislatuur")


def test_an_election_beyond_the_list_is_not_guessed() -> None:
    (found,) = find_dates("na de verkiezingen", said_on=date(2050, 1, 4))

    assert (found.earliest, found.due, found.precision) == (None, None, "anchored")


def test_a_parliament_sets_its_own_convention_and_the_reading_says_so() -> None:
    own = {"vague-soon.window": "2 month"}

    (found,) = find_dates("binnenkort", said_on=date(2021, 9, 21), conventions=own)

    assert found.latest == date(2021, 11, 21)
    assert found.assumption == "vague-soon: soon, shortly, as soon as possible: 2 months"


@pytest.mark.parametrize(
    ("words", "own", "latest", "said"),
    [
        ("begin 2022", {"part-of-year.begin": [1, 2]}, date(2022, 2, 28), "begin = January–February"),
        ("midden mei", {"part-of-month": {"middle": [14, 16]}}, date(2022, 5, 16), "middle = days 14–16"),
        ("eind volgende week", {"part-of-week.end": [5, 5]}, date(2021, 10, 1), "end = Friday"),
        ("in de winter", {"seasons.winter": [11, 13]}, date(2022, 1, 31), "winter = November–January"),
        ("voor de zomer", {"political-summer.starts": "15 june"}, date(2022, 6, 14), "before 15 June"),
        ("na Pasen", {"after.window": "1 month"}, date(2022, 5, 17), "in the 1 month that follow"),
    ],
)
def test_every_convention_says_the_values_that_hold(
    words: str, own: dict[str, object], latest: date, said: str
) -> None:
    (found,) = find_dates(words, said_on=date(2021, 9, 21), conventions=own)

    assert found.latest == latest
    assert found.assumption is not None
    assert said in found.assumption


def test_a_sentence_of_a_parliament_is_filled_with_values_alone() -> None:
    own = {"vague-soon.says": "{window} or {nothing}, {window.__class__}, {window:>99999999}, {"}
    (found,) = find_dates("binnenkort", said_on=date(2021, 9, 21), conventions=own)

    assert found.assumption == "vague-soon: 3 months or {nothing}, {window.__class__}, {window:>99999999}, {"


def test_the_manual_names_every_convention() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")

    assert [name for name in conventions_of("plain") if f"`{name}`" not in manual] == []


@pytest.mark.parametrize(
    "own",
    [
        {"periods.summer-recess.starts": "11 july"},
        {"periods": {"summer-recess": {"starts": "11 july"}}},  # as a settings file nests it
    ],
)
def test_a_parliament_moves_its_recess(own: dict[str, object]) -> None:
    (found,) = find_dates("voor het zomerreces", said_on=date(2022, 3, 8), conventions=own)

    assert found.due == date(2022, 7, 10)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"vague-sometime.window": "3 month"}, "no date convention 'vague-sometime.window'"),
        ({"vague-soon": "3 month"}, "cannot be '3 month'"),
        ({"vague-soon.window": 3}, "cannot be 3"),
        ({"vague-soon.window.unit": "day"}, "no date convention"),
    ],
)
def test_an_override_that_fits_nothing_is_refused(own: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        find_dates("binnenkort", said_on=date(2021, 9, 21), conventions=own)


@pytest.mark.parametrize("rule", ["", "someday", "9 monday may", "1 monday smarch", "32 may"])
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises((SettingsError, ValueError), match=r"cannot be read|no day or month|out of range"):
        parsed(rule)(2022, None)


def test_a_rule_that_counts_from_no_start_is_refused() -> None:
    with pytest.raises(SettingsError, match="a start that is not there"):
        parsed("start +6")(2022, None)


def test_conditions_and_lengths_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(SettingsError, match="condition cannot be read"):
        holds("christmas before 1 april", 2022)
    with pytest.raises(SettingsError, match="length of time cannot be read"):
        span("a while")


def test_every_calendar_has_a_title() -> None:
    assert [calendar_pack(name)["title"] for name in calendar_names()] == [
        "Flemish Parliament",
        "Tweede Kamer",
        "No parliament",
    ]


def test_a_beginning_that_is_under_way_ends_with_itself() -> None:
    """Said on 2 September, "tegen het begin van het schooljaar" cannot mean the day before."""
    found = find_dates("tegen het begin van het schooljaar", said_on=date(2000, 9, 2))[0]

    assert (found.earliest, found.latest, found.due) == (date(2000, 9, 2), date(2000, 9, 30), date(2000, 9, 30))


def test_a_parliament_may_mean_something_else_by_a_fuzzy_word(tmp_path: Path) -> None:
    (tmp_path / "conventions.toml").write_text('[after]\nwindow = "3 month"\nsays = "{window}"\n', "utf-8")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "calendar.toml").write_text('title = "Nobody"\n', "utf-8")
    (tmp_path / "here").mkdir()
    own = 'title = "Here"\nextends = "plain"\n[conventions.after]\nwindow = "1 month"\n'
    (tmp_path / "here" / "calendar.toml").write_text(own, "utf-8")

    found = {name: conventions_of(name, tmp_path)["after"] for name in calendar_names(tmp_path)}

    assert found == {
        "here": {"window": "1 month", "says": "{window}"},
        "plain": {"window": "3 month", "says": "{window}"},
    }
