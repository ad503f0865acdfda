"""A register of an earlier version of the database, filled by today's program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, inspect

from tracker.store import Database, upgrade
from tracker.store.tables.register import commitments


@contextmanager
def of_version(database: Database, version: str) -> Iterator[Database]:
    """The database as that version has it, open for writing; columns that came later stand there only meanwhile."""
    engine = create_engine(database.url)
    upgrade.migrate(engine, to=version)
    later = _later_columns(engine)
    _alter(engine, [f"ADD COLUMN {name} {kind}" for name, kind in later])
    database._engine = engine
    yield database
    _alter(engine, [f"DROP COLUMN {name}" for name, _ in later])


def _later_columns(engine: Engine) -> list[tuple[str, str]]:
    present = {column["name"] for column in inspect(engine).get_columns("commitments")}
    return [(one.name, one.type.compile(engine.dialect)) for one in commitments.columns if one.name not in present]


def _alter(engine: Engine, changes: list[str]) -> None:
    with engine.begin() as connection:
        for change in changes:
            connection.exec_driver_sql(f"ALTER TABLE commitments {change}")
