"""Which entries does a selection give, in which order, and what does a search find?"""

from dataclasses import replace
from datetime import date

import pytest
from factory import an_entry

from tracker import followup
from tracker.errors import WrongCall
from tracker.languages.search import forms
from tracker.model import (
    Act,
    Change,
    Commitment,
    Deed,
    Firmness,
    Kind,
    Report,
    Selection,
    Sort,
    Status,
    TimeExpression,
)
from tracker.store import Database, looking, register, reports, search
from tracker.store.importing import state_of

TODAY = date(2022, 3, 1)


@pytest.fixture
def varied(filled: Database, report: Report, commitment: Commitment, deadline: TimeExpression, act: Act) -> Database:
    """C-0001 due 2021-12-31, C-0002 due 2022-06-30, C-0003 undated; C-0004 waits, C-0005 is rejected."""
    other = replace(report, sha256="ef" * 32, committee="Mobiliteit", dossier="99")
    waiting = replace(deadline, due=None, latest=None, condition="na advies van de Raad van State")
    with filled.write() as tx:
        number = reports.add(tx, other, act=act)
        kinds = replace(commitment, kind=Kind.BUDGET, firmness=Firmness.CONDITIONAL, summary="geld vrijmaken")
        register.propose(tx, number, [replace(kinds, deadline=waiting), commitment], act=act)
        register.record(tx, 5, followup.reject(register.entry(tx, 5)), act=act)
        fields = {"tags": ("brief", "100%"), "staff": "Els", "policy_area": "Wonen", "notes": ("Bel het kabinet",)}
        register.record(tx, 2, Change(Deed.EDITED, fields), act=act)
        register.record(tx, 2, followup.move(register.entry(tx, 2), date(2022, 9, 30), "eind september"), act=act)
    return filled


SELECTED: tuple[tuple[Selection, list[int]], ...] = (
    (Selection(), [1, 2, 3, 4]),
    (Selection(statuses=tuple(Status)), [1, 2, 3, 4, 5]),
    (Selection(statuses=(Status.PROPOSED,)), [4]),
    (Selection(statuses=(Status.REJECTED,)), [5]),
    (Selection(overdue=True), [1]),
    (Selection(overdue=True, statuses=(Status.FULFILLED,)), []),
    (Selection(undated=True), [3, 4]),
    (Selection(waiting=True), [4]),
    (Selection(to_check=True), [3, 4]),
    (Selection(slipped=True), [2]),
    (Selection(numbers=(5, 2)), [2, 5]),
    (Selection(minister="SOMERS"), [1, 2, 4]),
    (Selection(minister="peeters"), [3]),
    (Selection(minister="niemand"), []),
    (Selection(responsible="Lydia"), [3]),
    (Selection(committee="mobil"), [4]),
    (Selection(asked_by="moerenhout"), [1, 2, 3, 4]),
    (Selection(dossier="99"), [4]),
    (Selection(policy_area="won"), [2]),
    (Selection(staff="els"), [2]),
    (Selection(tags=("brief",)), [2]),
    (Selection(tags=("brief", "100%")), [2]),
    (Selection(tags=("brie",)), []),
    (Selection(kinds=(Kind.BUDGET, Kind.STUDY)), [4]),
    (Selection(firmness=(Firmness.FIRM,)), [1, 2, 3]),
    (Selection(due_from=date(2022, 1, 1)), [2]),
    (Selection(due_until=date(2021, 12, 31)), [1]),
    (Selection(due_until=date(2021, 12, 30)), []),
    (Selection(said_from=date(2021, 9, 21), said_until=date(2021, 9, 21)), [1, 2, 3, 4]),
    (Selection(resolved_from=date(2021, 1, 1)), []),
    (Selection(report_id=2), [4]),
    (Selection(search="kabinet"), [2]),
    (Selection(minister="somers", committee="binnen", overdue=True, kinds=(Kind.REPORT,), search="brief"), [1]),
)


def test_all_conditions_hold_together(varied: Database) -> None:
    with varied.read() as tx:
        for selection, numbers in SELECTED:
            found = looking.entries(tx, selection, today=TODAY, sort=Sort.NUMBER)

            assert [entry.number for entry in found] == numbers, selection
            assert looking.count(tx, selection, today=TODAY) == len(numbers), selection


