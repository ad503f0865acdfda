"""Proposals reviewed one by one: what to look at, and one transaction for each decision."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.errors import Refused, WrongCall
from tracker.model import Act, Deed, Entry, Event, Selection, Sort, Status
from tracker.usecases.decisions import Accept, Correct, Decision, Reject, decide
from tracker.usecases.lists import every_line
from tracker.usecases.proposals import Proposal, proposal, proposed, proposed_in
from tracker.usecases.register import Reading, take_back
from tracker.usecases.splitting import Merge, Split, Wording

if TYPE_CHECKING:
    from tracker.store import Database


class Objection(StrEnum):
    """Why proposals are rejected most often; kept in the history as it stands here, and any other words are as good."""

    NOT_CHECKABLE = "no act that can be checked"
    SOMEBODY_ELSE = "an act of somebody else"
    DENIAL = "a refusal or a denial"
    PAST = "past, or merely going on"
    PREDICTION = "a prediction or an effect"
    DEMAND = "a demand, a question or a recall"
    HOUSEKEEPING = "housekeeping of the debate"
    TWICE = "found twice"


class Step(StrEnum):
    """What a person did with a proposal."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Undone:
    """Which step was taken back, of which proposal; `other` is the one that it was merged with or split into."""

    number: int
    step: Step
    other: int | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    number: int
    version: int | None  # that the step led to; None: it was only skipped


