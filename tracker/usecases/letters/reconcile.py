"""Which letters left, after the register went back in time or a ledger was lost? Ledgers tell, and people.

Nothing is taken to have left but what a ledger knows, or a person says. What is done stands in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from tracker.errors import Refused, WrongCall
from tracker.model import Act, Change
from tracker.model.because import Reconciliation, RestoredBackup
from tracker.model.deeds import RegisterDeed
from tracker.store import Transaction, events
from tracker.store.ledger import Content, Ledger
from tracker.store.ledger_lines import LedgerContent
from tracker.store.letters import identity, troubles
from tracker.store.letters.identity import KnownLedger
from tracker.store.letters.reconciling import TakenOver, believe, take_over
from tracker.store.place import is_same, name_of
from tracker.store.verifying import unknown_ends
from tracker.usecases.letters.fence import Obstacle, View, is_proven, look_closely, place_now
from tracker.usecases.letters.own_ledger import begin
from tracker.usecases.letters.planning import post_all
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.round import Step
from tracker.usecases.letters.tick import anchor


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of letters that no ledger knows."""

    nothing_left: bool = False
    left_until: datetime | None = None  # all that was owed up to then left
    without: tuple[str, ...] = ()  # ledgers for which nobody waits, by name; * stands for anything

    @property
    def is_given(self) -> bool:
        """Whether it says what left."""
        return self.nothing_left or self.left_until is not None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was done: which ledgers were asked, what they told, which are still to be asked, and what people said."""

    asked: tuple[str, ...] = ()
    sent: int = 0
    given: int = 0
    believed: int = 0
    missing: tuple[str, ...] = ()  # nothing leaves before these are asked, too
    kept_at: Path | None = None  # what was no ledger of this register, or not whole
    came_from: str | None = None  # where the register was before, if it may live on there too


@dataclass(frozen=True, slots=True)
class _Source:
    """A ledger of this register that is at hand."""

    ledger: Ledger
    id: str | None  # None: from before ledgers had names
    name: str
    written: LedgerContent
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of asking the ledgers at hand; `silent` are those that could not be asked."""

    found: Reconciled
    silent: tuple[KnownLedger, ...]


def reconcile(office: PostOffice, *, act: Act, files: Sequence[Path] = (), word: Word | None = None) -> Reconciled:
    """Take over what the ledgers at hand know, and let letters leave again when all of them are asked.

    Raises Refused when a ledger is wanting and nobody says what left.
    """
    word = word or Word()
    _check(word, act.at)
    view, obstacle = look_closely(office)
    if obstacle is None and not files:
        return Reconciled()
    with office.database.read() as tx:
        sources = _sources(tx, view, files)
    asked = _ask(view, sources, obstacle, word)
    if asked.found.missing:
        return asked.found
    believed = 0 if word.left_until is None else _believe(office, word.left_until, act)
    return _end(view, sources, replace(asked, found=replace(asked.found, believed=believed)), word, act)


def _check(word: Word, now: datetime) -> None:
    if word.nothing_left and word.left_until is not None:
        raise WrongCall("reconcile.two-words")
    if word.left_until is not None and word.left_until > now:
        raise WrongCall("reconcile.instant-to-come", instant=word.left_until.isoformat())


def _sources(tx: Transaction, view: View, files: Sequence[Path]) -> tuple[_Source, ...]:
    """The ledgers of this register that are at hand: those named, this machine's own, and others of this machine."""
    own = view.office.ledger
    prefix = f"{own.machine}:"
    here = [Path(one.name.removeprefix(prefix)) for one in view.ledgers if one.name.startswith(prefix)]
    by_id: dict[str | None, _Source] = {}
    for ledger in (*map(Ledger, files), own, *map(Ledger, here)):
        source = _source(tx, view, ledger)
        if source is not None:
            by_id.setdefault(source.id, source)
        elif ledger.path in files:
            raise Refused("reconcile.foreign-ledger", path=ledger.path)
    return tuple(by_id.values())


def _source(tx: Transaction, view: View, ledger: Ledger) -> _Source | None:
    """A ledger of this register; it is whole when it knows what the register says to have left by it."""
    title = ledger.heading
    if title is None:
        is_ours = ledger.content is Content.OF_OLD and is_proven(tx, ledger)
        return _Source(ledger, None, ledger.name, ledger.everything(), is_whole=True) if is_ours else None
    if title.register != view.identity.register:
        return None
    written = ledger.everything()
    name = next((one.name for one in view.ledgers if one.id == title.ledger), ledger.name)
    return _Source(
        ledger, title.ledger, name, written, is_whole=not ledger.lacking(identity.newest_by(tx, title.ledger))
    )


