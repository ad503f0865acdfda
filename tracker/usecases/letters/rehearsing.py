"""What would a tick do at another instant? The whole tick runs on a copy, and nothing of it leaves.

The register, its ledger and the way out of the house stay as they are: a copy of register and ledger in a folder of its
own is ticked upon, with a post that keeps what it is given.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tracker.files.scratch import scratch_folder
from tracker.mail import has_way_out
from tracker.model import label
from tracker.model.letters import Claimed, Letter, LetterKind, LetterState, Outcome, OutcomeKind
from tracker.store import connect
from tracker.store.keeping import copy_for_trial
from tracker.store.ledger import Ledger
from tracker.store.letters import decisions, identity, subscribers, waiting_alerts
from tracker.store.letters.identity import KnownLedger
from tracker.store.letters.reconciling import take_over
from tracker.usecases.letters.clock import accept, clock_standing
from tracker.usecases.letters.fence import fence_closed, look_closely, obstacle_of
from tracker.usecases.letters.own_ledger import begin_here
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.tick import Ticked, tick

ON_THEIR_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT)


class Fate(StrEnum):
    """What a tick would do with a letter, or leave it to do."""

    LEAVES = "leaves"
    WAITS = "waits"
    WITHDRAWN = "withdrawn"
    FAILS = "fails"
    HELD = "in doubt"


FATES = {
    LetterState.DROPPED: Fate.WITHDRAWN,
    LetterState.FAILED: Fate.FAILS,
    LetterState.IN_DOUBT: Fate.HELD,
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter that would leave or not; for alerts that wait to be written, what each is about."""

    fate: Fate
    kind: str
    recipient: str
    subject: str
    at: datetime  # of what waits: until then at least
    why: str | None = None


@dataclass(frozen=True, slots=True)
class RehearsedTick:
    """What a tick at an instant would bring about, and its letters: those that leave first."""

    at: datetime
    ticked: Ticked
    foreseen: tuple[Foreseen, ...]
    has_way_out: bool
    readers_added_later: int = 0  # whose first digest comes after it


class _Tray:
    """A way out of the house that leads nowhere: it keeps the numbers of the letters that it was given."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        if not before_dot():
            return Outcome(OutcomeKind.FENCED, "rehearsal", "somebody else holds it")
        self.given.append(letter.id)
        return Outcome(OutcomeKind.ACCEPTED, "rehearsal", "would be given")

    def close(self) -> None:
        """There is nobody to say goodbye to."""


def rehearse_tick(office: PostOffice, at: datetime) -> RehearsedTick:
    """Tick at an instant on a copy of the register; nothing leaves, and neither register nor ledger change."""
    way_out, tray = has_way_out(office.settings.mail), _Tray()
    with _copied(office, at) as copy:
        before = _on_their_way(copy)
        ticked = tick(copy, tray if way_out else None)
        letters = _known(copy, before | _on_their_way(copy) | set(tray.given))
        left = [_foreseen(Fate.LEAVES, letters[number], at) for number in tray.given]
        later = _added_later(office, at)
        foreseen = (*left, *_not_leaving(letters.values(), set(tray.given)), *_unwritten(copy))
    return RehearsedTick(at, ticked, foreseen, way_out, later)


@contextmanager
def _copied(office: PostOffice, at: datetime) -> Iterator[PostOffice]:
    obstacle = obstacle_of(office)  # a register that is not there is told, not made
    if obstacle is not None:
        raise fence_closed(obstacle)
    with scratch_folder() as place:
        copy_for_trial(office.database, place / "register.db")
        if office.ledger.found_at.exists():
            shutil.copyfile(office.ledger.found_at, place / "ledger")
        with closing(connect(place / "register.db")) as database:
            copy = replace(office, database=database, ledger=Ledger(place / "ledger"), clock=lambda: at)
            begin_here(copy)
            _catch_up(copy)
            copy = replace(copy, knows_time=lambda _now: True)
            if clock_standing(copy).doubt:  # it was later already: as if it were not
                accept(copy, copy.today)
            yield copy


def _catch_up(office: PostOffice) -> None:
    """The ledger is copied after the register: what left between the two, while a sender was at work, is taken over."""
    view, obstacle = look_closely(office)
    if obstacle is None:
        return
    ledger, now = office.ledger.id, office.clock()
    with office.database.write() as tx:
        take_over(tx, view.written, ledger=ledger, now=now)
        if ledger is not None:
            identity.introduce(tx, KnownLedger(ledger, office.ledger.name, now, view.identity.epoch, mark=0))
            identity.taken_over(tx, ledger, epoch=view.identity.epoch, mark=view.written.mark)


def _added_later(office: PostOffice, at: datetime) -> int:
    with office.database.read() as tx:
        return subscribers.added_after(tx, at)


def _on_their_way(office: PostOffice) -> set[int]:
    with office.database.read() as tx:
        return {letter.id for letter in decisions.listing(tx, states=ON_THEIR_WAY)}


def _known(office: PostOffice, numbers: set[int]) -> dict[int, Letter]:
    with office.database.read() as tx:
        return {letter.id: letter for letter in decisions.some(tx, numbers)}


def _not_leaving(letters: Iterable[Letter], given: set[int]) -> Iterator[Foreseen]:
    """What waits after the tick, the first to be tried first, and what the tick took back or could not tell of."""
    for letter in sorted(letters, key=lambda one: (one.next_attempt_at, one.id)):
        if letter.id not in given and letter.state is not LetterState.SENT:
            yield _foreseen(FATES.get(letter.state, Fate.WAITS), letter, letter.next_attempt_at)


def _foreseen(fate: Fate, letter: Letter, at: datetime) -> Foreseen:
    why = None if fate is Fate.LEAVES else letter.reply
    return Foreseen(fate, letter.kind, letter.recipient, letter.subject, at, why)


def _unwritten(office: PostOffice) -> Iterator[Foreseen]:
    """Alerts that are owed and stand in no letter yet, because they go together with others or at a decent hour."""
    with office.database.read() as tx:
        unwritten = waiting_alerts.unwritten(tx)
    for address, context in unwritten:
        subject = f"{label(context.entry.number)} {context.entry.summary}"
        yield Foreseen(Fate.WAITS, LetterKind.ALERT, address, subject, context.alert.release_at, "not written yet")
