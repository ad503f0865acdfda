"""A report in two languages: each part is read by the rules of its own, and what no rules read is told."""

from __future__ import annotations

import pytest

from tracker.errors import NotFound
from tracker.extraction import explain, extract
from tracker.model import Report
from tracker.reading import read_bytes

FRENCH = (
    "Nous avons pris plusieurs mesures pour améliorer la ponctualité des trains et la sécurité des voyageurs dans les "
    "gares.\n\nLes investissements annoncés seront poursuivis dans les années à venir avec les moyens prévus.\n\n"
)
DUTCH = "Ik zal het rapport over de stations tegen eind juni 2024 aan de commissie bezorgen."


def sitting(*parts: str) -> Report:
    text = "Séance plénière\n\nJeudi 7 mars 2024\n\n" + "\n\n".join(parts)
    return read_bytes(text.encode(), name="v.txt")


def due(report: Report) -> list[str]:
    return [str(found.deadline.due) for found in extract(report).commitments if found.deadline]


@pytest.mark.parametrize("times", [1, 4, 40, 400])
def test_a_dutch_promise_is_found_however_much_is_french(times: int) -> None:
    report = sitting(
        f"01.01 Jo Maes, ministre: Madame la présidente, je vous remercie. {FRENCH * times}",
        f"01.02 An Claes (N-VA): Wanneer komt dat er voor onze steden?\n\n01.03 Minister Jo Maes: {DUTCH}\n\n"
        f"01.04 An Claes (N-VA): Merci.\n\n{FRENCH}",
    )

    assert due(report) == ["2024-06-30"]
    assert [problem.code for problem in extract(report).problems] == ["extraction.language-unread"]


def test_a_minister_changes_language_within_one_speech() -> None:
    report = sitting(
        f"01.01 Jo Maes, ministre: Madame la présidente, je vous remercie. {FRENCH}Mevrouw Claes, {DUTCH.lower()}\n\n"
        f"{FRENCH}Ik zal de cijfers voor 1 mei 2024 aan u meedelen.\n\n{FRENCH}",
        "01.02 An Claes (N-VA): Dank u.",
    )

    assert due(report) == ["2024-06-30", "2024-04-30"]


@pytest.mark.parametrize(
    "answer", ["Dat zal ik u voor 1 mei 2024 bezorgen.", "Ik zal u de nota voor 1 mei 2024 bezorgen."]
)
def test_a_short_answer_shows_its_language_after_a_long_speech_in_another(answer: str) -> None:
    report = sitting(
        f"01.01 Jo Maes, ministre: Je vous remercie. {FRENCH * 3}",
        f"01.02 Minister Jo Maes: {answer}",
        f"01.03 An Claes (N-VA): {FRENCH}",
    )

    assert due(report) == ["2024-04-30"]


def test_what_members_say_in_a_language_without_rules_is_no_problem() -> None:
    report = sitting(
        f"01.01 An Claes (N-VA): Madame la présidente, je vous remercie. {FRENCH * 3}",
        f"01.02 Minister Jo Maes: {DUTCH}",
    )

    assert due(report) == ["2024-06-30"]
    assert extract(report).problems == ()


def test_a_synthesis_is_told_in_the_language_of_each_part() -> None:
    report = sitting(
        f"La commission a examiné le plan. {FRENCH * 3}",
        "Minister Jo Maes antwoordt dat hij het rapport tegen eind juni 2024 aan de commissie zal bezorgen.",
    )

    assert due(report) == ["2024-06-30"]


def test_a_sentence_is_explained_by_the_rules_of_its_language() -> None:
    report = sitting(
        f"01.01 Jo Maes, ministre: Je vous remercie. {FRENCH * 3}",
        f"01.02 Minister Jo Maes: {DUTCH}",
        "01.03 An Claes (N-VA): Dank u wel.",
    )

    assert [each.is_commitment for each in explain(report, at="het rapport over de stations")] == [True]
    with pytest.raises(NotFound, match="'fr'"):
        explain(report, at="ponctualité")
