"""What was decided, and what happened: a deed, the fields of a commitment that it sets, and why.

An event is stored once and never altered; it keeps what is stored as it is, whatever program wrote it, and is read
through `set` and `because`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import datetime
from typing import Any, Self

from tracker.model.deeds import Deed
from tracker.model.spelling import Fields, as_mapping, whole_of

Facts = Mapping[str, object]
_SET = "set"


def stored_as(read: Callable[[object], object], name: str = "", *, always: bool = False) -> Mapping[str, object]:
    """How a fact is read, under which name it is stored where that is another, and whether also when it is None."""
    return {"read": read, "name": name, "always": always}


_OTHER = stored_as(whole_of)


@dataclass(frozen=True, slots=True)
class Because:
    """What any deed may tell: the number of the commitment on the other side, where two were parted or joined.

    The facts of each deed are a class in `because`, whose fields say how they are stored.
    """

    split_into: int | None = field(default=None, kw_only=True, metadata=_OTHER)
    split_from: int | None = field(default=None, kw_only=True, metadata=_OTHER)
    merged_into: int | None = field(default=None, kw_only=True, metadata=_OTHER)
    merged_from: int | None = field(default=None, kw_only=True, metadata=_OTHER)

    @property
    def other_sides(self) -> tuple[int, ...]:
        """With which commitments it was parted or joined."""
        sides = (self.split_into, self.split_from, self.merged_into, self.merged_from)
        return tuple(side for side in sides if side is not None)

    @property
    def facts(self) -> Facts:
        """The facts by the names under which they are stored."""
        kept = ((one, getattr(self, one.name)) for one in fields(self))
        return {_stored_name(one): value for one, value in kept if value is not None or one.metadata["always"]}

    @classmethod
    def read(cls, facts: Facts) -> Self:
        """From what is stored; nothing of it makes this fail."""
        known = {one.name: (one.metadata["read"], _stored_name(one)) for one in fields(cls)}
        return cls(**{name: read(facts[stored]) for name, (read, stored) in known.items() if stored in facts})


def _stored_name(fact: Field[Any]) -> str:
    return fact.metadata["name"] or fact.name


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when, and why."""

    actor: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A decision on one commitment: the deed, the fields it sets, and facts that belong to the history only."""

    deed: str
    set: Mapping[str, object] = field(default_factory=dict)
    because: Because = Because()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, never altered; `digest` chains it to the event before (SHA-256, hex).

    Events of one transaction share an `action`. `actor` and `reason` are None once personal data were erased.
    """

    sequence: int
    action: int
    commitment: int | None
    kind: str
    at: datetime
    actor: str | None
    reason: str | None
    details: Mapping[str, object]  # what is stored, for other programs; we read `set` and `because`
    digest: str

    @property
    def deed(self) -> Deed | None:
        """What was done to a commitment; None for what this program does not know, or what happened to the register."""
        return next((deed for deed in Deed if deed == self.kind), None)

    @property
    def changes_entry(self) -> bool:
        """Whether it changes a commitment."""
        return _SET in self.details

    @property
    def set(self) -> Fields:
        """The fields that it set."""
        return Fields(as_mapping(self.details.get(_SET)))

    @property
    def because(self) -> Because:
        """Why, by the class that `FACTS_OF` names for its kind."""
        from tracker.model.because import because_of

        return because_of(self.kind, as_mapping(self.details.get("because")))
