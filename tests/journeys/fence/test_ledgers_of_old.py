"""Which ledgers of earlier versions are taken up?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import orjson
import pytest
from fenced_house import NEXT, ONCE, READERS, copies, goes_on, monday_comes, ticks_in_vain
from old_copy import OldCopy
from posthouse import PostHouse
from sqlalchemy import delete, update

from tracker.errors import Refused, StoreError
from tracker.store import Database
from tracker.store.ledger import Ledger
from tracker.store.letters.identity import introduce, known_ledgers
from tracker.store.tables.letters import identity, ledgers, letters
from tracker.usecases.letters.fence import check_fence, why_fenced
from tracker.usecases.letters.own_ledger import keep_up
from tracker.usecases.letters.tick import tick


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
