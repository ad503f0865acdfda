"""What is planned twice is one letter, whichever database tells so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from posthouse import MONDAY, PostHouse

from tracker.model.letters import LetterKind, LetterState
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import LedgerContent
from tracker.store.letters import decisions, health
from tracker.usecases.letters.digests import post_digests, post_now
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.tick import Ticked, tick


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(database, tmp_path)
    house.add(date(2026, 3, 10))
    return house


def test_a_digest_asked_for_twice_on_a_day_is_one(house: PostHouse) -> None:
    reader = house.reader()

    for _ in range(2):
        post_now(house.office, reader.address)
    assert len(house.letters(LetterState.QUEUED)) == 1, "a second one takes the place of the one that waits"
    house.tick()

    assert not post_now(house.office, reader.address)
    assert len(house.sent(LetterKind.DIGEST)) == 1


def test_a_sign_of_life_follows_the_last(house: PostHouse) -> None:
    for _ in range(2):
        house.clock.forward(minutes=5)
        tick(house.office, house.pocket, lasting=True)

    with house.database.read() as tx:
        assert health.beats(tx) == (("test:1", house.clock()),)


def test_alerts_are_counted_when_they_are_new(house: PostHouse) -> None:
    house.reader()

    counts = [raise_alerts(house.office)]
    with house.database.write() as tx:
        health.plan_again(tx, after=MONDAY - timedelta(days=1), sequence=0)
    counts.append(raise_alerts(house.office))

    assert counts == [1, 0]


def test_what_the_ledger_knows_is_taken_over_once(house: PostHouse) -> None:
    house.reader()
    house.tick()
    house.office.ledger.sent("digest:7:2026-03-09", house.clock())
    house.office.ledger.sync()

    assert [house.reconcile().sent for _ in range(2)] == [1, 0]


class Overtaken(Ledger):
    """A ledger that another sender begins as soon as it was looked for."""

    begin_elsewhere: Callable[[], object] | None = None

    def recent(self) -> LedgerContent:
        told = super().recent()
        begin, self.begin_elsewhere = self.begin_elsewhere, None
        if begin is not None:
            begin()
        return told


def test_a_ledger_that_another_sender_begins_meanwhile_is_not_missing(house: PostHouse, tmp_path: Path) -> None:
    house.reader()
    first = replace(house.office, owner="test:2", ledger=Ledger(tmp_path / "ledger"))
    ledger, ticked = Overtaken(tmp_path / "ledger"), list[Ticked]()
    ledger.begin_elsewhere = lambda: ticked.append(tick(first, None))
    ticked.append(tick(replace(house.office, ledger=ledger), None))

    assert [one.problems for one in ticked] == [(), ()]


def test_schedulers_that_plan_at_the_same_moment_write_each_letter_once(house: PostHouse, tmp_path: Path) -> None:
    for index in range(40):
        house.reader(f"r{index}@example.org")
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    barrier, failures = Barrier(4), list[Exception]()

    def tick_as(name: str) -> None:
        office = replace(house.office, owner=name, ledger=Ledger(tmp_path / "ledger"))
        barrier.wait()
        try:
            tick(office, None)
            post_digests(office)
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [Thread(target=tick_as, args=(f"test-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    kinds = [letter.kind for letter in house.letters(LetterState.QUEUED)]
    assert sorted(kinds) == sorted([LetterKind.ALERT, LetterKind.DIGEST] * 40)
    with house.database.read() as tx:
        assert all(decisions.letter(tx, letter.id)[1] for letter in house.letters())
