"""PDF through pdfium: text in reading order with its pages; scanned, encrypted and damaged files are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Unreadable
from tracker.model import Problem
from tracker.reading.draft import Draft
from tracker.reading.lines import lines_of
from tracker.reading.plain import draft_of_lines

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_MOST_PAGES = 5000
_FEW = 20  # fewer letters than this make no page of text
_MAGIC = b"%PDF-"
_JUNK = 64 * 1024


def is_pdf(content: bytes) -> bool:
    """PDF by its mark, which some senders put junk before."""
    return content.find(_MAGIC, 0, _JUNK) >= 0


def read_pdf(content: bytes, name: str) -> Draft:
    """The parts of a PDF file, page by page."""
    document = _opened(content[content.find(_MAGIC) :], name)
    try:
        texts = _texts(document, name)
    finally:
        document.close()
    _refuse_scans(texts, name)
    original = "\f".join(texts)
    pages, start = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append((number, start))
        start += len(text) + 1
    draft = draft_of_lines(original, lines_of(original), tuple(pages))
    empty = [number for number, text in enumerate(texts, start=1) if _letters(text) < _FEW]
    return Draft(draft.original, draft.pieces, draft.pages, problems=tuple(_without_text(number) for number in empty))


def _opened(content: bytes, name: str) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(f"{name} is encrypted.", advice="Save it without a password and try again.") from error
        raise Unreadable(f"{name} is a damaged PDF.", advice="Fetch it again, or save it as text.") from error


def _texts(document: pypdfium2.PdfDocument, name: str) -> list[str]:
    if len(document) > _MOST_PAGES:
        raise Unreadable(f"{name} has {len(document)} pages.", advice=f"Split it into parts of {_MOST_PAGES} pages.")
    return [_page_text(document, index) for index in range(len(document))]


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    import pypdfium2

    try:
        page = document[index]
        return str(page.get_textpage().get_text_range()).replace("\f", " ")
    except pypdfium2.PdfiumError:
        return ""


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text[:2000])


def _refuse_scans(texts: list[str], name: str) -> None:
    if not texts:
        raise Unreadable(f"{name} is a damaged PDF: it has no pages.", advice="Fetch it again, or save it as text.")
    if sum(_letters(text) >= _FEW for text in texts) == 0:
        raise Unreadable(
            f"{name} has no text on its {len(texts)} pages: it is probably scanned.",
            advice="Run it through text recognition (OCR) first.",
        )


def _without_text(number: int) -> Problem:
    return Problem(
        "reading.page-without-text", f"Page {number} has no text.", "Check whether it is a picture.", page=number
    )
