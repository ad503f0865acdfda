"""What goes wrong is a row as long as it does, and the last tick is remembered, in both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.model.checks import Trouble
from tracker.store import Database
from tracker.store.letters import health, troubles

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_trouble_is_known_since_it_first_failed_until_it_is_over(database: Database) -> None:
    with database.write() as tx:
        troubles.failed(tx, "alerts", "no space", now=MONDAY)
    with database.write() as tx:
        troubles.failed(tx, "digests", "no template", now=MONDAY + timedelta(hours=1))
        troubles.failed(tx, "alerts", "still no space", now=MONDAY + timedelta(hours=2))
    with database.read() as tx:
        known = troubles.known(tx)
    with database.write() as tx:
        gone = troubles.over(tx, ["alerts", "never failed"])
        left = troubles.known(tx)

    assert known[0] == Trouble("alerts", MONDAY, MONDAY + timedelta(hours=2), 2, "still no space")
    assert [one.name for one in known] == ["alerts", "digests"]
    assert gone == 1
    assert [one.name for one in left] == ["digests"]


def test_the_last_tick_is_remembered(database: Database) -> None:
    with database.read() as tx:
        never = health.state(tx)
    with database.write() as tx:
        health.ticked(tx, at=MONDAY, boot="this start", elapsed=1.5)
        health.ticked(tx, at=MONDAY + timedelta(seconds=30), boot="this start", elapsed=31.5)
    with database.read() as tx:
        last = health.state(tx)

    assert never.ticked_at is None
    assert last.ticked_at == MONDAY + timedelta(seconds=30)
    assert (last.ticked_boot, last.ticked_elapsed) == ("this start", 31.5)
