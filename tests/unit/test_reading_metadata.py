"""What does a report say of itself: which sitting, of whom, on which day?"""

from __future__ import annotations

from textwrap import fill

import pytest

from tracker.reading import read_bytes

FRONT = """856 (2020-2021) – Nr. 1
12 oktober 2021 (2021-2022)

Verslag van de gedachtewisseling
namens de Commissie voor Onderwijs
uitgebracht door Loes Vandromme en Kathleen Krekels

over de uitrol van de digisprong

Samenstelling van de commissie:
Voorzitter: Karolien Grosemans.

INHOUD
1. Toelichting door minister Ben Weyts .......................................... 4
2. Bespreking ................................................................... 7

De Commissie voor Onderwijs hield op donderdag 30 september 2021 een gedachtewisseling over
de uitrol van de digisprong met Ben Weyts, Vlaams minister van Onderwijs, Sport, Dierenwelzijn
en Vlaamse Rand, en met Dirk Van Damme, expert bij de OESO. De commissie van 3 mei 2019 ging vooraf.

1. Toelichting door minister Ben Weyts

De minister schetst de context. Elke leerling vanaf het vijfde leerjaar krijgt een laptop.

Karolien GROSEMANS,
voorzitter

Loes VANDROMME
Kathleen KREKELS,
verslaggevers
"""


def test_a_flemish_committee_report_tells_all_on_its_front() -> None:
    report = read_bytes(FRONT.encode(), name="v.txt")

    assert str(report.held_on) == "2021-09-30"
    assert report.title == "Verslag van de gedachtewisseling over de uitrol van de digisprong"
    assert report.committee == "Commissie voor Onderwijs"
    assert (report.chair, report.rapporteur) == ("Karolien Grosemans", "Loes Vandromme")
    assert (report.document_number, report.dossier, report.session_year) == (
        "856 (2020-2021) – Nr. 1",
        "856",
        "2020-2021",
    )
    assert [(person.name, person.function) for person in report.speakers] == [
        ("Ben Weyts", "Vlaams minister van Onderwijs, Sport, Dierenwelzijn en Vlaamse Rand")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vergadering van 17/03/2016\n\nMinister Maes zegt dat.", "2016-03-17"),
        ("Commissievergadering van woensdag 3 maart 2021\n\nMinister Maes zegt dat.", "2021-03-03"),
        ("Plenaire vergadering nr. 12 (2021-2022) – 20 oktober 2021\n\nMinister Maes zegt dat.", "2021-10-20"),
        ("De Verenigde Commissies voor Wonen en voor Energie bespraken op 1 juli 2020 het plan.", "2020-07-01"),
        ("Séance plénière\n\nVendredi 2 octobre 2020\n\nM. Maes, ministre: Oui.", "2020-10-02"),
        ("Vergadering d.d. 2021-05-06\n\nMinister Maes zegt dat.", "2021-05-06"),
        ("De commissie besprak op 7 en 14 mei 2019 het plan.", "2019-05-14"),
        ("Ingediend op 3 mei 2021.\n\nMinister Maes verwijst naar het debat van 4 mei 2021.", "None"),
        ("Hij zegt dat de Vlaamse Regering dat op 3 mei 2021 heeft beslist.", "None"),
        ("Vergadering van 31 november 2021\n\nMinister Maes zegt dat.", "None"),
    ],
)
def test_the_day_is_that_of_the_sitting(text: str, day: str) -> None:
    assert str(read_bytes(text.encode(), name="v.txt").held_on) == day


def test_the_day_may_stand_in_the_close_of_the_report() -> None:
    speech = "De spreker licht toe wat er op 3 mei 2019 werd beslist. " * 120
    text = (
        f"HOORZITTING\n\nover de pleegzorg\n\n{speech}\n\nDeze hoorzitting vond plaats op donderdag 6 februari 2020.\n"
    )

    assert str(read_bytes(text.encode(), name="v.txt").held_on) == "2020-02-06"


