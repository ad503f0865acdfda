"""Opening the database and giving transactions; migrated at first use, its failures told in our words."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, insert, make_url, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from tracker.errors import StoreError, TrackerError
from tracker.files import private
from tracker.store.failures import as_store_error, interruption
from tracker.store.tables.letters import identity, troubles
from tracker.store.upgrade import make_ready, version

WAIT = 10.0  # seconds for another process to finish its change
REGISTER_LOCK = 0x7261636B  # PostgreSQL: one writer of the register at a time, as on SQLite


class Transaction:
    """One transaction: all of it happens or nothing. The events that it records form one action."""

    def __init__(self, connection: Connection, *, salt: Callable[[], bytes]) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.salt = salt
        self.action: int | None = None  # first event of this transaction
        self.actors: dict[str, tuple[int, str]] = {}

    def execute(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement; with a sequence of values once for each."""
        return self.connection.execute(statement, values)

    def lock_register(self) -> None:
        """Wait until no other transaction changes the register; nothing to do on SQLite or when already held."""
        if self.dialect == "postgresql":
            self.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({REGISTER_LOCK})")


class Database:
    """A register in a SQLite file or on a PostgreSQL server."""

    def __init__(self, url: URL, *, wait: float = WAIT, salt: Callable[[], bytes] | None = None) -> None:
        self.url = url
        self.name = url.database if url.drivername == "sqlite" and url.database else url.render_as_string()
        self.wait = wait
        self.salt = salt or partial(secrets.token_bytes, 16)
        self._engine: Engine | None = None

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None for a server or a database in memory."""
        if self.url.get_backend_name() != "sqlite" or not self.url.database or self.url.database == ":memory:":
            return None
        return Path(self.url.database.removeprefix("file:"))

    @cached_property
    def secret(self) -> str:
        """With this only this register can compute what stands on its letters."""
        with self.read() as tx:
            return str(tx.execute(select(identity.c.secret)).scalar_one())

    @cached_property
    def register(self) -> str:
        """The name of this register among all others, also in its copies."""
        with self.read() as tx:
            return str(tx.execute(select(identity.c.register)).scalar_one())

    @contextmanager
    def write(self, *, exclusive: bool = True, begins: bool = False) -> Iterator[Transaction]:
        """A transaction that may change things: committed at the end, rolled back by an exception.

        One writer at a time. With `exclusive=False` PostgreSQL lets others write beside it. Only what may be the first
        that a register holds `begins` one where none is.
        """
        if not begins:
            self._refuse_absence()
        with self._transaction("BEGIN IMMEDIATE", read_only=False) as transaction:
            if exclusive:
                transaction.lock_register()
            yield transaction

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that sees one moment and changes nothing; it never makes a database."""
        self._refuse_absence()
        with self._transaction("BEGIN", read_only=True) as transaction:
            yield transaction

    def _refuse_absence(self) -> None:
        if self.path is not None and self._engine is None and not _holds_anything(self.path):
            raise StoreError("register.absent", path=self.path)

    def try_to_write(self) -> None:
        """Write for real and take it back: nothing of it stays. Raises StoreError when that cannot be."""
        self._refuse_absence()
        with suppress(_TakenBackError), self._transaction("BEGIN IMMEDIATE", read_only=False) as tx:
            tx.execute(_NOTHING)
            raise _TakenBackError

    def close(self) -> None:
        """Let go of the connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        for name in ("secret", "register"):  # another register may take its place
            self.__dict__.pop(name, None)

    @property
    def engine(self) -> Engine:
        """The engine of a database that is ready for use."""
        return self._engine or self.upgrade(asked=False)

    def upgrade(self, *, asked: bool = True) -> Engine:
        """Bring the database to the version of this program; on a server only when a person asked for it."""
        if self._engine is None:
            engine = _make_engine(self.url, self.wait)
            if self.path is not None and self.url.query.get("mode", "rwc") == "rwc":
                private.ensure(self.path)
            try:
                make_ready(engine, self.path, self.name, asked=asked)
            except (DBAPIError, UnicodeDecodeError) as error:
                engine.dispose()
                raise interruption(error) or as_store_error(error, self.name) from error
            except BaseException:
                engine.dispose()
                raise
            self._engine = engine
        return self._engine

    def version(self) -> str | None:
        """The version that it has as it stands; None where there is no register yet. Nothing is brought up to date."""
        if self.path is not None and not _holds_anything(self.path):
            return None
        engine = self._engine or _make_engine(self.url, self.wait)
        try:
            with engine.connect() as connection:
                return version(connection)
        except (DBAPIError, UnicodeDecodeError) as error:
            raise interruption(error) or as_store_error(error, self.name) from error
        finally:
            if engine is not self._engine:
                engine.dispose()

    @contextmanager
    def _transaction(self, begin: str, *, read_only: bool) -> Iterator[Transaction]:
        engine = self.engine
        options: dict[str, Any] = {"tracker_begin": begin}
        if self.url.get_backend_name() == "postgresql":
            level = "REPEATABLE READ" if read_only else "READ COMMITTED"
            options |= {"isolation_level": level, "postgresql_readonly": read_only}
        try:
            with engine.connect() as connection:
                connection = connection.execution_options(**options)  # noqa: PLW2901 - the same connection
                with connection.begin():
                    yield Transaction(connection, salt=self.salt)
        except IntegrityError:
            raise
        except (DBAPIError, UnicodeDecodeError) as error:  # a driver raises the second for letters that are none
            raise interruption(error) or as_store_error(error, self.name) from error


class _TakenBackError(Exception):
    """What was written is not to stay."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = insert(troubles).values(name="an attempt", since=_EPOCH, last_at=_EPOCH, times=0, told="")


