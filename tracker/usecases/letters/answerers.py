"""Whose answer to a reminder is taken: of the minister who was reminded, about what stood in that reminder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import Refused
from tracker.model import Deed, Entry, Event
from tracker.model.because import Recall, Undoing
from tracker.model.people import people_in
from tracker.store.search import folded


@dataclass(frozen=True, slots=True)
class Answering:
    """For which ministers a table may answer; `anything` when somebody takes it deliberately, as it is."""

    ministers: frozenset[str] = frozenset()
    anything: bool = False

    def check(self, entry: Entry, history: Sequence[Event]) -> None:
        """Raise Refused when the entry is in no reminder in force, or in one to somebody else."""
        if self.anything:
            return
        asked = reminded(entry, history)
        if not asked:
            raise Refused("answers.not-recalled", commitment=entry.label)
        if not self.ministers.intersection(map(folded, asked)):
            raise Refused("answers.of-another-minister", commitment=entry.label, ministers=asked)


def reminded(entry: Entry, history: Sequence[Event]) -> tuple[str, ...]:
    """Who is responsible now and was reminded of it, by a reminder that was not taken back."""
    asked = {event.because.minister for event in lasting(history, Deed.RECALLED) if isinstance(event.because, Recall)}
    return tuple(person for person in people_in(entry.responsible or entry.minister) if person in asked)


def lasting(history: Sequence[Event], deed: Deed, *, undone: bool = False) -> list[Event]:
    """What happened and was not undone, or what was."""
    taken_back = {event.because.action for event in history if isinstance(event.because, Undoing)}
    return [event for event in history if event.kind == deed and (event.action in taken_back) is undone]


def of_cabinet(cabinets: Mapping[str, str], address: str) -> frozenset[str]:
    """The ministers whose cabinet has that address in the settings."""
    return frozenset(folded(name) for name, known in cabinets.items() if known.casefold() == address.casefold())


def most_asked(asked: Iterable[Sequence[str]]) -> frozenset[str]:
    """The minister to whom most rows of a table were sent; nobody when two have as many."""
    counted = Counter(folded(person) for people in asked for person in people).most_common(2)
    clear = len(counted) == 1 or (len(counted) > 1 and counted[0][1] > counted[1][1])
    return frozenset({counted[0][0]}) if clear else frozenset()
