"""The reports that were read: each stored once, known by the hash of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select, update

from tracker.errors import NotFound
from tracker.model import Act, Block, BlockKind, Change, Page, Places, Report, ReportStyle, Role, Scan, Speaker, Speech
from tracker.model.because import StoredReport
from tracker.model.deeds import RegisterDeed
from tracker.model.spelling import clean, encode
from tracker.store.canonical import dumps, loads, storable
from tracker.store.database import Transaction
from tracker.store.events import append
from tracker.store.tables.register import report_texts, reports

HEAD_FIELDS = (
    "sha256",
    "name",
    "title",
    "language",
    "held_on",
    "committee",
    "chamber",
    "chair",
    "rapporteur",
    "document_number",
    "dossier",
    "session_year",
)
FINGERPRINTED = (*HEAD_FIELDS, "style", "rules_version", "text", "original", "layout")


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report of the register without its text."""

    id: int
    name: str
    sha256: str
    title: str | None
    held_on: date | None
    committee: str | None
    language: str | None
    added_at: datetime


def fingerprint(values: Mapping[str, object]) -> str:
    """What the history keeps of a stored report (its columns by name), so that an altered one shows."""
    return sha256(dumps([_spelled(values.get(name)) for name in FINGERPRINTED]).encode()).hexdigest()


def add(tx: Transaction, report: Report, *, act: Act, rules_version: str | None = None) -> int:
    """Store a report and give its id; a report with the same hash is not stored again."""
    known = by_sha256(tx, report.sha256)
    if known is not None:
        return known.id
    values, words = _columns(report, rules_version)
    number: int = tx.execute(select(func.coalesce(func.max(reports.c.id), 0) + 1)).scalar_one()
    tx.execute(insert(reports), {**values, "id": number, "added_at": act.at})
    tx.execute(insert(report_texts), {"report_id": number, **words})
    content = fingerprint({**values, **words})
    append(tx, Change(RegisterDeed.REPORT_ADDED, because=StoredReport(number, report.sha256, content)), act=act)
    return number


def by_sha256(tx: Transaction, sha256: str) -> KnownReport | None:
    """The report whose file has this hash, if it was read before."""
    row = tx.execute(select(reports).where(reports.c.sha256 == sha256)).first()
    return None if row is None else _known(row)


def with_document_number(tx: Transaction, document_number: str | None, held_on: date) -> tuple[int, ...]:
    """All versions that were read of the report with this number and day of sitting, the newest first."""
    if document_number is None:
        return ()
    query = select(reports.c.id).where(reports.c.document_number == document_number, reports.c.held_on == held_on)
    return tuple(tx.execute(query.order_by(reports.c.id.desc())).scalars())


def of_day(tx: Transaction, day: date | None) -> tuple[KnownReport, ...]:
    """All reports of sittings of that day, or of an unknown one, whose text is kept, the newest first."""
    query = select(reports).join(report_texts).where(reports.c.held_on == day)
    return tuple(_known(row) for row in tx.execute(query.order_by(reports.c.id.desc())))


def read_again(tx: Transaction, number: int, report: Report, *, act: Act, rules_version: str | None = None) -> bool:
    """What a report says when it is read otherwise takes the place of what was read, and the history tells it.

    Gives whether anything differs.
    """
    kept = select(reports, report_texts).join(report_texts).where(reports.c.id == number)
    before = tx.execute(kept).mappings().one()
    values, words = _columns(replace(report, name=before["name"]), rules_version)
    if all(before[name] == value for name, value in {**values, **words}.items()):
        return False
    tx.execute(update(reports).where(reports.c.id == number).values(values))
    tx.execute(update(report_texts).where(report_texts.c.report_id == number).values(words))
    content = fingerprint({**values, **words})
    append(tx, Change(RegisterDeed.REPORT_ADDED, because=StoredReport(number, report.sha256, content)), act=act)
    return True


