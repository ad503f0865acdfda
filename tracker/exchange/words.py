"""The words that exports show to people, in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

FALLBACK = "en"


def words(language: str) -> Mapping[str, Any]:
    """The words of a language; English where it is not known."""
    known = _all()
    found: Mapping[str, Any] = known.get(language.partition("-")[0].lower(), known[FALLBACK])
    return found


@cache
def _all() -> Mapping[str, Mapping[str, Any]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files("tracker.exchange").joinpath("words.toml").read_text(encoding="utf-8"))
