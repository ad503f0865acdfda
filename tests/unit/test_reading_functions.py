"""Where does the function of a minister end?"""

from __future__ import annotations

import pytest

from tracker.model import Report
from tracker.reading import segment


@pytest.mark.parametrize(
    "below",
    [
        "Minister Griet Snel herinnert eraan dat het plan werd goedgekeurd.",
        "De minister Griet Snel herinnert eraan dat het plan werd goedgekeurd.",
        "Vlaams minister Griet Snel en Jo Maes waren er.",
        "Zij herinnert eraan dat het plan werd goedgekeurd.",
        "herinnert eraan dat het plan werd goedgekeurd.",
    ],
)
def test_a_function_in_a_heading_never_swallows_the_paragraph_below_it(below: str) -> None:
    heading = (
        "1. Toelichting door Griet Snel, viceminister-president en Vlaams minister van Mobiliteit en Openbare Werken"
    )
    told_later = "Minister Griet Snel zegt dat zij dat zal doen."
    report = segment(Report.from_text(f"{heading} {below}\n{told_later}"))

    assert [(who.name, who.function) for who in report.speakers] == [
        ("Griet Snel", "viceminister-president en Vlaams minister van Mobiliteit en Openbare Werken")
    ]
