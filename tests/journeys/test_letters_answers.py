"""The answers to a reminder: taken in once, whatever the spreadsheet made of them; doubt is set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from posthouse import PostHouse
from sheets import Rows, csv_of, ods, word, xlsx

from tracker.errors import StoreError, Unreadable
from tracker.files.output import Destination
from tracker.letters.rappel.answers import MOST_CHARACTERS
from tracker.model import Act, Status
from tracker.store import Database, connect
from tracker.usecases.letters.answers import Answered, take_answers
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.rappel import save_rappel, write_rappel
from tracker.usecases.looking import show
from tracker.usecases.register import undo

UNTIL = date(2026, 7, 1)
OLD_HEAD = "number;commitment;said_on;deadline;new_deadline;reason;done_on;evidence"


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 6, 30), summary="het rapport bezorgen", due_words="eind juni 2026")
    house.add(date(2026, 12, 31), summary="de cijfers bezorgen")
    house.add(date(2027, 2, 1), summary="later iets doen")
    house.clock.set(UNTIL)
    return house


def taken(office: PostOffice, path: Path, *, actor: str) -> Answered:
    """As somebody takes a table deliberately, whoever was reminded of what."""
    return take_answers(office, path, actor=actor, also_not_recalled=True)


def answer(tmp_path: Path, *rows: str, delimiter: str = ";", encoding: str = "utf-8-sig", head: str = OLD_HEAD) -> Path:
    path = tmp_path / "antwoord.csv"
    path.write_text("\r\n".join((head, *rows)).replace(";", delimiter), encoding=encoding)
    return path


def test_answers_move_and_resolve_and_may_be_read_twice(house: PostHouse, tmp_path: Path) -> None:
    path = answer(
        tmp_path,
        "C-0001;x;;;eind december 2026;advies volgt;;",
        "C-0002;x;;;-;n.v.t.;15/06/2026;https://example.org/brief",
        "C-0003;x",
    )
    first = taken(house.office, path, actor="griffie")
    second = taken(house.office, path, actor="griffie")
    moved, done = (show(house.database, number) for number in (1, 2))

    assert ([entry.number for entry in first.moved], [entry.number for entry in first.resolved]) == ([1], [2])
    assert (second.moved, second.resolved, second.known) == ((), (), 2)
    assert (moved.entry.due_on, moved.events[-1].reason) == (date(2026, 12, 31), "advies volgt")
    assert moved.events[-1].details["because"]["source"] == "antwoord.csv"  # type: ignore[index]
    assert (done.entry.status, done.entry.resolved_on) == (Status.FULFILLED, date(2026, 6, 15))
    assert done.entry.evidence[-1].reference == "https://example.org/brief"


FILLED: Rows = (
    ("Nummer", "Toezegging", "Nieuwe termijn", "Reden", "Voldaan op", "Bewijs"),
    ("C-0001", "x", "ma 4 jan. 2027", "advies volgt", "", ""),
    ("C-0002", "x", "", "", "15-06-26", "https://example.org/brief"),
    ("C-0003", "x", "", "", "", ""),
)
TYPED = [[date(2027, 1, 4) if cell == "ma 4 jan. 2027" else cell for cell in row] for row in FILLED]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("antwoord.xlsx", xlsx(FILLED)),
        ("typed.xlsx", xlsx((("Voorblad",),), (("Antwoord van het kabinet",), (), *TYPED))),
        ("antwoord.ods", ods(TYPED)),
        ("antwoord.docx", word(FILLED)),
        ("antwoord.csv", csv_of((("Antwoord van het kabinet",), (), *FILLED), first="sep=;\r\n").encode("cp1252")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_answers_come_back_from_whatever_a_cabinet_fills_in(
    house: PostHouse, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = taken(house.office, tmp_path / name, actor="griffie")

    assert done.set_aside == ()
    assert [(entry.number, entry.due_on) for entry in done.moved] == [(1, date(2027, 1, 4))]
    assert [(entry.number, entry.resolved_on) for entry in done.resolved] == [(2, date(2026, 6, 15))]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_table_in_the_document_of_the_reminder_is_read_back(
    house: PostHouse, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "rappel.docx"
    save_rappel(
        house.office, write_rappel(house.office, "Lieve Maes", until=UNTIL), [Destination(path)], language=language
    )
    document = Document(str(path))
    row = document.tables[0].rows[1]
    row.cells[3].text, row.cells[4].text = "31/12/2026", "advies "
    added = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="kabinet"><w:r><w:t>volgt</w:t></w:r></w:ins>')
    struck = parse_xml(
        f'<w:del {nsdecls("w")} w:id="2" w:author="kabinet"><w:r><w:delText>nooit</w:delText></w:r></w:del>'
    )
    row.cells[4].paragraphs[0]._p.extend([struck, added])  # as when changes are tracked
    document.save(str(path))
    done = taken(house.office, path, actor="griffie")

    assert done.set_aside == ()
    assert [(entry.number, entry.due_on) for entry in done.moved] == [(1, date(2026, 12, 31))]
    assert show(house.database, 1).events[-1].reason == "advies volgt"


@pytest.mark.parametrize("content", [word(()), xlsx((("a", "b"),)), b"PK\x03\x04"], ids=["no table", "others", "torn"])
def test_a_file_without_a_table_of_answers_is_refused_in_words(
    house: PostHouse, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "antwoord.docx").write_bytes(content)

    with pytest.raises(Unreadable, match=r"no table of answers|damaged"):
        taken(house.office, tmp_path / "antwoord.docx", actor="griffie")


def test_an_old_table_takes_nothing_back(house: PostHouse, tmp_path: Path) -> None:
    path = answer(
        tmp_path, "C-0001;x;;;31/12/2026;advies volgt;;", "C-0002;x;;;;niet schriftelijk;15/06/2026;", "C-3;;;;;;;"
    )
    taken(house.office, path, actor="griffie")
    house.move(1, date(2027, 3, 31))
    house.reopen(2)
    again = taken(house.office, path, actor="griffie")

    assert (again.moved, again.resolved, again.known) == ((), (), 2)
    assert show(house.database, 1).entry.due_on == date(2027, 3, 31)
    assert show(house.database, 2).entry.status is Status.OPEN


def test_one_table_is_one_action_and_what_was_undone_is_taken_again_only_deliberately(
    house: PostHouse, tmp_path: Path
) -> None:
    path = answer(tmp_path, "C-0001;x;;;31/12/2026;advies volgt;;", "C-0002;x;;;;;15/06/2026;brief 12")
    taken(house.office, path, actor="griffie")
    undone = undo(house.database, act=Act("griffie", house.clock()))
    again = taken(house.office, path, actor="griffie")
    after = show(house.database, 1).entry.due_on
    deliberately = take_answers(house.office, path, actor="griffie", also_not_recalled=True, also_undone=True)

    assert len(undone[1]) == 2
    assert [row.complaint for row in again.set_aside] == [
        "This answer on C-0001 was taken before, and undone.",
        "This answer on C-0002 was taken before, and undone.",
    ]
    assert (again.moved, after) == ((), date(2026, 6, 30))
    assert [entry.due_on for entry in deliberately.moved] == [date(2026, 12, 31)]
    assert [entry.number for entry in deliberately.resolved] == [2]


@pytest.mark.parametrize(
    ("row", "column", "complaint"),
    [
        ("C-0001;x;;;binnenkort;reden;;", "new_deadline", "names no day"),
        ("C-0001;x;;;12/31/2026;reden;;", "new_deadline", "day, month, year"),
        ("C-0001;x;;;eind 2026, of later;reden;;", "new_deadline", "says more than a day"),
        ("C-0001;x;;;1/2/2026;reden;;", "new_deadline", "is past already"),
        ("C-0001;x;;;1/2/2020;reden;;", "new_deadline", "is past already"),
        ("C-0001;x;;;eind 2026;;;", "reason", "write why"),
        ("C-0001;x;;;eind 2026;reden;2026-06-01;", "new_deadline", "fill in one or the other"),
        ("C-0001;x;;;;zomaar;;", "new_deadline", "a reason without a new deadline"),
        ("C-0001;x;;;;;gisteren;brief", "done_on", "depends on the day"),
        ("C-0001;x;;;;;juni 2026;brief", "done_on", "names no single day"),
        ("C-0001;x;;;;;2026-06-01;", "evidence", "where it can be found"),
        ("C-0001;x;;;;;;brief", "done_on", "write the day"),
        ("C-0001;x;;;;;2026-07-02;brief", "done_on", "yet to come"),
        ("C-0001;x;;;;;2020-07-02;brief", "done_on", "was said on"),
        ("C-9999;x;;;;;2026-06-01;brief", "number", "no commitment C-9999"),
        ("zomaar;x;;;;;2026-06-01;brief", "number", "is not the number"),
        (";x;;;;;2026-06-01;brief", "number", "no number"),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_aside_and_the_others_go_on(
    house: PostHouse, tmp_path: Path, row: str, column: str, complaint: str
) -> None:
    done = taken(house.office, answer(tmp_path, row, "C-0002;x;;;eind 2027;reden;;"), actor="griffie")

    assert [entry.number for entry in done.moved] == [2]
    assert [(bad.row, bad.column) for bad in done.set_aside] == [(2, column)]
    assert complaint in done.set_aside[0].complaint
    assert "--" not in done.set_aside[0].complaint


def test_where_one_day_has_its_month_first_none_that_can_be_turned_is_trusted(house: PostHouse, tmp_path: Path) -> None:
    path = answer(
        tmp_path,
        "C-0001;x;;;03/04/2027;reden;;",
        "C-0002;x;;;12/31/2027;reden;;",  # an American spreadsheet wrote the table
        "C-0003;x;;;2027-06-30;reden;;",
    )
    done = taken(house.office, path, actor="griffie")

    assert [entry.number for entry in done.moved] == [3]
    assert [bad.row for bad in done.set_aside] == [2, 3]
    assert ["month first" in bad.complaint for bad in done.set_aside] == [True, False]


def test_a_commitment_answered_in_two_ways_is_answered_in_none(house: PostHouse, tmp_path: Path) -> None:
    path = answer(
        tmp_path,
        "C-0001;x;;;eind 2026;reden;;",
        "C-0002;x;;;eind 2027;reden;;",
        "C-0001;x;;;eind 2027;reden;;",
        "C-0002;x;;;eind 2027;reden;;",
    )
    done = taken(house.office, path, actor="griffie")

    assert [entry.number for entry in done.moved] == [2]
    assert [bad.row for bad in done.set_aside] == [2, 4]
    assert "rows 2 and 4" in done.set_aside[0].complaint


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_a_table_comes_back_in_each_language(house: PostHouse, tmp_path: Path, language: str) -> None:
    path = tmp_path / "r.csv"
    save_rappel(house.office, write_rappel(house.office, "maes", until=UNTIL), [Destination(path)], language=language)
    head, first, *_ = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text(f"{head}\n{first.removesuffix(';;;;')};31/12/2026;advies volgt;;\n", encoding="utf-8-sig")

    assert [entry.due_on for entry in taken(house.office, path, actor="griffie").moved] == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")]
)
def test_whatever_the_spreadsheet_writes_is_read(
    house: PostHouse, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = answer(tmp_path, "C-0001;x;;;eind 2026;'s ochtends, één reden;;".replace(",", ""), delimiter=delimiter,
                  encoding=encoding)  # fmt: skip

    assert [entry.number for entry in taken(house.office, path, actor="griffie").moved] == [1]
    assert show(house.database, 1).events[-1].reason == "'s ochtends één reden"


def test_rows_are_counted_as_a_spreadsheet_does(house: PostHouse, tmp_path: Path) -> None:
    path = answer(tmp_path, 'C-0001;"twee\nregels";;;eind 2026;"om\ntwee redenen\u202e";;', "", "C-0002;x;;;ooit;r;;")
    done = taken(house.office, path, actor="griffie")

    assert [bad.row for bad in done.set_aside] == [4]
    assert show(house.database, 1).events[-1].reason == "om twee redenen"


def test_a_commitment_in_a_language_without_date_words_can_be_answered(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 6, 30), language="fr")
    path = answer(tmp_path, "C-0004;x;;;31 décembre 2026;raison;;")

    assert [entry.due_on for entry in taken(house.office, path, actor="griffie").moved] == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    "content",
    [b"", b"a;b\n1;2\n", b"\x00\x01", b"Nummer;Reden\n", b"x" * (MOST_CHARACTERS + 1), b'number;"' + b"x" * 200_000],
)
def test_what_is_no_table_of_answers_is_refused(house: PostHouse, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)

    with pytest.raises(Unreadable, match="table of answers"):
        taken(house.office, tmp_path / "x.csv", actor="griffie")


def test_a_table_that_is_not_there_is_told(house: PostHouse, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nothing\.csv"):
        taken(house.office, tmp_path / "nothing.csv", actor="griffie")


def test_a_register_that_cannot_be_read_is_no_fault_of_the_row(house: PostHouse, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"Dit is geen databank. " * 50)
    office = replace(house.office, database=connect(tmp_path / "broken.db"))

    with pytest.raises(StoreError):
        taken(office, answer(tmp_path, "C-0001;x;;;eind 2026;reden;;"), actor="griffie")
