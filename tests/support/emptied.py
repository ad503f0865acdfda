"""Empty registers on a PostgreSQL server: emptied and used again, as making one takes a hundred times that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import make_url

# Whatever alters a schema changes a row of one of these, and with it who wrote that row, or where it stands.
SCHEMA = """
SELECT string_agg(catalogue || ' ' || rows || ' ' || written || ' ' || places, ', ' ORDER BY catalogue) FROM (
  SELECT tableoid::regclass::text AS catalogue, count(*) AS rows, sum(xmin::text::bigint) AS written,
         md5(string_agg(ctid::text, ' ' ORDER BY ctid)) AS places
  FROM (SELECT tableoid, xmin, ctid FROM pg_class
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_attribute
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_attrdef
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_constraint
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_extension
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_index
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_namespace
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_proc
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_rewrite
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_sequence
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_trigger
        UNION ALL SELECT tableoid, xmin, ctid FROM pg_type) AS written_rows
  GROUP BY tableoid) AS catalogues
"""
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Registers:
    """Copies of a template; one that a test left with the schema of the template is emptied for the next test."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._pristine = _pristine(at(server, template))
        self._free: list[str] = []

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a register as the template is."""
        name = self._free.pop() if self._free else create(self._server, self._template)
        url = at(self._server, name)
        try:
            yield url
        finally:
            if self._pristine.restored(url):
                self._free.append(name)
            else:
                drop(self._server, name)

    def close(self) -> None:
        """None is left."""
        while self._free:
            drop(self._server, self._free.pop())


@dataclass(frozen=True, slots=True)
class Pristine:
    """What a register is like that nobody has used, and the statements that make it so again."""

    schema: str
    statements: str

    def restored(self, url: str) -> bool:
        """Whether a register is again as it was; not when its schema changed or somebody is still connected."""
        try:
            with _connected(url) as connection:
                if _number(connection, OTHERS) or _schema(connection) != self.schema:
                    return False
                connection.execute(self.statements)
        except psycopg.Error:  # it is gone, or the server lets us not switch off the triggers
            return False
        return True


def _pristine(url: str) -> Pristine:
    with _connected(url) as connection:
        tables = _names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        sequences = _names(connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        statements = [SQL("DELETE FROM {}").format(Identifier(table)) for table in tables]
        statements += [filled for table in tables if (filled := _filled(connection, table))]
        statements += [_counted(connection, sequence) for sequence in sequences]
        unrefused = SQL("SET LOCAL session_replication_role = replica")  # no trigger and no foreign key objects
        joined = SQL("; ").join([SQL("BEGIN"), unrefused, *statements, SQL("COMMIT")])
        return Pristine(_schema(connection), joined.as_string(connection))


def _filled(connection: psycopg.Connection, table: str) -> Composed | None:
    """What puts the rows of a table back; None when it has none."""
    row = connection.execute(SQL("SELECT json_agg(kept)::text FROM {} AS kept").format(Identifier(table))).fetchone()
    if row is None or row[0] is None:
        return None
    back = "INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, {1})"
    return SQL(back).format(Identifier(table), Literal(row[0]))


def _counted(connection: psycopg.Connection, sequence: str) -> Composed:
    """What lets a sequence go on from where it is."""
    row = connection.execute(SQL("SELECT last_value, is_called FROM {}").format(Identifier(sequence))).fetchone()
    assert row is not None
    return SQL("SELECT setval({}::regclass, {}, {})").format(Literal(f'"{sequence}"'), *map(Literal, row))


def create(server: str, template: str) -> str:
    """A new database, by a name that nobody else has who tests on the same server."""
    name = f"tracker_{token_hex(8)}"
    _execute(server, SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    return name


def drop(server: str, name: str) -> None:
    """It goes, whoever is connected."""
    _execute(server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def fresh(server: str, template: str) -> Iterator[str]:
    """The URL of a new database that is not used again."""
    name = create(server, template)
    try:
        yield at(server, name)
    finally:
        drop(server, name)


def at(server: str, name: str) -> str:
    """The URL of a database on a server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _connected(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _execute(url: str, statement: Composed) -> None:
    with _connected(url) as connection:
        connection.execute(statement)


def _schema(connection: psycopg.Connection) -> str:
    row = connection.execute(SCHEMA).fetchone()
    assert row is not None
    return str(row[0])


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _names(connection: psycopg.Connection, query: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query)]
