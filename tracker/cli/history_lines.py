"""An event of the history in one line of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.model import Deed, Event, label

CUES = 3  # the weightiest rules that are told
Words = Mapping[str, str]
Part = Mapping[str, Any]


def deed(event: Event, words: Words) -> str:
    """What was done, in a word; events of other rooms keep their own name."""
    return words.get(f"deed.{event.kind}", event.kind)


def what_happened(event: Event, words: Words) -> str:
    """What the event changed, in short; the details stand in the JSON."""
    teller = TELLERS.get(event.kind, _changed)
    return teller(_part(event, "set"), _part(event, "because"), words)


def _part(event: Event, name: str) -> Part:
    part = event.details.get(name)
    return part if isinstance(part, Mapping) else {}


def _begun(fields: Part, because: Part, words: Words) -> str:
    due = fields.get("due_on")
    told = words["tells.due"].format(day=due, words=fields.get("due_words")) if due else words["tells.no_due"]
    cues = sorted(because.get("cues") or (), key=lambda cue: -abs(cue["weight"]))
    rules = ", ".join(cue["rule"] for cue in cues[:CUES])
    return _joined(told, rules + (" …" if len(cues) > CUES else ""))


def _moved(fields: Part, because: Part, words: Words) -> str:
    told = f"{because.get('from') or words['tells.no_due']} → {fields.get('due_on')} ({fields.get('due_words')})"
    assumption = (because.get("reading") or {}).get("assumption")
    source = because.get("source")
    return _joined(
        told,
        words["tells.reading"].format(assumption=assumption) if assumption else "",
        words["tells.source"].format(source=source) if source else "",
    )


def _resolved(fields: Part, _: Part, words: Words) -> str:
    last = (fields.get("evidence") or [{}])[-1]
    told = [words["tells.on"].format(day=last.get("given_on")), last.get("reference"), last.get("note")]
    return ", ".join(part for part in told if part)


def _reopened(fields: Part, _: Part, words: Words) -> str:
    return f"{words['status']}: {_value('status', fields.get('status'), words)}"


def _handed_over(fields: Part, because: Part, words: Words) -> str:
    return f"{because.get('from') or words['nobody']} → {fields.get('responsible')}"


def _noted(fields: Part, _: Part, words: Words) -> str:
    notes = fields.get("notes")
    return str(notes[-1]) if notes else words["erased"]


def _linked(fields: Part, _: Part, words: Words) -> str:
    last = (fields.get("links") or [{}])[-1]
    return words[f"link.{last.get('kind')}"].format(other=label(int(last.get("number", 0))))


def _mentioned(fields: Part, because: Part, words: Words) -> str:
    quote = (fields.get("mentions") or [{}])[-1].get("quote", "")
    deadline = because.get("deadline")
    return _joined(f'"{quote}"', words["tells.names"].format(words=deadline["text"]) if deadline else "")


def _changed(fields: Part, because: Part, words: Words) -> str:
    if not fields:
        return ", ".join(f"{name}: {value}" for name, value in because.items() if not isinstance(value, dict | list))
    shown = [name for name in fields if name not in {"deadline_version", "stated"}]
    return ", ".join(f"{words.get(name, name)}: {_value(name, fields[name], words)}" for name in shown)


def _value(name: str, value: Any, words: Words) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return words.get(f"{name}.{value}", str(value))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


TELLERS: Mapping[str, Callable[[Part, Part, Words], str]] = {
    Deed.FOUND.value: _begun,
    Deed.ADDED.value: _begun,
    Deed.IMPORTED.value: _begun,
    Deed.MOVED.value: _moved,
    Deed.RESOLVED.value: _resolved,
    Deed.PARTLY_RESOLVED.value: _resolved,
    Deed.REOPENED.value: _reopened,
    Deed.HANDED_OVER.value: _handed_over,
    Deed.NOTED.value: _noted,
    Deed.LINKED.value: _linked,
    Deed.MENTIONED.value: _mentioned,
}
