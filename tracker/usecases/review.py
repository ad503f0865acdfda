"""Proposals reviewed one by one: what to look at, and one transaction for each decision."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.model import (
    Act,
    Change,
    Deed,
    Entry,
    Link,
    LinkKind,
    Mention,
    Selection,
    Status,
    TimeExpression,
    label,
)
from tracker.usecases import register as stories
from tracker.usecases.proposals import Proposal, proposal, proposed
from tracker.usecases.register import Reading

if TYPE_CHECKING:
    from tracker.store import Database

REASONS = (
    "no act that can be checked",
    "an act of somebody else",
    "a refusal or a denial",
    "past, or merely going on",
    "a prediction or an effect",
    "a demand, a question or a recall",
    "housekeeping of the debate",
    "found twice",
)
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
    "language",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a person words a commitment; deadline words of None leave the deadline as it is, empty ones remove it."""

    summary: str
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    take_back: Callable[[], object]
    told: str


class Pile:
    """The proposals on a clerk's office. What was decided is kept at once; only skips are forgotten at the end."""

    def __init__(
        self,
        database: Database,
        numbers: Iterable[int],
        *,
        act: Callable[[str | None], Act],
        today: date,
        reading: Reading,
    ) -> None:
        self.database = database
        self.act = act
        self.today = today
        self.reading = reading
        self._left = deque(numbers)
        self._steps: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether a step was taken in this sitting that can be taken back."""
        return bool(self._steps)

    def top(self) -> Proposal | None:
        """The next proposal; one that somebody else has decided on meanwhile is passed over."""
        while self._left:
            found = proposal(self.database, self._left[0], today=self.today, left=len(self._left))
            if found is not None:
                return found
            self._left.popleft()
        return None

    def accept(self, proposal: Proposal) -> None:
        """It is a commitment."""
        self._decide(proposal.entry, followup.accept, told="accepted")

    def reject(self, proposal: Proposal, reason: str) -> None:
        """It is none, for that reason."""
        if not reason.strip():
            raise WrongCall(f"{proposal.entry.label} is rejected only with a reason.", advice="Give one.")
        self._decide(proposal.entry, followup.reject, told="rejected", reason=reason)

    def skip(self, proposal: Proposal) -> None:
        """Not now; it stays proposed and comes again another time."""
        self._left.popleft()
        self._steps.append(_Step(proposal.entry.number, lambda: None, "skipped"))

    def edit(self, proposal: Proposal, wording: Wording) -> None:
        """Another summary or deadline; the proposal stays on top, to be decided."""
        fields = self._fields(proposal.entry, wording)
        entry = self._record(proposal.entry, lambda one: followup.edit(one, fields), act=self.act(None))
        self._remember(entry, "edited")

    def split(self, proposal: Proposal, first: Wording, second: Wording) -> int:
        """Two acts in one quote: gives the number of the second, which is reviewed after the first."""
        from tracker.store import register

        entry, act = proposal.entry, self.act(f"two acts in {proposal.entry.label}")
        fields, other = self._fields(entry, first), self._fields(entry, second)
        back = {name: getattr(entry, name) for name, value in fields.items() if getattr(entry, name) != value}
        kept = entry
        with self.database.write() as tx:
            if back:
                kept = register.record(tx, entry.number, followup.edit(entry, fields), act=act, expected=entry.version)
            (number,) = register.begin(tx, [_second(entry, other)], act=act)
        self._left.insert(1, number)
        self._steps.append(_Step(entry.number, lambda: self._join(kept, number, back), "split"))
        return number

    def merge(self, proposal: Proposal, into: int) -> None:
        """The same promise as an entry of the register: that one is mentioned again here, the proposal goes."""
        from tracker.store import register

        entry, act = proposal.entry, self.act(f"said before: {label(into)}")
        with self.database.write() as tx:
            kept = register.entry(tx, into)
            if kept.status not in followup.PENDING:
                raise Refused(
                    f"{kept.label} is {kept.status.value} and takes no mention.", advice="Choose another one."
                )
            linked = register.record(
                tx, entry.number, followup.link(entry, LinkKind.REPEATS, into), act=act, expected=entry.version
            )
            gone = register.record(tx, entry.number, followup.reject(linked), act=act)
            if entry.source is not None:
                again = Mention(entry.source.report_id, entry.source.start, entry.source.end, entry.quote)
                register.record(tx, into, followup.mention(kept, again, deadline=entry.stated), act=act)
        self._left.popleft()
        self._remember(gone, f"merged with {kept.label}")

    def undo(self) -> str:
        """Take back the last step of this sitting; tells which. Raises Refused when there is none."""
        if not self._steps:
            raise Refused("There is nothing to undo in this sitting.", advice="Outside of it there is tracker undo.")
        step = self._steps[-1]
        step.take_back()
        self._steps.pop()
        if step.number in self._left:
            self._left.remove(step.number)
        self._left.appendleft(step.number)
        return f"{label(step.number)} is no longer {step.told}"

    def _decide(self, entry: Entry, decide: Callable[[Entry], Change], *, told: str, reason: str | None = None) -> None:
        changed = self._record(entry, decide, act=self.act(reason))
        self._left.popleft()
        self._remember(changed, told)

    def _record(self, entry: Entry, decide: Callable[[Entry], Change], *, act: Act) -> Entry:
        from tracker.store import register

        with self.database.write() as tx:
            return register.record(tx, entry.number, decide(entry), act=act, expected=entry.version)

    def _remember(self, changed: Entry, told: str) -> None:
        back = partial(stories.undo, self.database, changed.number, version=changed.version)
        self._steps.append(_Step(changed.number, lambda: back(act=self.act(None)), told))

    def _join(self, kept: Entry, second: int, back: Mapping[str, object]) -> None:
        """Undo a split: the first says what it said before, the second is rejected, its number stays taken."""
        from tracker.store import register

        with self.database.write() as tx:
            act = self.act(f"not parted from {kept.label} after all")
            register.record(tx, second, followup.reject(register.entry(tx, second)), act=act)
            if back:
                register.record(tx, kept.number, followup.edit(kept, back), act=act, expected=kept.version)

    def _fields(self, entry: Entry, wording: Wording) -> dict[str, object]:
        if not wording.summary.strip():
            raise WrongCall(f"{entry.label} needs a summary.", advice="Write what is to be done, in a clause.")
        fields: dict[str, object] = {"summary": wording.summary.strip()}
        if wording.deadline is None:
            return fields
        stated = self._read(wording.deadline, entry)
        return {**fields, **followup.deadline_fields(stated, said_on=entry.said_on)}

    def _read(self, words: str, entry: Entry) -> TimeExpression | None:
        return self.reading.of(words, said_on=entry.said_on) if words.strip() else None


def pile(
    database: Database,
    selection: Selection,
    *,
    act: Callable[[str | None], Act],
    today: date,
    reading: Reading,
) -> Pile:
    """The selected proposals, in the order of their numbers."""
    numbers = [entry.number for entry in proposed(database, selection, today=today)]
    return Pile(database, numbers, act=act, today=today, reading=reading)


def decide_by_confidence(
    database: Database,
    selection: Selection,
    *,
    act: Act,
    today: date,
    accept_from: float | None = None,
    reject_below: float | None = None,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Accept proposals from one confidence on and reject those below another, in one action each; gives the numbers."""
    if accept_from is not None and reject_below is not None and reject_below > accept_from:
        raise WrongCall(
            f"Nothing can be accepted from {accept_from} and rejected below {reject_below}.",
            advice="Accept from a higher confidence, or reject below a lower one.",
        )
    found = proposed(database, selection, today=today)
    sure = tuple(one.number for one in found if accept_from is not None and one.confidence >= accept_from)
    unsure = tuple(one.number for one in found if reject_below is not None and one.confidence < reject_below)
    if sure:
        stories.accept(database, sure, act=act)
    if unsure:
        stories.reject(database, unsure, act=act)
    return sure, unsure


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
        "status": Status.PROPOSED,
        "links": (Link(LinkKind.SUPPLEMENTS, entry.number),),
    }
    return replace(followup.added(fields, entry.stated, said_on=entry.said_on), deed=Deed.FOUND)
