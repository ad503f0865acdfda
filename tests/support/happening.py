"""What happens to a register while letters are planned, wait and leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from posthouse import MONDAY, PostHouse

from tracker.model.settings import LetterSettings
from tracker.store import Database
from tracker.usecases import register

FAR = date(2027, 1, 1)


def waiting_ten_minutes(house: PostHouse) -> None:
    """From now on letters wait for what may still happen."""
    house.office = replace(
        house.office, settings=replace(house.settings, letters=LetterSettings(group_wait_minutes=10))
    )


def undo(house: PostHouse, number: int) -> None:
    """Somebody takes back the last that was done to a commitment."""
    register.undo(house.database, number, act=house.act("vergissing"))


def edit(house: PostHouse, number: int, **fields: object) -> None:
    """Somebody corrects a commitment."""
    register.edit(house.database, number, fields, act=house.act("tikfout"))


def tick_daily(house: PostHouse, days: int) -> None:
    """One tick an afternoon, from Monday on."""
    for offset in range(days):
        house.clock.set(MONDAY + timedelta(days=offset), "14:00")
        house.tick()


class Meanwhile:
    """A register in which something happens between what a story reads and what it writes."""

    def __init__(self, database: Database, happens: Callable[[], object]) -> None:
        self._database, self._happens = database, happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def write(self, **options: bool) -> Any:
        happens, self._happens = self._happens, lambda: None
        happens()
        return self._database.write(**options)
