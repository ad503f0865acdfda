"""Senders die at random moments: nothing is lost, no digest comes twice, every repeated alert is the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import Found, Killing, shaky
from promises import Told
from smtp_sink import Fault, Sink, Slow, well

from tracker.store import Database
from tracker.usecases.letters.digests import post_digests


def kill_often(database: Database, folder: Path, *, times: int, faulty: bool, seed: int, readers: int = 60) -> Found:
    with Sink() as sink, Killing(database, folder, sink, seed=seed) as killing:
        killing.fill(readers=readers)
        longest = killing.calibrate()
        sink.mood = shaky(seed) if faulty else well
        while killing.found.kills < times:
            killing.kill(longest=longest)
        sink.mood = well
        killing.settle()
        return killing.judge()


@pytest.mark.parametrize("faulty", [False, True], ids=["healthy", "faulty"])
def test_killed_senders_lose_nothing_and_double_nothing(database: Database, tmp_path: Path, *, faulty: bool) -> None:
    found = kill_often(database, tmp_path, times=12, faulty=faulty, seed=7)

    assert found.is_clean, found
    assert found.letters > 60
    assert faulty or found.in_doubt <= found.kills, "a killed sender leaves at most the letter in its hand in doubt"


@pytest.mark.soak
@pytest.mark.parametrize("faulty", [False, True], ids=["healthy", "faulty"])
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_three_hundred_killed_senders_lose_nothing_and_double_nothing(
    database: Database, tmp_path: Path, seed: int, promise: Told, *, faulty: bool
) -> None:
    found = kill_often(database, tmp_path, times=300, faulty=faulty, seed=seed)

    found.tell(promise)
    assert found.is_clean, found
    assert faulty or found.in_doubt <= found.kills


def unhurried(phase: str, _times: int) -> Fault | None:
    """A server as slow as servers are: there is time to die before it answers."""
    return Slow(0.02) if phase in {"connect", "dot"} else None


@pytest.mark.parametrize("sender", ["mark-before", "mark-after"])
def test_the_same_harness_convicts_naive_senders(sqlite_database: Database, tmp_path: Path, sender: str) -> None:
    with Sink(unhurried) as sink, Killing(sqlite_database, tmp_path, sink, sender=sender, seed=3) as killing:
        killing.fill(readers=40, alerts=False)
        post_digests(killing.house.office)
        wrong: list[str] = []
        for _ in range(40):
            killing.kill(longest=0.6)
            found = killing.judge()
            wrong = found.lost if sender == "mark-before" else found.doubled_digests
            if wrong:
                break

    assert wrong, "a sender that loses or doubles letters must not pass"