class Pile:
    """The proposals on a clerk's desk, in order. Every decision is in the register at once; only skips are not."""

    def __init__(
        self,
        database: Database,
        numbers: Iterable[int],
        *,
        act: Callable[[str | None], Act],
        today: date,
        reading: Reading,
        look_again: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        self.database = database
        self.act = act
        self.today = today
        self.reading = reading
        self._look_again = look_again
        self._left = deque(numbers)
        self._seen = set(self._left)
        self._taken: list[_Taken] = []

    @property
    def can_undo(self) -> bool:
        """Whether a step was taken in this sitting that can be taken back."""
        return bool(self._taken)

    def top(self) -> Proposal | None:
        """The next proposal; one that somebody else has decided on meanwhile is passed over.

        At the end comes what was proposed since, as by somebody who split one.
        """
        while self._left or self._has_more():
            candidate = proposal(self.database, self._left[0], today=self.today, left=len(self._left))
            if candidate is not None:
                return candidate
            self._left.popleft()
        return None

    def accept(self, proposal: Proposal) -> None:
        """It is a commitment."""
        entry = proposal.entry
        self._decide(entry, Accept([entry.number], entry.version))
        self._left.popleft()

    def reject(self, proposal: Proposal, reason: str) -> None:
        """It is none, for that reason."""
        entry = proposal.entry
        self._decide(entry, Reject([entry.number], reason, entry.version))
        self._left.popleft()

    def skip(self, proposal: Proposal) -> None:
        """Not now; it stays proposed and comes again another time."""
        self._left.popleft()
        self._taken.append(_Taken(proposal.entry.number, None))

    def edit(self, proposal: Proposal, wording: Wording) -> None:
        """Another summary or deadline; the proposal stays on top, to be decided."""
        entry = proposal.entry
        fields = wording.fields(entry, self.reading)
        self._decide(entry, Correct(entry.number, fields, self.reading, expected=entry.version))

    def correct(self, proposal: Proposal, fields: Mapping[str, object]) -> None:
        """Other fields of what was read, as who said it; the proposal stays on top."""
        entry = proposal.entry
        self._decide(entry, Correct(entry.number, fields, self.reading, expected=entry.version))

    def second_act(self, proposal: Proposal) -> tuple[str, str]:
        """What is likely the second act of the quote, and the words of its own deadline; else those that are known."""
        from tracker.extraction.second_act import second_act

        entry = proposal.entry
        words = second_act(entry.quote, language=entry.language or self.reading.language)
        if words is None:
            return entry.summary, entry.due_words or ""
        try:
            return words, self.reading.within(words, said_on=entry.said_on).text
        except WrongCall:  # no deadline of its own, or several
            return words, ""

    def split(self, proposal: Proposal, first: Wording, second: Wording) -> int:
        """Two acts in one quote: gives the number of the second, which is reviewed after the first."""
        entry = proposal.entry
        _, other = self._decide(entry, Split(entry.number, first, second, self.reading, entry.version))
        self._left.insert(1, other.number)
        self._seen.add(other.number)
        return other.number

    def merge(self, proposal: Proposal, into: int) -> None:
        """The same promise as an entry of the register: that one is mentioned again here, the proposal goes."""
        entry = proposal.entry
        self._decide(entry, Merge(entry.number, into, entry.version))
        self._left.popleft()

    def undo(self) -> Undone:
        """Take back the last step of this sitting, else the last decision of an earlier one; tells which.

        Raises Refused when there is none, or when the last one decided on many at once.
        """
        if self._taken and self._taken[-1].version is None:
            undone = Undone(self._taken.pop().number, Step.SKIPPED)
        else:
            version = self._taken[-1].version if self._taken else None
            undone = undo_review(self.database, act=self.act(None), version=version)
            del self._taken[-1:]
        if undone.number in self._left:
            self._left.remove(undone.number)
        self._left.appendleft(undone.number)
        return undone

    def _has_more(self) -> bool:
        more = [number for number in self._look_again() if number not in self._seen]
        self._left.extend(more)
        self._seen.update(more)
        return bool(more)

    def _decide(self, entry: Entry, decision: Decision) -> tuple[Entry, ...]:
        changed = decide(self.database, [decision], act=self.act(None))
        self._taken.append(_Taken(entry.number, changed[0].version))
        return changed


def pile(
    database: Database,
    selection: Selection,
    *,
    act: Callable[[str | None], Act],
    today: date,
    reading: Reading,
    possible: bool = False,
) -> Pile:
    """The selected proposals, in the order of their numbers, and behind them with `possible` what is only possible."""
    if selection.numbers:
        numbers = [entry.number for entry in proposed(database, selection, today=today)]
        return Pile(database, numbers, act=act, today=today, reading=reading)
    bands = (Status.PROPOSED, Status.POSSIBLE) if possible else (Status.PROPOSED,)
    waiting = [replace(selection, statuses=(status,)) for status in bands]

    def look() -> list[int]:
        return [line.number for band in waiting for line in every_line(database, band, today=today, sort=Sort.NUMBER)]

    return Pile(database, look(), act=act, today=today, reading=reading, look_again=look)


def undo_review(database: Database, *, act: Act, version: int | None = None) -> Undone:
    """The last decision of that person on one proposal is taken back, or the one that led to that version."""
    from tracker.store import actions

    with database.write() as tx:
        undone = actions.last_review(tx, act.actor) if version is None else actions.action_of(tx, version)
        if not undone:
            raise Refused("review.nothing-to-undo")
        if not actions.is_one_step(undone):
            raise Refused("review.undo-of-many")
        take_back(tx, undone, act=act)
    return _undone(undone)


def decide_by_confidence(
    database: Database,
    selection: Selection,
    *,
    act: Act,
    today: date,
    accept_from: float | None = None,
    reject_below: float | None = None,
    possible: bool = False,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Accept proposals from one confidence on and reject those below another, in one action; gives the numbers."""
    if accept_from is not None and reject_below is not None and reject_below > accept_from:
        raise WrongCall("review.limits-crossed", accept_from=accept_from, reject_below=reject_below)
    with database.write() as tx:
        proposals = proposed_in(tx, selection, today=today, possible=possible)
        sure = tuple(one.number for one in proposals if accept_from is not None and one.confidence >= accept_from)
        unsure = tuple(one.number for one in proposals if reject_below is not None and one.confidence < reject_below)
        Accept(sure).take(tx, act)
        Reject(unsure).take(tx, act)
    return sure, unsure


_STEPS = {Deed.ACCEPTED: Step.ACCEPTED, Deed.REJECTED: Step.REJECTED, Deed.EDITED: Step.EDITED}


def _undone(events: Sequence[Event]) -> Undone:
    """The step that these events were."""
    for event in events:
        sides = ((Step.SPLIT, event.because.split_into), (Step.MERGED, event.because.merged_into))
        for step, other in sides:
            if event.commitment is not None and other is not None:
                return Undone(event.commitment, step, other)
    first = events[0]
    return Undone(first.commitment or 0, _STEPS.get(Deed(first.kind), Step.EDITED))
