"""A recall to a minister: what is overdue, and what falls due in the coming half year. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.followup import is_overdue
from tracker.model import Entry
from tracker.model.digests import Item


@dataclass(frozen=True, slots=True)
class Rappel:
    """The letter, chosen and counted; `until` is the day against which it is written."""

    minister: str
    function: str | None
    until: date
    ahead_until: date
    overdue: tuple[Item, ...]
    coming: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All that can be answered."""
        return (*self.overdue, *self.coming)


def build_rappel(minister: str, entries: Sequence[Entry], *, until: date, ahead_until: date) -> Rappel:
    """The letter about these entries; the minister's name is as the register has it, when it is the same for all."""
    names = {entry.responsible or entry.minister for entry in entries}
    functions = {entry.minister_function for entry in entries if entry.minister_function}
    items = [Item(entry, days=(entry.due_on - until).days) for entry in entries if entry.due_on]
    return Rappel(
        minister=(names.pop() or minister) if len(names) == 1 else minister,
        function=functions.pop() if len(functions) == 1 else None,
        until=until,
        ahead_until=ahead_until,
        overdue=tuple(item for item in items if is_overdue(item.entry, until)),
        coming=tuple(item for item in items if not is_overdue(item.entry, until)),
    )
