"""Periods with a place in the year: days, months, quarters, seasons, feasts, recesses, weeks, terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from tracker.dates.arithmetic import (
    DAY,
    DAYS,
    MONTHS,
    SATURDAY,
    Days,
    month,
    month_length,
    months,
    months_on,
    unit_at,
    week_of,
)
from tracker.dates.periods import Edge, Facing, Period, Setting, Stretch, Unknown, Yearly, chosen, shown
from tracker.dates.rules import MONTHS as MONTH_NAMES
from tracker.dates.rules import WEEKDAYS
from tracker.model.times import Precision

LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FINENESS = {
    "hour": "day",
    "weekend": "week",
    "fortnight": "week",
    "workday": "day",
    "decade": "year",
    "century": "year",
}
TERM_YEARS = {"school-year", "parliamentary-year", "academic-year"}


def _impossible(day: int, number: int, year: int | None) -> Stretch:
    name = MONTH_NAMES[number - 1].capitalize() if 1 <= number <= len(MONTH_NAMES) else f"month {number}"
    words = f"There is no {day} {name}" + (f" {year}." if year else ".")
    return Stretch(date.min, date.min, Precision.DAY, problem=words)


def _contradiction(on: date, weekday: int) -> str | None:
    """What is wrong with a day that falls on another weekday than the words say; the day itself holds."""
    return None if on.weekday() == weekday else f"{on.isoformat()} is no {WEEKDAYS[weekday].capitalize()}."


@dataclass(frozen=True, slots=True)
class DayOfYear(Yearly):
    """A day of a month, maybe with its weekday."""

    name: ClassVar[str] = "day"
    day: int = 1
    month: int = 1
    weekday: int | None = None
    ahead: bool = False  # what will be done on it is told, so it cannot be over

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Without a year the weekday decides between the next one and the last one, and no further."""
        if self.weekday is None or self.year is not None:
            return Yearly.resolve(self, setting, facing)
        bare, edges = replace(self, weekday=None), (facing.edge, Edge.RUNNING, *(() if self.ahead else (Edge.BEGUN,)))
        near = [bare.resolve(setting, Facing(facing.pivot, edge)) for edge in edges]
        fitting = (stretch for stretch in near if stretch.problem or stretch.first.weekday() == self.weekday)
        return next(fitting, None) or self.at(near[0].first.year, setting)

    def at(self, year: int, setting: Setting) -> Stretch:
        """That day of the year, never another; an impossible one is a problem, a contradicted one a doubt."""
        del setting
        if not 1 <= self.month <= len(MONTH_NAMES) or not 1 <= self.day <= LONGEST[self.month]:
            return _impossible(self.day, self.month, None)
        if self.day > month_length(year, self.month):
            return _impossible(self.day, self.month, year)
        on = date(year, self.month, self.day)
        doubt = None if self.weekday is None else _contradiction(on, self.weekday)
        return Stretch(on, on, Precision.DAY, steps=(f"day = {on.isoformat()}",), doubt=doubt)


@dataclass(frozen=True, slots=True)
class Month(Yearly):
    """A calendar month."""

    name: ClassVar[str] = "month"
    month: int = 1

    def at(self, year: int, setting: Setting) -> Stretch:
        """From its first to its last day."""
        del setting
        days = month(year, self.month)
        return Stretch(*days, Precision.MONTH, steps=(f"month {year}-{self.month:02} = {shown(*days)}",))


@dataclass(frozen=True, slots=True)
class Season(Yearly):
    """A meteorological season; summer is also political, and then starts with the holidays."""

    name: ClassVar[str] = "season"
    season: str = "summer"

    def at(self, year: int, setting: Setting) -> Stretch:
        """Three months by convention; the winter of a year is the one that begins in it."""
        table = setting.calendar.conventions["seasons"]
        days = months(year, *table[self.season])
        step = f"{self.season} {year} = {shown(*days)}"
        return Stretch(*days, Precision.SEASON, (setting.calendar.says("seasons"),), (step,))


