"""Who is responsible when it turns out that somebody else said it? Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.model import Deed, Entry, Event
from tracker.model.because import Undoing
from tracker.model.people import instead, people_in


def with_responsible(entry: Entry, fields: Mapping[str, object], happened: Iterable[Event]) -> Mapping[str, object]:
    """The corrections, with who is responsible where that was who said it; after a reshuffle nobody takes over."""
    if "minister" not in fields or "responsible" in fields:
        return fields
    minister = fields["minister"]
    speaker, answering = people_in(entry.minister), people_in(entry.responsible)
    if (answering and not set(speaker) & set(answering)) or was_handed_over(happened):
        return fields
    coming = str(minister) if minister else None
    return {**fields, "responsible": instead(entry.responsible, speaker, coming) if answering else coming}


def was_handed_over(happened: Iterable[Event]) -> bool:
    """Whether a reshuffle gave it to somebody, and was not taken back."""
    history = list(happened)
    undone = {event.because.action for event in history if isinstance(event.because, Undoing)}
    return any(event.deed is Deed.HANDED_OVER and event.action not in undone for event in history)
