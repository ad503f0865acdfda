"""A reminder to a minister: what is overdue, and what falls due in the coming half year. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.followup import is_overdue
from tracker.model import Deed, Entry, Event
from tracker.model.because import Move
from tracker.model.digests import Item

History = Mapping[int, Sequence[Event]]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a reminder: of the letter, against which day, how far ahead it looks, and until when to answer."""

    written_on: date
    until: date
    ahead_until: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class Rappel:
    """The letter, chosen and counted; `alike` are other names of the register that hold the minister's.

    `unreviewed` counts the proposals that would stand in it had they been accepted.
    """

    minister: str
    function: str | None
    days: Days
    overdue: tuple[Item, ...]
    coming: tuple[Item, ...]
    alike: tuple[str, ...] = ()
    answer_to: str | None = None  # the address for the answers
    unreviewed: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All that can be answered."""
        return (*self.overdue, *self.coming)

    @property
    def file_name(self) -> str:
        """What a file of this letter is called, without its ending: rappel-2026-07-01-bart-somers."""
        plain = unicodedata.normalize("NFKD", self.minister).encode("ascii", "ignore").decode().lower()
        return "-".join(("rappel", self.days.until.isoformat(), *re.findall(r"[a-z0-9]+", plain)))


def build_rappel(
    minister: str,
    function: str | None,
    entries: Sequence[Entry],
    histories: History,
    *,
    days: Days,
    alike: tuple[str, ...] = (),
    answer_to: str | None = None,
    unreviewed: int = 0,
) -> Rappel:
    """The letter about these entries; `histories` tell of those whose deadline was moved."""
    items = [_item(entry, histories.get(entry.number, ()), days.written_on) for entry in entries if entry.due_on]
    return Rappel(
        minister=minister,
        function=function,
        days=days,
        overdue=tuple(item for item in items if is_overdue(item.entry, days.until)),
        coming=tuple(item for item in items if not is_overdue(item.entry, days.until)),
        alike=alike,
        answer_to=answer_to,
        unreviewed=unreviewed,
    )


def _item(entry: Entry, history: Sequence[Event], written_on: date) -> Item:
    """The entry with its first deadline, where the present one is another, and why it was moved last."""
    moves = [event for event in history if event.kind == Deed.MOVED]
    first = _first_due(entry, moves)
    return Item(
        entry,
        days=(entry.due_on - written_on).days if entry.due_on else None,
        moved_from=first if first != entry.due_on else None,
        reason=moves[-1].reason if moves and first != entry.due_on else None,
    )


def _first_due(entry: Entry, moves: Sequence[Event]) -> date | None:
    """The deadline from which it was moved first, or what was stated."""
    first = moves[0].because if moves else None
    if isinstance(first, Move) and first.before:
        return first.before
    return entry.stated.due if entry.stated else None
