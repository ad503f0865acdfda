"""Does a register of an earlier version come to this one whole?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from calling import called
from earlier_version import of_version
from sqlalchemy import create_engine, text

from tracker.errors import StoreError
from tracker.model import Act, Commitment, Report, Status
from tracker.store import Database, connect, register, reports, upgrade
from tracker.store.letters.identity import identity
from tracker.store.migrations import HEAD, REVISIONS
from tracker.store.tables import letters, metadata  # noqa: F401 - tables enrol themselves in the metadata
from tracker.store.verifying import verify

ACT = Act("jan", datetime(2021, 10, 1, 9, 30, tzinfo=UTC), "begin")
EARLIER = REVISIONS[:-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


def at_version(address: str, version: str, report: Report, commitment: Commitment) -> None:
    """A populated register as the program of that version left it."""
    with closing(connect(address)) as database, of_version(database, version), database.write() as tx:
        number = reports.add(tx, report, act=ACT)
        register.propose(tx, number, [commitment] * 3, act=ACT, accept=True)


def counts(database: Database) -> dict[str, int]:
    names = ("reports", "report_texts", "commitments", "events", "actors", "private_details")
    with database.read() as tx:
        return {name: tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


@pytest.mark.parametrize("version", EARLIER)
def test_every_earlier_version_migrates_with_equal_counts(
    address: str, version: str, report: Report, commitment: Commitment
) -> None:
    at_version(address, version, report, commitment)

    with closing(connect(address)) as database:
        database.upgrade()

        assert counts(database) == {
            "reports": 1,
            "report_texts": 1,
            "commitments": 3,
            "events": 7,
            "actors": 1,
            "private_details": 7,
        }
        with database.read() as tx:
            assert verify(tx).is_sound
            assert upgrade.version(tx.connection) == HEAD


@pytest.mark.parametrize("version", EARLIER)
def test_a_register_of_every_earlier_version_keeps_what_is_only_possible_from_then_on(
    address: str, version: str, report: Report, commitment: Commitment
) -> None:
    at_version(address, version, report, commitment)

    with closing(connect(address)) as database:
        database.upgrade()
        with database.write() as tx:
            (number,) = register.propose(tx, 1, [commitment], act=ACT, status=Status.POSSIBLE)

        with database.read() as tx:
            assert register.entry(tx, number).status is Status.POSSIBLE
            assert verify(tx).is_sound


def test_all_old_copies_of_a_register_agree_on_its_name(tmp_path: Path, report: Report, commitment: Commitment) -> None:
    at_version(f"sqlite:///{tmp_path / 'one.db'}", EARLIER[0], report, commitment)
    at_version(f"sqlite:///{tmp_path / 'other.db'}", EARLIER[0], report, commitment)
    shutil.copy(tmp_path / "one.db", tmp_path / "copy.db")
    found = []
    for name in ("one.db", "copy.db", "other.db", "new.db"):
        with closing(connect(tmp_path / name)) as database, database.write(begins=True) as tx:
            found.append(identity(tx))
    one, copy, other, new = found

    assert one.register == copy.register
    assert len({one.register, other.register, new.register}) == 3
    assert len({each.secret for each in found}) == 4


def test_a_file_is_backed_up_before_it_is_migrated(tmp_path: Path, report: Report, commitment: Commitment) -> None:
    path = tmp_path / "register.db"
    at_version(f"sqlite:///{path}", EARLIER[0], report, commitment)

    with closing(connect(path)) as database, database.write():
        pass

    (copy,) = tmp_path.glob(f"register.db.before-{HEAD}-from-{EARLIER[0]}")
    engine = create_engine(f"sqlite:///{copy}")
    with engine.connect() as connection:
        assert upgrade.version(connection) == EARLIER[0]
        assert connection.execute(text("SELECT count(*) FROM commitments")).scalar_one() == 3
    engine.dispose()


def test_a_copy_that_an_earlier_attempt_left_is_not_taken_for_the_present_file(
    tmp_path: Path, report: Report, commitment: Commitment
) -> None:
    path = tmp_path / "register.db"
    at_version(f"sqlite:///{path}", EARLIER[0], report, commitment)
    earlier = tmp_path / f"register.db.before-{HEAD}-from-{EARLIER[0]}"
    earlier.write_bytes(b"of last month")
    os.utime(earlier, (0, 0))

    with closing(connect(path)) as database, database.write():
        pass

    assert earlier.read_bytes() == b"of last month"
    engine = create_engine(f"sqlite:///{earlier}-2")
    with engine.connect() as connection:
        assert upgrade.version(connection) == EARLIER[0]
    engine.dispose()
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name, earlier.name, f"{earlier.name}-2"]


def test_a_server_is_migrated_only_when_asked(postgres_url: str, report: Report, commitment: Commitment) -> None:
    at_version(postgres_url, EARLIER[0], report, commitment)
    database = connect(postgres_url)

    with pytest.raises(StoreError, match=r"Back it up \(pg_dump\), then run: tracker db upgrade"), database.read():
        pass
    database.upgrade()

    assert counts(database)["commitments"] == 3
    database.close()


def test_a_migration_that_would_lose_rows_changes_nothing(
    tmp_path: Path, report: Report, commitment: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "register.db"
    at_version(f"sqlite:///{path}", EARLIER[0], report, commitment)
    before = path.read_bytes()
    steps = iter([{"commitments": 3}, {"commitments": 2}])
    monkeypatch.setattr(upgrade, "_count_rows", lambda _: next(steps))

    with closing(connect(path)) as database, pytest.raises(StoreError, match="would lose rows"):
        database.upgrade()

    assert path.read_bytes() == before


def test_the_migrations_make_the_tables_that_the_program_uses(database: Database) -> None:
    with database.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, metadata) if "search" not in str(one)]

    assert differences == []


def test_the_versions_are_those_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(upgrade.__file__).parent / "migrations"))

    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(scripts)) == REVISIONS


def test_references_hold_again_after_a_migration(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "new.db")) as database, database.write(begins=True) as tx:
        assert tx.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_the_command_says_from_which_version_to_which_or_that_nothing_changed(
    tmp_path: Path, report: Report, commitment: Commitment
) -> None:
    at_version(f"sqlite:///{tmp_path / 'register.db'}", EARLIER[0], report, commitment)
    first = called(tmp_path, "--db", "register.db", "db", "upgrade", language="nl")
    again = called(tmp_path, "--db", "register.db", "db", "upgrade", language="nl")

    assert f"register.db ging van versie {EARLIER[0]} naar versie {HEAD}.\n" in first
    assert f"register.db was al bijgewerkt: versie {HEAD}.\n" in again
