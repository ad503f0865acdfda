"""An event of the history in one line of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.model import Deed, Event, Status, label
from tracker.model.because import Correction, HandOver, Move, Reading, Recall, Rejection, SaidAgain, Undoing
from tracker.model.spelling import encode
from tracker.wording.speech import Speech

CUES = 3  # the weightiest rules that are told


def deed(event: Event, words: Speech) -> str:
    """What was done, in a word; events of other rooms keep their own name."""
    return words.name("deed", event.kind)


def what_happened(event: Event, words: Speech, history: Iterable[Event] = ()) -> str:
    """What the event changed, in short; what it took back is told where the history is at hand."""
    told = TELLERS.get(event.kind, _changed)(event, words)
    action = event.because.action if isinstance(event.because, Undoing) else None
    undone = [one for one in history if one.action == action]
    return _taken_back(undone, words) if undone else told


def _taken_back(undone: Iterable[Event], words: Speech) -> str:
    """What was undone: each deed with what it had changed."""
    deeds = ((deed(one, words), what_happened(one, words)) for one in undone)
    return words.parted(*(f"{done} ({what})" if what else done for done, what in deeds))


def reason_told(event: Event, words: Speech) -> str | None:
    """Why it was done, as it was written; a reason that is chosen from a list is told in this language."""
    return words.retold(words.name("objection", event.reason)) if event.reason else event.reason


def _begun(event: Event, words: Speech) -> str:
    because = event.because
    deadline = words.say("without deadline")
    if due := event.set.due_on:
        deadline = words.say("due %(day)s (%(words)s)", day=due, words=event.set.due_words)
    cues = sorted(because.cues if isinstance(because, Reading) else (), key=lambda cue: -abs(cue.weight))
    rules = ", ".join(cue.rule for cue in cues[:CUES])
    band = words.name("status", Status.POSSIBLE) if event.set.status is Status.POSSIBLE else ""
    return words.parted(_parted_from(event, words), band, deadline, rules + (" …" if len(cues) > CUES else ""))


def _edited(event: Event, words: Speech) -> str:
    """What was corrected; the first act of a split names the second."""
    second = event.because.split_into
    return words.parted(
        words.say("split: the second act is %(other)s", other=label(second)) if second is not None else "",
        _changed(event, words),
    )


def _parted_from(event: Event, words: Speech) -> str:
    first = event.because.split_from
    return words.say("split from %(other)s", other=label(first)) if first is not None else ""


def _moved(event: Event, words: Speech) -> str:
    because = event.because if isinstance(event.because, Move) else Move()
    before = because.before or words.say("without deadline")
    move = f"{before} → {event.set.due_on} ({event.set.due_words})"
    assumption = because.reading.assumption if because.reading else None
    source = because.source
    return words.parted(
        move,
        words.labelled(words.name("field", "assumption"), words.retold(assumption)) if assumption else "",
        words.say("source: %(source)s", source=source) if source else "",
    )


def _resolved(event: Event, words: Speech) -> str:
    if not event.set.evidence:
        return ""
    last = event.set.evidence[-1]
    proof = [words.say("on %(day)s", day=last.given_on), last.reference, last.note]
    return ", ".join(part for part in proof if part)


def _rejected(event: Event, words: Speech) -> str:
    takes_back = isinstance(event.because, Rejection) and event.because.action is not None
    return words.say("the split was undone") if takes_back else _changed(event, words)


def _reopened(event: Event, words: Speech) -> str:
    return words.labelled(words.name("field", "status"), _value("status", event.set.status, words))


def _handed_over(event: Event, words: Speech) -> str:
    before = event.because.before if isinstance(event.because, HandOver) else None
    return f"{before or words.say('unknown')} → {event.set.responsible}"


def _recalled(event: Event, words: Speech) -> str:
    because, by = event.because, event.set.answer_by
    minister, address = (because.minister, because.address) if isinstance(because, Recall) else (None, None)
    asked = words.say("answer due by %(day)s", day=by) if by else words.say("for information")
    dated = words.say("letter of %(day)s", day=event.set.recalled_on)
    return words.parted(
        minister or "", dated, asked, words.say("by mail to %(address)s", address=address) if address else ""
    )


def _noted(event: Event, words: Speech) -> str:
    return event.set.notes[-1] if event.set.notes else words.say("(erased)")


def _linked(event: Event, words: Speech) -> str:
    if not event.set.links:
        return ""
    last = event.set.links[-1]
    return words.name("link", last.kind.value, other=label(last.number))


def _mentioned(event: Event, words: Speech) -> str:
    quote = event.set.mentions[-1].quote if event.set.mentions else ""
    deadline = event.because.deadline if isinstance(event.because, SaidAgain) else None
    named = words.say("names %(words)s", words=deadline.text) if deadline else ""
    return words.parted(words.quoted(quote), named)


def _changed(event: Event, words: Speech) -> str:
    fields = event.set.spelled
    if not fields:
        stored = encode(event.because.facts)
        facts = stored.items() if isinstance(stored, dict) else ()
        return ", ".join(f"{name}: {value}" for name, value in facts if not isinstance(value, dict | list))
    before = event.because.before if isinstance(event.because, Correction) else None
    earlier = before.spelled if before else {}
    same = {name for name in earlier if name in fields and earlier[name] == fields[name]}
    shown = [name for name in fields if name not in {"deadline_version", "stated", *same}]

    def change(name: str) -> str:
        now = _value(name, fields[name], words)
        return f"{_value(name, earlier[name], words)} → {now}" if name in earlier else now

    return ", ".join(words.labelled(words.name("field", name), change(name)) for name in shown)


def _value(name: str, value: Any, words: Speech) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return words.name(name, str(value))


TELLERS: Mapping[str, Callable[[Event, Speech], str]] = {
    Deed.FOUND.value: _begun,
    Deed.ADDED.value: _begun,
    Deed.IMPORTED.value: _begun,
    Deed.EDITED.value: _edited,
    Deed.MOVED.value: _moved,
    Deed.RESOLVED.value: _resolved,
    Deed.PARTLY_RESOLVED.value: _resolved,
    Deed.REJECTED.value: _rejected,
    Deed.REOPENED.value: _reopened,
    Deed.HANDED_OVER.value: _handed_over,
    Deed.RECALLED.value: _recalled,
    Deed.NOTED.value: _noted,
    Deed.LINKED.value: _linked,
    Deed.MENTIONED.value: _mentioned,
}
