"""The example report, line by line: what must be found in it, by when, for whom, and what must not."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import tracker
from tracker.model import Commitment, Report

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"

MUST = {
    "Dit onderzoek zal in principe in juni 2022 zijn afgerond.": (date(2022, 6, 30), ("onderzoek", "geloof")),
    "Hij wil die wachtlijsten tegen het einde van dit jaar volledig weggewerkt zien.": (
        date(2021, 12, 31),
        ("wachtlijsten",),
    ),
    "Het is de ambitie om begin 2022 met het nieuwe beleid te kunnen starten.": (date(2022, 3, 31), ("beleid",)),
    "die de minister binnenkort in de commissie hoopt te kunnen voorstellen": (None, ("voorstellen",)),
}
MUST_NOT = (
    "Er kan wel niet worden gegarandeerd",  # a refusal
    "Er moet worden ingezet op robuuste",  # a member's demand
    "De digitalisering zal hierbij",  # a member's expectation
    "Welke initiatieven worden er voorzien",  # a question
    "Ook de middelen die voorzien waren",  # the past
    "bij indicatieve stemming aangenomen",  # the vote
    "De lokale besturen hebben in 2020 aangetoond",  # a look back
)


@pytest.fixture(scope="module")
def report() -> Report:
    return tracker.read(EXAMPLE)


@pytest.fixture(scope="module")
def found(report: Report) -> tuple[Commitment, ...]:
    return tracker.extract(report).commitments


def test_the_report_says_what_it_is(report: Report) -> None:
    assert report.held_on == date(2021, 9, 21)
    assert report.committee == "Commissie voor Binnenlands Bestuur, Gelijke Kansen en Inburgering"
    assert (report.chair, report.rapporteur, report.language) == ("Kris Van Dijck", "Jeremie Vaneeckhout", "nl")


@pytest.mark.parametrize("words", MUST)
def test_what_was_promised_is_found(found: tuple[Commitment, ...], words: str) -> None:
    due, subject = MUST[words]
    hits = [one for one in found if words in one.quote]

    assert len(hits) == 1
    assert (hits[0].deadline.due if hits[0].deadline else None) == due
    assert all(word in hits[0].summary for word in subject)


@pytest.mark.parametrize("words", MUST)
def test_who_promised_it_to_whom(found: tuple[Commitment, ...], words: str) -> None:
    hit = next(one for one in found if words in one.quote)

    assert hit.minister is not None
    assert hit.asked_by is not None
    assert (hit.minister.name, hit.asked_by.name) == ("Bart Somers", "Maaike De Vreese")


@pytest.mark.parametrize("words", MUST_NOT)
def test_what_was_not_promised_is_not_found(found: tuple[Commitment, ...], words: str) -> None:
    assert not [one.quote for one in found if words in one.quote]


def test_little_else_is_found(found: tuple[Commitment, ...]) -> None:
    assert len(found) <= len(MUST) + 8


def test_every_quote_stands_in_the_report(report: Report, found: tuple[Commitment, ...]) -> None:
    assert all(report.text[one.start : one.end] == one.quote for one in found)


def test_a_shell_shows_the_calls_of_the_library_before_their_first_use() -> None:
    program = "import sys, tracker; print(sorted({'read', 'extract', 'find_dates', 'Report'} & set(dir(tracker))))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "['Report', 'extract', 'find_dates', 'read']"
