"""No alert is missed and none is for nothing, whatever happens between planning, waiting and sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import text

from tracker import followup
from tracker.errors import Refused
from tracker.model import Deed, Selection, Status
from tracker.model.letters import AlertKind, LetterKind, LetterState, OutcomeKind, Rhythm, Timetable
from tracker.model.settings import LetterSettings
from tracker.store import Database
from tracker.store.letters import decisions, subscribers, waiting_alerts
from tracker.usecases import register
from tracker.usecases.letters import alerts, digests, outbox, subscribe
from tracker.usecases.letters.digests import post_now
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.raising import raise_alerts

FAR = date(2027, 1, 1)


def waiting_ten_minutes(house: PostHouse) -> None:
    house.office = replace(
        house.office, settings=replace(house.settings, letters=LetterSettings(group_wait_minutes=10))
    )


def undo(house: PostHouse, number: int) -> None:
    register.undo(house.database, number, act=house.act("vergissing"))


def edit(house: PostHouse, number: int, **fields: object) -> None:
    register.edit(house.database, number, fields, act=house.act("tikfout"))


def tick_daily(house: PostHouse, days: int) -> None:
    """One tick an afternoon, from Monday on."""
    for offset in range(days):
        house.clock.set(MONDAY + timedelta(days=offset), "14:00")
        house.tick()


class Meanwhile:
    """A register in which something happens between what a story reads and what it writes."""

    def __init__(self, database: Database, happens: Callable[[], object]) -> None:
        self._database, self._happens = database, happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def write(self, **options: bool) -> Any:
        happens, self._happens = self._happens, lambda: None
        happens()
        return self._database.write(**options)


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


def test_a_silence_holds_back_what_waits_already(house: PostHouse) -> None:
    house.clock.set(MONDAY - timedelta(days=20))
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, days_before=(7,))
    house.clock.set(MONDAY, "00:05")
    house.tick()
    quiet = subscribe.Quiet("lopende zaken", house.clock() + timedelta(days=3), commitment=number)
    subscribe.silence(house.office, quiet, actor="griffie")
    house.clock.set(MONDAY, "06:10")
    house.tick()

    assert house.pocket.letters == []


def test_a_silence_that_is_lifted_gives_back_what_it_held(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    quiet = subscribe.silence(
        house.office, subscribe.Quiet("vergissing", house.clock() + timedelta(days=3)), actor="griffie"
    )
    house.tick()
    subscribe.lift(house.office, quiet.id, actor="griffie")
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


def test_what_is_fulfilled_is_not_still_open(local: PostHouse) -> None:
    number = local.add(FAR)
    reader = local.reader(timetable=NO_DIGEST, alerts=())
    subscribe.follow(local.office, reader.address, number)
    local.tick()
    local.clock.set(MONDAY + timedelta(days=30), "00:30")
    local.tick()
    subscribe.pause(local.office, reader.address)
    local.resolve(number)
    local.tick()
    local.clock.forward(days=10)
    subscribe.resume(local.office, reader.address)
    local.tick()

    assert [letter.subject for letter in local.sent() if "open" in letter.subject] == []


def test_a_letter_that_waits_is_withdrawn_when_its_deadline_is_met(house: PostHouse) -> None:
    met, late = house.add(date(2026, 3, 9)), house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    house.tick()
    house.resolve(met)
    house.clock.forward(hours=1)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.tick()

    assert sorted(letter.state for letter in house.letters()) == [LetterState.DROPPED, LetterState.SENT]
    assert f"C-{late:04d}" in house.words()
    assert f"C-{met:04d}" not in house.words()


def test_a_letter_that_may_have_arrived_is_not_withdrawn(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    house.resolve(number)
    house.clock.forward(hours=1)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.tick()

    assert len({letter.content for letter in house.pocket.letters}) == 1
    assert [letter.state for letter in house.letters()] == [LetterState.SENT]


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


def test_a_letter_refused_for_what_it_says_is_not_written_again_and_again(local: PostHouse) -> None:
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.7.1 looks like spam"
    for _ in range(5):
        local.tick()
        local.clock.forward(minutes=10)

    assert [letter.state for letter in local.letters()] == [LetterState.FAILED]


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


def test_resolved_while_letters_are_written_is_told_to_nobody(
    local: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = local.add(date(2026, 3, 9))
    for index in range(2):
        local.reader(f"r{index}@example.org", timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    raise_alerts(local.office)
    post_one, written = alerts._post_one, list[int]()

    def resolved_between(office: PostOffice, reader: int) -> bool:
        if written == [1]:
            local.resolve(number)
        written.append(1)
        return post_one(office, reader)

    monkeypatch.setattr(alerts, "_post_one", resolved_between)
    assert alerts.post_alerts(local.office) == 1
    local.tick()

    assert local.pocket.letters == []


@pytest.mark.parametrize("how", ["pause", "remove"])
def test_what_waits_for_a_reader_who_went_does_not_leave(house: PostHouse, how: str) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader(timetable=NO_DIGEST)
    house.tick_plan_only()
    getattr(subscribe, how)(house.office, reader.address)
    house.tick()

    assert house.pocket.letters == []


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


def test_missed_digests_are_one_when_the_server_was_down_for_days(house: PostHouse) -> None:
    house.reader(timetable=DAILY, alerts=(), send_empty=True)
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    for day in range(1, 11):
        house.clock.set(MONDAY + timedelta(days=day), "08:00")
        house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.set(MONDAY + timedelta(days=10), "12:00")
    house.tick()

    assert len(house.pocket.letters) == 1


def test_a_digest_that_tells_for_two_days_tells_the_news_of_both(local: PostHouse) -> None:
    number = local.add(date(2026, 12, 1))
    local.reader(timetable=DAILY, alerts=())
    local.move(number, date(2026, 12, 2))
    local.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    later = local.add(date(2026, 12, 5))
    local.clock.set(MONDAY + timedelta(days=2), "08:00")
    local.tick()
    local.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    local.clock.forward(hours=2)
    local.tick()

    assert len(local.pocket.letters) == 1
    assert "van 1 december 2026 naar 2 december 2026" in local.words()
    assert f"C-{later:04d}" in local.words()


def tell_of_a_move_that_comes_back(house: PostHouse) -> str:
    """A daily digest tells of a move and comes back only after the next one left; gives the words that were lost."""
    number = house.add(date(2026, 12, 1))
    house.reader(timetable=DAILY, alerts=(), send_empty=True)
    house.move(number, date(2026, 12, 2))
    for day in (1, 2):
        house.clock.set(MONDAY + timedelta(days=day), "08:00")
        house.tick()
    with house.database.write() as tx:
        assert decisions.came_back(tx, house.sent()[0].id, reason="5.2.2 full", told_anew=False)
    return "van 1 december 2026 naar 2 december 2026"


def test_a_digest_that_came_back_is_told_again_even_after_another_one(local: PostHouse) -> None:
    told = tell_of_a_move_that_comes_back(local)
    for day in (3, 4):
        local.clock.set(MONDAY + timedelta(days=day), "08:00")
        local.tick()

    assert [told in local.words(index) for index in range(4)] == [True, False, True, False]


def test_another_name_does_not_cost_a_reader_the_digest_that_is_due(house: PostHouse) -> None:
    reader = house.reader(alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "11:00")
    subscribe.change(house.office, reader.address, lambda one: replace(one, name="Jan"))
    house.tick()

    assert len(house.pocket.letters) == 1


@pytest.mark.parametrize("change", ["daily", "paused"])
def test_a_reader_who_is_changed_while_digests_are_written_gets_what_they_asked(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    reader = house.reader(alerts=(), timetable=Timetable(Rhythm.MONTHLY, month_day=9))
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    written = digests._letter

    def slowly(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(digests, "_letter", written)
        if change == "paused":
            subscribe.pause(house.office, reader.address)
        else:
            subscribe.change(house.office, reader.address, lambda one: replace(one, timetable=DAILY, send_empty=True))
        return written(*given, **named)

    monkeypatch.setattr(digests, "_letter", slowly)
    house.tick()
    for day in range(8, 11):
        house.clock.set(MONDAY + timedelta(days=day), "08:00")
        house.tick()

    assert len(house.pocket.letters) == (3 if change == "daily" else 0)


def test_a_digest_asked_for_that_was_refused_does_not_take_the_place_of_the_one_that_is_due(local: PostHouse) -> None:
    reader = local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=7), "07:00")
    post_now(local.office, reader.address)
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    local.tick()
    local.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()

    assert len(local.pocket.letters) == 1


def test_no_digest_is_sent_by_hand_to_who_is_paused(local: PostHouse) -> None:
    reader = local.reader(alerts=())
    subscribe.pause(local.office, reader.address)

    with pytest.raises(Refused, match="gets no letters"):
        post_now(local.office, reader.address)


def test_no_digest_is_sent_by_hand_to_who_gets_none(local: PostHouse) -> None:
    reader = local.reader(timetable=NO_DIGEST)

    with pytest.raises(Refused) as refused:
        post_now(local.office, reader.address)

    assert refused.value.code == "subscriber.gets-no-digest"
    assert local.letters() == ()


def test_alerts_that_wait_for_who_wants_none_any_more_are_told_to_nobody(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    waiting_ten_minutes(house)
    reader = house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.clock.set(MONDAY, "05:00")
    house.tick()
    subscribe.change(house.office, reader.address, lambda one: replace(one, alerts=()))
    house.clock.set(MONDAY, "06:20")

    ticked = house.tick()
    house.tick()

    assert house.letters() == ()
    assert ticked.problems == ()
    with house.database.read() as tx:
        assert tx.execute(text("SELECT state FROM alerts")).scalars().all() == ["overtaken"]


def test_letters_that_failed_are_let_go_of_in_time_too(local: PostHouse) -> None:
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    local.tick()
    local.clock.forward(days=100)
    local.tick()
    first = local.letters(LetterState.FAILED)[-1]

    with local.database.read() as tx:
        assert decisions.letter(tx, first.id)[1] is None
    assert first.kind is LetterKind.ALERT


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


@pytest.mark.parametrize("what", ["a note", "a tag", "a move there and back", "an acceptance"])
def test_what_comes_to_nothing_is_told_to_nobody(local: PostHouse, what: str) -> None:
    number = local.add(FAR, status=Status.PROPOSED if what == "an acceptance" else Status.OPEN)
    local.reader(timetable=NO_DIGEST)
    local.reader("an@example.org", timetable=DAILY, alerts=())
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    told = len(local.pocket.letters)
    match what:
        case "a note":
            local.note(number, "intern")
        case "a tag":
            edit(local, number, tags=("zorg",))
        case "a move there and back":
            local.move(number, date(2027, 2, 1))
        case _:
            local.record(number, followup.accept)
    undo(local, number)
    for day in (1, 2):
        local.clock.set(MONDAY + timedelta(days=day), "09:00")
        local.tick()

    assert len(local.pocket.letters) == told
    with local.database.read() as tx:
        assert waiting_alerts.waiting(tx, 1, until=local.clock()) == ()


UNDONE: dict[str, Callable[[PostHouse, int], object]] = {
    "a resolution": lambda house, number: house.resolve(number),
    "a move": lambda house, number: house.move(number, date(2026, 9, 1)),
}


@pytest.mark.parametrize("what", UNDONE)
def test_what_was_told_and_is_undone_is_told_in_the_next_digest(local: PostHouse, what: str) -> None:
    number = local.add(date(2026, 2, 1))
    local.reader(alerts=())
    UNDONE[what](local, number)
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    undo(local, number)
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert ("HEROPEND" if what == "a resolution" else "TERMIJN VERSCHOVEN") in local.words()


def test_a_corrected_deadline_and_a_hand_over_stand_in_the_digest(local: PostHouse) -> None:
    late, given = local.add(FAR), local.add(FAR)
    local.reader(alerts=())
    local.reader("an@example.org", alerts=(), selection=Selection(minister="peeters"))
    edit(local, late, due_on=MONDAY - timedelta(days=10))
    local.record(given, lambda entry: followup.hand_over(entry, "Jan Peeters"))
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    texts = {letter.recipient: local.words(index) for index, letter in enumerate(local.pocket.letters)}

    assert "17 DAGEN TE LAAT" in texts["jan@example.org"]
    assert "OVERGEDRAGEN" in texts["an@example.org"]


def test_who_had_an_alert_hears_that_it_was_no_commitment(local: PostHouse) -> None:
    number = local.add(MONDAY - timedelta(days=1))
    local.reader(timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(hours=1)
    local.record(number, followup.reject)
    local.tick()

    assert [letter.subject.partition(":")[0] for letter in local.sent()] == ["1 dag te laat", "Toch geen toezegging"]


def test_rejected_proposals_do_not_push_the_news_out_of_a_digest(local: PostHouse) -> None:
    local.reader(alerts=())
    real = local.add(FAR)
    for _ in range(130):
        local.record(local.add(FAR, deed=Deed.FOUND, status=Status.PROPOSED), followup.reject)
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()

    assert "1 nieuw" in local.words()
    assert f"C-{real:04d}" in local.words()


def test_the_digest_of_what_is_overdue_tells_of_nothing_else(local: PostHouse) -> None:
    late = local.add(MONDAY - timedelta(days=1))
    other = local.add(FAR)
    local.reader(timetable=DAILY, selection=Selection(overdue=True), alerts=())
    local.move(other, date(2027, 6, 1))
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    quiet = len(local.pocket.letters)
    local.move(late, date(2026, 12, 1))
    local.clock.set(MONDAY + timedelta(days=2), "08:00")
    local.tick()

    assert quiet == 0
    assert "van 1 maart 2026 naar 1 december 2026" in local.words()
    assert f"C-{other:04d}" not in local.words()


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


@pytest.mark.parametrize("second", ["by hand", "the timetable", "another hour"])
def test_a_digest_that_waits_gives_way_to_another_of_the_same_day(house: PostHouse, second: str) -> None:
    reader = house.reader(alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "07:00")
    if second == "another hour":
        house.clock.set(MONDAY + timedelta(days=7), "08:00")
        house.tick_plan_only()
        later = replace(reader.timetable, at=time(10))
        subscribe.change(house.office, reader.address, lambda one: replace(one, timetable=later))
    else:
        post_now(house.office, reader.address)
    if second == "by hand":
        post_now(house.office, reader.address)
    else:
        house.clock.set(MONDAY + timedelta(days=7), "10:00")
    house.tick()

    assert len(house.pocket.letters) == 1


def test_what_a_failed_digest_told_survives_the_replacement_of_the_one_that_tells_it_again(local: PostHouse) -> None:
    told = tell_of_a_move_that_comes_back(local)
    local.clock.set(MONDAY + timedelta(days=3), "08:00")
    local.tick_plan_only()
    local.clock.set(MONDAY + timedelta(days=4), "08:00")
    local.tick()

    assert [told in local.words(index) for index in range(3)] == [True, False, True]


def test_what_fails_while_the_next_digest_is_written_is_told_in_the_one_after(local: PostHouse) -> None:
    number = local.add(date(2026, 12, 1))
    local.reader(timetable=DAILY, alerts=(), send_empty=True)
    local.move(number, date(2026, 12, 2))
    local.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    (doubtful,) = local.letters(LetterState.IN_DOUBT)
    local.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    local.clock.set(MONDAY + timedelta(days=2), "08:00")
    dropped: Any = Meanwhile(
        local.database, lambda: outbox.drop(local.office, [doubtful.id], reason="nooit gekregen", actor="griffie")
    )
    digests.post_digests(replace(local.office, database=dropped))
    for day in (2, 3):
        local.clock.set(MONDAY + timedelta(days=day), "09:00")
        local.tick()

    assert "van 1 december 2026 naar 2 december 2026" in local.words()
