"""Parts of periods: begin, middle and end, halves, the first weeks of, the third Tuesday of, the start of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from tracker.dates.arithmetic import DAY, Days, month_end, months, months_on, moved, unit_at, week_of
from tracker.dates.calendar import Calendar
from tracker.dates.named import FINENESS
from tracker.dates.periods import Facing, Period, Setting, Slice, Stretch, Unknown, days_between, ends, ends_in, shown
from tracker.dates.rules import WEEKDAYS, nth_weekday
from tracker.model.times import Precision

WHOLE_MONTHS = {Precision.QUARTER: 3, Precision.HALF: 6, Precision.SEASON: 3}
EDGES = {Precision.YEAR: "year", Precision.LEGISLATURE: "legislature"}
PLACES = {"begin": 0, "middle": 1, "end": 2}


@dataclass(frozen=True, slots=True)
class Part(Slice):
    """Begin, middle or end. `definite` marks "het einde van": before it, its last day is still in time."""

    name: ClassVar[str] = "part"
    part: str = "end"
    definite: bool = False

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """By the conventions for months, years and weeks; a third of anything else."""
        table, days = self._days(whole, setting)
        precision = _part_precision(whole.precision, definite=self.definite)
        assumption = setting.calendar.says(table) if table else f"{self.part} = one third"
        return whole.cut(days, precision=precision, assumption=assumption, step=f"{self.part} of it")

    def _days(self, whole: Stretch, setting: Setting) -> tuple[str | None, Days]:
        conventions, first = setting.calendar.conventions, whole.first
        if whole.precision is Precision.MONTH:
            low, high = conventions["part-of-month"][self.part]
            last = month_end(first.year, first.month)
            return "part-of-month", (first.replace(day=low), last if high >= last.day else first.replace(day=high))
        if whole.precision is Precision.YEAR and first.month == 1 and first.year == whole.last.year:
            return "part-of-year", months(first.year, *conventions["part-of-year"][self.part])
        if whole.precision is Precision.WEEK:
            low, high = conventions["part-of-week"][self.part]
            return "part-of-week", (first + (low - 1) * DAY, first + (high - 1) * DAY)
        if self.part != "middle" and whole.precision in EDGES:
            months_long = int(conventions["part-of-term"][f"{EDGES[whole.precision]}-{self.part}"])
            edge = months_on(first, months_long) - DAY, months_on(whole.last + DAY, -months_long)
            return "part-of-term", (first, edge[0]) if self.part == "begin" else (edge[1], whole.last)
        return None, _third(whole, PLACES[self.part])


def _part_precision(whole: Precision, *, definite: bool) -> Precision:
    if whole is Precision.MONTH:
        return Precision.MONTH_PART
    if whole is Precision.YEAR:
        return Precision.YEAR if definite else Precision.YEAR_PART
    return whole


def _third(whole: Stretch, place: int) -> Days:
    size = WHOLE_MONTHS.get(whole.precision)
    if size and whole.first.day == 1:
        step = size // 3
        first = months_on(whole.first, place * step)
        return first, months_on(first, step) - DAY
    length = days_between(whole.first, whole.last)
    if length <= len(PLACES):  # a day has no begin
        return whole.first, whole.last
    return whole.first + place * length // 3 * DAY, whole.first + ((place + 1) * length // 3 - 1) * DAY


@dataclass(frozen=True, slots=True)
class Half(Slice):
    """The first or second half: fifteen days of a month, six months of a year, else half of the days."""

    name: ClassVar[str] = "half"
    number: int = 1

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """The days of that half."""
        del setting
        first = self.number == 1
        if whole.first == whole.last:
            return whole
        if whole.precision is Precision.MONTH:
            middle, precision = whole.first + 15 * DAY, Precision.MONTH_PART
        elif whole.first.day == 1 and months_on(whole.first, 12) == whole.last + DAY:
            middle, precision = months_on(whole.first, 6), Precision.HALF
        else:
            middle, precision = whole.first + days_between(whole.first, whole.last) // 2 * DAY, whole.precision
        days = (whole.first, middle - DAY) if first else (middle, whole.last)
        return whole.cut(days, precision=precision, step=f"{'first' if first else 'second'} half of it")


@dataclass(frozen=True, slots=True)
class Start(Slice):
    """The first day of a period."""

    name: ClassVar[str] = "start"

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """That day."""
        del setting
        return whole.cut((whole.first, whole.first), precision=Precision.DAY, step="its first day")


@dataclass(frozen=True, slots=True)
class Nth(Slice):
    """The nth (or the last) day, week or month of a period, or several at its begin or end."""

    name: ClassVar[str] = "nth"
    number: int = 1  # -1: the last
    unit: str = "day"
    count: int | None = 1  # None: "the first weeks of", by convention
    weekday: int | None = None

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """Weeks are whole weeks inside the period."""
        assumption, count = None, self.count
        if count is None:
            table = setting.calendar.conventions["few-first"]
            assumption, count = setting.calendar.says("few-first"), int(table["count"])
        if self.weekday is not None:
            day = _nth_day(whole, self.weekday, self.number)
            return whole.cut((day, day), precision=Precision.DAY, step=f"{WEEKDAYS[self.weekday]} {self.number} of it")
        days = _nth_units(whole, self.number, count, unit=self.unit, calendar=setting.calendar)
        precision = _span_precision(whole.precision, self.unit, count)
        step = (
            f"{'last' if self.number < 0 else 'first' if self.number == 1 else self.number} {count} {self.unit} of it"
        )
        return whole.cut(days, precision=precision, assumption=assumption, step=step)


def _span_precision(whole: Precision, unit: str, count: int) -> Precision:
    if count > 1 and unit == "month" and whole is Precision.YEAR:
        return Precision.YEAR_PART
    if count > 1 and unit == "week" and whole is Precision.MONTH:
        return Precision.MONTH_PART
    return Precision(FINENESS.get(unit, unit))


def _nth_day(whole: Stretch, weekday: int, number: int) -> date:
    if number > 0:
        return nth_weekday(whole.first, weekday, number)
    return nth_weekday(whole.last - 6 * DAY, weekday, 1) + (number + 1) * 7 * DAY


def _nth_units(whole: Stretch, number: int, count: int, *, unit: str, calendar: Calendar) -> Days:
    if unit == "workday":
        return _nth_workdays(whole, number, count, calendar)
    size = unit if unit != "weekend" else "week"
    if number > 0:
        start = whole.first
        if size == "week" and whole.precision is not Precision.WEEK and count == 1:
            start = nth_weekday(start, 0, 1) if start.weekday() else start
        first = moved(start, number - 1, size)
        return _only(first, moved(first, count, size) - DAY, unit)
    stop = whole.last + DAY
    if size == "week" and count == 1:
        stop -= stop.weekday() * DAY
    stop = moved(stop, number + 1, size)
    return _only(moved(stop, -count, size), stop - DAY, unit)


def _nth_workdays(whole: Stretch, number: int, count: int, calendar: Calendar) -> Days:
    if number > 0:
        before = whole.first - DAY
        return calendar.moved(before, number, "workday"), calendar.moved(before, number + count - 1, "workday")
    after = whole.last + DAY
    return calendar.moved(after, number - count + 1, "workday"), calendar.moved(after, number, "workday")


def _only(first: date, last: date, unit: str) -> Days:
    return unit_at(last, "weekend") if unit == "weekend" else (first, last)


@dataclass(frozen=True, slots=True)
class WeekOf(Slice):
    """The week or weekend around a day ("in de week van 25 april")."""

    name: ClassVar[str] = "week"
    unit: str = "week"

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """Monday to Sunday, or Saturday and Sunday."""
        del setting
        days = week_of(whole.first) if self.unit == "week" else unit_at(whole.first, self.unit)
        return whole.cut(days, precision=Precision.WEEK, step=f"its {self.unit}")


@dataclass(frozen=True, slots=True)
class WeekdayOf(Slice):
    """A weekday of a week ("dinsdag van volgende week")."""

    name: ClassVar[str] = "weekday"
    weekday: int = 0

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """That day of the week in which the whole begins."""
        del setting
        day = week_of(whole.first)[0] + self.weekday * DAY
        return whole.cut((day, day), precision=Precision.DAY, step=f"its {WEEKDAYS[self.weekday]}")


@dataclass(frozen=True, slots=True)
class NextDay(Slice):
    """The first such weekday on or after a day ("de derde dinsdag na Pasen")."""

    name: ClassVar[str] = "weekday"
    weekday: int = 0

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """That day."""
        del setting
        day = nth_weekday(whole.first, self.weekday, 1)
        return whole.cut((day, day), precision=Precision.DAY, step=f"{WEEKDAYS[self.weekday]} from then")


@dataclass(frozen=True, slots=True)
class Rest(Slice):
    """What is left of a period on the day of the sitting."""

    name: ClassVar[str] = "rest"

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """From the day of the sitting to its last day."""
        days = min(max(whole.first, setting.said_on), whole.last), whole.last
        return whole.cut(days, step="the rest of it")


@dataclass(frozen=True, slots=True)
class Shifted(Slice):
    """So long before or after a day ("drie weken na Pasen", "vrijdag over twee weken")."""

    name: ClassVar[str] = "shifted"
    count: float = 1
    unit: str = "day"

    def cut(self, whole: Stretch, setting: Setting) -> Stretch:
        """Counted from its last day on, or from its first day back."""
        ends = isinstance(self.inner, Part) and self.inner.part == "end"
        base = whole.last if self.count > 0 or ends else whole.first
        day = setting.calendar.moved(base, self.count, self.unit)
        whole = replace(whole, assumptions=whole.assumptions + setting.calendar.counts(self.unit))
        return whole.cut((day, day), step=f"{self.count:+g} {self.unit}")


@dataclass(frozen=True, slots=True)
class Length(Period):
    """A day so long from the sitting ("over drie maanden", "twee weken geleden")."""

    name: ClassVar[str] = "length"
    count: float
    unit: str

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Calendar arithmetic from the day of the sitting."""
        del facing
        day = setting.calendar.moved(setting.said_on, self.count, self.unit)
        step = f"{setting.said_on.isoformat()} {self.count:+g} {self.unit} = {day.isoformat()}"
        return Stretch(day, day, length_precision(self.unit), setting.calendar.counts(self.unit), (step,))


