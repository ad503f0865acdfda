"""A post office for each journey, on both databases or on the quicker one."""

from __future__ import annotations

from pathlib import Path

import pytest
from posthouse import PostHouse

from tracker.store import Database


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite, and again on PostgreSQL."""
    return PostHouse(database, tmp_path)


@pytest.fixture
def local(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite alone."""
    return PostHouse(sqlite_database, tmp_path)
