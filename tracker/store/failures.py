"""A failure of the database as one of ours: its code says what happened."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from tracker.errors import Damaged, InUse, StoreError

IN_USE, CAME_BETWEEN = "database.in-use", "database.came-between"
PASSING = {IN_USE, CAME_BETWEEN}
SQLITE = (  # words of the driver, what happened
    ("database is locked", IN_USE),
    ("readonly database", "database.read-only"),
    ("file is not a database", "database.none"),
    ("unable to open database file", "database.not-opened"),
    ("disk is full", "database.disk-full"),
    ("disk I/O error", "database.disk-error"),
    ("malformed", "database.damaged"),
    ("Could not decode", "database.damaged"),
)
POSTGRESQL_PORT = 5432
POSTGRESQL = (  # SQLSTATE, what happened
    ("55P03", IN_USE),
    ("40P01", CAME_BETWEEN),
    ("40001", CAME_BETWEEN),
    ("25006", "database.server-read-only"),
    ("42501", "database.no-right"),
    ("53100", "database.disk-full"),
)


CONNECTING = (  # the driver gives no SQLSTATE while connecting, only the server's words
    ("password authentication failed", "database.refuses-password"),
    ("pg_hba.conf", "database.refuses-user"),
    ("does not exist", "database.absent"),
)
OUT_OF_REACH = ("failed to resolve host", "connection")  # words of the driver


def interruption(error: BaseException) -> KeyboardInterrupt | None:
    """Ctrl-C that an error hides: tidying up after it in the middle of a statement, a driver fails in its turn."""
    before: BaseException | None = error
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__cause__ or before.__context__
    return before


def _server(name: str) -> str:
    """Host and port of an address; without a host the driver goes over a socket of this machine."""
    address = make_url(name)
    return f"{address.host or 'socket'}:{address.port or POSTGRESQL_PORT}"


def as_store_error(error: Exception, name: str) -> StoreError:
    """The failure of a driver as ours, also one that SQLAlchemy wrapped; unknown ones keep their first line."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, UnicodeDecodeError):  # the driver read letters that are none
        return Damaged("database.damaged", name=name)
    words, state = str(cause), getattr(cause, "sqlstate", None)
    known = [code for mark, code in POSTGRESQL if mark == state]
    if state is None:
        known = [code for mark, code in (*SQLITE, *CONNECTING) if mark in words]
    if known:
        return InUse(known[0], name=name) if known[0] in PASSING else StoreError(known[0], name=name)
    if state is None and "://" in name and any(mark in words for mark in OUT_OF_REACH):
        return StoreError("database.out-of-reach", name=name, server=_server(name))
    if not words.strip():
        return StoreError("database.failed-silently", name=name)
    return StoreError("database.failed", name=name, reason=words.strip().splitlines()[0])
