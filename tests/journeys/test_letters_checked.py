"""The doctor's look at the post, what the ledger knows, and what is let go of."""

from __future__ import annotations

import resource
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from ledgers import begun
from posthouse import MONDAY, NO_DIGEST, Pocket, PostHouse
from sqlalchemy import select

from tracker.app import owner_is_gone
from tracker.errors import MailError, NotFound, StoreError, WrongCall
from tracker.model.letters import AlertKind, Claimed, LetterState, Outcome, OutcomeKind
from tracker.store import Database, events
from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import Held
from tracker.store.letters import outbox
from tracker.store.tables.letters import letters
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.deliver import deliver, recover
from tracker.usecases.letters.fence import check_fence
from tracker.usecases.letters.outbox import bytes_of, decide, drop
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.subscribe import pause
from tracker.usecases.letters.tick import tick
from tracker.usecases.status import house_status


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    return PostHouse(sqlite_database, tmp_path)


def told(house: PostHouse) -> dict[str, tuple[str, str]]:
    return {check.name: (check.state, str(check.told)) for check in examine_post(house.office, now=house.clock())}


def on_the_way_out(house: PostHouse, **mail: str | None) -> None:
    """Other settings of mail."""
    settings = replace(house.settings, mail=replace(house.settings.mail, **mail))  # type: ignore[arg-type]
    house.office = replace(house.office, settings=settings)


def due_now(house: PostHouse, *readers: str) -> None:
    """A digest for each reader is due."""
    house.add(date(2026, 5, 1))
    for address in readers or ("jan@example.org",):
        house.reader(address, alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "08:00")


def test_a_post_without_readers_is_well(house: PostHouse) -> None:
    assert {state for state, _ in told(house).values()} == {"well"}


def test_readers_without_a_way_out_are_told(house: PostHouse) -> None:
    house.reader()
    on_the_way_out(house, transport=None)

    assert told(house)["way out"] == ("wrong", "no way to send letters is set; they wait")


@pytest.mark.parametrize(
    ("mail", "state"),
    [
        ({"transport": "smtp", "host": "mx.example.org", "username": "x", "security": "none"}, "advice"),
        ({"host": "mx.example.org", "sender": "tracker@localhost"}, "advice"),
        ({"host": "mx.example.org"}, "well"),
        ({"host": "localhost"}, "well"),  # a server on the same machine is the commonest
    ],
)
def test_the_way_out_is_looked_at(house: PostHouse, mail: dict[str, str], state: str) -> None:
    on_the_way_out(house, **{"transport": None, **mail})

    assert told(house)["way out"][0] == state


def test_letters_in_doubt_and_late_ones_are_told(house: PostHouse) -> None:
    due_now(house, "a@example.org", "b@example.org")
    house.pocket.answer = lambda letter: (
        OutcomeKind.UNKNOWN if letter.recipient == "a@example.org" else OutcomeKind.DEFERRED
    )
    house.tick()
    house.clock.forward(hours=2)
    found = told(house)

    assert found["letters"] == ("wrong", "1 in doubt, 0 failed")
    assert found["outbox"] == ("wrong", "1 letter should have left")


def test_a_refusing_server_a_silent_scheduler_and_a_dead_address_are_told(house: PostHouse) -> None:
    due_now(house, "a@example.org")
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.1.1 no such user"
    tick(house.office, house.pocket, lasting=True)
    house.add(date(2026, 5, 1))
    house.reader("b@example.org")
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    house.clock.set(MONDAY + timedelta(days=14), "08:00")
    silent = told(house)["schedulers"]
    house.tick()
    found = told(house)

    assert silent == ("wrong", "1 scheduler stopped without a word: test:1; nobody is left")
    assert found["mail server"] == ("wrong", "takes no letters: pocket: 5.1.1 no such user")
    assert found["readers"] == ("advice", "a@example.org is suspended: pocket: 5.1.1 no such user")
    assert found["schedulers"] == ("well", "")


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


class Killed(BaseException):
    """What kill -9 is to a test: nobody catches it, nothing is tidied up."""


def die_in_the_middle(house: PostHouse, *, readers: int, after: int) -> list[str]:
    """A sender dies just after the dot of a letter, with more of its run in hand; gives who got theirs before."""
    due_now(house, *(f"r{index:02d}@example.org" for index in range(readers)))
    house.tick_plan_only()

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        if len(house.pocket.letters) == after:
            raise Killed
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    with pytest.raises(Killed):
        deliver(house.office, house.pocket)
    house.pocket = Pocket()
    return [letter.recipient for letter in house.letters(LetterState.DOT)]


