"""What do the records `Toezegging` of the Tweede Kamer become, and which are refused?"""

import io
import json
from datetime import UTC, date, datetime

import pytest

from tracker.exchange.files import Kind, open_file
from tracker.exchange.incoming import Incoming, Terms
from tracker.exchange.tweedekamer import read
from tracker.model import Entry, Evidence, LinkKind, Status

TERMS = Terms(datetime(2026, 3, 20, tzinfo=UTC), lambda _words, _day: None)
RECORD = {
    "Id": "1d3e0f5a-0000-4000-8000-000000000001",
    "Nummer": "TZ202603-130",
    "Tekst": "De minister stuurt de Kamer voor de zomer een brief over de wachtlijsten.",
    "Naam": "Herbert, H.G.",
    "Achternaam": "Herbert",
    "Initialen": "H.G.",
    "Tussenvoegsel": None,
    "Functie": "Minister van Economische Zaken",
    "Ministerie": "Economische Zaken",
    "Status": "Openstaand",
    "Aanmaakdatum": "2026-03-19T17:42:13.69+01:00",
    "DatumNakoming": "0001-01-01T00:00:00Z",
    "Verwijderd": False,
}
LETTER = {
    "Id": "a",
    "DocumentNummer": "2026D30000",
    "Onderwerp": "Brief over wachtlijsten",
    "Datum": "2026-06-29T22:00:00Z",
}


def taken(**fields: object) -> Incoming:
    return read({**RECORD, **fields}, "record 1", TERMS)


def entry(**fields: object) -> Entry:
    found = taken(**fields)
    assert found.entry is not None, found.problems
    assert found.problems == ()
    return found.entry


def told(found: Incoming) -> str:
    (problem,) = found.problems
    assert found.entry is None
    return problem.message


def test_an_open_record_keeps_its_words_its_minister_and_its_number() -> None:
    found = entry()

    assert (found.reference, found.status, found.quote) == ("TZ202603-130", Status.OPEN, RECORD["Tekst"])
    assert (found.minister, found.minister_function) == ("H.G. Herbert", "Minister van Economische Zaken")
    assert (found.policy_area, found.language) == ("Economische Zaken", "nl")
    assert found.said_on == date(2026, 3, 19)
    assert found.responsible == found.minister


def test_the_first_of_january_of_year_one_means_no_date() -> None:
    found = entry(Tekst="De minister stuurt de Kamer een brief.")

    assert (found.due_on, found.due_words, found.stated) == (None, None, None)
    assert found.check_on == date(2026, 6, 19)


@pytest.mark.parametrize(
    "given", ["2026-06-30T00:00:00Z", "2026-06-29T22:00:00Z", "2026-06-30T00:00:00+02:00", "2026-06-30"]
)
def test_the_day_is_the_one_in_the_netherlands(given: str) -> None:
    found = entry(DatumNakoming=given)

    assert found.due_on == date(2026, 6, 30)
    assert found.due_words == "DatumNakoming 2026-06-30"
    assert found.check_on is None


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Openstaand", Status.OPEN),
        ("Deels Voldaan", Status.PARTLY_FULFILLED),
        ("Deels Afgedaan", Status.PARTLY_FULFILLED),
        ("Voldaan", Status.FULFILLED),
        ("Afgedaan", Status.FULFILLED),
        ("Vervallen", Status.LAPSED),
        ("VOLDAAN ", Status.FULFILLED),
    ],
)
def test_the_statuses_of_the_house_are_known(given: str, status: Status) -> None:
    assert entry(Status=given).status is status


@pytest.mark.parametrize("given", ["Niet nagekomen", "Aangehouden", "", None, 3])
def test_an_unknown_status_is_an_error_that_names_the_record_and_never_open(given: object) -> None:
    message = told(taken(Status=given))

    assert message.startswith("record 1 (TZ202603-130): the status")
    assert "is not known" in message


def test_several_letters_are_evidence_and_the_last_tells_when_it_was_done() -> None:
    earlier = {"Nummer": "2026D1", "Datum": "2026-05-01T00:00:00+02:00"}
    found = entry(Status="Voldaan", KamerbriefNakoming=[LETTER, earlier], GewijzigdOp="2026-07-02T10:00:00+02:00")

    assert found.evidence == (
        Evidence("2026D30000", "Brief over wachtlijsten", date(2026, 6, 30)),
        Evidence("2026D1", None, date(2026, 5, 1)),
    )
    assert found.resolved_on == date(2026, 6, 30)


