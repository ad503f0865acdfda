"""What people do with the register: each story is one transaction, with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.model import Act, Change, Entry, Event, Evidence, LinkKind, Selection, TimeExpression, label
from tracker.owed.deeds import BEGINNINGS
from tracker.usecases.decisions import (
    Accept,
    AddLink,
    AddNote,
    Correct,
    Edit,
    HandOver,
    Lapse,
    Move,
    Reject,
    Reopen,
    Resolve,
    decide,
)

if TYPE_CHECKING:
    from tracker.store import Database, Transaction


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language and by which calendar the words of a deadline are read."""

    language: str
    calendar: str

    def of(self, words: str, *, said_on: date | None) -> TimeExpression:
        """What all of the words mean; raises WrongCall when a part or all of them name no time, and as `within` does.

        Where nobody knows when they were said, days are only those that they name by themselves.

        A time without a day ("binnenkort", "na goedkeuring") is given as it is. Words that are no time in this language
        are read as those of the others that have words for it, but only as a whole: "2027" alone is not "june 2027".
        """
        found = [self._times(language, words, said_on) for language in self.languages]
        whole = (one for times in found for one in times if _folded(one.text) == _folded(words) and not one.problem)
        time = next(whole, None)
        if time is not None:
            return time
        part = self.within(words, said_on=said_on)
        if _folded(part.text) == _folded(words):
            return part
        raise WrongCall("deadline.words-left", words=words, read=part.text)

    def within(self, words: str, *, said_on: date | None) -> TimeExpression:
        """The one time that is named among other words, as in a sentence; raises WrongCall otherwise."""
        found = (self._times(language, words, said_on) for language in self.languages)
        times = next((times for times in found if times), ())
        dated = [one for one in times if one.due is not None] or list(times)
        if dated and len({one.due for one in dated}) == 1 and not dated[0].problem:
            return dated[0]
        if dated and dated[0].problem and dated[0].due:
            raise WrongCall("deadline.contradicted", words=words, problem=dated[0].problem)
        raise WrongCall("deadline.several-days" if dated and not dated[0].problem else "deadline.no-day", words=words)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that have words for days, its own first."""
        from tracker.languages.words import date_languages

        known = date_languages()
        return tuple(sorted(known, key=lambda language: language != self.language))

    def _times(self, language: str, words: str, said_on: date | None) -> tuple[TimeExpression, ...]:
        from tracker.dates import find_dates
        from tracker.extraction.undated import times_without_day

        if said_on is None:
            return times_without_day(words, language=language, calendar=self.calendar)
        return find_dates(words, said_on=said_on, language=language, calendar=self.calendar)


def _folded(words: str) -> str:
    """For comparing: what stands around words says nothing of time."""
    return " ".join(words.split()).strip(" .,;:()\"'“”„«»").casefold()


def accept(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They are commitments, and open. `expected`, here and below, is the last event that the person has seen."""
    return decide(database, [Accept(numbers, expected)], act=act)


def reject(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They were no commitments."""
    return decide(database, [Reject(numbers, expected=expected)], act=act)


def resolve(
    database: Database,
    numbers: Sequence[int],
    evidence: Evidence,
    *,
    act: Act,
    today: date,
    partly: bool = False,
    expected: int | None = None,
) -> tuple[Entry, ...]:
    """They were done, in full or in part, as the evidence shows."""
    return decide(database, [Resolve(numbers, evidence, today, partly=partly, expected=expected)], act=act)


def reopen(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They are owed after all."""
    return decide(database, [Reopen(numbers, expected=expected)], act=act)


def lapse(database: Database, numbers: Sequence[int], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """They are no longer owed, for the reason of the act."""
    return decide(database, [Lapse(numbers, expected=expected)], act=act)


def note(
    database: Database, numbers: Sequence[int], text: str, *, act: Act, expected: int | None = None
) -> tuple[Entry, ...]:
    """An internal note is kept with them."""
    return decide(database, [AddNote(numbers, text, expected)], act=act)


def link(
    database: Database, number: int, kind: LinkKind, other: int, *, act: Act, expected: int | None = None
) -> Entry:
    """One commitment stands in a relation to another one."""
    (linked,) = decide(database, [AddLink(number, kind, other, expected)], act=act)
    return linked


def move(
    database: Database,
    number: int,
    deadline: TimeExpression,
    *,
    act: Act,
    source: str | None = None,
    expected: int | None = None,
) -> Entry:
    """Another deadline by decision; `Reading` gives it from words."""
    (moved,) = decide(database, [Move(number, deadline, source, expected=expected)], act=act)
    return moved


def edit(
    database: Database, number: int, fields: Mapping[str, object], *, act: Act, expected: int | None = None
) -> Entry:
    """Corrections of what was read."""
    (edited,) = decide(database, [Edit(number, fields, expected)], act=act)
    return edited


def correct(
    database: Database,
    numbers: Sequence[int],
    fields: Mapping[str, object],
    *,
    act: Act,
    deadline: str | None = None,
    reading: Reading,
) -> tuple[Entry, ...]:
    """The same corrections of each, with the deadline in words as it was said; an empty one takes the deadline away."""
    return decide(database, [Correct(number, fields, reading, deadline) for number in numbers], act=act)


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
    database: Database,
    selection: Selection,
    to: str,
    *,
    act: Act,
    today: date,
    function: str | None = None,
    expected: int | None = None,
) -> tuple[int, ...]:
    """A reshuffle: all that is open in the selection gets another responsible minister, in one action."""
    handed = decide(database, [HandOver(selection, to, today, function, expected)], act=act)
    return tuple(entry.number for entry in handed)


def undo(
    database: Database,
    number: int | None = None,
    *,
    act: Act,
    version: int | None = None,
    expected: int | None = None,
) -> tuple[tuple[Event, ...], tuple[Entry, ...]]:
    """The last action is taken back: of the whole register, of one entry, or the one that led to that version.

    What was split or merged is taken back on both sides. Gives what was undone, and the entries as they are then.
    """
    from tracker.store import actions

    with database.write() as tx:
        undone = actions.last_action(tx, number) if version is None else actions.action_of(tx, version)
        return undone, take_back(tx, undone, act=act, expected=expected)


def take_back(tx: Transaction, undone: Sequence[Event], *, act: Act, expected: int | None = None) -> tuple[Entry, ...]:
    """These events of one action are undone; gives the entries as they are then."""
    from tracker.store import actions, register

    if not undone:
        raise Refused("undo.nothing")
    numbers = sorted({event.commitment for event in undone if event.commitment is not None})
    if any(event.kind in BEGINNINGS and not actions.is_second_part(event) for event in undone):
        raise Refused("undo.recorded", commitments=[label(number) for number in numbers])
    changes = [(number, _taken_back(tx, register.entry_as_seen(tx, number, expected), undone)) for number in numbers]
    register.record_all(tx, changes, act=act)
    return register.entries(tx, numbers)


def _taken_back(tx: Transaction, entry: Entry, undone: Sequence[Event]) -> Change:
    """The entry as it was before; the second part of a split is rejected, for nothing is ever deleted."""
    from tracker.store import actions

    own = [event for event in undone if event.commitment == entry.number]
    if not actions.stands(tx, entry.number, own[-1].sequence):
        raise Refused("undo.changed-since", commitment=entry.label)
    if actions.is_second_part(own[0]):
        return followup.reject(entry, undoes=own[0].action)
    fields = sorted({name for event in own for name in event.set.names})
    return followup.undo(entry, actions.state_before(tx, entry.number, own[0].sequence), fields, action=own[0].action)
