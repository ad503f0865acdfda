"""What do events amount to? Read from how a commitment stood before them and how it stands now. Pure.

So what was undone, corrected back or moved there and back meanwhile is no news, by whatever deeds that went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.followup import PENDING
from tracker.model import Deed, Entry, Event, Status
from tracker.model.digests import AlertInContext, Before, Change
from tracker.model.letters import AlertKind
from tracker.owed.deeds import BEGINNINGS, CORRECTIONS

_ENDED = {
    Status.FULFILLED: Change.RESOLVED,
    Status.LAPSED: Change.LAPSED,
    Status.PARTLY_FULFILLED: Change.PARTLY_RESOLVED,
}


def net_change(entry: Entry, before: Before | None, events: Iterable[Event]) -> Change | None:
    """The news of these events; `before` is None for a commitment that was not in the register yet."""
    kinds = {event.deed for event in events}
    if entry.status is Status.POSSIBLE:  # again, as when its review was taken back
        return None
    if before is None or before.status is Status.POSSIBLE:
        return _entered(entry, kinds)
    if before.status is not entry.status:
        change = _turned(entry.status, before.status)
        if change is not None:
            return change
    elif entry.status is Status.PARTLY_FULFILLED and Deed.PARTLY_RESOLVED in kinds:
        return Change.PARTLY_RESOLVED  # more of it was done
    if entry.status not in PENDING:
        return None
    if before.due_on != entry.due_on:
        return Change.MOVED
    return Change.HANDED_OVER if before.responsible != entry.responsible else None


def reason_of(change: Change | None, entry: Entry, events: Sequence[Event]) -> str | None:
    """Why it changed so: the words of the last deed that made this change, never those of another one."""
    match change:
        case Change.LAPSED:
            return entry.lapse_reason
        case Change.MOVED | Change.BECAME_OVERDUE:
            return reason_of_move(events)
        case Change.HANDED_OVER:
            return _last_reason(events, "responsible", Deed.HANDED_OVER)
        case Change.REOPENED:
            return _last_reason(events, "status", Deed.REOPENED)
        case Change.REJECTED:
            return _last_reason(events, "status", Deed.REJECTED)
        case Change.RESOLVED | Change.PARTLY_RESOLVED:
            return _last_reason(events, "status", Deed.RESOLVED, Deed.PARTLY_RESOLVED)
        case Change.UPDATED:
            return events[-1].reason if events else None
        case _:
            return None


def reason_of_move(events: Sequence[Event]) -> str | None:
    """Why the deadline is another one."""
    return _last_reason(events, "due_on", Deed.MOVED)


def worth_telling(told: Sequence[AlertInContext]) -> tuple[tuple[AlertInContext, ...], tuple[AlertInContext, ...]]:
    """The alerts that are still news, and those whose events came to nothing; who follows it hears of it all."""
    by_number: dict[int, list[AlertInContext]] = {}
    for alert in told:
        by_number.setdefault(alert.entry.number, []).append(alert)
    idle = {number for number, reasons in by_number.items() if _is_idle(reasons)}
    kept = tuple(alert for alert in told if alert.entry.number not in idle or alert.event is None)
    return kept, tuple(alert for alert in told if alert.entry.number in idle and alert.event is not None)


def _is_idle(reasons: Sequence[AlertInContext]) -> bool:
    events = [reason for reason in reasons if reason.event is not None]
    if not events or any(reason.alert.kind is AlertKind.FOLLOWED for reason in events):
        return False
    return net_change(events[0].entry, events[0].before, [reason.event for reason in events if reason.event]) is None


def _last_reason(events: Sequence[Event], field: str, *deeds: Deed) -> str | None:
    """The reason of the last of these deeds, or of the last correction of that field."""
    ours = [event for event in events if event.kind in deeds or (event.kind in CORRECTIONS and field in event.set)]
    return ours[-1].reason if ours else None


def _entered(entry: Entry, kinds: set[Deed | None]) -> Change | None:
    """What enters already done, as in the import of an old register, is no news by itself."""
    if entry.status in PENDING and entry.status is not Status.PARTLY_FULFILLED:
        return Change.NEW
    return _ENDED.get(entry.status) if kinds - {*BEGINNINGS} else None


def _turned(now: Status, before: Status) -> Change | None:
    if now in _ENDED:
        return _ENDED[now]
    if now is Status.REJECTED:  # of a proposal nobody was told that it was a commitment
        return None if before is Status.PROPOSED else Change.REJECTED
    if before is Status.REJECTED and now is Status.PROPOSED:
        return Change.NEW
    return None if {now, before} == {Status.OPEN, Status.PROPOSED} else Change.REOPENED
