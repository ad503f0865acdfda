"""The door of the room: a file or its bytes in, a report out. No file is opened behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker.errors import Unreadable
from tracker.given import MEGABYTE, content_of
from tracker.model import Report, Scan
from tracker.reading.clean import Clean, in_clean, write
from tracker.reading.corpus import lists_beside
from tracker.reading.councils import is_of_council, may_be_of_council, shows_council
from tracker.reading.draft import Corpus, Draft
from tracker.reading.encodings import undoubled
from tracker.reading.kinds import Kind, kind_of
from tracker.reading.metadata import with_metadata
from tracker.reading.plain import read_plain
from tracker.reading.scans import Recognised, ScannedPages, may_recognise, recognise
from tracker.reading.segment import segment
from tracker.reading.vocabulary import Vocabulary, vocabulary_of

LARGEST = 200 * MEGABYTE
_LETTERS_IN_LETTERS = 3
_REFUSED = {
    Kind.PICTURE: "reading.picture",
    Kind.OLD_OFFICE: "reading.old-office",
    Kind.RICH_TEXT: "reading.rich-text",
    Kind.MAIL: "reading.letters-in-letters",
}


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller knows of a report, where it does not say it itself."""

    held_on: date | None
    language: str | None
    minister: str | None
    beside: tuple[bytes, ...]
    undated_on: date | None = None
    recognised: Recognised | None = None
    tells_scans: bool = False  # that a page is a picture is told even where others have text


def read(
    path: str | Path,
    *,
    held_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
    parliament: str | None = None,
    undated_on: date | None = None,
) -> Report:
    """The report in a file, and the lists of its corpus beside it. Raises Unreadable when the file gives no text.

    `held_on` is the day of the sitting whatever the report says, `undated_on` where it says none. Pages that are
    pictures are recognised where the extra `ocr` is installed.
    """
    hints: dict[str, Any] = {
        "held_on": held_on,
        "language": language,
        "minister": minister,
        "parliament": parliament,
        "undated_on": undated_on,
    }
    try:
        return read_once(path, **hints)
    except ScannedPages as scanned:
        recognised = recognise(Path(path), scanned, language=language)
    return read_once(path, **hints, recognised=recognised)


def read_once(
    path: str | Path,
    *,
    held_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
    parliament: str | None = None,
    undated_on: date | None = None,
    recognised: Recognised | None = None,
) -> Report:
    """The same; raises ScannedPages for pages that are pictures, until what was recognised on them is given."""
    place = Path(path)
    content = content_of(place, most=LARGEST)
    given = _Given(held_on, language, minister, lists_beside(place, content), undated_on, recognised)
    given = replace(given, tells_scans=recognised is None and may_recognise())
    return _read(content, place.name, vocabulary_of(), given, parliament=parliament)


def pdf_in(path: Path) -> bytes:
    """The PDF that a file is, or that the letter in it brings."""
    content = undoubled(content_of(path, most=LARGEST))
    content, _ = _out_of_letters(content, path.name, vocabulary_of())
    return content[content.find(b"%PDF-") :]


def read_bytes(
    content: bytes,
    *,
    name: str,
    held_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
    vocabulary: Vocabulary | None = None,
    beside: Sequence[bytes] = (),
    parliament: str | None = None,
) -> Report:
    """The report in the bytes of a file; its kind is known by its content, `name` is for messages only.

    `minister` is who answers, where the report does not mark it; `beside` are the lists of persons of its corpus.
    `parliament` is the id of the one whose offices count: those of councils only where no minister speaks, unless it is
    theirs. `vocabulary` are the languages and parliaments that are known; all of the program's own unless given.
    """
    given = _Given(held_on, language, minister, tuple(beside))
    return _read(content, name, vocabulary or vocabulary_of(), given, parliament=parliament)


def _read(content: bytes, name: str, vocabulary: Vocabulary, given: _Given, *, parliament: str | None) -> Report:
    if not content.strip():
        raise Unreadable("reading.empty", name=name)
    content, name = _out_of_letters(undoubled(content), name, vocabulary)
    if parliament and is_of_council(vocabulary, parliament):
        return _report(content, name, vocabulary.of_councils(), given)
    report = _report(content, name, vocabulary, given)
    if parliament or not may_be_of_council(vocabulary, report):
        return report
    council = _report(content, name, vocabulary.of_councils(), given)
    return council if shows_council(vocabulary, report, council) else report


def _report(content: bytes, name: str, vocabulary: Vocabulary, given: _Given) -> Report:
    draft = _draft(content, name, vocabulary, given)
    clean = write(draft)
    if not clean.text.strip():
        raise Unreadable("reading.no-text", name=name)
    known = draft.known
    report = Report(
        text=clean.text,
        held_on=known.held_on,
        language=given.language or known.language,
        title=known.title,
        committee=known.committee,
        chamber=known.chamber,
        document_number=known.document_number,
        blocks=clean.blocks,
        pages=clean.pages,
        original=draft.original,
        places=clean.places,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        problems=draft.problems,
        scan=_scan(draft, clean),
    )
    report = with_metadata(report, vocabulary, held_on=given.held_on, undated_on=given.undated_on)
    return segment(report, minister=given.minister, pieces=clean.pieces, vocabulary=vocabulary)


def _scan(draft: Draft, clean: Clean) -> Scan | None:
    return Scan(draft.scanned, in_clean(draft.uncertain, clean.places)) if draft.scanned else None


def _out_of_letters(content: bytes, name: str, vocabulary: Vocabulary) -> tuple[bytes, str]:
    """The report that a letter brings, and its name; a letter may bring one that is forwarded."""
    for _ in range(_LETTERS_IN_LETTERS):
        if kind_of(content) is Kind.MAIL:
            from tracker.reading.mail import report_in

            content, name = report_in(content, name, vocabulary)
    return content, name


def _draft(content: bytes, name: str, vocabulary: Vocabulary, given: _Given) -> Draft:
    """The parts of a file by its kind; a reader is loaded only when it is needed."""
    kind = kind_of(content)
    if kind is Kind.ZIP:
        from tracker.reading.office import read_office

        return read_office(content, name, vocabulary)
    if kind is Kind.PDF:
        from tracker.reading.pdf import read_pdf

        return read_pdf(content, name, vocabulary, given.recognised, tells_scans=given.tells_scans)
    if kind is Kind.XML:
        from tracker.reading.xml import read_xml

        return read_xml(content, name, vocabulary, Corpus(given.beside, given.held_on))
    if kind is Kind.HTML:
        from tracker.reading.html import read_html

        return read_html(content, name, vocabulary)
    if kind is Kind.PLAIN:
        return read_plain(content, name, vocabulary)
    raise Unreadable(_REFUSED[kind], name=name)
