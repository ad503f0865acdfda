"""No digest is missed, and what one did not tell the next one does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from happening import FAR, Meanwhile, edit, undo
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse

from tracker import followup
from tracker.errors import Refused
from tracker.model import Change, Deed, Selection, Status
from tracker.model.because import Rejection
from tracker.model.letters import LetterState, OutcomeKind, Rhythm, Timetable
from tracker.store.letters import decisions
from tracker.usecases.letters import digests, outbox, subscribe
from tracker.usecases.letters.digests import post_now


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

    assert ("Heropend" if what == "a resolution" else "Termijn verschoven") in local.words()


def test_a_corrected_deadline_and_a_hand_over_stand_in_the_digest(local: PostHouse) -> None:
    late, given = local.add(FAR), local.add(FAR)
    local.reader(alerts=())
    local.reader("an@example.org", alerts=(), selection=Selection(minister="peeters"))
    edit(local, late, due_on=MONDAY - timedelta(days=10))
    local.record(given, lambda entry: followup.hand_over(entry, "Jan Peeters"))
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    texts = {letter.recipient: local.words(index) for index, letter in enumerate(local.pocket.letters)}

    assert "17 dagen te laat" in texts["jan@example.org"]
    assert "Overgedragen" in texts["an@example.org"]


def test_who_had_an_alert_hears_that_it_was_no_commitment(local: PostHouse) -> None:
    """Registers of before hold rejections of what was open."""
    number = local.add(MONDAY - timedelta(days=1))
    local.reader(timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(hours=1)
    local.record(number, lambda one: Change(Deed.REJECTED, {"status": Status.REJECTED}, Rejection(one.status)))
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
