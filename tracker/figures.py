"""What do the numbers say? One pass over the entries of a register, for a given day. Nothing is stored or guessed."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import count

from tracker.followup import OWED, PENDING, days_late, is_overdue
from tracker.model import Entry, Status
from tracker.model.days import days_on
from tracker.model.people import people_in

SOON_DAYS = 30
LONGEST = 10


class Outcome(StrEnum):
    """How a commitment with a deadline stands towards it on the day of counting."""

    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    AHEAD = "ahead"


class Side(StrEnum):
    """From which side the figures are split; a year is the year in which it was said."""

    MINISTER = "minister"
    COMMITTEE = "committee"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a set of commitments. Rejected ones were no commitments: they count nowhere but in `rejected`.

    A delay is the days past the deadline of what was fulfilled late and of what is overdue now; `ahead` has a
    deadline that has not passed; `overdue_proposed` is what of the overdue nobody has reviewed; `unmeasured` was
    fulfilled without a deadline or on an unknown day; `kept_first` was fulfilled by the deadline stated first.
    """

    total: int = 0
    proposed: int = 0
    open: int = 0
    partly: int = 0
    fulfilled: int = 0
    lapsed: int = 0
    rejected: int = 0
    due_soon: int = 0
    overdue: int = 0
    in_time: int = 0
    late: int = 0
    unmeasured: int = 0
    kept_first: int = 0
    undated: int = 0
    ahead: int = 0
    slipped: int = 0
    slips: int = 0
    slip_days: int = 0
    median_delay: float | None = None
    longest_delay: int | None = None
    overdue_proposed: int = 0

    @property
    def dated(self) -> int:
        """How many have a deadline that was kept, missed or is still ahead: the length of a bar."""
        return self.in_time + self.late + self.overdue + self.ahead

    @property
    def share_in_time(self) -> float | None:
        """Of what was fulfilled and had a deadline, the part that was in time."""
        return _share(self.in_time, self.in_time + self.late)

    @property
    def share_undated(self) -> float | None:
        """The part of all commitments that has no deadline."""
        return _share(self.undated, self.total)


