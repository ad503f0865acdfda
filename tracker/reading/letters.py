"""Capital and small letters of the scripts of Europe, to stand in a character class of a pattern."""

from __future__ import annotations

from collections.abc import Callable

_LAST = 0x180  # after Latin with the accents of Europe


def _class(belongs: Callable[[str], bool]) -> str:
    """The letters that belong, as ranges."""
    members = {code for code in range(_LAST) if belongs(chr(code))}
    starts = sorted(code for code in members if code - 1 not in members)
    ends = sorted(code for code in members if code + 1 not in members)
    return "".join(
        chr(start) if start == end else f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True)
    )


CAPITALS = _class(str.isupper) + "ȘȚΑ-ΩЀ-Я"  # and those of Romanian, Greek, Cyrillic
SMALL = _class(str.islower) + "șțά-ώа-џ"
