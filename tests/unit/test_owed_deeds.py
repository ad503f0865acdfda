"""What does each deed mean to those who read? The table, row by row, as letters have been told by it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.model import Deed, Event
from tracker.model.letters import AlertKind
from tracker.owed.deeds import (
    ALERTING,
    ALWAYS_NEWS,
    BEGINNINGS,
    CONFIRMING,
    CORRECTIONS,
    MAKES_DUE,
    tells_followers,
)
from tracker.owed.news import alert_kind


def event(kind: str, **details: object) -> Event:
    return Event(1, 1, 7, kind, datetime(2026, 3, 2, tzinfo=UTC), None, None, details, "ab" * 32)


def test_a_digest_always_tells_of_these() -> None:
    quiet = {Deed.ACCEPTED, Deed.NOTED, Deed.LINKED, Deed.MENTIONED, Deed.RECALLED, Deed.ERASED}

    assert {*ALWAYS_NEWS} == {*Deed} - quiet - {*CORRECTIONS}
    assert {*CORRECTIONS} == {Deed.EDITED, Deed.UNDONE}


def test_after_these_a_deadline_may_be_news() -> None:
    assert {*MAKES_DUE} == {
        *BEGINNINGS,
        Deed.ACCEPTED,
        Deed.MOVED,
        Deed.REOPENED,
        Deed.EDITED,
        Deed.UNDONE,
        Deed.HANDED_OVER,
    }


def test_these_begin_and_these_confirm_a_commitment() -> None:
    assert {*BEGINNINGS} == {Deed.FOUND, Deed.ADDED, Deed.IMPORTED}
    assert {*CONFIRMING} == {Deed.ACCEPTED, Deed.ADDED, Deed.IMPORTED}


@pytest.mark.parametrize("deed", Deed)
def test_who_follows_hears_of_all_but_what_is_internal(deed: Deed) -> None:
    assert tells_followers(event(deed)) is (deed not in {Deed.NOTED, Deed.ERASED})


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        (event("moved"), AlertKind.MOVED),
        (event("resolved"), AlertKind.RESOLVED),
        (event("partly_resolved"), AlertKind.RESOLVED),
        (event("lapsed"), AlertKind.RESOLVED),
        (event("reopened"), AlertKind.REOPENED),
        (event("rejected", because={"from": "open"}), AlertKind.RESOLVED),
        (event("rejected", because={"from": "proposed"}), None),  # nobody was told of it
        (event("edited", set={"deadline_version": 2}), AlertKind.MOVED),
        (event("edited", set={"summary": "x"}), None),
        (event("undone", set={"status": "open"}), AlertKind.REOPENED),
        (event("undone", set={"status": "fulfilled"}), AlertKind.RESOLVED),
        (event("undone", set={"status": "proposed"}), None),
        (event("undone", set={"deadline_version": 2}), AlertKind.MOVED),
        (event("found"), None),
        (event("handed_over"), None),
        (event("letter.sent"), None),
    ],
)
def test_an_event_gives_an_alert_of_one_kind_or_none(happened: Event, kind: AlertKind | None) -> None:
    assert alert_kind(happened) is kind
    assert kind is None or happened.deed in ALERTING


def test_what_this_program_does_not_know_is_told_to_who_follows() -> None:
    assert tells_followers(event("of.later"))
