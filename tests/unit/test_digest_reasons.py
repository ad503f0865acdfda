"""Why something changed: each change with its own reason, and none hidden behind another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pictured import NOON, TODAY, alert, before, entry, event, snapshot

from tracker.letters.alert.choose import build_alert
from tracker.letters.digest.choose import build
from tracker.letters.words import words_in
from tracker.model import Deed, Entry, Event, Evidence, Status
from tracker.model.digests import AlertInContext, Before, Change, Happening, Item
from tracker.model.letters import AlertKind

NL, EN, FR = (words_in(language) for language in ("nl", "en", "fr"))
DONE, PARTLY, LAPSED = Status.FULFILLED, Status.PARTLY_FULFILLED, Status.LAPSED


def deed(kind: Deed, reason: str | None = None, *fields: str) -> Event:
    return replace(event(1, kind, set=dict.fromkeys(fields)), reason=reason)


def item(now: Entry, then: Before | None, *events: Event) -> Item:
    digest = build(snapshot(happened=(Happening(now, events, then),), happened_total=1))
    return digest.sections[0].items[0]


REASONS = {
    "handed over after it was reopened": (
        entry(1, minister="Jo Brouns"),
        before(),
        (deed(Deed.REOPENED, "stuk was onvolledig"), deed(Deed.HANDED_OVER, "nieuwe regering")),
        (Change.HANDED_OVER, "nieuwe regering"),
    ),
    "handed over, with no reason": (
        entry(1, minister="Jo Brouns"),
        before(),
        (deed(Deed.MOVED, "later"), deed(Deed.MOVED, "toch niet"), deed(Deed.HANDED_OVER)),
        (Change.HANDED_OVER, None),
    ),
    "done after it was moved": (
        entry(1, 90, status=DONE),
        before(),
        (deed(Deed.MOVED, "later"), deed(Deed.RESOLVED)),
        (Change.RESOLVED, None),
    ),
    "done after a mistake": (
        entry(1, status=DONE),
        before(),
        (deed(Deed.RESOLVED), deed(Deed.UNDONE, "vergist", "status"), deed(Deed.RESOLVED)),
        (Change.RESOLVED, None),
    ),
    "its reopening was undone": (
        entry(1, status=DONE),
        before(),
        (deed(Deed.UNDONE, "het stuk was er", "status"),),
        (Change.RESOLVED, "het stuk was er"),
    ),
    "reopened and handed over": (
        entry(1, minister="Jo Brouns"),
        before(status=DONE),
        (deed(Deed.REOPENED, "stuk was onvolledig"), deed(Deed.HANDED_OVER, "nieuwe regering")),
        (Change.REOPENED, "stuk was onvolledig"),
    ),
    "moved, then another correction": (
        entry(1, 90),
        before(),
        (deed(Deed.MOVED, "later"), deed(Deed.UNDONE, "verkeerde minister", "responsible")),
        (Change.MOVED, "later"),
    ),
    "a corrected deadline": (
        entry(1, 90),
        before(),
        (deed(Deed.EDITED, "tikfout", "due_on"),),
        (Change.MOVED, "tikfout"),
    ),
    "lapsed": (
        replace(entry(1, status=LAPSED), lapse_reason="ingetrokken"),
        before(),
        (deed(Deed.MOVED, "later"), deed(Deed.LAPSED)),
        (Change.LAPSED, "ingetrokken"),
    ),
    "rejected after it was moved": (
        entry(1, status=Status.REJECTED),
        before(),
        (deed(Deed.MOVED, "later"), deed(Deed.REJECTED, "geen belofte")),
        (Change.REJECTED, "geen belofte"),
    ),
    "found and moved": (entry(1, 90), None, (deed(Deed.FOUND), deed(Deed.MOVED, "later")), (Change.NEW, None)),
}


@pytest.mark.parametrize("case", REASONS)
def test_a_reason_stands_only_under_its_own_change(case: str) -> None:
    now, then, events, expected = REASONS[case]
    told = item(now, then, *events)

    assert (told.change, told.reason) == expected


def test_what_changed_beside_the_headline_is_told_too() -> None:
    now = replace(entry(1, 90, status=PARTLY, minister="Jo Brouns"), slips=1)
    events = (
        deed(Deed.MOVED, "later"),
        deed(Deed.HANDED_OVER, "nieuwe regering"),
        deed(Deed.PARTLY_RESOLVED),
    )
    told = item(now, before(-8, minister="Zuhal Demir"), *events)

    assert NL.status(told) == "Deels voldaan, nog 90 dagen"
    assert NL.deadline(told) == "van 1\u00a0maart 2026 naar 7\u00a0juni 2026"
    assert NL.remarks(told) == (), "that it was moved once is said by the two days"
    assert NL.changes(told) == ("Van Zuhal Demir aan Jo Brouns", "Waarom de termijn verschoof: later")


def test_a_hand_over_says_from_whom_to_whom() -> None:
    told = item(
        entry(1, 90, minister="Jo Brouns"), before(90, minister="Zuhal Demir"), deed(Deed.HANDED_OVER, "herschikking")
    )
    of_nobody = item(entry(1, 90, minister="Jo Brouns"), replace(before(90), responsible=None), deed(Deed.HANDED_OVER))

    assert NL.changes(told) == ("Van Zuhal Demir aan Jo Brouns", "Reden: herschikking")
    assert EN.changes(told)[0] == "From Zuhal Demir to Jo Brouns"
    assert FR.changes(told)[0] == "Auparavant Zuhal Demir, désormais Jo Brouns"
    assert NL.changes(of_nobody) == ()


def test_who_only_follows_hears_the_last_reason() -> None:
    undone = replace(event(1, Deed.UNDONE, sequence=2), reason="vergist")
    told = [
        AlertInContext(alert(1, kind=AlertKind.FOLLOWED, cause=cause.sequence), entry(1), cause, before())
        for cause in (event(1, Deed.RESOLVED), undone)
    ]
    (group,) = build_alert(told, today=TODAY).groups

    assert (group.items[0].change, group.items[0].reason) == (Change.UPDATED, "vergist")


@pytest.mark.parametrize(
    ("reference", "note", "told"),
    [
        (None, "enkel deel één", "Geen document als bewijs. Toelichting: enkel deel één"),
        ("brief 12", "enkel deel één", "Toelichting: enkel deel één"),
        ("brief 12", None, ""),
    ],
)
def test_what_was_said_of_the_evidence_is_told(reference: str | None, note: str | None, told: str) -> None:
    shown = replace(entry(1, status=PARTLY), evidence=(Evidence(reference, note, NOON.date()),))

    assert NL.evidence_note(Item(shown, change=Change.PARTLY_RESOLVED)) == told
    assert NL.evidence_note(Item(shown, change=Change.REOPENED)) == ""


def test_a_commitment_that_was_done_without_a_document_says_so_in_each_language() -> None:
    done = Item(replace(entry(1, status=DONE), evidence=(Evidence(None, "x" * 400, TODAY),)), change=Change.RESOLVED)

    assert EN.evidence_note(done).startswith("No document as evidence. Explanation: xxx")
    assert FR.evidence_note(done).startswith("Aucun document à l’appui. Explication\u00a0: xxx")
    assert NL.evidence_note(done).endswith("x…")
    assert NL.evidence_note(replace(done, entry=entry(1, status=DONE))) == "Geen document als bewijs."


def test_what_is_over_tells_of_no_other_deadline() -> None:
    lapsed = item(entry(1, 90, status=LAPSED), before(), deed(Deed.MOVED, "later"), deed(Deed.LAPSED))

    assert (lapsed.moved_from, lapsed.move_reason, lapsed.handed_from) == (None, None, None)
    assert lapsed.entry.due_on == TODAY + timedelta(days=90)