def test_of_a_run_only_the_letter_in_hand_is_in_doubt(house: PostHouse) -> None:
    marked = die_in_the_middle(house, readers=30, after=9)

    recover(replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1"))
    deliver(replace(house.office, owner="test:2"), house.pocket)

    assert len(marked) > 2, "the sender had a run of letters in its hand"
    assert Counter(letter.state for letter in house.letters()) == {LetterState.SENT: 29, LetterState.IN_DOUBT: 1}
    assert len(house.pocket.letters) == 21, "the eight before the last were known to have left"


@pytest.mark.parametrize("what", ["machine", "ledger"])
def test_without_the_ledgers_word_the_whole_run_is_held(house: PostHouse, what: str) -> None:
    marked = die_in_the_middle(house, readers=30, after=9)
    survivor = replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1")
    if what == "machine":
        survivor = replace(survivor, boot="the next start")
    else:
        house.office.ledger.path.unlink()
        house.reconcile(nothing_left=True)

    holds_the_whole_run(house, survivor, marked)


def test_another_machine_at_a_server_holds_the_whole_run(postgres_database: Database, tmp_path: Path) -> None:
    house = PostHouse(postgres_database, tmp_path)
    marked = die_in_the_middle(house, readers=30, after=9)
    survivor = replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1")
    survivor = replace(survivor, ledger=Ledger(tmp_path / "elsewhere"))
    keep_up(check_fence(survivor))

    holds_the_whole_run(house, survivor, marked)


def holds_the_whole_run(house: PostHouse, survivor: PostOffice, marked: Sequence[str]) -> None:
    """Of what the sender that died had marked nothing goes again, and nearly all is in doubt."""
    recover(survivor)
    deliver(survivor, house.pocket)
    held = [letter.recipient for letter in house.letters(LetterState.IN_DOUBT)]

    assert set(held) <= set(marked)
    assert len(held) >= len(marked) - 8
    assert not {letter.recipient for letter in house.pocket.letters} & set(marked), "nobody gets a digest twice"


def test_where_one_start_of_the_machine_looks_like_another_letters_are_marked_singly(house: PostHouse) -> None:
    house.office = replace(house.office, boot=None)
    marked = die_in_the_middle(house, readers=30, after=9)

    assert len(marked) == 1


def test_a_lease_is_renewed_when_a_run_takes_long(house: PostHouse) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(30)))
    house.tick_plan_only()
    leases: list[datetime] = []
    held: list[int] = []
    seconds = count(step=house.office.hold.lease.total_seconds() / 2)

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        with house.database.read() as tx:
            leases.append(tx.execute(select(letters.c.lease_until).where(letters.c.id == letter.id)).scalar_one())
            held.append(len(tx.execute(select(letters.c.id).where(letters.c.state == LetterState.DOT)).all()))
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    unhurried = replace(house.office, elapsed=lambda: 0.0 if len(leases) < 9 else float(next(seconds)))

    assert deliver(unhurried, house.pocket).sent == 30
    assert len(set(leases[7:9])) == 1, "one lease for a run of letters"
    assert len(set(leases[9:15])) == 6, "one for each letter of it, when they take long"
    assert held[8] == 8, "a run is held while letters flow"
    assert set(held[10:]) == {1}, "what is not in hand waits again, and nobody need doubt it"


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


def test_however_much_was_sent_since_a_killed_sender_leaves_one_in_doubt(house: PostHouse) -> None:
    die_in_the_middle(house, readers=30, after=9)
    other = Ledger(house.office.ledger.path)
    for number in range(2000):
        other.sent(f"alerts:9:{number}", house.clock(), [f"alert:{one}:1:D-1:9" for one in range(10)])
    other.sync()

    recover(replace(house.office, owner="test:2", is_gone=lambda owner: owner == "test:1"))

    assert len(house.letters(LetterState.IN_DOUBT)) == 1


def test_a_run_is_not_taken_from_a_sender_that_may_be_alive(house: PostHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(12)))
    house.tick_plan_only()
    other, elsewhere = replace(house.office, owner="test:2"), Pocket()
    now = outbox.database_now

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        if len(house.pocket.letters) == 4:
            monkeypatch.setattr(outbox, "database_now", lambda tx: now(tx) + timedelta(hours=1))
            recover(other)
            deliver(other, elsewhere)
        return outcome

    house.pocket.send = send  # type: ignore[method-assign]
    deliver(house.office, house.pocket)
    given = [letter.recipient for letter in (*house.pocket.letters, *elsewhere.letters)]

    assert len(given) == len(set(given))


