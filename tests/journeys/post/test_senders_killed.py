"""Of a sender that died, stalled or lost its lease: which letters are in doubt, and who goes on?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from posthouse import Pocket, PostHouse
from sqlalchemy import select
from watched_post import due_now

from tracker.app import owner_is_gone
from tracker.model.letters import Claimed, LetterState, Outcome
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.letters import outbox
from tracker.store.tables.letters import letters
from tracker.usecases.letters.deliver import deliver, recover
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.post_office import PostOffice


class Killed(BaseException):
    """What kill -9 is to a test: nobody catches it, nothing is tidied up."""


def die_in_the_middle(house: PostHouse, *, readers: int, after: int) -> list[str]:
    """A sender dies just after the dot of a letter, with more of its run in hand; gives who got theirs before."""
    due_now(house, *(f"r{index:02d}@example.org" for index in range(readers)))
    house.tick_plan_only()

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        if len(house.pocket.letters) == after:
            raise Killed
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    with pytest.raises(Killed):
        deliver(house.office, house.pocket)
    house.pocket = Pocket()
    return [letter.recipient for letter in house.letters(LetterState.DOT)]


def test_of_a_run_only_the_letter_in_hand_is_in_doubt(house: PostHouse) -> None:
    marked = die_in_the_middle(house, readers=30, after=9)

    recover(replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1"))
    deliver(replace(house.office, owner="test:2"), house.pocket)

    assert len(marked) > 2, "the sender had a run of letters in its hand"
    assert Counter(letter.state for letter in house.letters()) == {LetterState.SENT: 29, LetterState.IN_DOUBT: 1}
    assert len(house.pocket.letters) == 21, "the eight before the last were known to have left"


@pytest.mark.parametrize("what", ["machine", "ledger"])
def test_without_the_ledgers_word_the_whole_run_is_held(house: PostHouse, what: str) -> None:
    marked = die_in_the_middle(house, readers=30, after=9)
    survivor = replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1")
    if what == "machine":
        survivor = replace(survivor, boot="the next start")
    else:
        house.office.ledger.path.unlink()
        house.reconcile(nothing_left=True)

    holds_the_whole_run(house, survivor, marked)


def test_another_machine_at_a_server_holds_the_whole_run(postgres_database: Database, tmp_path: Path) -> None:
    house = PostHouse(postgres_database, tmp_path)
    marked = die_in_the_middle(house, readers=30, after=9)
    survivor = replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1")
    survivor = replace(survivor, ledger=Ledger(tmp_path / "elsewhere"))
    keep_up(check_fence(survivor))

    holds_the_whole_run(house, survivor, marked)


def holds_the_whole_run(house: PostHouse, survivor: PostOffice, marked: Sequence[str]) -> None:
    """Of what the sender that died had marked nothing goes again, and nearly all is in doubt."""
    recover(survivor)
    deliver(survivor, house.pocket)
    held = [letter.recipient for letter in house.letters(LetterState.IN_DOUBT)]

    assert set(held) <= set(marked)
    assert len(held) >= len(marked) - 8
    assert not {letter.recipient for letter in house.pocket.letters} & set(marked), "nobody gets a digest twice"


def test_where_one_start_of_the_machine_looks_like_another_letters_are_marked_singly(house: PostHouse) -> None:
    house.office = replace(house.office, boot=None)
    marked = die_in_the_middle(house, readers=30, after=9)

    assert len(marked) == 1


def test_a_lease_is_renewed_when_a_run_takes_long(house: PostHouse) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(30)))
    house.tick_plan_only()
    leases: list[datetime] = []
    held: list[int] = []
    seconds = count(step=house.office.hold.lease.total_seconds() / 2)

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        with house.database.read() as tx:
            leases.append(tx.execute(select(letters.c.lease_until).where(letters.c.id == letter.id)).scalar_one())
            held.append(len(tx.execute(select(letters.c.id).where(letters.c.state == LetterState.DOT)).all()))
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    unhurried = replace(house.office, elapsed=lambda: 0.0 if len(leases) < 9 else float(next(seconds)))

    assert deliver(unhurried, house.pocket).sent == 30
    assert len(set(leases[7:9])) == 1, "one lease for a run of letters"
    assert len(set(leases[9:15])) == 6, "one for each letter of it, when they take long"
    assert held[8] == 8, "a run is held while letters flow"
    assert set(held[10:]) == {1}, "what is not in hand waits again, and nobody need doubt it"


def test_however_much_was_sent_since_a_killed_sender_leaves_one_in_doubt(house: PostHouse) -> None:
    die_in_the_middle(house, readers=30, after=9)
    other = Ledger(house.office.ledger.path)
    for number in range(2000):
        other.sent(f"alerts:9:{number}", house.clock(), [f"alert:{one}:1:D-1:9" for one in range(10)])
    other.sync()

    recover(replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1"))

    assert len(house.letters(LetterState.IN_DOUBT)) == 1


def test_a_run_is_not_taken_from_a_sender_that_may_be_alive(house: PostHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(12)))
    house.tick_plan_only()
    other, elsewhere = replace(house.office, owner="test:2"), Pocket()
    now = outbox.database_now

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        if len(house.pocket.letters) == 4:
            monkeypatch.setattr(outbox, "database_now", lambda tx: now(tx) + timedelta(hours=1))
            recover(other)
            deliver(other, elsewhere)
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    deliver(house.office, house.pocket)
    given = [letter.recipient for letter in (*house.pocket.letters, *elsewhere.letters)]

    assert len(given) == len(set(given))


def test_a_sender_whose_lease_ended_gives_nothing(house: PostHouse) -> None:
    due_now(house)
    house.tick_plan_only()
    hold = replace(house.office.hold, lease=timedelta(0))
    with house.database.write() as tx:
        (letter,) = outbox.claim(tx, hold, now=house.clock(), limit=1)
    with house.database.write() as tx:
        assert not outbox.mark_dot(tx, letter, hold)
    other = replace(house.office, owner="test:2")
    recover(other)

    assert deliver(other, house.pocket).sent == 1


def test_who_is_asked_to_stop_gives_back_what_it_held(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(5)))
    house.tick_plan_only()
    done = deliver(house.office, house.pocket, stop=lambda: len(house.pocket.letters) == 2)

    assert done.sent == 2
    assert sorted(letter.state for letter in house.letters()) == ["queued"] * 3 + ["sent"] * 2


def test_only_an_owner_of_this_machine_is_known_to_be_gone(house: PostHouse) -> None:
    from tracker.app import App

    mine = App(house.settings).owner
    host = mine.partition(":")[0]

    assert not owner_is_gone(mine)
    assert owner_is_gone(f"{host}:4194399:ab")
    assert not owner_is_gone("elsewhere:4194399:ab")
    assert not owner_is_gone("nonsense")
