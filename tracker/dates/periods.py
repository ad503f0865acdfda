"""What a named period is: every node gives its first and last day, seen from the day of the sitting.

A floating node ("in juni", "Pasen") has no year of its own: the year is chosen by where the words look,
forward from the sitting unless they say otherwise. Nodes never read text and never look at relations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import ClassVar, Self

from tracker.dates.arithmetic import DAY, Days
from tracker.dates.calendar import Calendar
from tracker.model.times import Precision

LATELY = timedelta(days=31)
YEARS_AHEAD = 9  # far enough for the next 29 February


class Unknown(Exception):
    """The calendar has no such day: an election or term beyond its list."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the words were said: the day, and whose calendar holds."""

    said_on: date
    calendar: Calendar
    named: date | None = None  # the last day of the time that the same sentence names before


class Edge(Enum):
    """Which occurrence of a floating period is meant."""

    RUNNING = auto()  # not over yet on the pivot
    STARTING = auto()  # starts after the pivot
    BEGUN = auto()  # the last one that began on or before the pivot
    OVER = auto()  # the last one that ended before the pivot


@dataclass(frozen=True, slots=True)
class Facing:
    """Where a floating period is looked for."""

    pivot: date
    edge: Edge = Edge.RUNNING

    def fits(self, stretch: Stretch) -> bool:
        """Whether an occurrence lies where we look."""
        if self.edge is Edge.RUNNING:
            return stretch.last >= self.pivot
        if self.edge is Edge.STARTING:
            return stretch.first > self.pivot
        if self.edge is Edge.BEGUN:
            return stretch.first <= self.pivot
        return stretch.last < self.pivot


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a period turned out to be, how finely it was named, and how we got there."""

    first: date
    last: date
    precision: Precision
    assumptions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    problem: str | None = None  # why there are no such days
    doubt: str | None = None  # what in the words contradicts the days, which hold all the same

    def cut(self, days: Days, *, precision: Precision | None = None, assumption: str | None = None, step: str) -> Self:
        """A part of it, with the step that cut it; an assumption made earlier stays."""
        return replace(
            self,
            first=days[0],
            last=days[1],
            precision=precision or self.precision,
            assumptions=(*self.assumptions, assumption) if assumption else self.assumptions,
            steps=(*self.steps, f"{step} = {shown(*days)}"),
        )


def shown(first: date, last: date) -> str:
    """Days as they stand in a derivation."""
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of days."""

    name: ClassVar[str]
    follows: ClassVar[bool] = False  # as the end of a range it is counted from its begin ("van maandag tot vrijdag")

    @property
    def floating(self) -> bool:
        """Whether the year is left open."""
        return False

    def recurs(self, setting: Setting) -> bool:
        """Whether it is left open and comes back every year; elections come by a list."""
        del setting
        return self.floating

    def at(self, year: int, setting: Setting) -> Stretch:
        """The occurrence that belongs to a year; only recurring periods are asked."""
        raise NotImplementedError

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The days that are meant."""
        return chosen(self, setting, facing)

    def with_year(self, year: Period) -> Period | None:
        """The same period in a named year, None where it already has one or cannot have one."""
        del year
        return None


def chosen(period: Period, setting: Setting, facing: Facing) -> Stretch:
    """The occurrence that a facing picks; an impossible day is returned as such."""
    year = facing.pivot.year
    back = facing.edge in (Edge.BEGUN, Edge.OVER)
    years = range(year + 1, year - YEARS_AHEAD, -1) if back else range(year - 1, year + YEARS_AHEAD)
    wrong = None
    for candidate in years:
        stretch = period.at(candidate, setting)
        if stretch.problem is not None:
            wrong = stretch
        elif facing.fits(stretch):
            return stretch
    if wrong is None:
        raise Unknown
    return wrong


@dataclass(frozen=True, slots=True)
class Year(Period):
    """A calendar year."""

    name: ClassVar[str] = "year"
    year: int

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """From 1 January to 31 December."""
        del setting, facing
        days = date(self.year, 1, 1), date(self.year, 12, 31)
        return Stretch(*days, Precision.YEAR, steps=(f"year {self.year} = {shown(*days)}",))


@dataclass(frozen=True, slots=True)
class Fixed(Period):
    """Days that the words give in full: an ISO date, a span of years, a decade."""

    name: ClassVar[str] = "day"
    first: date
    last: date
    precision: Precision = Precision.DAY
    problem: str | None = None

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The days themselves."""
        del setting, facing
        step = f"{self.precision} = {shown(self.first, self.last)}"
        return Stretch(self.first, self.last, self.precision, steps=(step,), problem=self.problem)


@dataclass(frozen=True, slots=True)
class Yearly(Period):
    """A period that comes back every year."""

    year: Period | None = None

    @property
    def floating(self) -> bool:
        """Without a year of its own it floats."""
        return self.year is None

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """In its own year, or where we look."""
        if self.year is None:
            return chosen(self, setting, facing)
        return self.at(self.year.resolve(setting, facing).first.year, setting)

    def with_year(self, year: Period) -> Period | None:
        """The same in that year, if it has none."""
        return replace(self, year=year) if self.year is None else None


