"""What is not sure enough to be proposed is kept apart: nothing that it does touches what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker import followup
from tracker.matching import is_certain, repetition
from tracker.model import Act, Change, Commitment, Entry, Extraction, Selection, Status

if TYPE_CHECKING:
    from datetime import date

    from tracker.matching import Pair
    from tracker.store import Database, Transaction


def repeating_nothing(possibles: Sequence[Commitment], earlier: Sequence[Entry]) -> list[Commitment]:
    """Those that repeat for certain nothing of what is pending already."""
    kept = []
    for one in possibles:
        due = one.deadline.due if one.deadline else None
        same_day = [entry for entry in earlier if entry.due_on == due] if due else []
        hit = repetition(one, same_day)
        if hit is None or not is_certain(hit):
            kept.append(one)
    return kept


def keep(
    tx: Transaction, report_id: int, possibles: Sequence[Commitment], extraction: Extraction, *, act: Act
) -> tuple[tuple[Commitment, int], ...]:
    """They enter the register behind what was found; gives each with its number."""
    from tracker.store import register

    version = extraction.rules_version
    numbers = register.propose(tx, report_id, possibles, act=act, rules_version=version, status=Status.POSSIBLE)
    return tuple(zip(possibles, numbers, strict=True))


def propose(tx: Transaction, pair: Pair, change: Change | None, *, act: Act, accept: bool) -> None:
    """What was only possible is found now, and proposed or accepted like anything that is found."""
    from tracker.store import register

    proposed = register.record(tx, pair.entry.number, followup.found_after_all(change, pair.found), act=act)
    if accept:
        register.record(tx, proposed.number, followup.accept(proposed), act=act)


def count(database: Database, selection: Selection, *, today: date) -> int:
    """How many of the selected ones are only possible."""
    from tracker.store import looking

    with database.read() as tx:
        return looking.count(tx, replace(selection, statuses=(Status.POSSIBLE,)), today=today)
