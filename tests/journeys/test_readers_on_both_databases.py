"""Who comes twice, stays away, leaves and comes back: told clearly, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from posthouse import PostHouse
from sqlalchemy import text

from tracker.errors import NotFound, Refused
from tracker.model import Selection
from tracker.model.letters import Claimed, LetterState, OutcomeKind, SubscriberState
from tracker.store import Database
from tracker.store.letters.subscribers import by_address
from tracker.usecases.letters.subscribe import change, follow, pause, readers, remove, resume
from tracker.usecases.letters.tick import tick

JAN = "jan@example.org"


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(database, tmp_path)
    house.add(date(2026, 3, 9))
    return house


def test_an_address_is_one_reader(house: PostHouse) -> None:
    house.reader(JAN)

    with pytest.raises(Refused, match=f"{JAN} is a reader already. Change what they get: tracker subscriber edit"):
        house.reader(JAN)
    assert len(readers(house.office)) == 1


@pytest.mark.parametrize("written", ["Jan@Example.org", "JAN@EXAMPLE.ORG", "jAN@example.ORG"])
def test_an_address_is_the_same_reader_whatever_its_case(house: PostHouse, written: str) -> None:
    house.reader(written)

    with pytest.raises(Refused, match=written.partition("@")[0]):
        house.reader(JAN)
    assert pause(house.office, JAN).id == resume(house.office, written.swapcase()).id
    assert follow(house.office, JAN, 1)
    remove(house.office, JAN)
    assert readers(house.office) == ()


def test_of_two_readers_that_a_register_has_by_case_each_is_reached_as_written(house: PostHouse) -> None:
    house.reader("Jan@example.org")
    with house.database.write(exclusive=False) as tx:
        first = by_address(tx, "Jan@example.org")
        tx.execute(text("UPDATE subscribers SET address = 'x'"))
    house.reader(JAN)
    with house.database.write(exclusive=False) as tx:
        tx.execute(text("UPDATE subscribers SET address = 'Jan@example.org' WHERE address = 'x'"))

    with house.database.read() as tx:
        assert by_address(tx, "Jan@example.org").id == first.id
        assert by_address(tx, JAN).id != first.id


def test_a_paused_reader_is_resumed(house: PostHouse) -> None:
    house.reader(JAN)
    pause(house.office, JAN, reason="verlof")
    back = resume(house.office, JAN)

    assert (back.state, back.state_reason) == (SubscriberState.ACTIVE, None)


def test_nobody_can_be_changed_or_removed_after_leaving(house: PostHouse) -> None:
    house.reader(JAN)
    remove(house.office, JAN)

    for story in (
        lambda: remove(house.office, JAN),
        lambda: resume(house.office, JAN),
        lambda: pause(house.office, JAN),
    ):
        with pytest.raises(NotFound, match=f"{JAN} is no reader"):
            story()


def test_who_left_may_come_back_as_somebody_new(house: PostHouse) -> None:
    first = house.reader(JAN)
    follow(house.office, JAN, 1)
    remove(house.office, JAN)
    second = house.reader(JAN)

    assert (second.id, second.follows) == (first.id + 1, ())
    assert [one.id for one in readers(house.office)] == [second.id]


def test_single_commitments_that_are_not_there_cannot_be_asked_for(house: PostHouse) -> None:
    with pytest.raises(NotFound, match="C-9999"):
        house.reader(JAN, selection=Selection(numbers=(1, 9999)))
    house.reader(JAN, selection=Selection(numbers=(1,)))
    with pytest.raises(NotFound, match="C-9999"):
        change(house.office, JAN, lambda one: replace(one, selection=Selection(numbers=(9999,))))


def test_a_letter_in_doubt_or_deferred_of_a_reader_who_left_is_dropped(house: PostHouse) -> None:
    house.reader(JAN)
    house.reader("els@example.org")
    house.pocket.answer = lambda letter: OutcomeKind.DEFERRED if letter.recipient == JAN else OutcomeKind.UNKNOWN
    house.tick()
    dropped = remove(house.office, JAN) + remove(house.office, "els@example.org")
    house.pocket.letters.clear()
    house.clock.forward(hours=2)
    house.tick()

    assert dropped == 2
    assert {(one.state, one.recipient, one.reply) for one in house.letters()} == {(LetterState.DROPPED, "", None)}
    assert house.pocket.letters == []


@pytest.mark.parametrize("answer", [OutcomeKind.ACCEPTED, OutcomeKind.DEFERRED])
def test_who_leaves_while_a_letter_is_handed_over_gets_no_other(house: PostHouse, answer: OutcomeKind) -> None:
    house.reader(JAN)

    def leaves(_letter: Claimed) -> OutcomeKind:
        remove(house.office, JAN)
        house.pocket.answer = lambda _one: OutcomeKind.ACCEPTED
        return answer

    house.pocket.answer = leaves
    tick(house.office, house.pocket)
    house.clock.forward(hours=2)
    house.tick()

    assert {(one.state, one.recipient) for one in house.letters()} == {(LetterState.DROPPED, "")}
    assert house.pocket.letters == []