@dataclass(frozen=True, slots=True)
class Slice(Period):
    """A part of another period, floating when that one floats."""

    inner: Period

    @property
    def floating(self) -> bool:
        """As the whole."""
        return self.inner.floating

    def recurs(self, setting: Setting) -> bool:
        """As the whole."""
        return self.inner.recurs(setting)

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """The part of the whole."""
        raise NotImplementedError

    def at(self, year: int, setting: Setting) -> Stretch:
        """The part of that year's whole; nothing is cut from an impossible day."""
        return self._of(self.inner.at(year, setting), setting)

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The part where we look: "begin september" said at the end of September is next year's."""
        if self.recurs(setting):
            return chosen(self, setting, facing)
        return self._of(self.inner.resolve(setting, facing), setting)

    def with_year(self, year: Period) -> Period | None:
        """The same part of the whole in that year."""
        inner = self.inner.with_year(year)
        return replace(self, inner=inner) if inner else None

    def _of(self, whole: Stretch, setting: Setting) -> Stretch:
        return whole if whole.problem else self.cut(whole, setting)


@dataclass(frozen=True, slots=True)
class Pointed(Period):
    """A yearly period that the words point to: the coming, this or the previous one ("vorige zomer")."""

    name: ClassVar[str] = "pointed"
    inner: Period
    reference: str

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The nearest one in that direction; "this" is the one of the running year, a winter the running one."""
        del facing
        on = setting.said_on
        if self.reference == "previous":
            return self.inner.resolve(setting, Facing(on, Edge.OVER))
        if self.reference in ("next", "coming"):
            return self.inner.resolve(setting, Facing(on, Edge.STARTING))
        if not self.inner.floating:
            return self.inner.resolve(setting, Facing(on))
        own = self.inner.at(on.year, setting)
        if own.last.year > on.year or own.problem:
            return self.inner.resolve(setting, Facing(on))
        return own


@dataclass(frozen=True, slots=True)
class Nearest(Period):
    """A yearly period that tells events apart: the one nearest to the sitting, before or after it."""

    name: ClassVar[str] = "nearest"
    inner: Period

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The last one, unless the next one is nearer."""
        del facing
        on = setting.said_on
        ahead = self.inner.resolve(setting, Facing(on))
        if ahead.problem:
            return ahead
        back = self.inner.resolve(setting, Facing(on, Edge.BEGUN))
        return back if on - back.last < ahead.first - on else ahead


@dataclass(frozen=True, slots=True)
class Event(Period):
    """What is told by its day ("het debat van 24 april"): the next such day, unless the last one was lately."""

    name: ClassVar[str] = "event"
    inner: Period

    @property
    def floating(self) -> bool:
        """As its day."""
        return self.inner.floating

    def recurs(self, setting: Setting) -> bool:
        """It is one event, whichever year is meant."""
        del setting
        return False

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Words of the past look back; others ahead, since what is promised for an event is still to come."""
        if facing.edge in (Edge.BEGUN, Edge.OVER) or not self.floating:
            return self.inner.resolve(setting, facing)
        on = setting.said_on
        ahead, back = (self.inner.resolve(setting, Facing(on, edge)) for edge in (Edge.RUNNING, Edge.BEGUN))
        was_lately = not back.problem and back.last < on <= back.last + LATELY
        return back if was_lately else ahead


@dataclass(frozen=True, slots=True)
class Between(Period):
    """From the first day of one period to the last of another ("van 4 tot 22 augustus")."""

    name: ClassVar[str] = "range"
    left: Period
    right: Period

    @property
    def floating(self) -> bool:
        """When the right end floats: the left follows it."""
        return self.right.floating and self.left.floating

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The right end first; a left end without a year is the last one before it."""
        one, two = ends(self.left, self.right, setting, facing=facing)
        if one.first > two.last and self.right.follows and not two.problem:
            two = self.right.resolve(replace(setting, said_on=one.first), facing)
        return self._joined(one, two)

    def at(self, year: int, setting: Setting) -> Stretch:
        """The range that ends in a year."""
        return self._joined(*ends_in(year, self.left, self.right, setting=setting))

    def _joined(self, one: Stretch, two: Stretch) -> Stretch:
        if one.problem or two.problem:
            return one if one.problem else two
        if one.first > two.last:
            return replace(one, problem=f"{shown(one.first, one.last)} comes after {shown(two.first, two.last)}")
        days = one.first, two.last
        return replace(
            two,
            first=one.first,
            assumptions=one.assumptions + two.assumptions,
            doubt=one.doubt or two.doubt,
            steps=(*one.steps, *two.steps, f"from the one to the other = {shown(*days)}"),
        )


def ends(left: Period, right: Period, setting: Setting, *, facing: Facing) -> tuple[Stretch, Stretch]:
    """Both ends of a range or list, where a year that only one of them has holds for the other."""
    if right.floating and not left.floating:
        one = left.resolve(setting, facing)
        return one, right.resolve(setting, Facing(one.first))
    two = right.resolve(setting, facing)
    if left.floating and not two.problem:
        return left.resolve(setting, Facing(two.first, Edge.BEGUN)), two
    return left.resolve(setting, facing), two


def ends_in(year: int, left: Period, right: Period, *, setting: Setting) -> tuple[Stretch, Stretch]:
    """Both ends of a floating range or list whose right end lies in a year."""
    two = right.at(year, setting)
    return (two if two.problem else left.resolve(setting, Facing(two.first, Edge.BEGUN))), two


def days_between(first: date, last: date) -> int:
    """How many days a stretch has, both ends counted."""
    return (last - first + DAY) // timedelta(days=1)
