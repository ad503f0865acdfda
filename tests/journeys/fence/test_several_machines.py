"""Machines with a ledger each at one register: each is asked what left by it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from fenced_house import NEXT, ONCE, at_work, both_machines, copies, goes_on, monday_comes, ticks_in_vain
from old_copy import OldCopy
from posthouse import PostHouse

from tracker.errors import Refused
from tracker.store import Database
from tracker.usecases.letters.fence import why_fenced


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
