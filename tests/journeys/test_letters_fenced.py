"""Old copies, lost ledgers, other machines: nothing goes twice, nothing is lost, and somebody is told."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import orjson
import pytest
from old_copy import OldCopy
from posthouse import MONDAY, NO_DIGEST, Pocket, PostHouse
from sqlalchemy import delete, text, update

from tracker.errors import MailError, Refused, StoreError, WrongCall
from tracker.model.letters import Claimed, LetterState, Outcome, OutcomeKind
from tracker.store import Database, connect, events
from tracker.store.ledger import Ledger
from tracker.store.letters import decisions
from tracker.store.letters.identity import fence, introduce, known_ledgers
from tracker.store.letters.identity import identity as identity_of
from tracker.store.tables.letters import identity, ledgers, letter_contents, letters
from tracker.usecases import upkeep
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.fence import check_fence, why_fenced
from tracker.usecases.letters.own_ledger import anchors, keep_up
from tracker.usecases.letters.tick import tick
from tracker.usecases.status import house_status
from tracker.wording.refusals import advice

READERS = tuple(f"{name}@example.org" for name in ("an", "bo", "cas", "dirk"))
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite, and again on PostgreSQL."""
    return at_work(database, tmp_path)


def at_work(database: Database, tmp_path: Path) -> PostHouse:
    """A post office that works since a week."""
    return working_since_a_week(database, tmp_path)


def working_since_a_week(database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(database, tmp_path)
    house.office.ledger.machine = "one"
    house.add(date(2026, 5, 1))
    for address in READERS:
        house.reader(address, alerts=())
    house.clock.set(NEXT, "08:00")
    house.tick()
    assert len(house.pocket.letters) == len(READERS)
    house.clock.set(NEXT + timedelta(days=7), "07:00")
    return house


def monday_comes(house: PostHouse, *, refused: str | None = None) -> None:
    """Digests leave, but for one that waits."""
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = lambda letter: OutcomeKind.DEFERRED if letter.recipient == refused else OutcomeKind.ACCEPTED
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED


def copies(house: PostHouse, *pockets: Pocket) -> Counter[str]:
    """How often the letters of the second Monday came to each reader."""
    given = [letter for pocket in (house.pocket, *pockets) for letter in pocket.letters]
    day = NEXT + timedelta(days=7)
    return Counter(letter.recipient for letter in given if f":{day}" in letter.key)


def ticks_in_vain(house: PostHouse, pattern: str) -> None:
    """Nothing leaves, whoever ticks, and everybody is told why."""
    given = len(house.pocket.letters)
    for _ in range(2):
        with pytest.raises(MailError, match=pattern):
            house.tick()
    told = {check.name: check for check in examine_post(house.office, now=house.clock())}["ledger"]

    assert len(house.pocket.letters) == given
    assert told.state == "wrong"
    assert re.search(pattern, str(told.told))
    assert "tracker outbox reconcile" in str(told.told)
    assert house_status(house.office, now=house.clock()).needs_somebody


def goes_on(house: PostHouse, **said: object) -> None:
    """Somebody says what left; then all that is still owed leaves, and the next week too."""
    house.reconcile(**said)
    assert why_fenced(house.office) is None
    for _ in range(3):
        house.tick()
        house.clock.forward(minutes=30)
    house.clock.set(NEXT + timedelta(days=14), "08:00")
    house.tick()
    week_after = [one for one in house.pocket.letters if f":{NEXT + timedelta(days=14)}" in one.key]
    assert len(week_after) == len(READERS)


ONCE = dict.fromkeys(READERS, 1)


def test_of_an_old_copy_put_back_in_its_place_nothing_goes_twice(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house, refused="dirk@example.org")
    old.put_back()

    ticks_in_vain(house, "went back in time: 3 letters that left are unknown to it")
    goes_on(house)
    assert copies(house) == ONCE


def test_a_register_that_is_fenced_while_letters_leave_gives_no_further_ones(house: PostHouse) -> None:
    def restored(_letter: Claimed) -> OutcomeKind:
        with house.database.write() as tx:
            fence(tx, "The register was restored.")
        return OutcomeKind.ACCEPTED

    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = restored
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    assert sum(copies(house).values()) == 1
    ticks_in_vain(house, "restored")
    goes_on(house)
    assert copies(house) == ONCE


def test_a_letter_that_came_back_goes_again_though_the_ledger_knows_it(house: PostHouse) -> None:
    letter = house.sent()[0]
    with house.database.write() as tx:
        decisions.came_back(tx, letter.id, reason="4.2.2 mailbox full", told_anew=False)
    house.decide(letter.id, LetterState.QUEUED)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    with house.database.write() as tx:
        fence(tx, "Somebody wants to know.")

    assert house.reconcile().sent == 0, "it waits, and is not taken to have left"
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=5)
    house.tick()
    assert [one.key for one in house.pocket.letters].count(letter.key) == 2


