"""A long round shows that it lives and stops when asked; what fails in it is a state until it goes well again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from errno import ENOSPC
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from posthouse import MONDAY, NO_DIGEST, Pocket, PostHouse
from sqlalchemy import text

from tracker.errors import StoreError
from tracker.model import Selection
from tracker.model.letters import Claimed, Outcome
from tracker.schedule import Asked, run
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.letters import health, troubles
from tracker.usecases.letters import digests
from tracker.usecases.letters.tick import tick


class OnFullDisk(Ledger):
    """A ledger that can be read and not written."""

    def _append(self, *_lines: Mapping[str, object]) -> None:
        raise self._unwritable(OSError(ENOSPC, os.strerror(ENOSPC)))


SLOW = 60  # seconds that a transaction takes on the slow register


class Slow:
    """A register on which every transaction takes a minute, by the test's clocks."""

    def __init__(self, house: PostHouse, happens: Callable[[], object] = lambda: None) -> None:
        self._house, self._happens = house, happens
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._house.database, name)

    def read(self) -> Any:
        return self._after_a_while(self._house.database.read)

    def write(self, **options: bool) -> Any:
        return self._after_a_while(lambda: self._house.database.write(**options))

    @contextmanager
    def _after_a_while(self, opened: Callable[[], Any]) -> Iterator[Any]:
        self.seconds += SLOW
        self._house.clock.forward(seconds=SLOW)
        with opened() as tx:
            yield tx
        self._happens()


def fill(house: PostHouse, readers: int) -> None:
    """Readers of different things, with alerts and digests that are due."""
    for index in range(readers):
        number = house.add(date(2026, 3, 9))
        house.reader(f"r{index:02d}@example.org", selection=Selection(numbers=(number,)))
    house.clock.set(MONDAY + timedelta(days=7), "08:00")


def on_a_slow_register(house: PostHouse, happens: Callable[[], object] = lambda: None) -> Slow:
    slow = Slow(house, happens)
    database: Any = slow
    house.office = replace(house.office, database=database, elapsed=lambda: slow.seconds)
    return slow


def last_beat(house: PostHouse) -> datetime:
    with house.database.read() as tx:
        return health.beats(tx)[0][1]


def test_a_long_round_shows_within_its_lease_that_it_lives(house: PostHouse) -> None:
    fill(house, readers=30)
    slow = on_a_slow_register(house)
    asked, ages = [slow.seconds], []

    def stop() -> bool:
        asked.append(slow.seconds)
        ages.append(house.clock() - last_beat(house))
        return False

    done = tick(house.office, house.pocket, stop=stop, lasting=True)
    lease = house.settings.letters.lease_seconds

    assert (done.digests, done.alert_letters, done.delivered.sent) == (30, 30, 60)
    assert slow.seconds > 2 * lease, "so long a silence would end the process"
    assert max(later - sooner for sooner, later in pairwise(asked)) < lease / 2
    assert max(ages) < timedelta(seconds=lease / 2), "the register hears of it, too"


def test_a_long_sending_shows_that_it_lives(house: PostHouse) -> None:
    fill(house, readers=10)
    slow, ages = on_a_slow_register(house), list[timedelta]()
    house.tick_plan_only()

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        slow.seconds += SLOW
        house.clock.forward(seconds=SLOW)
        ages.append(house.clock() - last_beat(house))
        return Pocket.send(house.pocket, letter, before_dot=before_dot)

    house.pocket.send = send  # type: ignore[method-assign]
    done = tick(house.office, house.pocket, lasting=True)

    assert done.delivered.sent == 20
    assert len(ages) * SLOW > house.settings.letters.lease_seconds / 2
    assert max(ages) < timedelta(seconds=10 * SLOW)


@pytest.mark.parametrize("after", [1, 5, 20, 35, 50, 65])
def test_a_round_that_is_stopped_loses_nothing(house: PostHouse, after: int) -> None:
    fill(house, readers=12)
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(len(asked) >= after)
        return asked[-1]

    stopped = tick(house.office, house.pocket, stop=stop, lasting=True)
    house.tick()
    recipients = sorted(letter.recipient for letter in house.pocket.letters)

    assert asked[-1], "it was asked to stop before it came to its end"
    assert stopped.delivered.sent < 24
    assert recipients == sorted(2 * [f"r{index:02d}@example.org" for index in range(12)])


