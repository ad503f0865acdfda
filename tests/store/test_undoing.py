"""What does undo take back, what does it leave, and when does it refuse?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.errors import Refused
from tracker.model import Act, Deed, Entry, Evidence, Selection, Status, TimeExpression
from tracker.store import Database, events, register
from tracker.usecases import register as stories

TODAY = date(2022, 3, 1)
ACT = Act("piet", datetime(2022, 3, 1, 9, 0, tzinfo=UTC))
SHOWN = Evidence("https://x.test", None, TODAY)


def same(one: Entry, other: Entry) -> bool:
    """Equal but for when it was changed and how often its deadline was."""
    derived = {"version": 0, "changed_at": ACT.at, "deadline_version": 0}
    return replace(one, **derived) == replace(other, **derived)  # type: ignore[arg-type]  # fields by name


def entry(database: Database, number: int) -> Entry:
    with database.read() as tx:
        return register.entry(tx, number)


def test_the_last_action_is_taken_back_and_stays_in_the_history(filled: Database) -> None:
    before = entry(filled, 1)
    stories.resolve(filled, [1], SHOWN, act=ACT, today=TODAY)

    undone, entries = stories.undo(filled, act=ACT)

    assert [event.kind for event in undone] == [Deed.RESOLVED]
    assert same(entries[0], before)
    with filled.read() as tx:
        assert [event.kind for event in events.history(tx, 1)][-2:] == [Deed.RESOLVED, Deed.UNDONE]


def test_an_action_on_many_is_undone_on_all(filled: Database) -> None:
    before = [entry(filled, number) for number in (1, 2, 3)]
    handed = stories.hand_over(filled, Selection(), "Gwendolyn Rutten", act=ACT, today=TODAY)

    _, entries = stories.undo(filled, act=ACT)

    assert handed == (1, 2, 3)
    assert all(same(now, then) for now, then in zip(entries, before, strict=True))


def test_undo_after_undo_goes_further_back(filled: Database) -> None:
    before = entry(filled, 1)
    stories.note(filled, [1], "eerst", act=ACT)
    stories.note(filled, [1], "dan", act=ACT)

    stories.undo(filled, act=ACT)
    assert entry(filled, 1).notes == ("eerst",)
    stories.undo(filled, act=ACT)
    assert same(entry(filled, 1), before)


def test_with_a_number_only_that_one_is_taken_back(filled: Database) -> None:
    stories.note(filled, [1, 2], "samen", act=ACT)
    stories.note(filled, [3], "later", act=ACT)

    stories.undo(filled, 1, act=ACT)

    assert [entry(filled, number).notes for number in (1, 2, 3)] == [(), ("samen",), ("later",)]


def test_what_is_left_of_an_action_can_still_be_undone(filled: Database) -> None:
    stories.note(filled, [1, 2], "samen", act=ACT)
    stories.undo(filled, 1, act=ACT)

    undone, _ = stories.undo(filled, act=ACT)

    assert [event.commitment for event in undone] == [2]


def test_an_undone_move_gets_a_new_version_of_the_deadline(filled: Database, deadline: TimeExpression) -> None:
    later = replace(deadline, due=date(2022, 9, 30), text="eind september")
    moved = stories.move(filled, 1, later, act=replace(ACT, reason="uitstel"), source="brief 7")

    stories.undo(filled, 1, act=ACT)

    back = entry(filled, 1)
    assert (moved.deadline_version, moved.slips, moved.slip_days) == (2, 1, 273)
    assert (back.due_on, back.deadline_version, back.slips, back.slip_days) == (date(2021, 12, 31), 3, 0, 0)


def test_what_was_recorded_is_never_deleted(filled: Database) -> None:
    with pytest.raises(Refused, match=r"recorded C-0001, C-0002, C-0003, and nothing is ever deleted"):
        stories.undo(filled, act=ACT)


def test_an_empty_register_has_nothing_to_undo(database: Database) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        stories.undo(database, act=ACT)


def test_exactly_the_action_of_a_version_is_undone(filled: Database) -> None:
    (mine,) = stories.note(filled, [1], "van mij", act=ACT)
    stories.note(filled, [2], "van een ander", act=ACT)

    stories.undo(filled, act=ACT, version=mine.version)

    assert (entry(filled, 1).notes, entry(filled, 2).notes) == ((), ("van een ander",))


def test_an_action_is_not_undone_under_a_later_one(filled: Database) -> None:
    (mine,) = stories.note(filled, [1], "van mij", act=ACT)
    stories.note(filled, [1], "van een ander", act=ACT)

    with pytest.raises(Refused, match="was changed since"):
        stories.undo(filled, act=ACT, version=mine.version)
    stories.undo(filled, 1, act=ACT)
    stories.undo(filled, act=ACT, version=mine.version)

    assert entry(filled, 1).notes == ()


def test_an_action_is_undone_once(filled: Database) -> None:
    (mine,) = stories.note(filled, [1], "van mij", act=ACT)
    stories.undo(filled, act=ACT, version=mine.version)

    with pytest.raises(Refused, match="nothing to undo"):
        stories.undo(filled, act=ACT, version=mine.version)
    with pytest.raises(Refused, match="nothing to undo"):
        stories.undo(filled, act=ACT, version=999)


def test_a_resolved_one_goes_back_to_open_with_its_evidence_gone(filled: Database) -> None:
    stories.resolve(filled, [1], SHOWN, act=ACT, today=TODAY, partly=True)
    stories.resolve(filled, [1], SHOWN, act=ACT, today=TODAY)

    stories.undo(filled, act=ACT)

    assert (entry(filled, 1).status, len(entry(filled, 1).evidence)) == (Status.PARTLY_FULFILLED, 1)


def test_of_several_who_are_responsible_those_make_room_who_are_named(filled: Database) -> None:
    stories.hand_over(filled, Selection(numbers=(1,)), "Lieve Maes; An Claes", act=ACT, today=TODAY)
    stories.hand_over(filled, Selection(responsible="claes"), "Jo Janssens; Lieve Maes", act=ACT, today=TODAY)
    with pytest.raises(Refused, match="open"):
        stories.hand_over(filled, Selection(responsible="janssens"), "Jo Janssens", act=ACT, today=TODAY)

    with filled.read() as tx:
        assert register.entry(tx, 1).responsible == "Lieve Maes; Jo Janssens"