def test_letters_by_number_alone_leave_the_day_of_doing_unknown() -> None:
    found = entry(Status="Voldaan", KamerbriefNakoming="2026Z1, 2026Z2", GewijzigdOp="2026-07-02T10:00:00+02:00")

    assert [one.reference for one in found.evidence] == ["2026Z1", "2026Z2"]
    assert {one.given_on for one in found.evidence} == {date(2026, 7, 2)}
    assert found.resolved_on is None


def test_what_is_done_without_a_letter_says_why_there_is_no_evidence() -> None:
    assert entry(Status="Afgedaan").evidence == (
        Evidence(None, "Afgedaan volgens de Tweede Kamer, zonder Kamerbrief", date(2026, 3, 19)),
    )
    assert entry().evidence == ()


def test_a_partly_fulfilled_one_has_its_letters_and_no_end() -> None:
    found = entry(Status="Deels Voldaan", KamerbriefNakoming=[LETTER])

    assert found.resolved_on is None
    assert len(found.evidence) == 1


def test_a_lapsed_one_keeps_a_reason() -> None:
    assert entry(Status="Vervallen").lapse_reason == "Vervallen volgens de Tweede Kamer"


def test_all_to_whom_it_was_promised_are_named_once() -> None:
    asked = [
        {
            "Persoon": {"Roepnaam": "Lisa", "Tussenvoegsel": "van", "Achternaam": "Ginneken"},
            "Fractie": {"Afkorting": "D66"},
        },
        {"Persoon": None, "Fractie": {"Afkorting": "D66"}},
        {"Persoon": {"Achternaam": "Omtzigt"}, "Fractie": {"NaamNL": "Nieuw Sociaal Contract"}},
        None,
        "onbekend",
    ]
    found = entry(ToegezegdAan=asked)

    assert found.asked_by == "Lisa van Ginneken, Omtzigt"
    assert found.asker_party == "D66, Nieuw Sociaal Contract"


def test_older_records_name_person_and_party_apart() -> None:
    found = entry(
        ToegezegdAanPersoon={"Voornamen": "Jan", "Achternaam": "Jansen"}, ToegezegdAanFractie={"Afkorting": "VVD"}
    )

    assert (found.asked_by, found.asker_party) == ("Jan Jansen", "VVD")


def test_the_sitting_tells_the_day_and_the_committee_when_it_is_there() -> None:
    found = entry(Activiteit=[{"Datum": "2026-03-18T10:00:00+01:00", "Voortouwnaam": "vaste commissie voor Financiën"}])

    assert found.said_on == date(2026, 3, 18)
    assert found.committee == "vaste commissie voor Financiën"


def test_links_to_other_commitments_are_kept_by_number() -> None:
    found = taken(IsHerhalingVan=[{"Nummer": "TZ1"}], IsWijzigingVan=["TZ2"], IsAanvullingOp=[{"Id": "x"}, {}])

    assert set(found.links) == {
        (LinkKind.REPEATS, "TZ1"),
        (LinkKind.REPLACES, "TZ2"),
        (LinkKind.SUPPLEMENTS, "x"),
    }