@dataclass(frozen=True, slots=True)
class Named(Yearly):
    """A feast, recess, round or election by the name that it has in the calendar pack."""

    name: ClassVar[str] = "named"
    kind: str = "feast"
    id: str = ""

    def recurs(self, setting: Setting) -> bool:
        """Elections come by a list."""
        return self.year is None and not setting.calendar.is_elected(self.id)

    def at(self, year: int, setting: Setting) -> Stretch:
        """As the calendar says. Raises Unknown for what it does not know."""
        calendar = setting.calendar
        if not calendar.has(self.id) or calendar.is_elected(self.id):
            raise Unknown
        days = calendar.days(self.id, year)
        fine = calendar.precision(self.id)
        precision = Precision(fine) if fine else Precision.DAY
        rests_on = () if self.kind == "feast" else (f"{self.id}: by the rules of the calendar {calendar.name}",)
        return Stretch(*days, precision, rests_on, (f"{self.id} {year} = {shown(*days)}",))

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """An election is the listed one that fits; the others follow the rule of their year."""
        if not setting.calendar.is_elected(self.id):
            return Yearly.resolve(self, setting, facing)
        year = self.year.resolve(setting, facing).first.year if self.year else None
        back = facing.edge in (Edge.BEGUN, Edge.OVER)
        listed = setting.calendar.listed(self.id)
        for days in reversed(listed) if back else listed:
            stretch = Stretch(
                *days,
                Precision.DAY,
                (f"{self.id}: by the list of the calendar {setting.calendar.name}",),
                (f"{self.id} = {shown(*days)}",),
            )
            if year == days[0].year or (year is None and facing.fits(stretch)):
                return stretch
        raise Unknown


@dataclass(frozen=True, slots=True)
class Numbered(Yearly):
    """The nth quarter or half (of a year or term); -1 is the last."""

    name: ClassVar[str] = "quarter"
    number: int = 1
    unit: str = "quarter"

    def at(self, year: int, setting: Setting) -> Stretch:
        """The nth of the calendar year."""
        del setting
        return self._of((date(year, 1, 1), date(year, 12, 31)))

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The nth of its own whole, which may be a school year."""
        if self.year is None:
            return chosen(self, setting, facing)
        whole = self.year.resolve(setting, facing)
        return self._of((whole.first, whole.last))

    def _of(self, whole: Days) -> Stretch:
        size = MONTHS[self.unit]
        first = months_on(whole[1] + DAY, -size) if self.number < 0 else months_on(whole[0], (self.number - 1) * size)
        days = first, months_on(first, size) - DAY
        step = f"{self.unit} {'last' if self.number < 0 else self.number} = {shown(*days)}"
        return Stretch(*days, Precision(self.unit), steps=(step,))


@dataclass(frozen=True, slots=True)
class WeekNumber(Yearly):
    """An ISO week by its number."""

    name: ClassVar[str] = "week"
    week: int = 1

    def at(self, year: int, setting: Setting) -> Stretch:
        """Monday to Sunday; a year without a week 53 makes a problem."""
        del setting
        try:
            monday = date.fromisocalendar(year, self.week, 1)
        except ValueError:
            problem = f"{year} has no week {self.week}."
            return Stretch(date.min, date.min, Precision.WEEK, problem=problem)
        days = week_of(monday)
        return Stretch(*days, Precision.WEEK, steps=(f"week {self.week} of {year} = {shown(*days)}",))


@dataclass(frozen=True, slots=True)
class DayOfMonth(Period):
    """A bare day number ("de 15de"): the next one, in a month that has it."""

    name: ClassVar[str] = "day"
    follows: ClassVar[bool] = True
    day: int
    weekday: int | None = None
    past: bool = False

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The first on or after the day of the sitting, the last before it for the past; a weekday tells which."""
        del facing
        on = setting.said_on
        firsts = (months_on(on.replace(day=1), -ahead if self.past else ahead) for ahead in range(3))
        days = [first.replace(day=self.day) for first in firsts if self.day <= month_length(first.year, first.month)]
        near = [day for day in days if (day < on if self.past else day >= on)]
        if not near:
            raise Unknown
        found = next((day for day in near if self.weekday in (None, day.weekday())), near[0])
        doubt = None if self.weekday is None else _contradiction(found, self.weekday)
        step = f"next day {self.day} = {found.isoformat()}"
        return Stretch(found, found, Precision.DAY, steps=(step,), doubt=doubt)


