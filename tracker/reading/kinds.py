"""Of what kind a file is, by its content; its name says nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from tracker.reading.encodings import decoded


class Kind(StrEnum):
    """The kinds that can be told apart; some of them only to refuse them with the right advice."""

    PDF = "pdf"
    ZIP = "zip"
    XML = "xml"
    HTML = "html"
    MAIL = "mail"
    PICTURE = "picture"
    OLD_OFFICE = "old office"
    RICH_TEXT = "rich text"
    PLAIN = "plain"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM\x00")
_HEAD = 4096
_JUNK = 64 * 1024
_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<head[\s>]|(?:<(?:p|div|h\d|span|ul|table)[\s>].*){3}",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(
    r"\s*(?:<!--(?s:.*?)-->\s*)*(?:<\?xml|<!DOCTYPE(?! html)"
    r"|<(?:\w+:)?(?:TEI|teiCorpus|akomaNtoso|officiele-publicatie|vlosCoreDocument)[\s>])",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Content-Type|X-[\w-]+|DKIM-Signature|Snapshot-Content-Location)"
    r":[ \t]\S?",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = 3


def kind_of(content: bytes) -> Kind:
    """The kind of some bytes; whatever is nothing else is tried as plain text."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if content.startswith(b"%PDF-") or _has_pdf_after_junk(content):
        return Kind.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.OLD_OFFICE
    if content.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if content.startswith(_PICTURES):
        return Kind.PICTURE
    return _kind_of_text(content)


def _has_pdf_after_junk(content: bytes) -> bool:
    return content.find(b"%PDF-1.", 0, 1024) >= 0 or (
        b"\x00" in content[:_JUNK] and content.find(b"%PDF-1.", 0, _JUNK) >= 0
    )


def _kind_of_text(content: bytes) -> Kind:
    head = decoded(content[:_HEAD]).text.lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        xhtml = re.search(r"<html[\s>]", head, re.IGNORECASE)
        if _XML.match(head) and not xhtml:
            return Kind.XML
        if _HTML.search(head):
            return Kind.HTML
    opening = re.split(r"\r?\n\r?\n", head, maxsplit=1)[0]
    if len(_FIELD.findall(opening)) >= _FIELDS and re.match(r"[\w-]+:[ \t]", opening):
        return Kind.MAIL
    return Kind.PLAIN
