"""Which tables of other registers can be read, and what is never guessed?"""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.errors import Unreadable
from tracker.exchange.days import day_of
from tracker.exchange.files import Kind as FileKind
from tracker.exchange.files import Opened, open_file
from tracker.exchange.foreign import read
from tracker.exchange.incoming import Incoming, Terms, shortened
from tracker.model import Entry, Evidence, Firmness, Kind, Precision, Relation, Status, TimeExpression

VAGUE = TimeExpression("binnenkort", 0, 10, None, date(2022, 3, 21), None, Precision.VAGUE, Relation.WITHIN, "nl.vague")
SUMMER = TimeExpression(
    "voor de zomer", 0, 13, None, date(2022, 6, 30), date(2022, 6, 30), Precision.SEASON, Relation.BEFORE, "nl.season"
)
AFTER = TimeExpression(
    "na de inwerkingtreding",
    0,
    22,
    None,
    None,
    None,
    Precision.ANCHORED,
    Relation.AFTER,
    "nl.anchor",
    condition="de inwerkingtreding",
)
KNOWN = {one.text: one for one in (VAGUE, SUMMER, AFTER)}
TERMS = Terms(datetime(2026, 3, 20, tzinfo=UTC), lambda words, _day: KNOWN.get(words))
ROW = {
    "Kenmerk": "T-12",
    "Toezegging": "De minister bezorgt de cijfers.",
    "Datum": "21/12/2021",
    "Bewindspersoon": "Jan Jambon",
}


def taken(**fields: object) -> Incoming:
    return read({**ROW, **fields}, "row 2", TERMS)


def entry(**fields: object) -> Entry:
    found = taken(**fields)
    assert found.entry is not None, found.problems
    return found.entry


def opened(content: str | bytes) -> Opened:
    with open_file(io.BytesIO(content.encode() if isinstance(content, str) else content), TERMS) as found:
        return replace(found, records=iter(tuple(found.records)))


def test_columns_in_dutch_and_english_are_understood() -> None:
    found = entry(
        **{
            "Nu_verantwoordelijk": "Hilde Crevits",
            "due-date": "2022-06-30",
            "Ministerie": "Wonen",
            "SOORT": "Onderzoek",
            "stelligheid": "vaag",
            "Trefwoorden": "wonen; cijfers, ,",
            "Opmerkingen": "let op",
            "titel": "cijfers bezorgen",
        }
    )

    assert (found.reference, found.minister, found.responsible) == ("T-12", "Jan Jambon", "Hilde Crevits")
    assert (found.said_on, found.due_on, found.due_words) == (date(2021, 12, 21), date(2022, 6, 30), "2022-06-30")
    assert (found.kind, found.firmness, found.policy_area) == (Kind.STUDY, Firmness.VAGUE, "Wonen")
    assert (found.tags, found.notes, found.summary) == (("wonen", "cijfers"), ("let op",), "cijfers bezorgen")


def test_a_subject_is_a_summary_where_nothing_else_is() -> None:
    alone, beside = entry(Onderwerp="de bussen"), entry(Onderwerp="de bussen", Titel="cijfers bezorgen")

    assert (alone.summary, alone.subject) == ("de bussen", None)
    assert (beside.summary, beside.subject) == ("cijfers bezorgen", "de bussen")
    assert (entry(Agendapunt="de bussen").summary, entry(Agendapunt="de bussen").subject) == (
        ROW["Toezegging"],
        "de bussen",
    )


def test_without_a_status_it_waits_for_review() -> None:
    assert entry().status is Status.PROPOSED
    assert entry(status=None).status is Status.PROPOSED


@pytest.mark.parametrize("given", ["closed", "?", "zie brief"])
def test_an_unknown_status_refuses_the_record(given: str) -> None:
    found = taken(status=given)

    assert found.entry is None
    assert f"row 2: the status {given!r} is not known." in found.problems[0].message


def test_an_unknown_kind_refuses_the_record() -> None:
    assert "the kind" in taken(soort="wens").problems[0].message


@pytest.mark.parametrize("missing", ["Toezegging", "Datum"])
def test_a_record_without_words_or_day_is_refused(missing: str) -> None:
    found = taken(**{missing: " "})

    assert found.entry is None
    assert found.problems[0].message.startswith("row 2: there is no ")


@pytest.mark.parametrize("given", ["44551", "12-03-21", "31/2/2021", "12.21.2021", "morgen", "0001-01-01", "20211221"])
def test_a_day_that_could_be_read_in_two_ways_is_not_read(given: str) -> None:
    found = taken(Datum=given)

    assert found.entry is None
    assert "is not a day" in found.problems[0].message


@pytest.mark.parametrize(
    "given", ["2021-12-21", "2021-12-21T00:00:00", "2021-12-21T00:00:00Z", "21-12-2021", "21.12.2021", " 21/12/2021 "]
)
def test_days_are_read_day_first(given: str) -> None:
    assert day_of(given) == date(2021, 12, 21)
    assert day_of("2021-12-21T13:00:00") == day_of("2021-12-21 13:00") == date(2021, 12, 21)
    assert day_of("2021-12-21T23:00:00Z") is None


def test_a_deadline_in_words_is_read_as_everywhere_and_kept_as_stated() -> None:
    found = entry(termijn="voor de zomer")

    assert (found.due_on, found.stated, found.due_words, found.check_on) == (SUMMER.due, SUMMER, "voor de zomer", None)


def test_vague_words_give_a_day_to_ask_and_no_deadline() -> None:
    found = taken(termijn="binnenkort")

    assert found.entry is not None
    assert (found.entry.due_on, found.entry.check_on, found.entry.stated) == (None, date(2022, 3, 21), VAGUE)
    assert "names no day" in found.problems[0].message


