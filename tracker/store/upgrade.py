"""Bringing the database to the version of this program: under a lock, backed up, rows counted. Never down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from filecmp import cmp
from glob import escape
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from tracker.errors import StoreError
from tracker.files import private
from tracker.files.leftovers import unfinished
from tracker.files.own import free_name
from tracker.store.migrations import HEAD, REVISIONS


def make_ready(engine: Engine, path: Path | None, name: str, *, asked: bool) -> None:
    """Make a new database, migrate an older one; refuse a newer one and one that is not ours."""
    with engine.connect() as connection:
        present = version(connection)
        foreign = present is None and _has_tables(connection)
    if present == HEAD:
        return
    if foreign:
        raise StoreError("database.of-another-program", name=name)
    if present is not None and present not in REVISIONS:
        raise StoreError("database.of-newer-version", name=name, found=present, known=HEAD)
    if present is not None and path is None and not asked:
        raise StoreError("database.of-older-version", name=name, found=present, needed=HEAD)
    if present is not None and path is not None:
        _back_up(engine, path, present)
    migrate(engine)


def version(connection: Connection) -> str | None:
    """The version that the database says it has; None when it has none."""
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
    else:
        known = connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar()
    if not known:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def migrate(engine: Engine, *, to: str = HEAD) -> None:
    """Run the missing migrations in one transaction; the rows of every table are counted before and after."""
    with engine.connect() as connection:
        connection = connection.execution_options(tracker_begin="BEGIN IMMEDIATE")  # noqa: PLW2901 - the same one
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # batch operations drop and rename tables: with foreign keys on, children vanish
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _migrate_inside(connection, to)
        finally:
            if sqlite:
                connection.invalidate()  # the next connection has foreign keys on again


def _migrate_inside(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7631457)")
    if version(connection) == to:  # another process was first
        return
    before = _count_rows(connection)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    after = _count_rows(connection)
    lost = [table for table, rows in before.items() if after.get(table) != rows]
    orphans = (
        connection.exec_driver_sql("PRAGMA foreign_key_check").all() if connection.dialect.name == "sqlite" else ()
    )
    if lost or orphans:
        raise StoreError("database.migration-loses-rows", tables=lost or ["orphans"])


def _count_rows(connection: Connection) -> dict[str, int]:
    names = [
        name for name in inspect(connection).get_table_names() if name != "alembic_version" and "_search" not in name
    ]
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608 - names come from the database itself


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


def copy_file(engine: Engine, target: Path) -> None:
    """Copy a SQLite database as it is at one moment, while others use it, into a file that its owner alone reads."""
    private.ensure(target)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error as error:
            raise StoreError("database.copy-not-written", path=target, reason=str(error)) from error


def _back_up(engine: Engine, path: Path, version: str) -> None:
    """Keep the file as that version left it, unless an attempt that was stopped has kept the very same."""
    copy = path.with_name(f"{path.name}.before-{HEAD}-from-{version}")
    with unfinished(path.parent) as beside:
        copy_file(engine, beside)
        is_kept = any(cmp(beside, earlier, shallow=False) for earlier in path.parent.glob(f"{escape(copy.name)}*"))
        if not is_kept and _version_of(beside) == version:  # else another process was first
            beside.rename(free_name(copy))


def _version_of(copy: Path) -> str | None:
    with closing(sqlite3.connect(copy)) as raw:
        version: str | None = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return version
