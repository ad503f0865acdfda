from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest

from tracker.model.letters import Rhythm, Timetable
from tracker.owed.slots import instant_of, is_slot, latest_slot, local_midnight, next_slot, slots

ZONES = (
    "Europe/Brussels",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "America/Santiago",
)
TIMES = (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(8))


def weekly(*days: int, zone: str = "Europe/Brussels", at: time = time(8)) -> Timetable:
    return Timetable(Rhythm.WEEKLY, days, at=at, zone=zone)


def expected_days(timetable: Timetable, first: date, last: date) -> list[date]:
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    match timetable.rhythm:
        case Rhythm.DAILY:
            return days
        case Rhythm.WEEKLY:
            return [day for day in days if day.weekday() == 0]
        case _:
            return [day for day in days if day.day == 1]


def check_years(zone: str, at: time, first: int, last: int) -> int:
    """All slots of some years, walked as the planner walks: each exactly once, in order. Gives how many."""
    seen = 0
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY):
        timetable = Timetable(rhythm, (1,), at=at, zone=zone)
        start = instant_of(timetable, date(first, 1, 1)) - timedelta(microseconds=1)
        end = date(last, 12, 31)
        found = list(takewhile(end.__ge__, slots(timetable, after=start)))
        assert found == expected_days(timetable, date(first, 1, 1), end), (zone, at, rhythm)
        moments = [instant_of(timetable, day) for day in found]
        assert all(one < other for one, other in pairwise(moments)), (zone, at, rhythm)
        seen += len(found)
    return seen


@pytest.mark.parametrize("zone", ZONES)
def test_no_change_of_clocks_in_twenty_years_skips_or_doubles_a_slot(zone: str) -> None:
    assert sum(check_years(zone, at, 2016, 2035) for at in TIMES) == len(TIMES) * (7305 + 1044 + 240)


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/Santiago", "Africa/Casablanca"])
def test_a_planner_that_ticks_every_hour_sees_each_slot_once(zone: str) -> None:
    timetable = Timetable(Rhythm.DAILY, at=time(2, 30), zone=zone)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    seen, after = [], now
    for _ in range(365 * 24):
        now += timedelta(hours=1)
        slot = latest_slot(timetable, after=after, now=now)
        if slot:
            seen.append(slot)
            after = now

    assert len(seen) == len(set(seen)) == 365


def test_a_local_time_that_the_clocks_skip_counts_from_before_the_gap() -> None:
    timetable = Timetable(Rhythm.DAILY, at=time(2, 30))

    assert instant_of(timetable, date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_local_time_that_comes_twice_counts_the_first_time() -> None:
    timetable = Timetable(Rhythm.DAILY, at=time(2, 30))

    assert instant_of(timetable, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_missed_digests_are_one() -> None:
    timetable = weekly(1)
    seen = latest_slot(timetable, after=datetime(2026, 3, 2, 12, tzinfo=UTC), now=datetime(2026, 4, 14, tzinfo=UTC))

    assert seen == date(2026, 4, 13)


def test_no_slot_is_due_twice() -> None:
    timetable = weekly(1)
    due = instant_of(timetable, date(2026, 3, 2))

    assert latest_slot(timetable, after=due - timedelta(seconds=1), now=due) == date(2026, 3, 2)
    assert latest_slot(timetable, after=due, now=due + timedelta(days=6)) is None


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    timetable = Timetable(Rhythm.MONTHLY, month_day=31)
    days = [day for day in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 4, 30)) if is_slot(timetable, day)]

    assert days == [date(2028, 2, 29), date(2028, 4, 30)]


def test_several_weekdays_are_all_slots() -> None:
    first = next_slot(weekly(2, 4), after=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert first == date(2026, 3, 3)
    second = next_slot(weekly(2, 4), after=instant_of(weekly(2, 4), first))

    assert second == date(2026, 3, 5)


@pytest.mark.parametrize("timetable", [Timetable(Rhythm.NEVER), weekly()])
def test_who_wants_no_digest_has_no_slot(timetable: Timetable) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    assert next_slot(timetable, after=now) is None
    assert latest_slot(timetable, after=now - timedelta(days=50), now=now) is None


def test_a_day_begins_at_local_midnight() -> None:
    assert local_midnight(date(2026, 7, 1), ZoneInfo("Europe/Brussels")) == datetime(2026, 6, 30, 22, tzinfo=UTC)
