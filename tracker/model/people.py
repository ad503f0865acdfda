"""Several people in one field: who is responsible for a commitment together. Names are parted by semicolons. Pure."""

from __future__ import annotations

from collections.abc import Iterable

PARTED = ";"
TOGETHER = "; "


def people_in(names: str | None) -> tuple[str, ...]:
    """Everybody whom a field names, each once; nobody for an empty one."""
    found = (" ".join(name.split()) for name in (names or "").split(PARTED))
    return tuple(dict.fromkeys(name for name in found if name))


def together(names: Iterable[str | None]) -> str | None:
    """The field that names all of these people, each once."""
    everybody = dict.fromkeys(person for name in names for person in people_in(name))
    return TOGETHER.join(everybody) or None


def instead(names: str | None, leaving: Iterable[str], coming: str | None) -> str | None:
    """The field when some of its people make room for others; the first newcomer stands where the first one left."""
    gone = frozenset(leaving)
    return together(coming if person in gone else person for person in people_in(names))
