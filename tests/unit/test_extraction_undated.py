"""A report whose day nobody knows: its commitments are found, and the words of their deadlines are kept."""

from __future__ import annotations

from datetime import date

import pytest

import tracker
from tracker.model import Commitment, Report

DAY = date(2024, 3, 12)


def found(text: str, held_on: date | None = None) -> tuple[Commitment, ...]:
    report = Report.from_text(text, held_on=held_on, language="nl", speaker="Jo Maes", role="minister")
    return tracker.extract(report).commitments


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ik zal het rapport tegen eind juni bezorgen.", "tegen eind juni"),
        ("Ik zal het rapport binnen drie weken bezorgen.", "binnen drie weken"),
        ("Ik zal het rapport volgend jaar bezorgen.", "volgend jaar"),
        ("Ik zal het rapport voor het zomerreces bezorgen.", "voor het zomerreces"),
        ("Ik zal het rapport op 3 mei bezorgen.", "op 3 mei"),
        ("Ik zal het rapport nog deze legislatuur bezorgen.", "deze legislatuur"),
        ("Ik zal het rapport volgende donderdag bezorgen.", "volgende donderdag"),
    ],
)
def test_words_that_lean_on_the_day_are_kept_without_days(sentence: str, words: str) -> None:
    (promise,) = found(sentence)

    assert promise.deadline is not None
    assert words in promise.deadline.text
    deadline = promise.deadline
    assert (deadline.earliest, deadline.latest, deadline.due, deadline.said_on, deadline.derivation) == (
        *(None, None, None, None),
        (),
    )
    assert (promise.said_on, promise.check_on) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Ik zal het rapport voor 1 juli 2024 bezorgen.", "2024-06-30"),
        ("Ik zal het rapport tegen eind juni 2016 bezorgen.", "2016-06-30"),
        ("Ik zal het rapport in het voorjaar van 2025 bezorgen.", "2025-05-31"),
        ("Ik zal het rapport in 2031 bezorgen.", "2031-12-31"),
    ],
)
def test_days_that_words_name_by_themselves_are_known(sentence: str, due: str) -> None:
    (promise,) = found(sentence)

    assert promise.deadline is not None
    assert str(promise.deadline.due) == due


@pytest.mark.parametrize(
    "text",
    [
        "Vorig jaar heb ik het rapport bezorgd.",
        "Het rapport werd vorige maand bezorgd.",
        "Ik zal het rapport tegen eind juni bezorgen. Dat is belangrijk.",
        "Ik zal het rapport bezorgen. Dat zal in juni zijn.",
        "We zullen dat onderzoeken. U krijgt binnen drie weken de cijfers en ik bezorg u het plan na de zomer.",
    ],
)
def test_the_same_is_found_as_with_a_day(text: str) -> None:
    dated, undated = found(text, DAY), found(text)

    assert [one.quote for one in undated] == [one.quote for one in dated]
    assert [one.deadline and one.deadline.text for one in undated] == [
        one.deadline and one.deadline.text for one in dated
    ]
