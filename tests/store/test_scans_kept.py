"""Is kept of a report which pages were pictures and which words are uncertain, and shown of each quote?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tracker.model import Act, Page, Report, Scan
from tracker.store import Database, register, reports
from tracker.usecases import looking
from tracker.usecases.ingest import ingest
from tracker.usecases.proposals import proposal
from tracker.usecases.upkeep import verify
from tracker.wording.scans import read_from_scan, scan_told
from tracker.wording.speech import speech_in

SAID = date(2024, 3, 12)
ACT = Act("clerk", datetime(2024, 3, 13, 9, tzinfo=UTC))
TEXT = "Ik zal het eden tegen eind juni 2024 aan de commissie bezorgen. Dat is aües."


def scanned(*pages: int) -> Report:
    """A report of one page; words on it are uncertain within the promise, across its end and after it."""
    report = Report.from_text(TEXT, held_on=SAID, language="nl", speaker="Jo Maes", role="minister")
    places = [(start := TEXT.index(word), start + len(word)) for word in ("eden", "aües")]
    sheet = (Page(1, 0, len(TEXT)),)
    return replace(report, name="v.pdf", sha256="a" * 64, pages=sheet, scan=Scan(pages, tuple(places)))


def test_what_was_read_from_a_picture_is_kept_with_its_report(database: Database) -> None:
    ingest(database, scanned(1), act=ACT)

    with database.read() as tx:
        assert reports.report(tx, 1).scan == reports.scan(tx, 1) == scanned(1).scan
    assert verify(database).problems == ()


def test_a_report_that_is_no_scan_is_kept_as_ever(database: Database) -> None:
    ingest(database, replace(scanned(1), scan=None), act=ACT)

    with database.read() as tx:
        assert (reports.report(tx, 1).scan, reports.scan(tx, 1), reports.scan(tx, 2)) == (None, None, None)


def test_a_proposal_tells_which_of_its_words_are_uncertain(database: Database) -> None:
    ingest(database, scanned(1), act=ACT)
    seen, whole = proposal(database, 1, today=SAID, left=1), looking.show(database, 1)

    assert seen is not None
    assert seen.scanned == whole.scanned
    assert scan_told(seen.scanned, speech_in("nl")).startswith("gelezen van een scan, slecht leesbaar: “eden”")


def test_a_quote_on_a_page_of_text_is_not_marked(database: Database) -> None:
    ingest(database, scanned(2), act=ACT)
    with database.read() as tx:
        entry = register.entry(tx, 1)

    assert read_from_scan(entry, scanned(2).scan) is None
    assert scan_told(None, speech_in("nl")) == ""
