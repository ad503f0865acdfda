"""Is an entry told in words that people understand?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from factory import an_entry

from tracker.cli.sheet import sheet
from tracker.model import (
    Event,
    Evidence,
    Link,
    LinkKind,
    Mention,
    Precision,
    Relation,
    Status,
    TimeExpression,
)
from tracker.usecases.looking import Whole
from tracker.wording.entries import local, when
from tracker.wording.history import what_happened
from tracker.wording.speech import speech_in

NL = speech_in("nl")
TODAY = date(2022, 2, 10)
AT = datetime(2022, 2, 9, 23, 30, tzinfo=UTC)
ENTRY = an_entry(
    7,
    responsible="Gwendolyn Rutten",
    stated=TimeExpression(
        text="eind 2021",
        start=0,
        end=9,
        earliest=None,
        latest=date(2021, 12, 31),
        due=date(2021, 12, 31),
        precision=Precision.YEAR_PART,
        relation=Relation.BY,
        rule="nl.by",
    ),
    due_on=date(2022, 3, 1),
    deadline_version=2,
    slips=1,
    slip_days=60,
    recorded_at=AT,
    evidence=(Evidence(None, "half", date(2022, 1, 1)),),
    links=(Link(LinkKind.REPLACES, 3),),
    mentions=(Mention(2, 0, 3, "Die brief."),),
    lapse_reason="ingetrokken",
    reference="tk:1",
)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"due_on": date(2022, 2, 10)}, "vandaag"),
        ({"due_on": date(2022, 2, 11)}, "morgen"),
        ({"due_on": date(2022, 2, 12)}, "over 2 dagen"),
        ({"due_on": date(2022, 2, 9)}, "1 dag te laat"),
        ({"due_on": date(2021, 12, 31)}, "41 dagen te laat"),
        ({"due_on": None}, "zonder termijn"),
        ({"due_on": None, "check_on": date(2022, 3, 1)}, "navragen op 2022-03-01"),
        ({"due_on": None, "condition": "na advies"}, "wacht op: na advies"),
        ({"due_on": None, "status": Status.FULFILLED}, ""),
        ({"status": Status.FULFILLED, "resolved_on": date(2022, 3, 1)}, "op tijd"),
        ({"status": Status.FULFILLED, "resolved_on": date(2022, 3, 2)}, "1 dag te laat voldaan"),
        ({"status": Status.FULFILLED, "resolved_on": date(2022, 3, 4)}, "3 dagen te laat voldaan"),
        ({"status": Status.LAPSED}, ""),
        ({"status": Status.POSSIBLE}, ""),  # nobody is late with what may be none
    ],
)
def test_a_deadline_is_told_in_words(changed: dict[str, object], told: str) -> None:
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]  # fields by name

    assert when(entry, TODAY, NL) == told


def test_an_instant_is_told_in_the_zone_of_the_parliament() -> None:
    assert local(AT, ZoneInfo("Europe/Brussels")) == "2022-02-10 00:30"


PLACE = {"report_id": 2, "start": 0, "end": 9}
IN_MAY = {"text": "in mei", "start": 0, "end": 6, "precision": "month", "relation": "in", "rule": "nl.month"}


def event(kind: str, details: dict[str, object]) -> Event:
    return Event(1, 1, 7, kind, AT, None, None, details, "ab" * 32)


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("found", {"set": {"due_on": "2022-03-01", "due_words": "1 maart"}}, "termijn 2022-03-01 (1 maart)"),
        ("found", {"set": {"status": "possible", "due_on": None}}, "mogelijk; zonder termijn"),
        ("found", {"set": {"status": "proposed", "due_on": None}}, "zonder termijn"),
        ("added", {"set": {}}, "zonder termijn"),
        (
            "moved",
            {"set": {"due_on": "2022-03-01", "due_words": "x"}, "because": {}},
            "zonder termijn → 2022-03-01 (x)",
        ),
        ("noted", {"set": {"notes": None}}, "(gewist)"),
        ("linked", {"set": {"links": [{"kind": "repeats", "number": 3}]}}, "herhaalt C-0003"),
        ("mentioned", {"set": {"mentions": [{**PLACE, "quote": "Die brief."}]}}, "“Die brief.”"),
        (
            "mentioned",
            {"set": {"mentions": [{**PLACE, "quote": "Ja."}]}, "because": {"deadline": IN_MAY}},
            "“Ja.”; noemt in mei",
        ),
        ("handed_over", {"set": {"responsible": "An"}, "because": {"from": None}}, "onbekend → An"),
        (
            "edited",
            {"set": {"tags": ["a", "b"], "kind": "study", "staff": None}},
            "trefwoorden: a, b, soort: onderzoek, opgevolgd door: –",
        ),
        ("reopened", {"set": {"status": "open", "resolved_on": None, "lapse_reason": None}}, "status: openstaand"),
        ("undone", {"set": {"lapse_reason": "ingetrokken"}}, "vervallen omdat: ingetrokken"),
        ("letter.sent", {"because": {"letter": 3, "to": {"x": 1}}}, "letter: 3"),
        ("letter.sent", {}, ""),
    ],
)
def test_an_event_is_told_in_a_line(kind: str, details: dict[str, object], told: str) -> None:
    assert what_happened(event(kind, details), NL) == told


def test_a_sheet_tells_what_changed_since_it_was_said() -> None:
    whole = Whole(ENTRY, (event("letter.sent", {"because": {"letter": 3}}),), None)

    text = sheet(whole, today=TODAY, words=NL, zone=ZoneInfo("Europe/Brussels"))

    for line in (
        "C-0007  een brief sturen",
        "openstaand, over 19 dagen",
        "minister        Gwendolyn Rutten",
        "termijn         2022-03-01",
        "lezing          “eind 2021”; eerst 2021-12-31; … tot 2021-12-31; nl.by",
        "verschoven      1 keer, samen 60 dagen",
        "bewijs          2022-01-01, half",
        "verband         vervangt C-0003",
        "opnieuw vermeld “Die brief.”",
        "kenmerk         tk:1",
        "»De minister zal een brief sturen.«",
        "2022-02-10 00:30  letter.sent, (gewist)",
    ):
        assert line in text
