"""Is an event read as it was written, and read at all, whatever program wrote it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from tracker.model import Cue, Deed, Event, Evidence, Link, LinkKind, Mention, Status
from tracker.model.because import (
    FACTS_OF,
    Acceptance,
    Correction,
    Erasure,
    HandOver,
    Move,
    OtherFacts,
    Reading,
    Rejection,
    RestoredBackup,
    SaidAgain,
    Undoing,
)
from tracker.model.deeds import RegisterDeed
from tracker.model.history import Because
from tracker.model.spelling import Fields, encode

CUE_READ = Cue("nl.cue.zal", "zal", 1.5, 3, 6)
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
CUE = {"rule": "nl.cue.zal", "words": "zal", "weight": 1.5, "start": 3, "end": 6}


def event(kind: str, **details: object) -> Event:
    return Event(1, 1, 7, kind, AT, None, None, details, "ab" * 32)


@pytest.mark.parametrize(
    ("kind", "stored", "read"),
    [
        ("found", {"cues": [CUE], "again": [[4, 9]], "rules": ""}, Reading((CUE_READ,), ((4, 9),), "")),
        ("found", {"cues": None, "again": None, "rules": "7"}, Reading(rules="7")),
        ("edited", {"cues": [CUE], "again": None}, Reading((CUE_READ,))),
        ("edited", {"from": {"due_on": "2026-01-02"}}, Correction(Fields({"due_on": "2026-01-02"}))),
        ("rejected", {"from": "proposed"}, Rejection(Status.PROPOSED)),
        ("rejected", {"from": "proposed", "action": 7}, Rejection(Status.PROPOSED, 7)),
        ("rejected", {"from": "proposed", "merged_into": 3}, Rejection(Status.PROPOSED, merged_into=3)),
        ("found", {"split_from": 4}, Because(split_from=4)),
        ("edited", {"from": {"summary": "x"}, "split_into": 6}, Correction(Fields({"summary": "x"}), split_into=6)),
        ("mentioned", {"merged_from": 5}, SaidAgain(merged_from=5)),
        ("moved", {"from": None}, Move()),
        ("moved", {"from": "2026-01-02", "source": "brief.pdf"}, Move(date(2026, 1, 2), None, "brief.pdf")),
        ("handed_over", {"from": None, "function": "minister"}, HandOver(None, "minister")),
        ("undone", {"action": 7}, Undoing(7)),
        ("erased", {"events": [1, 2]}, Erasure(events=(1, 2))),
        ("erased", {"events": None}, Erasure(events=())),
        ("erased", {"actors": [2]}, Erasure(actors=(2,))),
        ("register.restored", {}, RestoredBackup()),  # nothing was lost
        ("register.restored", {"from": 3, "to": 5}, RestoredBackup(3, 5)),
        ("accepted", {}, Acceptance()),
        ("accepted", {"from": "possible"}, Acceptance(Status.POSSIBLE)),
        ("letter.sent", {"letter": 3, "to": {"x": 1}}, OtherFacts({"letter": 3, "to": {"x": 1}})),
    ],
)
def test_facts_are_read_and_become_what_is_stored(kind: str, stored: Mapping[str, object], read: Because) -> None:
    because = event(kind, because=stored).because

    assert because == read
    assert encode(because.facts) == stored


ODD: tuple[object, ...] = (7, "x", True, None, [], ["x", 3, None], {"x": 1}, {"from": {"due_on": 3}}, [[1], [1, 2]])
NAMES = ("from", "cues", "again", "rules", "reading", "source", "function", "deadline", "action", "events", "actors")


@pytest.mark.parametrize("kind", [*FACTS_OF, "of.later"])
@pytest.mark.parametrize("odd", ODD)
def test_facts_that_are_spelled_otherwise_count_as_not_said(kind: str, odd: object) -> None:
    for stored in (dict.fromkeys(NAMES, odd), {"from": odd, "to": odd, "report": odd, "sent": odd}):
        assert isinstance(event(kind, because=stored).because.facts, Mapping)
    assert isinstance(event(kind, because=odd).because, Because)


def test_what_is_set_is_read_as_values() -> None:
    fields = event(
        "resolved",
        set={
            "status": "fulfilled",
            "due_on": "2026-01-02",
            "resolved_on": "2026-01-01",
            "due_words": "begin januari",
            "responsible": "An",
            "evidence": [{"note": "nota", "given_on": "2026-01-01"}],
            "mentions": [{"report_id": 2, "start": 0, "end": 3, "quote": "Ja."}],
            "links": [{"kind": "repeats", "number": 3}],
            "notes": ["eerst", "dan"],
        },
    ).set

    assert (fields.status, fields.due_on, fields.resolved_on) == (
        Status.FULFILLED,
        date(2026, 1, 2),
        date(2026, 1, 1),
    )
    assert (fields.due_words, fields.responsible, fields.notes) == ("begin januari", "An", ("eerst", "dan"))
    assert fields.evidence == (Evidence(None, "nota", date(2026, 1, 1)),)
    assert fields.mentions == (Mention(2, 0, 3, "Ja."),)
    assert fields.links == (Link(LinkKind.REPEATS, 3),)
    assert "due_on" in fields
    assert "summary" not in fields


@pytest.mark.parametrize("odd", ODD)
def test_a_field_that_is_spelled_otherwise_counts_as_not_set(odd: object) -> None:
    names = ("status", "due_on", "resolved_on", "evidence", "mentions", "links")
    fields = event("edited", set=dict.fromkeys(names, odd)).set

    assert (fields.status, fields.due_on, fields.resolved_on) == (None, None, None)
    assert (fields.evidence, fields.mentions, fields.links) == ((), (), ())


def test_an_event_names_the_deed_that_this_program_knows() -> None:
    assert event("moved").deed is Deed.MOVED
    assert event("letter.sent").deed is None


def test_an_event_without_fields_changes_no_entry() -> None:
    assert event("edited", set={}).changes_entry
    assert not event("register.restored", because={}).changes_entry


def test_another_deadline_that_a_report_names_is_read_with_its_words() -> None:
    words = {"text": "in mei", "start": 0, "end": 6, "precision": "month", "relation": "in", "rule": "nl.month"}
    because = event("mentioned", because={"deadline": {**words, "due": "2026-05-31"}}).because

    assert isinstance(because, SaidAgain)
    assert because.deadline is not None
    assert (because.deadline.text, because.deadline.due) == ("in mei", date(2026, 5, 31))


def test_every_deed_names_its_facts() -> None:
    assert set(FACTS_OF) == {*Deed, *RegisterDeed}