def test_several_days_are_told_as_a_problem() -> None:
    report = read_bytes(b"De commissie besprak op 7 en 14 mei 2019 het plan.", name="v.txt")

    assert [problem.code for problem in report.problems] == ["reading.several-dates"]


@pytest.mark.parametrize(
    ("text", "number", "dossier", "session"),
    [
        ("Tweede Kamer, vergaderjaar 2023–2024, 36 450, nr. 6", "36 450, nr. 6", "36 450", "2023-2024"),
        ("Stuk 23-I (2020-2021) – Nr. 1-A", "23-I (2020-2021) – Nr. 1-A", "23-I", "2020-2021"),
        ("Zitting 2009-2010", None, None, "2009-2010"),
        ("Verslag nr. 123 (2021-2022)", "nr. 123 (2021-2022)", "123", "2021-2022"),
    ],
)
def test_documents_are_numbered_by_their_parliament(
    text: str, number: str | None, dossier: str | None, session: str
) -> None:
    report = read_bytes(f"{text}\n\nDe minister zegt dat het kan.".encode(), name="v.txt")

    assert (report.document_number, report.dossier, report.session_year) == (number, dossier, session)


TOLD = "Minister Ben Weyts zegt dat alle scholen in september een antwoord krijgen op hun vraag."


@pytest.mark.parametrize(
    ("title", "more", "shown"),
    [
        ("Ontwerp van decreet voor het begrotingsjaar 20181", "De rekening 2018 sluit.", "begrotingsjaar 2018"),
        ("Verslag over het begrotingsjaar 202012", "", "begrotingsjaar 2020"),  # near the year of the sitting
        ("Gedachtewisseling over de digisprong1", "1 Zie ook stuk 12.", "over de digisprong"),
        ("Verslag over de begroting 20191 en de rekening2", "2 Zie ook 2019.", "de begroting 2019 en de rekening"),
        ("Gedachtewisseling over de digisprong1", "", "digisprong1"),  # nothing shows that it is a mark
        ("Verslag over het wetsvoorstel 19951", "", "19951"),
        ("Verslag over de aanpak van COVID19", "1 Zie ook stuk 12.", "COVID19"),
    ],
)
def test_the_number_of_a_footnote_is_no_part_of_a_title(title: str, more: str, shown: str) -> None:
    page = f"<h1>{title}</h1><p>Vergadering van 30 september 2021</p><p>{TOLD}</p><p>{more}</p>"
    report = read_bytes(f"<html><body>{page}</body></html>".encode(), name="v.html")

    assert report.title is not None
    assert report.title.endswith(shown)


@pytest.mark.parametrize(
    "title",
    [
        "Regels over de instelling van het\nAdviescollege toetsing (Instellingswet\nAdviescollege toetsing)",
        "Wijziging van de Wet zorg (Wlz) en van\nenkele andere wetten over zorg (36 200)",
        "Ontwerp van decreet over de middelen (begrotingsjaar\n2021)",
        "Ontwerp van decreet over de middelen van\nde scholen (begrotingsjaar 2021)",
    ],
)
def test_a_title_is_not_cut_at_a_bracket(title: str) -> None:
    prose = fill(" ".join([TOLD] * 12), width=60)
    report = read_bytes(f"{title}\n\nVergadering van 30 september 2021\n\n{prose}".encode(), name="v.txt")

    assert report.title == title.replace("\n", " ")


def test_a_committee_that_a_speaker_names_is_not_that_of_the_report() -> None:
    sitting = "De voorzitter: Wij beginnen.\n\nDe heer Maes (N-VA): In de Commissie voor Onderwijs zei u ja.\n"

    assert read_bytes(sitting.encode(), name="v.txt").committee is None


def test_who_presides_by_turns_is_not_the_chair_of_the_whole() -> None:
    turns = "Voorzitter: An Maes.\nDe voorzitter: Dag.\nVoorzitter: Jo Claes.\nDe voorzitter: Dank u.\n"
    report = read_bytes(turns.encode(), name="v.txt")

    assert report.chair is None
    assert [person.name for person in report.speakers] == ["An Maes", "Jo Claes"]
