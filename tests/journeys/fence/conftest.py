"""Every journey around the fence begins with a post office that works since a week."""

from __future__ import annotations

from pathlib import Path

import pytest
from fenced_house import at_work
from posthouse import PostHouse

from tracker.store import Database


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    """On SQLite, and again on PostgreSQL."""
    return at_work(database, tmp_path)
