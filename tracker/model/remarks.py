"""A remark for people from a room that speaks no language: its English, which names it, and what it tells of.

The room of words says it in the reader's language; where it is simply written out it is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with its values, among which remarks may be again; with `many` and `number` one that counts."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    many: str | None = None
    number: int = 1

    def __str__(self) -> str:
        """In English."""
        message = self.message if self.many is None or self.number == 1 else self.many
        return message % {**self.values, "n": self.number}


def remark(message: str, **values: object) -> Remark:
    """A sentence, named by its English."""
    return Remark(message, values)


def counted(one: str, many: str, number: int, **values: object) -> Remark:
    """A sentence that counts, in its two forms."""
    return Remark(one, values, many, number)
