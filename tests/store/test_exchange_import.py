"""Does a register survive the way through a file, and what happens to files that are not what they seem?"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tracker import followup
from tracker.errors import Refused, Unreadable
from tracker.model import Act, Commitment, Entry, Evidence, LinkKind, Mention, Report, Selection, Status
from tracker.store import Database, connect, events, looking, register, reports, verifying
from tracker.usecases.exchange import ExportFormat, Wanted, export
from tracker.usecases.importing import Imported, import_file
from tracker.usecases.register import link, note, resolve

TODAY = date(2022, 7, 1)
NOW = datetime(2022, 7, 1, 12, tzinfo=UTC)
LATER = Act("piet", NOW)
ALL = Selection(statuses=tuple(Status))
Lines = list[dict[str, Any]]


@pytest.fixture
def lived(filled: Database, report: Report) -> Database:
    """A register with a past: done with evidence, noted, linked, mentioned."""
    with filled.write() as tx:
        again = reports.add(tx, replace(report, sha256="cd" * 32, name="later.txt"), act=LATER)
        mention = followup.mention(register.entry(tx, 2), Mention(again, 0, 9, "De brief."), deadline=None)
        register.record(tx, 2, mention, act=LATER)
    resolve(filled, [1], Evidence("https://x", "=1+1", TODAY), act=LATER, today=TODAY)
    note(filled, [2], "@intern", act=Act("an", NOW, "nodig"))
    link(filled, 3, LinkKind.DEPENDS_ON, 1, act=LATER)
    return filled


@pytest.fixture
def other(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """An empty register to import into."""
    path = tmp_path / "other.db"
    path.write_bytes(sqlite_template.read_bytes())
    made = connect(path)
    yield made
    made.close()


def exported(database: Database, kind: ExportFormat, selection: Selection | None = None) -> bytes:
    out = io.BytesIO()
    export(database, Wanted(kind, selection), out, today=TODAY, now=NOW)
    return out.getvalue()


def take(database: Database, content: bytes | str, folder: Path, *, dry_run: bool = False) -> Imported:
    path = folder / "given"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_file(database, path, act=LATER, read_deadline=lambda _words, _day: None, dry_run=dry_run)


def held(database: Database) -> list[Entry]:
    with database.read() as tx:
        return list(looking.stream(tx, ALL, today=TODAY))


def is_sound(database: Database) -> bool:
    with database.read() as tx:
        return verifying.verify(tx).is_sound


def bare(entries: Sequence[Entry]) -> list[Entry]:
    """Without what the history of each register tells for itself."""
    return [replace(one, recorded_at=NOW, changed_at=NOW, version=0) for one in entries]


def test_a_whole_register_comes_back_word_for_word(lived: Database, other: Database, tmp_path: Path) -> None:
    content = exported(lived, ExportFormat.JSONL)
    imported = take(other, content, tmp_path)

    assert (imported.new, imported.first, imported.last) == (3, 1, 3)
    assert exported(other, ExportFormat.JSONL) == content
    assert held(other) == held(lived)
    assert is_sound(other)
    with lived.read() as here, other.read() as there:
        assert events.head(here) == events.head(there)
        assert reports.report(here, 1) == reports.report(there, 1)
        assert events.history(here, 1) == events.history(there, 1)


def test_a_register_moves_from_one_kind_of_database_to_the_other(
    other: Database, database: Database, report: Report, commitment: Commitment, tmp_path: Path
) -> None:
    with other.write() as tx:
        register.propose(tx, reports.add(tx, report, act=LATER), [commitment], act=LATER)
    content = exported(other, ExportFormat.JSONL)
    take(database, content, tmp_path)

    assert exported(database, ExportFormat.JSONL) == content
    assert is_sound(database)
    with database.write() as tx:
        assert register.propose(tx, 1, [commitment], act=LATER) == (2,)


def test_the_same_register_twice_adds_nothing(lived: Database, tmp_path: Path) -> None:
    imported = take(lived, exported(lived, ExportFormat.JSONL), tmp_path)

    assert (imported.new, imported.known) == (0, 3)


def test_a_whole_register_is_not_poured_into_another_one(lived: Database, other: Database, tmp_path: Path) -> None:
    take(other, "tekst,datum\nIets anders.,2022-01-01\n", tmp_path)

    with pytest.raises(Refused, match="only read into an empty one"):
        take(other, exported(lived, ExportFormat.JSONL), tmp_path)


def _of(lines: Lines, record: str, place: int = -1) -> dict[str, Any]:
    found: dict[str, Any] = [line for line in lines if line["record"] == record][place]
    return found


TAMPERINGS: dict[str, Callable[[Lines], object]] = {
    "a summary": lambda lines: _of(lines, "commitment").update(summary="iets anders"),
    "a status": lambda lines: _of(lines, "commitment", 0).update(status="open"),
    "a commitment that is gone": lambda lines: lines.remove(_of(lines, "commitment")),
    "an event's details": lambda lines: _of(lines, "event", 1)["details"]["set"].update(kind="other"),
    "an event's time": lambda lines: _of(lines, "event", 2).update(at="2020-01-01T00:00:00.000000Z"),
    "a digest": lambda lines: _of(lines, "event").update(digest="00" * 32),
    "a cut tail": lambda lines: lines.remove(_of(lines, "event")),
    "an event that is gone": lambda lines: lines.remove(_of(lines, "event", 1)),
    "who acted": lambda lines: _of(lines, "actor").update(name="niemand"),
    "a private note": lambda lines: next(
        line["private"]["content"]["set"].update(notes=["anders"])
        for line in lines
        if line["record"] == "event" and line["private"] and "set" in (line["private"]["content"] or {})
    ),
    "a report's text": lambda lines: _of(lines, "report").update(text="Iets anders."),
    "another end": lambda lines: lines[0].update(head="00" * 32),
    "an end that is no number": lambda lines: lines[0].update(events="zeven"),
    "an end before the end": lambda lines: lines[0].update(
        events=lines[0]["events"] - 1, head=_of(lines, "event", -2)["digest"]
    ),
    "a field that is missing": lambda lines: _of(lines, "event").pop("at"),
    "a report that is missing": lambda lines: lines.remove(_of(lines, "report")),
    "an unknown record": lambda lines: _of(lines, "actor").update(record="spook"),
    "a second head": lambda lines: lines.append(lines[0]),
    "a commitment that is none": lambda lines: _of(lines, "commitment").update(status="weg"),
    "a salt that is none": lambda lines: _of(lines, "actor").update(salt="zz"),
    "a number twice": lambda lines: lines.insert(lines.index(_of(lines, "commitment")), _of(lines, "commitment")),
    "a number beyond all bounds": lambda lines: _of(lines, "event").update(sequence=2**70),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_register_that_was_altered_on_the_way_is_refused_and_nothing_stays(
    change: Callable[[Lines], object], lived: Database, other: Database, tmp_path: Path
) -> None:
    lines = [json.loads(line) for line in exported(lived, ExportFormat.JSONL).splitlines()]
    change(lines)

    with pytest.raises((Refused, Unreadable)):
        take(other, "".join(json.dumps(line) + "\n" for line in lines), tmp_path)
    assert held(other) == []
    assert is_sound(other)


def test_a_line_that_is_no_json_stops_a_whole_register(lived: Database, other: Database, tmp_path: Path) -> None:
    content = exported(lived, ExportFormat.JSONL) + b"{\n"

    with pytest.raises(Unreadable, match=r"given\. line \d+: it is not JSON"):
        take(other, content, tmp_path)
    assert held(other) == []


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
