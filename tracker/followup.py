"""What is the state of a commitment on a given day, and which moves are allowed? Pure decisions on an entry.

A decision is a `Change`: the deed, and the fields that it sets. `apply` is the only way from events to state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import cast

from tracker.errors import Refused
from tracker.model import (
    Change,
    Commitment,
    Deed,
    Entry,
    Event,
    Evidence,
    Link,
    LinkKind,
    Mention,
    Status,
    TimeExpression,
    label,
)
from tracker.model.days import days_on, months_on
from tracker.model.history import Because
from tracker.model.lists import Listed
from tracker.model.one_line import in_one_line
from tracker.model.register import PRIVATE, UNREVIEWED
from tracker.model.spelling import Fields
from tracker.model.text import clean_line, clean_text

OWED = frozenset({Status.OPEN, Status.PARTLY_FULFILLED})
PENDING = OWED | {Status.PROPOSED}
CHECK_BACK_MONTHS = 3  # where nothing was stated; a convention, shown as ours

FROM: Mapping[Deed, frozenset[Status]] = {
    Deed.ACCEPTED: UNREVIEWED,
    Deed.REJECTED: UNREVIEWED,
    Deed.PARTLY_RESOLVED: PENDING,
    Deed.RESOLVED: PENDING,
    Deed.LAPSED: PENDING,
    Deed.MOVED: PENDING,
    Deed.RECALLED: PENDING,
    Deed.REOPENED: frozenset({Status.PARTLY_FULFILLED, Status.FULFILLED, Status.LAPSED, Status.REJECTED}),
}
EDITABLE = frozenset(
    {
        "summary",
        "subject",
        "minister",
        "minister_function",
        "responsible",
        "asked_by",
        "asker_party",
        "committee",
        "dossier",
        "kind",
        "firmness",
        "policy_area",
        "staff",
        "tags",
        "stated",
        "due_on",
        "due_words",
        "check_on",
        "condition",
        "said_on",
    }
)
DEADLINE_FIELDS = frozenset({"stated", "due_on", "due_words", "check_on", "condition"})
_SAID = frozenset({Deed.FOUND, Deed.ADDED, Deed.IMPORTED, Deed.MENTIONED, Deed.UNDONE})
REDATED = DEADLINE_FIELDS | {"said_on"}

State = Mapping[str, object]


def apply(state: State, details: Mapping[str, object]) -> dict[str, object]:
    """The state after an event with these details; fields are in the JSON spelling of the history."""
    changed = cast("State | None", details.get("set"))
    return {**state, **changed} if changed else dict(state)


def is_overdue(entry: Listed, today: date) -> bool:
    """Overdue starts on the day after the deadline, and holds for what is not yet reviewed too."""
    return entry.status in PENDING and entry.due_on is not None and entry.due_on < today


def days_late(entry: Listed, today: date) -> int | None:
    """Days past the deadline: until it was fulfilled, or until today. None without a deadline or when it lapsed."""
    if entry.due_on is None or entry.status in {Status.LAPSED, Status.REJECTED}:
        return None
    return max(((entry.resolved_on or today) - entry.due_on).days, 0)


def found(
    commitment: Commitment, *, report_id: int, rules_version: str = "", status: Status = Status.PROPOSED
) -> Change:
    """A commitment of a report enters the register, as proposed or as possible; its history keeps the cues."""
    beginning = {"status": status, "deadline_version": 1, "slips": 0, "slip_days": 0}
    fields = {**beginning, **_as_found(commitment, report_id)}
    return Change(Deed.FOUND, fields, _reading(commitment, rules_version))


def added(fields: Mapping[str, object], stated: TimeExpression | None, *, said_on: date | None) -> Change:
    """A commitment that a person writes into the register; it is open from the start."""
    beginning = {"status": Status.OPEN, "deadline_version": 1, "slips": 0, "slip_days": 0, "said_on": said_on}
    return Change(Deed.ADDED, {**beginning, **deadline_fields(stated, said_on=said_on), **in_one_line(fields)})


def reword(entry: Entry, commitment: Commitment, *, report_id: int) -> Change:
    """A corrected report words it otherwise: only what nobody has reviewed yet follows by itself."""
    if entry.status not in UNREVIEWED:
        raise Refused("register.reviewed", commitment=entry.label)
    fields = _as_found(commitment, report_id)
    if fields["due_on"] != entry.due_on:
        fields["deadline_version"] = entry.deadline_version + 1
    return Change(Deed.EDITED, fields, _reading(commitment, None))


def read_again(
    entry: Entry, commitment: Commitment, *, report_id: int, common: State, decided: Collection[str]
) -> Change | None:
    """A report is read once more, with another day, language or rules; None when it says nothing else of this.

    `common` are the fields that all commitments have of their report. What somebody decided on stays: the fields in
    `decided`, and of what was reviewed all but its day and deadline.
    """
    from tracker.model.because import Correction

    fields = {**_as_found(commitment, report_id), **common}
    unreviewed = entry.status in UNREVIEWED
    kept = {*decided, *(DEADLINE_FIELDS if DEADLINE_FIELDS & set(decided) else ())}
    before = {**{name: getattr(entry, name, None) for name in fields}, **_place(entry)}
    changed = {
        name: value
        for name, value in fields.items()
        if name not in kept and (unreviewed or name in REDATED) and before[name] != _kept(value)
    }
    if not changed:
        return None
    if "due_on" in changed:
        changed["deadline_version"] = entry.deadline_version + 1
    previous = {name: before[name] for name in changed if name in REDATED}
    because = _reading(commitment, None) if unreviewed else Correction(Fields.of(previous))
    return Change(Deed.EDITED, changed, because)


def found_after_all(change: Change | None, commitment: Commitment) -> Change:
    """What was only possible is found by another reading: it is proposed, with what that reading changes of it."""
    fields = change.set if change else {}
    return Change(Deed.EDITED, {**fields, "status": Status.PROPOSED}, _reading(commitment, None))


def _place(entry: Entry) -> dict[str, object]:
    source = entry.source
    if source is None:
        return {}
    return {
        "report_id": source.report_id,
        "page": source.page,
        "place_start": source.start,
        "place_end": source.end,
    }


def redated(
    entry: Entry, said_on: date, stated: TimeExpression | None, *, decided: Collection[str] = ()
) -> dict[str, object]:
    """The fields of an entry that was said on another day: its deadline too, as stated, if nobody decided on it."""
    if DEADLINE_FIELDS & set(decided) or (entry.stated is None and entry.due_on is not None):
        return {"said_on": said_on}
    return {"said_on": said_on, **deadline_fields(stated, said_on=said_on)}


def mention(entry: Entry, again: Mention, *, deadline: TimeExpression | None = None) -> Change:
    """A later report speaks of it; another deadline said there stays in the history and moves nothing by itself."""
    from tracker.model.because import SaidAgain

    return Change(Deed.MENTIONED, {"mentions": (*entry.mentions, again)}, SaidAgain(deadline))


def decided_on(events: Iterable[Event]) -> frozenset[str]:
    """The fields that somebody decided on: not those that a report said, nor a deadline that followed another day.

    What was taken back counts no longer.
    """
    from tracker.model.because import Reading, Undoing

    history = list(events)
    undone = {event.because.action for event in history if isinstance(event.because, Undoing)}
    names: set[str] = set()
    for event in history:
        if event.deed in _SAID or event.action in undone or isinstance(event.because, Reading):
            continue
        mine = set(event.set.names)
        names |= mine - REDATED if "said_on" in mine else mine
    return frozenset(names)


def accept(entry: Entry) -> Change:
    """It is a commitment, and open; of what was only possible nobody has been told before."""
    from tracker.model.because import Acceptance

    _allow(entry, Deed.ACCEPTED)
    before = entry.status if entry.status is Status.POSSIBLE else None
    return Change(Deed.ACCEPTED, {"status": Status.OPEN}, Acceptance(before))


def reject(entry: Entry, *, undoes: int | None = None) -> Change:
    """It was no commitment; its number stays taken. The second part of a split goes so when that action is undone."""
    from tracker.model.because import Rejection

    if entry.status not in FROM[Deed.REJECTED]:
        raise Refused("reject.reviewed", commitment=entry.label, status=entry.status, deed=Deed.REJECTED)
    return Change(Deed.REJECTED, {"status": Status.REJECTED, **_answered(entry)}, Rejection(entry.status, undoes))


def resolve(entry: Entry, evidence: Evidence, *, today: date, partly: bool = False) -> Change:
    """It was done, in full or in part; it needs a reference or a note that says why there is none."""
    deed = Deed.PARTLY_RESOLVED if partly else Deed.RESOLVED
    _allow(entry, deed)
    if not evidence.reference and not evidence.note:
        raise Refused("evidence.missing", commitment=entry.label)
    if evidence.given_on > today:
        raise Refused("evidence.in-future", commitment=entry.label, day=evidence.given_on)
    if entry.said_on and evidence.given_on < entry.said_on:
        raise Refused("evidence.before-said", commitment=entry.label, said_on=entry.said_on, day=evidence.given_on)
    done = _answered(entry) if partly else {"resolved_on": evidence.given_on, **_answered(entry)}
    status = Status.PARTLY_FULFILLED if partly else Status.FULFILLED
    return Change(deed, {"status": status, "evidence": (*entry.evidence, evidence), **done})


def reopen(entry: Entry) -> Change:
    """It is owed after all; the evidence so far stays."""
    _allow(entry, Deed.REOPENED)
    return Change(Deed.REOPENED, {"status": Status.OPEN, "resolved_on": None, "lapse_reason": None})


def lapse(entry: Entry, reason: str) -> Change:
    """It is no longer owed: withdrawn, superseded, or it cannot be checked."""
    _allow(entry, Deed.LAPSED)
    if not reason.strip():
        raise Refused("lapse.reason-missing", commitment=entry.label)
    return Change(Deed.LAPSED, {"status": Status.LAPSED, "lapse_reason": reason, **_answered(entry)})


def move(
    entry: Entry, due_on: date, words: str, *, reading: TimeExpression | None = None, source: str | None = None
) -> Change:
    """Another deadline, as its words were read. Later than the one before is a slip; what was stated stays."""
    from tracker.model.because import Move

    _allow(entry, Deed.MOVED)
    if due_on == entry.due_on:
        raise Refused("deadline.same", commitment=entry.label, day=due_on)
    later = (due_on - entry.due_on).days if entry.due_on else 0
    slipped = {"slips": entry.slips + 1, "slip_days": entry.slip_days + later} if later > 0 else {}
    return Change(
        Deed.MOVED,
        {
            "status": Status.OPEN if entry.status is Status.PROPOSED else entry.status,
            "due_on": due_on,
            "due_words": words,
            "deadline_version": entry.deadline_version + 1,
            "check_on": None,
            "condition": None,
            **slipped,
            **_answered(entry),
        },
        Move(entry.due_on, reading, source or None),
    )


def note(entry: Entry, text: str) -> Change:
    """An internal note; it never stands in a letter."""
    return Change(Deed.NOTED, {"notes": (*entry.notes, text)})


def edit(entry: Entry, fields: Mapping[str, object]) -> Change:
    """Corrections; raises Refused when nothing differs. A corrected deadline is a new version, not a slip."""
    from tracker.model.because import Correction

    fields = in_one_line(fields)
    if unknown := sorted(fields.keys() - EDITABLE):
        raise Refused("edit.fields-fixed", fields=unknown, commitment=entry.label)
    changed = {name: value for name, value in fields.items() if getattr(entry, name) != _kept(value)}
    if not changed:
        raise Refused("edit.nothing-differs", commitment=entry.label)
    if "due_on" in changed:
        changed["deadline_version"] = entry.deadline_version + 1
    previous = {name: getattr(entry, name) for name in changed if name in fields and name not in PRIVATE}
    return Change(Deed.EDITED, changed, Correction(Fields.of(previous) if previous else None))


def hand_over(entry: Entry, to: str, function: str | None = None) -> Change:
    """Somebody else is responsible now; who said it stays."""
    from tracker.model.because import HandOver

    return Change(
        Deed.HANDED_OVER, {"responsible": to}, HandOver(entry.responsible, clean_line(function or "") or None)
    )


def recall(entry: Entry, on: date, because: Because, *, answer_by: date | None) -> Change:
    """It stood in a reminder; what is not late yet stands there for information, and no answer is asked."""
    _allow(entry, Deed.RECALLED)
    return Change(Deed.RECALLED, {"recalled_on": on, "answer_by": answer_by}, because)


def link(entry: Entry, kind: LinkKind, number: int) -> Change:
    """It repeats, supplements, replaces or depends on another one."""
    if number == entry.number:
        raise Refused("link.to-itself", commitment=entry.label)
    new = Link(kind, number)
    if new in entry.links:
        raise Refused("link.known", commitment=entry.label, other=label(number))
    return Change(Deed.LINKED, {"links": (*entry.links, new)})


def undo(entry: Entry, before: State, fields: Iterable[str], *, action: int) -> Change:
    """The fields that an action set go back to what they were; the deadline gets a new version all the same."""
    from tracker.model.because import Undoing

    back = {name: before.get(name) for name in fields if name != "deadline_version"}
    if "due_on" in back:
        back["deadline_version"] = entry.deadline_version + 1
    return Change(Deed.UNDONE, back, Undoing(action))


def check_back(said_on: date) -> date:
    """When to check back where no deadline was stated: three months after the sitting, our assumption."""
    return months_on(said_on, CHECK_BACK_MONTHS)


def deadline_fields(stated: TimeExpression | None, *, said_on: date | None) -> dict[str, object]:
    """The fields of a deadline as stated; without a due date there is a day to check back on, if any day is known."""
    due = stated.due if stated else None
    return {
        "stated": stated,
        "due_on": due,
        "due_words": stated.text if stated else None,
        "check_on": _check_on(stated, said_on) if due is None else None,
        "condition": stated.condition if stated else None,
    }


def _reading(commitment: Commitment, rules_version: str | None) -> Because:
    from tracker.model.because import Reading

    return Reading(commitment.cues, commitment.mentions, rules_version)


def _answered(entry: Entry) -> dict[str, object]:
    """Whatever is decided on it, no answer to a reminder is waited for any more."""
    return {"answer_by": None} if entry.answer_by else {}


def _kept(value: object) -> object:
    return clean_text(value) if type(value) is str else value


def _as_found(commitment: Commitment, report_id: int) -> dict[str, object]:
    minister, asker = commitment.minister, commitment.asked_by
    fields = {
        **deadline_fields(commitment.deadline, said_on=commitment.said_on),
        "quote": commitment.quote,
        "summary": commitment.summary,
        "subject": commitment.subject,
        "report_id": report_id,
        "page": commitment.page,
        "place_start": commitment.start,
        "place_end": commitment.end,
        "said_on": commitment.said_on,
        "minister": minister and minister.name,
        "minister_function": minister and minister.function,
        "responsible": minister and minister.name,
        "asked_by": asker and asker.name,
        "asker_party": asker and asker.party,
        "firmness": commitment.firmness,
        "kind": commitment.kind,
        "confidence": commitment.confidence,
    }
    return {**fields, "check_on": commitment.check_on} if commitment.check_on else fields


def _check_on(stated: TimeExpression | None, said_on: date | None) -> date | None:
    stated_on = stated.check_on if stated else None
    if said_on is None:
        return stated_on
    return max(stated_on, days_on(said_on, 1)) if stated_on else check_back(said_on)


def _allow(entry: Entry, deed: Deed) -> None:
    if entry.status not in FROM[deed]:
        raise Refused("register.not-in-this-state", commitment=entry.label, status=entry.status, deed=deed)
