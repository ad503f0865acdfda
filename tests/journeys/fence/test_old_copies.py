"""Of a register that went back in time nothing goes twice, nothing is lost, and somebody is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from fenced_house import NEXT, ONCE, copies, goes_on, monday_comes, ticks_in_vain
from old_copy import OldCopy
from posthouse import Pocket, PostHouse
from sqlalchemy import update

from tracker.errors import MailError
from tracker.model.letters import Claimed, LetterState, Outcome, OutcomeKind
from tracker.store import events
from tracker.store.ledger import Ledger
from tracker.store.letters import decisions
from tracker.store.letters.identity import fence
from tracker.store.tables.letters import letters
from tracker.usecases import upkeep
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import anchors
from tracker.usecases.letters.tick import tick


def test_of_an_old_copy_put_back_in_its_place_nothing_goes_twice(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house, refused="dirk@example.org")
    old.put_back()

    ticks_in_vain(house, "went back in time: 3 letters that left are unknown to it")
    goes_on(house)
    assert copies(house) == ONCE


def test_a_register_that_is_fenced_while_letters_leave_gives_no_further_ones(house: PostHouse) -> None:
    def restored(_letter: Claimed) -> OutcomeKind:
        with house.database.write() as tx:
            fence(tx, "The register was restored.")
        return OutcomeKind.ACCEPTED

    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = restored
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    assert sum(copies(house).values()) == 1
    ticks_in_vain(house, "restored")
    goes_on(house)
    assert copies(house) == ONCE


def test_a_letter_that_came_back_goes_again_though_the_ledger_knows_it(house: PostHouse) -> None:
    letter = house.sent()[0]
    with house.database.write() as tx:
        decisions.came_back(tx, letter.id, reason="4.2.2 mailbox full", told_anew=False)
    house.decide(letter.id, LetterState.QUEUED)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    with house.database.write() as tx:
        fence(tx, "Somebody wants to know.")

    assert house.reconcile().sent == 0, "it waits, and is not taken to have left"
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=5)
    house.tick()
    assert [one.key for one in house.pocket.letters].count(letter.key) == 2


def test_of_an_old_copy_a_letter_that_went_again_since_does_not_go_a_third_time(
    house: PostHouse, tmp_path: Path
) -> None:
    letter = house.sent()[0]
    with house.database.write() as tx:
        decisions.came_back(tx, letter.id, reason="4.2.2 mailbox full", told_anew=False)
    house.decide(letter.id, LetterState.QUEUED)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=5)
    house.tick()
    old.put_back()

    ticks_in_vain(house, "1 letter that left is unknown to it")
    goes_on(house)
    assert [one.key for one in house.pocket.letters].count(letter.key) == 2


def test_what_is_given_while_the_register_is_restored_is_not_written_down_of_another_letter(house: PostHouse) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    def restored(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        with house.database.write() as tx:  # the number is that of another letter by now
            other = {"key": "digest:9:2026-03-16", "state": LetterState.QUEUED, "owner": None, "lease_until": None}
            tx.execute(update(letters).where(letters.c.id == letter.id).values(other))
            fence(tx, "The register was restored.")
        return outcome

    house.pocket.send = restored  # type: ignore[method-assign]
    house.tick()

    assert "digest:9:2026-03-16" in {letter.key for letter in house.letters(LetterState.QUEUED)}


def test_what_an_old_copy_lost_stands_in_the_history_once_somebody_has_looked(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    house.add(date(2026, 6, 1))
    monday_comes(house)
    old.put_back()
    before = upkeep.verify(house.database, anchors=anchors(house.office))

    house.reconcile()

    verdict = upkeep.verify(house.database, anchors=anchors(house.office))
    assert "was cut off" in " ".join(before.problems)
    assert verdict.is_sound, verdict.problems
    assert [one.last_kept < one.last_lost for one in verdict.restores] == [True]


def test_a_register_that_lost_events_alone_sends_nothing_by_itself(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 6, 1))
    with house.database.read() as tx:
        end = events.head(tx)
    house.office.ledger.head(end.sequence + 1, "ab" * 32, house.clock())
    house.office.ledger.sync()

    ticks_in_vain(house, f"event {end.sequence + 1}, as .* knows it, is not in it")
    goes_on(house)


def test_the_fence_holds_for_all_machines(house: PostHouse, tmp_path: Path) -> None:
    two = replace(house.office, owner="two:1", ledger=Ledger(tmp_path / "ledger-of-two", machine="two"))
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()

    with pytest.raises(MailError, match="went back in time"):
        check_fence(house.office)
    with pytest.raises(MailError, match="went back in time"):
        tick(two, house.pocket)
    assert copies(house) == ONCE


def test_what_is_done_stands_in_the_history(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house, refused="dirk@example.org")
    old.put_back()
    house.reconcile()
    with house.database.read() as tx:
        event = list(events.events_since(tx))[-1]

    assert (event.kind, event.actor) == ("outbox.reconciled", "griffie")
    assert event.details["because"]["sent"] == 3  # type: ignore[index]
    assert upkeep.verify(house.database).is_sound
