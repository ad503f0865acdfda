"""Which part of a letter is the report, and is it decoded once?"""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from papers import docx, word_paragraph, zipped

from tracker.errors import Unreadable
from tracker.reading import read_bytes

OPENING = "Vergadering van 12 maart 2024"
PROMISE = "Minister Jo Maes: Ik zal het verslag van de coördinatie bezorgen."
PLAIN = f"{OPENING}\n\nDe voorzitter: Dag.\n\n{PROMISE}\n"
WORD = docx(word_paragraph(OPENING) + word_paragraph(PROMISE))
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Maes\r\nEND:VCARD\r\n"
INVITATION = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Vergadering van 14 maart 2024\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
DISCLAIMER = (
    b"<html><body><p>Deze e-mail is vertrouwelijk. Was hij niet voor u bedoeld, verwijder hem dan.</p></body></html>"
)
FOOTER = (
    b"_______________________________________________\r\nlijst@example.org\r\nUitschrijven: https://example.org/\r\n"
)
KEY = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n\r\nmQENBFvwa\r\n-----END PGP PUBLIC KEY BLOCK-----\r\n"
WORKBOOK = zipped({"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"})
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>minister</text></svg>'
INVOICE = b'<?xml version="1.0"?><Invoice><ID>1</ID></Invoice>'
SCRAMBLED = bytes(range(256)) * 8


def letter(body: str = "Zie bijlage.", *attached: tuple[bytes, str, str]) -> EmailMessage:
    """A letter with attachments: their bytes, what they say that they are, and their name."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Verslag"
    message["Date"] = "Wed, 13 Mar 2024 10:00:00 +0100"
    message.set_content(body)
    for content, kind, name in attached:
        main, sub = kind.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


ANY = "application/octet-stream"
BESIDE = [
    (SCRAMBLED, "application/pkcs7-signature", "smime.p7s"),
    (b"MIIB" * 80, "application/x-pkcs7-signature", "smime.p7s"),
    (SCRAMBLED, ANY, "smime.p7s"),
    (KEY, "application/pgp-keys", "sleutel.asc"),
    (KEY, "text/plain", "sleutel.asc"),
    (CARD, "text/vcard", "jo.vcf"),
    (CARD, "text/x-vcard", "jo.vcf"),
    (CARD, ANY, "jo.vcf"),
    (INVITATION, "text/calendar", "uitnodiging.ics"),
    (INVITATION, ANY, "uitnodiging.ics"),
    (DISCLAIMER, "text/html", "ATT00001.htm"),
    (DISCLAIMER, "text/html", "disclaimer.html"),
    (FOOTER, "text/plain", "ATT00002.txt"),
    (SCRAMBLED, "application/ms-tnef", "winmail.dat"),
    (WORKBOOK, ANY, "cijfers.xlsx"),
    (DRAWING, "image/svg+xml", "logo.svg"),
    (DRAWING, ANY, "logo.svg"),
    (INVOICE, "application/xml", "factuur.xml"),
]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("report", [(WORD, ANY, "verslag.docx"), (PLAIN.encode(), "text/plain", "verslag.txt")])
def test_what_goes_along_with_a_report_is_none(report: tuple[bytes, str, str], beside: tuple[bytes, str, str]) -> None:
    for attached in ((report, beside), (beside, report)):
        read = read_bytes(letter("Zie bijlage.", *attached).as_bytes(), name="brief.eml")

        assert read.name == report[2]
        assert PROMISE in read.text


@pytest.mark.parametrize("beside", BESIDE)
def test_a_report_in_the_letter_itself_is_read_beside_what_is_none(beside: tuple[bytes, str, str]) -> None:
    read = read_bytes(letter(PLAIN, beside).as_bytes(), name="brief.eml")

    assert PROMISE in read.text


def test_a_report_that_is_a_part_without_a_name_is_read() -> None:
    message = letter("Zie bijlage.", (WORD, ANY, "verslag.docx"))
    nameless = message.as_bytes().replace(b'Content-Disposition: attachment; filename="verslag.docx"\n', b"")

    assert PROMISE in read_bytes(nameless, name="brief.eml").text


def test_a_report_that_is_attached_twice_is_one() -> None:
    twice = letter("Zie bijlage.", (WORD, ANY, "verslag.docx"), (WORD, ANY, "kopie.docx"))

    assert read_bytes(twice.as_bytes(), name="brief.eml").name == "verslag.docx"


@pytest.mark.parametrize("other", [(PLAIN.encode(), "text/plain", "ander.txt"), (b"%PDF-1.4 ander", ANY, "ander.pdf")])
def test_two_reports_are_not_chosen_between(other: tuple[bytes, str, str]) -> None:
    with pytest.raises(Unreadable, match="carries 2 reports"):
        read_bytes(letter("Zie bijlage.", (WORD, ANY, "verslag.docx"), other).as_bytes(), name="brief.eml")


def test_an_attachment_in_a_form_that_is_not_read_is_refused_as_that() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)

    with pytest.raises(Unreadable, match="old or encrypted Office"):
        read_bytes(letter("Zie bijlage.", (old, "application/msword", "verslag.doc")).as_bytes(), name="brief.eml")


def test_a_signed_letter_with_a_forwarded_one_gives_the_report_in_it() -> None:
    inner = letter("Bijgevoegd.", (WORD, ANY, "verslag.docx"), (CARD, "text/vcard", "jo.vcf"))
    outer = letter("Ter info.")
    outer.add_attachment(inner)
    outer.add_attachment(SCRAMBLED, maintype="application", subtype="pkcs7-signature", filename="smime.p7s")

    assert PROMISE in read_bytes(outer.as_bytes(), name="brief.eml").text


def page(charset: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in PLAIN.split("\n") if line)
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    return f"<html>{head}<body>{paragraphs}</body></html>"


@pytest.mark.parametrize(
    ("sent_as", "told", "in_page"),
    [
        ("iso-8859-1", "iso-8859-1", "iso-8859-1"),
        ("cp1252", "windows-1252", "utf-8"),
        ("utf-8", "utf-8", "iso-8859-1"),  # changed on the way, the page still tells what it was
        ("utf-8", "iso-8859-1", "iso-8859-1"),  # and the letter too
        ("utf-8", None, "utf-8"),
        ("iso-8859-15", None, "iso-8859-15"),
        ("utf-8", "utf-8", "utf-16"),
        ("utf-16", "utf-16", "utf-16"),
    ],
)
def test_a_page_in_a_letter_is_decoded_once(sent_as: str, told: str | None, in_page: str) -> None:
    kind = "text/html" + (f'; charset="{told}"' if told else "")
    head = f"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    body = base64.encodebytes(page(in_page).encode(sent_as)).decode()
    content = f"{head}Content-Transfer-Encoding: base64\r\n\r\n{body}".encode()

    assert PROMISE in read_bytes(content, name="brief.eml").text


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "utf-16", "nergens"])
def test_a_saved_page_that_is_utf_8_beyond_doubt_is_read_so_whatever_it_tells(charset: str) -> None:
    assert PROMISE in read_bytes(page(charset).encode(), name="v.html").text
