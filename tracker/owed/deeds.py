"""The table of deeds: which is news, which makes a letter, which makes a deadline due? Pure.

Everything that asks by deed asks here; a deed without a row is found by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from tracker.model import Deed, Event, Status
from tracker.model.because import Rejection
from tracker.model.letters import AlertKind

Alerting = Callable[[Event], AlertKind | None]
FIELDS_OF_NEWS = ("due_on", "status", "responsible")  # a correction of another field is no news
_BACK_TO = {
    Status.OPEN: AlertKind.REOPENED,
    Status.PARTLY_FULFILLED: AlertKind.RESOLVED,
    Status.FULFILLED: AlertKind.RESOLVED,
    Status.LAPSED: AlertKind.RESOLVED,
    Status.REJECTED: AlertKind.RESOLVED,
}


class News(Enum):
    """Whether a digest tells of it."""

    ALWAYS = auto()
    BY_FIELD = auto()  # if it set one of FIELDS_OF_NEWS
    IF_POSSIBLE = auto()  # if it was only possible before: nobody was told of it yet
    NEVER = auto()


def _no_alert(_: Event) -> AlertKind | None:
    return None


def _always(kind: AlertKind) -> Alerting:
    return lambda _: kind


def _if_it_was_open(event: Event) -> AlertKind | None:
    """Of a proposal nobody was told that it was a commitment."""
    because = event.because
    is_told = isinstance(because, Rejection) and because.before is Status.OPEN
    return AlertKind.RESOLVED if is_told else None


def _if_it_moved(event: Event) -> AlertKind | None:
    return AlertKind.MOVED if "deadline_version" in event.set else None


def _if_it_leads_back(event: Event) -> AlertKind | None:
    """Undone: only another state or another deadline is news."""
    if "status" not in event.set:
        return _if_it_moved(event)
    return _BACK_TO.get(event.set.status) if event.set.status else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one deed means to those who read."""

    news: News = News.ALWAYS
    alert: Alerting = _no_alert  # of which kind to those who read the commitment; None: of none
    tells_followers: bool = True
    makes_due: bool = False  # the deadline may be news to somebody from here on
    begins: bool = False  # the commitment enters the register
    confirms: bool = False  # from here on it is a commitment and no mere proposal


MEANINGS: Mapping[Deed, Meaning] = {
    Deed.FOUND: Meaning(makes_due=True, begins=True),
    Deed.ADDED: Meaning(makes_due=True, begins=True, confirms=True),
    Deed.IMPORTED: Meaning(makes_due=True, begins=True, confirms=True),
    Deed.ACCEPTED: Meaning(News.IF_POSSIBLE, makes_due=True, confirms=True),
    Deed.REJECTED: Meaning(alert=_if_it_was_open),
    Deed.PARTLY_RESOLVED: Meaning(alert=_always(AlertKind.RESOLVED)),
    Deed.RESOLVED: Meaning(alert=_always(AlertKind.RESOLVED)),
    Deed.REOPENED: Meaning(alert=_always(AlertKind.REOPENED), makes_due=True),
    Deed.LAPSED: Meaning(alert=_always(AlertKind.RESOLVED)),
    Deed.MOVED: Meaning(alert=_always(AlertKind.MOVED), makes_due=True),
    Deed.NOTED: Meaning(News.NEVER, tells_followers=False),  # notes are internal
    Deed.EDITED: Meaning(News.BY_FIELD, alert=_if_it_moved, makes_due=True),
    Deed.LINKED: Meaning(News.NEVER),
    Deed.MENTIONED: Meaning(News.NEVER),
    Deed.HANDED_OVER: Meaning(makes_due=True),
    Deed.RECALLED: Meaning(News.NEVER),
    Deed.UNDONE: Meaning(News.BY_FIELD, alert=_if_it_leads_back, makes_due=True),
    Deed.ERASED: Meaning(News.NEVER, tells_followers=False),
}


def deeds_that(condition: Callable[[Meaning], bool]) -> tuple[Deed, ...]:
    """The deeds whose row meets a condition."""
    return tuple(deed for deed, meaning in MEANINGS.items() if condition(meaning))


ALWAYS_NEWS = deeds_that(lambda row: row.news is News.ALWAYS)
CORRECTIONS = deeds_that(lambda row: row.news is News.BY_FIELD)
ENTRANCES = deeds_that(lambda row: row.news is News.IF_POSSIBLE)
ALERTING = deeds_that(lambda row: row.alert is not _no_alert)  # what may be an alert: `alert` says of which kind
MAKES_DUE = deeds_that(lambda row: row.makes_due)
BEGINNINGS = deeds_that(lambda row: row.begins)
CONFIRMING = deeds_that(lambda row: row.confirms)


def tells_followers(event: Event) -> bool:
    """Whether those who follow the commitment hear of it; what this program does not know is told."""
    return event.deed is None or MEANINGS[event.deed].tells_followers
