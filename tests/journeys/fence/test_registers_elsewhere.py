"""Which copies, restored and moved registers send, and which wait for somebody's word?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from fenced_house import NEXT, ONCE, at_work, both_machines, copies, elsewhere, goes_on, monday_comes, ticks_in_vain
from old_copy import OldCopy
from posthouse import PostHouse
from sqlalchemy import text

from tracker.errors import MailError, Refused
from tracker.store import Database, connect
from tracker.store.ledger import Ledger
from tracker.store.letters.identity import identity as identity_of
from tracker.usecases import upkeep
from tracker.usecases.letters.fence import check_fence

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
