"""Roles in a ParlaMint component: from its lists of persons, by the days of an office; and who answers, as one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.extraction import extract
from tracker.model import Report, Role
from tracker.reading import read, read_bytes

PROMISE = "Ik zal het rapport tegen eind juni 2021 aan de commissie bezorgen."
NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
SPOKEN = (
    '<u who="#ClaesAn" ana="#chair"><seg>Het woord is aan u.</seg></u>'
    f'<u who="#MaesJo" ana="#regular"><seg>{PROMISE}</seg></u>'
)
COMPONENT = (
    f'<?xml version="1.0"?><TEI {NAMESPACE} xml:lang="nl"><teiHeader><profileDesc><settingDesc><setting>'
    '<date when="2021-03-11"/></setting></settingDesc></profileDesc></teiHeader><text><body><div>'
    f"{SPOKEN}</div></body></text></TEI>"
)
NAME = "ParlaMint-BE_2021-03-11-55-x.xml"


def person(*stays: str, key: str = "MaesJo") -> str:
    return (
        f'<person xml:id="{key}"><persName><surname>Maes</surname><forename>Jo</forename></persName>'
        f"{''.join(stays)}</person>"
    )


def stay(role: str = "minister", days: str = "", *, of: str = "GOV", titles: str = "") -> str:
    return f'<affiliation role="{role}" ref="#{of}" {days}>{titles}</affiliation>'


def persons(*all_of_them: str) -> str:
    return f'<?xml version="1.0"?><listPerson {NAMESPACE} xml:id="p">{"".join(all_of_them)}</listPerson>'


def root_of(*all_of_them: str, organisations: str = "") -> str:
    return (
        f'<?xml version="1.0"?><teiCorpus {NAMESPACE}><teiHeader><profileDesc><particDesc>{organisations}'
        f"<listPerson>{''.join(all_of_them)}</listPerson></particDesc></profileDesc></teiHeader></teiCorpus>"
    )


def component(folder: Path, beside: dict[str, str], *, name: str = NAME) -> Report:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(COMPONENT, encoding="utf-8")
    for other, content in beside.items():
        (folder / other).write_text(content, encoding="utf-8")
    return read(place)


def minister_in(report: Report) -> str | None:
    return next((who.name for who in report.speakers if who.role is Role.MINISTER), None)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        (NAME, {"ParlaMint-BE-listPerson.xml": persons(person(stay()))}),
        (NAME, {"listPerson.xml": persons(person(stay()))}),
        (f"2021/{NAME}", {"ParlaMint-BE-listPerson.xml": persons(person(stay()))}),
        (NAME, {"ParlaMint-BE.xml": root_of(person(stay()))}),
        (f"2021/{NAME}", {"ParlaMint-BE.xml": root_of(person(stay()))}),
        (NAME, {"ParlaMint-BE.xml": "<damaged", "ParlaMint-BE-listPerson.xml": persons(person(stay()))}),
    ],
)
def test_roles_come_from_the_lists_of_the_corpus(tmp_path: Path, name: str, beside: dict[str, str]) -> None:
    report = component(tmp_path, beside, name=name)

    assert minister_in(report) == "Jo Maes"
    assert [str(found.deadline.due) for found in extract(report).commitments if found.deadline] == ["2021-06-30"]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("days", "governs"),
    [
        ("", True),
        ('from="2020-10-01"', True),
        ('from="2020-10-01" to="2021-03-11"', True),
        ('from="2020" to="2021"', True),
        ('from="2020-10" to="2021-03"', True),
        ('notBefore="2020-10-01"', True),
        ('from="2014-10-01" to="2019-05-01"', False),
        ('to="2021-02"', False),
        ('to="2020"', False),
        ('from="2021-04"', False),
        ('from="2022"', False),
    ],
)
def test_an_office_holds_on_its_days(tmp_path: Path, days: str, governs: bool) -> None:  # noqa: FBT001 - a row of the table
    report = component(tmp_path, {"x-listPerson.xml": persons(person(stay(days=days), stay("member", of="KAMER")))})

    assert (minister_in(report) is not None) is governs


@pytest.mark.parametrize(
    ("affiliation", "organisations"),
    [
        (stay("head", of="FedGov"), '<listOrg><org role="government" xml:id="FedGov"/></listOrg>'),
        (stay("member", of="reg"), '<listOrg><org role="government" xml:id="reg"/></listOrg>'),
        (stay("deputyHead", of="GOV.BE"), ""),
        (stay("deputyMinister", of="x"), ""),
        (stay("x", of="y", titles='<roleName xml:lang="nl">staatssecretaris voor Asiel</roleName>'), ""),
    ],
)
def test_whoever_is_in_the_government_is_a_minister(tmp_path: Path, affiliation: str, organisations: str) -> None:
    root = root_of(person(affiliation), organisations=organisations)

    assert minister_in(component(tmp_path, {"ParlaMint-BE.xml": root})) == "Jo Maes"


def test_an_office_is_called_in_the_language_of_the_report(tmp_path: Path) -> None:
    titles = '<roleName xml:lang="en">Minister of Roads</roleName><roleName xml:lang="nl">minister van Wegen</roleName>'
    report = component(tmp_path, {"listPerson.xml": persons(person(stay(titles=titles)))})

    assert "minister van Wegen" in [who.function for who in report.speakers]


def test_without_a_list_a_problem_says_so(tmp_path: Path) -> None:
    report = component(tmp_path, {})
    told = [problem.code for problem in (*report.problems, *extract(report).problems)]

    assert told == ["reading.no-offices"]
    assert "listPerson" in report.problems[0].advice


@pytest.mark.parametrize("minister", ["Jo Maes", "Maes", "jo maes", "J. Maes"])
def test_who_answers_can_be_said_of_a_component(minister: str) -> None:
    report = read_bytes(COMPONENT.encode(), name=NAME, minister=minister)

    assert minister_in(report) == "Jo Maes"
    assert report.problems == ()
    assert len(extract(report).commitments) == 1


VERBATIM = (
    f"Vergadering van 11 maart 2021\n\nAn Claes (N-VA): Wanneer?\n\nDe heer Maes: {PROMISE}\n\nDe voorzitter: Dank u.\n"
)
HTML = (
    f"<html><body><p>Vergadering van 11 maart 2021</p><p><b>Jo Maes</b></p><p>{PROMISE}</p>"
    "<p><b>An Claes (N-VA)</b></p><p>Goed.</p></body></html>"
)
AKOMA = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta><FRBRdate date="2021-03-11"/>'
    f'</meta><debateBody><speech by="#m"><from>Jo Maes</from><p>{PROMISE}</p></speech></debateBody>'
    "</debate></akomaNtoso>"
)
PUBLICATION = (
    "<officiele-publicatie><handelingen><spreekbeurt><spreker>De heer Maes:</spreker>"
    f"<tekst><al>{PROMISE}</al></tekst></spreekbeurt></handelingen></officiele-publicatie>"
)
VLOS = (
    "<vlosCoreDocument><vergadering><datum>2021-03-11</datum><woordvoerder><spreker><verslagnaam>Maes</verslagnaam>"
    f"</spreker><tekst><alinea><alineaitem>{PROMISE}</alineaitem></alinea></tekst></woordvoerder></vergadering></vlosCoreDocument>"
)
SYNTHESIS = (
    "Verslag\n\nDe commissie besprak op 11 maart 2021 het plan.\n\n"
    "Jo Maes zegt dat hij het rapport tegen eind juni 2021 zal bezorgen.\n"
)


@pytest.mark.parametrize("content", [VERBATIM, HTML, AKOMA, PUBLICATION, VLOS, SYNTHESIS])
def test_who_answers_can_be_said_of_every_format(content: str) -> None:
    report = read_bytes(content.encode(), name="v", minister="Jo Maes", language="nl")

    assert minister_in(report) == "Jo Maes"
    assert len(extract(report).commitments) == 1


def test_the_minister_without_a_name_is_the_one_that_is_said() -> None:
    text = f"Vergadering van 11 maart 2021\n\nDe minister: {PROMISE}\n\nAn Claes (N-VA): Dank u.\n"
    report = read_bytes(text.encode(), name="v.txt", minister="Jo Maes")

    assert minister_in(report) == "Jo Maes"


def test_a_minister_who_does_not_speak_is_told_with_those_who_do() -> None:
    report = read_bytes(VERBATIM.encode(), name="v.txt", minister="Piet Bos")
    (problem,) = report.problems

    assert problem.code == "reading.minister-unknown"
    assert "An Claes, Maes" in problem.advice


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (VERBATIM, ["extraction.no-minister"]),
        ("Vergadering van 11 maart 2021\n\nEr was niemand aanwezig.\n", ["extraction.no-minister"]),
        ("Vergadering van 11 maart 2021\n\nMinister Jo Maes: Dat klopt.\n\nAn Claes (N-VA): Dank u.\n", []),
    ],
)
def test_a_report_without_a_known_minister_is_never_silent(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in extract(read_bytes(text.encode(), name="v.txt")).problems] == codes
