"""A register with a past, and an empty one to import into."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from taken_in import LATER, NOW, TODAY

from tracker import followup
from tracker.model import Act, Evidence, LinkKind, Mention, Report
from tracker.store import Database, connect, register, reports
from tracker.usecases.register import link, note, resolve


@pytest.fixture
def lived(filled: Database, report: Report) -> Database:
    """A register with a past: done with evidence, noted, linked, mentioned."""
    with filled.write() as tx:
        again = reports.add(tx, replace(report, sha256="cd" * 32, name="later.txt"), act=LATER)
        mention = followup.mention(register.entry(tx, 2), Mention(again, 0, 9, "De brief."), deadline=None)
        register.record(tx, 2, mention, act=LATER)
    resolve(filled, [1], Evidence("https://x", "=1+1", TODAY), act=LATER, today=TODAY)
    note(filled, [2], "@intern", act=Act("an", NOW, "nodig"))
    link(filled, 3, LinkKind.DEPENDS_ON, 1, act=LATER)
    return filled


@pytest.fixture
def other(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """An empty register to import into."""
    path = tmp_path / "other.db"
    path.write_bytes(sqlite_template.read_bytes())
    made = connect(path)
    yield made
    made.close()
