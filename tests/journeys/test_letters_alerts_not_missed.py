"""No alert is missed, whatever happens between planning, waiting and sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from happening import FAR, Meanwhile, edit, tick_daily, undo, waiting_ten_minutes
from posthouse import MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import text

from tracker import followup
from tracker.errors import Refused
from tracker.model import Selection
from tracker.model.letters import AlertKind, LetterState, OutcomeKind
from tracker.store import Database
from tracker.store.letters import subscribers
from tracker.usecases.letters import outbox, subscribe
from tracker.usecases.letters.raising import raise_alerts


def test_what_is_recorded_after_the_last_tick_of_a_day_is_told_the_next(house: PostHouse) -> None:
    house.reader(timetable=NO_DIGEST)
    house.tick()
    house.clock.set(MONDAY, "14:00")
    house.add(MONDAY - timedelta(days=10))
    house.clock.set(MONDAY + timedelta(days=1), "07:00")
    house.tick()

    assert len(house.pocket.letters) == 1


def test_what_is_recorded_for_an_earlier_day_is_told(local: PostHouse) -> None:
    local.reader(timetable=NO_DIGEST)
    local.clock.forward(days=3)
    local.tick()
    now = local.clock.now
    local.clock.set(MONDAY)
    local.add(MONDAY - timedelta(days=10))
    local.clock.now = now + timedelta(minutes=5)
    local.tick()

    assert len(local.pocket.letters) == 1


@pytest.mark.parametrize("days", [-10, 5], ids=["past", "near"])
def test_a_corrected_deadline_alerts(local: PostHouse, days: int) -> None:
    local.clock.set(MONDAY - timedelta(days=60))
    number = local.add(FAR)
    local.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE, AlertKind.OVERDUE), days_before=(14,), days_after=(1, 30))
    local.tick()
    local.clock.set(MONDAY)
    local.tick()
    edit(local, number, due_on=MONDAY + timedelta(days=days))
    tick_daily(local, 5)

    assert len(local.pocket.letters) == 1


def test_an_undone_move_alerts_to_the_old_deadline_again(local: PostHouse) -> None:
    number = local.add(MONDAY - timedelta(days=6))
    local.reader(timetable=NO_DIGEST, alerts=(AlertKind.OVERDUE,))
    local.tick()
    local.clock.set(MONDAY, "14:00")
    local.move(number, FAR)
    local.tick()
    local.clock.set(MONDAY + timedelta(days=3), "10:00")
    local.tick()
    undo(local, number)
    local.tick()

    assert len(local.pocket.letters) == 2


def test_who_reads_of_the_new_minister_hears_of_what_is_late(local: PostHouse) -> None:
    local.clock.set(MONDAY - timedelta(days=60))
    number = local.add(MONDAY - timedelta(days=10))
    local.reader(timetable=NO_DIGEST, selection=Selection(minister="peeters"))
    local.clock.set(MONDAY)
    local.tick()
    local.record(number, lambda entry: followup.hand_over(entry, "Jan Peeters"))
    tick_daily(local, 5)

    assert len(local.pocket.letters) == 1


def test_a_reader_who_comes_while_alerts_are_planned_gets_theirs(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader("an@example.org", timetable=NO_DIGEST)
    came: Any = Meanwhile(house.database, lambda: house.reader("jan@example.org", timetable=NO_DIGEST))
    raise_alerts(replace(house.office, database=came))
    for _ in range(2):
        house.tick()
        house.clock.forward(hours=3)

    assert sorted(letter.recipient for letter in house.pocket.letters) == ["an@example.org", "jan@example.org"]


def test_a_reader_who_is_resumed_while_alerts_are_planned_gets_theirs(house: PostHouse) -> None:
    house.clock.set(MONDAY - timedelta(days=10))
    house.add(date(2026, 3, 9))
    reader = house.reader(timetable=NO_DIGEST, days_before=(7,))
    house.tick()
    subscribe.pause(house.office, reader.address)
    house.clock.set(MONDAY, "00:05")
    came: Any = Meanwhile(house.database, lambda: subscribe.resume(house.office, reader.address))
    raise_alerts(replace(house.office, database=came))
    house.clock.set(MONDAY, "09:00")
    house.tick()

    assert len(house.pocket.letters) == 1


def test_an_event_that_is_planned_before_a_new_reader_is_written_reaches_them(
    postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = PostHouse(postgres_database, tmp_path)
    number = house.add(FAR)
    house.tick()
    add = subscribers.add

    def slowly(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(subscribers, "add", add)
        house.move(number, date(2027, 5, 1))
        house.tick()
        return add(*given, **named)

    monkeypatch.setattr(subscribers, "add", slowly)
    house.reader(timetable=NO_DIGEST)
    house.tick()

    assert len(house.pocket.letters) == 1


@pytest.mark.parametrize("back", ["reopen", "undo"])
def test_what_was_resolved_by_mistake_alerts_after_all(house: PostHouse, back: str) -> None:
    house.clock.set(MONDAY - timedelta(days=3))
    number = house.add(MONDAY - timedelta(days=1))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.OVERDUE,))
    house.tick()
    house.clock.set(MONDAY, "00:30")
    house.tick()
    house.resolve(number)
    house.clock.set(MONDAY, "06:00")
    house.tick()
    assert house.pocket.letters == []
    house.clock.set(MONDAY, "09:00")
    house.reopen(number) if back == "reopen" else undo(house, number)
    tick_daily(house, 5)

    assert len(house.pocket.letters) == 1


def tick_with_many_alerts(house: PostHouse, many: int) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.MOVED,))
    house.reader("zz@example.org", timetable=NO_DIGEST)
    rows = (
        f"WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < {many}) "
        "INSERT INTO alerts (key, subscriber_id, commitment, kind, step, deadline_version, owed_on, release_at, state) "
        "SELECT 'x' || i, 1, 1, 'due', 'D-7', 1, (SELECT min(since_on) FROM subscribers), "
        "(SELECT min(slots_after) FROM subscribers), 'pending' FROM counted"
    )
    with house.database.write() as tx:
        tx.execute(text(rows))
    done = house.tick()

    assert done.problems == ()
    assert sorted(letter.recipient for letter in house.pocket.letters) == ["jan@example.org", "zz@example.org"]


def test_many_alerts_of_one_reader_hold_up_nobody(local: PostHouse) -> None:
    tick_with_many_alerts(local, 33_000)  # more than SQLite takes values in a statement


@pytest.mark.soak
def test_very_many_alerts_of_one_reader_hold_up_nobody(house: PostHouse) -> None:
    tick_with_many_alerts(house, 66_000)  # more than PostgreSQL takes


@pytest.mark.parametrize("broken", ["zone = 'Mars/Olympus'", 'selection = \'{"kinds": ["weg"]}\''])
def test_a_reader_that_makes_no_sense_is_told_and_holds_up_nobody(local: PostHouse, broken: str) -> None:
    local.add(date(2026, 3, 9))
    local.reader("an@example.org")
    local.reader("jan@example.org")
    with local.database.write() as tx:
        tx.execute(text(f"UPDATE subscribers SET {broken} WHERE address = 'an@example.org'"))
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    done = local.tick()

    assert {letter.recipient for letter in local.pocket.letters} == {"jan@example.org"}
    assert any("an@example.org" in problem for problem in done.problems)


def test_alerts_that_a_dead_address_refused_are_told_once_it_lives(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader(timetable=NO_DIGEST)
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.1.1 no such user"
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(hours=1)
    subscribe.resume(house.office, reader.address)
    house.tick()

    assert len(house.pocket.letters) == 1
    refused = house.letters(LetterState.FAILED)[0]
    with pytest.raises(Refused, match="waits for the reader's next letter"):
        outbox.decide(house.office, [refused.id], LetterState.QUEUED, actor="griffie")


@pytest.mark.parametrize("what", ["resolve", "move"])
def test_who_reads_only_what_is_overdue_hears_how_it_ends(local: PostHouse, what: str) -> None:
    late, other = local.add(MONDAY - timedelta(days=1)), local.add(FAR)
    local.reader(timetable=NO_DIGEST, selection=Selection(overdue=True))
    local.tick()
    local.clock.forward(hours=1)
    for number in (late, other):
        local.resolve(number) if what == "resolve" else local.move(number, date(2027, 6, 1))
    local.tick()

    assert len(local.pocket.letters) == 2
    assert f"C-{late:04d}" in local.words()
    assert f"C-{other:04d}" not in local.words()


def test_an_event_does_not_pull_a_deadline_out_of_the_morning(local: PostHouse) -> None:
    waiting_ten_minutes(local)
    late, other = local.add(date(2026, 3, 10)), local.add(FAR)
    local.reader(timetable=NO_DIGEST)
    for _ in range(2):
        local.tick()
        local.clock.forward(minutes=15)
    for at in ("00:05", "00:20", "06:00"):
        local.clock.set(MONDAY + timedelta(days=1), at)
        if at == "00:05":
            local.resolve(other)
        local.tick()

    assert [f"C-{late:04d}" in local.words(index) for index in (1, 2)] == [False, True]


def test_a_paused_readers_alerts_wait_for_the_day_they_are_resumed(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader(timetable=NO_DIGEST)
    house.tick_plan_only()
    subscribe.pause(house.office, reader.address)
    house.tick()
    house.clock.forward(hours=2)
    subscribe.resume(house.office, reader.address)
    house.tick()

    assert len(house.pocket.letters) == 1


def test_a_clerk_need_not_wait_until_alerts_are_planned(local: PostHouse) -> None:
    for index in range(30):
        local.add(date(2026, 3, 9))
        local.reader(f"r{index}@example.org", timetable=NO_DIGEST, selection=Selection(numbers=(index + 1,)))
    written: list[int] = []

    class Counting(Meanwhile):
        def write(self, **options: bool) -> Any:
            written.append(1)
            return self._database.write(**options)

    counting: Any = Counting(local.database, lambda: None)
    assert raise_alerts(replace(local.office, database=counting)) == 30
    assert len(written) == 31, "each group of readers in a transaction of its own, and the mark"


@pytest.mark.parametrize("also", [(), (AlertKind.REOPENED,)], ids=["alone", "with another"])
def test_an_alert_whose_letter_was_withdrawn_comes_after_all(house: PostHouse, also: tuple[AlertKind, ...]) -> None:
    number = house.add(MONDAY + timedelta(days=1))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE, *also))
    house.tick_plan_only()
    house.resolve(number)
    house.tick_plan_only()
    undo(house, number)
    written = [house.tick_plan_only().alert_letters for _ in range(3)]
    house.tick()

    assert written == [1, 0, 0]
    assert len(house.pocket.letters) == 1
