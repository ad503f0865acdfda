"""The answers to a reminder, taken back into the register: what is doubtful is set aside, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import NotFound, Refused, StoreError, TrackerError, Unreadable, WrongCall
from tracker.files.tables import is_packed
from tracker.given import content_of
from tracker.letters.rappel.answer_days import Reading, day_in, deadline_in, has_month_first
from tracker.letters.rappel.answers import MOST_CHARACTERS, Answer, BadRow, Filled, answers_in, read_answers
from tracker.mail.bounces import messages_in
from tracker.mail.enclosed import Mailed, tables_in
from tracker.model import Act, Deed, Entry, Event, Evidence, Status
from tracker.store import events
from tracker.store.register import entries as stored_entries
from tracker.store.register import entry as stored_entry
from tracker.usecases.decisions import Move, Resolve
from tracker.usecases.letters.answerers import Answering, lasting, most_asked, of_cabinet, reminded
from tracker.usecases.letters.post_office import PostOffice
from tracker.wording.refusals import Door, refusal

if TYPE_CHECKING:
    from tracker.store import Transaction

LARGEST = MOST_CHARACTERS * 4  # bytes
OF_THE_COMMITMENT = frozenset({"answers.not-recalled", "answers.of-another-minister", "answers.undone"})
MAILBOXES = frozenset({".eml", ".mbox"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the answers: entries moved and resolved, those known already, and rows set aside."""

    moved: tuple[Entry, ...] = ()
    resolved: tuple[Entry, ...] = ()
    known: int = 0
    set_aside: tuple[BadRow, ...] = ()
    passed_over: tuple[str, ...] = ()  # files that came with a mail and are no table of answers
    mailed: tuple[Mailed, ...] = ()  # that were read, of a cabinet
    unknown: tuple[Mailed, ...] = ()  # of somebody else, of which nothing was taken

    def __add__(self, other: Answered) -> Answered:
        return Answered(
            self.moved + other.moved,
            self.resolved + other.resolved,
            self.known + other.known,
            self.set_aside + other.set_aside,
            self.passed_over + other.passed_over,
            self.mailed + other.mailed,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the register knows of the commitment that is answered."""

    entry: Entry
    history: tuple[Event, ...]


def take_answers(
    office: PostOffice,
    path: Path,
    *,
    actor: str,
    source: str | None = None,
    also_not_recalled: bool = False,
    also_undone: bool = False,
) -> Answered:
    """Read a filled-in table into the register; a row that cannot be taken is set aside, the others go on.

    What is taken of one table is one action. What was taken once is known ever after, also when it was moved or
    reopened since; what was undone is set aside, unless with `also_undone`. Only what stands in a reminder to the
    minister who answers is taken; of a table by hand also other rows, with `also_not_recalled`.
    """
    if path.is_dir() or path.suffix.lower() in MAILBOXES:
        if also_not_recalled:
            raise WrongCall("answers.mail-is-strict", path=path)
        return _take_mailed(office, path, actor=actor, source=source, also_undone=also_undone)
    table = _table_of(content_of(path, most=LARGEST), path.name)
    answering = Answering(anything=True) if also_not_recalled else _answering(office, table)
    clerk = _Clerk(office, actor, source or path.name, answering, also_undone=also_undone)
    return _take(clerk, table)


def _answering(office: PostOffice, table: Filled) -> Answering:
    """A table does not say whose it is: the minister's to whom most of its rows were sent."""
    with office.database.read() as tx:
        entries = stored_entries(tx, [answer.number for answer in table.answers])
        return Answering(most_asked(reminded(entry, events.history(tx, entry.number)) for entry in entries))


def _take_mailed(office: PostOffice, path: Path, *, actor: str, source: str | None, also_undone: bool) -> Answered:
    """The tables that came with the mails of cabinets in a file or folder; raises Refused when no mail has one."""
    done = Answered()
    refusals: list[TrackerError] = []
    for place, content in enumerate(messages_in(path), start=1):
        try:
            enclosed = tuple(tables_in(content))
        except Unreadable as error:
            refusals.append(error)
            done += Answered(passed_over=(f"{path.name} ({place})",))
            continue
        one, refused = _take_enclosed(office, enclosed, actor=actor, source=source, also_undone=also_undone)
        done += one
        refusals += refused
    if done == Answered(passed_over=done.passed_over):
        raise refusals[0] if refusals else Refused("answers.none-in-mail", path=path)
    return done


def _take_enclosed(
    office: PostOffice, enclosed: Iterable[Mailed], *, actor: str, source: str | None, also_undone: bool
) -> tuple[Answered, list[TrackerError]]:
    """The tables of one mail, and why others of its files are none."""
    done = Answered()
    refusals: list[TrackerError] = []
    for mailed in enclosed:
        ministers = of_cabinet(office.settings.cabinets, mailed.sender)
        if not ministers:
            done += Answered(unknown=(mailed,))
            continue
        try:
            table = _table_of(mailed.content, mailed.name)
            clerk = _Clerk(office, actor, source or mailed.source, Answering(ministers), also_undone=also_undone)
            done += _take(clerk, table)
            done += Answered(mailed=(mailed,))
        except StoreError:
            raise
        except TrackerError as error:
            refusals.append(error)
            done += Answered(passed_over=(mailed.name,))
    return done, refusals


def _take(clerk: _Clerk, table: Filled) -> Answered:
    """All that can be taken of one table, in one transaction: it is one action, with one undo."""
    days = [day for answer in table.answers for day in (answer.new_deadline, answer.done_on) if day]
    clerk = replace(clerk, month_first=has_month_first(days))
    moved: list[Entry] = []
    resolved: list[Entry] = []
    known, set_aside = 0, list(table.set_aside)
    with clerk.office.database.write() as tx:
        for answer in table.answers:
            try:
                taken = clerk.take(tx, answer)
            except StoreError:
                raise
            except TrackerError as error:
                set_aside.append(_bad_row(answer, error, table))
                continue
            if taken is None:
                known += 1
            else:
                (moved if answer.new_deadline else resolved).append(taken)
    return Answered(tuple(moved), tuple(resolved), known, tuple(sorted(set_aside, key=lambda one: one.row)))


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Who writes the answers of one table into the register, and how its days are written."""

    office: PostOffice
    actor: str
    source: str
    answering: Answering
    month_first: bool = False
    also_undone: bool = False

    def take(self, tx: Transaction, answer: Answer) -> Entry | None:
        """The entry as the answer leaves it; None when the register knows of it. Raises TrackerError when in doubt."""
        kept = _Kept(stored_entry(tx, answer.number), events.history(tx, answer.number))
        decision = self._move(kept, answer) if answer.new_deadline else self._resolve(kept, answer)
        return decision.take(tx, self._act(answer))[0] if decision else None

    def _move(self, kept: _Kept, answer: Answer) -> Move | None:
        entry, today = kept.entry, self.office.today
        deadline = deadline_in(answer.new_deadline or "", self._reading(entry))
        if _was_moved(kept, deadline.due, answer):
            return None
        self._check(kept, is_undone=_moves_to(kept.history, deadline.due, answer, undone=True))
        if deadline.due and deadline.due < today and (entry.due_on is None or deadline.due < entry.due_on):
            raise WrongCall("answers.past", day=deadline.due)
        return Move(entry.number, deadline, self.source)

    def _resolve(self, kept: _Kept, answer: Answer) -> Resolve | None:
        done_on = day_in(answer.done_on or "", self._reading(kept.entry))
        if _was_resolved(kept, done_on, answer):
            return None
        self._check(kept, is_undone=_resolves_on(kept.history, done_on, answer, undone=True))
        evidence = Evidence(answer.evidence, None if answer.evidence else answer.reason, done_on)
        return Resolve((answer.number,), evidence, self.office.today)

    def _check(self, kept: _Kept, *, is_undone: bool) -> None:
        if is_undone and not self.also_undone:
            raise Refused("answers.undone", commitment=kept.entry.label)
        self.answering.check(kept.entry, kept.history)

    def _reading(self, entry: Entry) -> Reading:
        settings = self.office.settings
        return Reading(self.office.today, entry.language or settings.language, settings.calendar, self.month_first)

    def _act(self, answer: Answer) -> Act:
        return Act(self.actor, self.office.clock(), answer.reason)


def _was_moved(kept: _Kept, due: date | None, answer: Answer) -> bool:
    """Whether it is due then, or was once moved to that day for this reason: an old table moves nothing back."""
    return kept.entry.due_on == due or _moves_to(kept.history, due, answer)


def _moves_to(history: Sequence[Event], due: date | None, answer: Answer, *, undone: bool = False) -> bool:
    """Whether it was moved so and that lasts, or was undone."""
    moves = lasting(history, Deed.MOVED, undone=undone)
    return any(event.set.due_on == due and event.reason == answer.reason for event in moves)


def _was_resolved(kept: _Kept, done_on: date, answer: Answer) -> bool:
    """Whether it is resolved so, or once was: what was reopened stays open until there is other evidence."""
    entry = kept.entry
    if entry.status is Status.FULFILLED and entry.resolved_on == done_on:
        return True
    return _resolves_on(kept.history, done_on, answer)


def _resolves_on(history: Sequence[Event], done_on: date, answer: Answer, *, undone: bool = False) -> bool:
    """Whether it was resolved so and that lasts, or was undone."""
    proof = answer.evidence or answer.reason
    resolved = lasting(history, Deed.RESOLVED, undone=undone)
    return any(event.set.resolved_on == done_on and _proof(event) == proof for event in resolved)


def _proof(event: Event) -> str | None:
    """The evidence that was given last: its reference, or the note in its place."""
    given = event.set.evidence
    return given[-1].reference or given[-1].note if given else None


def _bad_row(answer: Answer, error: TrackerError, table: Filled) -> BadRow:
    column = table.heads[_column(answer, error)]
    return BadRow(answer.row, _wording(error), column, number=answer.number, error=error)


def _column(answer: Answer, error: TrackerError) -> str:
    """The column that the complaint is about."""
    if isinstance(error, NotFound) or error.code in OF_THE_COMMITMENT:
        return "number"
    return "new_deadline" if answer.new_deadline else "done_on"


def _wording(error: TrackerError) -> str:
    """The complaint for somebody who fills in a table: options and commands are no advice there."""
    return refusal(error, door=Door.PAGE)


def _table_of(content: bytes, name: str) -> Filled:
    return answers_in(content, name) if is_packed(content) else read_answers(_text_of(content))


def _text_of(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what older spreadsheets write
