"""When does which alert come? On SQLite and PostgreSQL, with the clock in the test's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from posthouse import BRUSSELS, MONDAY, NO_DIGEST, PostHouse

from tracker.model.letters import AlertKind, LetterKind
from tracker.model.settings import LetterSettings
from tracker.usecases.letters.clock import accept


def test_an_alert_comes_at_every_step_and_once(house: PostHouse) -> None:
    due = date(2026, 4, 30)
    house.add(due)
    house.reader(timetable=NO_DIGEST)
    came = []
    for offset in range(-16, 62):
        house.clock.set(due + timedelta(days=offset), "06:00")
        came += [offset] * house.tick().alert_letters
        if offset % 7 == 0:
            came += [offset] * house.tick().alert_letters

    assert came == [-14, -7, -1, 1, 7, 30, 60]
    assert len(house.pocket.letters) == 7


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25)], ids=str)
def test_an_alert_comes_at_six_also_when_the_clocks_change(house: PostHouse, day: date) -> None:
    house.clock.set(day - timedelta(days=1))
    house.add(day + timedelta(days=7))
    house.reader(timetable=NO_DIGEST)
    house.tick()
    house.clock.set(day, "05:59")
    early = house.tick()
    house.clock.set(day, "06:00")
    right = house.tick()

    assert (early.alert_letters, right.alert_letters) == (0, 1)


def test_forty_deadlines_at_one_midnight_are_one_mail(house: PostHouse) -> None:
    for _ in range(40):
        house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.clock.set(MONDAY)
    house.tick()

    assert len(house.pocket.letters) == 1
    assert "40 termijnen naderen" in house.sent()[0].subject


def test_a_moved_deadline_is_told_and_alerts_anew(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.clock.set(MONDAY)
    house.tick()
    house.clock.forward(hours=1)
    house.move(number, date(2026, 4, 9))
    house.tick()
    house.clock.set(date(2026, 4, 2))
    house.tick()

    subjects = [letter.subject for letter in house.sent(LetterKind.ALERT)]
    assert subjects[0].startswith("Nog 7 dagen")
    assert subjects[1].startswith("Termijn verschoven")
    assert subjects[2].startswith("Nog 7 dagen")
    assert "van 9 maart 2026 naar 9 april 2026" in house.words(1)
    assert "Reden: meer tijd nodig" in house.words(1)


def test_what_is_resolved_alerts_no_more_but_for_the_good_news(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.resolve(number)
    house.tick()
    for offset in range(60):
        house.clock.set(MONDAY + timedelta(days=offset))
        house.tick()

    assert [letter.subject.partition(":")[0] for letter in house.sent()] == ["Voldaan"]
    assert "https://example.org/brief" in house.words()


@pytest.mark.parametrize(("ended", "word"), [("lapse", "Vervallen"), ("resolve", "Voldaan")])
def test_what_ended_and_was_reopened_is_told_each_time(local: PostHouse, ended: str, word: str) -> None:
    number = local.add(date(2027, 1, 1))
    local.reader(timetable=NO_DIGEST)
    getattr(local, ended)(number)
    local.tick()
    local.clock.forward(hours=1)
    local.reopen(number)
    local.tick()

    assert local.sent()[0].subject.startswith(word)
    assert local.sent()[1].subject.startswith("Heropend")


def test_an_alert_that_waits_is_dropped_when_its_deadline_moves(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.office = replace(
        house.office, settings=replace(house.settings, letters=LetterSettings(group_wait_minutes=10))
    )
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.clock.set(MONDAY, "05:00")
    house.tick()
    house.move(number, date(2027, 3, 9))
    house.clock.set(MONDAY, "06:20")
    house.tick()

    assert house.pocket.letters == []


def test_what_happens_within_minutes_goes_in_one_letter(local: PostHouse) -> None:
    numbers = [local.add(date(2027, 1, 1)) for _ in range(3)]
    local.office = replace(
        local.office, settings=replace(local.settings, letters=LetterSettings(group_wait_minutes=10))
    )
    local.reader(timetable=NO_DIGEST)
    for number in numbers:
        local.resolve(number)
        local.clock.forward(minutes=3)
        local.tick()

    assert local.pocket.letters == []
    local.clock.forward(minutes=2)
    local.tick()

    assert [one.subject.partition(" –")[0] for one in local.sent()] == ["3 voldaan"]


@pytest.mark.parametrize("gap", [timedelta(hours=1), timedelta(days=1), timedelta(days=40)])
def test_after_a_standstill_each_alert_comes_once_and_says_that_it_is_late(house: PostHouse, gap: timedelta) -> None:
    numbers = [house.add(MONDAY + timedelta(days=days)) for days in (1, 3, 8, 20, 41)]
    house.reader()
    house.tick()
    before = len(house.sent(LetterKind.ALERT))
    house.clock.now += gap
    house.tick()
    house.tick()

    alerts = house.sent(LetterKind.ALERT)[before:]
    digests = house.sent(LetterKind.DIGEST)
    assert len(alerts) == (0 if gap < timedelta(days=1) else 1)
    assert len(digests) == (1 if gap > timedelta(days=7) else 0)
    if gap > timedelta(days=7):
        told = house.words(-2)
        assert all(told.count(f"C-{number:04d} ") >= 1 for number in numbers[:4])
        assert "melding had op" in told


def test_a_clock_that_was_ahead_does_not_swallow_the_alerts_of_today(local: PostHouse) -> None:
    local.reader(timetable=NO_DIGEST)
    local.clock.set(date(2026, 6, 1))
    local.tick()
    local.clock.set(MONDAY + timedelta(days=1))
    accept(local.office, local.office.today)
    local.add(date(2026, 3, 10))
    local.tick()

    assert [one.subject.partition(":")[0] for one in local.sent()] == ["Nog 7 dagen"]


def test_a_new_reader_hears_of_todays_deadlines_but_not_of_old_steps(local: PostHouse) -> None:
    local.clock.set(date(2026, 2, 1))
    local.add(date(2026, 3, 9))
    local.add(date(2026, 1, 9))
    local.clock.set(MONDAY)
    local.reader("an@example.org", timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(minutes=5)
    local.reader(timetable=NO_DIGEST)
    local.tick()

    assert [letter.recipient for letter in local.pocket.letters] == ["an@example.org", "jan@example.org"]
    assert local.words(0).count("C-0001 Nog 7") == local.words(1).count("C-0001 Nog 7") == 1
    assert "C-0002" not in local.words(0) + local.words(1)


def test_a_commitment_entered_late_is_told_once_with_its_latest_step(local: PostHouse) -> None:
    local.reader(timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(days=1)
    local.add(date(2025, 6, 1))
    local.tick()
    local.tick()

    assert [one.subject.partition(":")[0] for one in local.sent()] == ["275 dagen te laat"]
    assert local.clock().astimezone(BRUSSELS).date() == datetime(2026, 3, 3, tzinfo=BRUSSELS).date()
