"""The ledger of this machine: begun when the first letter may leave, and kept in step with the register."""

from __future__ import annotations

from datetime import timedelta

from tracker.store.ledger import Content
from tracker.store.ledger_lines import Heading, Seen
from tracker.store.letters import identity
from tracker.store.letters.identity import KnownLedger
from tracker.usecases.letters.fence import View, place_now, sight_of, view_of
from tracker.usecases.letters.post_office import PostOffice

MARK_AFTER = timedelta(hours=1)


def keep_up(view: View) -> None:
    """Begin what is not begun; and write down how far the register is, when other ledgers come on or time passes.

    Who does not send itself finds out by that, too, when the register went back.
    """
    office = view.office
    if not view.has_readers:
        return
    mine = view.mine if view.heading else begin(office)
    if mine is None:
        return
    now = office.clock()
    others = {one.id: _seen(one) for one in view.ledgers if one.id != mine.id and not one.given_up_at}
    marked_at = view.written.marked_at
    is_late = marked_at is None or abs(now - marked_at) >= MARK_AFTER
    is_known = mine.mark and mine.given_up_at is None
    if is_known and not (others and (is_late or others != view.written.seen)):
        return
    with office.database.write(exclusive=False) as tx:
        number = identity.mark(tx, mine.id)
    office.ledger.mark(number, now, others)
    office.ledger.sync()


def _seen(ledger: KnownLedger) -> Seen:
    return Seen(ledger.name, ledger.newest.isoformat() if ledger.newest else "")


def begin(office: PostOffice) -> KnownLedger | None:
    """This machine's ledger begins, and the register knows it before anything stands in it.

    What a process that died had begun is brought to its end. None if another one stands there already.
    """
    ledger, now = office.ledger, office.clock()
    with office.database.write() as tx:
        view = view_of(office, tx, sight_of(ledger))
        if view.heading is not None:
            return view.mine
        unused = (one for one in view.ledgers if one.name == ledger.name and one.mark == 0)
        mine = next(unused, None) or KnownLedger(tx.salt().hex(), ledger.name, now, view.identity.epoch, mark=0)
        identity.introduce(tx, mine)
        identity.live(tx, view.identity.place or view.place)
    with office.database.write():  # one at a time: who comes second finds it begun, and takes nothing's place
        ledger.begin(Heading(mine.id, view.identity.register), now)
    return mine


def begin_here(office: PostOffice) -> None:
    """The copy of a register that may send lives where it is now, as if it had been there always: for rehearsals.

    It waits for no other ledger than its own.
    """
    with office.database.write(exclusive=False) as tx:
        identity.live(tx, place_now(office, tx))
        for ledger in identity.known_ledgers(tx):
            if ledger.id != office.ledger.id:
                identity.give_up(tx, ledger.id, office.clock())


def anchors(office: PostOffice) -> tuple[tuple[int, str], ...]:
    """The ends of the chain of events that this machine's ledger knows, if it is of this register."""
    ledger = office.ledger
    with office.database.read() as tx:
        register = identity.identity(tx).register
    title = ledger.heading
    if title is None:
        return ledger.heads() if ledger.content is Content.OF_OLD else ()
    return ledger.heads() if title.register == register else ()
