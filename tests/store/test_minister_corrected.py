"""Who is responsible when it turns out that somebody else said it, and what does the history keep of both?"""

from datetime import UTC, date, datetime

import pytest

from tracker.model import Act, Selection
from tracker.store import Database, events
from tracker.usecases import register as stories
from tracker.usecases.register import Reading
from tracker.wording.history import what_happened
from tracker.wording.speech import speech_in

TODAY = date(2022, 3, 1)
ACT = Act("piet", datetime(2022, 3, 1, 9, 0, tzinfo=UTC))
READING = Reading("nl", "be-vlg")


def corrected(database: Database, **fields: object) -> tuple[str | None, str | None]:
    (entry,) = stories.correct(database, [1], fields, act=ACT, reading=READING)
    return entry.minister, entry.responsible


def test_who_said_it_after_all_is_responsible_too(filled: Database) -> None:
    assert corrected(filled, minister="Hilde Crevits") == ("Hilde Crevits", "Hilde Crevits")
    assert corrected(filled, minister="Jo Brouns") == ("Jo Brouns", "Jo Brouns")
    assert corrected(filled, minister=None) == (None, None)
    assert corrected(filled, minister="Bart Somers") == ("Bart Somers", "Bart Somers")


def test_after_a_reshuffle_the_new_minister_stays_responsible(filled: Database) -> None:
    stories.hand_over(filled, Selection(), "Gwendolyn Rutten", act=ACT, today=TODAY)

    assert corrected(filled, minister="Hilde Crevits") == ("Hilde Crevits", "Gwendolyn Rutten")


def test_a_reshuffle_to_who_said_it_keeps_him_responsible(filled: Database) -> None:
    stories.hand_over(filled, Selection(numbers=(1,)), "Gwendolyn Rutten", act=ACT, today=TODAY)
    stories.hand_over(filled, Selection(numbers=(1,)), "Bart Somers", act=ACT, today=TODAY)

    assert corrected(filled, minister="Hilde Crevits") == ("Hilde Crevits", "Bart Somers")


def test_a_reshuffle_that_was_taken_back_counts_no_longer(filled: Database) -> None:
    stories.hand_over(filled, Selection(), "Gwendolyn Rutten", act=ACT, today=TODAY)
    stories.undo(filled, act=ACT)

    assert corrected(filled, minister="Hilde Crevits") == ("Hilde Crevits", "Hilde Crevits")


@pytest.mark.parametrize(
    ("responsible", "then"),
    [
        ("Jo Brouns", "Jo Brouns"),  # somebody said so
        ("Bart Somers; Jo Brouns", "Hilde Crevits; Jo Brouns"),
        (None, "Hilde Crevits"),
    ],
)
def test_only_who_said_it_makes_room(filled: Database, responsible: str | None, then: str) -> None:
    corrected(filled, responsible=responsible)

    assert corrected(filled, minister="Hilde Crevits")[1] == then


def test_who_is_named_as_responsible_is_responsible(filled: Database) -> None:
    fields = {"minister": "Hilde Crevits", "responsible": "Jo Brouns"}

    assert corrected(filled, **fields) == ("Hilde Crevits", "Jo Brouns")


def test_the_plain_correction_of_the_library_does_the_same(filled: Database) -> None:
    assert stories.edit(filled, 1, {"minister": "Hilde Crevits"}, act=ACT).responsible == "Hilde Crevits"


def test_the_history_tells_the_old_name_and_what_an_undo_took_back(filled: Database) -> None:
    corrected(filled, minister="Hilde Crevits")
    stories.undo(filled, 1, act=ACT)

    with filled.read() as tx:
        happened = events.history(tx, 1)
    told = [what_happened(event, speech_in("nl"), happened) for event in happened[-2:]]
    change = "gezegd door: Bart Somers → Hilde Crevits, minister: Bart Somers → Hilde Crevits"
    assert told == [change, f"verbeterd ({change})"]
