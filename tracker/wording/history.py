"""An event of the history in one line of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.model import Deed, Event, label
from tracker.wording.speech import Speech

CUES = 3  # the weightiest rules that are told
Part = Mapping[str, Any]


def deed(event: Event, words: Speech) -> str:
    """What was done, in a word; events of other rooms keep their own name."""
    return words.name("deed", event.kind)


def what_happened(event: Event, words: Speech) -> str:
    """What the event changed, in short; the details stand in the JSON."""
    teller = TELLERS.get(event.kind, _changed)
    return teller(_part(event, "set"), _part(event, "because"), words)


def _part(event: Event, name: str) -> Part:
    part = event.details.get(name)
    return part if isinstance(part, Mapping) else {}


def _begun(fields: Part, because: Part, words: Speech) -> str:
    told = words.say("without deadline")
    if due := fields.get("due_on"):
        told = words.say("due %(day)s (%(words)s)", day=due, words=fields.get("due_words"))
    cues = sorted(because.get("cues") or (), key=lambda cue: -abs(cue["weight"]))
    rules = ", ".join(cue["rule"] for cue in cues[:CUES])
    return _joined(told, rules + (" …" if len(cues) > CUES else ""))


def _moved(fields: Part, because: Part, words: Speech) -> str:
    before = because.get("from") or words.say("without deadline")
    told = f"{before} → {fields.get('due_on')} ({fields.get('due_words')})"
    assumption = (because.get("reading") or {}).get("assumption")
    source = because.get("source")
    return _joined(
        told,
        words.say("reading: %(assumption)s", assumption=assumption) if assumption else "",
        words.say("source: %(source)s", source=source) if source else "",
    )


def _resolved(fields: Part, _: Part, words: Speech) -> str:
    last = (fields.get("evidence") or [{}])[-1]
    told = [words.say("on %(day)s", day=last.get("given_on")), last.get("reference"), last.get("note")]
    return ", ".join(part for part in told if part)


def _reopened(fields: Part, _: Part, words: Speech) -> str:
    return words.labelled(words.name("field", "status"), _value("status", fields.get("status"), words))


def _handed_over(fields: Part, because: Part, words: Speech) -> str:
    return f"{because.get('from') or words.say('unknown')} → {fields.get('responsible')}"


def _noted(fields: Part, _: Part, words: Speech) -> str:
    notes = fields.get("notes")
    return str(notes[-1]) if notes else words.say("(erased)")


def _linked(fields: Part, _: Part, words: Speech) -> str:
    last = (fields.get("links") or [{}])[-1]
    return words.name("link", str(last.get("kind")), other=label(int(last.get("number", 0))))


def _mentioned(fields: Part, because: Part, words: Speech) -> str:
    quote = (fields.get("mentions") or [{}])[-1].get("quote", "")
    deadline = because.get("deadline")
    named = words.say("names %(words)s", words=deadline["text"]) if deadline else ""
    return _joined(words.quoted(quote), named)


def _changed(fields: Part, because: Part, words: Speech) -> str:
    if not fields:
        return ", ".join(f"{name}: {value}" for name, value in because.items() if not isinstance(value, dict | list))
    shown = [name for name in fields if name not in {"deadline_version", "stated"}]
    return ", ".join(words.labelled(words.name("field", name), _value(name, fields[name], words)) for name in shown)


def _value(name: str, value: Any, words: Speech) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return words.name(name, str(value))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


TELLERS: Mapping[str, Callable[[Part, Part, Speech], str]] = {
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
