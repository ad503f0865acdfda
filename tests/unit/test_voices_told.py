"""Whose promise it is when somebody else tells it: a rapporteur, or whoever speaks at the minister's request."""

from __future__ import annotations

import pytest

from tracker.extraction.voices import voice_of
from tracker.languages.voices import load_voices
from tracker.model import Report
from tracker.reading.segment import segment


def counting(text: str) -> list[bool]:
    report = segment(Report.from_text(text, language="nl"))
    return [voice_of(report, sentence, load_voices("nl")).counts for sentence in report.sentences]


def test_a_rapporteur_by_the_title_before_the_name_tells_what_the_minister_said() -> None:
    text = "Verslaggever Sabine Ardies brengt verslag uit. De minister verklaarde daar dat het besluit in maart volgt."

    assert counting(text) == [False, True]


def test_a_member_who_thanks_the_rapporteur_is_none() -> None:
    text = "Jan Peeters dankt verslaggever Sabine Ardies. De minister verklaarde daar dat het besluit in maart volgt."

    assert counting(text) == [False, False]


@pytest.mark.parametrize("request_told", ["op verzoek van de minister", "namens de minister"])
def test_whoever_speaks_at_the_ministers_request_speaks_for_him(request_told: str) -> None:
    text = f"Secretaris-generaal Lieve Daems neemt {request_told} het woord. De achterstand wordt in maart weggewerkt."

    assert counting(text) == [True, True]


def test_an_official_who_speaks_for_himself_binds_nobody() -> None:
    text = "Secretaris-generaal Lieve Daems neemt het woord. De achterstand wordt in maart weggewerkt."

    assert counting(text) == [False, False]
