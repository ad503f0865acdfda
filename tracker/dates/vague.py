"""Words without days: vague windows that rest on a convention. They give a window, never a due day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tracker.dates.arithmetic import DAY, moved
from tracker.dates.periods import Facing, Period, Setting, Stretch, shown
from tracker.dates.rules import span
from tracker.model.times import Precision

WINDOWS = {
    "day": "vague-days",
    "workday": "vague-days",
    "week": "vague-weeks",
    "weekend": "vague-weeks",
    "fortnight": "vague-weeks",
    "month": "vague-months",
    "quarter": "vague-months",
    "half": "vague-years",
    "days": "vague-days",
    "soon": "vague-soon",
    "while": "vague-while",
}


@dataclass(frozen=True, slots=True)
class Window(Period):
    """Like "binnenkort", "de komende weken", "enkele maanden geleden": a window by convention."""

    name: ClassVar[str] = "window"
    size: str
    past: bool = False

    def resolve(self, setting: Setting, facing: Facing) -> Stretch:
        """From the day of the sitting, as wide as the convention says."""
        del facing
        convention = WINDOWS.get(self.size, "vague-years")
        table = setting.calendar.conventions[convention]
        count, unit = span(table["window"])
        on = setting.said_on
        far = moved(on, -count if self.past else count, unit)
        days = (far, on - DAY) if self.past else (on, far)
        return Stretch(
            *days, Precision.VAGUE, (setting.calendar.says(convention),), (f"{convention} = {shown(*days)}",)
        )
