"""The small language in which calendar packs say their days: "4 monday september -1", "easter +39", "start +6"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from tracker.dates.arithmetic import month
from tracker.errors import SettingsError

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RULE = re.compile(
    r"(?:(?P<easter>easter)|(?P<start>start)|(?P<next>next)"
    r"|(?P<nth>[1-5]) (?P<weekday>[a-z]+day) (?P<in>[a-z]+)"
    r"|(?:(?P<near>[a-z]+day) (?P<way>from|until) )?(?P<day>\d{1,2}) (?P<month>[a-z]+))"
    r"(?: (?P<year>next|previous))?(?: (?P<plus>[+-]\d+))?"
)
LENGTH = re.compile(r"(\d{1,4}) (day|week|month|quarter|half|year)s?")
WHEN = re.compile(r"easter (before|after) (\d{1,2}) ([a-z]+)")

Rule = Callable[[int, date | None], date]


@lru_cache(maxsize=1024)
def easter_on(year: int) -> date:
    """Easter Sunday of a year, Gregorian."""
    return easter(year)


def _number(names: tuple[str, ...], name: str) -> int:
    if name not in names:
        raise SettingsError("dates.rule-name", name=name)
    return names.index(name)


@lru_cache(maxsize=1024)
def parsed(rule: str) -> Rule:
    """The rule as a function of a year and the start of its own period. Raises SettingsError for nonsense."""
    found = RULE.fullmatch(rule)
    if found is None:
        raise SettingsError("dates.rule-unreadable", rule=rule)
    base = _base(found)
    shift = {"next": 1, "previous": -1, None: 0}[found["year"]]
    plus = timedelta(days=int(found["plus"] or 0))
    return lambda year, start: base(year + shift, start) + plus


def _base(found: re.Match[str]) -> Rule:
    if found["easter"]:
        return lambda year, _: easter_on(year)
    if found["start"]:
        return _started
    if found["nth"]:
        nth, weekday = int(found["nth"]), _number(WEEKDAYS, found["weekday"])
        number = _number(MONTHS, found["in"]) + 1
        return lambda year, _: nth_weekday(month(year, number)[0], weekday, nth)
    day, number = int(found["day"]), _number(MONTHS, found["month"]) + 1
    if not found["near"]:
        return lambda year, _: date(year, number, day)
    weekday = _number(WEEKDAYS, found["near"])
    if found["way"] == "from":
        return lambda year, _: nth_weekday(date(year, number, day), weekday, 1)
    return lambda year, _: nth_weekday(date(year, number, day) - timedelta(days=6), weekday, 1)


def _started(_: int, start: date | None) -> date:
    if start is None:
        raise SettingsError("dates.rule-without-start")
    return start


def nth_weekday(day: date, weekday: int, nth: int) -> date:
    """The nth such weekday on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7 + 7 * (nth - 1))


def in_words(value: object, counted: str) -> str:
    """A value of a convention as people read it: [1, 3] counted in months is "January–March"."""
    if isinstance(value, list | tuple):
        first, last = (_counted(int(number), counted) for number in value)
        return first if first == last else f"{first}–{last}"
    length = LENGTH.fullmatch(str(value))
    if length:
        return f"{value}s" if int(length[1]) > 1 else str(value)
    return str(value).title() if isinstance(value, str) else str(value)


def _counted(number: int, counted: str) -> str:
    names = {"month": MONTHS, "weekday": WEEKDAYS}.get(counted)
    return names[(number - 1) % len(names)].capitalize() if names else str(number)


@lru_cache(maxsize=64)
def holds(when: str, year: int) -> bool:
    """Whether a condition on Easter holds in a year."""
    found = WHEN.fullmatch(when)
    if found is None:
        raise SettingsError("dates.condition-unreadable", condition=when)
    limit = date(year, _number(MONTHS, found[3]) + 1, int(found[2]))
    return easter_on(year) < limit if found[1] == "before" else easter_on(year) > limit


def span(window: str) -> tuple[int, str]:
    """A length such as "3 month" as count and unit. Raises SettingsError for nonsense."""
    found = LENGTH.fullmatch(window)
    if found is None:
        raise SettingsError("dates.length-unreadable", length=repr(window))
    return int(found[1]), found[2]
