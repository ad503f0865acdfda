"""Journeys of the post on SQLite alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from posthouse import PostHouse

from tracker.store import Database


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    return PostHouse(sqlite_database, tmp_path)