def test_a_server_that_does_not_answer_gets_no_more_letters_for_a_while(house: PostHouse) -> None:
    due_now(house, *(f"r{index:02d}@example.org" for index in range(30)))
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=2)
    house.tick()

    assert Counter(letter.state for letter in house.letters()) == {LetterState.SENT: 29, LetterState.IN_DOUBT: 1}


def test_the_days_without_a_server_are_not_the_letters_fault(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,), days_before=(7,))
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    for _ in range(5 * 24):
        house.tick()
        house.clock.forward(hours=1)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()

    assert [letter.state for letter in house.letters()] == [LetterState.QUEUED]


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


def test_a_house_without_readers_to_write_to_sends_nothing_that_waits(house: PostHouse) -> None:
    due_now(house)
    house.add(date(2026, 3, 16))
    house.reader("an@example.org", timetable=NO_DIGEST)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    for address in ("an@example.org", "jan@example.org"):
        pause(house.office, address)
    house.pocket.letters.clear()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=20)
    house.tick()

    assert house.pocket.letters == []


def test_a_sender_whose_lease_ended_gives_nothing(house: PostHouse) -> None:
    due_now(house)
    house.tick_plan_only()
    hold = replace(house.office.hold, lease=timedelta(0))
    with house.database.write() as tx:
        (letter,) = outbox.claim(tx, hold, now=house.clock(), limit=1)
    with house.database.write() as tx:
        assert not outbox.mark_dot(tx, letter, hold)
    other = replace(house.office, owner="test:2")
    recover(other)

    assert deliver(other, house.pocket).sent == 1


def test_bytes_of_old_letters_are_let_go_of(house: PostHouse) -> None:
    due_now(house)
    house.tick()
    kept = bytes_of(house.office, 1)
    house.clock.forward(days=100)
    house.tick()

    assert kept
    with pytest.raises(NotFound, match="no longer kept"):
        bytes_of(house.office, 1)
    assert house.sent()[0].message_id


def test_who_is_asked_to_stop_gives_back_what_it_held(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(5)))
    house.tick_plan_only()
    done = deliver(house.office, house.pocket, stop=lambda: len(house.pocket.letters) == 2)

    assert done.sent == 2
    assert sorted(letter.state for letter in house.letters()) == ["queued"] * 3 + ["sent"] * 2


def test_no_more_letters_leave_in_a_minute_than_is_allowed(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(70)))
    mail = replace(house.settings.mail, max_per_minute=60)
    house.office = replace(house.office, settings=replace(house.settings, mail=mail))

    assert [tick(house.office, house.pocket, lasting=True).delivered.sent for _ in range(2)] == [30, 30]
    assert house.tick().delivered.sent == 10


def test_a_tick_from_outside_sends_the_share_of_a_minute(house: PostHouse) -> None:
    due_now(house, *(f"r{index}@example.org" for index in range(70)))
    mail = replace(house.settings.mail, max_per_minute=60)
    house.office = replace(house.office, settings=replace(house.settings, mail=mail))

    assert [house.tick().delivered.sent for _ in range(2)] == [60, 10]


def test_a_server_that_is_left_alone_is_told_and_tried_at_once_when_somebody_asks(house: PostHouse) -> None:
    due_now(house)
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    left_alone = house.tick().delivered
    decide(house.office, [1], LetterState.QUEUED, actor="griffie")

    assert left_alone.left_alone_until == house.clock() + timedelta(minutes=1)
    assert house.tick().delivered.sent == 1


def test_a_letter_that_failed_can_be_dropped_for_a_reason(house: PostHouse) -> None:
    due_now(house)
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    house.tick()
    assert house_status(house.office, now=house.clock()).needs_somebody
    with pytest.raises(WrongCall, match="for a reason"):
        drop(house.office, [1], reason=" ", actor="griffie")
    drop(house.office, [1], reason="Jan kreeg het op papier", actor="griffie")

    assert not house_status(house.office, now=house.clock()).needs_somebody
    assert house.letters()[0].reply == "griffie dropped it: Jan kreeg het op papier"


def test_only_an_owner_of_this_machine_is_known_to_be_gone(house: PostHouse) -> None:
    from tracker.app import App

    mine = App(house.settings).owner
    host = mine.partition(":")[0]

    assert not owner_is_gone(mine)
    assert owner_is_gone(f"{host}:4194399:ab")
    assert not owner_is_gone("elsewhere:4194399:ab")
    assert not owner_is_gone("nonsense")


MONDAY_NOON = PostHouse.noon(MONDAY)
