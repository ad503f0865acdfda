"""The door of the room: a file or its bytes in, a report out. Files are opened here and nowhere else."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from tracker.errors import Unreadable
from tracker.model import Report
from tracker.reading.clean import write
from tracker.reading.draft import Draft
from tracker.reading.metadata import with_metadata
from tracker.reading.pdf import is_pdf, read_pdf
from tracker.reading.plain import READABLE_KINDS, read_plain
from tracker.reading.segment import segment

LARGEST = 200 * 1024 * 1024


def read(
    path: str | Path, *, held_on: date | None = None, language: str | None = None, minister: str | None = None
) -> Report:
    """The report in a file. Raises Unreadable when the file gives no text."""
    place = Path(path)
    try:
        if place.is_dir():
            raise Unreadable(f"{place} is a folder.", advice="Name the report itself.")
        if place.is_file() and place.stat().st_size > LARGEST:
            raise Unreadable(f"{place} is larger than {LARGEST // 2**20} MB.", advice="Split it, or give it as text.")
        content = place.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"There is no file {place}.", advice="Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"Cannot open {place}: {reason}.", advice="Check the path and the rights on it.") from error
    return read_bytes(content, name=place.name, held_on=held_on, language=language, minister=minister)


def read_bytes(
    content: bytes,
    *,
    name: str,
    held_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
) -> Report:
    """The report in the bytes of a file; its kind is known by its content, `name` is for messages only."""
    if not content.strip():
        raise Unreadable(f"{name} is empty.", advice="Give a report with text in it.")
    draft = _draft(content, name)
    text, blocks, places, pages, sources = write(draft)
    if not text.strip():
        raise Unreadable(f"{name} holds no text.", advice=READABLE_KINDS)
    known = draft.known
    report = Report(
        text=text,
        held_on=known.held_on,
        language=language or known.language,
        title=known.title,
        committee=known.committee,
        chamber=known.chamber,
        document_number=known.document_number,
        session_year=known.session_year,
        blocks=blocks,
        pages=pages,
        original=draft.original,
        places=places,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        problems=draft.problems,
    )
    pieces = [draft.pieces[source] for source in sources]
    return segment(with_metadata(report, held_on=held_on), minister=minister, pieces=pieces)


def _draft(content: bytes, name: str) -> Draft:
    if is_pdf(content):
        return read_pdf(content, name)
    return read_plain(content, name)
