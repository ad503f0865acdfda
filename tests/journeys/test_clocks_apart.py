"""Machines on one register whose clocks do not agree: neither undoes what the other waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import select, update

from tracker.model.letters import Claimed, LetterState, OutcomeKind
from tracker.store.letters import health
from tracker.store.tables.letters import alerts, subscribers
from tracker.usecases.letters.clock import accept
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.tick import tick


def another_machine(house: PostHouse, *, ahead: timedelta) -> PostOffice:
    """A office on the same register whose clock is ahead of the first one's."""
    return replace(house.office, clock=lambda: house.clock() + ahead, owner="other:1", boot="another start")


def answers(house: PostHouse, kind: OutcomeKind) -> list[int]:
    """From now on the mail server answers so; the attempts fill the list."""
    attempts: list[int] = []

    def answer(letter: Claimed) -> OutcomeKind:
        attempts.append(letter.attempt)
        return kind

    house.pocket.answer = answer
    return attempts


def each_minute(house: PostHouse, minutes: int, *ticks: Callable[[], object]) -> None:
    """All of these, minute by minute."""
    for _ in range(minutes):
        for tick_one in ticks:
            tick_one()
        house.clock.forward(minutes=1)


def planned_on_and_alerts(house: PostHouse) -> tuple[object, list[str]]:
    """Up to when is planned, and what was raised."""
    with house.database.read() as tx:
        return health.state(tx).planned_on, list(tx.execute(select(alerts.c.key).order_by(alerts.c.key)).scalars())


def test_a_letter_that_is_put_off_is_tried_no_more_often_by_two_machines(house: PostHouse) -> None:
    house.reader()
    house.clock.forward(days=7)
    other, attempts = another_machine(house, ahead=timedelta(minutes=65)), answers(house, OutcomeKind.DEFERRED)
    each_minute(house, 60, lambda: tick(other, house.pocket), house.tick)

    assert attempts == [1, 2, 3, 4, 5]


def test_a_server_that_fails_is_left_alone_by_two_machines_too(house: PostHouse) -> None:
    house.reader()
    house.clock.forward(days=7)
    other, attempts = another_machine(house, ahead=timedelta(hours=20)), answers(house, OutcomeKind.SERVER)
    each_minute(house, 60, lambda: tick(other, house.pocket), house.tick)

    assert len(attempts) == 9  # after 1, 1, 5 and then each 10 minutes


def test_around_midnight_planning_goes_not_back_and_forth(house: PostHouse) -> None:
    house.reader(timetable=NO_DIGEST)
    number = house.add(MONDAY + timedelta(days=2))
    house.clock.set(MONDAY, "23:30")
    other = another_machine(house, ahead=timedelta(minutes=65))
    tick(other, None)
    before = planned_on_and_alerts(house)
    seen = []
    each_minute(house, 5, house.tick_plan_only, lambda: seen.append(planned_on_and_alerts(house)))

    assert before[0] == MONDAY + timedelta(days=1)
    assert [key.split(":")[1] for key in before[1]] == [str(number)]
    assert all(one == before for one in seen)


@pytest.mark.parametrize("kind", [OutcomeKind.DEFERRED, OutcomeKind.BROKEN_OFF, OutcomeKind.SERVER])
def test_after_its_own_step_back_a_machine_waits_as_after_a_failure(house: PostHouse, kind: OutcomeKind) -> None:
    house.reader()
    house.clock.forward(days=7)
    attempts = answers(house, kind)
    for _ in range(5):
        house.tick()
        house.clock.forward(hours=1)
    house.tick()
    tried = len(attempts)
    house.clock.forward(hours=-4)
    each_minute(house, 9, house.tick)
    soon = len(attempts)
    house.clock.forward(minutes=52)
    house.tick()

    assert (tried, soon) == (6, 6)
    assert len(attempts) == 7


def test_after_its_own_step_back_what_was_never_tried_leaves_at_once(house: PostHouse) -> None:
    house.reader(timetable=DAILY, send_empty=True)
    house.clock.forward(days=7)
    house.tick_plan_only()
    house.clock.forward(hours=-3)
    house.tick()

    assert len(house.sent()) == 1


def test_a_machine_that_is_behind_writes_no_digest_of_a_day_before_one_that_left_meanwhile(house: PostHouse) -> None:
    house.reader(timetable=DAILY, send_empty=True)
    house.clock.set(MONDAY + timedelta(days=2), "08:00")
    behind = another_machine(house, ahead=timedelta(hours=-18))
    house.tick()
    with house.database.write() as tx:  # as it is for a moment, when the other looked before the letter left
        tx.execute(update(subscribers).values(next_digest_at=behind.clock()))
    post_digests(behind)
    house.clock.set(MONDAY + timedelta(days=3), "08:00")
    house.tick()

    slots = [letter.slot for letter in sorted(house.letters(), key=lambda letter: letter.id)]
    assert slots == [MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)]


def test_who_says_that_the_clock_is_right_does_not_undo_what_a_failure_asks_for(house: PostHouse) -> None:
    house.reader()
    house.clock.forward(days=7)
    attempts = answers(house, OutcomeKind.DEFERRED)
    house.tick()
    accept(house.office, house.office.today)
    house.tick()

    assert attempts == [1]
    assert len(house.letters(LetterState.QUEUED)) == 1
