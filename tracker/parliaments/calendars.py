"""The calendars of parliaments and what fuzzy words mean there, as read from package data. It never computes a day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import refuse_other_lists, table_of

HOME = Path(__file__).parent
CALENDAR = "calendar.toml"
SECTIONS = ("days", "periods", "elections", "terms")
WORKDAYS = "workdays"  # whose public holidays are no working days
NO_HOLIDAYS: Mapping[str, Any] = {"country": "", "categories": ("public",), "also": ()}
KNOWN = ("title", "extends", "conventions", WORKDAYS, *SECTIONS)
PERIOD = ("starts", "ends", "precision", "like")  # any other table of a period is a case of its own
CASE = ("when", "starts", "ends")
KNOWN_IN = {"elections": ("days",), "terms": ("elections", "starts", "ends")}
Conventions = Mapping[str, Mapping[str, Any]]


def calendar_names(home: Path = HOME) -> tuple[str, ...]:
    """The parliaments whose calendar can be chosen, and `plain`: days that hold without a parliament."""
    return tuple(sorted(folder.name for folder in home.iterdir() if (folder / CALENDAR).is_file()))


@lru_cache(maxsize=16)
def calendar_pack(name: str, home: Path = HOME) -> Mapping[str, Any]:
    """A calendar as data, merged over the one it extends. Raises SettingsError for an unknown name."""
    pack = _calendar(name, home)
    base = calendar_pack(pack["extends"], home) if "extends" in pack else {}
    merged: dict[str, Any] = {"name": name, "title": pack["title"]}
    for section in SECTIONS:
        merged[section] = {**base.get(section, {}), **pack.get(section, {})}
    merged[WORKDAYS] = {**base.get(WORKDAYS, NO_HOLIDAYS), **pack.get(WORKDAYS, {})}
    return merged


@lru_cache(maxsize=16)
def conventions_of(name: str, home: Path = HOME) -> Conventions:
    """What fuzzy words mean in a parliament: the usual meanings, with its own over them."""
    pack = _calendar(name, home)
    usual = conventions_of(pack["extends"], home) if "extends" in pack else _table(home / "conventions.toml")
    own = pack.get("conventions", {})
    source = f"{name}/{CALENDAR} [conventions]"
    refuse_other_lists(own, usual, source=source)
    for convention, values in own.items():
        refuse_other_lists(values, usual[convention], source=f"{source[:-1]}.{convention}]")
    return {convention: {**values, **own.get(convention, {})} for convention, values in usual.items()}


@lru_cache(maxsize=16)
def _calendar(name: str, home: Path) -> Mapping[str, Any]:
    if name not in calendar_names(home):
        known = ", ".join(calendar_names(home))
        raise SettingsError("parliament.calendar-unknown", name=name, known=known)
    table = _table(home / name / CALENDAR)
    _check(table, source=f"{name}/{CALENDAR}")
    return table


def _check(table: Mapping[str, Any], *, source: str) -> None:
    """Raises SettingsError, which names file and table, for a key that nothing asks for; names of days are free."""
    refuse_other_lists(table, KNOWN, source=source)
    refuse_other_lists(table.get(WORKDAYS, {}), NO_HOLIDAYS, source=f"{source} [{WORKDAYS}]")
    for section, known in KNOWN_IN.items():
        for name, values in table.get(section, {}).items():
            refuse_other_lists(values, known, source=f"{source} [{section}.{name}]")
    for name, values in table.get("periods", {}).items():
        place = f"{source} [periods.{name}]"
        refuse_other_lists(
            {key: value for key, value in values.items() if not isinstance(value, dict)}, PERIOD, source=place
        )
        for case in (key for key, value in values.items() if isinstance(value, dict)):
            refuse_other_lists(values[case], CASE, source=f"{place[:-1]}.{case}]")


def _table(source: Path) -> Mapping[str, Any]:
    return table_of(source.read_text(encoding="utf-8"), source=f"{source.parent.name}/{source.name}")
