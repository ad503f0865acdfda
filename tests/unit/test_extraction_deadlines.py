"""Which day of a sentence binds the act in it, and which is of something else."""

from __future__ import annotations

from datetime import date

import pytest

import tracker
from tracker.model import Commitment, Report
from tracker.reading import read_bytes

HELD_ON = date(2024, 2, 6)


def promised(text: str) -> tuple[Commitment, ...]:
    report = Report.from_text(text, held_on=HELD_ON, language="nl", speaker="Bart Somers", role="minister")
    return tracker.extract(report).commitments


def days(text: str) -> list[str | None]:
    return [str(one.deadline.due) if one.deadline and one.deadline.due else None for one in promised(text)]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        # between brackets, dashes and commas
        ("Er komt een masterplan voor de Demervallei (in het voorjaar van 2025).", "2025-05-31"),
        ("Ik zal de criteria herzien (timing: voorjaar 2025).", "2025-05-31"),
        ("Ik zal dat rapport – uiterlijk in mei 2024 – aan het parlement bezorgen.", "2024-05-31"),
        ("De evaluatie wordt afgerond, in de loop van april, en dan aan het parlement bezorgd.", "2024-04-30"),
        ("We zullen het besluit (BS 3 mei 2023) in het najaar wijzigen.", "2024-11-30"),
        # an event to come tells when, a document and a budget do not
        ("Ik zal dat voorleggen op de ministerraad van 8 maart.", "2024-03-08"),
        ("Ik zal dat bespreken op het overleg van volgende week.", "2024-02-18"),
        ("Ik zal het rapport van 2023 in juni bespreken.", "2024-06-30"),
        ("De brief van 3 maart zal ik tegen 15 april beantwoorden.", "2024-04-15"),
        # told aside
        ("U zult een brief krijgen, begin april, met een antwoordstrook.", "2024-04-10"),
        ("Ik zal de werkingsgebieden vastleggen, zo zeg ik u, uiterlijk in juni.", "2024-06-30"),
        # told first roughly, then narrowly
        ("Volgend jaar zal ik dat plan aan het parlement voorleggen, op 1 juli 2025.", "2025-07-01"),
        ("We zullen die maatregel na de paasvakantie evalueren, in de loop van juni.", "2024-06-30"),
        # the act's own, not that of what is told of a thing in it
        ("We zullen in 2024 een oproep lanceren voor projecten die in 2026 starten.", "2024-12-31"),
        ("Ik zal in april nagaan of de werken in september kunnen starten.", "2024-04-30"),
        ("Als de Raad van State in mei adviseert, zal ik het ontwerp in juni voorleggen.", "2024-06-30"),
        ("Ik zal elk jaar een verslag aan het parlement bezorgen, en dat doe ik in de herfst.", "2024-11-30"),
    ],
)
def test_the_day_that_binds_the_act_is_taken(sentence: str, due: str) -> None:
    assert days(sentence) == [due]


@pytest.mark.parametrize(
    "sentence",
    [
        "We zullen nagaan of de opening in juli kan worden vervroegd.",
        "Ik zal inventariseren welke criteria de scholen vandaag hanteren.",
        "Ik zal bekijken welke maatregelen voor de komende zomer nog nodig zijn.",
        "We zullen de opleiding hervormen om ze aan te passen aan de noden van vandaag.",
        "In de begroting van 2025 zal ik daarvoor 3 miljoen euro inschrijven.",
        "Ik zal de CEO een brief sturen met de vraag om het directiecomité van juni niet te laten voorbijgaan.",
        "Als de Raad van State in mei gunstig adviseert, zal ik het ontwerp voorleggen.",
        "Stel dat ik die nota in juni bezorg, dan zal ik de rest ook aan het parlement bezorgen.",
        "Er zijn vanaf dit jaar nieuwe middelen, en ik zal het natuurherstel met de agentschappen evalueren.",
        "Zodra het dossier binnen is, zal ik de subsidie binnen zestig dagen toekennen.",
        "Iedere week zal ik de cijfers aan het parlement bezorgen.",
    ],
)
def test_a_day_of_something_else_is_no_deadline(sentence: str) -> None:
    assert days(sentence) == [None]


def test_the_day_before_a_colon_is_that_of_each_act_behind_it() -> None:
    text = "Ik zal in 2025 drie stappen zetten: – de subsidie wordt verhoogd; – de handleiding wordt herzien."

    assert set(days(text)) == {"2025-12-31"}


def test_the_day_above_a_list_is_that_of_each_of_its_items() -> None:
    text = "Minister An Maes: Ik zal vóór het einde van 2025:\n\n- de subsidie verhogen;\n- de handleiding herzien.\n"
    report = read_bytes(text.encode(), name="verslag.txt", held_on=HELD_ON, language="nl")

    found = tracker.extract(report).commitments

    assert [str(one.deadline and one.deadline.due) for one in found] == ["2025-12-31", "2025-12-31"]
