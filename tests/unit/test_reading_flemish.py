"""Pages and minutes of the Flemish Parliament: their day, title, chamber, and who speaks under which title."""

from __future__ import annotations

import pytest
from papers import Print, column, pdf

from tracker.model import Report, Role
from tracker.reading import read_bytes, segment
from tracker.reading.labels import label_of
from tracker.reading.vocabulary import vocabulary_of

SPEECH = "Minister Jo Maes\n\nIk zal het rapport tegen eind juni bezorgen.\n"
PAGE = """<!doctype html><html><body><header><p>Vlaams Parlement</p></header>
<div>U bent hier</div><div><a href="/">Home</a> / <a>Parlementair werk</a> / <a>Commissies</a></div><main>
<h1>Commissie voor Mobiliteit</h1><div>donderdag 24 maart 2016, 9.28u</div>
<header class="card"><p>Vraag om uitleg over de fietspaden langs gewestwegen</p></header>
<div><b>An Claes (N-VA)</b><p>Mijnheer de minister, in de Tweede Kamer zei men dat het kan. Wanneer komt het?</p></div>
<div><b>Minister Jo Maes</b><p>Mijnheer Claes, ik zal het rapport tegen eind juni aan de commissie bezorgen.</p></div>
<div>Vlaams Parlement: Leuvenseweg 86, 1000 Brussel</div><div>Volg ons op: Facebook</div></main></body></html>"""


def read(text: str) -> Report:
    return read_bytes(text.encode(), name="v.txt")


@pytest.mark.parametrize(
    "line",
    [
        "donderdag 24 maart 2016, 9.28u",
        "Donderdag 24 maart 2016 om 14.00 uur",
        "donderdag 24 maart 2016 - 14u30",
        "24 maart 2016, 14:00",
        "do. 24 maart 2016, 9.28 u.",
        "donderdag 24 maart 2016, van 9.28u tot 12.10u",
        "donderdag 24 maart 2016, van 9 tot 12 uur",
        "donderdag 24 maart 2016 (namiddag)",
        "donderdagnamiddag 24 maart 2016",
        "donderdag, 24/03/2016 | 14.00u",
        "van 24 maart 2016",
        "Datum: donderdag 24 maart 2016",
        "jeudi 24 mars 2016 à 14h15",
        "Thursday 24 March 2016, 10.00 a.m.",
    ],
)
def test_a_line_of_a_day_may_tell_the_hour(line: str) -> None:
    report = read(f"Commissievergadering\n\n{line}\n\nVraag om uitleg over x\n\n{SPEECH}")

    assert str(report.held_on) == "2016-03-24"


@pytest.mark.parametrize(
    "line", ["Ingediend op\n24 maart 2016, 9.28u", "24 maart 2016 zei u iets anders.", "De brief is van 24 maart 2016"]
)
def test_a_day_among_other_words_is_not_that_of_the_sitting(line: str) -> None:
    assert read(f"{line}\n\n{SPEECH}").held_on is None


def test_a_page_of_the_site_gives_its_report_alone() -> None:
    report = read_bytes(PAGE.encode(), name="v.html")

    assert str(report.held_on) == "2016-03-24"
    assert report.title == "Vraag om uitleg over de fietspaden langs gewestwegen"
    assert (report.committee, report.chamber) == ("Commissie voor Mobiliteit", "Vlaams Parlement")
    assert [(who.name, who.role) for who in report.speakers] == [
        ("An Claes", Role.MEMBER),
        ("Jo Maes", Role.MINISTER),
    ]
    assert "Leuvenseweg" not in report.text


@pytest.mark.parametrize(
    "head", ["Minister Jo Maes\n", "Home / Commissies / Verslag\n", "donderdag 24 maart 2016, 9.28u\n"]
)
def test_speakers_days_and_places_on_a_site_are_no_titles(head: str) -> None:
    assert read(f"{head}\nVraag om uitleg over de bruggen\n\n{SPEECH}").title == "Vraag om uitleg over de bruggen"


def test_a_long_question_is_a_title() -> None:
    asked = "Vraag om uitleg over " + "langdurige procedures voor energieprojecten en " * 4 + "de omzetting ervan"

    assert read(f"Commissievergadering\n\n{asked}\n\nVerslag\n\n{SPEECH}").title == asked


BODY = """VRAAG OM UITLEG van An Claes aan Jo Maes, Vlaams minister van Werk, over de fietspaden in de stad

Voorzitter: mevrouw Els Nijs

De voorzitter

Mevrouw Claes heeft het woord.

An Claes (N-VA)

Mijnheer de minister, in de Senaat werd gezegd dat de fietspaden er snel komen. Wanneer komt het rapport daarover?

Minister Jo Maes

Ik zal het rapport over de fietspaden tegen eind juni aan de commissie bezorgen.
"""


