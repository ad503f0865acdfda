"""The ledger of this machine: begun when the first letter may leave, and kept in step with the register."""

from __future__ import annotations

from datetime import timedelta

from tracker.store.ledger import Content
from tracker.store.ledger_lines import Heading, Seen
from tracker.store.letters import identity as known
from tracker.store.letters.identity import KnownLedger
from tracker.usecases.letters.desk import Desk
from tracker.usecases.letters.fence import View, place_now, sight_of, view_of

MARK_AFTER = timedelta(hours=1)


def keep_up(view: View) -> None:
    """Begin what is not begun; and write down how far the register is, when other ledgers come on or time passes.

    Who does not send itself finds out by that, too, when the register went back.
    """
    desk = view.desk
    if not view.has_readers:
        return
    mine = view.mine if view.heading else begin(desk)
    if mine is None:
        return
    now = desk.clock()
    others = {one.id: _seen(one) for one in view.ledgers if one.id != mine.id and not one.given_up_at}
    marked_at = view.told.marked_at
    is_late = marked_at is None or abs(now - marked_at) >= MARK_AFTER
    is_known = mine.mark and mine.given_up_at is None
    if is_known and not (others and (is_late or others != view.told.seen)):
        return
    with desk.database.write(exclusive=False) as tx:
        number = known.mark(tx, mine.id)
    desk.ledger.mark(number, now, others)
    desk.ledger.sync()


def _seen(ledger: KnownLedger) -> Seen:
    return Seen(ledger.name, ledger.newest.isoformat() if ledger.newest else "")


def begin(desk: Desk) -> KnownLedger | None:
    """This machine's ledger begins, and the register knows it before anything stands in it.

    What a process that died had begun is brought to its end. None if another one stands there already.
    """
    ledger, now = desk.ledger, desk.clock()
    with desk.database.write() as tx:
        view = view_of(desk, tx, sight_of(ledger))
        if view.heading is not None:
            return view.mine
        unused = (one for one in view.ledgers if one.name == ledger.name and one.mark == 0)
        mine = next(unused, None) or KnownLedger(tx.salt().hex(), ledger.name, now, view.identity.epoch, mark=0)
        known.introduce(tx, mine)
        known.live(tx, view.identity.place or view.place)
    with desk.database.write():  # one at a time: who comes second finds it begun, and takes nothing's place
        ledger.begin(Heading(mine.id, view.identity.register), now)
    return mine


def begin_here(desk: Desk) -> None:
    """The copy of a register that may send lives where it is now, as if it had been there always: for rehearsals.

    It waits for no other ledger than its own.
    """
    with desk.database.write(exclusive=False) as tx:
        known.live(tx, place_now(desk, tx))
        for one in known.known_ledgers(tx):
            if one.id != desk.ledger.id:
                known.give_up(tx, one.id, desk.clock())


def anchors(desk: Desk) -> tuple[tuple[int, str], ...]:
    """The ends of the chain of events that this machine's ledger knows, if it is of this register."""
    ledger = desk.ledger
    with desk.database.read() as tx:
        register = known.identity(tx).register
    title = ledger.heading
    if title is None:
        return ledger.heads() if ledger.content is Content.OF_OLD else ()
    return ledger.heads() if title.register == register else ()
