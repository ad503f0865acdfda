"""Ledgers that are begun, for tests that write lines into one without a register."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from tracker.store.ledger import Ledger
from tracker.store.ledger_lines import Heading

HEADING = Heading("1" * 32, "2" * 32)
_Kind = TypeVar("_Kind", bound=Ledger)


def begun(path: Path, kind: type[_Kind] = Ledger, **how: Any) -> _Kind:  # type: ignore[assignment]  # of all kinds
    """A ledger that knows its register, and nothing yet."""
    ledger = kind(path, **how)
    ledger.begin(HEADING, datetime(2026, 3, 2, 12, tzinfo=UTC))
    return ledger
