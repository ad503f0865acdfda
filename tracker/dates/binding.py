"""A relation and a period to days: when something is due, from when it counts, and which rule said so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.dates.arithmetic import DAY, moved
from tracker.dates.named import Named, Season, Unit
from tracker.dates.periods import Edge, Facing, Fixed, Period, Pointed, Setting, Stretch
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
    "every": Relation.EVERY,
    "from": Relation.FROM,
    "in": Relation.IN,
    "later": Relation.BY,
    "over": Relation.IN,
    "since": Relation.SINCE,
    "still": Relation.BY,
    "until": Relation.UNTIL,
    "within": Relation.WITHIN,
}
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


def bind(relation: str, node: Period, setting: Setting, *, past: bool = False) -> Bound:
    """What the words mean. `past`: the verb looks back. Raises Unknown beyond the calendar's lists."""
    stretch = node.resolve(setting, _facing(relation, node, setting, past=past))
    rule = _rule(relation, node)
    if stretch.problem:
        return Bound(
            None, None, None, stretch.precision, RELATIONS[relation], rule, None, stretch.steps, stretch.problem
        )
    if relation == "before" and not _ends(node) and _is_meant_for(node, stretch, setting):
        relation = "in"
        rule = _rule(relation, node)
    make = BINDERS[relation]
    earliest, latest, due, changed = make(node, stretch, setting)
    if changed.precision is Precision.VAGUE:
        due = None
    step = f"{relation}: {'-' if earliest is None else earliest.isoformat()} to {latest.isoformat() if latest else '-'}"
    return Bound(
        earliest, latest, due, changed.precision, RELATIONS[relation], rule, changed.assumption, (*changed.steps, step)
    )


def _facing(relation: str, node: Period, setting: Setting, *, past: bool) -> Facing:
    on = setting.said_on
    if past or relation == "since":
        return Facing(on, Edge.BEGUN)
    if relation == "before" and not _ends(node):
        return Facing(on, Edge.STARTING)
    if relation in ("by", "until") and _is_break(node):
        return Facing(on, Edge.STARTING)
    if relation == "after" and isinstance(_core(node), Season | Named) and _is_break(node):
        return Facing(moved(on, -span(_window(setting))[0], "month"))
    return Facing(on)


def _window(setting: Setting) -> str:
    return str(setting.calendar.conventions["after"]["window"])


def _core(node: Period) -> Period:
    if isinstance(node, First):
        return _core(node.both.left)
    return node.inner if isinstance(node, Pointed) else node


def _is_break(node: Period) -> bool:
    core = _core(node)
    return (isinstance(core, Named) and core.kind == "recess") or (isinstance(core, Season) and core.season == "summer")


def _ends(node: Period) -> bool:
    """ "het einde van": the last day is still in time."""
    return isinstance(node, Part) and node.part == "end"


def _start(node: Period, stretch: Stretch, setting: Setting) -> tuple[date, str | None]:
    """The day it starts; the political summer starts with the holidays."""
    core = _core(node)
    if isinstance(core, Season) and core.season == "summer":
        table = setting.calendar.conventions["political-summer"]
        return parsed(table["starts"])(stretch.first.year, None), f"political-summer: {table['says']}"
    return stretch.first, None


def _is_meant_for(node: Period, stretch: Stretch, setting: Setting) -> bool:
    """ "voor dit jaar", "voor 2020" said in 2021: for it, since nothing can be promised before it any more."""
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


def _in(node: Period, stretch: Stretch, setting: Setting) -> Days:
    return stretch.first, stretch.last, stretch.last, stretch


def _until(latest: date, stretch: Stretch, setting: Setting) -> Days:
    """From the sitting to the last day; words about the past have no beginning."""
    earliest = setting.said_on if latest >= setting.said_on else None
    return earliest, latest, latest, stretch


def _by(node: Period, stretch: Stretch, setting: Setting) -> Days:
    if _is_break(node):
        return _before(node, stretch, setting)
    return _until(stretch.last, stretch, setting)


def _before(node: Period, stretch: Stretch, setting: Setting) -> Days:
    if _ends(node):
        return _until(stretch.last, stretch, setting)
    start, assumption = _start(node, stretch, setting)
    precision = stretch.precision
    return _until(
        start - DAY, replace(stretch, assumption=assumption or stretch.assumption, precision=precision), setting
    )


def _after(node: Period, stretch: Stretch, setting: Setting) -> Days:
    table = setting.calendar.conventions["after"]
    first = stretch.last + DAY
    count, unit = span(table["window"])
    latest = moved(first, count, unit) - DAY
    changed = replace(stretch, assumption=f"after: {table['says']}", precision=Precision.OPEN)
    return first, latest, latest, changed


def _from(node: Period, stretch: Stretch, setting: Setting) -> Days:
    running = stretch.first <= setting.said_on <= stretch.last
    return stretch.first, None, setting.said_on if running else stretch.first, stretch


def _since(node: Period, stretch: Stretch, setting: Setting) -> Days:
    return stretch.first, max(setting.said_on, stretch.first), None, stretch


def _earlier(node: Period, stretch: Stretch, setting: Setting) -> Days:
    latest = max(min(stretch.last, setting.said_on - DAY), stretch.first)
    return stretch.first, latest, latest, stretch


def _around(node: Period, stretch: Stretch, setting: Setting) -> Days:
    core = _core(node)
    if isinstance(core, Named) and core.id == "turn-of-year":
        table = setting.calendar.conventions["turn-of-year"]
        year = stretch.first.year
        days = parsed(table["starts"])(year - 1, None), parsed(table["ends"])(year, None)
        name = "turn-of-year"
    elif stretch.precision is Precision.DAY and stretch.first == stretch.last:
        table = setting.calendar.conventions["around"]
        count, unit = span(table["window"])
        days, name = (moved(stretch.first, -count, unit), moved(stretch.last, count, unit)), "around"
    else:
        return _in(node, stretch, setting)
    changed = replace(stretch, assumption=f"{name}: {table['says']}")
    if name == "turn-of-year":
        changed = replace(changed, precision=Precision.YEAR_PART)
    return *days, days[1], changed


def _every(node: Period, stretch: Stretch, setting: Setting) -> Days:
    return stretch.first, stretch.last, stretch.last, replace(stretch, precision=Precision.RECURRING)


BINDERS = {
    "after": _after,
    "around": _around,
    "before": _before,
    "between": _in,
    "by": _by,
    "earlier": _earlier,
    "every": _every,
    "from": _from,
    "in": _in,
    "later": _by,
    "over": _in,
    "since": _since,
    "still": _by,
    "until": _by,
    "within": _by,
}