ORDERED = (
    (Sort.DUE, [1, 2, 3, 4]),  # without a date last
    (Sort.NUMBER, [1, 2, 3, 4]),
    (Sort.SAID, [1, 2, 3, 4]),
    (Sort.CHANGED, [2, 4, 3, 1]),
    (Sort.MINISTER, [1, 2, 4, 3]),
    (Sort.COMMITTEE, [1, 2, 3, 4]),
    (Sort.SLIPS, [2, 1, 3, 4]),
)


def test_each_order_puts_equals_by_number(varied: Database) -> None:
    with varied.read() as tx:
        for sort, numbers in ORDERED:
            found = looking.entries(tx, Selection(), today=TODAY, sort=sort)
            streamed = looking.stream(tx, Selection(), today=TODAY, sort=sort)

            assert [entry.number for entry in found] == numbers, sort
            assert tuple(streamed) == found, sort


def test_pages_follow_each_other(varied: Database) -> None:
    with varied.read() as tx:
        pages = [looking.entries(tx, Selection(), today=TODAY, limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [[entry.number for entry in page] for page in pages] == [[1, 2], [3, 4], []]


def test_a_reshuffled_commitment_is_found_under_both_names(varied: Database, act: Act) -> None:
    with varied.write() as tx:
        register.record(tx, 1, followup.hand_over(register.entry(tx, 1), "Gwendolyn Rutten"), act=act)

        for name in ("rutten", "somers"):
            numbers = [one.number for one in looking.entries(tx, Selection(minister=name), today=TODAY)]
            assert 1 in numbers
        assert not looking.entries(tx, Selection(responsible="somers", numbers=(1,)), today=TODAY)


def test_names_are_leapt_through(varied: Database) -> None:
    with varied.read() as tx:
        assert looking.names(tx, "responsible") == ("Bart Somers", "Lydia Peeters")


ALL = (5, 4, 3, 2, 1)  # the quote is the same in all; newest first
SEARCHED = (
    ("brief", ALL),
    ("BRIE", ALL),  # a word is also the beginning of longer ones
    ("oekraine brief", ALL),
    ("Oekraïne", ALL),
    ('"een brief"', ALL),
    ('"brief een"', ()),
    ('"een brie"', ()),  # between quotes a word is whole
    ("geld", (4,)),
    ("kabinet", (2,)),  # notes
    ("paard", ()),
    ("brief AND paard", ()),  # no operators: "and" is a word
    ("brieven", ALL),  # another form of the word
    ("ministers", ALL),
    ("een-brief", ALL),
    ("brief-een", ()),
    ("(brief*", ALL),
)


def test_search_finds_words_in_quote_summary_and_notes(varied: Database) -> None:
    with varied.read() as tx:
        for question, numbers in SEARCHED:
            assert search.newest(tx, question, 50) == numbers, question


@pytest.mark.parametrize(
    ("word", "bases"),
    [
        ("brieven", ("brieven", "brief")),
        ("huizen", ("huizen", "huis")),
        ("plannen", ("plannen", "plan")),
        ("taken", ("taken", "tak", "taak")),
        ("aanvragen", ("aanvragen", "aanvrag", "aanvraag")),
        ("maatregelen", ("maatregelen", "maatregel")),
        ("commissies", ("commissies", "commissie")),
        ("onderzoeken", ("onderzoeken", "onderzoek")),
        ("grote", ("grote", "grot", "groot")),
        ("wet", ("wet",)),
        ("een", ("een",)),
    ],
)
def test_an_inflected_word_finds_its_base(word: str, bases: tuple[str, ...]) -> None:
    assert forms(word) == bases


COMPOUNDS = (
    ("rapport", (1, 2, 3)),
    ("RAPPORTEN", (1, 2, 3)),
    ("evaluatie", (3,)),
    ("cijfers", (4,)),
    ("commissie", (5,)),
    ("rapport cijfers", ()),
    ("jaar cijfers", (4,)),
    ("rapport fiets", (1,)),
    ("ministerie", (6,)),
    ("iste", (6,)),
    ("niste", ()),  # no later part begins so near the beginning
    ('"rapport"', (3,)),  # between quotes a word is whole
    ("port", (1, 2, 3)),
    ("het", (1,)),  # too short to be a part
    ("geheim", (7,)),
)


def test_search_finds_the_later_parts_of_compounds(database: Database, act: Act) -> None:
    told = (
        "Ik bezorg het fietsrapport.",
        "De voortgangsrapporten komen.",
        "Een rapport na de beleidsevaluatie.",
        "De jaarcijfers volgen.",
        "Wij gaan naar de onderzoekscommissie.",
        "De ministeries wachten.",
        "Er komt een brief.",
    )
    with database.write() as tx:
        for quote in told:
            register.begin(tx, [Change(Deed.ADDED, state_of(an_entry(quote=quote, summary="x")))], act=act)
        register.record(tx, 7, followup.note(register.entry(tx, 7), "bedrijfsgeheimen"), act=act)

    with database.read() as tx:
        found = {question: tuple(sorted(search.newest(tx, question, 50))) for question, _ in COMPOUNDS}
        public = Selection(search="geheim", in_notes=False)
        assert found == dict(COMPOUNDS)
        assert looking.entries(tx, public, today=date(2024, 1, 1)) == ()


def test_a_search_goes_through_all_words_of_the_index_once_however_many_are_asked(
    sqlite_database: Database, act: Act
) -> None:
    said: list[str] = []
    with sqlite_database.write() as tx:
        for quote in ("De fietsrapporten over wachtlijsten.", "Rapporten in wachtlijstkamers."):
            register.begin(tx, [Change(Deed.ADDED, state_of(an_entry(quote=quote, summary="x")))], act=act)

    with sqlite_database.read() as tx:
        kept = tx.connection.connection.dbapi_connection
        kept.set_trace_callback(said.append)  # type: ignore[union-attr]  # sqlite3's own
        found = search.newest(tx, "rapporten lijsten", 50)
        kept.set_trace_callback(None)  # type: ignore[union-attr]

    assert found == (2, 1)
    assert sum(statement.count("FROM temp.search_words") for statement in said) == 1


def test_search_gives_the_newest_first(varied: Database) -> None:
    with varied.read() as tx:
        assert search.newest(tx, "oekraine", 2) == (5, 4)


def test_search_follows_what_changes(varied: Database, act: Act) -> None:
    with varied.write() as tx:
        register.record(tx, 1, followup.note(register.entry(tx, 1), "zeldzaamheid"), act=act)
        assert search.newest(tx, "zeldzaamheid", 5) == (1,)

        register.record(tx, 1, Change(Deed.EDITED, {"notes": ()}), act=act)
        assert search.newest(tx, "zeldzaamheid", 5) == ()


def test_a_search_without_words_is_a_wrong_call(varied: Database) -> None:
    with varied.read() as tx, pytest.raises(WrongCall, match="no word to search for"):
        search.matches(tx, ' "" -- ')


def test_hits_are_marked_where_they_stand(varied: Database) -> None:
    with varied.read() as tx:
        entry = register.entry(tx, 2)

    assert "[Oekraïne]" in search.marked((entry.quote, entry.summary, *entry.notes), "oekraine")
    assert search.marked((entry.quote, entry.summary, *entry.notes), "kabinet") == "Bel het [kabinet]"
    assert "[" not in search.marked((entry.quote, entry.summary, *entry.notes), "paard")


def test_a_long_quote_is_cut_around_the_hit(varied: Database) -> None:
    with varied.read() as tx:
        entry = replace(register.entry(tx, 1), quote="woord " * 60 + "doel" + " woord" * 60)

    marked = search.marked((entry.quote, entry.summary, *entry.notes), "doel")

    assert marked.startswith("… ")
    assert marked.endswith(" …")
    assert "[doel]" in marked
    assert len(marked) < 200


@pytest.mark.parametrize("part", ["maes", "claes", "lieve maes"])
def test_what_several_are_responsible_for_is_found_once_by_each_of_them(varied: Database, act: Act, part: str) -> None:
    with varied.write() as tx:
        register.record(tx, 1, followup.hand_over(register.entry(tx, 1), "Lieve Maes; An Claes"), act=act)
        for selection in (Selection(responsible=part), Selection(minister=part)):
            assert [one.number for one in looking.entries(tx, selection, today=TODAY)] == [1]
            assert looking.count(tx, selection, today=TODAY) == 1


def test_a_name_is_sought_within_one_person(varied: Database, act: Act) -> None:
    with varied.write() as tx:
        register.record(tx, 1, followup.hand_over(register.entry(tx, 1), "Lieve Maes; An Claes"), act=act)

        assert looking.count(tx, Selection(responsible="maes; an"), today=TODAY) == 0
