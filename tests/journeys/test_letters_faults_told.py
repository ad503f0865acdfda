"""A mail server that only asks for patience is not told as one that refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from posthouse import NO_DIGEST, PostHouse
from smtp_sink import Reply, Sink, always

from tracker.store import Database
from tracker.usecases.letters.checkup import examine_post

pytestmark = pytest.mark.usefixtures("stopwatch")


@pytest.mark.parametrize(("code", "is_told"), [(450, False), (550, True)])
def test_only_what_is_refused_for_good_is_told_as_refused(
    sqlite_database: Database, tmp_path: Path, code: int, *, is_told: bool
) -> None:
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    with Sink(always("rcpt", Reply(code, "too much mail, wait: 550 seconds"))) as sink:
        house.smtp(sink.port, patience=0.001)
        house.tick_out()

    told = {check.name for check in examine_post(house.office, now=house.clock())}
    assert ("mail server" in told) is is_told
