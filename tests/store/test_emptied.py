"""The registers of tests on PostgreSQL: none sees what another test left in it."""

from __future__ import annotations

import psycopg
import pytest
from emptied import Registers
from sqlalchemy import make_url

from tracker.model import Act, Commitment, Report
from tracker.store import Database, connect, register, reports
from tracker.store.tables import metadata


@pytest.fixture
def registers(postgres_server: str, postgres_template: str) -> Registers:
    """None of them was used yet."""
    return Registers(postgres_server, postgres_template)


def rows(database: Database) -> dict[str, list[object]]:
    with database.read() as tx:
        return {table.name: [tuple(row) for row in tx.execute(table.select())] for table in metadata.sorted_tables}


def run(url: str, *statements: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_register_is_used_again_as_it_was_made(
    registers: Registers, report: Report, commitment: Commitment, act: Act
) -> None:
    seen = []
    for _ in range(2):
        with registers.empty() as url:
            database = connect(url)
            before = rows(database)
            with database.write() as tx:
                numbers = register.propose(tx, reports.add(tx, report, act=act), [commitment], act=act, accept=True)
            seen.append((make_url(url).database, before, numbers))
            database.close()
    registers.close()

    assert seen[0] == seen[1]


def test_rows_that_the_template_has_come_back(registers: Registers) -> None:
    with registers.empty() as url:
        database = connect(url)
        made = rows(database)
        run(url, "DELETE FROM identity", "UPDATE alembic_version SET version_num = '0000'")
        database.close()
    with registers.empty() as again:
        database = connect(again)
        assert rows(database) == made
        database.upgrade()
        database.close()
    registers.close()

    assert again == url


@pytest.mark.parametrize(
    "alteration",
    [
        "ALTER TABLE reports DISABLE TRIGGER USER",
        "ALTER TABLE reports ADD COLUMN more text",
        "CREATE TABLE more (number integer)",
        "CREATE INDEX more ON reports (title)",
        "CREATE FUNCTION more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "TRUNCATE alembic_version",
    ],
)
def test_one_whose_schema_was_touched_is_not_used_again(registers: Registers, alteration: str) -> None:
    with registers.empty() as url:
        run(url, alteration)
    with registers.empty() as other:
        assert other != url
    registers.close()


def test_one_to_which_somebody_is_still_connected_is_not_used_again(registers: Registers) -> None:
    with registers.empty() as url:
        database = connect(url)
        rows(database)
    database.close()
    with registers.empty() as other:
        assert other != url
    registers.close()
