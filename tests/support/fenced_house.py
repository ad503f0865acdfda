"""A post office that works since a week: how it is copied, put back and asked, and how often letters came."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from posthouse import MONDAY, Pocket, PostHouse

from tracker.errors import MailError
from tracker.model.letters import OutcomeKind
from tracker.store import Database, connect
from tracker.store.ledger import Ledger
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.fence import why_fenced
from tracker.usecases.status import house_status

READERS = tuple(f"{name}@example.org" for name in ("an", "bo", "cas", "dirk"))
NEXT = MONDAY + timedelta(days=7)
ONCE = dict.fromkeys(READERS, 1)


def at_work(database: Database, tmp_path: Path) -> PostHouse:
    """A post office that works since a week."""
    return working_since_a_week(database, tmp_path)


def working_since_a_week(database: Database, tmp_path: Path) -> PostHouse:
    """Its readers had their first digests; the second ones are due within the hour."""
    house = PostHouse(database, tmp_path)
    house.office.ledger.machine = "one"
    house.add(date(2026, 5, 1))
    for address in READERS:
        house.reader(address, alerts=())
    house.clock.set(NEXT, "08:00")
    house.tick()
    assert len(house.pocket.letters) == len(READERS)
    house.clock.set(NEXT + timedelta(days=7), "07:00")
    return house


def monday_comes(house: PostHouse, *, refused: str | None = None) -> None:
    """Digests leave, but for one that waits."""
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = lambda letter: OutcomeKind.DEFERRED if letter.recipient == refused else OutcomeKind.ACCEPTED
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED


def copies(house: PostHouse, *pockets: Pocket) -> Counter[str]:
    """How often the letters of the second Monday came to each reader."""
    given = [letter for pocket in (house.pocket, *pockets) for letter in pocket.letters]
    day = NEXT + timedelta(days=7)
    return Counter(letter.recipient for letter in given if f":{day}" in letter.key)


def ticks_in_vain(house: PostHouse, pattern: str) -> None:
    """Nothing leaves, whoever ticks, and everybody is told why."""
    given = len(house.pocket.letters)
    for _ in range(2):
        with pytest.raises(MailError, match=pattern):
            house.tick()
    told = {check.name: check for check in examine_post(house.office, now=house.clock())}["ledger"]

    assert len(house.pocket.letters) == given
    assert told.state == "wrong"
    assert re.search(pattern, str(told.told))
    assert "tracker outbox reconcile" in str(told.told)
    assert house_status(house.office, now=house.clock()).needs_somebody


def goes_on(house: PostHouse, **said: object) -> None:
    """Somebody says what left; then all that is still owed leaves, and the next week too."""
    house.reconcile(**said)
    assert why_fenced(house.office) is None
    for _ in range(3):
        house.tick()
        house.clock.forward(minutes=30)
    house.clock.set(NEXT + timedelta(days=14), "08:00")
    house.tick()
    week_after = [one for one in house.pocket.letters if f":{NEXT + timedelta(days=14)}" in one.key]
    assert len(week_after) == len(READERS)


def both_machines(house: PostHouse, folder: Path) -> tuple[PostHouse, PostHouse]:
    """Two machines with a ledger each at one register; both have sent."""
    two = PostHouse(house.database, folder)
    ledger = Ledger(folder / "ledger-of-two", machine="two")
    two.office = replace(house.office, owner="two:1", ledger=ledger)
    two.clock, two.pocket = house.clock, house.pocket
    if house.database.path is not None:  # a file serves one machine: somebody has to say that it changes
        two.reconcile(files=(house.office.ledger.path,))
    two.tick()
    house.tick()
    return house, two


def elsewhere(house: PostHouse, path: Path, folder: Path) -> PostHouse:
    """The register of that file, opened on another machine."""
    other = PostHouse(connect(path), folder)
    other.clock = house.clock
    ledger = Ledger(path.with_name(f"{path.name}.ledger"), machine="other")
    other.office = replace(other.office, clock=house.clock, owner="other:1", ledger=ledger)
    return other
