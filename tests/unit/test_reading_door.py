"""What comes in at the door, what is refused there, and what does one bad file do to the others?"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from datetime import date
from email.message import EmailMessage
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from pathlib import Path
from time import sleep

import pytest
from papers import Print, docx, pdf, word_paragraph, zipped

from tracker.errors import TrackerError, Unreadable
from tracker.model import Report
from tracker.reading import Limits, read, read_bytes, read_many
from tracker.wording.refusals import advice

TEXT = "De Commissie voor Onderwijs besprak op 21 september 2021 het ontwerp van decreet. De minister zegt dat het kan."


def encrypted() -> bytes:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>] " % (
        b"ab" * 32,
        b"cd" * 32,
    )
    return pdf([[Print(70, 700, "Geheim.")]]).replace(b"trailer << ", b"trailer << " + lock)


def mail(*reports: bytes, body: str = "Zie bijlage.") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Verslag"
    message.set_content(body)
    for number, report in enumerate(reports):
        message.add_attachment(report, maintype="application", subtype="octet-stream", filename=f"{number}.docx")
    return message.as_bytes()


def nested(content: bytes, depth: int) -> bytes:
    for _ in range(depth):
        content = mail(content)
    return content


BOMB = docx(word_paragraph("a " * 30_000_000))
REPORT = docx(word_paragraph(TEXT))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (bytes(range(256)) * 40, "holds no text"),
        (b"\x7fELF" + bytes(200) + b"\x01\x02", "holds no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old or encrypted Office"),
        (rb"{\rtf1\ansi Dag.}", "Rich Text"),
        (pdf([[]]), "scanned"),
        (encrypted(), "encrypted"),
        (b"%PDF-1.7\nniets", "damaged PDF"),
        (zipped({"a.txt": "tekst"}), "archive"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "archive"),
        (b"PK\x03\x04rommel", "damaged"),
        (REPORT[:-30], "damaged"),
        (zipped({"word/document.xml": "<w:document"}), "damaged XML"),
        (zipped({"word/document.xml": "<document/>"}), "holds no text"),
        (BOMB, "unpacks to more"),
        (b"<?xml version='1.0'?><rss/>", "<rss>"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><TEI>&b;</TEI>", "entities"),
        (b"<TEI><text>", "damaged XML"),
        (b"<!DOCTYPE html><html><body><script>var a;</script></body></html>", "holds no text"),
        (mail(REPORT, docx(word_paragraph(TEXT + " Dank u."))), "carries 2 reports"),
        (mail(body=" "), "carries no report"),
        (nested(REPORT, 4), "a letter in a letter"),
    ],
)
def test_what_gives_no_text_is_refused_with_advice(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(content, name="stuk")

    assert words in str(refusal.value)
    assert "stuk" in str(refusal.value) or ".docx" in str(refusal.value)
    assert advice(refusal.value)


def test_a_missing_file_a_folder_and_a_bad_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no file"):
        read(tmp_path / "weg.txt")
    with pytest.raises(Unreadable, match="a folder"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="Cannot read"):
        read(str(tmp_path / "a\0b"))


def test_a_monstrous_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "groot.txt").open("wb") as file:
        file.truncate(300 * 2**20)

    with pytest.raises(Unreadable, match="larger than"):
        read(tmp_path / "groot.txt")


def test_a_report_without_a_day_asks_for_it_and_a_given_day_wins() -> None:
    undated = read_bytes(b"De minister zegt dat het kan.", name="verslag-2020-10-02.txt")
    given = read_bytes(TEXT.encode(), name="v.txt", held_on=date(2022, 1, 2), language="nl")

    assert undated.held_on is None
    assert [problem.code for problem in undated.problems] == ["reading.no-date"]
    assert "like 2020-10-02" in undated.problems[0].advice
    assert given.held_on == date(2022, 1, 2)
    assert [problem.code for problem in given.problems] == ["reading.other-date"]
    assert "2021-09-21" in given.problems[0].message


def test_a_given_day_that_the_report_says_too_is_no_problem() -> None:
    assert read_bytes(TEXT.encode(), name="v.txt", held_on=date(2021, 9, 21), language="nl").problems == ()


def test_some_stray_bytes_do_not_spoil_the_rest_and_are_told() -> None:
    said = "Minister Jo Maes zegt dat de reële cijfers over de één-oudergezinnen in coördinatie volgen."
    text = f"{said}\n" * 3
    content = text.encode()

    report = read_bytes(content[:40] + b"\xff" + content[40:], name="v.txt")
    page = read_bytes(b"<html><body><p>" + content[:40] + b"\xff" + content[40:], name="v.html")

    for each in (report, page):
        assert "de re\u00eble cijfers over de \u00e9\u00e9n-oudergezinnen" in each.text
        assert [problem.code for problem in each.problems] == ["reading.damaged-letters", "reading.no-date"]
    assert "1 bytes" in report.problems[0].message


def test_bytes_that_are_in_no_encoding_are_told() -> None:
    report = read_bytes("De re\u00eble cijfers volgen.".encode("cp1252") + b" \x81\x8d", name="v.txt")

    assert "re\u00eble" in report.text
    assert report.problems[0].code == "reading.damaged-letters"


def test_junk_before_a_pdf_does_not_hide_it() -> None:
    content = b"HTTP/1.1 200 OK\r\n\x00\r\n" + pdf([[Print(70, 700, TEXT[:80])]])

    assert "Onderwijs" in read_bytes(content, name="v.pdf").text


def test_a_letter_in_a_letter_gives_the_report_and_its_own_fingerprint() -> None:
    direct = read_bytes(REPORT, name="0.docx")
    posted = read_bytes(nested(REPORT, 2), name="brief.eml")

    assert (posted.text, posted.sha256, posted.name) == (direct.text, direct.sha256, direct.name)


def test_a_letter_that_is_itself_the_report_is_read() -> None:
    assert read_bytes(mail(body=TEXT), name="brief.eml").held_on == date(2021, 9, 21)


def _sleeps(report: Report) -> int:
    if "slaap" in report.text:
        sleep(30)
    return len(report.sentences)


def _hoards(report: Report) -> int:
    return len(bytearray(2**30)) if "slok" in report.text else len(report.sentences)


def _dies(report: Report) -> int:
    if "sterf" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return len(report.sentences)


def _writes(report: Report) -> int:
    (Path(tempfile.gettempdir()) / report.name).write_text("x" * 10, encoding="utf-8")
    return 1


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    ("word", "after", "says"),
    [
        ("slaap", _sleeps, "longer than 1 seconds"),
        ("slok", _hoards, "more than 448 MB"),
        ("sterf", _dies, "broke its reader"),
    ],
)
def test_a_file_that_breaks_the_limits_harms_no_other(
    tmp_path: Path, word: str, after: object, says: str, *, alone: bool
) -> None:
    names = [word] if alone else ["goed", word, "beter"]
    paths = [tmp_path / f"{name}.txt" for name in names]
    for path in paths:
        path.write_text(f"De minister zegt dat het kan, {path.stem}.", encoding="utf-8")
    assert callable(after)

    outcomes = list(read_many(paths, after=after, jobs=2, limits=Limits(seconds=1)))

    assert [path for path, _ in outcomes] == paths
    bad = dict(outcomes)[tmp_path / f"{word}.txt"]
    assert isinstance(bad, TrackerError)
    assert says in str(bad)
    assert all(outcome == 1 for path, outcome in outcomes if path.stem != word)


@pytest.mark.skipif(sys.platform != "linux", reason="only forked readers begin with the memory of their parent")
@pytest.mark.parametrize("files", [1, 2])
def test_a_program_that_holds_much_still_reads(tmp_path: Path, files: int) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(files)]
    for path in paths:
        path.write_text(TEXT, encoding="utf-8")

    with mmap(-1, 2**29, flags=MAP_PRIVATE | MAP_ANONYMOUS):
        outcomes = dict(read_many(paths, jobs=2))

    assert all(isinstance(outcome, Report) for outcome in outcomes.values()), outcomes


def test_many_files_come_in_order_with_what_is_wrong_with_each(tmp_path: Path) -> None:
    good, empty, gone = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_text(TEXT, encoding="utf-8")
    empty.touch()

    outcomes = list(read_many([good, empty, gone] * 5, jobs=2))

    assert [path for path, _ in outcomes] == [good, empty, gone] * 5
    assert isinstance(outcomes[0][1], Report)
    assert "is empty" in str(outcomes[1][1])
    assert "no file" in str(outcomes[2][1])


def test_a_reader_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "v.txt"
    path.write_text(TEXT, encoding="utf-8")

    _, outcome = next(iter(read_many([path], after=_writes)))

    assert isinstance(outcome, TrackerError)
