"""Minutes of municipal, district and provincial councils: other offices than ministers promise there."""

from __future__ import annotations

import pytest

from tracker.errors import SettingsError
from tracker.extraction import extract
from tracker.model import Report, Role, Speaker
from tracker.reading import read_bytes
from tracker.reading.labels import label_of
from tracker.reading.vocabulary import vocabulary_of

HEAD = "Gemeenteraad Voorbeeldstad\nVergadering van 12 maart 2024\n\n"
PROMISE = "Ik zal de nota voor 1 mei 2024 aan de raad sturen."
MEMBER = "An Maes (N-VA): Dank u.\n"


def read(text: str, parliament: str | None = None) -> Report:
    return read_bytes(text.encode(), name="notulen.txt", parliament=parliament)


def promises(report: Report) -> list[tuple[str | None, str]]:
    return [
        (found.minister.name if found.minister else None, str(found.deadline.due if found.deadline else None))
        for found in extract(report).commitments
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Wethouder Maes", "Maes"),
        ("Burgemeester Jo Claes", "Jo Claes"),
        ("Waarnemend burgemeester Claes", "Claes"),
        ("Schepen Nijs", "Nijs"),
        ("Gedeputeerde De Bos (CDA)", "De Bos"),
        ("De heer Kuip, wethouder van Financiën", "Kuip"),
        ("Mevrouw Els Nijs, schepen van mobiliteit", "Els Nijs"),
        ("Wethouder van Onderwijs en Jeugd Jan Bos", "Jan Bos"),
        ("Onderwijsschepen An Claes", "An Claes"),
        ("Districtsschepen An Claes", "An Claes"),
    ],
)
def test_who_governs_promises_where_no_minister_speaks(label: str, name: str) -> None:
    assert promises(read(f"{HEAD}{label}: {PROMISE}\n\n{MEMBER}")) == [(name, "2024-04-30")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Wethouder Maes antwoordt dat hij de nota voor 1 mei 2024 zal sturen.",
        "De wethouder zal de raad voor 1 mei 2024 een brief sturen.",
        "De schepen zegt dat zij het plan voor 1 mei 2024 zal bezorgen.",
    ],
)
def test_what_is_told_of_who_governs_counts(sentence: str) -> None:
    told = read(f"{HEAD}Wethouder Maes licht het plan toe. Ook schepen Nijs is aanwezig.\n\n{sentence}\n")

    assert [due for _, due in promises(told)] == ["2024-04-30"]


@pytest.mark.parametrize(
    "label", ["Voormalig wethouder Maes", "De heer Bos, oud-burgemeester", "Raadslid Claes", "De voorzitter"]
)
def test_whoever_governs_no_longer_or_never_did_promises_nothing(label: str) -> None:
    assert promises(read(f"{HEAD}{label}: {PROMISE}\n\nWethouder Nijs: Dat klopt.\n\n{MEMBER}")) == []


@pytest.mark.parametrize(
    ("text", "chamber"),
    [
        (HEAD, "Gemeenteraad"),
        ("Provinciale Staten\nwoensdag 12 maart 2024, 14.00 uur\n\n", "Provinciale Staten"),
        ("Notulen provincieraad van 12 maart 2024\n\n", "Provincieraad"),
        ("Besluitvormende raadsvergadering dinsdag 12 maart 2024\n\n", "Gemeenteraad"),
    ],
)
def test_a_council_tells_its_name_and_day(text: str, chamber: str) -> None:
    report = read(f"{text}Wethouder Nijs: {PROMISE}\n\nRaadslid Bos: Dank u.\n")

    assert (report.chamber, str(report.held_on)) == (chamber, "2024-03-12")
    assert [who.role for who in report.speakers] == [Role.MINISTER, Role.MEMBER]


WITH_MINISTER = (
    f"Vergadering van 12 maart 2024\n\nBurgemeester Claes: {PROMISE}\n\n"
    f"Minister Jo Maes: Ik zal het rapport voor 1 juni 2024 bezorgen.\n\n{MEMBER}"
)


@pytest.mark.parametrize(
    ("parliament", "names"), [(None, ["Jo Maes"]), ("be-vlg", ["Jo Maes"]), ("councils", ["Claes", "Jo Maes"])]
)
def test_the_setting_makes_them_count_beside_a_minister(parliament: str | None, names: list[str]) -> None:
    assert [name for name, _ in promises(read(WITH_MINISTER, parliament))] == names


@pytest.mark.parametrize(
    ("head", "parliament"),
    [("Vlaams Parlement\nVergadering van 12 maart 2024\n\n", None), (HEAD, "be-vlg")],
)
def test_a_mayor_in_a_parliament_is_a_guest_and_a_problem_names_the_setting(head: str, parliament: str | None) -> None:
    report = read(f"{head}Burgemeester Claes: {PROMISE}\n\n{MEMBER}", parliament)
    (problem,) = extract(report).problems

    assert promises(report) == []
    assert "`parliament`" in problem.advice


def test_an_unknown_parliament_is_refused() -> None:
    with pytest.raises(SettingsError, match="'mars'"):
        read(HEAD, "mars")


@pytest.mark.parametrize(
    ("line", "function"),
    [
        ("De minister: Ik bezorg u de brief.", "minister"),
        ("De staatssecretaris: Wij komen daarop terug.", "staatssecretaris"),
        ("De minister-president: “Ik kom terug.”", "minister-president"),
    ],
)
def test_an_office_without_a_name_opens_a_speech_of_its_own(line: str, function: str) -> None:
    label = label_of(vocabulary_of(), line)

    assert label is not None
    assert label.speaker == Speaker(None, Role.MINISTER, function)


@pytest.mark.parametrize("line", ["Wethouder: De Vries", "Minister: Jo Maes", "De minister: dat is een goede vraag."])
def test_an_office_before_a_name_alone_or_a_half_sentence_opens_no_speech(line: str) -> None:
    label = label_of(vocabulary_of(), line)

    assert label is None


@pytest.mark.parametrize("courtesy", ["mevrouw", "de heer"])
@pytest.mark.parametrize("office", ["Wethouder", "Burgemeester", "Schepen"])
def test_a_courtesy_may_stand_between_an_office_and_its_name(office: str, courtesy: str) -> None:
    told = f"{HEAD}{office} {courtesy} De Vries: {PROMISE}\n\n{MEMBER}"

    assert promises(read(told)) == [("De Vries", "2024-04-30")]


@pytest.mark.parametrize("office", ["De burgemeester", "Burgemeester", "De wethouder", "De schepen", "Gedeputeerde"])
def test_what_an_office_without_a_name_promises_is_nobody_elses(office: str) -> None:
    told = f"{HEAD}Wethouder Bos: Dank u.\n\n{office}: {PROMISE}\n\nDe heer Jansen: Dank u.\n"

    assert promises(read(told)) == [(None, "2024-04-30")]
