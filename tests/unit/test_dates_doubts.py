"""Are days counted from the time named before, and is a weekday that contradicts its date told wherever it is read?"""

from __future__ import annotations

from datetime import date

import pytest

import tracker
from tracker.cli.proposal_view import reading_lines
from tracker.dates import find_dates
from tracker.errors import WrongCall
from tracker.model import Extraction, Report
from tracker.usecases.register import Reading
from tracker.wording.speech import speech_in

SITTING = date(2024, 3, 13)


def promised(deadline: str) -> Extraction:
    text = f"Ik zal u de cijfers {deadline} bezorgen."
    return tracker.extract(Report.from_text(text, held_on=SITTING, language="nl", speaker="An Maes", role="minister"))


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("Het debat is op 21 maart en de brief komt de dag erna.", "de dag erna", "2024-03-22..2024-03-22"),
        ("Het debat is op 21 maart of de dag daarop.", "de dag daarop", "2024-03-22..2024-03-22"),
        ("Het debat is dinsdag, de dag ervoor komt de brief.", "de dag ervoor", "2024-03-18..2024-03-18"),
        ("Het advies komt op 3 mei en twee weken later de nota.", "twee weken later", "2024-05-17..2024-05-17"),
        ("Het advies komt in mei, de maand daarna de nota.", "de maand daarna", "2024-06-01..2024-06-30"),
        ("Dat is op 3 mei of de daaropvolgende week.", "de daaropvolgende week", "2024-05-06..2024-05-12"),
        ("Het komt op 28 maart en twee werkdagen daarna.", "twee werkdagen daarna", "2024-04-02..2024-04-02"),
        (
            "Het debat is op 21 maart en binnen drie dagen daarna volgt het.",
            "binnen drie dagen daarna",
            "2024-03-13..2024-03-24",
        ),
    ],
)
def test_the_day_after_counts_from_the_time_named_before(text: str, words: str, days: str) -> None:
    *_, found = find_dates(text, said_on=SITTING)

    assert (found.text, f"{found.earliest}..{found.latest}") == (words, days)


@pytest.mark.parametrize(
    "text", ["De dag erna komt de brief.", "Twee weken later was het zover.", "Dat kwam de week daarna."]
)
def test_the_day_after_nothing_is_no_day(text: str) -> None:
    assert find_dates(text, said_on=SITTING) == ()


def test_a_time_of_another_sentence_is_not_counted_from() -> None:
    found = find_dates("Het debat is op 3 mei. Binnen twee weken daarna volgt de nota.", said_on=SITTING)

    assert [(time.text, time.due) for time in found] == [
        ("op 3 mei", date(2024, 5, 3)),
        ("Binnen twee weken daarna", None),
    ]


@pytest.mark.parametrize("weekday", ["maandag", "dinsdag", "donderdag", "zondag"])
def test_a_promise_with_a_contradicted_day_keeps_it_and_tells_the_problem(weekday: str) -> None:
    extraction = promised(f"uiterlijk op {weekday} 15 mei")

    (found,), (problem,) = extraction.commitments, extraction.problems
    assert found.deadline is not None
    assert found.deadline.due == date(2024, 5, 15)
    assert (problem.code, problem.start) == ("extraction.deadline-doubtful", found.start)
    assert "2024-05-15 is no " in problem.message
    assert speech_in("nl").retold(problem.message).startswith(f"“uiterlijk op {weekday} 15 mei”: 2024-05-15 is geen ")


def test_a_day_that_fits_and_an_unknown_one_are_told_as_they_are() -> None:
    assert promised("uiterlijk op woensdag 15 mei").problems == ()
    (problem,) = promised("uiterlijk op 31 november").problems

    assert problem.message == "“uiterlijk op 31 november”: There is no 31 November."


def test_whoever_reviews_a_contradicted_day_sees_it() -> None:
    (found,) = find_dates("op donderdag 15 mei 2024", said_on=SITTING)

    assert "2024-05-15 is geen donderdag." in list(reading_lines(found, speech_in("nl")))


def test_a_person_who_contradicts_himself_is_asked_again() -> None:
    reading = Reading("nl", "be-vlg")

    with pytest.raises(WrongCall, match="contradicts itself: 2024-05-15 is no Thursday"):
        reading.of("donderdag 15 mei 2024", said_on=SITTING)
