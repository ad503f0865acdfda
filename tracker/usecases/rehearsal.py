"""A year in the life of a register, rehearsed: the example report, two readers, a move, a resolution, every letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.dates import find_dates
from tracker.languages.rehearsal import RehearsalWords, rehearsal_words
from tracker.model import Act, Entry, Evidence, Report, Selection
from tracker.usecases import register
from tracker.usecases.ingest import ingest
from tracker.usecases.letters.subscribe import SubscriptionRequest, subscribe
from tracker.usecases.letters.tick import tick
from tracker.usecases.looking import look

if TYPE_CHECKING:
    from tracker.mail import Post
    from tracker.usecases.letters.post_office import PostOffice

DAYS = 365
HOUR = time(9, 0)
READERS = (("jan@example.org", "nl"), ("ann@example.org", "en"))


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the year brought: the commitments by number, and the letters that left."""

    numbers: tuple[int, ...]
    moved: int | None
    resolved: int | None
    letters: int
    until: date


def rehearse(office: PostOffice, report: Report, post: Post, *, token: Callable[[], str]) -> Rehearsed:
    """Live through a year from the day after the sitting; the office's register must be empty."""
    first = (report.held_on or office.today) + timedelta(days=1)
    words = rehearsal_words(report.language)
    act = Act(words.secretary, _at(office, first))
    numbers = ingest(office.database, report, act=act, accept=True, calendar=office.settings.calendar).numbers
    for address, language in READERS:
        subscribe(_on(office, first), SubscriptionRequest(address, language=language), token=token())
    moved, resolved = _chosen(office, numbers, first)
    letters = 0
    for day in (first + timedelta(days=offset) for offset in range(1, DAYS)):
        if moved and day == _before(moved, 30):
            _move(office, moved.number, day, words)
        if resolved and day == _before(resolved, 7):
            _resolve(office, resolved.number, day, words)
        letters += tick(_on(office, day), post).delivered.sent
    last = first + timedelta(days=DAYS - 1)
    return Rehearsed(numbers, moved.number if moved else None, resolved.number if resolved else None, letters, last)


def _chosen(office: PostOffice, numbers: tuple[int, ...], first: date) -> tuple[Entry | None, Entry | None]:
    """What will be moved and what will be done: the second and third to fall due, so that the first is overdue."""
    ahead = Selection(numbers=numbers, due_from=first + timedelta(days=31), due_until=first + timedelta(days=DAYS))
    dated = look(office.database, ahead, today=first, limit=3).entries if numbers else ()
    return (dated[1] if len(dated) > 1 else None, dated[2] if len(dated) > 2 else None)  # noqa: PLR2004 - by place


def _move(office: PostOffice, number: int, day: date, words: RehearsalWords) -> None:
    later = find_dates(words.later, said_on=day, language=words.language)[0]
    register.move(office.database, number, later, act=Act(words.secretary, _at(office, day), words.because))


def _resolve(office: PostOffice, number: int, day: date, words: RehearsalWords) -> None:
    evidence = Evidence(words.evidence, words.evidence_note, day)
    register.resolve(office.database, [number], evidence, act=Act(words.secretary, _at(office, day)), today=day)


def _before(entry: Entry, days: int) -> date | None:
    return entry.due_on and entry.due_on - timedelta(days=days)


def _at(office: PostOffice, day: date) -> datetime:
    return datetime.combine(day, HOUR, office.zone)


def _on(office: PostOffice, day: date) -> PostOffice:
    return replace(office, clock=lambda: _at(office, day), knows_time=lambda _now: True)
