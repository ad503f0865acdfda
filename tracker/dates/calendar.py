"""A parliament's year: feasts, recesses, budget rounds, elections and terms, computed from a calendar pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tracker.dates.arithmetic import DAY, Days
from tracker.dates.rules import WEEKDAYS, holds, nth_weekday, parsed
from tracker.errors import SettingsError
from tracker.languages.words import calendar_pack, convention_table


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one parliament; `conventions` are its own where it overrides ours."""

    name: str
    title: str
    pack: Mapping[str, Any] = field(repr=False)
    conventions: Mapping[str, Mapping[str, Any]] = field(repr=False)
    known: dict[tuple[str, int], Days] = field(default_factory=dict, repr=False, compare=False)

    def has(self, name: str) -> bool:
        """Whether this parliament knows the name."""
        return any(name in self.pack[section] for section in ("days", "periods", "elections", "terms"))

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

    def precision(self, name: str) -> str | None:
        """How finely a round is named, where the pack says so."""
        value = self.pack["periods"].get(name, {}).get("precision")
        return None if value is None else str(value)

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
    return Calendar(name, str(pack["title"]), pack, convention_table())


def calendar(name: str, conventions: Mapping[str, object] | None = None) -> Calendar:
    """The calendar of that name, with a parliament's own conventions over ours.

    A key is a path: "vague-soon.window", "after.window", "periods.summer-recess.starts". Raises SettingsError
    for an unknown name, path or value.
    """
    if not conventions:
        return _plain_calendar(name)
    pack = {key: dict(value) if isinstance(value, dict) else value for key, value in calendar_pack(name).items()}
    table = {key: dict(value) for key, value in convention_table().items()}
    for path, value in conventions.items():
        _override(pack, table, path.split("."), value=value)
    return Calendar(name, str(pack["title"]), pack, table)


def _override(pack: dict[str, Any], table: dict[str, dict[str, Any]], path: list[str], *, value: object) -> None:
    home: Any = pack if path[0] in ("days", "periods", "elections", "terms") else table
    for step in path[:-1]:
        if not isinstance(home, dict) or step not in home:
            raise SettingsError(f"There is no date convention {'.'.join(path)!r}.", advice="See docs/dates.md.")
        if isinstance(home[step], dict):
            home[step] = dict(home[step])
        home = home[step]
    if not isinstance(home, dict) or path[-1] not in home:
        raise SettingsError(f"There is no date convention {'.'.join(path)!r}.", advice="See docs/dates.md.")
    if type(value) is not type(home[path[-1]]):
        raise SettingsError(f"The date convention {'.'.join(path)!r} cannot be {value!r}.", advice="See docs/dates.md.")
    home[path[-1]] = value
