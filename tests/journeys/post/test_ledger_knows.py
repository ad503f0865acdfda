"""What the ledger knows: it stops an old copy, and what left is not sent again."""

from __future__ import annotations

import resource
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from ledgers import begun
from posthouse import MONDAY, NO_DIGEST, PostHouse
from watched_post import due_now, told

from tracker.errors import MailError, StoreError
from tracker.model.letters import LetterState, OutcomeKind
from tracker.store import events
from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import Held
from tracker.store.letters import outbox
from tracker.usecases.letters.deliver import deliver, recover
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.status import house_status

MONDAY_NOON = PostHouse.noon(MONDAY)


def left(house: PostHouse, *keys: str) -> None:
    """These letters left, as the ledger knows, and the register forgot it."""
    keep_up(check_fence(house.office))
    for key in keys:
        house.office.ledger.sent(key, house.clock())
    house.office.ledger.sync()


def test_the_ledger_stops_an_old_copy(house: PostHouse) -> None:
    house.reader()
    left(house, "digest:1:2026-03-09")

    assert told(house)["ledger"][0] == "wrong"
    assert "1 letter that left is unknown to it" in told(house)["ledger"][1]
    assert house_status(house.office, now=house.clock()).needs_somebody
    with pytest.raises(MailError, match="went back in time"):
        check_fence(house.office)
    assert house.reconcile().sent == 1
    assert told(house)["ledger"][0] == "well"


def test_a_reconciled_digest_is_not_sent_again(house: PostHouse) -> None:
    due_now(house)
    left(house, "digest:1:2026-03-09")
    house.reconcile()
    house.tick()

    assert house.pocket.letters == []


@pytest.mark.parametrize("letters_since", [1, 2], ids=["the same letter", "two letters"])
def test_alerts_of_a_reconciled_letter_are_not_told_again(house: PostHouse, tmp_path: Path, letters_since: int) -> None:
    path = house.database.path
    assert path is not None
    house.clock.set(MONDAY - timedelta(days=20))
    for due_on in (date(2026, 3, 9), date(2026, 3, 10))[:letters_since]:
        house.add(due_on)
    house.reader(timetable=NO_DIGEST, days_before=(7, 1))
    house.tick()
    house.database.close()
    shutil.copy(path, tmp_path / "old.db")
    for day in range(letters_since):
        house.clock.set(MONDAY + timedelta(days=day))
        house.tick()
    house.database.close()
    shutil.copy(tmp_path / "old.db", path)

    assert house.reconcile().sent == letters_since
    for _ in range(3):
        house.tick()
        house.clock.forward(minutes=1)
    assert len(house.pocket.letters) == letters_since
    house.clock.set(date(2026, 3, 8))
    house.tick()
    assert len(house.pocket.letters) == letters_since + 1, "the next step is told"


def test_all_that_left_since_the_copy_was_made_is_reconciled(house: PostHouse) -> None:
    house.reader()
    left(house, *(f"digest:{number}:2026-03-09" for number in range(4000)))

    assert len(house.office.ledger.recent().sent) < 4000
    assert house.reconcile().sent == 4000
    assert house.reconcile().sent == 0


def test_the_ledger_keeps_the_end_of_the_chain(house: PostHouse) -> None:
    due_now(house)
    house.tick()
    with house.database.read() as tx:
        end = events.head(tx)

    assert house.office.ledger.heads() == ((end.sequence, end.digest),)


def test_a_ledger_line_that_was_cut_short_is_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "deep" / "ledger")
    assert ledger.recent().sent == {}
    begun(ledger.path)
    for index in range(5000):
        ledger.sent(f"digest:{index}:2026-03-09 with a long tail of words to fill the file", MONDAY_NOON)
    ledger.sync()
    with ledger.path.open("ab") as file:
        file.write(b'{"sent": "hal')
    newest = ledger.recent().sent

    assert "digest:4999:2026-03-09 with a long tail of words to fill the file" in newest
    assert len(newest) < 5000, "only the end is looked at"


def test_a_ledger_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="Cannot write to the ledger"):
        begun(tmp_path / "file" / "ledger")
    with pytest.raises(StoreError, match="is no file"):
        Ledger(tmp_path).recent()


def test_a_ledger_that_is_gone_is_not_made_anew_behind_anybodys_back(house: PostHouse) -> None:
    due_now(house)
    house.tick_plan_only()
    house.office.ledger.path.unlink()

    with pytest.raises(StoreError, match="is gone or broken"):
        deliver(house.office, house.pocket, is_checked=True)
    assert house.pocket.letters == []
    assert not house.office.ledger.path.exists()


def test_a_letter_that_the_ledger_knows_is_sent_even_if_its_sender_died(house: PostHouse) -> None:
    due_now(house)
    house.tick_plan_only()
    with house.database.write() as tx:
        (letter,) = outbox.claim(tx, house.office.hold, now=house.clock(), limit=1)
    with house.database.write() as tx:
        assert outbox.mark_dot(tx, letter, house.office.hold)
    house.office.ledger.sent(letter.key, house.clock())
    house.office.ledger.sync()
    recover(house.office)

    assert [one.state for one in house.letters()] == [LetterState.SENT]


def test_a_disk_that_is_full_stops_the_sender_before_the_dot(house: PostHouse) -> None:
    due_now(house)
    house.tick_plan_only()
    path = house.office.ledger.path
    with path.open("ab") as file:
        file.write(b" " * 8_000_000)  # larger than the register, so that only the ledger meets the limit
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, most[1]))
    try:
        with pytest.raises(StoreError, match="Cannot write to the ledger"):
            deliver(house.office, house.pocket)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)

    assert house.pocket.letters == []


def test_half_a_line_of_another_sender_hides_nothing(tmp_path: Path) -> None:
    ledger, other = Ledger(tmp_path / "ledger"), Ledger(tmp_path / "ledger")
    first, second = (Held(f"digest:{reader}:2026-03-09", 1, "test:2") for reader in (1, 2))
    begun(ledger.path)
    ledger.opened("test:2", "this start")
    with ledger.path.open("ab") as file:
        file.write(b'{"sent": "alerts:1:abc", "at": "2026')
    assert ledger.given(first)
    with ledger.path.open("ab") as file:
        file.write(b'{"sent": "alerts:1:abc", "at": "2026')
    other.take_away([first, second])
    assert not ledger.given(second)
    for one in (ledger, other):
        one.sync()
    memory = ledger.recall([first, second], boot="this start")

    assert not memory.is_held_back(first)
    assert memory.is_held_back(second)


def test_a_copy_from_before_a_letter_that_was_put_off_is_found_out(house: PostHouse, tmp_path: Path) -> None:
    due_now(house)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    path = house.database.path
    assert path is not None
    house.database.close()
    shutil.copy(path, tmp_path / "old.db")
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=2)
    house.tick()
    house.database.close()
    shutil.copy(tmp_path / "old.db", path)
    house.clock.forward(minutes=20)

    with pytest.raises(MailError, match="went back in time"):
        deliver(house.office, house.pocket, at_once=True)
    assert len(house.pocket.letters) == 1
