"""Texts of office programs in a zip archive: tells Word and OpenDocument apart by their parts."""

from __future__ import annotations

from tracker.errors import Unreadable
from tracker.reading.archive import Archive
from tracker.reading.docx import read_docx
from tracker.reading.draft import Draft
from tracker.reading.odt import MIMETYPE, read_odt
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.wordparts import main_part


def read_office(content: bytes, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a Word or OpenDocument text. Raises Unreadable for an archive of another kind."""
    archive = Archive(content, name)
    main = main_part(archive, name)
    if main is not None:
        return read_docx(archive, main, name, vocabulary)
    if _is_open_document(archive):
        return read_odt(archive, name, vocabulary)
    raise Unreadable("reading.kind-unknown", name=name)


def is_text(content: bytes, name: str) -> bool:
    """Whether an archive holds a text; one that is damaged or locked may."""
    try:
        archive = Archive(content, name)
        return main_part(archive, name) is not None or _is_open_document(archive)
    except Unreadable:
        return True


def _is_open_document(archive: Archive) -> bool:
    return "content.xml" in archive.names and archive.part("mimetype").startswith(MIMETYPE)
