"""A relation and a period to days: when something is due, from when it counts, and which rule said so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.dates.arithmetic import DAY, moved
from tracker.dates.named import Named, Season, Term, Unit
from tracker.dates.periods import Edge, Event, Facing, Fixed, Nearest, Period, Pointed, Setting, Stretch
from tracker.dates.rules import parsed, span
from tracker.dates.slices import First, Part
from tracker.model.times import Precision, Relation

RELATIONS = {
    "after": Relation.AFTER,
    "around": Relation.AROUND,
    "before": Relation.BEFORE,
    "between": Relation.BETWEEN,
    "by": Relation.BY,
    "earlier": Relation.IN,
    "earliest": Relation.FROM,
    "every": Relation.EVERY,
    "from": Relation.FROM,
    "in": Relation.IN,
    "later": Relation.BY,
    "not-before": Relation.FROM,
    "over": Relation.IN,
    "since": Relation.SINCE,
    "still": Relation.BY,
    "until": Relation.UNTIL,
    "within": Relation.WITHIN,
}
WRAPPED = (Pointed, Nearest, Event)  # periods that only say which one is meant
DEADLINES = ("by", "before", "until", "within", "later", "still")


@dataclass(frozen=True, slots=True)
class Bound:
    """The days of an expression and the grounds for them."""

    earliest: date | None
    latest: date | None
    due: date | None
    precision: Precision
    relation: Relation
    rule: str
    assumption: str | None
    steps: tuple[str, ...]
    problem: str | None = None


def earliest_of(bound: Bound, relation: str, node: Period) -> Bound:
    """What is only told to be possible from then on ("ten vroegste") has no last day, and is never due."""
    first = bound.latest if relation in DEADLINES else bound.earliest
    if first is None or bound.precision is Precision.VAGUE:
        return bound
    steps = (*bound.steps, _step("from", first, None))
    return replace(
        bound, earliest=first, latest=None, due=None, relation=Relation.FROM, rule=_rule("from", node), steps=steps
    )


def bind(relation: str, node: Period, setting: Setting, *, past: bool = False) -> Bound:
    """What the words mean. `past`: the verb looks back. Raises Unknown beyond the calendar's lists."""
    stretch = node.resolve(setting, _facing(relation, node, setting, past=past))
    rule = _rule(relation, node)
    if stretch.problem:
        return Bound(
            None, None, None, stretch.precision, RELATIONS[relation], rule, None, stretch.steps, stretch.problem
        )
    if relation == "before" and not past and not _ends(node) and _is_meant_for(node, stretch, setting):
        relation = "in"
        rule = _rule(relation, node)
    earliest, latest, due, changed = BINDERS[relation](_Binding(node, stretch, setting))
    if changed.precision is Precision.VAGUE:
        due = None
    step = _step(relation, earliest, latest)
    rests_on = "; ".join(dict.fromkeys(changed.assumptions)) or None
    steps = (*changed.steps, step)
    return Bound(earliest, latest, due, changed.precision, RELATIONS[relation], rule, rests_on, steps, changed.doubt)


def _step(relation: str, earliest: date | None, latest: date | None) -> str:
    return f"{relation}: {'-' if earliest is None else earliest.isoformat()} to {latest.isoformat() if latest else '-'}"


def _facing(relation: str, node: Period, setting: Setting, *, past: bool) -> Facing:
    on = setting.said_on
    if past or relation == "since":
        return Facing(on, Edge.BEGUN)
    if relation == "before" and not _ends(node):
        return Facing(on, Edge.STARTING)
    if relation in ("by", "until") and _is_break(node):
        return Facing(on, Edge.STARTING)
    if relation == "after" and isinstance(_core(node), Season | Named) and _is_break(node):
        count, unit = span(setting.calendar.conventions["after"]["window"])
        return Facing(moved(on, -count, unit))
    return Facing(on)


def _core(node: Period) -> Period:
    if isinstance(node, First):
        return _core(node.both.left)
    return node.inner if isinstance(node, WRAPPED) else node


def _is_break(node: Period) -> bool:
    core = _core(node)
    return (isinstance(core, Named) and core.kind == "recess") or (isinstance(core, Season) and core.season == "summer")


def _ends(node: Period) -> bool:
    """Like "het einde van": the last day is still in time."""
    return isinstance(node, Part) and node.part == "end"


def _start(node: Period, stretch: Stretch, setting: Setting) -> tuple[date, tuple[str, ...]]:
    """The day it starts; the political summer starts with the holidays."""
    core = _core(node)
    if isinstance(core, Season) and core.season == "summer":
        table = setting.calendar.conventions["political-summer"]
        return parsed(table["starts"])(stretch.first.year, None), (setting.calendar.says("political-summer"),)
    return stretch.first, stretch.assumptions


def _is_meant_for(node: Period, stretch: Stretch, setting: Setting) -> bool:
    """Like "voor dit jaar", "voor 2020" said in 2021: for it, since nothing can be promised before it any more."""
    start = _start(node, stretch, setting)[0]
    return start <= setting.said_on and (setting.said_on <= stretch.last or stretch.precision is not Precision.DAY)


