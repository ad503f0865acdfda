"""Without a ledger that is whole and its own, a register sends nothing until somebody says what left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest
from fenced_house import (
    NEXT,
    ONCE,
    READERS,
    at_work,
    copies,
    goes_on,
    monday_comes,
    ticks_in_vain,
    working_since_a_week,
)
from old_copy import OldCopy
from posthouse import NO_DIGEST, PostHouse
from sqlalchemy import delete, update

from tracker.errors import Refused, WrongCall
from tracker.model.letters import LetterState
from tracker.store import Database, connect
from tracker.store.ledger import Ledger
from tracker.store.letters.identity import identity as identity_of
from tracker.store.letters.identity import known_ledgers
from tracker.store.tables.letters import identity, ledgers, letter_contents, letters
from tracker.usecases.letters.fence import check_fence, why_fenced
from tracker.usecases.letters.own_ledger import keep_up


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