@pytest.mark.parametrize(
    "cover",
    [
        ["Commissievergadering", "Commissie voor Economie, Werk en Innovatie", "van 24 maart 2016"],
        ["COMMISSIEVERGADERING", "COMMISSIE VOOR ECONOMIE, WERK EN INNOVATIE", "24 maart 2016"],
        ["HANDELINGEN", "COMMISSIE VOOR ECONOMIE, WERK EN INNOVATIE", "Donderdag 24 maart 2016, 9.28 uur"],
    ],
)
def test_printed_minutes_tell_the_same_and_their_feet_nothing(cover: list[str]) -> None:
    def foot(number: int) -> list[Print]:
        told = "Vlaams Parlement — 1011 Brussel — 02/552.11.11 — www.vlaamsparlement.be"
        return [Print(60, 40, told, 8), Print(500, 40, str(number), 8)]

    front = [Print(60, 700 - 40 * number, line, 14) for number, line in enumerate(cover)]
    pages = [front, column(BODY, x=60, y=760, width=80), column("Dat is alles.", x=60, y=760, width=80)]
    report = read_bytes(pdf([page + foot(number) for number, page in enumerate(pages, 1)]), name="v.pdf")

    assert (str(report.held_on), report.chamber) == ("2016-03-24", "Vlaams Parlement")
    assert report.committee == "Commissie voor Economie, Werk en Innovatie"
    assert report.title is not None
    assert report.title.startswith("VRAAG OM UITLEG van An Claes")
    assert [who.name for who in report.speakers] == ["Els Nijs", "An Claes", "Jo Maes"]


@pytest.mark.parametrize(
    "line",
    [
        f"De commissie besprak alle {'haar toegewezen ' * 5}onderdelen in haar vergadering van 24 maart 2016.",
        "Deze hoorzitting vond plaats op donderdag 24 maart 2016.",
        "De gedachtewisseling had plaats op donderdag 24 maart 2016.",
        "De commissie besprak het verslag (Parl.St. Vl.Parl. 2015-16, nr. 37-A/1) op donderdag 24 maart 2016.",
        "Op donderdag 24 maart 2016 zette de commissie de bespreking van de beleidsbrief Wonen voort.",
        "Op donderdag 24 maart 2016 waren An Claes, Vlaams minister van Wonen, en Jo Maes te gast in de commissie.",
        "Commissie voor Wonen en Energie van 24 maart 2016\n",
    ],
)
def test_sentences_that_tell_the_day_of_the_sitting(line: str) -> None:
    assert str(read(f"{line}\n\n{SPEECH}").held_on) == "2016-03-24"


@pytest.mark.parametrize(
    ("head", "said", "chamber"),
    [
        ("Commissie voor Media\n", "In de Tweede Kamer en de Senaat zei men ja.", None),
        ("Vlaams Parlement\n", "De federale regering en de Senaat zeggen nee.", "Vlaams Parlement"),
        ("TWEEDE KAMER\n", "In het Vlaams Parlement niet.", "Tweede Kamer"),
        ("Vraag om uitleg over de federale regering\n", "De Senaat zegt nee.", "Vlaams Parlement"),
    ],
)
def test_the_chamber_is_not_one_that_a_speaker_names(head: str, said: str, chamber: str | None) -> None:
    text = f"{head}\nVergadering van 12 maart 2024\n\nDe heer Bos (N-VA): {said}\n\nMinister Jo Maes: Ja.\n"

    assert read(text).chamber == chamber


def test_a_report_that_numbers_its_speeches_is_of_the_federal_parliament() -> None:
    text = "01.01 An Claes (N-VA): In het Vlaams Parlement niet.\n\n01.02 Jo Maes, ministre: Oui.\n"

    assert read(text).chamber == "Kamer van volksvertegenwoordigers"


