"""Splits and merges stand in the register: every session sees them, and undoes them, also after a restart."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.errors import Refused, WrongCall
from tracker.model import Act, Commitment, Deed, Entry, Selection, Status
from tracker.owed.news import alert_kind
from tracker.store import Database, connect, events, register
from tracker.store.verifying import verify
from tracker.usecases import register as stories
from tracker.usecases.decisions import Accept, decide
from tracker.usecases.register import Reading
from tracker.usecases.review import Pile, Step, Undone, decide_by_confidence, pile, undo_review
from tracker.usecases.splitting import Merge, Split, Wording, merge, split

ACT = Act("anna", datetime(2021, 11, 2, 8, 0, tzinfo=UTC))
OTHER = Act("bert", ACT.at)
TODAY = date(2022, 3, 1)
READING = Reading("nl", "be-vlg")
IN_TWO = Split(4, Wording("de brief sturen"), Wording("de cijfers bezorgen", "eind juni 2022"), READING)


@pytest.fixture
def office(filled: Database, commitment: Commitment, act: Act) -> Database:
    """C-0001 to C-0003 are open, C-0004 and C-0005 proposed."""
    with filled.write() as tx:
        register.propose(tx, 1, [commitment, commitment], act=act)
    return filled


def restarted(database: Database) -> Database:
    """The same register, as a program that was just started has it."""
    return connect(database.url.render_as_string(hide_password=False), wait=10.0)


def entries(database: Database, *numbers: int) -> tuple[Entry, ...]:
    with database.read() as tx:
        return register.entries(tx, numbers)


def test_both_parts_of_a_split_name_each_other_in_one_action(office: Database) -> None:
    first, second = split(office, IN_TWO, act=ACT)

    with office.read() as tx:
        (begun,), edited = events.history(tx, second.number), events.history(tx, 4)[-1]
        assert verify(tx).is_sound
    assert (first.summary, second.summary, second.due_on) == (
        "de brief sturen",
        "de cijfers bezorgen",
        date(2022, 6, 30),
    )
    assert begun.action == edited.action
    assert begun.because.split_from == 4
    assert edited.because.split_into == 6


def test_a_first_part_that_keeps_its_words_is_told_all_the_same(office: Database) -> None:
    (before,) = entries(office, 4)
    same = Split(4, Wording(before.summary), Wording("iets anders"), READING)

    first, _ = split(office, same, act=ACT)

    assert first.version > before.version


def test_only_a_proposal_is_split(office: Database) -> None:
    with pytest.raises(Refused, match="C-0001 is open; only a proposal is split"):
        split(office, Split(1, Wording("a"), Wording("b"), READING), act=ACT)


def test_two_acts_need_two_summaries(office: Database) -> None:
    with pytest.raises(WrongCall, match="Two acts need two summaries"):
        split(office, Split(4, Wording("a"), Wording(" a "), READING), act=ACT)


@pytest.mark.parametrize("number", [None, 4, 6])
def test_a_split_is_undone_from_anywhere_after_a_restart(office: Database, number: int | None) -> None:
    (before,) = entries(office, 4)
    split(office, IN_TWO, act=ACT)

    with closing(restarted(office)) as database:
        stories.undo(database, number, act=OTHER)

    first, second = entries(office, 4, 6)
    assert (first.summary, first.due_on, first.status) == (before.summary, before.due_on, Status.PROPOSED)
    assert second.status is Status.REJECTED
    with office.read() as tx:
        assert verify(tx).is_sound
        assert alert_kind(events.history(tx, 6)[-1]) is None  # nobody was told that it was a commitment


def test_a_split_is_undone_once(office: Database) -> None:
    first, _ = split(office, IN_TWO, act=ACT)
    stories.undo(office, act=ACT, version=first.version)

    with pytest.raises(Refused, match="nothing to undo"):
        stories.undo(office, act=ACT, version=first.version)
    with pytest.raises(Refused, match="nothing is ever deleted"):
        stories.undo(office, act=ACT)


def test_a_split_whose_second_part_was_decided_on_is_undone_after_that(office: Database) -> None:
    first, second = split(office, IN_TWO, act=ACT)
    stories.accept(office, [second.number], act=OTHER)

    with pytest.raises(Refused, match="C-0006 was changed since"):
        stories.undo(office, act=ACT, version=first.version)
    stories.undo(office, second.number, act=OTHER)
    stories.undo(office, act=ACT, version=first.version)

    assert entries(office, 6)[0].status is Status.REJECTED


@pytest.mark.parametrize("number", [None, 1, 4])
def test_a_merge_is_undone_on_both_sides_from_anywhere_after_a_restart(office: Database, number: int | None) -> None:
    merge(office, Merge(4, 1), act=ACT)

    with closing(restarted(office)) as database:
        stories.undo(database, number, act=OTHER)

    kept, gone = entries(office, 1, 4)
    assert (kept.mentions, gone.status, gone.links) == ((), Status.PROPOSED, ())


def test_one_of_several_decisions_is_undone_with_what_it_was_merged_with_alone(office: Database) -> None:
    decide(office, [Merge(4, 1), Accept([5])], act=ACT)

    stories.undo(office, 4, act=ACT)

    kept, gone, other = entries(office, 1, 4, 5)
    assert (kept.mentions, gone.status, other.status) == ((), Status.PROPOSED, Status.OPEN)


def test_a_review_takes_back_steps_of_an_earlier_sitting(office: Database) -> None:
    split(office, IN_TWO, act=ACT)
    merge(office, Merge(5, 1), act=ACT)
    stories.accept(office, [6], act=ACT)
    stories.note(office, [2], "geen beslissing over een voorstel", act=ACT)

    with closing(restarted(office)) as database:
        heap = pile(database, Selection(), act=lambda _: ACT, today=TODAY, reading=READING)
        told = [heap.undo() for _ in range(3)]

    assert told == [Undone(6, Step.ACCEPTED), Undone(5, Step.MERGED, 1), Undone(4, Step.SPLIT, 6)]
    assert [one.status for one in entries(office, 4, 5, 6)] == [Status.PROPOSED, Status.PROPOSED, Status.REJECTED]


def test_a_review_takes_back_nothing_of_somebody_else(office: Database) -> None:
    stories.accept(office, [4], act=OTHER)

    with pytest.raises(Refused, match="There is nothing to undo"):
        undo_review(office, act=ACT)


def test_a_review_takes_back_nothing_that_a_colleague_took_back_already(office: Database) -> None:
    stories.accept(office, [4], act=ACT)
    stories.accept(office, [5], act=ACT)
    stories.undo(office, 5, act=OTHER)

    assert undo_review(office, act=ACT) == Undone(4, Step.ACCEPTED)


def test_a_review_takes_back_no_batch_by_a_single_key(office: Database) -> None:
    decide_by_confidence(office, Selection(), act=ACT, today=TODAY, accept_from=0.5)

    with pytest.raises(Refused, match="several proposals at once"):
        undo_review(office, act=ACT)


def test_a_batch_by_confidence_is_undone_whole(office: Database) -> None:
    decided = decide_by_confidence(
        office, Selection(), act=replace(ACT, reason="too unsure"), today=TODAY, accept_from=0.95, reject_below=0.95
    )

    undone, _ = stories.undo(office, act=ACT)

    assert decided == ((), (4, 5))
    assert [one.kind for one in undone] == [Deed.REJECTED, Deed.REJECTED]


def test_two_sessions_see_the_same_second_part(office: Database) -> None:
    begun_before = pile(office, Selection(), act=lambda _: ACT, today=TODAY, reading=READING)
    with closing(restarted(office)) as other:
        split(other, IN_TWO, act=OTHER)
    begun_after = pile(office, Selection(), act=lambda _: ACT, today=TODAY, reading=READING)

    assert walked_through(begun_before) == walked_through(begun_after) == [4, 5, 6]


def walked_through(heap: Pile) -> list[int]:
    seen = []
    while (top := heap.top()) is not None:
        seen.append(top.entry.number)
        heap.skip(top)
    return seen
