"""A year in the life of a register, rehearsed: the example report, two readers, a move, a resolution, every letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.dates import find_dates
from tracker.model import Act, Entry, Evidence, Report, Selection
from tracker.usecases import register as decisions
from tracker.usecases.ingest import ingest
from tracker.usecases.letters.subscribe import Wishes, subscribe
from tracker.usecases.letters.tick import tick
from tracker.usecases.looking import look

if TYPE_CHECKING:
    from tracker.mail import Post
    from tracker.usecases.letters.desk import Desk

DAYS = 365
HOUR = time(9, 0)
READERS = (("jan@example.org", "nl"), ("ann@example.org", "en"))
SECRETARY = "commissiesecretaris"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the year brought: the commitments by number, and the letters that left."""

    numbers: tuple[int, ...]
    moved: int | None
    resolved: int | None
    letters: int
    until: date


def rehearse(desk: Desk, report: Report, post: Post, *, token: Callable[[], str]) -> Rehearsed:
    """Live through a year from the day after the sitting; the desk's register must be empty."""
    first = (report.held_on or desk.today) + timedelta(days=1)
    act = Act(SECRETARY, _at(desk, first))
    numbers = ingest(desk.database, report, act=act, accept=True, calendar=desk.settings.calendar).numbers
    for address, language in READERS:
        subscribe(_on(desk, first), Wishes(address, language=language), token=token())
    moved, resolved = _chosen(desk, numbers, first)
    letters = 0
    for day in (first + timedelta(days=offset) for offset in range(1, DAYS)):
        if moved and day == _before(moved, 30):
            _move(desk, moved.number, day)
        if resolved and day == _before(resolved, 7):
            _resolve(desk, resolved.number, day)
        letters += tick(_on(desk, day), post).delivered.sent
    last = first + timedelta(days=DAYS - 1)
    return Rehearsed(numbers, moved.number if moved else None, resolved.number if resolved else None, letters, last)


def _chosen(desk: Desk, numbers: tuple[int, ...], first: date) -> tuple[Entry | None, Entry | None]:
    """What will be moved and what will be done: the second and third to fall due, so that the first is overdue."""
    ahead = Selection(numbers=numbers, due_from=first + timedelta(days=31), due_until=first + timedelta(days=DAYS))
    dated = look(desk.database, ahead, today=first, limit=3).entries if numbers else ()
    return (dated[1] if len(dated) > 1 else None, dated[2] if len(dated) > 2 else None)  # noqa: PLR2004 - by place


def _move(desk: Desk, number: int, day: date) -> None:
    later = find_dates("over zes maanden", said_on=day, language="nl")[0]
    decisions.move(desk.database, number, later, act=Act(SECRETARY, _at(desk, day), "De minister vraagt uitstel."))


def _resolve(desk: Desk, number: int, day: date) -> None:
    evidence = Evidence("https://www.vlaamsparlement.be/", "Voorgesteld in de commissie.", day)
    decisions.resolve(desk.database, [number], evidence, act=Act(SECRETARY, _at(desk, day)), today=day)


def _before(entry: Entry, days: int) -> date | None:
    return entry.due_on and entry.due_on - timedelta(days=days)


def _at(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, HOUR, desk.zone)


def _on(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=lambda: _at(desk, day), knows_time=lambda _now: True)
