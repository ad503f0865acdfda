"""A sender that is stopped past its lease: what was taken from it does not leave twice, nor need it be doubted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from killing import Found, Killing
from ledgers import begun
from posthouse import MONDAY, Pocket, PostHouse
from smtp_sink import Sink

from tracker.errors import StoreError
from tracker.model.letters import Claimed, LetterState, Outcome
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import Held
from tracker.store.letters import outbox
from tracker.usecases.letters.deliver import deliver, recover

HELD = Held("digest:1:2026-03-09", 1, "test:1")


class Falling(Ledger):
    """A ledger whose owner falls asleep as soon as a line is written, while another takes its letters away."""

    def _append(self, *lines: Mapping[str, object]) -> None:
        super()._append(*lines)
        if "given" in lines[0]:
            taken_away(self.path, HELD)


def taken_away(path: Path, *letters: Held) -> None:
    other = Ledger(path)
    other.take_away(letters)
    other.sync()


def opened(path: Path, kind: type[Ledger] = Ledger) -> Ledger:
    ledger = begun(path, kind)
    ledger.opened(HELD.owner, "this start")
    return ledger


def is_held_back(ledger: Ledger) -> bool:
    ledger.sync()
    return ledger.recall([HELD], boot="this start").is_held_back(HELD)


def test_what_was_taken_away_is_not_given(tmp_path: Path) -> None:
    ledger = opened(tmp_path / "ledger")
    taken_away(ledger.path, replace(HELD, attempt=2), replace(HELD, key="digest:2:2026-03-09"), HELD)

    assert not ledger.given(HELD)
    assert is_held_back(ledger), "and whoever took it away may send it: the line that came too late says nothing"


def test_what_was_taken_away_together_with_an_earlier_letter_is_not_given(tmp_path: Path) -> None:
    ledger, first = opened(tmp_path / "ledger"), replace(HELD, key="digest:0:2026-03-09")
    taken_away(ledger.path, first, HELD)

    assert [ledger.given(first), ledger.given(HELD)] == [False, False]
    ledger.sync()


def test_what_is_taken_away_after_its_line_was_written_is_given_and_in_doubt(tmp_path: Path) -> None:
    ledger = opened(tmp_path / "ledger", Falling)

    assert ledger.given(HELD)
    assert not is_held_back(ledger)


@pytest.mark.parametrize("other", [replace(HELD, attempt=2), replace(HELD, owner="test:2")], ids=["attempt", "owner"])
def test_what_was_taken_from_another_hand_is_given(tmp_path: Path, other: Held) -> None:
    ledger = opened(tmp_path / "ledger")
    taken_away(ledger.path, other)

    assert ledger.given(HELD)
    assert not is_held_back(ledger)


def test_a_ledger_that_became_another_file_stops_the_sender(tmp_path: Path) -> None:
    ledger = opened(tmp_path / "ledger")
    (tmp_path / "copy").write_bytes(ledger.path.read_bytes())
    (tmp_path / "copy").replace(ledger.path)

    with pytest.raises(StoreError, match="is another file"):
        ledger.given(HELD)
    ledger.sync()


def write(house: PostHouse, readers: int) -> None:
    house.add(date(2026, 3, 10))
    for index in range(readers):
        house.reader(f"r{index:02d}@example.org", alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    house.tick_plan_only()


@pytest.mark.parametrize("moment", ["before the line", "before the dot", "before the answer"])
def test_of_a_sender_that_slept_past_its_lease_one_letter_is_in_doubt(
    house: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """It has marked a run of letters when it falls asleep, and wakes up when others have sent them."""
    write(house, readers=30)
    elsewhere, doubted = Pocket(), list[int]()
    other = replace(house.office, owner="test:2", ledger=Ledger(house.office.ledger.path))
    now = outbox.database_now

    def sleep() -> None:
        monkeypatch.setattr(outbox, "database_now", lambda tx: now(tx) + timedelta(hours=1))
        doubted.append(recover(other))
        deliver(other, elsewhere)

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        is_last = len(house.pocket.letters) == 9 and not doubted

        def asked() -> bool:
            if is_last and moment == "before the line":
                sleep()
            ours = before_dot()
            if is_last and moment == "before the dot":
                sleep()
            return ours

        outcome = Pocket.send(house.pocket, letter, before_dot=asked)
        if is_last and moment == "before the answer":
            sleep()
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    deliver(house.office, house.pocket)
    given = Counter(letter.recipient for letter in (*house.pocket.letters, *elsewhere.letters))

    assert doubted == [0 if moment == "before the line" else 1]
    assert given == {f"r{index:02d}@example.org": 1 for index in range(30)}
    assert {letter.state for letter in house.letters()} == {LetterState.SENT}, "the answer ends the doubt"


def test_who_gives_back_past_the_lease_leaves_it_to_those_who_take_away(house: PostHouse) -> None:
    """What was taken away in an attempt is never given in that attempt: it must not be made a second time."""
    write(house, readers=1)
    hold = replace(house.office.hold, lease=timedelta(0))
    with house.database.write() as tx:
        claimed = outbox.claim(tx, hold, now=house.clock(), limit=1)
    with house.database.write() as tx:
        outbox.release(tx, hold, claimed)
    other = replace(house.office, owner="test:2")
    recover(other)

    assert [letter.attempts for letter in house.letters()] == [1]
    assert deliver(other, house.pocket).sent == 1


def stop_often(database: Database, folder: Path, *, times: int, seed: int, readers: int = 60) -> Found:
    with Sink() as sink, Killing(database, folder, sink, seed=seed, wait=0.2) as killing:
        killing.fill(readers=readers)
        killing.house.tick_plan_only()
        longest = killing.calibrate()
        while killing.found.stops < times:
            killing.stop(longest=longest)
        killing.settle()
        return killing.judge()


def test_stopped_senders_lose_nothing_and_double_nothing(database: Database, tmp_path: Path) -> None:
    found = stop_often(database, tmp_path, times=8, seed=5, readers=40)

    assert found.is_clean, found
    assert found.letters > 40
    assert found.most_in_doubt <= 1, "a stopped sender leaves at most the letter in its hand in doubt"
    assert found.repeated_alerts <= found.stops


@pytest.mark.soak
@pytest.mark.parametrize("seed", [21, 22])
def test_a_hundred_stopped_senders_lose_nothing_and_double_nothing(
    database: Database, tmp_path: Path, seed: int
) -> None:
    found = stop_often(database, tmp_path, times=100, seed=seed)

    sys.stderr.write(f"{found}\n")
    assert found.is_clean, found
    assert found.most_in_doubt <= 1
    assert found.repeated_alerts <= found.stops