def ask_to_stop() -> None:
    """SIGTERM, and time for the main thread to take it."""
    os.kill(os.getpid(), signal.SIGTERM)
    Event().wait(0.02)


def test_sigterm_ends_a_planning_soon(house: PostHouse) -> None:
    fill(house, readers=20)
    on_a_slow_register(house, ask_to_stop)
    raised: list[int] = []

    def tick_and_count(stopping: Asked) -> None:
        raised.append(tick(house.office, house.pocket, stop=stopping, lasting=True).alerts)

    run(tick_and_count, seconds=60, stale_after=30)

    assert len(raised) == 1
    assert raised[0] < 20, "planning stopped in the middle"
    assert house.pocket.letters == []


def names(house: PostHouse) -> dict[str, int]:
    """What fails now, and how often it did."""
    with house.database.read() as tx:
        return {one.name: one.times for one in troubles.known(tx)}


def test_what_fails_is_a_state_until_it_goes_well_again(house: PostHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> bool:
        raise UnicodeError("half a character")

    fill(house, readers=2)
    with monkeypatch.context() as patched:
        patched.setattr(digests, "_has_something_to_say", broken)
        house.tick()
        house.clock.forward(minutes=1)
        house.tick()
        failing = names(house)
    house.tick()

    assert failing == {"digests: reader 1": 2, "digests: reader 2": 2}
    assert names(house) == {}


def test_a_step_that_was_stopped_tells_nothing_of_what_failed_before(
    local: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(local, readers=2)
    with monkeypatch.context() as patched:
        patched.setattr(digests, "_has_something_to_say", lambda *_given: 1 / 0)
        local.tick()
    tick(local.office, local.pocket, stop=lambda: True)

    assert names(local) == {"digests: reader 1": 1, "digests: reader 2": 1}


def test_planning_that_fails_is_a_state(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    with house.database.write() as tx:
        tx.execute(text("ALTER TABLE alerts RENAME TO elsewhere"))
    done = house.tick()
    with house.database.write() as tx:
        failing, planned_at = troubles.known(tx), health.state(tx).planned_at
        tx.execute(text("ALTER TABLE elsewhere RENAME TO alerts"))
    house.tick()
    with house.database.read() as tx:
        mended_at = health.state(tx).planned_at

    assert {"planning", "alert letters"} <= {one.name for one in failing}
    assert any(problem.startswith("planning: ") for problem in done.problems)
    assert (planned_at, mended_at) == (None, house.clock())
    assert names(house) == {}


def test_a_ledger_that_cannot_be_written_is_a_state_and_nothing_leaves(local: PostHouse, tmp_path: Path) -> None:
    fill(local, readers=1)
    ledger, local.office = local.office.ledger, replace(local.office, ledger=OnFullDisk(local.office.ledger.path))
    local.tick()
    failing, left = names(local), len(local.pocket.letters)
    local.office = replace(local.office, ledger=ledger)
    local.tick()

    assert failing == {"ledger": 1, "sending": 1}
    assert (left, len(local.pocket.letters)) == (0, 2)
    assert names(local) == {}


def test_a_ledger_that_cannot_be_read_is_a_state_and_nothing_is_tried(local: PostHouse, tmp_path: Path) -> None:
    fill(local, readers=1)
    (tmp_path / "circle").symlink_to("circle")
    local.office = replace(local.office, ledger=Ledger(tmp_path / "circle"))
    with pytest.raises(StoreError, match="Cannot read the ledger"):
        local.tick()

    assert names(local) == {"ledger": 1}
    assert local.letters() == ()


def test_where_nothing_can_be_written_the_tick_fails(local: PostHouse, sqlite_database: Database) -> None:
    fill(local, readers=1)
    with sqlite_database.engine.connect() as keeper:
        keeper.exec_driver_sql("PRAGMA query_only=ON")  # and so does whoever gets this connection next
    with pytest.raises(StoreError):
        local.tick()

    assert local.pocket.letters == []
