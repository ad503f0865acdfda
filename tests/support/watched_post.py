"""A post whose digests are due, and what the doctor says of it."""

from __future__ import annotations

from datetime import date, timedelta

from posthouse import MONDAY, PostHouse

from tracker.usecases.letters.checkup import examine_post


def told(house: PostHouse) -> dict[str, tuple[str, str]]:
    """By the name of each check, how it stands and what is told."""
    return {check.name: (check.state, str(check.told)) for check in examine_post(house.office, now=house.clock())}


def due_now(house: PostHouse, *readers: str) -> None:
    """A digest for each reader is due."""
    house.add(date(2026, 5, 1))
    for address in readers or ("jan@example.org",):
        house.reader(address, alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
