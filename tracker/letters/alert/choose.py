"""Chooses what an alert letter tells: one item a commitment, the most pressing first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tracker.letters.changes import net_change
from tracker.letters.items import FULL, ItemMaker, LetterLimits, due_order, tally_of
from tracker.model.digests import AlertGroup, AlertInContext, AlertLetter, Change, Item
from tracker.model.letters import AlertKind


def build_alert(
    told: Sequence[AlertInContext], *, today: date, limits: LetterLimits = FULL, link: str | None = None
) -> AlertLetter:
    """An alert letter: one item a commitment, the most pressing first, grouped by minister."""
    make = ItemMaker(today, link)
    by_number: dict[int, list[AlertInContext]] = {}
    for alert in told:
        by_number.setdefault(alert.entry.number, []).append(alert)
    items = sorted((_item(make, reasons) for reasons in by_number.values()), key=_urgency)
    followed = tuple(sorted(number for number, reasons in by_number.items() if _is_only_followed(reasons)))
    groups: dict[str | None, list[Item]] = {}
    for item in items[: limits.alerts]:
        groups.setdefault(item.entry.responsible or item.entry.minister, []).append(item)
    return AlertLetter(
        today=today,
        overdue_total=sum(item.change is None and (item.days or 0) < 0 for item in items),
        due_total=sum(item.change is None and (item.days or 0) >= 0 for item in items),
        tally=tally_of(items),
        groups=tuple(AlertGroup(minister, tuple(group)) for minister, group in groups.items()),
        hidden=max(len(items) - limits.alerts, 0),
        followed=followed,
        has_others=len(followed) < len(items),
    )


def _item(make: ItemMaker, reasons: Sequence[AlertInContext]) -> Item:
    """One commitment with all the reasons to tell of it; the oldest reason tells how late the letter is."""
    entry = reasons[-1].entry
    events = tuple(reason.event for reason in reasons if reason.event)
    before = next((reason.before for reason in reasons if reason.event), None)
    change = net_change(entry, before, events) if events else None
    if change is None and events:
        change = Change.UPDATED
    if change is None and _is_only_followed(reasons):
        change = Change.STILL_OPEN
    owed_on = max(reason.alert.owed_on for reason in reasons)
    late = owed_on if owed_on < make.today else None
    return replace(make.item(entry, change, events, before), owed_on=late)


def _is_only_followed(reasons: Iterable[AlertInContext]) -> bool:
    return all(reason.alert.kind is AlertKind.FOLLOWED for reason in reasons)


def _urgency(item: Item) -> tuple[bool, date, int]:
    return (item.change is not None, *due_order(item))
