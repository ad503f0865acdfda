"""One commitment on one sheet, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from tracker.model import Entry, Source, label
from tracker.wording.entries import local, slipped, status_of, when
from tracker.wording.history import deed, reason_told, what_happened
from tracker.wording.reminders import reminded
from tracker.wording.scans import scan_told
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.usecases.looking import Whole

WIDTH = 100  # at most; on a narrower screen as wide as that
ROOMY = 90  # from this width on, what happened stands beside when and who
INDENT = 18  # of the facts
AROUND = 300  # characters of the report shown before and after the quote


def sheet(whole: Whole, *, today: date, words: Speech, zone: tzinfo, width: int = WIDTH) -> str:
    """The commitment, its words in their place, its deadline with the reading, and its history, as text."""
    entry = whole.entry
    standing = ", ".join(part for part in (status_of(entry, words), when(entry, today, words)) if part)
    width = min(width, WIDTH)
    lines = [*_hanging(entry.label, entry.summary, indent=8, width=width), f"        {standing}", ""]
    for name, value in _facts(whole, words):
        if value:
            lines += _hanging(f"  {words.name('field', name)}", value, indent=INDENT, width=width)
    lines += ["", *_quoted(whole, width), "", f"  {words.name('field', 'history')}"]
    for event in whole.events:
        why = f" — {reason_told(event, words)}" if event.reason else ""
        head = f"  {local(event.at, zone)}  {deed(event, words)}, {event.actor or words.say('(erased)')}"
        lines += _happened(head, what_happened(event, words, whole.events) + why, width=width)
    return "\n".join(lines)


def _happened(head: str, text: str, *, width: int) -> list[str]:
    """What happened, beside when and who, or under it on a narrow screen."""
    if width >= ROOMY:
        return _hanging(head, text, indent=48, width=width)
    return [head, *textwrap.wrap(text, width, initial_indent=" " * 4, subsequent_indent=" " * 4)]


def _facts(whole: Whole, words: Speech) -> Iterator[tuple[str, str | None]]:
    entry = whole.entry
    yield "subject", entry.subject
    yield "minister", _joined(", ", entry.minister, entry.minister_function)
    yield "responsible", entry.responsible if entry.responsible != entry.minister else None
    yield "asked_by", _joined(", ", entry.asked_by, entry.asker_party)
    yield "committee", entry.committee
    yield "dossier", entry.dossier
    yield "said_on", str(entry.said_on or "")
    yield "due_on", _deadline(entry, words)
    yield "reading", _reading(entry, words)
    yield "slipped", slipped(entry, words) if entry.slips else None
    yield "recalled_on", reminded(entry, whole.reminder, words)
    yield "condition", entry.condition
    yield "check_on", words.say("%(day)s (our assumption)", day=entry.check_on) if entry.check_on else None
    confidence = words.say("confidence %(share)s", share=f"{entry.confidence:.2f}")
    yield "kind", _joined(", ", words.name("kind", entry.kind), words.name("firmness", entry.firmness), confidence)
    yield "policy_area", entry.policy_area
    yield "tags", ", ".join(entry.tags)
    yield "staff", entry.staff
    yield "lapse_reason", entry.lapse_reason
    for evidence in entry.evidence:
        yield "evidence", _joined(", ", str(evidence.given_on), evidence.reference, evidence.note)
    for link in entry.links:
        yield "link", words.name("link", link.kind, other=label(link.number))
    for again in entry.mentions:
        yield "mentions", words.quoted(again.quote)
    for note in entry.notes:
        yield "note", note
    yield "reference", entry.reference
    yield "source", _place(entry.source, words, whole) if entry.source else None


def _deadline(entry: Entry, words: Speech) -> str | None:
    if entry.due_on is None:
        return None
    return f"{entry.due_on} ({words.quoted(entry.due_words)})" if entry.due_words else str(entry.due_on)


def _reading(entry: Entry, words: Speech) -> str | None:
    """How the words as stated were read, on which assumption; and when it was due before it was moved."""
    stated = entry.stated
    if stated is None:
        return None
    first = words.say("first %(day)s", day=stated.due) if stated.due and stated.due != entry.due_on else None
    days = words.say("%(first)s to %(last)s", first=stated.earliest or "…", last=stated.latest or "…")
    assumption = words.retold(stated.assumption) if stated.assumption else None
    return words.parted(words.quoted(stated.text), first, days, stated.rule, assumption)


def _place(source: Source, words: Speech, whole: Whole) -> str:
    page = words.say("p. %(page)s", page=source.page) if source.page is not None else None
    place = words.say("characters %(start)s–%(end)s", start=source.start, end=source.end)
    return _joined(
        ", ",
        source.title or source.name,
        str(source.held_on or ""),
        page,
        scan_told(whole.scanned, words),
        place,
        f"sha256 {source.sha256[:12]}",
    )


def _quoted(whole: Whole, width: int) -> list[str]:
    """The quote between marks, with what stands around it in its report."""
    passage = whole.passage(characters=AROUND)
    return _wrapped(f"{passage.before}»{passage.quote}«{passage.after}", width)


def _wrapped(text: str, width: int) -> list[str]:
    paragraphs = [textwrap.wrap(part, width - 4) for part in text.split("\n") if part.strip()]
    return [f"  │ {line}" for paragraph in paragraphs for line in paragraph]


def _hanging(head: str, text: str, *, indent: int, width: int) -> list[str]:
    """Text beside its head, its further lines under its first."""
    line = f"{f'{head} '.ljust(indent)}{text}".rstrip()
    return textwrap.wrap(line, width, subsequent_indent=" " * indent, break_on_hyphens=False)


def _joined(by: str, *parts: str | None) -> str:
    return by.join(part for part in parts if part)
