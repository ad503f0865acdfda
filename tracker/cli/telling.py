"""An event of the history in one line of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.model import Deed, Event, label


def what_happened(event: Event) -> str:
    """What the event changed, in short; the details stand in the JSON."""
    fields: Mapping[str, Any] = _part(event, "set")
    because: Mapping[str, Any] = _part(event, "because")
    teller = TELLERS.get(event.kind, _changed)
    return teller(fields, because)


def _part(event: Event, name: str) -> Mapping[str, Any]:
    part = event.details.get(name)
    return part if isinstance(part, Mapping) else {}


def _begun(fields: Mapping[str, Any], because: Mapping[str, Any]) -> str:
    due = fields.get("due_on")
    rules = ", ".join(cue["rule"] for cue in because.get("cues") or ())
    told = f"due {due} ({fields.get('due_words')})" if due else "no due date"
    return f"{told}; {rules}" if rules else told


def _moved(fields: Mapping[str, Any], because: Mapping[str, Any]) -> str:
    told = f"{because.get('from') or 'no date'} → {fields.get('due_on')} ({fields.get('due_words')})"
    assumption = (because.get("reading") or {}).get("assumption")
    source = because.get("source")
    return told + (f"; reading: {assumption}" if assumption else "") + (f"; source: {source}" if source else "")


def _resolved(fields: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    last = (fields.get("evidence") or [{}])[-1]
    told = [f"on {last.get('given_on')}", last.get("reference"), last.get("note")]
    return ", ".join(part for part in told if part)


def _handed_over(fields: Mapping[str, Any], because: Mapping[str, Any]) -> str:
    return f"{because.get('from') or 'nobody'} → {fields.get('responsible')}"


def _noted(fields: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    notes = fields.get("notes")
    return str(notes[-1]) if notes else "(erased)"


def _linked(fields: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    last = (fields.get("links") or [{}])[-1]
    return f"{str(last.get('kind')).replace('_', ' ')} {label(int(last.get('number', 0)))}"


def _mentioned(fields: Mapping[str, Any], because: Mapping[str, Any]) -> str:
    quote = (fields.get("mentions") or [{}])[-1].get("quote", "")
    deadline = because.get("deadline")
    return f'"{quote}"' + (f"; names {deadline['text']}" if deadline else "")


def _changed(fields: Mapping[str, Any], because: Mapping[str, Any]) -> str:
    if not fields:
        return ", ".join(f"{name}: {value}" for name, value in because.items() if not isinstance(value, dict | list))
    shown = {name: value for name, value in fields.items() if name != "deadline_version"}
    return ", ".join(f"{name}: {'–' if value is None else value}" for name, value in shown.items())


TELLERS = {
    Deed.FOUND.value: _begun,
    Deed.ADDED.value: _begun,
    Deed.IMPORTED.value: _begun,
    Deed.MOVED.value: _moved,
    Deed.RESOLVED.value: _resolved,
    Deed.PARTLY_RESOLVED.value: _resolved,
    Deed.HANDED_OVER.value: _handed_over,
    Deed.NOTED.value: _noted,
    Deed.LINKED.value: _linked,
    Deed.MENTIONED.value: _mentioned,
}