@dataclass(frozen=True, slots=True)
class Unit(Period):
    """This, the next or the previous week, month, quarter … counted from the day of the sitting."""

    name: ClassVar[str] = "unit"
    unit: str
    offset: int = 0
    coming: bool = False

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """The calendar unit so many places on."""
        del facing
        on = setting.said_on
        if self.coming:  # "komend weekend": the first one that has not begun
            days = unit_at(on + (1 if on.weekday() < SATURDAY else 7) * DAY, self.unit)
        elif self.unit == "workday":
            days = unit_at(setting.calendar.moved(on, self.offset, "workday"), "day")
        elif self.unit in DAYS:
            days = unit_at(on + self.offset * DAYS[self.unit] * DAY, self.unit)
        else:
            days = unit_at(months_on(on.replace(day=1), self.offset * MONTHS[self.unit]), self.unit)
        named = {0: "this", 1: "next", -1: "previous"}.get(self.offset, f"{self.offset:+}")
        return Stretch(*days, _unit_precision(self.unit), steps=(f"{named} {self.unit} = {shown(*days)}",))


def _unit_precision(unit: str) -> Precision:
    return Precision(FINENESS.get(unit, unit))


@dataclass(frozen=True, slots=True)
class Term(Period):
    """A school year, parliamentary year or legislature: the running one, one beside it, or one by its years."""

    name: ClassVar[str] = "term"
    id: str
    reference: str | None = None  # this, next, coming, previous; None: the words say only "het schooljaar"
    year: int | None = None
    last_year: int | None = None

    @property
    def floating(self) -> bool:
        """Like "Het schooljaar" can be this one or the next, whichever part of it lies ahead."""
        return self.reference is None and self.year is None and self.id in TERM_YEARS

    def at(self, year: int, setting: Setting) -> Stretch:
        """The one that begins in a year."""
        return self._stretch(setting.calendar.days(self.id, year), setting)

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """By its years, or by its place beside the running one. Raises Unknown beyond the list of elections."""
        if self.floating:
            return chosen(self, setting, facing)
        terms = self._all(setting)
        if self.year is not None:
            return self._stretch(self._by_year(terms), setting)
        index = next((i for i, days in enumerate(terms) if days[1] >= setting.said_on), len(terms))
        index += {"next": 1, "coming": 1, "previous": -1}.get(self.reference or "this", 0)
        if not 0 <= index < len(terms):
            raise Unknown
        return self._stretch(terms[index], setting)

    def _by_year(self, terms: tuple[Days, ...]) -> Days:
        for days in terms:
            if days[0].year == self.year and self.last_year in (None, days[1].year):
                return days
        raise Unknown

    def _all(self, setting: Setting) -> tuple[Days, ...]:
        if setting.calendar.is_elected(self.id):
            return setting.calendar.listed(self.id)
        if not setting.calendar.has(self.id):
            raise Unknown
        middle = self.year or setting.said_on.year
        return tuple(setting.calendar.days(self.id, year) for year in range(middle - 3, middle + 4))

    def _stretch(self, days: Days, setting: Setting) -> Stretch:
        precision = Precision.YEAR if self.id in TERM_YEARS else Precision.LEGISLATURE
        rests_on = (f"{self.id}: by the rules of the calendar {setting.calendar.name}",)
        return Stretch(*days, precision, rests_on, (f"{self.id} = {shown(*days)}",))


@dataclass(frozen=True, slots=True)
class Weekday(Period):
    """A weekday: the next one after the day of the sitting, or the one before it."""

    name: ClassVar[str] = "weekday"
    follows: ClassVar[bool] = True
    weekday: int
    reference: str | None = None

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Seven days on when said on the same weekday; "deze vrijdag" may be today."""
        del facing
        on = setting.said_on
        ahead = (self.weekday - on.weekday()) % 7
        rests_on: tuple[str, ...] = ()
        if self.reference == "previous":
            day = on + (ahead - 7) * DAY
        elif self.reference == "this":
            day = on + ahead * DAY
        else:
            day = on + (ahead or 7) * DAY
            if self.reference == "next":
                rests_on = (setting.calendar.says("next-weekday"),)
        step = f"{WEEKDAYS[self.weekday]} = {day.isoformat()}"
        return Stretch(day, day, Precision.DAY, rests_on, (step,))


@dataclass(frozen=True, slots=True)
class Deictic(Period):
    """Today, tomorrow, yesterday: so many days from the day of the sitting."""

    name: ClassVar[str] = "deictic"
    offset: int

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """That day."""
        del facing
        day = setting.said_on + self.offset * DAY
        return Stretch(day, day, Precision.DAY, steps=(f"{self.offset:+} days = {day.isoformat()}",))