class LookedAt(Database):
    """The register of another `Database` for who may only look: a transaction that could change it is refused."""

    def __init__(self, database: Database, because: TrackerError) -> None:
        super().__init__(database.url, wait=database.wait, salt=database.salt)
        self._database = database
        self._because = because

    def write(self, *, exclusive: bool = True, begins: bool = False) -> NoReturn:  # noqa: ARG002 - as every database has it
        """Raise what says why nothing may change."""
        raise self._because

    def close(self) -> None:
        """Let go of the connections of the database that is looked at."""
        self._database.close()

    def upgrade(self, *, asked: bool = True) -> Engine:
        """Make the database that is looked at ready for use."""
        return self._database.upgrade(asked=asked)


def _holds_anything(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:  # whoever opens it tells why it cannot be
        return True


def connect(url: str | Path, *, wait: float = WAIT, salt: Callable[[], bytes] | None = None) -> Database:
    """The register at a path or SQLAlchemy URL; opened, made and migrated at first use.

    `wait` is how many seconds to wait for another process; `salt` gives the chance in seals.
    """
    text = str(url)
    try:
        parsed = make_url(text) if "://" in text else URL.create("sqlite", database=str(_in_home(text)))
        parsed = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        if parsed.drivername not in _DRIVERS.values():
            raise StoreError("database.kind-unknown", kind=parsed.drivername)
    except (ArgumentError, ValueError) as error:
        raise StoreError("database.address-unreadable") from error
    database = Database(parsed, wait=wait, salt=salt)
    if database.path is not None and os.path.isdir(database.path):  # noqa: PTH112 - false for a name that cannot be
        raise StoreError("database.folder", name=database.path)
    return database


# How a kind of register may be written, and the driver that it is used with.
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def _in_home(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise StoreError("database.no-home", name=name) from error


def _make_engine(url: URL, wait: float) -> Engine:
    if url.get_backend_name() == "postgresql":
        seconds = max(int(wait), 1)
        options = f"-c lock_timeout={int(wait * 1000)} -c timezone=UTC -c synchronous_commit=on"
        try:
            return create_engine(url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": seconds})
        except ModuleNotFoundError as error:
            raise StoreError("database.driver-missing") from error
    engine = create_engine(url, connect_args={"timeout": wait})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late and deferred
    for pragma in ("foreign_keys=ON", "recursive_triggers=ON", "synchronous=EXTRA"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("tracker_begin", "BEGIN"))