def test_a_deleted_record_is_withdrawn_and_no_problem() -> None:
    found = taken(Verwijderd=True)

    assert (found.withdrawn, found.entry, found.problems) == (True, None, ())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"Tekst": " "}, "Tekst is empty"),
        ({"Aanmaakdatum": None}, "neither Activiteit.Datum nor Aanmaakdatum"),
        ({"DatumNakoming": "voor de zomer"}, "'voor de zomer' is not a day"),
        ({"DatumNakoming": "9999-12-31T23:59:59Z"}, "is not a day"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(fields: dict[str, object], words: str) -> None:
    assert told(taken(**fields)).startswith("record 1 (TZ202603-130): ")
    assert words in told(taken(**fields))


def test_without_a_number_the_id_is_its_name_and_without_initials_the_name_as_written() -> None:
    found = entry(Nummer=None, Achternaam=None, Notities="let op")

    assert found.reference == RECORD["Id"]
    assert found.minister == "Herbert, H.G."
    assert found.notes == ("let op",)


@pytest.mark.parametrize(
    "wrap", [lambda one: {"@odata.context": "x", "value": [one]}, lambda one: [one], lambda one: one]
)
def test_an_answer_of_the_service_a_list_and_a_single_record_are_recognised(wrap: object) -> None:
    content = json.dumps(wrap(RECORD), indent=1)  # type: ignore[operator]  # each of the three shapes
    with open_file(io.BytesIO(content.encode()), TERMS) as opened:
        assert opened.kind is Kind.TWEEDE_KAMER
        assert [one.entry.reference for one in opened.records if one.entry] == ["TZ202603-130"]


def test_records_as_json_lines_are_recognised() -> None:
    lines = "\n".join(json.dumps({**RECORD, "Nummer": f"TZ{number}"}) for number in range(3)) + "\n\nnonsense\n[]\n"
    with open_file(io.BytesIO(lines.encode()), TERMS) as opened:
        found = list(opened.records)

    assert opened.kind is Kind.TWEEDE_KAMER
    assert [one.entry.reference for one in found if one.entry] == ["TZ0", "TZ1", "TZ2"]
    assert [one.problems[0].message[:8] for one in found if not one.entry] == ["line 5: ", "line 6: "]


def test_a_page_of_more_records_says_that_there_are_more() -> None:
    content = json.dumps({"value": [RECORD], "@odata.nextLink": "https://example.org/?$skip=250"})
    with open_file(io.BytesIO(content.encode()), TERMS) as opened:
        (problem,) = opened.problems

    assert "it is one page" in problem.message
    assert "@odata.nextLink" in problem.advice


@pytest.mark.parametrize(
    ("text", "words", "due_on"),
    [
        ("De Kamer ontvangt voor de zomer een brief over de fietspaden.", "voor de zomer", date(2026, 6, 30)),
        ("De Kamer ontvangt binnen drie weken een brief over de bruggen.", "binnen drie weken", date(2026, 4, 9)),
        (
            "De minister stuurt uiterlijk 1 juli 2026 het rapport van 3 maart.",
            "uiterlijk 1 juli 2026",
            date(2026, 7, 1),
        ),
        ("Toezegging: de Kamer wordt in het najaar geïnformeerd.", "in het najaar", date(2026, 11, 30)),
        (
            "De minister komt erop terug. Dat gebeurt voor het einde van het jaar.",
            "voor het einde van het jaar",
            date(2026, 12, 31),
        ),
    ],
)
@pytest.mark.parametrize("empty", [None, "0001-01-01T00:00:00"])
def test_the_term_that_the_words_hold_is_read_and_marked_as_read(
    text: str, words: str, due_on: date, empty: str | None
) -> None:
    found = entry(Tekst=text, DatumNakoming=empty)

    assert (found.due_on, (found.due_words or "").casefold(), found.check_on) == (due_on, words, None)
    assert found.stated is not None
    assert (found.stated.said_on or found.said_on, found.stated.due) == (found.said_on, due_on)
    assert "read from Tekst" in (found.stated.assumption or "")


def test_vague_words_give_a_day_to_ask_and_no_deadline() -> None:
    found = entry(Tekst="De Kamer wordt zo spoedig mogelijk geïnformeerd.")

    assert (found.due_on, found.due_words, found.check_on) == (None, "zo spoedig mogelijk", date(2026, 6, 19))


@pytest.mark.parametrize(
    "text",
    [
        "De minister betrekt de motie uit 2021 bij de evaluatie.",
        "De minister komt terug op de vraag van het lid Jansen over het rapport van 12 januari 2023.",
    ],
)
def test_a_day_that_is_no_term_makes_none(text: str) -> None:
    found = entry(Tekst=text)

    assert (found.due_on, found.stated, found.due_words) == (None, None, None)


def test_a_day_of_the_record_itself_is_never_read_otherwise() -> None:
    found = entry(DatumNakoming="2026-09-30T22:00:00Z")

    assert (found.due_on, found.stated) == (date(2026, 10, 1), None)
