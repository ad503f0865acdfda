"""When are letters held back, and what is let go of?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from posthouse import NO_DIGEST, PostHouse
from watched_post import due_now

from tracker.errors import NotFound, WrongCall
from tracker.model.letters import AlertKind, LetterState, OutcomeKind
from tracker.usecases.letters.outbox import bytes_of, drop
from tracker.usecases.letters.subscribe import pause
from tracker.usecases.letters.tick import tick
from tracker.usecases.status import house_status


def test_a_server_that_does_not_answer_gets_no_more_letters_for_a_while(house: PostHouse) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(30)))
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=2)
    house.tick()

    assert Counter(letter.state for letter in house.letters()) == {LetterState.SENT: 29, LetterState.IN_DOUBT: 1}


def test_the_days_without_a_server_are_not_the_letters_fault(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,), days_before=(7,))
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    for _ in range(5 * 24):
        house.tick()
        house.clock.forward(hours=1)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()

    assert [letter.state for letter in house.letters()] == [LetterState.QUEUED]


def test_a_house_without_readers_to_write_to_sends_nothing_that_waits(house: PostHouse) -> None:
    due_now(house)
    house.add(date(2026, 3, 16))
    house.reader("an@example.org", timetable=NO_DIGEST)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    for address in ("an@example.org", "jan@example.org"):
        pause(house.office, address)
    house.pocket.letters.clear()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=20)
    house.tick()

    assert house.pocket.letters == []


def test_bytes_of_old_letters_are_let_go_of(house: PostHouse) -> None:
    due_now(house)
    house.tick()
    kept = bytes_of(house.office, 1)
    house.clock.forward(days=100)
    house.tick()

    assert kept
    with pytest.raises(NotFound, match="no longer kept"):
        bytes_of(house.office, 1)
    assert house.sent()[0].message_id


def test_no_more_letters_leave_in_a_minute_than_is_allowed(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(70)))
    mail = replace(house.settings.mail, max_per_minute=60)
    house.office = replace(house.office, settings=replace(house.settings, mail=mail))

    assert [tick(house.office, house.pocket, lasting=True).delivered.sent for _ in range(2)] == [30, 30]
    assert house.tick().delivered.sent == 10


def test_a_tick_from_outside_sends_the_share_of_a_minute(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(70)))
    mail = replace(house.settings.mail, max_per_minute=60)
    house.office = replace(house.office, settings=replace(house.settings, mail=mail))

    assert [house.tick().delivered.sent for _ in range(2)] == [60, 10]


def test_a_letter_that_failed_can_be_dropped_for_a_reason(house: PostHouse) -> None:
    due_now(house)
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    house.tick()
    assert house_status(house.office, now=house.clock()).needs_somebody
    with pytest.raises(WrongCall, match="for a reason"):
        drop(house.office, [1], reason=" ", actor="griffie")
    drop(house.office, [1], reason="Jan kreeg het op papier", actor="griffie")

    assert not house_status(house.office, now=house.clock()).needs_somebody
    assert house.letters()[0].reply == "griffie dropped it: Jan kreeg het op papier"
