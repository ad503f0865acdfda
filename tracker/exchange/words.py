"""The words that exports show to people, in the language of the interface; and text that every format can carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

FALLBACK = "en"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def words(language: str) -> Mapping[str, Any]:
    """The words of a language; English where it is not known."""
    known = _all()
    found: Mapping[str, Any] = known.get(language.partition("-")[0].lower(), known[FALLBACK])
    return found


def printable(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn the direction of writing."""
    return _UNPRINTABLE.sub("", text)


@cache
def _all() -> Mapping[str, Mapping[str, Any]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files("tracker.exchange").joinpath("words.toml").read_text(encoding="utf-8"))
