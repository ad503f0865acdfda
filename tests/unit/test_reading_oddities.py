"""What becomes of rare markup, odd archives, strange letters and lone words?"""

from __future__ import annotations

import pytest
from papers import column, docx, odt, pdf, word_paragraph, zipped

from tracker.errors import Unreadable
from tracker.model import BlockKind, Report, Role
from tracker.reading import read_bytes, segment


def kinds(report: Report) -> list[BlockKind]:
    return [block.kind for block in report.blocks]


def locked(archive: bytes) -> bytes:
    """The archive with the mark of a password on all its parts."""
    content = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def test_an_archive_with_a_password_is_refused() -> None:
    with pytest.raises(Unreadable, match="is encrypted"):
        read_bytes(locked(docx(word_paragraph("Dag."))), name="v.docx")


def test_an_odd_archive_is_refused() -> None:
    with pytest.raises(Unreadable, match="archive"):
        read_bytes(zipped({"content.xml": "<a/>", "mimetype": "text/plain"}), name="v.zip")


def test_a_word_document_keeps_tabs_hyphens_page_breaks_and_styles() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>Verslag van de zitting</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>De minister</w:t><w:tab/><w:t>zegt dat het e</w:t><w:noBreakHyphen/><w:t>loket komt.</w:t>"
        '<w:br w:type="page"/><w:t>Dat is goed.</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Bespreking van alles</w:t></w:r></w:p>'
        "<w:p><w:r><mc:AlternateContent xmlns:mc='x'><mc:Choice>"
        "<w:p><w:r><w:t>Eenmaal.</w:t></w:r></w:p></mc:Choice><mc:Fallback>"
        "<w:p><w:r><w:t>Dubbel.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    styles = '<w:style w:styleId="T"><w:name w:val="Title"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    report = read_bytes(docx(body, styles=styles), name="v.docx")

    assert kinds(report) == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert report.text.endswith("Eenmaal.")
    assert report.title == "Verslag van de zitting"
    assert "De minister zegt dat het e-loket komt. Dat is goed." in report.text
    assert report.page_at(report.text.index("Dat is goed")) == 2


def test_an_open_document_keeps_titles_and_spaces_and_drops_comments() -> None:
    body = (
        '<text:p text:style-name="Title">Verslag van de zitting</text:p>'
        '<text:p>De<text:tab/>minister<text:s text:c="3"/>zegt'
        "<office:annotation><text:p>Hm.</text:p></office:annotation> dat het kan.</text:p>"
    )
    report = read_bytes(odt(body), name="v.odt")

    assert kinds(report) == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert report.text.endswith("De minister zegt dat het kan.")


def test_signatures_close_a_word_document_too() -> None:
    paragraphs = ("Minister Jo Maes zegt dat.", "Kris VAN DIJCK,", "voorzitter", "An CLAES,", "verslaggever")
    report = read_bytes(docx("".join(word_paragraph(text) for text in paragraphs)), name="v.docx")

    assert kinds(report)[1:] == [BlockKind.SIGNATURE] * 4
    assert (report.chair, report.rapporteur) == ("Kris Van Dijck", "An Claes")


def test_a_page_with_a_false_encoding_menus_and_styles_is_read_nevertheless() -> None:
    links = "".join(f"<li><a href='{n}'>Een rubriek met nummer {n}</a></li>" for n in range(5))
    page = (
        "<html><head><meta charset='nergens'></head><body><div class='menu'>Startpagina</div>"
        f"<ul>{links}</ul><!-- weg --><article><h1>Verslag</h1><h2>Vragen over co\u00f6rdinatie</h2>"
        "<p>Minister Jo Maes<br>zegt dat de co\u00f6rdinatie <span style='font-weight:bold'>nu</span> start.</p>"
        "<dl><dd>Een punt.</dd></dl><p hidden>Verborgen.</p></article></body></html>"
    )
    report = read_bytes(page.encode(), name="v.html")

    assert kinds(report) == [BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM]
    assert "Minister Jo Maes zegt dat de co\u00f6rdinatie nu start." in report.text
    assert "rubriek" not in report.text


def test_akoma_ntoso_without_labels_names_people_by_their_references() -> None:
    xml = (
        '<akomaNtoso><debate><meta><TLCPerson eId="a" showAs="An Claes"/><FRBRdate date="fout"/></meta><debateBody>'
        '<speech by="#a"><p>Dag.</p></speech><speech by="#b"><scene/><p>Wie?</p></speech>'
        '<question by="#a" as="#minister"><from>Claes</from><heading>Titel</heading><p>Ik zal komen.</p></question>'
        "<p>Niemand zegt dit.</p></debateBody></debate></akomaNtoso>"
    )
    report = read_bytes(xml.encode(), name="v.xml")

    assert [(s.speaker.name, s.speaker.role) if s.speaker else None for s in report.speeches] == [
        ("An Claes", Role.MEMBER),
        None,
        ("An Claes", Role.MINISTER),
    ]
    assert report.held_on is None


def test_a_letter_in_an_odd_encoding_and_with_odd_parts_is_read() -> None:
    head = "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    mixed = f'{head}Content-Type: multipart/mixed; boundary="B"\r\n\r\n'
    latin = "De minister zegt dat de co\u00f6rdinatie start.".encode("cp1252")
    content = (
        mixed.encode()
        + b"--B\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\n"
        + latin
        + b"\r\n--B\r\nContent-Type: text/plain; charset=nergens\r\n\r\nKort.\r\n"
        + b"--B\r\nContent-Type: image/png\r\n\r\n\r\n--B--\r\n"
    )

    assert "co\u00f6rdinatie" in read_bytes(content, name="v.eml").text


def test_a_damaged_page_of_a_pdf_is_told() -> None:
    words = "De minister zegt dat de cijfers over de wachtlijsten aan de commissie worden bezorgd. " * 3
    report = read_bytes(pdf([column(words, x=70, y=700, width=80), []]), name="v.pdf")

    assert [problem.code for problem in report.problems] == ["reading.page-without-text", "reading.no-date"]
    assert report.problems[0].page == 2


def test_columns_that_the_file_mixes_line_by_line_are_parted_by_the_space_between_them() -> None:
    left = "De minister legt uit dat de hervorming verder wordt uitgerold in alle steden van het land. " * 3
    right = left.replace("minister", "spreker").replace("hervorming", "vernieuwing")
    pairs = zip(
        column(left, x=60, y=700, width=38, size=10), column(right, x=255, y=700, width=38, size=10), strict=True
    )
    report = read_bytes(pdf([[line for pair in pairs for line in pair]]), name="v.pdf")

    assert "De minister legt uit dat de hervorming verder wordt" in report.text
    assert "De spreker legt uit dat de vernieuwing verder wordt" in report.text


def test_bare_text_of_a_chair_or_guest_stays_theirs() -> None:
    report = segment(Report.from_text("Ik open de zitting. Wij beginnen.", role="chair"))

    assert report.speeches[0].speaker is not None
    assert report.speeches[0].speaker.role is Role.CHAIR
    assert len(report.sentences) == 2


def test_a_text_in_no_language_has_none() -> None:
    assert read_bytes(b"12 13 14", name="v.txt").language is None
    assert (
        read_bytes(b"The minister said that this will be done and that it was his plan.", name="v.txt").language == "en"
    )
