"""Whose an answer is that is told without a speaker of its own, behind a quotation, or in the past."""

from __future__ import annotations

import pytest

from tracker.model import Report
from tracker.reading.segment import segment

ASKED = "Jan Peeters vraagt of er een evaluatie komt. "


def told(text: str) -> list[tuple[str | None, str | None]]:
    report = segment(Report.from_text(text))
    speakers = [report.speeches[s.speech].speaker if s.speech is not None else None for s in report.sentences]
    return [(who.name, who.role.value) if who else (None, None) for who in speakers]


@pytest.mark.parametrize(
    "answer",
    [
        "Uit het antwoord blijkt dat die in maart wordt afgerond.",
        "Er wordt geantwoord dat die in maart wordt afgerond.",
        "Het antwoord luidt dat die in maart wordt afgerond.",
        "Hij krijgt van de minister te horen dat die in maart wordt afgerond.",
        "Namens de minister wordt geantwoord dat die in maart wordt afgerond.",
        "Volgens de minister wordt die in maart afgerond.",
        "Die komt er in maart, laat de minister weten.",
        "De bewindsvrouw antwoordt dat die in maart wordt afgerond.",
    ],
)
def test_after_a_question_the_answer_is_the_ministers_however_it_is_told(answer: str) -> None:
    assert told(ASKED + answer) == [("Jan Peeters", "member"), (None, "minister")]


@pytest.mark.parametrize(
    "recalled",
    [
        "Uit het antwoord van de minister blijkt dat die in maart wordt afgerond.",
        "Volgens de minister wordt die in maart afgerond.",
        "Van de minister kreeg hij te horen dat die in maart wordt afgerond.",
    ],
)
def test_an_answer_that_a_member_recalls_without_a_question_stays_the_members(recalled: str) -> None:
    assert told(f"Jan Peeters vindt dat het te lang duurt. {recalled}") == [("Jan Peeters", "member")] * 2


def test_an_answer_on_behalf_of_somebody_else_is_not_the_ministers() -> None:
    answer = "Namens de heer Claes wordt geantwoord dat die in maart wordt afgerond."

    assert told(ASKED + answer) == [("Jan Peeters", "member")] * 2


@pytest.mark.parametrize(
    ("text", "minister"),
    [
        ("Uit het antwoord van minister Hilde Crevits blijkt dat het loopt. Het volgt in maart.", "Hilde Crevits"),
        ("Het kabinet van minister Hilde Crevits bevestigt dat het loopt. Het volgt in maart.", "Hilde Crevits"),
        ("De Vlaamse Regering antwoordt dat het loopt. Het volgt in maart.", None),
    ],
)
def test_a_minister_speaks_through_an_answer_or_a_cabinet(text: str, minister: str | None) -> None:
    assert told(text) == [(minister, "minister")] * 2


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_a_quotation_of_several_sentences_is_whose_it_is_said_to_be_behind_it(opening: str, closing: str) -> None:
    text = (
        "Jan Peeters vindt dat het lang duurt. "
        f"{opening}De evaluatie loopt. Wij ronden ze in maart af. Iedereen is gehoord{closing}, zegt de minister."
    )

    assert told(text) == [("Jan Peeters", "member")] + [(None, "minister")] * 3


def test_a_pronoun_that_opens_a_sentence_hides_no_minister_behind_it() -> None:
    assert told("Ze wordt in maart opnieuw uitgeschreven, zegt minister Bram Pauwels.") == [
        ("Bram Pauwels", "minister")
    ]


def test_a_minister_who_is_named_last_said_the_sentences_before() -> None:
    text = "De studie nadert haar einde. De bewoners worden in maart ingelicht. De minister hecht daar belang aan."

    assert told(text) == [(None, "minister")] * 3


@pytest.mark.parametrize(
    "nobodys",
    [
        "Het duurt al lang. Wanneer komt er een oplossing?",
        "Er wordt gevraagd wanneer de studie komt. Die moet er in maart zijn.",
        "Het is laat. De bespreking wordt volgende week voortgezet.",
    ],
)
def test_a_question_and_the_course_of_a_sitting_are_not_the_words_of_the_minister_named_next(nobodys: str) -> None:
    assert told(f"{nobodys} De minister antwoordt dat het loopt.") == [(None, None)] * 2 + [(None, "minister")]


def test_a_minister_behind_a_long_adjunct_acts_where_nobody_speaks() -> None:
    acts = "In overleg met de VVSG, zal minister Bram Pauwels een handleiding schrijven."

    assert told(acts) == [("Bram Pauwels", "minister")]
    assert told(f"Jan Peeters wil een handleiding. {acts}") == [("Jan Peeters", "member")] * 2


def test_a_government_that_is_asked_does_not_speak() -> None:
    assert told("De motie vraagt de Vlaamse Regering om een evaluatie. Die volgt in maart.") == [(None, None)] * 2


def test_a_short_text_that_only_tells_in_the_past_names_its_speakers() -> None:
    text = "Jan Peeters had gevraagd hoe het stond. De minister antwoordde dat het liep. Het zou in maart klaar zijn."

    assert told(text) == [("Jan Peeters", "member"), (None, "minister"), (None, "minister")]
