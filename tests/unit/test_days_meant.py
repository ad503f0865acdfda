"""Which days does an option mean, whatever way a person writes them?"""

from datetime import date

import pytest

from tracker.errors import WrongCall
from tracker.usecases.days import DaysMeant, days_meant
from tracker.usecases.register import Reading

TODAY = date(2022, 2, 10)
JUNE = DaysMeant(date(2022, 6, 1), date(2022, 6, 30))


def day(year: int, month: int, day: int) -> DaysMeant:
    return DaysMeant(date(year, month, day), date(year, month, day))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022-01-15", day(2022, 1, 15)),
        ("15/01/2022", day(2022, 1, 15)),
        ("15 januari 2021", day(2021, 1, 15)),  # long past
        ("eind juni 2022", DaysMeant(date(2022, 6, 21), date(2022, 6, 30))),
        ("juni 2022", JUNE),
        ("  Juni 2022. ", JUNE),
        ("tegen eind juni 2022", day(2022, 6, 30)),
        ("gisteren", day(2022, 2, 9)),
        ("binnen twee weken", day(2022, 2, 24)),
    ],
)
def test_a_day_is_meant_as_the_words_of_a_deadline_are(text: str, meant: DaysMeant) -> None:
    assert days_meant(text, reading=Reading("nl", "be-vlg"), today=TODAY, option="--on") == meant


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("text", ["15/01/2022", "eind juni 2022", "January 15, 2022"])
def test_a_day_is_read_whatever_language_the_settings_name(language: str, text: str) -> None:
    reading = Reading(language, "be-vlg")

    assert days_meant(text, reading=reading, today=TODAY, option="--on").last.year == 2022
    assert reading.of(text, said_on=TODAY).due  # as `move --to` takes it


@pytest.mark.parametrize("words", ["june 2027", "may 2027", "tegen eind 2021 of zo", "nota van juni 2022"])
def test_a_deadline_is_not_guessed_from_a_part_of_the_words(words: str) -> None:
    with pytest.raises(WrongCall, match=r"only .* is read as a time"):
        Reading("nl", "be-vlg").of(words, said_on=TODAY)


def test_the_language_that_reads_all_of_the_words_is_taken() -> None:
    assert Reading("nl", "be-vlg").of("the end of June 2027", said_on=TODAY).due == date(2027, 6, 30)
    assert Reading("en", "be-vlg").of("maart of april 2022", said_on=TODAY).due == date(2022, 4, 30)


@pytest.mark.parametrize(
    "text", ["", "ooit", "binnenkort", "31/02/2022", "na 1 juli 2022", "31 november 2022", "nota van juni 2022", "7"]
)
def test_what_names_no_day_or_something_else_is_refused_by_the_option(text: str) -> None:
    with pytest.raises(WrongCall, match=r"--on .* names no day"):
        days_meant(text, reading=Reading("nl", "be-vlg"), today=TODAY, option="--on")


def test_without_a_day_of_today_only_what_names_its_day_is_one() -> None:
    reading = Reading("nl", "be-vlg")

    assert days_meant("15 maart 2022", reading=reading, today=None, option="--today") == day(2022, 3, 15)
    with pytest.raises(WrongCall, match="--today"):
        days_meant("morgen", reading=reading, today=None, option="--today")
