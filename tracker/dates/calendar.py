"""A parliament's year: feasts, recesses, budget rounds, elections and terms, computed from a calendar pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tracker.dates.arithmetic import DAY, SATURDAY, Days
from tracker.dates.arithmetic import moved as plainly_moved
from tracker.dates.rules import WEEKDAYS, holds, in_words, nth_weekday, parsed
from tracker.dates.workdays import public_holidays, workdays_on
from tracker.errors import SettingsError
from tracker.parliaments.calendars import SECTIONS, WORKDAYS, calendar_pack, conventions_of

_PLACE = re.compile(r"\{([\w-]+)\}")  # for a value, in the sentence of a convention


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one parliament; `conventions` are its own where it overrides ours."""

    name: str
    title: str
    pack: Mapping[str, Any] = field(repr=False)
    conventions: Mapping[str, Mapping[str, Any]] = field(repr=False)
    known: dict[tuple[str, int], Days] = field(default_factory=dict, repr=False, compare=False)
    free: dict[int, tuple[date, ...]] = field(default_factory=dict, repr=False, compare=False)
    said: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def has(self, name: str) -> bool:
        """Whether this parliament knows the name."""
        return any(name in self.pack[section] for section in SECTIONS)

    def is_elected(self, name: str) -> bool:
        """Whether the name stands for days that only a list can give: elections and terms."""
        return name in self.pack["elections"] or name in self.pack["terms"]

    def days(self, name: str, year: int) -> Days:
        """The first and last day of a feast, recess, round or year that begins in (or belongs to) a year."""
        key = name, year
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._days(name, year)
        return found

    def _days(self, name: str, year: int) -> Days:
        if name in self.pack["days"]:
            day = parsed(self.pack["days"][name])(year, None)
            return day, day
        period = self.pack["periods"][name]
        if "like" in period:
            return self.days(period["like"], year)
        for case in period.values():
            if isinstance(case, dict) and holds(case["when"], year):
                period = case
                break
        start = parsed(period["starts"])(year, None)
        if period["ends"].startswith("next"):
            return start, parsed(period["starts"])(year + 1, None) - DAY
        return start, parsed(period["ends"])(year, start)

    def free_days(self, year: int) -> tuple[date, ...]:
        """The Mondays to Fridays of a year that are no working days here, in order."""
        found = self.free.get(year)
        if found is None:
            table = self.pack["workdays"]
            law = public_holidays(table["country"], tuple(table["categories"]), year)
            own = (self._own_free_day(name, year) for name in table["also"])
            found = self.free[year] = tuple(sorted({*law, *(day for day in own if day.weekday() < SATURDAY)}))
        return found

    def _own_free_day(self, name: str, year: int) -> date:
        if name not in self.pack["days"]:
            raise SettingsError("dates.convention-value", convention=f"{WORKDAYS}.also", value=repr(name))
        return self.days(name, year)[0]

    def moved(self, day: date, count: float, unit: str) -> date:
        """So many units on or back, working days by the public holidays that hold here."""
        if unit == "workday":
            return workdays_on(day, round(count), self.free_days)
        return plainly_moved(day, count, unit)

    def counts(self, unit: str) -> tuple[str, ...]:
        """What a count of such units rests on beyond the calendar that everybody has."""
        return (f"working days: by the public holidays of the calendar {self.name}",) if unit == "workday" else ()

    def precision(self, name: str) -> str | None:
        """How finely a round is named, where the pack says so."""
        value = self.pack["periods"].get(name, {}).get("precision")
        return None if value is None else str(value)

    def says(self, name: str) -> str:
        """A convention in words, with the values that hold here."""
        found = self.said.get(name)
        if found is None:
            table = self.conventions[name]
            values = {key: in_words(value, str(table.get("counted"))) for key, value in table.items()}
            sentence = _PLACE.sub(lambda place: values.get(place[1], place[0]), table["says"])
            found = self.said[name] = f"{name}: {sentence}"
        return found

    def listed(self, name: str) -> tuple[Days, ...]:
        """All known elections or terms of a name, in order."""
        if name in self.pack["elections"]:
            return tuple((day, day) for day in self.pack["elections"][name]["days"])
        term = self.pack["terms"][name]
        polls = self.pack["elections"][term["elections"]]["days"]
        return tuple((_term_start(term["starts"], before), _term_end(term, after)) for before, after in pairwise(polls))


def _term_start(rule: str, poll: date) -> date:
    """The first sitting after an election: "tuesday +3" is the fourth Tuesday after it, "day +8" eight days on."""
    name, _, plus = rule.partition(" +")
    if name == "day":
        return poll + int(plus) * DAY
    if name in WEEKDAYS:
        return nth_weekday(poll + DAY, WEEKDAYS.index(name), int(plus) + 1)
    return parsed(rule)(poll.year, None)


def _term_end(term: Mapping[str, Any], poll: date) -> date:
    return parsed(term["ends"])(poll.year, None) if "ends" in term else poll


@lru_cache(maxsize=16)
def _plain_calendar(name: str) -> Calendar:
    pack = calendar_pack(name)
    return Calendar(name, str(pack["title"]), pack, conventions_of(name))


def calendar(name: str, conventions: Mapping[str, object] | None = None) -> Calendar:
    """The calendar of that name, with a parliament's own conventions over ours.

    A key is a path, or the same nested: "vague-soon.window", "periods.summer-recess.starts". Raises SettingsError
    for an unknown name, path or value.
    """
    return _own_calendar(name, tuple(_flat(conventions))) if conventions else _plain_calendar(name)


@lru_cache(maxsize=16)
def _own_calendar(name: str, conventions: tuple[tuple[str, object], ...]) -> Calendar:
    pack, table = deepcopy(dict(calendar_pack(name))), deepcopy(dict(conventions_of(name)))
    for path, value in conventions:
        _override(pack if path.split(".")[0] in (*SECTIONS, WORKDAYS) else table, path, value)
    return Calendar(name, str(pack["title"]), pack, table)


def _flat(conventions: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Paths and values, hashable, so that one parliament's calendar is made once."""
    for key, value in conventions.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, tuple(value) if isinstance(value, list) else value


def _override(home: Any, path: str, value: object) -> None:
    *above, last = path.split(".")
    for step in above:
        home = home.get(step) if isinstance(home, dict) else None
    if not isinstance(home, dict) or last not in home:
        raise SettingsError("dates.convention-unknown", convention=path)
    if isinstance(home[last], list):
        home[last] = tuple(home[last])
    if type(value) is not type(home[last]):
        raise SettingsError("dates.convention-value", convention=path, value=repr(value))
    home[last] = value
