"""After a clock that was ahead or stepped back, letters come on their days, each once and in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from leaping_clock import DUE, digests, doubts, live, steps, unsure
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import select, update

from tracker.errors import MailError
from tracker.model.letters import LetterKind, LetterState, Timetable
from tracker.owed.present import A_DAY
from tracker.store.letters import outbox
from tracker.store.tables.letters import letters, post
from tracker.usecases.letters.clock import accept, clock_standing


def ahead(house: PostHouse, days: int) -> None:
    """What a clock that was believed brought about while it was ahead; the present is the day after Monday."""
    for later in (days, days + 7):
        house.clock.set(MONDAY + timedelta(days=later), "09:00")
        house.tick()
    house.clock.set(MONDAY + timedelta(days=1), "08:30")


@pytest.mark.parametrize("days", [30, 5000])
def test_after_a_clock_that_was_ahead_all_letters_come_on_their_days(house: PostHouse, days: int) -> None:
    number = house.add(DUE)
    house.reader()
    house.reader("an@example.org", timetable=DAILY, send_empty=True)
    house.tick()
    ahead(house, days)
    with pytest.raises(MailError, match="which had come already"):
        unsure(house)
    accept(house.office, house.office.today)
    early = len(house.sent())
    live(house, MONDAY + timedelta(days=1))

    assert digests(house, "jan@example.org")[-4:] == [MONDAY + timedelta(days=7 * week) for week in range(1, 5)]
    assert digests(house, "an@example.org")[-28:] == [MONDAY + timedelta(days=day) for day in range(1, 29)]
    assert steps(house, number) == ["D-14", "D-7", "D-1", "D+1", "D+7"]
    assert len(house.sent()) - early == 4 + 28 + 2 * 5
    assert max(Counter(letter.key for letter in house.pocket.letters).values()) == 1
    assert {one.state for one in house.letters()} == {LetterState.SENT}


def test_what_becomes_overdue_is_told_though_a_letter_told_of_a_later_day(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    house.tick()
    ahead(house, 400)
    accept(house.office, house.office.today)
    live(house, MONDAY + timedelta(days=1))
    (told,) = (text for text in map(house.words, range(-4, 0)) if "TE LAAT GEWORDEN" in text.upper())

    assert "C-0001" in told


def test_a_register_that_an_old_rehearsal_damaged_heals(house: PostHouse) -> None:
    number = house.add(DUE)
    house.reader()
    house.tick()
    house.clock.set(date(2027, 6, 1))
    house.tick()
    house.clock.set(MONDAY, "13:00")
    with house.database.write() as tx:  # as versions before it left it
        tx.execute(update(post).values(ticked_at=None, ticked_boot=None, ticked_elapsed=None))
    with pytest.raises(MailError, match="before 2027-06-01"):
        house.tick()
    standing, (told,) = clock_standing(house.office), doubts(house)
    back = accept(house.office, house.office.today)
    live(house, MONDAY + timedelta(days=1))

    assert standing.far_ahead == {"digests": 1}
    assert "before 2027-06-01" in told
    assert doubts(house) == []
    assert back == {"digests": 1, "alerts": 1, "letters": 2, "planning": 1, "mail server": 1}
    assert clock_standing(house.office).far_ahead == {}
    assert digests(house, "jan@example.org")[-4:] == [MONDAY + timedelta(days=7 * week) for week in range(1, 5)]
    assert steps(house, number) == ["D-14", "D-7", "D-1", "D+1", "D+7"]


def test_what_was_written_for_a_later_day_and_did_not_leave_is_written_anew(house: PostHouse) -> None:
    number = house.add(DUE)
    house.reader()
    house.clock.set(MONDAY + timedelta(days=400), "09:00")
    house.tick_plan_only()
    house.move(number, date(2030, 1, 1))
    house.move(number, DUE)
    house.tick_plan_only()
    house.clock.set(MONDAY, "13:00")
    accept(house.office, house.office.today)
    house.tick()
    live(house, MONDAY + timedelta(days=1))

    assert steps(house, number)[-4:] == ["D-7", "D-1", "D+1", "D+7"]
    assert not any("2027" in text or "dagen te laat" in text for text in map(house.words, range(6)))
    assert digests(house, "jan@example.org") == [MONDAY + timedelta(days=7 * week) for week in range(1, 5)]


def test_a_reader_who_came_while_the_clock_was_ahead_gets_letters_from_today_on(house: PostHouse) -> None:
    house.clock.set(date(2040, 1, 1))
    house.reader()
    house.clock.set(MONDAY, "13:00")

    assert doubts(house) == ["it was ahead; until then there wait: digests 1, alerts 0, letters 0"]
    accept(house.office, house.office.today)
    assert doubts(house) == []
    live(house, MONDAY + timedelta(days=1))
    assert digests(house, "jan@example.org") == [MONDAY + timedelta(days=7 * week) for week in range(1, 5)]


def test_letters_in_the_hands_of_a_sender_that_died_while_the_clock_was_ahead_come_back(house: PostHouse) -> None:
    house.reader()
    house.clock.forward(days=7)
    house.tick_plan_only()
    with house.database.write(exclusive=False) as tx:
        outbox.claim(tx, replace(house.office.hold, owner="gone:1"), now=house.clock(), limit=1)
        tx.execute(update(letters).values(lease_until=house.noon(date(2040, 1, 1))))
    accept(house.office, house.office.today)
    with house.database.read() as tx:
        (until,) = tx.execute(select(letters.c.lease_until)).scalars()
        now = outbox.database_now(tx)

    assert now < until <= now + house.office.hold.lease


STEPS_BACK = {
    "in the night": (MONDAY + timedelta(days=8), "00:30"),
    "around the hour of digests": (MONDAY + timedelta(days=8), "08:30"),
    "before midnight": (MONDAY + timedelta(days=8), "23:45"),
    "into the day on which clocks go forward": (date(2026, 3, 29), "00:30"),
    "across it": (date(2026, 3, 30), "23:45"),
    "across the day on which clocks go back": (date(2026, 10, 26), "08:30"),
}


@pytest.mark.parametrize(("day", "at"), STEPS_BACK.values(), ids=STEPS_BACK)
def test_twenty_hours_ahead_and_back_sends_nothing_twice_and_nothing_out_of_order(
    local: PostHouse, day: date, at: str
) -> None:
    _go_ahead_and_back(local, day, at)


def test_so_it_is_on_a_server(house: PostHouse) -> None:
    _go_ahead_and_back(house, date(2026, 3, 29), "23:45")


def _go_ahead_and_back(house: PostHouse, day: date, at: str) -> None:
    """The clock is ahead by twenty hours for a while; then nothing comes again, and nothing waits."""
    house.clock.set(day - timedelta(days=5), at)
    numbers = [house.add(day + timedelta(days=offset)) for offset in (-1, 0, 1, 2, 6, 7, 8)]
    house.reader(timetable=DAILY, send_empty=True)
    house.reader("an@example.org", timetable=Timetable(weekdays=(1, 3, 5), zone="Europe/London"))
    for hour in range(-4 * 24, 0, 4):
        _tick(house, day, at, hour)
    _tick(house, day, at, 20)
    late = house.add(day + timedelta(days=1))
    house.move(numbers[5], day + timedelta(days=9))
    _tick(house, day, at, 21)
    house.resolve(numbers[5])
    for hour in range(2, 6 * 24, 4):
        _tick(house, day, at, hour)
    told_of = digests(house, "jan@example.org")

    passed = {told_of[0] + timedelta(days=offset) for offset in range((told_of[-1] - told_of[0]).days)}
    assert passed - set(told_of) <= {day}  # whose digest was left to the next one, which seemed near
    for address in ("jan@example.org", "an@example.org"):
        assert digests(house, address) == sorted(set(digests(house, address)))
        for number in (*numbers[:5], *numbers[6:], late):
            offsets = [int(step[1:]) for step in steps(house, number, address) if step.startswith("D")]
            assert offsets == sorted(set(offsets))
    assert {one.state for one in house.letters()} == {LetterState.SENT}


def _tick(house: PostHouse, day: date, at: str, hours: int) -> None:
    house.clock.set(day, at)
    house.clock.forward(hours=hours)
    unsure(house, boot="this start")


def test_a_decision_that_is_dated_ahead_is_told_when_it_is_seen(house: PostHouse) -> None:
    house.reader(timetable=NO_DIGEST)
    number = house.add(date(2026, 6, 1))
    house.tick()
    now = house.clock.now
    house.clock.set(date(2040, 1, 1))
    house.move(number, date(2026, 3, 9))
    house.clock.now = now
    house.tick()

    assert len(house.sent(LetterKind.ALERT)) == 1
    assert "van 1 juni 2026 naar 9 maart 2026" in house.words()
    live(house, MONDAY + timedelta(days=1))
    assert [step for step in steps(house, number) if step.startswith("D")] == ["D-7", "D-1", "D+1", "D+7"]


@pytest.mark.parametrize("back", [timedelta(hours=25), timedelta(hours=47)])
def test_of_a_deadline_nobody_hears_an_earlier_step_after_a_later_one(house: PostHouse, back: timedelta) -> None:
    house.reader(timetable=NO_DIGEST, days_before=(7, 2, 1))
    house.tick()
    house.clock.set(date(2026, 3, 8), "12:00")
    number = house.add(date(2026, 3, 9))
    house.tick()
    house.clock.now -= back
    if back > A_DAY:
        accept(house.office, house.office.today)
    house.tick()
    live(house, house.office.today + timedelta(days=1), days=5)

    assert steps(house, number) == ["D-1", "D+1"]


def test_the_digest_of_a_day_does_not_come_after_that_of_the_next_one(house: PostHouse) -> None:
    house.reader(timetable=DAILY, send_empty=True)
    for day, at in ((3, "09:00"), (5, "08:30"), (4, "08:10"), (5, "09:00"), (6, "09:00")):
        house.clock.set(MONDAY + timedelta(days=day), at)
        house.tick()

    assert digests(house, "jan@example.org") == [MONDAY + timedelta(days=day) for day in (3, 5, 6)]


@pytest.mark.parametrize(("zone", "back_at"), [("Europe/Brussels", "00:40"), ("America/New_York", "00:40")])
def test_nor_does_it_when_the_day_of_the_next_one_has_begun(house: PostHouse, zone: str, back_at: str) -> None:
    house.reader(timetable=replace(DAILY, zone=zone), send_empty=True)
    for day, at in ((3, "18:00"), (5, "18:00"), (5, back_at), (6, "18:00")):
        house.clock.set(MONDAY + timedelta(days=day), at)
        house.tick()

    assert digests(house, "jan@example.org") == [MONDAY + timedelta(days=day) for day in (3, 5, 6)]


def test_what_happened_before_a_step_back_is_told_before_what_happened_after_it(house: PostHouse) -> None:
    house.settings = replace(house.settings, letters=replace(house.settings.letters, group_wait_minutes=10))
    house.office = replace(house.office, settings=house.settings)
    house.reader(timetable=NO_DIGEST)
    number = house.add(date(2026, 6, 1))
    house.tick()
    house.clock.forward(hours=20)
    house.move(number, date(2026, 7, 1))
    house.tick()
    house.clock.forward(hours=-20)
    for happens in (house.tick, lambda: house.resolve(number)):
        happens()
        for _ in range(3):
            house.clock.forward(minutes=5)
            house.tick()

    first, second = (" ".join(house.words(index).split()) for index in range(2))
    assert "1 juli 2026" in first
    assert "1 voldaan" in second
