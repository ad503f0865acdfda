"""A clock that leaps: nothing is planned or sent by one that is not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from leaping_clock import DUE, YEARS, contents, doubts, unsure
from posthouse import DAILY, PostHouse

from tracker.errors import MailError
from tracker.model.letters import LetterKind, LetterState, OutcomeKind
from tracker.usecases.letters.clock import accept
from tracker.usecases.letters.digests import post_now
from tracker.usecases.letters.tick import tick


@pytest.mark.parametrize("leap", [timedelta(hours=26), timedelta(days=3), YEARS, -timedelta(hours=26), -YEARS])
def test_by_a_clock_that_leapt_nothing_is_planned_or_sent(house: PostHouse, leap: timedelta) -> None:
    house.add(DUE)
    house.reader(timetable=DAILY, send_empty=True)
    house.clock.forward(days=4)
    house.tick()
    before, ledger, now = contents(house), house.office.ledger.path.read_bytes(), house.clock.now
    house.clock.now = now + leap
    with pytest.raises(MailError, match="Nothing is planned or sent") as stopped:
        unsure(house)

    assert "tracker clock accept" in str(stopped.value)
    assert contents(house) == before
    assert house.office.ledger.path.read_bytes() == ledger
    assert len(doubts(house)) == 1
    house.clock.now = now + timedelta(minutes=1)
    unsure(house)
    assert doubts(house) == []


def test_a_digest_is_not_sent_by_hand_either(house: PostHouse) -> None:
    house.reader()
    house.tick()
    house.clock.forward(days=5000)
    with pytest.raises(MailError, match="5000 days after 2026-03-02 12:00"):
        post_now(replace(house.office, knows_time=lambda _now: False), "jan@example.org")

    assert house.letters(LetterState.QUEUED) == ()


def test_a_scheduler_that_stood_still_while_the_machine_ran_goes_on(house: PostHouse) -> None:
    house.reader()
    unsure(house, boot="this start", elapsed=lambda: 5.0)
    house.clock.forward(days=40)
    unsure(house, boot="this start", elapsed=lambda: 5.0 + 40 * 86_400)

    assert len(house.sent(LetterKind.DIGEST)) == 1


def test_a_clock_set_ahead_while_the_machine_ran_is_not_believed_whatever_was_recorded_by_it(house: PostHouse) -> None:
    house.reader()
    unsure(house, boot="this start", elapsed=lambda: 5.0)
    house.clock.forward(days=40)
    house.add(DUE)
    with pytest.raises(MailError, match="40 days after"):
        unsure(house, boot="this start", elapsed=lambda: 35.0)

    assert house.sent() == []


def test_a_machine_that_was_off_goes_on_once_it_knows_the_time(house: PostHouse) -> None:
    house.reader()
    unsure(house)
    house.clock.forward(days=40)
    with pytest.raises(MailError):
        unsure(house, boot="another start")
    house.tick()

    assert len(house.sent(LetterKind.DIGEST)) == 1


def test_a_new_register_believes_the_clock(house: PostHouse) -> None:
    assert unsure(house).problems == ()


def test_before_the_first_tick_what_was_recorded_tells_the_time(house: PostHouse) -> None:
    house.add(DUE)
    house.clock.forward(days=400)
    with pytest.raises(MailError, match="400 days after 2026-03-02"):
        unsure(house)
    house.reader()

    assert unsure(house).problems == ()


def test_a_clock_that_leaps_during_a_round_ends_it(house: PostHouse) -> None:
    for number in range(3):
        house.reader(f"r{number}@example.org", timetable=DAILY, send_empty=True)
    house.clock.forward(days=1)
    seconds = iter(range(0, 1_000_000, 60))

    def leap_and_accept(_letter: object) -> OutcomeKind:
        house.clock.forward(days=5000)
        return OutcomeKind.ACCEPTED

    house.pocket.answer = leap_and_accept
    done = unsure(house, boot="this start", elapsed=lambda: float(next(seconds)))

    assert len(house.pocket.letters) == 1
    assert any("clock" in problem for problem in done.problems)


def test_accepting_a_clock_that_is_right_changes_nothing_but_the_last_tick(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    office = replace(house.office, elapsed=lambda: 0.0)
    house.clock.forward(days=7)
    tick(office, house.pocket)
    before = contents(house)
    back = accept(office, office.today)

    assert back == {}
    assert contents(house) == before
