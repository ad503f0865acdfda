"""What people do with the register: each story is one transaction, with who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.model import (
    Act,
    Change,
    Entry,
    Event,
    Evidence,
    LinkKind,
    Selection,
    Sort,
    Status,
    TimeExpression,
    label,
)

if TYPE_CHECKING:
    from tracker.store import Database, Transaction

Decide = Callable[[Entry], Change]


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language and by which calendar the words of a deadline are read."""

    language: str
    calendar: str

    def of(self, words: str, *, said_on: date) -> TimeExpression:
        """What the words mean; raises WrongCall when they name no time, or days that differ.

        A time without a day ("binnenkort", "na goedkeuring") is given as it is.
        """
        from tracker.dates import find_dates

        found = find_dates(words, said_on=said_on, language=self.language, calendar=self.calendar)
        dated = [one for one in found if one.due is not None] or list(found)
        if dated and len({one.due for one in dated}) == 1 and not dated[0].problem:
            return dated[0]
        what = "names more than one day" if dated and not dated[0].problem else "names no day"
        raise WrongCall(f"{words!r} {what}.", advice='Write it like "eind juni 2022" or 2022-06-30.')


def accept(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They are commitments, and open; `expected` is the version on which the decision rests."""
    return _each(database, numbers, followup.accept, act=act, expected=expected)


def reject(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They were no commitments; `expected` is the version on which the decision rests."""
    return _each(database, numbers, followup.reject, act=act, expected=expected)


def resolve(
    database: Database, numbers: Sequence[int], evidence: Evidence, *, act: Act, today: date, partly: bool = False
) -> tuple[Entry, ...]:
    """They were done, in full or in part, as the evidence shows."""
    return _each(database, numbers, lambda one: followup.resolve(one, evidence, today=today, partly=partly), act=act)


def reopen(database: Database, numbers: Sequence[int], *, act: Act) -> tuple[Entry, ...]:
    """They are owed after all."""
    return _each(database, numbers, followup.reopen, act=act)


def lapse(database: Database, numbers: Sequence[int], *, act: Act) -> tuple[Entry, ...]:
    """They are no longer owed, for the reason of the act."""
    return _each(database, numbers, lambda one: followup.lapse(one, act.reason or ""), act=act)


def note(database: Database, numbers: Sequence[int], text: str, *, act: Act) -> tuple[Entry, ...]:
    """An internal note is kept with them."""
    if not text.strip():
        raise WrongCall("An empty note says nothing.", advice="Write it after the number.")
    return _each(database, numbers, lambda one: followup.note(one, text), act=act)


def link(database: Database, number: int, kind: LinkKind, other: int, *, act: Act) -> Entry:
    """One commitment stands in a relation to another one."""
    from tracker.store import register

    with database.write() as tx:
        register.entry(tx, other)
        return register.record(tx, number, followup.link(register.entry(tx, number), kind, other), act=act)


def move(database: Database, number: int, deadline: TimeExpression, *, act: Act, source: str | None = None) -> Entry:
    """Another deadline by decision; `Reading` gives it from words."""
    from tracker.store import register

    if not (act.reason or "").strip():
        raise WrongCall(f"{label(number)} moves only with a reason.", advice="Give --reason.")
    if deadline.due is None:
        raise WrongCall(f"{deadline.text!r} names no day.", advice='Write it like "eind juni 2022" or 2022-06-30.')
    because = {"reading": deadline, **({"source": source} if source else {})}
    with database.write() as tx:
        entry = register.entry(tx, number)
        if deadline.due < entry.said_on:
            raise Refused(
                f"{entry.label} was said on {entry.said_on}; it cannot be due on {deadline.due}.",
                advice="Give a later day.",
            )
        change = followup.move(entry, deadline.due, deadline.text, because=because)
        return register.record(tx, number, change, act=act)


def edit(
    database: Database, number: int, fields: Mapping[str, object], *, act: Act, expected: int | None = None
) -> Entry:
    """Corrections of what was read; `expected` is the version on which they rest."""
    from tracker.store import register

    with database.write() as tx:
        change = followup.edit(register.entry(tx, number), fields)
        return register.record(tx, number, change, act=act, expected=expected)


def correct(
    database: Database,
    number: int,
    fields: Mapping[str, object],
    *,
    act: Act,
    deadline: str | None = None,
    reading: Reading,
) -> Entry:
    """Corrections, with the deadline in words as it was said; an empty one takes the deadline away."""
    from tracker.store import register

    if not fields and deadline is None:
        raise WrongCall("Nothing to correct.", advice="`tracker edit --help` lists what can be.")
    with database.write() as tx:
        entry = register.entry(tx, number)
        if deadline is not None:
            stated = reading.of(deadline, said_on=entry.said_on) if deadline else None
            fields = {**followup.deadline_fields(stated, said_on=entry.said_on), **fields}
        change = followup.edit(entry, fields)
        if "due_on" in change.set and entry.status is not Status.PROPOSED and not act.reason:
            raise WrongCall(
                f"The deadline of {entry.label} was reviewed; a correction needs --reason.",
                advice="`tracker move` is for a new deadline.",
            )
        return register.record(tx, number, change, act=act)


def add(
    database: Database,
    fields: Mapping[str, object],
    *,
    said_on: date,
    act: Act,
    deadline: str | None = None,
    reading: Reading,
) -> Entry:
    """A commitment that a person writes into the register, with its deadline in words."""
    from tracker.store import register

    stated = reading.of(deadline, said_on=said_on) if deadline else None
    with database.write(begins=True) as tx:
        (number,) = register.begin(tx, [followup.added(fields, stated, said_on=said_on)], act=act)
        return register.entry(tx, number)


def hand_over(
    database: Database, selection: Selection, to: str, *, act: Act, today: date, function: str | None = None
) -> tuple[int, ...]:
    """A reshuffle: all that is open in the selection gets another responsible minister, in one action."""
    from tracker.store import looking, register

    with database.write() as tx:
        open_ones = looking.entries(tx, selection, today=today, sort=Sort.NUMBER)
        chosen = [one for one in open_ones if one.status in followup.PENDING and one.responsible != to]
        if not chosen:
            raise Refused("Nothing open was selected to hand over.", advice="`tracker list` with the same filters.")
        changes = [(one.number, followup.hand_over(one, to, function)) for one in chosen]
        register.record_all(tx, changes, act=act)
        return tuple(number for number, _ in changes)


def undo(
    database: Database, number: int | None = None, *, act: Act, version: int | None = None
) -> tuple[tuple[Event, ...], tuple[Entry, ...]]:
    """The last action is taken back: of the whole register, of one entry, or the one that led to that version.

    Gives what was undone, and the entries as they are then.
    """
    from tracker.store import actions, register

    with database.write() as tx:
        undone = actions.last_action(tx, number) if version is None else actions.action_of(tx, version)
        if not undone:
            raise Refused("There is nothing to undo.", advice="tracker history NUMBER tells what happened.")
        numbers = sorted({one.commitment for one in undone if one.commitment is not None})
        if any(one.kind in followup.BEGINNINGS for one in undone):
            raise Refused(
                f"The last action recorded {_listed(numbers)}, and nothing is ever deleted.",
                advice="Reject what is no commitment: tracker reject NUMBER.",
            )
        register.record_all(tx, [(one, _taken_back(tx, one, undone)) for one in numbers], act=act)
        return undone, tuple(register.entry(tx, one) for one in numbers)


def _each(
    database: Database, numbers: Sequence[int], decide: Decide, *, act: Act, expected: int | None = None
) -> tuple[Entry, ...]:
    """All of them or none."""
    from tracker.store import register

    with database.write() as tx:
        return tuple(
            register.record(tx, number, decide(register.entry(tx, number)), act=act, expected=expected)
            for number in dict.fromkeys(numbers)
        )


def _taken_back(tx: Transaction, number: int, undone: Sequence[Event]) -> Change:
    from tracker.store import actions, register

    own = [one for one in undone if one.commitment == number]
    entry = register.entry(tx, number)
    if not actions.stands(tx, number, own[-1].sequence):
        raise Refused(
            f"{entry.label} was changed since; undo that first: tracker undo {entry.label}.",
            advice="Nothing was undone.",
        )
    fields = sorted({name for one in own for name in _fields(one)})
    return followup.undo(entry, actions.state_before(tx, number, own[0].sequence), fields, action=own[0].action)


def _fields(event: Event) -> Mapping[str, object]:
    fields = event.details.get("set")
    return fields if isinstance(fields, Mapping) else {}


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(label(number) for number in numbers[:3])
    return shown if len(numbers) <= 3 else f"{shown} and {len(numbers) - 3} more"  # noqa: PLR2004 - three examples
