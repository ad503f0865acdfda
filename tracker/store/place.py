"""Where a register lives: a copy of it is somewhere else, even when everything in it is the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from tracker.errors import StoreError, remedy_for
from tracker.store.database import Transaction

FILE, SERVER = "file", "server"


def place_of(tx: Transaction, path: Path | None, name: str) -> str:
    """The place of this database: which file of which file system, or which database of which server.

    `name` is how people call it, machine and all.
    """
    if tx.dialect == "postgresql":
        return f"{SERVER} {_server(tx)} {name}"
    if path is None:
        return f"{FILE} 0 0 {name}"
    try:
        facts = path.stat()
        system = os.statvfs(path).f_fsid if hasattr(os, "statvfs") else 0
    except OSError as error:
        raise StoreError("file.not-examined", path=path, reason=error.strerror, remedy=remedy_for(error)) from error
    return f"{FILE} {facts.st_ino} {system:x} {name}"


def is_same(one: str, other: str) -> bool:
    """Whether two places are one. A file stays itself when its folder or its machine gets another name.

    One file system may number files as another does, and some get another number with each start of the machine: the
    name tells those apart.
    """
    kind, number, system, name = one.split(" ", 3)
    kind_, number_, system_, name_ = other.split(" ", 3)
    if (kind, number) != (kind_, number_):
        return False
    if kind == SERVER:
        return system == system_
    return (system == system_ and system != "0") or name == name_


def name_of(place: str) -> str:
    """How people call it."""
    return place.split(" ", 3)[3]


def _server(tx: Transaction) -> str:
    """The cluster, and in it database and table: what is dropped and loaded again gets other numbers."""
    numbers = "SELECT oid, 'identity'::regclass::oid FROM pg_database WHERE datname = current_database()"
    row: Sequence[int] = tx.execute(text(numbers)).one()
    return f"{_cluster(tx)} {row[0]}.{row[1]}"


def _cluster(tx: Transaction) -> str:
    """The number that a cluster is born with; 0 where the server does not let us ask."""
    may = tx.execute(text("SELECT has_function_privilege('pg_control_system()', 'execute')")).scalar()
    return str(tx.execute(text("SELECT system_identifier FROM pg_control_system()")).scalar()) if may else "0"
