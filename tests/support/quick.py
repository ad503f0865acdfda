"""What makes the tests quick and lets them prove as much: no wait for the disk, nothing made twice that is the same."""

from __future__ import annotations

import os
import sqlite3
from functools import cache
from typing import Any

import typer.main
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool


class Statements(dict[tuple[Any, ...], Any]):
    """Statements as a kind of database reads them: each engine would write them anew, and every test has its own."""

    def get(self, key: tuple[Any, ...], otherwise: Any = None) -> Any:
        return super().get(_for_any(key), otherwise)

    def __setitem__(self, key: tuple[Any, ...], written: Any) -> None:
        super().__setitem__(_for_any(key), written)


def _for_any(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The dialect of an engine comes first; those of one kind write alike."""
    dialect, *others = key
    return type(dialect), *others


def make_quick() -> None:
    """For as long as this process lasts; the commands that tests start are as they are."""
    statements = Statements()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=statements)

    def hurry(connection: object, *_: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF").close()

    event.listen(Engine, "engine_connect", share)
    event.listen(Pool, "checkout", hurry)
    os.fsync = lambda fd: None  # a killed process loses nothing by it, only a power cut would
    typer.main.get_command = cache(typer.main.get_command)  # which takes most of the time of a call