def test_of_an_old_copy_a_letter_that_went_again_since_does_not_go_a_third_time(
    house: PostHouse, tmp_path: Path
) -> None:
    letter = house.sent()[0]
    with house.database.write() as tx:
        decisions.came_back(tx, letter.id, reason="4.2.2 mailbox full", told_anew=False)
    house.decide(letter.id, LetterState.QUEUED)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.clock.forward(minutes=5)
    house.tick()
    old.put_back()

    ticks_in_vain(house, "1 letter that left is unknown to it")
    goes_on(house)
    assert [one.key for one in house.pocket.letters].count(letter.key) == 2


def test_what_is_given_while_the_register_is_restored_is_not_written_down_of_another_letter(house: PostHouse) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    def restored(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        outcome = Pocket.send(house.pocket, letter, before_dot=before_dot)
        with house.database.write() as tx:  # the number is that of another letter by now
            other = {"key": "digest:9:2026-03-16", "state": LetterState.QUEUED, "owner": None, "lease_until": None}
            tx.execute(update(letters).where(letters.c.id == letter.id).values(other))
            fence(tx, "The register was restored.")
        return outcome

    house.pocket.send = restored  # type: ignore[method-assign]
    house.tick()

    assert "digest:9:2026-03-16" in {letter.key for letter in house.letters(LetterState.QUEUED)}


def test_what_an_old_copy_lost_stands_in_the_history_once_somebody_has_looked(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    house.add(date(2026, 6, 1))
    monday_comes(house)
    old.put_back()
    before = upkeep.verify(house.database, anchors=anchors(house.office))

    house.reconcile()

    verdict = upkeep.verify(house.database, anchors=anchors(house.office))
    assert "was cut off" in " ".join(before.problems)
    assert verdict.is_sound, verdict.problems
    assert [one.last_kept < one.last_lost for one in verdict.restores] == [True]


def test_a_register_that_lost_events_alone_sends_nothing_by_itself(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 6, 1))
    with house.database.read() as tx:
        end = events.head(tx)
    house.office.ledger.head(end.sequence + 1, "ab" * 32, house.clock())
    house.office.ledger.sync()

    ticks_in_vain(house, f"event {end.sequence + 1}, as .* knows it, is not in it")
    goes_on(house)


def test_the_fence_holds_for_all_machines(house: PostHouse, tmp_path: Path) -> None:
    two = replace(house.office, owner="two:1", ledger=Ledger(tmp_path / "ledger-of-two", machine="two"))
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()

    with pytest.raises(MailError, match="went back in time"):
        check_fence(house.office)
    with pytest.raises(MailError, match="went back in time"):
        tick(two, house.pocket)
    assert copies(house) == ONCE


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.IN_DOUBT])
def test_a_digest_that_was_given_without_an_answer_is_held_after_an_old_copy(
    house: PostHouse, tmp_path: Path, state: LetterState
) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    if state is LetterState.QUEUED:
        house.tick_plan_only()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    (given,) = [letter.recipient for letter in house.pocket.letters[len(READERS) :]]
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    ticks_in_vain(house, "1 letter that left is unknown to it")
    assert house.reconcile().given == 1
    goes_on(house)
    (held,) = house.letters(LetterState.IN_DOUBT)
    assert (held.recipient, copies(house)) == (given, ONCE)