def _columns(report: Report, rules_version: str | None) -> tuple[dict[str, object], dict[str, object]]:
    """What is kept of a report, and of its text."""
    head = {name: _cleaned(getattr(report, name)) for name in HEAD_FIELDS}
    style = None if report.style is None else report.style.value
    text, original, layout = storable(report.text), storable(report.original), dumps(_layout(report))
    words: dict[str, object] = {"text": text, "original": None if original == text else original, "layout": layout}
    return {**head, "style": style, "rules_version": rules_version}, words


def words(tx: Transaction, number: int) -> str:
    """The clean text of a report, to show a passage from."""
    kept: str | None = tx.execute(select(report_texts.c.text).where(report_texts.c.report_id == number)).scalar()
    if kept is None:
        raise NotFound("report.text-not-kept", report=number)
    return kept


def scan(tx: Transaction, number: int) -> Scan | None:
    """Which pages of a report were read from pictures, and what is uncertain on them; None where none were."""
    kept = tx.execute(select(report_texts.c.layout).where(report_texts.c.report_id == number)).scalar()
    return _scan(loads(kept)) if kept and '"scan"' in kept else None


def every(tx: Transaction) -> tuple[KnownReport, ...]:
    """All reports, in the order in which they were read."""
    return tuple(_known(row) for row in tx.execute(select(reports).order_by(reports.c.id)))


def report(tx: Transaction, number: int) -> Report:
    """A report with its text and the way back to the original; raises NotFound when its text is not kept."""
    kept = find(tx, number)
    if kept is None:
        raise NotFound("report.text-not-kept", report=number)
    return kept


def find(tx: Transaction, number: int) -> Report | None:
    """A report with its text, None when only its name is known; sentences are not kept."""
    row = tx.execute(select(reports, report_texts).join(report_texts).where(reports.c.id == number)).first()
    if row is None:
        return None
    layout = loads(row.layout)
    speakers = tuple(_speaker(item) for item in layout["speakers"])
    return Report(
        text=row.text,
        original=row.text if row.original is None else row.original,
        style=None if row.style is None else ReportStyle(row.style),
        speakers=speakers,
        blocks=tuple(Block(BlockKind(kind), *rest) for kind, *rest in layout["blocks"]),
        speeches=tuple(_speech(item) for item in layout["speeches"]),
        pages=tuple(Page(*item) for item in layout["pages"]),
        places=Places(*(tuple(run) for run in layout["places"])),
        scan=_scan(layout),
        **{name: getattr(row, name) for name in HEAD_FIELDS},
    )


def _known(row: Any) -> KnownReport:
    return KnownReport(row.id, row.name, row.sha256, row.title, row.held_on, row.committee, row.language, row.added_at)


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _spelled(value: object) -> object:
    """A column as it is: what entered the register before it was cleaned is proved as it was."""
    return value.isoformat() if isinstance(value, date) else value


def _layout(report: Report) -> dict[str, object]:
    places = report.places
    return {
        "speakers": [encode(speaker) for speaker in report.speakers],
        "blocks": [[block.kind.value, block.start, block.end, block.opener] for block in report.blocks],
        "speeches": [encode(speech) for speech in report.speeches],
        "pages": [[page.number, page.start, page.end] for page in report.pages],
        "places": [list(places.starts), list(places.origins), list(places.lengths)],
        **({"scan": [list(report.scan.pages), [list(one) for one in report.scan.uncertain]]} if report.scan else {}),
    }


def _scan(layout: dict[str, Any]) -> Scan | None:
    """What was read from pictures; nothing where that is not said."""
    if "scan" not in layout:
        return None
    pages, uncertain = layout["scan"]
    return Scan(tuple(pages), tuple((start, end) for start, end in uncertain))


def _speaker(value: dict[str, Any]) -> Speaker:
    return Speaker(
        name=value.get("name"),
        role=Role(value["role"]),
        function=value.get("function"),
        party=value.get("party"),
    )


def _speech(value: dict[str, Any]) -> Speech:
    speaker = value.get("speaker")
    return Speech(
        speaker=None if speaker is None else _speaker(speaker),
        start=value["start"],
        end=value["end"],
        reported=value.get("reported", False),
        language=value.get("language"),
    )
