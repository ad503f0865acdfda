"""One commitment on one sheet, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.labels import labels, when
from tracker.cli.telling import what_happened
from tracker.model import Entry, Event, Report, Source, label

if TYPE_CHECKING:
    from tracker.usecases.register import Whole

WIDTH = 100
AROUND = 300  # characters of the report shown before and after the quote


def sheet(whole: Whole, *, today: date, language: str) -> str:
    """The commitment, its words in their place, its deadline with the reading, and its history, as text."""
    entry = whole.entry
    words = labels(language)
    standing = ", ".join(part for part in (words[entry.status.value], when(entry, today, words)) if part)
    lines = [f"{entry.label}  {entry.summary}", f"          {standing}", ""]
    lines += [f"  {name:<12}{value}" for name, value in _facts(entry) if value]
    lines += ["", *_quoted(entry, whole.report), "", "  history", *(_told(event) for event in whole.events)]
    return "\n".join(lines)


def _facts(entry: Entry) -> Iterator[tuple[str, str | None]]:
    yield "minister", _joined(", ", entry.minister, entry.minister_function)
    yield "responsible", entry.responsible if entry.responsible != entry.minister else None
    yield "asked by", _joined(", ", entry.asked_by, entry.asker_party)
    yield "committee", entry.committee
    yield "dossier", entry.dossier
    yield "said on", str(entry.said_on)
    yield "due", _due(entry)
    yield "reading", _reading(entry)
    yield "slipped", f"{entry.slips}×, {entry.slip_days} days in all" if entry.slips else None
    yield "waits for", entry.condition
    yield "check back", f"{entry.check_on} (our assumption)" if entry.check_on else None
    yield "kind", f"{entry.kind.value}, {entry.firmness.value}, confidence {entry.confidence:.2f}"
    yield "policy area", entry.policy_area
    yield "tags", ", ".join(entry.tags)
    yield "staff", entry.staff
    yield "lapsed", entry.lapse_reason
    for evidence in entry.evidence:
        yield "evidence", _joined(", ", str(evidence.given_on), evidence.reference, evidence.note)
    for link in entry.links:
        yield "link", f"{link.kind.value.replace('_', ' ')} {label(link.number)}"
    for again in entry.mentions:
        yield "said again", f'"{again.quote}"'
    for note in entry.notes:
        yield "note", note
    yield "reference", entry.reference
    yield "source", _place(entry.source) if entry.source else None


def _due(entry: Entry) -> str | None:
    return f'{entry.due_on} ("{entry.due_words}")' if entry.due_on and entry.due_words else _text(entry.due_on)


def _reading(entry: Entry) -> str | None:
    """How the words as stated were read, and on which assumption; and when it was due before it was moved."""
    stated = entry.stated
    if stated is None:
        return None
    days = _joined(" to ", _text(stated.earliest), _text(stated.latest))
    first = f"stated: {stated.due}" if stated.due != entry.due_on else None
    return _joined("; ", f'"{stated.text}"', first, days, stated.rule, stated.assumption)


def _place(source: Source) -> str:
    page = f"page {source.page}" if source.page is not None else None
    place = f"characters {source.start}-{source.end}"
    return _joined(", ", source.title or source.name, str(source.held_on), page, place, f"sha256 {source.sha256[:12]}")


def _quoted(entry: Entry, report: Report | None) -> list[str]:
    """The quote between marks, with what stands around it in its report."""
    if entry.source is None or report is None:
        return _wrapped(f"»{entry.quote}«")
    start, end = entry.source.start, entry.source.end
    before = report.text[max(start - AROUND, 0) : start]
    after = report.text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(report.text):
        after = after.rpartition(" ")[0] + " …"
    return _wrapped(f"{before}»{report.text[start:end]}«{after}")


def _wrapped(text: str) -> list[str]:
    paragraphs = [textwrap.wrap(part, WIDTH - 4) for part in text.split("\n") if part.strip()]
    return [f"  │ {line}" for paragraph in paragraphs for line in paragraph]


def _told(event: Event) -> str:
    who = event.actor or "(erased)"
    why = f" — {event.reason}" if event.reason else ""
    return f"  {event.at:%Y-%m-%d %H:%M}  {event.kind:<16}{who:<12} {what_happened(event)}{why}"


def _joined(by: str, *parts: str | None) -> str:
    return by.join(part for part in parts if part)


def _text(value: date | None) -> str | None:
    return None if value is None else str(value)
