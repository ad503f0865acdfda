"""Which events are news, and of what kind? Pure.

What a correction or an undoing comes to is read from what it set: only another deadline or another state is news.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from tracker.model import Deed, Event, Status
from tracker.model.letters import AlertKind

_ALWAYS = {
    Deed.MOVED: AlertKind.MOVED,
    Deed.RESOLVED: AlertKind.RESOLVED,
    Deed.PARTLY_RESOLVED: AlertKind.RESOLVED,
    Deed.LAPSED: AlertKind.RESOLVED,
    Deed.REOPENED: AlertKind.REOPENED,
}
_BACK_TO = {
    Status.OPEN: AlertKind.REOPENED,
    Status.PARTLY_FULFILLED: AlertKind.RESOLVED,
    Status.FULFILLED: AlertKind.RESOLVED,
    Status.LAPSED: AlertKind.RESOLVED,
    Status.REJECTED: AlertKind.RESOLVED,
}
NEWSWORTHY = (*_ALWAYS, Deed.UNDONE, Deed.EDITED, Deed.REJECTED)


def alert_kind(event: Event) -> AlertKind | None:
    """The kind of alert that an event gives to those who read its commitment; None when it is no news to them."""
    deed, fields = Deed(event.kind), _fields(event, "set")
    if deed is Deed.UNDONE and "status" in fields:
        return _BACK_TO.get(Status(str(fields["status"])))
    if deed in {Deed.UNDONE, Deed.EDITED}:
        return AlertKind.MOVED if "deadline_version" in fields else None
    if deed is Deed.REJECTED:  # of a proposal nobody was told that it was a commitment
        return AlertKind.RESOLVED if _fields(event, "because").get("from") == Status.OPEN else None
    return _ALWAYS.get(deed)


def was_overdue(event: Event, due_on: date | None, *, day: date) -> bool:
    """Whether the commitment was past its deadline when the event happened, on that local day; `due_on` is of now."""
    due = _deadline_before(event) or due_on
    return due is not None and due < day


def _deadline_before(event: Event) -> date | None:
    before = _fields(event, "because").get("from")
    if isinstance(before, Mapping):
        before = before.get("due_on")
    try:
        return date.fromisoformat(before) if isinstance(before, str) else None
    except ValueError:  # it came from something else than a day
        return None


def _fields(event: Event, part: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", event.details.get(part) or {})
