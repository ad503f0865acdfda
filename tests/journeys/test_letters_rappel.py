"""A recall to a minister: what is overdue, what is coming, and the answers back into the register."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from posthouse import PostHouse

from tracker.errors import NotFound, Unreadable, WrongCall
from tracker.model import Status
from tracker.store import Database
from tracker.usecases.letters.rappel import save_rappel, take_answers, write_rappel
from tracker.usecases.looking import show

UNTIL = date(2026, 7, 1)


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 6, 30), summary="het rapport bezorgen", due_words="eind juni 2026")
    house.add(date(2026, 12, 31), summary="=SOM(A1) bezorgen\x07")
    house.add(date(2027, 2, 1), summary="later iets doen")
    house.add(date(2026, 5, 1), summary="van een ander", minister="Jan Peeters", responsible="Jan Peeters")
    house.resolve(house.add(date(2026, 4, 1), summary="al gedaan"))
    return house


def test_a_recall_lists_what_is_overdue_and_the_coming_half_year(house: PostHouse) -> None:
    letter = write_rappel(house.desk, "maes", until=UNTIL)

    assert (letter.minister, letter.function) == ("Lieve Maes", "minister van Onderwijs")
    assert [item.entry.number for item in letter.overdue] == [1]
    assert [item.entry.number for item in letter.coming] == [2]
    assert letter.ahead_until == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Rappel toezeggingen, 1 juli 2026", "Ter informatie", "Nieuwe termijn")),
        ("en", ("Recall of commitments, 1 July 2026", "For information", "New deadline")),
        ("fr", ("Rappel des engagements, 1 juillet 2026", "Pour information", "Nouveau délai")),
    ],
)
def test_word_document_and_page_say_the_same(
    house: PostHouse, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    letter = write_rappel(house.desk, "maes", until=UNTIL)
    for kind in ("docx", "html"):
        save_rappel(house.desk, letter, tmp_path / f"r.{kind}", language=language)
    document = Document(BytesIO((tmp_path / "r.docx").read_bytes()))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    page = (tmp_path / "r.html").read_text()

    for text in (written + "\n".join(rows[0]), page):
        assert all(word in text for word in words)
        assert "C-0001" in text
        assert "C-0003" not in text
        assert "eind juni 2026" in text
    assert [row[0] for row in rows[1:]] == ["C-0001", "C-0002"]
    assert all(row[3:] == [""] * 4 for row in rows[1:])


def test_the_table_to_answer_in_holds_no_formula(house: PostHouse, tmp_path: Path) -> None:
    save_rappel(house.desk, write_rappel(house.desk, "maes", until=UNTIL), tmp_path / "r.csv", language="nl")
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()

    assert lines[0] == "number;commitment;said_on;deadline;new_deadline;reason;done_on;evidence"
    assert lines[2].startswith("C-0002;'=SOM(A1)")


def answer(tmp_path: Path, *rows: str, delimiter: str = ";", encoding: str = "utf-8-sig") -> Path:
    head = "number;commitment;said_on;deadline;new_deadline;reason;done_on;evidence"
    path = tmp_path / "antwoord.csv"
    path.write_text("\r\n".join((head, *rows)).replace(";", delimiter), encoding=encoding)
    return path


def test_answers_move_and_resolve_and_may_be_read_twice(house: PostHouse, tmp_path: Path) -> None:
    house.clock.set(UNTIL)
    path = answer(
        tmp_path,
        "C-0001;x;;;eind december 2026;advies volgt;;",
        "C-0002;x;;;;;2026-06-15;https://example.org/brief",
        "C-0003;x;;;;;;",
    )
    first = take_answers(house.desk, path, actor="griffie")
    second = take_answers(house.desk, path, actor="griffie")
    moved, done = (show(house.database, number) for number in (1, 2))

    assert ([entry.number for entry in first.moved], [entry.number for entry in first.resolved]) == ([1], [2])
    assert (second.moved, second.resolved, second.known) == ((), (), 2)
    assert (moved.entry.due_on, moved.events[-1].reason) == (date(2026, 12, 31), "advies volgt")
    assert moved.events[-1].details["because"]["source"] == "antwoord.csv"  # type: ignore[index]
    assert (done.entry.status, done.entry.resolved_on) == (Status.FULFILLED, date(2026, 6, 15))
    assert done.entry.evidence[-1].reference == "https://example.org/brief"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("C-0001;x;;;binnenkort;reden;;", "names no day"),
        ("C-0001;x;;;eind 2026;;;", "only with a reason"),
        ("C-0001;x;;;eind 2026;reden;2026-06-01;", "not both"),
        ("C-0001;x;;;;zomaar;;", "a reason without a new deadline"),
        ("C-0001;x;;;;;gisteren;brief", "is not a day"),
        ("C-0001;x;;;;;2026-06-01;", "needs evidence"),
        ("C-9999;x;;;;;2026-06-01;brief", "no commitment C-9999"),
        ("zomaar;x;;;;;2026-06-01;brief", "is not the number"),
        (";x;;;;;2026-06-01;brief", "no number"),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_aside_and_the_others_go_on(
    house: PostHouse, tmp_path: Path, row: str, complaint: str
) -> None:
    house.clock.set(UNTIL)
    done = take_answers(house.desk, answer(tmp_path, row, "C-0002;x;;;eind 2027;reden;;"), actor="griffie")

    assert [entry.number for entry in done.moved] == [2]
    assert [bad.row for bad in done.set_aside] == [2]
    assert complaint in done.set_aside[0].complaint


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-8-sig"), (";", "cp1252")])
def test_whatever_the_spreadsheet_writes_is_read(
    house: PostHouse, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    house.clock.set(UNTIL)
    path = answer(tmp_path, "C-0001;x;;;eind 2026;één reden;;", delimiter=delimiter, encoding=encoding)

    assert [entry.number for entry in take_answers(house.desk, path, actor="griffie").moved] == [1]
    assert show(house.database, 1).events[-1].reason == "één reden"


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01"])
def test_what_is_no_table_of_answers_is_refused(house: PostHouse, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)

    with pytest.raises(Unreadable, match="no table of answers"):
        take_answers(house.desk, tmp_path / "x.csv", actor="griffie")


def test_what_cannot_be_is_told(house: PostHouse, tmp_path: Path) -> None:
    letter = write_rappel(house.desk, "maes", until=UNTIL)

    with pytest.raises(NotFound):
        write_rappel(house.desk, "niemand", until=UNTIL)
    with pytest.raises(WrongCall, match="Cannot write"):
        save_rappel(house.desk, letter, tmp_path / "r.pdf", language="nl")
    with pytest.raises(Unreadable):
        take_answers(house.desk, tmp_path / "nothing.csv", actor="griffie")


def test_a_minister_without_debts_is_told_so(house: PostHouse, tmp_path: Path) -> None:
    letter = write_rappel(house.desk, "maes", until=date(2025, 1, 1))
    save_rappel(house.desk, letter, tmp_path / "r.html", language="nl")

    assert letter.items == ()
    assert "Niets is te laat" in (tmp_path / "r.html").read_text()
