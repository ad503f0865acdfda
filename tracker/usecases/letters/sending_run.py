"""The letters that a sender has in its hand, and what must be written down before and after each is given.

Two durable writes a letter would cost more than the letter. So a run of letters is marked `dot` in the transaction that
takes it, together with what became of the run before; a run is what leaves in about half a second. Which letters of a
run were really given stands in the ledger, line by line: when a sender is killed, the next one knows which single
letter is in doubt. Only where the ledger cannot tell, as when the machine itself fell, is the whole run in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.model.letters import Claimed, LetterState, Outcome, OutcomeKind, SubscriberState
from tracker.outbox import READERS_IN_A_ROW, Verdict, judge
from tracker.store import Transaction
from tracker.store.ledger_lines import Held
from tracker.store.letters import health, outbox, subscribers
from tracker.store.letters.identity import is_fenced
from tracker.usecases.letters.post_office import PostOffice

RUN = 0.5  # seconds
LONGEST = 100  # letters
RENEW = 0.25  # of a lease; the rest outlasts the longest answer to a dot


class SendingRun:
    """Takes letters, says whether one may be given, and writes down what became of it."""

    def __init__(self, office: PostOffice, *, server_fails: bool = False) -> None:
        self._desk = office
        self.tried = 0
        self._server_fails = server_fails  # as far as the register knows, until it takes a letter
        self._broken_off: set[str] = set()  # recipients in a row at whose letters it broke off
        self._marked: set[int] = set()
        self._given_next: int | None = None  # the letter of which the ledger knows that its dot goes next
        self._given: list[tuple[Claimed, Verdict]] = []  # and not yet written down
        self._is_well = self._is_told = False  # the server took a letter; it answered, and the register knows
        self._size = 1
        self._taken_at = self._written_at = self._renew_at = office.elapsed()

    def take(self, most: int) -> Sequence[Claimed]:
        """The next letters whose time has come; none when all is done, or when the register was fenced meanwhile."""
        office, now = self._desk, self._desk.elapsed()
        self._size = min(self._next_size(now), most)
        state = LetterState.DOT if self._is_well else LetterState.SENDING
        with office.database.write(exclusive=False) as tx:
            self._write_down(tx)
            taken = () if is_fenced(tx) else outbox.claim(tx, office.hold, state, now=office.clock(), limit=self._size)
            if taken and office.boot is not None:  # before the commit: of what is marked it can be told what was given
                office.ledger.opened(office.owner, office.boot)
        self._given.clear()
        self._marked = {letter.id for letter in taken} if self._is_well else set()
        self._size, self._taken_at = len(taken), now
        self._renew_at = now + RENEW * office.hold.lease.total_seconds()
        return taken

    @property
    def takes_long(self) -> bool:
        """Whether the rest of a run had better wait again: its lease might end before its turn comes."""
        return self._desk.elapsed() > self._renew_at

    def may_give(self, letter: Claimed) -> bool:
        """Asked just before the final dot: whether the letter is still ours, so that nobody else gives it too."""
        office = self._desk
        if letter.id not in self._marked or self.takes_long:
            with office.database.write(exclusive=False) as tx:
                is_ours = outbox.mark_dot(tx, letter, office.hold)
            if not is_ours:
                return False
        is_ours = office.ledger.given(Held(letter.key, letter.attempt, office.owner))
        self._given_next = letter.id if is_ours else None
        return is_ours

    def settle(self, letter: Claimed, outcome: Outcome) -> LetterState | None:
        """What becomes of a letter: None if it was not ours any more.

        The ledger first: whatever happens to the database now, it is known that the letter left. What did not simply
        leave is in the database before the next letter goes.
        """
        office = self._desk
        self.tried += 1
        if outcome.kind is OutcomeKind.FENCED:
            return None
        now = office.clock()
        if outcome.kind is OutcomeKind.ACCEPTED:
            office.ledger.sent(letter.key, now, letter.alerts)
            self._is_well = True
        elif outcome.kind is not OutcomeKind.UNKNOWN:
            self._was_not_taken(letter)
        verdict = judge(letter, outcome, now, server_fails=self._server_fails)
        self._learn(letter, verdict)
        self._given.append((letter, verdict))
        if verdict.state is not LetterState.SENT or office.elapsed() > self._written_at + 2 * RUN:
            self.write_down()
        return verdict.state

    @property
    def finds_server_failing(self) -> bool:
        """Whether the server breaks off at everybody's letters: so many readers in a row are no chance."""
        return len(self._broken_off) >= READERS_IN_A_ROW

    def _learn(self, letter: Claimed, verdict: Verdict) -> None:
        """After one that broke off letters are taken one by one, until the server takes one again."""
        if verdict.is_answered:
            self._broken_off.clear()
            self._server_fails = False
        else:
            self._broken_off.add(letter.recipient)
            self._is_well = False

    def write_down(self) -> None:
        """What became of all that was given."""
        if self._given:
            with self._desk.database.write(exclusive=False) as tx:
                self._write_down(tx)
            self._given.clear()

    def give_back(self, letters: Sequence[Claimed], *, because: Outcome | None = None) -> None:
        """Letters that were not given wait again; `because` tells that the server takes none at all."""
        office = self._desk
        for letter in letters:
            self._was_not_taken(letter)
        with office.database.write(exclusive=False) as tx:
            self._write_down(tx)
            outbox.release(tx, office.hold, letters, reply=None if because is None else str(because))
            if because is not None:
                unanswered = because.kind is OutcomeKind.UNKNOWN
                health.server_failed(tx, reply=str(because), now=office.clock(), unanswered=unanswered)
        self._given.clear()

    def _next_size(self, now: float) -> int:
        """As many as would leave in the time of a run, at most twice as many as last time; one if nothing is known."""
        if not self._is_well or self._desk.boot is None:
            return 1
        pace = self._size * RUN / max(now - self._taken_at, 1e-6)
        return max(min(2 * self._size, LONGEST, int(pace)), 1)

    def _was_not_taken(self, letter: Claimed) -> None:
        """Of a letter that was about to be given, so that nobody doubts it after an old copy was taken back."""
        if letter.id == self._given_next:
            self._desk.ledger.kept(letter.key, letter.attempt)

    def _write_down(self, tx: Transaction) -> None:
        """The caller forgets what was given once the transaction is committed."""
        for letter, verdict in self._given:  # readers first, as when one is removed: else each waits for the other
            _write_down_reader(tx, letter, verdict)
        ledger = self._desk.ledger
        ledger.flush()  # what the register knows to have left stands in the ledger, also when the power fails
        outbox.settle(tx, self._given, self._desk.hold, ledger=ledger.id, now=self._desk.clock())
        if not self._is_told and any(verdict.is_answered for _, verdict in self._given):
            health.server_well(tx)
            self._is_told = True
        self._written_at = self._desk.elapsed()


def _write_down_reader(tx: Transaction, letter: Claimed, verdict: Verdict) -> None:
    """What the fate of a letter means for the others to its reader."""
    if letter.subscriber is None:
        return
    if verdict.suspend:
        subscribers.halt(tx, letter.subscriber, SubscriberState.SUSPENDED, reason=verdict.reply)
    if verdict.put_off_until is not None:
        subscribers.put_off(tx, letter.subscriber, until=verdict.put_off_until)
    elif verdict.is_answered and letter.broken_off:
        subscribers.put_off_no_more(tx, letter.subscriber)