def _ask(view: View, sources: Sequence[_Source], obstacle: Obstacle | None, word: Word) -> _Asked:
    """Take over what the ledgers at hand tell; all of it or, when something is to be said first, nothing."""
    now, taken = view.office.clock(), TakenOver()
    with view.office.database.write() as tx:
        if obstacle is not None and obstacle.is_everywhere:
            identity.fence(tx, obstacle.because)
        epoch = identity.identity(tx).epoch
        for source in sources:
            taken += take_over(tx, source.written, ledger=source.id, now=now)
            _learn(tx, source, epoch=epoch, now=now)
        silent = tuple(one for one in identity.known_ledgers(tx) if _is_silent(one, epoch, view, sources))
        elsewhere = dict.fromkeys(one.name for one in silent if not view.is_here(one))
        missing = tuple(name for name in elsewhere if not any(fnmatchcase(name, given) for given in word.without))
        if missing and not sources:
            raise Refused("reconcile.not-asked", ledgers=missing)
        if not missing and not word.is_given and _is_wanting(view, sources, silent):
            raise Refused("reconcile.nobody-knows")
    names = tuple(source.name for source in sources)
    return _Asked(Reconciled(names, taken.sent, taken.given, missing=missing), silent)


def _learn(tx: Transaction, source: _Source, *, epoch: int, now: datetime) -> None:
    """A ledger was asked; the others of which it knows have to be, too."""
    for ledger, seen in source.written.seen.items():
        identity.introduce(tx, KnownLedger(ledger, seen.name, now, epoch - 1, mark=0))
    if source.id is not None:
        identity.introduce(tx, KnownLedger(source.id, source.name, now, epoch, mark=0))
        identity.taken_over(tx, source.id, epoch=epoch, mark=source.written.mark)


def _is_silent(ledger: KnownLedger, epoch: int, view: View, sources: Sequence[_Source]) -> bool:
    """Whether a ledger was not asked since the register went back; that of this machine has to be in any case."""
    is_wanted = ledger.epoch < epoch or view.is_needed(ledger)
    return is_wanted and not ledger.given_up_at and ledger.id not in {source.id for source in sources}


def _is_wanting(view: View, sources: Sequence[_Source], silent: Sequence[KnownLedger]) -> bool:
    """Whether letters may have left of which no ledger at hand knows."""
    unread = view.content is Content.STRANGE or (
        view.content is Content.OF_OLD and all(source.id is not None for source in sources)
    )
    return unread or bool(silent) or not sources or not all(source.is_whole for source in sources)


def _believe(office: PostOffice, until: datetime, act: Act) -> int:
    """Write all that was owed up to an instant, as it was written then, and take it to have left."""
    then = replace(office, clock=lambda: until)
    raise_alerts(then)
    post_all(then)
    words = f"{act.actor} decided: all that was owed until {until:%Y-%m-%d %H:%M} UTC left"
    with office.database.write(exclusive=False) as tx:
        return believe(tx, until=until, words=words)


def _end(view: View, sources: Sequence[_Source], asked: _Asked, word: Word, act: Act) -> Reconciled:
    """Letters may leave again: with the ledger of this machine, or with a new one where it is none or not whole."""
    office, outcome = view.office, asked.found
    own = next((source for source in sources if source.ledger is office.ledger), None)
    is_kept = own is not None and own.is_whole
    given_up = [one.id for one in asked.silent] + ([own.id] if own and own.id and not is_kept else [])
    said = "nothing left" if word.nothing_left else word.left_until and f"all left until {word.left_until.isoformat()}"
    facts = Reconciliation(
        sent=outcome.sent,
        given=outcome.given,
        believed=outcome.believed,
        asked=tuple(source.id or "0003" for source in sources),
        given_up=tuple(given_up),
        said=said or None,
    )
    with office.database.write() as tx:
        for ledger in given_up:
            identity.give_up(tx, ledger, act.at)
        identity.lift(tx, place=place_now(office, tx))
        went_back = _went_back(tx, sources)
        reconciled = Change(RegisterDeed.RECONCILED, because=facts)
        events.append_all(tx, [(None, one) for one in (*went_back, reconciled)], act=act)
    kept_at = None if is_kept else office.ledger.set_aside(act.at)
    begin(office)
    anchor(office)
    with office.database.write(exclusive=False) as tx:
        troubles.over(tx, [Step.LEDGER])  # what a tick was refused for is mended, and need not wait for the next one
    return replace(outcome, kept_at=kept_at, came_from=_came_from(view))


def _came_from(view: View) -> str | None:
    before = view.identity.place
    if before is None or is_same(before, view.place):
        return None
    was = name_of(before)
    return was if was != name_of(view.place) else None


def _went_back(tx: Transaction, sources: Sequence[_Source]) -> tuple[Change, ...]:
    """What a restore by other means lost, as far as ledgers know: the history tells it, and proofs excuse it."""
    lost = unknown_ends(tx, [end for source in sources for end in source.ledger.heads()])
    if not lost:
        return ()
    facts = RestoredBackup(min(lost[0] - 1, events.head(tx).sequence), lost[-1])
    return (Change(RegisterDeed.RESTORED, because=facts),)
