"""Do commitments survive the way through a file, and what happens to records that are not what they seem?"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from taken_in import LATER, TODAY, bare, exported, held, is_sound, take

from tracker.errors import Unreadable
from tracker.model import Commitment, LinkKind, Selection
from tracker.store import Database, connect, events, looking, register
from tracker.usecases.exchange import ExportFormat
from tracker.usecases.importing import import_file


@pytest.mark.parametrize("kind", [ExportFormat.CSV, ExportFormat.JSON])
def test_entries_come_back_under_their_numbers(
    kind: ExportFormat, lived: Database, other: Database, tmp_path: Path
) -> None:
    content = exported(lived, kind)
    first, second = take(other, content, tmp_path), take(other, content, tmp_path)

    assert (first.new, first.first, first.last, first.problems) == (3, 1, 3, ())
    assert bare(held(other)) == bare(held(lived))
    assert is_sound(other)
    assert (second.new, second.known) == (0, 3)


def test_a_selection_keeps_its_gaps_and_new_ones_come_after(
    lived: Database, other: Database, commitment: Commitment, tmp_path: Path
) -> None:
    imported = take(other, exported(lived, ExportFormat.JSONL, Selection(numbers=(3,))), tmp_path)
    with other.write() as tx:
        numbers = register.propose(tx, 1, [commitment], act=LATER)

    assert (imported.first, imported.last, numbers) == (3, 3, (4,))
    assert is_sound(other)


def test_into_a_register_that_is_in_use_all_get_new_numbers_and_links_follow(
    lived: Database, other: Database, tmp_path: Path
) -> None:
    take(other, "tekst,datum\nIets anders.,2022-01-01\n", tmp_path)
    content = exported(lived, ExportFormat.CSV)
    imported, again = take(other, content, tmp_path), take(other, content, tmp_path)
    entries = held(other)

    assert [one.number for one in entries] == [1, 2, 3, 4]
    assert [(one.kind, one.number) for one in entries[3].links] == [(LinkKind.DEPENDS_ON, 2)]
    assert entries[2].mentions == ()
    assert [one.code for one in imported.problems] == ["import.mentions"]
    assert (again.new, again.known) == (0, 3)
    assert is_sound(other)


def test_a_number_that_stands_twice_in_a_file_is_refused_the_second_time(
    lived: Database, other: Database, tmp_path: Path
) -> None:
    head, *rows = exported(lived, ExportFormat.CSV).splitlines(keepends=True)
    imported = take(other, head + b"".join([*rows, rows[0]]), tmp_path)

    assert (imported.new, imported.refused) == (3, 1)
    assert imported.problems[0].message == "row 5: C-0001 stands in the file already."


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "altered",
    [
        (ExportFormat.CSV, b",1,0,0,", b",een,0,0,", "row 2: deadline_version: 'een' is not what this program writes"),
        (ExportFormat.CSV, b"C-0001,", b"C-x,", "row 2: label: 'C-x' is not a number like C-0001"),
        (ExportFormat.JSON, b'"open"', b'"dicht"', "record 2: status: input should be"),
        (ExportFormat.JSON, b'"number":1', b'"number":"\\ud800"', "record 1: a number is out of bounds"),
        (ExportFormat.JSON, b'"slips":0', b'"slips":0.5', "record 1: slips: "),
    ],
)
def test_a_commitment_that_was_altered_by_hand_is_refused_with_its_place(
    altered: tuple[ExportFormat, bytes, bytes, str], lived: Database, other: Database, tmp_path: Path
) -> None:
    kind, before, after, told = altered
    imported = take(other, exported(lived, kind).replace(before, after, 1), tmp_path)

    assert (imported.new, imported.refused) == (2, 1)
    assert imported.problems[0].message.startswith(told)
    assert is_sound(other)


@pytest.mark.parametrize("number", [2**31, 2**53 + 1, 2**64])
def test_a_number_that_no_register_can_keep_refuses_its_record_alone(
    lived: Database, other: Database, tmp_path: Path, number: int
) -> None:
    content = exported(lived, ExportFormat.JSON).replace(b'"slips":0', b'"slips":%d' % number, 1)
    imported = take(other, content, tmp_path)

    assert (imported.new, imported.refused) == (2, 1)
    assert "out of bounds" in imported.problems[0].message


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_lines_that_are_no_commitments_are_refused_and_the_others_come_in(
    lived: Database, other: Database, tmp_path: Path
) -> None:
    content = exported(lived, ExportFormat.JSONL, Selection(numbers=(1, 3)))
    imported = take(other, content + b'nonsense\n[1]\n\n{"record":"something"}\n', tmp_path)

    assert (imported.new, imported.refused) == (2, 2)
    assert [one.message[:8] for one in imported.problems] == ["line 4: ", "line 5: "]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_report_without_its_text_travels_too(
    database: Database, other: Database, lived: Database, tmp_path: Path
) -> None:
    take(other, exported(lived, ExportFormat.CSV), tmp_path)
    again = connect(tmp_path / "again.db")
    take(again, exported(other, ExportFormat.JSONL), tmp_path)

    assert held(again) == held(other)
    assert is_sound(again)
    again.close()


def test_a_reference_is_taken_once_and_a_difference_is_told(database: Database, tmp_path: Path) -> None:
    table = "kenmerk,tekst,datum,status\nT-1,Wij doen dit.,2022-01-01,open\nT-1,Wij doen dit.,2022-01-01,open\n"
    first = take(database, table, tmp_path)
    second = take(database, table.replace("open", "voldaan"), tmp_path)

    assert (first.new, first.known) == (1, 1)
    assert (second.new, second.known) == (0, 2)
    assert second.problems[0].message == "row 2: C-0001 is open here, and fulfilled in the file."
    assert is_sound(database)


def test_links_to_later_records_and_to_the_register_are_made_and_others_told(
    database: Database, tmp_path: Path
) -> None:
    def record(number: str, **links: object) -> dict[str, object]:
        plain = {"Nummer": number, "Tekst": f"Belofte {number}.", "Status": "Openstaand", "Aanmaakdatum": "2026-03-19"}
        return {**plain, **links}

    take(database, json.dumps([record("TZ0")]), tmp_path)
    given = [
        record("TZ1", IsHerhalingVan=[{"Nummer": "TZ2"}, {"Nummer": "TZ2"}], IsWijzigingVan=["TZ0"]),
        record("TZ2", IsAanvullingOp=["TZ9", "TZ2"]),
    ]
    imported = take(database, json.dumps({"value": given}), tmp_path)
    entries = held(database)

    assert {(one.kind, one.number) for one in entries[1].links} == {(LinkKind.REPEATS, 3), (LinkKind.REPLACES, 1)}
    assert entries[2].links == ()
    assert [one.message for one in imported.problems] == [
        "record 2 (TZ2): TZ9 is not here; the link to it is left out."
    ]
    assert is_sound(database)


def test_what_comes_in_can_be_searched_and_is_guarded_like_all_else(database: Database, tmp_path: Path) -> None:
    def guards() -> list[str]:
        query = "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name"
        if database.path is None:
            query = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"
        with database.read() as tx:
            return [row[0] for row in tx.connection.execute(text(query))]

    before = guards()
    take(database, "tekst,datum\nDe wachtlijsten verdwijnen.,2022-01-01\n", tmp_path)
    take(database, "tekst,datum\nDe files verdwijnen.\0,2022-01-01\n".replace("\0", ""), tmp_path)
    with database.read() as tx:
        found = looking.entries(tx, Selection(search="wachtlijsten"), today=TODAY)
        both = looking.entries(tx, Selection(search="verdwijnen"), today=TODAY)

    assert guards() == before
    assert [one.number for one in found] == [1]
    assert {one.number for one in both} == {1, 2}


def test_a_rehearsal_tells_the_same_and_keeps_nothing(lived: Database, other: Database, tmp_path: Path) -> None:
    whole, table = exported(lived, ExportFormat.JSONL), exported(lived, ExportFormat.CSV)
    assert take(other, whole, tmp_path, dry_run=True) == replace(take(other, whole, tmp_path, dry_run=True))
    rehearsed = take(other, table, tmp_path, dry_run=True)

    assert held(other) == []
    assert is_sound(other)
    assert take(other, table, tmp_path) == rehearsed


def test_a_rehearsal_makes_no_register(lived: Database, tmp_path: Path) -> None:
    absent = connect(tmp_path / "absent.db")
    imported = take(absent, exported(lived, ExportFormat.CSV), tmp_path, dry_run=True)

    assert imported.new == 3
    assert not (tmp_path / "absent.db").exists()


def test_a_file_that_breaks_off_leaves_nothing(database: Database, tmp_path: Path) -> None:
    rows = "".join(f"Belofte {number}.,2022-01-01\n" for number in range(1200))

    with pytest.raises(Unreadable, match="Row 1202 is not CSV"):
        take(database, f'tekst,datum\n{rows}"nooit af,2022', tmp_path)
    assert held(database) == []


def test_the_history_tells_from_which_file_they_came(database: Database, tmp_path: Path) -> None:
    take(database, "tekst,datum\nWij doen dit.,2022-01-01\n", tmp_path)
    with database.read() as tx:
        begun, entered = events.events_since(tx)

    assert (begun.kind, begun.actor) == ("register.imported", "piet")
    assert begun.details["because"] == {"file": "given", "kind": "CSV of another register"}
    assert (entered.kind, entered.commitment, entered.action) == ("imported", 1, begun.sequence)


def test_text_that_no_database_takes_is_mended(database: Database, tmp_path: Path) -> None:
    nasty = json.dumps([{"text": "a\x00b\ud800c", "date": "2022-01-01", "tags": ["x\x00"]}])
    take(database, nasty, tmp_path)
    (entry,) = held(database)

    assert (entry.quote, entry.tags) == ("abc", ("x",))
    assert is_sound(database)


def test_more_problems_than_anybody_reads_are_counted(database: Database, tmp_path: Path) -> None:
    rows = "".join("Belofte.,ooit\n" for _ in range(1005))
    imported = take(database, f"tekst,datum\n{rows}", tmp_path)

    assert (imported.refused, len(imported.problems), imported.untold) == (1005, 1000, 5)
    assert (imported.new, imported.first, imported.last) == (0, None, None)


def test_a_file_that_is_not_there_is_told(database: Database, tmp_path: Path) -> None:
    def read(path: Path) -> None:
        import_file(database, path, act=LATER, read_deadline=lambda _words, _day: None)

    with pytest.raises(Unreadable, match=r"There is no file .*absent\.csv"):
        read(tmp_path / "absent.csv")
    with pytest.raises(Unreadable, match="is a folder"):
        read(tmp_path)


@pytest.mark.parametrize("again", [False, True])
def test_our_workbook_in_its_own_register_adds_nothing_and_elsewhere_everything(
    lived: Database, other: Database, tmp_path: Path, *, again: bool
) -> None:
    content = exported(lived, ExportFormat.XLSX)
    here = take(lived, content, tmp_path)
    there = [take(other, content, tmp_path) for _ in range(1 + again)][-1]

    assert (here.new, here.refused, there.refused) == (0, 0, 0)
    assert there.new + there.known == here.known
    assert bool(there.new) is not again


def test_our_workbook_adds_nothing_where_entries_are_known_by_the_number_of_another_register(
    database: Database, tmp_path: Path
) -> None:
    table = "Volgnummer;Toezegging;Datum;Minister\n2024-1;Wij sturen een brief;12-03-2024;Jo Maes\n"
    first = take(database, table, tmp_path)
    again = take(database, exported(database, ExportFormat.XLSX), tmp_path)
    other_number = take(database, table.replace("2024-1", "2024-2"), tmp_path)

    assert (first.new, again.new, again.known) == (1, 0, 1)
    assert other_number.new == 1  # two numbers are two commitments, whatever they say
