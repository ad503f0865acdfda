"""How does the database open, and what does it say when it cannot?"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.errors import StoreError
from tracker.store import Database, connect
from tracker.store.migrations import HEAD


def refusal(database: Database) -> str:
    with pytest.raises(StoreError) as raised, database.write(begins=True):
        pass
    database.close()
    assert "Traceback" not in str(raised.value)
    return str(raised.value)


def test_a_new_database_is_made_with_the_newest_version(tmp_path: Path) -> None:
    database = connect(tmp_path / "new.db")

    with database.write(begins=True) as tx:
        version = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    database.close()

    assert version == HEAD


def test_an_empty_postgresql_database_is_filled_with_tables(postgres_url: str) -> None:
    database = connect(postgres_url)

    with database.write() as tx:
        version = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    database.close()

    assert version == HEAD


def test_an_exception_rolls_everything_back(database: Database) -> None:
    def fail_in_the_middle() -> None:
        with database.write() as tx:
            tx.execute(text("INSERT INTO actors (id, seal, name) VALUES (1, 'x', 'Jan')"))
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail_in_the_middle()

    with database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM actors")).scalar_one() == 0


def test_reading_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "absent.db"

    with pytest.raises(StoreError, match=r"There is no register at .*absent.db yet"), connect(path).read():
        pass

    assert not path.exists()


def test_a_read_transaction_changes_nothing(postgres_database: Database) -> None:
    with pytest.raises(StoreError, match="read-only"), postgres_database.read() as tx:
        tx.execute(text("INSERT INTO actors (id, seal, name) VALUES (1, 'x', 'Jan')"))


def test_an_instant_without_zone_is_refused_at_the_door() -> None:
    from datetime import datetime

    from tracker.store.tables import instant_text

    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2021, 9, 21, 8, 0))  # noqa: DTZ001 - the naive instant is the case


def test_a_locked_database_says_who_is_in_the_way(sqlite_database: Database) -> None:
    path = sqlite_database.path
    other = sqlite3.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    said = refusal(connect(str(path), wait=0.05))
    other.close()

    assert said == f"{path} is in use by another process. Try again when it is done."


def test_a_locked_postgresql_register_says_so(postgres_database: Database) -> None:
    second = connect(postgres_database.url.render_as_string(hide_password=False), wait=0.1)

    with postgres_database.write():
        said = refusal(second)

    assert "is in use by another process" in said


def test_a_read_only_file_says_so(sqlite_database: Database) -> None:
    path = sqlite_database.path

    database = connect(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError, match=r"is read-only\. Give write permission"), database.write() as tx:
        tx.execute(text("INSERT INTO actors (id, seal, name) VALUES (1, 'x', 'Jan')"))
    database.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 not a database at all, but long enough to have a head of its own" * 20, "is not a database"),
        (b"SQLite format 3\0" + b"\xff" * 500, "is not a database"),
    ],
)
def test_a_file_that_is_no_database_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "some.db"
    path.write_bytes(content)

    assert said in refusal(connect(path))
    assert path.read_bytes() == content


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    assert "Check that its folder exists" in refusal(connect(tmp_path / "nowhere" / "register.db"))


@pytest.mark.parametrize("folder", ["{}", "sqlite:///{}", "/", ".", "..", "sqlite:////"])
def test_a_folder_is_not_a_database(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        connect(folder.format(tmp_path))


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    before = path.read_bytes()

    assert "database of another program" in refusal(connect(path))
    assert path.read_bytes() == before


def test_a_newer_database_asks_for_the_newer_program(database: Database) -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    assert "made by a newer tracker (version 9999" in refusal(database)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://localhost/register", "kept in SQLite or PostgreSQL"),
        ("nosuch://localhost/register", "kept in SQLite or PostgreSQL"),
        ("postgresql+nosuch://localhost/register", "not in postgresql\\+nosuch"),
        ("postgresql+asyncpg://localhost/register", "not in postgresql\\+asyncpg"),
        ("sqlite+nosuch:///register.db", "not in sqlite\\+nosuch"),
        ("://", "cannot be understood"),
        ("postgresql://localhost:bad/x", "cannot be understood"),
    ],
)
def test_an_address_that_names_no_database_is_refused(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        connect(url)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    said = refusal(connect(f"postgres://jan:geheim@/register?host={tmp_path}", wait=1.0))

    assert said.startswith("Cannot reach the database server socket:5432 of postgresql+psycopg://jan:***@/register")
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("place", "told"), [("127.0.0.1:2", "127.0.0.1:2"), ("nowhere.invalid", "nowhere.invalid:5432")]
)
def test_a_server_out_of_reach_is_told_with_host_and_port(place: str, told: str) -> None:
    said = refusal(connect(f"postgres://jan:geheim@{place}/register", wait=1.0))

    assert said.startswith(f"Cannot reach the database server {told} of ")


def test_a_database_that_does_not_exist_on_the_server_says_so(postgres_server: str) -> None:
    from sqlalchemy import make_url

    url = make_url(postgres_server).set(database="absent").render_as_string(hide_password=False)

    assert "createdb" in refusal(connect(url))


def interrupted_ping() -> None:
    """What SQLAlchemy and psycopg do when Ctrl-C comes while they ask whether the server is there."""
    try:
        raise KeyboardInterrupt
    finally:
        raise DBAPIError("PING", None, Exception("can't change 'autocommit' now"))


def wrapped_ping() -> None:
    """The same, told once more by whoever asked."""
    try:
        interrupted_ping()
    except DBAPIError as error:
        raise DBAPIError("SELECT 1", None, Exception("not there")) from error


@pytest.mark.parametrize("fails", [interrupted_ping, wrapped_ping])
def test_an_interruption_that_the_driver_fails_over_is_an_interruption(
    database: Database, fails: Callable[[], None]
) -> None:
    with pytest.raises(KeyboardInterrupt), database.read():
        fails()


def test_two_processes_may_make_the_database_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def use(_: int) -> str:
        database = connect(tmp_path / "register.db")
        with database.write(begins=True) as tx:
            found: str = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        database.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(use, range(4))) == [HEAD] * 4