@pytest.mark.parametrize(
    ("label", "name", "role", "function"),
    [
        ("Vlaamse minister Jo Maes", "Jo Maes", Role.MINISTER, "vlaamse minister"),
        (
            "Vlaams minister van mobiliteit en openbare werken Lies Bos",
            "Lies Bos",
            Role.MINISTER,
            "vlaams minister van mobiliteit en openbare werken",
        ),
        ("Minister van Werk en Economie Jo Maes", "Jo Maes", Role.MINISTER, "minister van Werk en Economie"),
        ("Minister voor media Jo Maes", "Jo Maes", Role.MINISTER, "minister voor media"),
        ("Mevrouw An Claes, minister voor brussel", "An Claes", Role.MINISTER, "minister voor brussel"),
        ("Mediaminister Jan Bos", "Jan Bos", Role.MINISTER, "mediaminister"),
        ("Zorgminister Hilde Nijs (cd&v)", "Hilde Nijs", Role.MINISTER, "zorgminister"),
        ("Mijnheer Maes", "Maes", Role.MEMBER, None),
        ("Meneer Van Damme", "Van Damme", Role.MEMBER, None),
        ("Rapporteur Els Nijs", "Els Nijs", Role.MEMBER, "rapporteur"),
        ("Mevrouw Els Nijs, verslaggever", "Els Nijs", Role.MEMBER, "verslaggever"),
    ],
)
def test_titles_of_all_forms_are_known(label: str, name: str, role: Role, function: str | None) -> None:
    found = label_of(vocabulary_of(), f"{label}: Ik zal dat doen.")

    assert found is not None
    assert (found.speaker.name, found.speaker.role, found.speaker.function) == (name, role, function)


@pytest.mark.parametrize(
    "line",
    [
        "Mijnheer de voorzitter: dat klopt niet.",
        "Mijnheer Gryffroy, voorafgaand aan het antwoord dat ik voorlees: u hebt gelijk.",
        "Mevrouw Claes, ik zeg u dit: het komt er.",
        "Mevrouw Claes, voorzitter. Dat is iets waarvan ik altijd zeg: Blijf eraf.",
        "Mijnheer Maes, een lijstje van u, een lijstje van mij. De 27 acties. Afgerond: 11.",
        "Vlaams Parlement: Leuvenseweg 86",
        "Agentschap Wegen: zie bijlage",
    ],
)
def test_whoever_is_addressed_and_what_is_no_person_does_not_speak(line: str) -> None:
    assert label_of(vocabulary_of(), line) is None


def test_a_member_who_reports_is_another_voice_than_the_same_member_for_himself() -> None:
    report = read(
        "Vergadering van 12 maart 2024\n\nEls Nijs (N-VA): Dank u.\n\nMevrouw Els Nijs, verslaggever: Zo was het.\n\n"
        "Els Nijs (N-VA): Ik vind van niet.\n"
    )

    functions = [speech.speaker.function for speech in report.speeches if speech.speaker]
    assert functions == [None, "verslaggever", None]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("De minister van wonen zegt dat hij komt.", "Jo Maes"),
        ("De minister voor welzijn zegt dat zij komt.", "An Claes"),
        ("De welzijnsminister zegt dat zij komt.", "An Claes"),
        ("De Vlaamse minister van wonen en energie antwoordt dat hij komt.", "Jo Maes"),
    ],
)
def test_powers_in_small_letters_name_their_minister(sentence: str, name: str) -> None:
    named = (
        "De commissie hoort An Claes, minister voor welzijn en gezin. Ook Jo Maes, minister van wonen en energie.\n\n"
    )
    report = segment(Report.from_text(named + sentence))

    assert [speech.speaker.name for speech in report.speeches if speech.speaker][-1:] == [name]


@pytest.mark.parametrize(
    "label",
    [
        "Voormalig minister Jan Bos",
        "Toenmalig Vlaams minister Jan Bos",
        "Gewezen Vlaams minister van Mobiliteit Jan Bos",
        "Oud-minister Jan Bos",
        "Oudminister Jan Bos",
        "Ere-minister Jan Bos",
        "Schaduwminister Jan Bos",
        "De heer Jan Bos, oud-Vlaams minister",
        "De heer Jan Bos, kandidaat-minister",
        "Minister van Staat Jan Bos",
        "De heer Jan Bos, minister van Staat",
    ],
)
def test_whoever_is_no_minister_now_speaks_for_himself(label: str) -> None:
    report = read(f"Vergadering van 12 maart 2024\n\n{SPEECH}\n{label}: Ik zal dat doen.\n\nAn Claes (N-VA): Goed.\n")

    assert [(who.name, who.role) for who in report.speakers][1:] == [("Jan Bos", Role.OTHER), ("An Claes", Role.MEMBER)]


@pytest.mark.parametrize("word", ["Ontslagnemend", "Aftredend", "Demissionair", "Waarnemend"])
def test_a_minister_who_stays_until_the_next_is_one(word: str) -> None:
    found = label_of(vocabulary_of(), f"{word} minister Jo Maes: Ik zal dat doen.")

    assert found is not None
    assert (found.speaker.name, found.speaker.role) == ("Jo Maes", Role.MINISTER)