def test_a_condition_is_kept_as_what_it_waits_for() -> None:
    found = taken(termijn="na de inwerkingtreding")

    assert found.entry is not None
    assert (found.entry.condition, found.entry.due_on, found.problems) == ("de inwerkingtreding", None, ())


def test_words_that_nobody_can_read_are_kept_as_words_and_told() -> None:
    found = taken(termijn="met bekwame spoed")

    assert found.entry is not None
    assert (found.entry.due_words, found.entry.stated, found.entry.check_on) == (
        "met bekwame spoed",
        None,
        date(2022, 3, 21),
    )
    assert "names no day; it is kept as words" in found.problems[0].message


def test_what_was_done_keeps_its_evidence_or_says_why_there_is_none() -> None:
    proved = entry(status="voldaan", bewijs="https://x", voldaan_op="1/2/2022")
    unproved = entry(status="deels voldaan", voldaan_op="1/2/2022")

    assert (proved.resolved_on, proved.evidence) == (date(2022, 2, 1), (Evidence("https://x", None, date(2022, 2, 1)),))
    assert unproved.resolved_on is None
    assert unproved.evidence[0].note == "deels voldaan, as the imported file says"
    assert proved.check_on is None


def test_a_day_of_doing_that_is_no_day_is_left_out_and_told() -> None:
    found = taken(status="voldaan", voldaan_op="vorige week")

    assert found.entry is not None
    assert found.entry.resolved_on is None
    assert "it was done on 'vorige week', which is not a day" in found.problems[0].message


def test_a_lapsed_one_keeps_a_reason_and_an_open_one_no_end() -> None:
    assert entry(status="ingetrokken").lapse_reason == "ingetrokken, as the imported file says"
    assert entry(status="vervallen", reden_van_vervallen="nieuw decreet").lapse_reason == "nieuw decreet"
    assert entry(status="open", voldaan_op="1/2/2022").resolved_on is None


def test_a_long_text_is_shortened_at_a_word() -> None:
    assert shortened("kort") == "kort"
    assert shortened("woord " * 60).endswith("woord …")
    assert len(shortened("x" * 400)) == 162


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_with_any_usual_separator_are_read(delimiter: str) -> None:
    lines = [list(ROW), list(ROW.values()), ["", "", "", ""]]
    found = opened("\r\n".join(delimiter.join(line) for line in lines))

    assert found.kind is FileKind.FOREIGN_CSV
    assert [one.entry.reference for one in found.records if one.entry] == ["T-12"]


def test_columns_that_are_not_read_are_told() -> None:
    found = opened("tekst,datum,kleur,text,\nx,2022-01-01,rood,y,\n")

    assert found.problems[0].message == "Columns that are not read: kleur, text."


def test_a_row_with_too_many_cells_is_refused_and_the_others_go_on() -> None:
    found = list(opened("tekst,datum\nx,2022-01-01,te veel\ny,2022-01-01\n").records)

    assert [one.place for one in found if one.entry is None] == ["row 2"]
    assert [one.entry.quote for one in found if one.entry] == ["y"]


def test_a_cell_that_never_ends_stops_the_import() -> None:
    with pytest.raises(Unreadable, match="Row 2 is not CSV"):
        list(opened('tekst,datum\n"x,2022-01-01\n').records)


def test_objects_of_another_register_are_read_by_their_names() -> None:
    record = {
        "text": "We will do it.",
        "date": "2022-01-01",
        "tags": ["a", "b"],
        "status": "pending",
        "extra": {},
        "x": True,
    }
    found = opened(json.dumps([record, "nonsense"]))
    first, second = found.records

    assert found.kind is FileKind.FOREIGN_JSON
    assert first.entry is not None
    assert (first.entry.tags, first.entry.status) == (("a", "b"), Status.OPEN)
    assert second.problems[0].message == "record 2: it is not an object."
    assert found.problems[0].message == "Columns that are not read: extra, x."


def test_lines_of_another_register_are_read_by_their_names() -> None:
    line = json.dumps({"text": "We will do it.", "date": "2022-01-01"})

    assert [one.entry.quote for one in opened(f"{line}\n{line}\n").records if one.entry] == ["We will do it."] * 2


def test_what_windows_wrote_is_read_and_told() -> None:
    found = opened("tekst;datum\nBelgië;2022-01-01\n".encode("cp1252"))

    assert [one.entry.quote for one in found.records if one.entry] == ["België"]
    assert found.problems[0].code == "import.encoding"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_marked_encodings_are_read(encoding: str) -> None:
    found = opened("tekst;datum\nBelgië;2022-01-01\n".encode(encoding))

    assert [one.entry.quote for one in found.records if one.entry] == ["België"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\0\0", "not text"),
        (b"naam,kleur\nx,y\n", "neither an export"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'[{"a": 1}]', "neither an export"),
        (b'{"a": 1}\n{"a": 2}\n', "neither an export"),
        (b'{"value": 3}', "no list"),
        (b'{"record": "register", "format": 99}\n', "newer version"),
        (b'{"record": "register"}\n', "newer version"),
        (b'{"record": "register", "format": 99, "commitments": []}', "newer version"),
        (b'{"record": "register", "format": 1, "whole": true}\n', "where the history ends"),
        (b'tekst,"datum\n', "first row is not CSV"),
        (b" \n ", "neither an export"),
    ],
)
def test_other_files_are_refused_with_what_they_are(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        list(opened(content).records)


def test_an_empty_list_is_no_error() -> None:
    assert list(opened("[]").records) == []
    assert list(opened('{"value": []}').records) == []
