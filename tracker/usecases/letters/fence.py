"""May letters leave? Not when the register may have gone back in time, or when nobody can tell.

An old copy, a backup on another machine, a ledger that is missing or of another register: each would make letters go
twice. So before anything is given, the register and this machine's ledger must know each other, and neither may be
behind the other. That the register itself is behind is written into it, so that it holds for all machines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.errors import MailError
from tracker.model.letters import LetterState
from tracker.store import Transaction
from tracker.store.events import digests_of, head
from tracker.store.ledger import Content, Ledger
from tracker.store.ledger_lines import Heading, LedgerContent
from tracker.store.letters import identity
from tracker.store.letters.identity import Identity, KnownLedger
from tracker.store.letters.reconciling import not_sent
from tracker.store.place import is_same, name_of, place_of
from tracker.store.verifying import lost_in_restores, unknown_ends
from tracker.usecases.letters.post_office import PostOffice

NEWEST = 50  # letters whose line is looked up: an old copy misses the newest


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why nothing may leave: from this machine, or from any (`is_everywhere`), so that all ledgers have to be asked.

    `went_back`: a ledger shows that the register is behind what left, which other machines cannot see.
    """

    because: str
    is_everywhere: bool = False
    went_back: bool = False


Sight = tuple[Content, Heading | None, LedgerContent]


@dataclass(frozen=True, slots=True)
class View:
    """A register and the ledger of this machine side by side."""

    office: PostOffice
    identity: Identity
    place: str
    ledgers: tuple[KnownLedger, ...]
    content: Content
    heading: Heading | None
    written: LedgerContent
    has_readers: bool = True

    @property
    def mine(self) -> KnownLedger | None:
        """The register's own knowledge of this ledger."""
        title = self.heading
        return next((one for one in self.ledgers if title and one.id == title.ledger), None)

    @property
    def was_begun(self) -> bool:
        """Whether the register knows a ledger that has to be here and in which something stood."""
        return any(self.is_needed(one) for one in self.ledgers)

    def is_needed(self, ledger: KnownLedger) -> bool:
        """Whether something stood in a ledger that has to be here: for a file that has none, wherever it was."""
        is_wanting = self.office.database.path is not None and self.heading is None
        return ledger.mark > 0 and ledger.given_up_at is None and (is_wanting or self.is_here(ledger))

    def is_here(self, ledger: KnownLedger) -> bool:
        """Whether a ledger has its place where ours has; beside a file also when the machine was called otherwise."""
        name, own = ledger.name, self.office.ledger.name
        is_file = self.office.database.path is not None
        return name == own or (is_file and name.partition(":")[2] == own.partition(":")[2])

    @property
    def is_new(self) -> bool:
        """Whether no letter of this register was ever given with a ledger that has a name."""
        return self.identity.place is None and not self.ledgers


def check_fence(office: PostOffice) -> View:
    """Raise MailError when nothing may leave; where nobody reads, nothing can. `keep_up` is to be done next."""
    view, obstacle = look_closely(office)
    if obstacle is None or not view.has_readers:
        return view
    if obstacle.went_back or _is_forgotten(view):
        with office.database.write() as tx:
            _announce(tx, view)
            identity.fence(tx, obstacle.because)
    raise fence_closed(obstacle)


def fence_closed(obstacle: Obstacle) -> MailError:
    """Why nothing may leave, as an error."""
    return MailError("fence.closed", because=obstacle.because)


def why_fenced(office: PostOffice) -> MailError | None:
    """Why nothing may leave, if so."""
    obstacle = obstacle_of(office)
    return None if obstacle is None else fence_closed(obstacle)


def obstacle_of(office: PostOffice) -> Obstacle | None:
    """Why nothing may leave, if so; nothing can where nobody reads."""
    view, obstacle = look_closely(office)
    return obstacle if view.has_readers else None


def view_of(office: PostOffice, tx: Transaction, seen: Sight) -> View:
    """What the register tells beside what the ledger told before it."""
    place, ledgers = place_now(office, tx), identity.known_ledgers(tx)
    return View(office, identity.identity(tx), place, ledgers, *seen, has_readers=identity.has_readers(tx))


def sight_of(ledger: Ledger) -> Sight:
    """What the ledger tells; it is read before the register, which then knows all that stands in it."""
    return ledger.content, ledger.heading, ledger.recent()


def look_closely(office: PostOffice) -> tuple[View, Obstacle | None]:
    """The register and the ledger side by side, and why nothing may leave, if so.

    A ledger that another sender begins between the two looks is not missing: it is looked at once more.
    """
    view, obstacle = _side_by_side(office)
    if obstacle is not None and view.content is Content.NOTHING and office.ledger.content is not Content.NOTHING:
        return _side_by_side(office)
    return view, obstacle


def _side_by_side(office: PostOffice) -> tuple[View, Obstacle | None]:
    seen = sight_of(office.ledger)
    with office.database.read() as tx:
        view = view_of(office, tx, seen)
        obstacles = (look(tx, view) for look in _LOOKS)
        return view, next((obstacle for obstacle in obstacles if obstacle is not None), None)


def _fenced(_tx: Transaction, view: View) -> Obstacle | None:
    because = view.identity.fenced_because
    return Obstacle(because or "", is_everywhere=True) if view.identity.fenced_at is not None else None


def _moved(_tx: Transaction, view: View) -> Obstacle | None:
    """A copy beside the register would send what the register sends; so it is told even when it was only moved."""
    before = view.identity.place
    if before is None or is_same(before, view.place):
        return None
    was, now = name_of(before), name_of(view.place)
    where = f"it was at {was} and is now at {now}" if was != now else f"what is at {now} is not what was there before"
    return Obstacle(f"The register was moved, copied or put back: {where}.", is_everywhere=True)


