"""A post office for each journey, on both databases or on the quicker one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import Forked, common_ground
from furnished import furnish
from ordeal import Ordeal
from posthouse import PostHouse
from smtp_sink import Sink
from stopwatch import Stopwatch

from tracker.store import Database


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite, and again on PostgreSQL."""
    return PostHouse(database, tmp_path)


@pytest.fixture
def local(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite alone."""
    return PostHouse(sqlite_database, tmp_path)


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    """Who waits for the mail server of the tests does not really wait; gives for how long it was."""
    watch = Stopwatch.held(monkeypatch)
    monkeypatch.setattr(Sink, "stopwatch", watch)
    return watch


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forked]:
    """Calls the command in processes of their own."""
    with Forked(tmp_path_factory.mktemp("forked") / "streams") as calling:
        yield calling


@pytest.fixture(scope="session")
def ordeal(forked: Forked, sqlite_template: Path) -> Iterator[Ordeal]:
    """A folder with some of everything, in which hostile calls are made."""
    with common_ground() as home:
        furnish(home / "place", sqlite_template, forked)
        shutil.copytree(home / "place", home / "template", symlinks=True)
        yield Ordeal(forked, home / "template", home / "place")
