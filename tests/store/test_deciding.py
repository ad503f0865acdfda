"""Decisions of two people who saw the same: is the second told what changed, and are several decisions one action?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime

import pytest

from tracker.errors import Refused, Stale
from tracker.model import Act, Commitment, Entry, Evidence, LinkKind, Selection, Status, TimeExpression
from tracker.store import Database, connect, events, register
from tracker.store.verifying import verify
from tracker.usecases import decisions, splitting
from tracker.usecases import register as stories
from tracker.usecases.decisions import (
    Accept,
    AddLink,
    AddNote,
    Correct,
    Decision,
    Edit,
    HandOver,
    Lapse,
    Move,
    Reject,
    Reopen,
    Resolve,
    decide,
)
from tracker.usecases.register import Reading
from tracker.usecases.splitting import Merge, Split, Wording

AT = datetime(2021, 11, 2, 8, 0, tzinfo=UTC)
ACT = Act("anna", AT)
OTHER = Act("bert", AT)
TODAY = date(2022, 3, 1)
SHOWN = Evidence("https://x.test", None, TODAY)
READING = Reading("nl", "be-vlg")


@pytest.fixture
def office(filled: Database, commitment: Commitment, act: Act) -> Database:
    """C-0001 to C-0003 are open, C-0004 and C-0005 proposed."""
    with filled.write() as tx:
        register.propose(tx, 1, [commitment, commitment], act=act)
    return filled


def entry(database: Database, number: int) -> Entry:
    with database.read() as tx:
        return register.entry(tx, number)


def end(database: Database) -> int:
    with database.read() as tx:
        return events.head(tx).sequence


def later(deadline: TimeExpression) -> TimeExpression:
    return replace(deadline, due=date(2022, 9, 30), text="eind september")


DECISIONS: dict[str, tuple[int, Callable[[int, TimeExpression], Decision]]] = {
    "accept": (4, lambda seen, _: Accept([4], seen)),
    "reject": (4, lambda seen, _: Reject([4], "none", seen)),
    "resolve": (1, lambda seen, _: Resolve([1], SHOWN, TODAY, expected=seen)),
    "lapse": (1, lambda seen, _: Lapse([1], "withdrawn", seen)),
    "move": (1, lambda seen, deadline: Move(1, later(deadline), reason="delay", expected=seen)),
    "note": (1, lambda seen, _: AddNote([1], "call them", seen)),
    "link": (1, lambda seen, _: AddLink(1, LinkKind.REPEATS, 2, seen)),
    "edit": (1, lambda seen, _: Edit(1, {"summary": "anders"}, seen)),
    "correct": (1, lambda seen, _: Correct(1, {"summary": "anders"}, READING, expected=seen)),
    "hand over": (1, lambda seen, _: HandOver(Selection(), "Hilde Crevits", TODAY, expected=seen)),
    "split": (4, lambda seen, _: Split(4, Wording("eerst"), Wording("dan"), READING, seen)),
    "merge": (4, lambda seen, _: Merge(4, 1, seen)),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_on_what_was_changed_since_is_refused_and_names_the_change(
    office: Database, deadline: TimeExpression, name: str
) -> None:
    number, decision = DECISIONS[name]
    seen = entry(office, number).version
    stories.note(office, [number], "intussen", act=OTHER)
    before = end(office)

    with pytest.raises(Stale, match=r"note by bert on 2021-11-02 at 08:00 UTC"):
        decide(office, [decision(seen, deadline)], act=ACT)

    assert end(office) == before


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_on_what_was_seen_last_is_taken(office: Database, deadline: TimeExpression, name: str) -> None:
    number, decision = DECISIONS[name]
    stories.note(office, [number], "intussen", act=OTHER)

    changed = decide(office, [decision(end(office), deadline)], act=ACT)

    assert number in {one.number for one in changed}


def test_every_decision_takes_what_was_seen_and_is_tried_here(deadline: TimeExpression) -> None:
    known = {
        kind
        for module in (decisions, splitting)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and hasattr(kind, "take")
    }
    tried = {type(decision(1, deadline)) for _, decision in DECISIONS.values()} | {Reopen}

    assert {kind.__name__ for kind in known if "expected" not in {one.name for one in fields(kind)}} == set()
    assert known == tried


def test_a_stale_reopening_is_refused(office: Database) -> None:
    (done,) = stories.resolve(office, [1], SHOWN, act=ACT, today=TODAY)
    stories.reopen(office, [1], act=OTHER)

    with pytest.raises(Stale, match="reopened by bert"):
        decide(office, [Reopen([1], expected=done.version)], act=ACT)


def test_a_stale_undoing_is_refused(office: Database) -> None:
    (noted,) = stories.note(office, [1], "van mij", act=ACT)
    stories.note(office, [1], "van een ander", act=OTHER)

    with pytest.raises(Stale, match="note by bert"):
        stories.undo(office, 1, act=ACT, expected=noted.version)


def test_what_happened_to_others_makes_nothing_stale(office: Database) -> None:
    seen = end(office)
    stories.note(office, [2], "intussen", act=OTHER)

    assert stories.accept(office, [4], act=ACT, expected=seen)[0].status is Status.OPEN


def test_of_many_one_that_is_stale_stops_all(office: Database) -> None:
    seen = end(office)
    stories.note(office, [5], "intussen", act=OTHER)

    with pytest.raises(Stale, match="C-0005"):
        stories.accept(office, [4, 5], act=ACT, expected=seen)

    assert entry(office, 4).status is Status.PROPOSED


def test_of_many_one_that_is_open_already_stops_all_and_says_so(office: Database) -> None:
    with pytest.raises(Refused, match=r"C-0001 is open .* None of the 2 commitments named was changed"):
        stories.accept(office, [4, 1], act=ACT)

    assert entry(office, 4).status is Status.PROPOSED


def test_what_was_seen_in_a_later_state_that_is_gone_is_refused(office: Database) -> None:
    with pytest.raises(Stale, match="taken back to an earlier state"):
        stories.accept(office, [4], act=ACT, expected=end(office) + 1)


def test_who_saw_nothing_decides_as_before(office: Database) -> None:
    stories.note(office, [4], "intussen", act=OTHER)

    assert stories.accept(office, [4], act=ACT)[0].status is Status.OPEN


def test_an_erased_name_is_not_told(office: Database) -> None:
    from tracker.store import erasing

    seen = entry(office, 4).version
    stories.note(office, [4], "intussen", act=OTHER)
    with office.write() as tx:
        erasing.erase_actor(tx, "bert", act=ACT)

    with pytest.raises(Stale, match="note on 2021-11-02"):
        stories.accept(office, [4], act=ACT, expected=seen)


@pytest.mark.parametrize("name", ["accept", "split", "merge"])
def test_of_two_who_decide_at_once_on_what_they_saw_one_is_refused(
    office: Database, deadline: TimeExpression, name: str
) -> None:
    number, decision = DECISIONS[name]
    seen = entry(office, number).version
    start = threading.Barrier(2)

    def run(person: int) -> object:
        with closing(connect(office.url.render_as_string(hide_password=False), wait=20.0)) as database:
            start.wait(10)
            try:
                return decide(database, [decision(seen, deadline)], act=Act(f"p{person}", AT))
            except Refused as error:
                return error

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(run, range(2)))

    assert sorted(isinstance(one, Stale) for one in told) == [False, True]
    with office.read() as tx:
        assert verify(tx).is_sound


def test_several_decisions_are_one_action_and_one_undo(office: Database) -> None:
    before = [entry(office, number).status for number in (1, 4, 5)]
    seen = end(office)

    decide(
        office,
        [Accept([4], seen), Reject([5], "geen handeling", seen), Resolve([1], SHOWN, TODAY, expected=seen)],
        act=ACT,
    )
    with office.read() as tx:
        told = list(events.events_since(tx, seen))

    assert len({one.action for one in told}) == 1
    assert [one.reason for one in told] == [None, "geen handeling", None]
    stories.undo(office, act=ACT)
    assert [entry(office, number).status for number in (1, 4, 5)] == before


def test_two_decisions_on_one_commitment_are_not_stale_to_each_other(office: Database) -> None:
    seen = entry(office, 4).version

    *_, last = decide(office, [Edit(4, {"summary": "anders"}, seen), Accept([4], seen)], act=ACT)

    assert (last.summary, last.status) == ("anders", Status.OPEN)


def test_of_several_decisions_none_is_taken_when_one_is_refused(office: Database) -> None:
    with pytest.raises(Refused, match="cannot be accepted"):
        decide(office, [AddNote([4], "wel"), Accept([1])], act=ACT)

    assert entry(office, 4).notes == ()
