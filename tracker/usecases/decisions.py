"""Decisions as values: what a person decides, on which commitments, and how far they had read.

`expected` is the last event that the person has seen: the version of the commitment that they looked at, or the end of
the history when a list was shown. What was changed after it is refused, and the refusal names the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker import followup
from tracker.errors import NotFound, Refused, Stale, WrongCall
from tracker.model import Act, Change, Entry, Event, Evidence, LinkKind, Selection, Sort, Status, TimeExpression, label
from tracker.model.people import instead, people_in
from tracker.model.register import UNREVIEWED
from tracker.usecases.responsibility import with_responsible

if TYPE_CHECKING:
    from tracker.store import Database, Transaction
    from tracker.usecases.register import Reading


class Decision(Protocol):
    """Something that a person decides."""

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Record it; gives the entries as they stand then."""


def decide(database: Database, decisions: Sequence[Decision], *, act: Act) -> tuple[Entry, ...]:
    """Several decisions in one action: all hold or none, and one undo takes all of them back."""
    with database.write() as tx:
        return tuple(entry for decision in decisions for entry in decision.take(tx, act))


@dataclass(frozen=True, slots=True)
class Accept:
    """They are commitments, and open."""

    numbers: Sequence[int]
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """From proposed to open."""
        return _each(tx, self.numbers, followup.accept, act=act, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Reject:
    """They were no commitments. It needs a reason, of its own or of the act."""

    numbers: Sequence[int]
    reason: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """They stay in the register as rejected."""
        act = _because(act, self.reason)
        if self.numbers and not (act.reason or "").strip():
            raise WrongCall("review.rejected-without-reason", commitment=label(self.numbers[0]))
        return _each(tx, self.numbers, followup.reject, act=act, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Resolve:
    """They were done, in full or in part, as the evidence shows."""

    numbers: Sequence[int]
    evidence: Evidence
    today: date
    partly: bool = False
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Fulfilled, or partly so."""

        def done(entry: Entry) -> Change:
            return followup.resolve(entry, self.evidence, today=self.today, partly=self.partly)

        return _each(tx, self.numbers, done, act=act, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Reopen:
    """They are owed after all."""

    numbers: Sequence[int]
    reason: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Open again, with the evidence so far."""
        return _each(tx, self.numbers, followup.reopen, act=_because(act, self.reason), expected=self.expected)


@dataclass(frozen=True, slots=True)
class Lapse:
    """They are no longer owed, for a reason of their own or that of the act."""

    numbers: Sequence[int]
    reason: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Lapsed, and everybody may know why."""
        act = _because(act, self.reason)
        return _each(
            tx, self.numbers, lambda entry: followup.lapse(entry, act.reason or ""), act=act, expected=self.expected
        )


@dataclass(frozen=True, slots=True)
class AddNote:
    """An internal note is kept with them."""

    numbers: Sequence[int]
    text: str
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Noted, inside the house."""
        if not self.text.strip():
            raise WrongCall("note.empty")
        return _each(tx, self.numbers, lambda entry: followup.note(entry, self.text), act=act, expected=self.expected)


@dataclass(frozen=True, slots=True)
class AddLink:
    """One commitment stands in a relation to another one."""

    number: int
    kind: LinkKind
    other: int
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Linked; raises NotFound when there is no other one, Refused where either is only possible."""
        from tracker.store import register

        for entry in (register.entry(tx, self.number), register.entry(tx, self.other)):
            if entry.status is Status.POSSIBLE:  # its number would go out with the other one
                raise Refused("register.link-possible", commitment=entry.label)
        return _each(
            tx,
            [self.number],
            lambda entry: followup.link(entry, self.kind, self.other),
            act=act,
            expected=self.expected,
        )


@dataclass(frozen=True, slots=True)
class Move:
    """Another deadline by decision; `Reading` gives it from words. It needs a reason, of its own or of the act."""

    number: int
    deadline: TimeExpression
    source: str | None = None
    reason: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Due on another day; the one that was stated stays beside it."""
        act = _because(act, self.reason)
        if not (act.reason or "").strip():
            raise WrongCall("deadline.reason-missing", commitment=label(self.number))
        return _each(tx, [self.number], self._moved, act=act, expected=self.expected)

    def _moved(self, entry: Entry) -> Change:
        due = self.deadline.due
        if due is None:
            raise WrongCall("deadline.no-day", words=self.deadline.text)
        if entry.said_on and due < entry.said_on:
            raise Refused("deadline.before-said", commitment=entry.label, said_on=entry.said_on, day=due)
        return followup.move(entry, due, self.deadline.text, reading=self.deadline, source=self.source)


@dataclass(frozen=True, slots=True)
class Edit:
    """Corrections of what was read."""

    number: int
    fields: Mapping[str, object] = field(default_factory=dict)
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Corrected."""
        from tracker.store.events import history

        happened = history(tx, self.number) if "minister" in self.fields else ()

        def corrected(entry: Entry) -> Change:
            return followup.edit(entry, with_responsible(entry, self.fields, happened))

        return _each(tx, [self.number], corrected, act=act, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Correct:
    """Corrections, with the deadline in words as it was said; an empty one takes the deadline away.

    Another day on which it was said reads the deadline anew, unless somebody decided on it. Another minister is
    responsible too, unless the commitment was handed over.
    """

    number: int
    fields: Mapping[str, object]
    reading: Reading
    deadline: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Corrected; a deadline that was reviewed already only with a reason."""
        if not self.fields and self.deadline is None:
            raise WrongCall("edit.nothing-given")
        from tracker.store.events import history

        happened = history(tx, self.number) if {"said_on", "minister"} & self.fields.keys() else ()
        return _each(
            tx, [self.number], lambda entry: self._change(entry, act, happened), act=act, expected=self.expected
        )

    def _change(self, entry: Entry, act: Act, happened: Sequence[Event]) -> Change:
        fields, said_on = with_responsible(entry, self.fields, happened), self.fields.get("said_on")
        on = said_on if isinstance(said_on, date) else entry.said_on
        if self.deadline is not None:
            stated = self.reading.of(self.deadline, said_on=on) if self.deadline else None
            fields = {**followup.deadline_fields(stated, said_on=on), **fields}
        elif on and on != entry.said_on:
            from tracker.usecases.rereading import again_on

            again = again_on(entry, on, calendar=self.reading.calendar)
            decided = followup.decided_on(happened)
            fields = {**followup.redated(entry, on, again, decided=decided), **fields}
        change = followup.edit(entry, fields)
        if "due_on" in change.set and entry.status not in UNREVIEWED and not act.reason:
            raise WrongCall("edit.reason-missing", commitment=entry.label)
        return change


@dataclass(frozen=True, slots=True)
class HandOver:
    """A reshuffle: all that is open in the selection gets another responsible minister.

    Of several who are responsible together, those make room whom the selection names.
    """

    selection: Selection
    to: str
    today: date
    function: str | None = None
    expected: int | None = None

    def take(self, tx: Transaction, act: Act) -> tuple[Entry, ...]:
        """Handed over, all of them."""
        from tracker.store import looking, register

        selected = looking.entries(tx, self.selection, today=self.today, sort=Sort.NUMBER)
        pending = [entry for entry in selected if entry.status in followup.PENDING]
        chosen = [(entry, to) for entry in pending if (to := self._responsible(entry)) != entry.responsible]
        if not chosen:
            raise Refused("handover.nothing-open")
        for entry, _ in chosen:
            register.refuse_stale(tx, entry, self.expected)
        handed = [(entry.number, followup.hand_over(entry, to, self.function)) for entry, to in chosen]
        register.record_all(tx, handed, act=act)
        return register.entries(tx, [number for number, _ in handed])

    def _responsible(self, entry: Entry) -> str:
        """Who is responsible for it from then on."""
        from tracker.store.search import folded

        if self.selection.responsible is None:
            return self.to
        wanted = folded(self.selection.responsible)
        leaving = [person for person in people_in(entry.responsible) if wanted in folded(person)]
        return instead(entry.responsible, leaving, self.to) or self.to


def _each(
    tx: Transaction, numbers: Sequence[int], change: Callable[[Entry], Change], *, act: Act, expected: int | None
) -> tuple[Entry, ...]:
    """All of them, each once, or none; a refusal of one of several says that the others stay as they were."""
    from tracker.store import register

    wanted = tuple(dict.fromkeys(numbers))
    try:
        return tuple(
            register.record(tx, number, change(register.entry_as_seen(tx, number, expected)), act=act)
            for number in wanted
        )
    except (NotFound, Refused) as error:
        if len(wanted) == 1:
            raise
        raise _of_several(error, len(wanted)) from error


def _of_several(error: NotFound | Refused, number: int) -> NotFound | Refused:
    """The same refusal, which says too that none of them was changed."""
    if isinstance(error, NotFound):
        return NotFound("register.none-of-several", cause=error, number=number)
    if isinstance(error, Stale):
        return Stale("register.none-of-several", cause=error, number=number)
    return Refused("register.none-of-several", cause=error, number=number)


def _because(act: Act, reason: str | None) -> Act:
    return act if reason is None else replace(act, reason=reason)
