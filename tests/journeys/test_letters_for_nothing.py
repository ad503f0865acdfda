"""No letter is for nothing: what is settled, undone or silenced before it leaves is told to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from happening import FAR, edit, undo, waiting_ten_minutes
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import text

from tracker import followup
from tracker.model import Status
from tracker.model.letters import AlertKind, LetterKind, LetterState, OutcomeKind
from tracker.store.letters import decisions, waiting_alerts
from tracker.usecases.letters import alerts, subscribe
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.raising import raise_alerts


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


def test_a_letter_refused_for_what_it_says_is_not_written_again_and_again(local: PostHouse) -> None:
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.7.1 looks like spam"
    for _ in range(5):
        local.tick()
        local.clock.forward(minutes=10)

    assert [letter.state for letter in local.letters()] == [LetterState.FAILED]


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
