"""Two acts in one quote, and one act said twice: proposals are split in two, or merged with an earlier commitment.

Both are one action of the history, which one undo takes back; each side names the other in its event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.model import Act, Change, Deed, Entry, Link, LinkKind, Mention
from tracker.model.because import Correction
from tracker.model.register import UNREVIEWED
from tracker.model.spelling import Fields
from tracker.usecases.decisions import decide

if TYPE_CHECKING:
    from tracker.store import Database, Transaction
    from tracker.usecases.register import Reading

COPIED = (
    "quote",
    "said_on",
    "minister",
    "minister_function",
    "responsible",
    "asked_by",
    "asker_party",
    "firmness",
    "kind",
    "confidence",
    "committee",
    "dossier",
    "subject",
    "language",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a person words a commitment; a deadline or subject of None stays as it is, an empty one is removed."""

    summary: str
    deadline: str | None = None
    subject: str | None = None

    def fields(self, entry: Entry, reading: Reading) -> dict[str, object]:
        """The fields of the entry so worded; raises WrongCall without a summary or for words that name no time."""
        if not self.summary.strip():
            raise WrongCall("review.summary-missing", commitment=entry.label)
        fields: dict[str, object] = {"summary": self.summary.strip()}
        if self.subject is not None:
            fields["subject"] = self.subject.strip() or None
        if self.deadline is None:
            return fields
        stated = reading.of(self.deadline, said_on=entry.said_on) if self.deadline.strip() else None
        return {**fields, **followup.deadline_fields(stated, said_on=entry.said_on)}


@dataclass(frozen=True, slots=True)
class Split:
    """Two acts stand in one quote: the proposal becomes the first, a new proposal the second."""

    number: int
    first: Wording
    second: Wording
    reading: Reading
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Record it; gives the first and the second. Their summaries must differ."""
        from tracker.store import register

        entry = register.entry_as_seen(tx, self.number, self.expected)
        if entry.status not in UNREVIEWED:
            raise Refused("review.only-proposals-split", commitment=entry.label, status=entry.status)
        fields, other = self.first.fields(entry, self.reading), self.second.fields(entry, self.reading)
        if fields["summary"] == other["summary"]:
            raise WrongCall("review.two-summaries")
        act = replace(act, reason=act.reason or f"two acts in {entry.label}")
        (number,) = register.begin(tx, [_second(entry, other)], act=act)
        first = register.record(tx, entry.number, _first(entry, fields, number), act=act)
        return first, register.entry(tx, number)


@dataclass(frozen=True, slots=True)
class Merge:
    """The same promise as an entry of the register: that one is mentioned again, the other one goes."""

    number: int
    into: int
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Record it; gives the one that went and the one that stays."""
        from tracker.store import register

        entry, kept = register.entry_as_seen(tx, self.number, self.expected), register.entry(tx, self.into)
        if kept.status not in followup.PENDING:
            raise Refused("review.takes-no-mention", commitment=kept.label, status=kept.status)
        act = replace(act, reason=act.reason or f"said before: {kept.label}")
        link = _beside(followup.link(entry, LinkKind.REPEATS, self.into), merged_into=self.into)
        linked = register.record(tx, entry.number, link, act=act)
        gone = register.record(tx, entry.number, _beside(followup.reject(linked), merged_into=self.into), act=act)
        if entry.source is not None:
            again = Mention(entry.source.report_id, entry.source.start, entry.source.end, entry.quote)
            mentioned = _beside(followup.mention(kept, again, deadline=entry.stated), merged_from=entry.number)
            kept = register.record(tx, self.into, mentioned, act=act)
        return gone, kept


def split(database: Database, wanted: Split, *, act: Act) -> tuple[Entry, Entry]:
    """One proposal becomes two; gives both. `undo` of the version of the first takes it back."""
    first, second = decide(database, [wanted], act=act)
    return first, second


def merge(database: Database, wanted: Merge, *, act: Act) -> tuple[Entry, Entry]:
    """Two become one; gives the one that went and the one that stays. `undo` of either version takes it back."""
    gone, kept = decide(database, [wanted], act=act)
    return gone, kept


def _first(entry: Entry, worded: Mapping[str, object], second: int) -> Change:
    """The wording of the first act; it is told also when it says what the proposal said."""
    changed = {name: value for name, value in worded.items() if getattr(entry, name) != value}
    if "due_on" in changed:
        changed["deadline_version"] = entry.deadline_version + 1
    fields = {"summary": worded["summary"], **changed}
    before = {name: getattr(entry, name) for name in fields if name != "deadline_version"}
    return Change(Deed.EDITED, fields, Correction(Fields.of(before), split_into=second))


def _second(entry: Entry, worded: Mapping[str, object]) -> Change:
    """A proposal of its own from the same words; worded otherwise, perhaps with another deadline."""
    source = entry.source
    place: dict[str, object] = {}
    if source is not None:
        place = {"report_id": source.report_id, "page": source.page}
        place |= {"place_start": source.start, "place_end": source.end}
    fields = {
        **{name: getattr(entry, name) for name in COPIED},
        **place,
        **worded,
        "status": entry.status,
        "links": (Link(LinkKind.SUPPLEMENTS, entry.number),),
    }
    begun = replace(followup.added(fields, entry.stated, said_on=entry.said_on), deed=Deed.FOUND)
    return _beside(begun, split_from=entry.number)


def _beside(change: Change, **other: int) -> Change:
    """The change, which names the other side."""
    return replace(change, because=replace(change.because, **other))