@dataclass(frozen=True, slots=True)
class Thereafter(Period):
    """So long after or before the time named in the sentence before it ("de dag erna", "twee weken later")."""

    name: ClassVar[str] = "thereafter"
    count: float
    unit: str
    whole: bool = False  # "de week erna" is that week, "een week erna" a day

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Counted from its last day. Raises Unknown where no time was named."""
        del facing
        if setting.named is None:
            raise Unknown
        day = setting.calendar.moved(setting.named, self.count, self.unit)
        days = unit_at(day, self.unit) if self.whole and self.unit != "workday" else (day, day)
        step = f"{setting.named.isoformat()} {self.count:+g} {self.unit} = {shown(*days)}"
        return Stretch(*days, length_precision(self.unit), setting.calendar.counts(self.unit), (step,))


@dataclass(frozen=True, slots=True)
class Rolling(Period):
    """The coming or past so many units ("de komende twee jaar", "de laatste drie weken")."""

    name: ClassVar[str] = "rolling"
    count: float
    unit: str

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """From the day of the sitting on; a past stretch ends the day before it."""
        del facing
        on = setting.said_on
        far = setting.calendar.moved(on, self.count, self.unit)
        days = (on, far) if self.count > 0 else (min(far, on - DAY), on - DAY)
        step = f"{self.count:+g} {self.unit} from {on.isoformat()} = {shown(*days)}"
        return Stretch(*days, length_precision(self.unit), setting.calendar.counts(self.unit), (step,))


def length_precision(unit: str) -> Precision:
    """As fine as the unit."""
    return Precision(FINENESS.get(unit, unit))


@dataclass(frozen=True, slots=True)
class Listed(Period):
    """Two periods named together: one stretch when they touch ("in 2022 en 2023", "eind 2021, begin 2022")."""

    name: ClassVar[str] = "list"
    left: Period
    right: Period
    left_end: int = 0  # where the words of the left one end

    @property
    def floating(self) -> bool:
        """When both float."""
        return self.left.floating and self.right.floating

    def both(self, setting: Setting, facing: Facing) -> tuple[Stretch, Stretch]:
        """The two, where a year that only one of them has holds for the other."""
        return ends(self.left, self.right, setting, facing=facing)

    def touches(self, setting: Setting, facing: Facing) -> bool:
        """Whether the second follows the first without a gap."""
        one, two = self.both(setting, facing)
        return not (one.problem or two.problem) and one.first <= two.first <= one.last + DAY

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """From the first day of the one to the last of the other."""
        return self._joined(*self.both(setting, facing))

    def at(self, year: int, setting: Setting) -> Stretch:
        """The list whose last part lies in a year."""
        return self._joined(*ends_in(year, self.left, self.right, setting=setting))

    def _joined(self, one: Stretch, two: Stretch) -> Stretch:
        if one.problem or two.problem:
            return one if one.problem else two
        both = replace(two, assumptions=one.assumptions + two.assumptions, doubt=one.doubt or two.doubt)
        return both.cut((one.first, two.last), step="together")


@dataclass(frozen=True, slots=True)
class First(Period):
    """The first of two that lie apart; a year that only the second names holds for it too."""

    name: ClassVar[str] = "first"
    both: Listed

    @property
    def floating(self) -> bool:
        """As the list."""
        return self.both.floating

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """Its days."""
        if self.floating:
            return self.both.left.resolve(setting, facing)
        return self.both.both(setting, facing)[0]