def _kind(node: Period) -> str:
    core = _core(node)
    if isinstance(core, Named):
        return core.kind
    if isinstance(core, Unit):
        return core.unit
    if isinstance(core, Fixed):
        return str(core.precision)
    return core.unit if core.name == "quarter" and hasattr(core, "unit") else core.name


def _rule(relation: str, node: Period) -> str:
    kind = _kind(node)
    if kind == "window":
        return "vague"
    if relation in DEADLINES:
        return f"deadline.{relation}-{kind}"
    return f"{'period' if relation == 'in' else relation}.{kind}"


Days = tuple[date | None, date | None, date | None, Stretch]


@dataclass(frozen=True, slots=True)
class _Binding:
    """A period under a relation: earliest, latest and due day, and the stretch with what it rests on."""

    node: Period
    stretch: Stretch
    setting: Setting

    def within(self) -> Days:
        """The period itself."""
        return self.stretch.first, self.stretch.last, self.stretch.last, self.stretch

    def until(self, latest: date, stretch: Stretch | None = None) -> Days:
        """From the sitting to the last day; words about the past have no beginning."""
        on = self.setting.said_on
        return on if latest >= on else None, latest, latest, stretch or self.stretch

    def by(self) -> Days:
        """Its last day, or the day before a holiday starts."""
        if _is_break(self.node):
            return self.before()
        if _ends(self.node):
            return self.to_its_end()
        begins = isinstance(self.node, Part) and self.node.part == "begin" and isinstance(self.node.inner, Named | Term)
        under_way = self.stretch.first < self.setting.said_on <= self.stretch.last
        return self.until(self.stretch.first if begins and not under_way else self.stretch.last)

    def still(self) -> Days:
        """Its last day, also of a holiday: "nog deze zomer" is in it."""
        return self.until(self.stretch.last) if _is_break(self.node) else self.by()

    def before(self) -> Days:
        """The day before it starts, or the last day of its end."""
        if _ends(self.node):
            return self.to_its_end()
        start, rests_on = _start(self.node, self.stretch, self.setting)
        return self.until(start - DAY, replace(self.stretch, assumptions=rests_on))

    def to_its_end(self) -> Days:
        """The last day of a period is its own; where its end begins does not matter."""
        return self.until(self.stretch.last, replace(self.stretch, assumptions=self.stretch.assumptions[:-1]))

    def after(self) -> Days:
        """From the day after it, as long as the convention says."""
        table = self.setting.calendar.conventions["after"]
        first = self.stretch.last + DAY
        latest = moved(first, *span(table["window"])) - DAY
        rests_on = (*self.stretch.assumptions, self.setting.calendar.says("after"))
        return first, latest, latest, replace(self.stretch, assumptions=rests_on, precision=Precision.OPEN)

    def since_then(self) -> Days:
        """Open at the end; due when it starts, or at once when it has started."""
        on, first = self.setting.said_on, self.stretch.first
        return first, None, on if first <= on <= self.stretch.last else first, self.stretch

    def since(self) -> Days:
        """Up to the sitting, and never due."""
        return self.stretch.first, max(self.setting.said_on, self.stretch.first), None, self.stretch

    def earlier(self) -> Days:
        """What has gone by of it."""
        first = self.stretch.first
        latest = max(min(self.stretch.last, self.setting.said_on - DAY), first)
        return first, latest, latest, self.stretch

    def around(self) -> Days:
        """A week about a day; the turn of the year has its own days; longer periods as they are."""
        core = _core(self.node)
        if isinstance(core, Named) and core.id == "turn-of-year":
            return self._around_new_year()
        if self.stretch.precision is not Precision.DAY or self.stretch.first != self.stretch.last:
            return self.within()
        table = self.setting.calendar.conventions["around"]
        count, unit = span(table["window"])
        latest = moved(self.stretch.last, count, unit)
        changed = replace(self.stretch, assumptions=(*self.stretch.assumptions, self.setting.calendar.says("around")))
        return moved(self.stretch.first, -count, unit), latest, latest, changed

    def _around_new_year(self) -> Days:
        table, year = self.setting.calendar.conventions["turn-of-year"], self.stretch.first.year
        first, latest = parsed(table["starts"])(year - 1, None), parsed(table["ends"])(year, None)
        changed = replace(
            self.stretch, assumptions=(self.setting.calendar.says("turn-of-year"),), precision=Precision.YEAR_PART
        )
        return first, latest, latest, changed

    def every(self) -> Days:
        """From the sitting to one cycle later."""
        changed = replace(self.stretch, precision=Precision.RECURRING)
        return self.setting.said_on, changed.last, changed.last, changed


BINDERS = {
    "after": _Binding.after,
    "around": _Binding.around,
    "before": _Binding.before,
    "between": _Binding.within,
    "by": _Binding.by,
    "earlier": _Binding.earlier,
    "every": _Binding.every,
    "from": _Binding.since_then,
    "in": _Binding.within,
    "later": _Binding.still,
    "over": _Binding.within,
    "since": _Binding.since,
    "still": _Binding.still,
    "until": _Binding.by,
    "within": _Binding.by,
}
