"""What the database itself refuses: whoever takes it away is found, and it is put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calling import called
from posthouse import PostHouse
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.errors import StoreError
from tracker.model import Act
from tracker.store import Database, connect, events, guards
from tracker.usecases import upkeep

ACT = Act("piet", datetime(2021, 11, 2, 8, 0, tzinfo=UTC))


def needed(database: Database) -> tuple[guards.Guard, ...]:
    return guards.SQLITE if database.path is not None else guards.POSTGRESQL


def run(database: Database, *statements: str) -> None:
    """As the owner of the database, around the program."""
    with database.write() as tx:
        for statement in statements:
            tx.execute(text(statement.replace(":", r"\:")))


def dropped(database: Database, guard: guards.Guard) -> str:
    """The statement that takes a guard away."""
    if guard.kind == "FUNCTION":
        return f"DROP FUNCTION {guard.name} CASCADE"
    where = f" ON {guard.table}" if database.path is None else ""
    return f"DROP {guard.kind} {guard.name}{where}"


def found(database: Database) -> list[tuple[str, str]]:
    with database.read() as tx:
        return [(gap.guard.name, gap.what) for gap in guards.gaps(tx)]


def check(database: Database, name: str) -> tuple[str, str]:
    return next((one.state, str(one.told)) for one in upkeep.examine(database) if one.name == name)


def test_the_migrations_make_exactly_these_guards(database: Database) -> None:
    with database.read() as tx:
        assert guards.gaps(tx) == ()
        assert guards.strangers(tx) == ()
    assert check(database, "guards") == ("well", "all that the database guards stands")
    assert upkeep.verify(database).is_sound


@pytest.mark.parametrize("number", range(len(guards.SQLITE)))
def test_a_guard_that_is_gone_is_found_and_put_back(filled: Database, number: int) -> None:
    guard = needed(filled)[number]
    run(filled, dropped(filled, guard))
    with filled.read() as tx:
        head = events.head(tx)

    assert (guard.name, "missing") in found(filled)
    assert check(filled, "guards")[0] == "wrong"
    assert f"The guard {guard.place} is missing." in (upkeep.verify(filled).problems)
    assert guard.name in [gap.guard.name for gap in upkeep.upgrade(filled).gaps]
    assert found(filled) == []
    verdict = upkeep.verify(filled)
    assert (verdict.problems, verdict.head) == ((), head)
    assert upkeep.upgrade(filled).gaps == ()


def test_both_databases_have_as_many_guards() -> None:
    """So that the test above takes each of them away."""
    assert len(guards.SQLITE) == len(guards.POSTGRESQL)


def test_what_was_put_back_refuses_again(filled: Database) -> None:
    guard = next(one for one in needed(filled) if one.name == "guard_events_1")
    run(filled, dropped(filled, guard))
    upkeep.upgrade(filled)

    with pytest.raises((DBAPIError, StoreError), match="events are append-only"):
        run(filled, "DELETE FROM events")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE events DISABLE TRIGGER guard_events_1",
        "ALTER TABLE events ENABLE REPLICA TRIGGER guard_events_1",
    ],
)
def test_a_guard_that_is_switched_off_is_found_and_switched_on(postgres_database: Database, statement: str) -> None:
    run(postgres_database, statement)

    assert found(postgres_database) == [("guard_events_1", "switched off")]
    upkeep.upgrade(postgres_database)
    assert found(postgres_database) == []


def test_a_guard_that_always_fires_is_well(postgres_database: Database) -> None:
    run(postgres_database, "ALTER TABLE events ENABLE ALWAYS TRIGGER guard_events_1")

    assert found(postgres_database) == []


FORGED = {
    "guard_events_1": (
        "CREATE OR REPLACE TRIGGER guard_events_1 BEFORE DELETE ON events FOR EACH ROW WHEN (false) "
        "EXECUTE FUNCTION tracker_refuse('events are append-only')"
    ),
    "guard_events_0": (
        "DROP TRIGGER guard_events_0 ON events\nCREATE TRIGGER guard_events_0 BEFORE UPDATE ON letters FOR EACH ROW "
        "EXECUTE FUNCTION tracker_refuse('events are append-only')"
    ),
    "tracker_refuse": (
        "CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN coalesce(NEW, OLD); END $$"
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_guard_that_was_changed_is_found_and_made_anew(postgres_database: Database, name: str) -> None:
    run(postgres_database, *FORGED[name].split("\n"))

    assert found(postgres_database) == [(name, "missing" if name == "guard_events_0" else "changed")]
    upkeep.upgrade(postgres_database)
    assert found(postgres_database) == []


def test_the_name_of_a_guard_on_another_table_deceives_nobody(postgres_database: Database) -> None:
    run(postgres_database, *FORGED["guard_events_0"].split("\n"))
    upkeep.upgrade(postgres_database)

    assert check(postgres_database, "triggers") == ("advice", "not of this program: guard_events_0 on letters")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RAISE(ABORT, 'events are append-only')", "RAISE(IGNORE)"),
        ("BEFORE DELETE", "BEFORE DELETE ON events WHEN (0) BEGIN SELECT RAISE(ABORT, 'x'); END --"),
    ],
)
def test_a_guard_that_was_rewritten_in_the_file_is_found(sqlite_database: Database, old: str, new: str) -> None:
    sqlite_database.close()
    assert sqlite_database.path is not None
    with closing(sqlite3.connect(sqlite_database.path)) as forger:
        forger.execute("PRAGMA writable_schema=ON")
        forger.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'guard_events_1'", (old, new))
        forger.commit()

    assert found(sqlite_database) == [("guard_events_1", "changed")]
    upkeep.upgrade(sqlite_database)
    assert found(sqlite_database) == []


@pytest.mark.parametrize("taken", ["TRIGGER search_update", "TABLE commitments_search"])
def test_a_search_index_that_missed_something_is_made_anew_with_its_guard(
    sqlite_database: Database, tmp_path: Path, taken: str
) -> None:
    PostHouse(sqlite_database, tmp_path).add()
    triggers = ("DROP TRIGGER search_insert", "DROP TRIGGER search_update")
    run(sqlite_database, *(triggers if "TABLE" in taken else ()), f"DROP {taken}")
    run(sqlite_database, "UPDATE commitments SET summary = 'iets anders'")

    upkeep.upgrade(sqlite_database)

    assert found(sqlite_database) == []
    assert check(sqlite_database, "search")[0] == "well"


def test_a_trigger_that_is_not_ours_is_told_and_left(database: Database) -> None:
    if database.path is not None:
        run(database, "CREATE TRIGGER audit AFTER INSERT ON events BEGIN SELECT 1; END")
    else:
        run(
            database,
            "CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "CREATE TRIGGER audit AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION audited()",
        )
    upkeep.upgrade(database)

    assert check(database, "triggers") == ("advice", "not of this program: audit on events")
    assert upkeep.verify(database).is_sound


def test_a_rule_that_swallows_what_is_written_is_told(postgres_database: Database) -> None:
    run(postgres_database, "CREATE RULE swallow AS ON INSERT TO events DO INSTEAD NOTHING")

    assert check(postgres_database, "triggers") == ("advice", "not of this program: swallow on events")


def test_a_restored_register_is_guarded_even_when_the_backup_was_not(sqlite_database: Database, tmp_path: Path) -> None:
    upkeep.back_up(sqlite_database, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as forger:
        forger.execute("DROP TRIGGER guard_events_1")
        forger.commit()

    upkeep.restore(sqlite_database, tmp_path / "copy.db", act=ACT)

    assert found(sqlite_database) == []


def test_the_command_says_what_it_put_back(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, "DROP TRIGGER guard_events_1")
    sqlite_database.close()
    proven = called(tmp_path, "--db", "register.db", "verify", fails=1)
    in_dutch = called(tmp_path, "--db", "register.db", "verify", fails=1, language="nl")
    looked_over = called(tmp_path, "--db", "register.db", "doctor", fails=1, language="fr")
    healed = called(tmp_path, "--db", "register.db", "db", "upgrade")

    assert "The guard guard_events_1 on events is missing.\ntracker db upgrade puts it back.\n" in proven
    assert "\ntracker db upgrade zet het terug.\n" in in_dutch
    assert "guard_events_1 on events is missing. tracker db upgrade remet cela en place." in looked_over
    assert (
        "The guard guard_events_1 on events was missing; it is put back.\nregister.db was up to date already: version "
        in healed
    )
    assert "up to date" in called(tmp_path, "--db", "register.db", "db", "upgrade")
    with closing(connect(tmp_path / "register.db")) as database:
        assert upkeep.verify(database).is_sound