@dataclass(frozen=True, slots=True)
class Month:
    """The deadlines of one month, by how each ended or stands."""

    first: date
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    ahead: int = 0

    @property
    def total(self) -> int:
        """All deadlines of the month."""
        return self.in_time + self.late + self.overdue + self.ahead


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a register on a day: the whole, split from each side, and in time.

    A side's rows begin with those that have most overdue, years with the first; None stands for "not known".
    What was said after the day is in no figure but `said_later`.
    """

    today: date
    soon_days: int
    whole: Figures
    sides: Mapping[Side, tuple[tuple[str | None, Figures], ...]]
    months: tuple[Month, ...]
    longest_open: tuple[Entry, ...]
    most_slipped: tuple[Entry, ...]
    said_later: int = 0


def overview(entries: Iterable[Entry], today: date, *, soon_days: int = SOON_DAYS) -> Overview:
    """Counts the entries once, in any order, keeping only counts and the few that lead a list."""
    whole, months = _Tally(), defaultdict[date, Counter[Outcome]](Counter)
    sides: dict[Side, defaultdict[str | None, _Tally]] = {side: defaultdict(_Tally) for side in Side}
    waiting, moved = _Leaders(), _Leaders()
    said_later = 0
    for entry in entries:
        if entry.said_on and entry.said_on > today:
            said_later += entry.status not in (Status.POSSIBLE, Status.REJECTED)
            continue
        whole.add(entry, today, soon_days=soon_days)
        for side, tallies in sides.items():
            for place in places_of(entry, side):
                tallies[place].add(entry, today, soon_days=soon_days)
        ending = outcome(entry, today)
        if ending and entry.due_on:
            months[entry.due_on.replace(day=1)][ending] += 1
        if entry.status in OWED and entry.said_on:
            waiting.offer((today - entry.said_on).days, entry)
        if entry.slips and entry.status is not Status.REJECTED:
            moved.offer(entry.slip_days, entry)
    return Overview(
        today=today,
        soon_days=soon_days,
        whole=whole.figures(),
        sides={side: _rows(side, tallies) for side, tallies in sides.items()},
        months=tuple(Month(first, **{each.value: months[first][each] for each in Outcome}) for first in sorted(months)),
        longest_open=waiting.entries(),
        most_slipped=moved.entries(),
        said_later=said_later,
    )


def figures(entries: Iterable[Entry], today: date, *, soon_days: int = SOON_DAYS) -> Figures:
    """The counts alone."""
    tally = _Tally()
    for entry in entries:
        tally.add(entry, today, soon_days=soon_days)
    return tally.figures()


def outcome(entry: Entry, today: date) -> Outcome | None:
    """How it stands towards its deadline; None without one, when it lapsed, or where the day of doing is unknown."""
    if entry.due_on is None:
        return None
    if entry.status is Status.FULFILLED:
        if entry.resolved_on is None:
            return None
        return Outcome.IN_TIME if entry.resolved_on <= entry.due_on else Outcome.LATE
    if entry.status in PENDING:
        return Outcome.OVERDUE if is_overdue(entry, today) else Outcome.AHEAD
    return None


def places_of(entry: Entry, side: Side) -> tuple[str | None, ...]:
    """Where an entry stands when seen from a side: at each minister who is responsible now, and once in all else."""
    if side is Side.MINISTER:
        return people_in(entry.responsible or entry.minister) or (None,)
    if side is Side.COMMITTEE:
        return (entry.committee or (entry.source.committee if entry.source else None),)
    return (str(entry.said_on.year) if entry.said_on else None,)


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    delays: Counter[int] = field(default_factory=Counter)

    def add(self, entry: Entry, today: date, *, soon_days: int) -> None:
        counts, status = self.counts, entry.status
        if status is Status.POSSIBLE:
            return
        if status is Status.REJECTED:
            counts["rejected"] += 1
            return
        counts["total"] += 1
        counts["undated"] += entry.due_on is None
        if entry.slips:
            counts["slipped"] += 1
            counts["slips"] += entry.slips
            counts["slip_days"] += entry.slip_days
        if status in PENDING:
            self._add_pending(entry, today, soon_days=soon_days)
        elif status is Status.FULFILLED:
            self._add_fulfilled(entry, today)
        else:
            counts["lapsed"] += 1

    def _add_pending(self, entry: Entry, today: date, *, soon_days: int) -> None:
        counts = self.counts
        counts["proposed" if entry.status is Status.PROPOSED else "open"] += 1
        counts["partly"] += entry.status is Status.PARTLY_FULFILLED
        if is_overdue(entry, today):
            counts["overdue"] += 1
            counts["overdue_proposed"] += entry.status is Status.PROPOSED
            self.delays[days_late(entry, today) or 0] += 1
        elif entry.due_on:
            counts["ahead"] += 1
            counts["due_soon"] += entry.due_on <= days_on(today, soon_days)

    def _add_fulfilled(self, entry: Entry, today: date) -> None:
        counts, ending = self.counts, outcome(entry, today)
        counts["fulfilled"] += 1
        counts[ending.value if ending else "unmeasured"] += 1
        if ending is Outcome.LATE:
            self.delays[days_late(entry, today) or 0] += 1
        first = _first_deadline(entry)
        counts["kept_first"] += bool(first and entry.resolved_on and entry.resolved_on <= first)

    def figures(self) -> Figures:
        return Figures(**self.counts, median_delay=_median(self.delays), longest_delay=max(self.delays, default=None))


class _Leaders:
    """The few entries that lead by a measure; of equals the lower number comes first."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, Entry]] = []
        self._places = count()

    def offer(self, measure: int, entry: Entry) -> None:
        item = (measure, -entry.number, -next(self._places), entry)  # the place parts even equal numbers
        if len(self._heap) < LONGEST:
            heapq.heappush(self._heap, item)
        elif item > self._heap[0]:
            heapq.heapreplace(self._heap, item)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(item[-1] for item in sorted(self._heap, reverse=True))


def _first_deadline(entry: Entry) -> date | None:
    if entry.stated and entry.stated.due:
        return entry.stated.due
    return None if entry.slips else entry.due_on


def _rows(side: Side, tallies: Mapping[str | None, _Tally]) -> tuple[tuple[str | None, Figures], ...]:
    rows = [(name, tally.figures()) for name, tally in tallies.items()]
    if side is Side.YEAR:
        return tuple(sorted(rows, key=lambda row: row[0] or ""))
    return tuple(sorted(rows, key=lambda row: (-row[1].overdue, -row[1].open, row[0] is None, row[0] or "")))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _median(counted: Counter[int]) -> float | None:
    """The middle of counted values; between two middles half-way."""
    size = counted.total()
    if not size:
        return None
    return (_nth(counted, (size - 1) // 2) + _nth(counted, size // 2)) / 2


def _nth(counted: Counter[int], place: int) -> int:
    for value in sorted(counted):
        place -= counted[value]
        if place < 0:
            return value
    raise IndexError(place)
