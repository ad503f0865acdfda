"""When does which digest come, and what does it tell? On SQLite and PostgreSQL, with the clock in the test's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from posthouse import DAILY, MONDAY, PostHouse

from tracker.model.letters import Rhythm, Timetable
from tracker.usecases.letters import subscribe
from tracker.usecases.letters.digests import post_now


def test_the_digest_comes_on_monday_at_eight_and_once(house: PostHouse) -> None:
    house.add(date(2026, 3, 20))
    house.reader(alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "07:59")
    early = house.tick()
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    right = house.tick()
    again = house.tick()

    assert (early.digests, right.digests, again.digests) == (0, 1, 0)
    assert [letter.recipient for letter in house.pocket.letters] == ["jan@example.org"]
    assert "1 termijn nadert" in house.words()


def test_a_digest_that_comes_late_says_so_and_names_its_own_week(local: PostHouse) -> None:
    local.add(date(2026, 5, 1))
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=9), "12:00")
    local.tick()

    assert local.sent()[0].subject.endswith("week 11")
    assert "Deze brief had op 9 maart 2026 moeten vertrekken." in local.words()


def test_a_late_digest_leaves_it_to_the_next_one_that_comes_within_hours(local: PostHouse) -> None:
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=14), "07:59")
    local.tick()
    assert local.pocket.letters == []
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert [str(letter.slot) for letter in local.sent()] == ["2026-03-16"]


def test_a_digest_tells_what_changed_since_this_readers_last_one(house: PostHouse) -> None:
    moved, done, late = house.add(date(2026, 5, 1)), house.add(date(2026, 5, 2)), house.add(date(2026, 3, 5))
    house.reader(alerts=())
    house.move(moved, date(2026, 6, 1))
    house.resolve(done)
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    house.tick()
    house.clock.set(MONDAY + timedelta(days=14), "08:00")
    house.tick()

    first, second = house.words(0), house.words(1)
    assert "Sinds kort te laat (1)" in first
    assert "Gewijzigd (2)" in first
    assert first.count(f"C-{late:04d} 4 dagen") == 1
    assert "van 1 mei 2026 naar 1 juni 2026" in first
    assert "Er is niets gewijzigd" in second
    assert f"C-{done:04d}" not in second


def test_what_a_failed_digest_told_is_told_again_in_the_next(local: PostHouse) -> None:
    from tracker.model.letters import OutcomeKind

    number = local.add(date(2026, 12, 1))
    local.reader(alerts=())
    local.move(number, date(2026, 12, 2))
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    local.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert "van 1 december 2026 naar 2 december 2026" in local.words()


def test_daily_readers_hear_only_when_something_happened(local: PostHouse) -> None:
    number = local.add(date(2026, 12, 1))
    local.reader(timetable=DAILY, alerts=())
    local.reader("an@example.org", timetable=DAILY, alerts=(), send_empty=True)
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    assert [letter.recipient for letter in local.pocket.letters] == ["an@example.org"]
    local.resolve(number)
    local.clock.set(MONDAY + timedelta(days=2), "08:00")
    local.tick()

    assert [letter.recipient for letter in local.pocket.letters[1:]] == ["jan@example.org", "an@example.org"]


def test_a_monthly_reader_hears_once_a_month_even_of_nothing(local: PostHouse) -> None:
    local.reader(timetable=Timetable(Rhythm.MONTHLY, month_day=31, at=time(0)), alerts=())
    for day in range(120):
        local.clock.set(MONDAY + timedelta(days=day), "12:00")
        local.tick()

    slots = [str(letter.slot) for letter in local.sent()]
    assert slots == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert "Niets te laat" in local.sent()[0].subject


def test_a_digest_can_be_sent_now_but_once_a_day(local: PostHouse) -> None:
    local.reader()

    assert post_now(local.office, "jan@example.org")
    local.tick()
    assert not post_now(local.office, "jan@example.org")


def test_a_change_of_the_timetable_never_doubles_a_day(local: PostHouse) -> None:
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    subscribe.change(local.office, "jan@example.org", lambda one: replace(one, timetable=replace(DAILY, at=time(10))))
    local.resolve(local.add(date(2026, 5, 1)))
    local.clock.set(MONDAY + timedelta(days=7), "10:00")
    local.tick()

    assert len(local.sent()) == 1