def _missing(tx: Transaction, view: View) -> Obstacle | None:
    if view.content is not Content.NOTHING:
        return None
    own, needed = view.office.ledger.name, [one for one in view.ledgers if view.is_needed(one)]
    if any(view.is_here(one) for one in needed):
        return Obstacle(f"The ledger {own}, which knows what left, is missing.")
    if needed:
        names = ", ".join(one.name for one in needed)
        return Obstacle(f"There is no ledger at {own}, and {names} knows what left.")
    if view.is_new and identity.has_tried(tx):
        return Obstacle(f"Letters left, and there is no ledger at {own} that knows which.")
    return None


def _strange(_tx: Transaction, view: View) -> Obstacle | None:
    if view.content is not Content.STRANGE:
        return None
    return Obstacle(f"{view.office.ledger.name} cannot be read as a ledger.")


def _of_old(tx: Transaction, view: View) -> Obstacle | None:
    """A ledger of version 0003 has no name: the ends of the chain in it prove of which register it is."""
    if view.content is not Content.OF_OLD:
        return None
    if view.was_begun:
        return Obstacle(f"The ledger {view.office.ledger.name} is an old one, from before the register had a name.")
    if not is_proven(tx, view.office.ledger):
        return Obstacle(f"Nothing proves that the ledger {view.office.ledger.name} is of this register alone.")
    return None


def _foreign(_tx: Transaction, view: View) -> Obstacle | None:
    if view.heading is None or view.heading.register == view.identity.register:
        return None
    return Obstacle(f"The ledger {view.office.ledger.name} is of another register.")


def _unknown(_tx: Transaction, view: View) -> Obstacle | None:
    if view.heading is None or view.mine is not None:
        return None
    return _went_back(f"it does not know the ledger {view.office.ledger.name} any more")


def _behind(tx: Transaction, view: View) -> Obstacle | None:
    """The register forgot what this ledger knows."""
    written, name = view.written, view.office.ledger.name
    lost = not_sent(tx, dict(list(written.sent.items())[-NEWEST:])) | _given_in_vain(tx, written)
    if lost:
        words = "1 letter that left is" if len(lost) == 1 else f"{len(lost)} letters that left are"
        return _went_back(f"{words} unknown to it ({name} knows them)")
    if written.end is not None and unknown_ends(tx, [written.end]):
        return _went_back(f"event {written.end[0]}, as {name} knows it, is not in it")
    if view.mine is not None and written.mark > view.mine.mark:
        return _went_back(f"{name} knows a later state of it")
    return None


def _went_back(how: str) -> Obstacle:
    return Obstacle(f"The register went back in time: {how}.", is_everywhere=True, went_back=True)


def _given_in_vain(tx: Transaction, written: LedgerContent) -> frozenset[str]:
    """Letters that were given in an attempt that the register does not know to have come so far."""
    given = written.unanswered[-NEWEST:]
    tried = identity.tried(tx, {key for key, _ in given})
    on_their_way = {LetterState.QUEUED, LetterState.SENDING}

    def is_known(key: str, attempt: int) -> bool:
        letter = tried.get(key)
        if letter is None or (letter.state in on_their_way and letter.attempts < attempt):
            return False
        return not (letter.state is LetterState.SENDING and letter.attempts == attempt)

    return frozenset(key for key, attempt in given if not is_known(key, attempt))


def _older(tx: Transaction, view: View) -> Obstacle | None:
    """This ledger forgot what the register knows. Of several senders of old nobody can tell who sent what."""
    if view.content is Content.NOTHING or (view.heading is None and view.office.database.path is None):
        return None
    lost = view.office.ledger.lacking(identity.newest_by(tx, view.heading.ledger if view.heading else None))
    if not lost:
        return None
    words = "1 letter that left by it is" if len(lost) == 1 else f"{len(lost)} letters that left by it are"
    return Obstacle(f"The ledger {view.office.ledger.name} is not whole: {words} not in it.")


_LOOKS: tuple[Callable[[Transaction, View], Obstacle | None], ...] = (
    _fenced,
    _moved,
    _missing,
    _strange,
    _of_old,
    _foreign,
    _unknown,
    _behind,
    _older,
)


def is_proven(tx: Transaction, ledger: Ledger) -> bool:
    """Whether a ledger without a name is of this register and of no other.

    An end of the chain in it must be one of ours. An end of another chain shows that another register used it too.
    """
    heads = ledger.heads()
    excused, last, digests = lost_in_restores(tx), head(tx).sequence, digests_of(tx, [one for one, _ in heads])
    strange = ours = 0
    for sequence, digest in heads:
        if digests.get(sequence) == digest:
            ours += 1
        elif sequence <= last and not any(kept < sequence <= lost for kept, lost in excused):
            strange += 1
    return not strange and (ours > 0 or not heads)


def _is_forgotten(view: View) -> bool:
    """Whether this ledger is of the register, and the register does not know it any more."""
    title = view.heading
    return title is not None and view.mine is None and title.register == view.identity.register


def _announce(tx: Transaction, view: View) -> None:
    """A ledger that the register forgot is to be asked, too."""
    if view.heading is not None and _is_forgotten(view):
        epoch = view.identity.epoch - (view.identity.fenced_at is not None)
        identity.introduce(
            tx, KnownLedger(view.heading.ledger, view.office.ledger.name, view.office.clock(), epoch, mark=0)
        )


def place_now(office: PostOffice, tx: Transaction) -> str:
    """Where the register is found."""
    database = office.database
    path = database.path
    name = database.name if path is None else f"{office.ledger.machine}:{path.absolute()}"
    return place_of(tx, path, name)