@pytest.mark.parametrize("then", [LetterState.SENT, LetterState.DROPPED])
def test_a_digest_in_doubt_that_the_old_copy_never_wrote_cannot_go_again_and_that_is_told(
    house: PostHouse, tmp_path: Path, then: LetterState
) -> None:
    old = OldCopy(house.database, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    old.put_back()
    with pytest.raises(MailError):
        house.tick()
    house.reconcile()
    (held,) = house.letters(LetterState.IN_DOUBT)

    with pytest.raises(Refused, match="no longer kept, or never were") as refusal:
        house.decide(held.id, LetterState.QUEUED)
    assert "tracker outbox resolve NUMBER --sent" in advice(refusal.value)
    assert "tracker outbox drop NUMBER --reason" in advice(refusal.value)
    house.decide(held.id, then)
    assert house.letters(LetterState.IN_DOUBT) == ()


def test_a_digest_in_doubt_that_was_resolved_since_stays_undoubled(house: PostHouse, tmp_path: Path) -> None:
    house.pocket.answer = lambda letter: (
        OutcomeKind.UNKNOWN if letter.recipient == "an@example.org" else OutcomeKind.ACCEPTED
    )
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.tick()
    (doubted,) = house.letters(LetterState.IN_DOUBT)
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.decide(doubted.id, LetterState.QUEUED)
    house.clock.forward(minutes=5)
    house.tick()
    old.put_back()

    ticks_in_vain(house, "went back in time")
    goes_on(house)
    assert house.letters(LetterState.IN_DOUBT) == ()
    assert copies(house) == ONCE | {"an@example.org": 2}, "the second was asked for"


def test_an_alert_that_was_given_without_an_answer_goes_again_after_an_old_copy(
    house: PostHouse, tmp_path: Path
) -> None:
    house.add(NEXT + timedelta(days=21))
    house.reader("els@example.org", timetable=NO_DIGEST)
    house.tick_plan_only()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    ticks_in_vain(house, "1 letter that left is unknown to it")
    house.reconcile()
    house.clock.forward(minutes=20)
    house.tick()
    to_els = [letter for letter in house.pocket.letters if letter.recipient == "els@example.org"]
    assert len({letter.content for letter in to_els}) == 1
    assert len(to_els) == 2
    assert house.letters(LetterState.SENT)[0].doubts == 1


def test_a_letter_that_was_refused_before_the_old_copy_is_not_doubted(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    with pytest.raises(MailError):
        house.tick()

    assert house.reconcile().given == 0


class Killed(BaseException):
    """What kill -9 is to a test."""


def test_what_was_held_when_the_copy_was_made_and_given_since_is_not_given_again(
    house: PostHouse, tmp_path: Path
) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.tick_plan_only()
    copy: list[OldCopy] = []

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        copy.append(OldCopy(house.database, tmp_path))  # claimed, and not marked yet
        Pocket.send(house.pocket, letter, before_dot=before_dot)
        raise Killed

    house.pocket.send = send  # type: ignore[method-assign]
    with pytest.raises(Killed):
        house.tick()
    del house.pocket.send
    copy[0].put_back()
    ticks_in_vain(house, "1 letter that left is unknown to it")

    assert house.reconcile().given == 1
    goes_on(house)
    assert copies(house) == ONCE


def elsewhere(house: PostHouse, path: Path, folder: Path) -> PostHouse:
    """The register of that file, opened on another machine."""
    other = PostHouse(connect(path), folder)
    other.clock = house.clock
    ledger = Ledger(path.with_name(f"{path.name}.ledger"), machine="other")
    other.office = replace(other.office, clock=house.clock, owner="other:1", ledger=ledger)
    return other


@pytest.mark.parametrize("how", ["backup", "copy"])
def test_a_backup_or_a_copy_on_another_machine_sends_nothing_by_itself(
    house: PostHouse, tmp_path: Path, how: str
) -> None:
    path = tmp_path / "elsewhere" / "register.db"
    path.parent.mkdir()
    if how == "backup":
        upkeep.back_up(house.database, path)
    else:
        shutil.copy(OldCopy(house.database, tmp_path).path, path)
    monday_comes(house, refused="dirk@example.org")
    other = elsewhere(house, path, path.parent)

    ticks_in_vain(other, "a backup" if how == "backup" else "moved, copied or put back")
    with pytest.raises(Refused, match="Not asked yet: one:"):
        other.reconcile()
    with pytest.raises(Refused, match="No ledger at hand knows all that left"):
        other.reconcile(without=("one:*",))
    shutil.copy(house.office.ledger.path, path.parent / "ledger-of-one")
    goes_on(other, files=(path.parent / "ledger-of-one",))
    assert copies(house, other.pocket) == ONCE
    other.database.close()


Server = Callable[[], AbstractContextManager[Database]]


@pytest.fixture
def restored(house: PostHouse, tmp_path: Path, new_server: Server) -> Iterator[PostHouse]:
    """The register as it was before the second Monday: into its file, or into another database of the server."""
    upkeep.back_up(house.database, tmp_path / "backup")
    monday_comes(house, refused="dirk@example.org")
    if house.database.path is not None:
        upkeep.restore(house.database, tmp_path / "backup", act=house.act(), force=True)
        yield house
        return
    with new_server() as empty:
        upkeep.restore(empty, tmp_path / "backup", act=house.act())
        house.database, house.office = empty, replace(house.office, database=empty)
        yield house


def test_a_restored_register_sends_nothing_by_itself(restored: PostHouse) -> None:
    ticks_in_vain(restored, "The register was restored from a backup on 2")
    goes_on(restored)

    assert copies(restored) == ONCE
    assert upkeep.verify(restored.database).is_sound


def test_a_restored_register_asks_for_ledgers_that_began_since(sqlite_database: Database, tmp_path: Path) -> None:
    """A server is restored into an empty database, which knows of no ledgers."""
    house = at_work(sqlite_database, tmp_path)
    upkeep.back_up(house.database, tmp_path / "backup")
    one, two = both_machines(house, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    two.tick()
    secret = house.database.secret
    upkeep.restore(house.database, tmp_path / "backup", act=house.act(), force=True)

    assert [name.partition(":")[0] for name in one.reconcile().missing] == ["two"]
    goes_on(two)
    assert copies(one) == ONCE
    assert house.database.secret == secret


def test_the_backup_of_a_fenced_register_is_fenced(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()
    with pytest.raises(MailError, match="went back in time"):
        check_fence(house.office)
    upkeep.back_up(house.database, tmp_path / "backup")

    with closing(connect(tmp_path / "backup")) as backup, backup.read() as tx:
        assert "This is a backup, made on" in (identity_of(tx).fenced_because or "")
    with house.database.read() as tx:
        assert "went back in time" in (identity_of(tx).fenced_because or "")


def test_a_copy_of_register_and_ledger_together_sends_nothing_by_itself(house: PostHouse, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "register.db"
    path.parent.mkdir()
    shutil.copy(OldCopy(house.database, tmp_path).path, path)
    shutil.copy(house.office.ledger.path, f"{path}.ledger")
    other = elsewhere(house, path, path.parent)
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(other, "moved, copied or put back: it was at .* and is now at other:.*elsewhere")
    goes_on(other)
    assert copies(other) == ONCE
    other.database.close()


def test_a_register_of_which_nothing_left_is_copied_freely(sqlite_database: Database, tmp_path: Path) -> None:
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 5, 1))
    house.reader(alerts=())
    path = tmp_path / "elsewhere.db"
    shutil.copy(OldCopy(house.database, tmp_path).path, path)
    other = elsewhere(house, path, tmp_path)
    house.clock.set(NEXT, "08:00")
    other.tick()

    assert len(other.pocket.letters) == 1
    other.database.close()


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def spoil(path: Path) -> None:
    first, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(first + b"\n" + b"\xff{garbage" * (len(rest) // 9))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "deleted": (Path.unlink, "ledger one:.*, which knows what left, is missing"),
    "cut": (cut, "is not whole: . letters? that left by it (is|are) not in it"),
    "emptied": (lambda path: path.write_bytes(b""), "which knows what left, is missing"),
    "spoiled": (spoil, "is not whole: 4 letters that left by it are not in it"),
    "overwritten": (lambda path: path.write_bytes(b"%PDF-1.7\n"), "cannot be read as a ledger"),
}


def test_a_register_whose_folder_gets_another_name_goes_on(sqlite_database: Database, tmp_path: Path) -> None:
    house = at_work(sqlite_database, tmp_path)
    house.database.close()
    assert sqlite_database.path is not None
    (tmp_path / "moved").mkdir()
    for path in (sqlite_database.path, house.office.ledger.path):
        path.rename(tmp_path / "moved" / path.name)
    database = connect(tmp_path / "moved" / sqlite_database.path.name)
    ledger = Ledger(tmp_path / "moved" / house.office.ledger.path.name, machine="one, by another name")
    house.database, house.office = database, replace(house.office, database=database, ledger=ledger)
    monday_comes(house)

    assert copies(house) == ONCE
    database.close()


def test_a_file_that_took_the_place_of_the_register_sends_nothing_by_itself(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """As when a folder was brought back from last night, ledger and all: they agree."""
    house = at_work(sqlite_database, tmp_path)
    path, ledger = sqlite_database.path, house.office.ledger.path
    assert path is not None
    house.database.close()
    for one in (path, ledger):
        shutil.copy(one, tmp_path / "last-night")
        (tmp_path / "last-night").rename(one)
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "what is at one:.* is not what was there before")
    goes_on(house)
    assert copies(house) == ONCE


@pytest.mark.parametrize("what", ["another database", "tables that were loaded anew"])
def test_a_database_of_a_server_that_was_loaded_anew_sends_nothing_by_itself(
    postgres_database: Database, postgres_clone: Callable[[str], AbstractContextManager[str]], tmp_path: Path, what: str
) -> None:
    house = at_work(postgres_database, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    if what == "another database":
        house.database.close()
        with (
            postgres_clone(house.database.url.render_as_string(hide_password=False)) as url,
            closing(connect(url)) as new,
        ):
            house.office = replace(house.office, database=new)
            ticks_in_vain(house, "moved, copied or put back: it was at postgresql")
        return
    with house.database.write() as tx:
        tx.execute(text("CREATE TABLE loaded (LIKE identity INCLUDING ALL)"))
        tx.execute(text("INSERT INTO loaded SELECT * FROM identity"))
        tx.execute(text("DROP TABLE identity"))
        tx.execute(text("ALTER TABLE loaded RENAME TO identity"))
    ticks_in_vain(house, "moved, copied or put back: what is at postgresql.* is not what was there before")


@pytest.mark.parametrize("damage", DAMAGE)
def test_without_a_ledger_that_is_whole_nothing_leaves_until_somebody_says_which(
    house: PostHouse, tmp_path: Path, damage: str
) -> None:
    how, told = DAMAGE[damage]
    how(house.office.ledger.path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, told)
    with pytest.raises(Refused, match="No ledger at hand knows all that left"):
        house.reconcile()
    goes_on(house, nothing_left=True)
    assert copies(house) == ONCE


def test_beside_a_file_a_ledger_is_missed_also_when_the_machine_has_another_name(
    sqlite_database: Database, tmp_path: Path
) -> None:
    house = working_since_a_week(sqlite_database, tmp_path)
    house.office.ledger.path.unlink()
    house.office = replace(house.office, ledger=Ledger(house.office.ledger.path, machine="a new container"))
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "which knows what left, is missing")
    goes_on(house, nothing_left=True)
    assert copies(house) == ONCE


@pytest.mark.parametrize("what", ["register moved away from it", "another place set for it"])
@pytest.mark.parametrize("old", ["is still there", "is gone"])
def test_beside_a_file_no_second_ledger_is_begun_behind_anybodys_back(
    sqlite_database: Database, tmp_path: Path, what: str, old: str
) -> None:
    house = at_work(sqlite_database, tmp_path)
    path, before = sqlite_database.path, house.office.ledger.path
    assert path is not None
    place = tmp_path / "elsewhere"
    place.mkdir()
    house.office = replace(house.office, ledger=Ledger(place / "ledger", machine="one"))
    if what == "register moved away from it":
        house.database.close()
        path.rename(place / path.name)
        house.database = connect(place / path.name)
        house.office = replace(house.office, database=house.database)
    if old == "is gone":
        before.unlink()
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "There is no ledger at one:.*elsewhere.*, and one:.* knows what left")
    if old == "is still there":
        goes_on(house)
    else:
        with pytest.raises(Refused, match="Not asked yet: one:"):
            house.reconcile()
        goes_on(house, without=("one:*",), nothing_left=True)
    assert copies(house) == ONCE
    house.database.close()


def test_a_ledger_that_is_there_again_needs_nobody(house: PostHouse, tmp_path: Path) -> None:
    away = house.office.ledger.path.rename(tmp_path / "away")
    ticks_in_vain(house, "is missing")
    away.rename(house.office.ledger.path)
    monday_comes(house)

    assert copies(house) == ONCE


@pytest.mark.parametrize("damage", ["deleted", "cut"])
def test_an_old_copy_without_its_ledger_believes_what_somebody_says(
    house: PostHouse, tmp_path: Path, damage: str
) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()
    DAMAGE[damage][0](house.office.ledger.path)
    ticks_in_vain(house, DAMAGE[damage][1])
    house.clock.set(NEXT + timedelta(days=7), "12:00")

    goes_on(house, left_until=house.clock())
    assert copies(house) == ONCE


def test_what_left_by_somebodys_word_was_written_as_it_was_then(house: PostHouse, tmp_path: Path) -> None:
    number = house.add(NEXT + timedelta(days=21))
    house.reader("els@example.org", timetable=NO_DIGEST)
    old = OldCopy(house.database, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.tick()
    old.put_back()
    house.office.ledger.path.unlink()
    house.clock.set(NEXT + timedelta(days=9), "08:00")
    given = len(house.pocket.letters)

    done = house.reconcile(left_until=house.clock() - timedelta(days=1))
    house.resolve(number)
    for _ in range(2):
        house.tick()
        house.clock.forward(minutes=1)
    later = house.pocket.letters[given:]
    assert done.believed == len(READERS) + 1
    assert [letter.recipient for letter in later] == ["els@example.org"], "what was done since is told"
    assert "griffie decided: all that was owed until 2026-03-17 07:00 UTC left" in {
        letter.reply for letter in house.letters(LetterState.SENT)
    }


def test_nobody_says_both_or_what_is_still_to_come(house: PostHouse) -> None:
    house.office.ledger.path.unlink()
    later = house.clock() + timedelta(minutes=1)

    with pytest.raises(WrongCall, match="Either nothing left, or all up to an instant did"):
        house.reconcile(nothing_left=True, left_until=house.clock())
    with pytest.raises(WrongCall, match="is still to come"):
        house.reconcile(left_until=later)


def test_the_ledger_of_another_register_is_told_and_kept(house: PostHouse, tmp_path: Path) -> None:
    with house.database.write() as tx:
        tx.execute(delete(ledgers))
        tx.execute(delete(letter_contents))
        tx.execute(delete(letters))
        tx.execute(update(identity).values(register="f" * 32, place=None))
    before = house.office.ledger.path.read_bytes()
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "is of another register")
    with pytest.raises(Refused, match="No ledger at hand"):
        house.reconcile()
    done = house.reconcile(nothing_left=True)
    assert done.kept_at is not None
    assert done.kept_at.read_bytes() == before
    assert house.office.ledger.heading is not None
    assert house.office.ledger.heading.register == "f" * 32
    house.tick()
    assert copies(house) == ONCE


def test_another_machines_ledger_in_the_place_of_ours_is_told(house: PostHouse, tmp_path: Path) -> None:
    two = both_machines(house, tmp_path)[1].office
    shutil.copy(house.office.ledger.path, two.ledger.path)
    monday_comes(house)
    house.office, one = two, house.office

    ticks_in_vain(house, "is not whole: 4 letters that left by it are not in it")
    house.office = one
    house.clock.set(NEXT + timedelta(days=14), "08:00")
    house.tick()
    assert copies(house) == ONCE, "the other machine goes on"


def both_machines(house: PostHouse, folder: Path) -> tuple[PostHouse, PostHouse]:
    """Two machines with a ledger each at one register; both have sent."""
    two = PostHouse(house.database, folder)
    ledger = Ledger(folder / "ledger-of-two", machine="two")
    two.office = replace(house.office, owner="two:1", ledger=ledger)
    two.clock, two.pocket = house.clock, house.pocket
    if house.database.path is not None:  # a file serves one machine: somebody has to say that it changes
        two.reconcile(files=(house.office.ledger.path,))
    two.tick()
    house.tick()
    return house, two


def test_a_second_machine_joins_a_server_without_ceremony(postgres_database: Database, tmp_path: Path) -> None:
    house = at_work(postgres_database, tmp_path)
    _, two = both_machines(house, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    two.tick()

    assert copies(house) == ONCE
    assert why_fenced(house.office) is None
    assert why_fenced(two.office) is None


@pytest.mark.parametrize("first", ["who sent", "who did not send"])
def test_of_two_machines_either_finds_out_that_the_register_went_back_and_both_are_asked(
    house: PostHouse, tmp_path: Path, first: str
) -> None:
    one, two = both_machines(house, tmp_path)
    old = OldCopy(house.database, tmp_path)
    monday_comes(one, refused="dirk@example.org")
    two.clock.forward(seconds=30)
    two.tick()
    old.put_back()
    begins, follows = (one, two) if first == "who sent" else (two, one)

    ticks_in_vain(begins, "went back in time")
    done = begins.reconcile()
    assert [name.partition(":")[0] for name in done.missing] == [follows.office.ledger.machine]
    ticks_in_vain(begins, "went back in time")
    goes_on(follows)
    two.tick()
    assert copies(one) == ONCE


def test_a_machine_that_joined_after_the_copy_was_made_is_asked_too(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    one, two = both_machines(house, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    two.tick()
    one.clock.forward(seconds=30)
    one.tick()
    old.put_back()

    ticks_in_vain(one, "went back in time")
    assert [name.partition(":")[0] for name in one.reconcile().missing] == ["two"]
    goes_on(two)
    assert copies(one) == ONCE


def test_a_ledger_that_is_gone_is_given_up_by_name(house: PostHouse, tmp_path: Path) -> None:
    one, two = both_machines(house, tmp_path)
    old = OldCopy(house.database, tmp_path)
    monday_comes(one)
    old.put_back()
    two.office.ledger.path.unlink()
    ticks_in_vain(one, "went back in time")

    with pytest.raises(Refused, match="No ledger at hand knows all that left"):
        one.reconcile(without=("two:*",))
    goes_on(one, without=("two:*",), nothing_left=True)
    assert copies(one) == ONCE
    old = OldCopy(house.database, tmp_path)
    house.clock.set(NEXT + timedelta(days=21), "08:00")
    one.tick()
    old.put_back()
    ticks_in_vain(one, "went back in time")
    assert one.reconcile().missing == (), "it is not asked for again"


def test_what_is_done_stands_in_the_history(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house, refused="dirk@example.org")
    old.put_back()
    house.reconcile()
    with house.database.read() as tx:
        event = list(events.events_since(tx))[-1]

    assert (event.kind, event.actor) == ("outbox.reconciled", "griffie")
    assert event.details["because"]["sent"] == 3  # type: ignore[index]
    assert upkeep.verify(house.database).is_sound


def test_a_file_that_is_no_ledger_of_the_register_is_refused(house: PostHouse, tmp_path: Path) -> None:
    stranger = Ledger(tmp_path / "stranger")
    (tmp_path / "stranger").write_text('{"ledger":"x","register":"y"}\n')
    house.office.ledger.path.unlink()

    with pytest.raises(Refused, match="is no ledger of this register"):
        house.reconcile(files=(stranger.path,))
    with pytest.raises(Refused, match="is no ledger of this register"):
        house.reconcile(files=(tmp_path / "nothing",))


def test_every_line_names_the_register(house: PostHouse) -> None:
    first, *lines = [orjson.loads(line) for line in house.office.ledger.path.read_bytes().split(b"\n") if line]
    with house.database.read() as tx:
        register = identity_of(tx).register

    assert first["register"] == register
    assert {line["of"] for line in lines} == {register[:8]}


def as_of_old(house: PostHouse, path: Path | None = None) -> None:
    """Register and ledger as version 0003 left them."""
    with house.database.write() as tx:
        tx.execute(delete(ledgers))
        tx.execute(update(letters).values(ledger=None))
        tx.execute(update(identity).values(place=None))
    lines = [orjson.loads(line) for line in house.office.ledger.path.read_bytes().split(b"\n") if line]
    old = [{name: value for name, value in line.items() if name != "of"} for line in lines if "mark" not in line][1:]
    house.office.ledger.path.unlink()
    (path or house.office.ledger.path).write_bytes(b"".join(b"\n" + orjson.dumps(line) + b"\n" for line in old))


def test_a_ledger_of_old_that_is_proven_is_taken_up(house: PostHouse, tmp_path: Path) -> None:
    as_of_old(house)
    monday_comes(house)

    assert copies(house) == ONCE
    assert house.office.ledger.heading is not None
    assert len(house.office.ledger.everything().sent) == 2 * len(READERS)
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


class Overtaken(Ledger):
    """A ledger that somebody else takes up, too, once its old lines are read; `overtake` is what that one does."""

    overtake: Callable[[], object]

    @property
    def found_at(self) -> Path:
        outer = self

        class Read(type(self.path)):  # type: ignore[misc]  # of the kind that this system has
            def read_bytes(self) -> bytes:
                content: bytes = super().read_bytes()
                outer.overtake()
                return content

        return Read(super().found_at)


def test_of_two_first_ticks_after_an_upgrade_neither_loses_what_the_other_sent(house: PostHouse) -> None:
    as_of_old(house)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    slow = Overtaken(house.office.ledger.path, machine="one")
    patient = Database(house.database.url, wait=30)  # it waits while the first one writes
    others: list[Thread] = []
    failures: list[Exception] = []

    def other() -> None:
        try:
            tick(replace(house.office, owner="test:2", database=patient), house.pocket)
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    def overtake() -> None:
        others.append(Thread(target=other))
        others[-1].start()
        others[-1].join(timeout=1)  # it is done, or waits for us

    slow.overtake = overtake
    tick(replace(house.office, ledger=slow), house.pocket)
    for thread in others:
        thread.join()
    patient.close()

    assert len(others) == 1
    assert failures == []
    assert copies(house) == ONCE
    assert len(house.office.ledger.everything().sent) == 2 * len(READERS)
    assert why_fenced(house.office) is None


def test_a_ledger_of_old_into_which_somebody_writes_is_not_taken_up(house: PostHouse, tmp_path: Path) -> None:
    as_of_old(house)
    late = b'{"sent":"digest:1:2026-03-16","at":"2026-03-16T07:00:00+00:00"}\n'

    def overtake() -> None:
        with house.office.ledger.path.open("ab") as file:
            file.write(late)

    slow = Overtaken(house.office.ledger.path, machine="one")
    slow.overtake = overtake
    with pytest.raises(StoreError, match="Somebody writes to the ledger"):
        keep_up(check_fence(replace(house.office, ledger=slow)))

    assert house.office.ledger.path.read_bytes().endswith(late)
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


def test_a_ledger_of_old_that_was_kept_under_another_name_is_taken_up(house: PostHouse, tmp_path: Path) -> None:
    as_of_old(house, tmp_path / "local-register.ledger")
    house.office = replace(
        house.office, ledger=Ledger(tmp_path / "new", machine="one", before=tmp_path / "local-register.ledger")
    )
    monday_comes(house)

    assert copies(house) == ONCE
    assert len(house.office.ledger.everything().sent) == 2 * len(READERS)
    assert (tmp_path / "local-register.ledger").exists(), "another register may have used it too"


def test_a_register_of_old_without_its_ledger_sends_nothing_by_itself(house: PostHouse) -> None:
    as_of_old(house)
    house.office.ledger.path.unlink()
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "Letters left, and there is no ledger")
    goes_on(house, nothing_left=True)
    assert copies(house) == ONCE


def test_an_old_copy_of_old_is_found_out_and_reconciled(house: PostHouse, tmp_path: Path) -> None:
    as_of_old(house)
    old = OldCopy(house.database, tmp_path)
    content = house.office.ledger.path.read_bytes()
    monday_comes(house, refused="dirk@example.org")
    old.put_back()
    new = house.office.ledger.path.read_bytes().removeprefix(content)
    as_of_old(house)
    assert new

    ticks_in_vain(house, "3 letters that left are unknown to it")
    goes_on(house)
    assert copies(house) == ONCE


def test_a_ledger_of_old_that_two_registers_shared_proves_nothing(house: PostHouse) -> None:
    as_of_old(house)
    with house.office.ledger.path.open("ab") as file:
        file.write(b'{"sent":"digest:3:2026-03-16","at":"2026-03-16T07:00:00+00:00"}\n')
        file.write(orjson.dumps({"head": 1, "digest": "0" * 64}) + b"\n")
    house.clock.set(NEXT + timedelta(days=7), "08:00")

    ticks_in_vain(house, "Nothing proves that the ledger one:.* is of this register alone")
    with pytest.raises(Refused, match="No ledger at hand"):
        house.reconcile()
    goes_on(house, nothing_left=True)
    assert copies(house) == ONCE, "what the other register sent was not taken for ours"


def test_a_ledger_of_old_does_not_take_the_place_of_one_with_a_name(house: PostHouse) -> None:
    with house.database.read() as tx:
        before = known_ledgers(tx)
    as_of_old(house)
    with house.database.write() as tx:
        for one in before:
            introduce(tx, one)

    ticks_in_vain(house, "is an old one, from before the register had a name")


def test_nothing_is_in_the_way_where_nobody_reads(database: Database, tmp_path: Path) -> None:
    house = PostHouse(database, tmp_path)
    house.office.ledger.path.write_text("nonsense")
    house.tick()

    assert why_fenced(house.office) is None


def test_a_beginning_that_was_broken_off_is_brought_to_its_end(database: Database, tmp_path: Path) -> None:
    house = PostHouse(database, tmp_path)
    house.add(date(2026, 5, 1))
    house.reader(alerts=())
    keep_up(check_fence(house.office))
    house.office.ledger.path.unlink()
    with database.write() as tx:
        tx.execute(update(ledgers).values(mark=0))  # the file never came to be
    house.clock.set(NEXT, "08:00")
    house.tick()
    with database.read() as tx:
        (one,) = known_ledgers(tx)

    assert len(house.pocket.letters) == 1
    assert house.office.ledger.id == one.id
    assert one.mark == 1
