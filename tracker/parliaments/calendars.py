"""The calendars of parliaments and what fuzzy words mean there, as read from package data. It never computes a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.errors import SettingsError

HOME = Path(__file__).parent
CALENDAR = "calendar.toml"
SECTIONS = ("days", "periods", "elections", "terms")
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
    return merged


@lru_cache(maxsize=16)
def conventions_of(name: str, home: Path = HOME) -> Conventions:
    """What fuzzy words mean in a parliament: the usual meanings, with its own over them."""
    pack = _calendar(name, home)
    usual = conventions_of(pack["extends"], home) if "extends" in pack else _table(home / "conventions.toml")
    own = pack.get("conventions", {})
    return {convention: {**values, **own.get(convention, {})} for convention, values in usual.items()}


@lru_cache(maxsize=16)
def _calendar(name: str, home: Path) -> Mapping[str, Any]:
    if name not in calendar_names(home):
        known = ", ".join(calendar_names(home))
        raise SettingsError("parliament.calendar-unknown", name=name, known=known)
    return _table(home / name / CALENDAR)


def _table(source: Path) -> Mapping[str, Any]:
    return tomllib.loads(source.read_text(encoding="utf-8"))
