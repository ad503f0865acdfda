"""What is the state of a commitment on a given day, and which moves are allowed?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from factory import a_commitment, an_entry

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.model import (
    Change,
    Deed,
    Entry,
    Evidence,
    Kind,
    Link,
    LinkKind,
    Mention,
    Precision,
    Relation,
    Status,
    TimeExpression,
    label,
    number_of,
)
from tracker.model.because import Correction, HandOver, Move, Reading, SaidAgain, Undoing
from tracker.model.spelling import Fields

DUE = date(2021, 12, 31)
SHOWN = Evidence("https://x.test", None, date(2021, 12, 1))
ENTRY = an_entry(due_on=DUE, due_words="eind 2021")
VAGUE = TimeExpression(
    text="binnenkort",
    start=0,
    end=10,
    earliest=date(2021, 9, 21),
    latest=date(2021, 12, 21),
    due=None,
    precision=Precision.VAGUE,
    relation=Relation.WITHIN,
    rule="nl.vague.soon",
)
COMMITMENT = a_commitment("Hij stuurt een brief.", minister=None, confidence=0.5)
MOVES: dict[Deed, Callable[[Entry], Change]] = {
    Deed.ACCEPTED: followup.accept,
    Deed.REJECTED: followup.reject,
    Deed.RESOLVED: lambda one: followup.resolve(one, SHOWN, today=DUE),
    Deed.PARTLY_RESOLVED: lambda one: followup.resolve(one, SHOWN, today=DUE, partly=True),
    Deed.REOPENED: followup.reopen,
    Deed.LAPSED: lambda one: followup.lapse(one, "ingetrokken"),
    Deed.MOVED: lambda one: followup.move(one, date(2022, 6, 30), "eind juni"),
}
NEXT = {  # from each state: what is allowed, and the state it leads to
    Status.POSSIBLE: {Deed.ACCEPTED: Status.OPEN, Deed.REJECTED: Status.REJECTED},
    Status.PROPOSED: {
        Deed.ACCEPTED: Status.OPEN,
        Deed.REJECTED: Status.REJECTED,
        Deed.RESOLVED: Status.FULFILLED,  # who resolves it has reviewed it
        Deed.PARTLY_RESOLVED: Status.PARTLY_FULFILLED,
        Deed.LAPSED: Status.LAPSED,
        Deed.MOVED: Status.OPEN,
    },
    Status.OPEN: {
        Deed.RESOLVED: Status.FULFILLED,
        Deed.PARTLY_RESOLVED: Status.PARTLY_FULFILLED,
        Deed.LAPSED: Status.LAPSED,
        Deed.MOVED: Status.OPEN,
    },
    Status.PARTLY_FULFILLED: {
        Deed.RESOLVED: Status.FULFILLED,
        Deed.PARTLY_RESOLVED: Status.PARTLY_FULFILLED,
        Deed.LAPSED: Status.LAPSED,
        Deed.MOVED: Status.PARTLY_FULFILLED,
        Deed.REOPENED: Status.OPEN,
    },
    Status.FULFILLED: {Deed.REOPENED: Status.OPEN},
    Status.LAPSED: {Deed.REOPENED: Status.OPEN},
    Status.REJECTED: {Deed.REOPENED: Status.OPEN},
}


@pytest.mark.parametrize("deed", MOVES)
@pytest.mark.parametrize("status", Status)
def test_only_these_moves_are_allowed(status: Status, deed: Deed) -> None:
    entry = replace(ENTRY, status=status)
    expected = NEXT[status].get(deed)

    if expected is None:
        with pytest.raises(Refused, match="and cannot be") as refused:
            MOVES[deed](entry)
        assert (refused.value.facts["status"], refused.value.facts["deed"]) == (status, deed)
    else:
        change = MOVES[deed](entry)
        assert (change.deed, change.set["status"]) == (deed, expected)


@pytest.mark.parametrize(
    ("status", "due", "today", "overdue"),
    [
        (Status.OPEN, DUE, DUE, False),  # the last day is still in time
        (Status.OPEN, DUE, date(2022, 1, 1), True),
        (Status.PARTLY_FULFILLED, DUE, date(2022, 1, 1), True),
        (Status.PROPOSED, DUE, date(2022, 1, 1), True),  # a review that waits hides no deadline
        (Status.FULFILLED, DUE, date(2022, 1, 1), False),
        (Status.LAPSED, DUE, date(2022, 1, 1), False),
        (Status.REJECTED, DUE, date(2022, 1, 1), False),
        (Status.OPEN, None, date(2022, 1, 1), False),
    ],
)
def test_overdue_starts_the_day_after_the_deadline(
    status: Status, due: date | None, today: date, *, overdue: bool
) -> None:
    assert followup.is_overdue(replace(ENTRY, status=status, due_on=due), today) is overdue


@pytest.mark.parametrize(
    ("changed", "late"),
    [
        ({}, 41),
        ({"due_on": None}, None),
        ({"due_on": date(2023, 1, 1)}, 0),
        ({"status": Status.FULFILLED, "resolved_on": date(2022, 1, 3)}, 3),
        ({"status": Status.FULFILLED, "resolved_on": DUE}, 0),
        ({"status": Status.LAPSED}, None),
        ({"status": Status.REJECTED}, None),
    ],
)
def test_days_late_are_counted_until_it_was_done_or_until_today(changed: dict[str, object], late: int | None) -> None:
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]  # fields by name

    assert followup.days_late(entry, date(2022, 2, 10)) == late


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (Evidence(None, None, DUE), "needs evidence"),
        (Evidence("", "", DUE), "needs evidence"),
        (Evidence("x", None, date(2022, 1, 1)), "yet to come"),
        (Evidence("x", None, date(2021, 9, 20)), "was said on 2021-09-21"),
    ],
)
def test_resolving_needs_evidence_of_a_possible_day(evidence: Evidence, said: str) -> None:
    with pytest.raises(Refused, match=said):
        followup.resolve(ENTRY, evidence, today=DUE)


def test_evidence_is_added_to_what_there_was() -> None:
    partly = replace(ENTRY, status=Status.PARTLY_FULFILLED, evidence=(SHOWN,))
    more = Evidence(None, "mondeling", DUE)

    change = followup.resolve(partly, more, today=DUE)

    assert change.set["evidence"] == (SHOWN, more)
    assert change.set["resolved_on"] == DUE


def test_a_part_does_not_end_it() -> None:
    assert "resolved_on" not in followup.resolve(ENTRY, SHOWN, today=DUE, partly=True).set


def test_lapsing_needs_a_reason() -> None:
    with pytest.raises(Refused, match="only with a reason"):
        followup.lapse(ENTRY, "  ")


@pytest.mark.parametrize(
    ("entry", "to", "slips", "days"),
    [
        (ENTRY, date(2022, 1, 10), 1, 10),
        (replace(ENTRY, slips=1, slip_days=10), date(2022, 1, 1), 2, 11),
        (ENTRY, date(2021, 12, 1), None, None),  # sooner is no slip
        (replace(ENTRY, due_on=None), date(2022, 1, 10), None, None),  # a first date is no slip
    ],
)
def test_a_later_deadline_is_a_slip(entry: Entry, to: date, slips: int | None, days: int | None) -> None:
    change = followup.move(entry, to, "woorden")

    assert (change.set.get("slips"), change.set.get("slip_days")) == (slips, days)
    assert change.set["deadline_version"] == 2
    assert change.because == Move(entry.due_on)


def test_a_move_to_the_same_day_is_refused() -> None:
    with pytest.raises(Refused, match="already"):
        followup.move(ENTRY, DUE, "eind 2021")


def test_a_date_ends_the_waiting_for_a_condition() -> None:
    waiting = replace(ENTRY, due_on=None, condition="na advies", check_on=DUE)

    change = followup.move(waiting, DUE, "eind 2021")

    assert (change.set["condition"], change.set["check_on"]) == (None, None)


@pytest.mark.parametrize(
    ("said_on", "check_on"),
    [
        (date(2021, 9, 21), date(2021, 12, 21)),
        (date(2021, 11, 30), date(2022, 2, 28)),  # February is short
        (date(2021, 10, 31), date(2022, 1, 31)),
        (date(2021, 12, 1), date(2022, 3, 1)),
    ],
)
def test_without_a_deadline_one_looks_back_after_three_months(said_on: date, check_on: date) -> None:
    assert followup.check_back(said_on) == check_on


def test_a_vague_deadline_is_checked_at_the_end_of_its_window() -> None:
    fields = followup.deadline_fields(VAGUE, said_on=date(2021, 9, 21))

    assert (fields["due_on"], fields["check_on"], fields["due_words"]) == (None, date(2021, 12, 21), "binnenkort")


def test_a_window_that_is_over_is_checked_on_the_next_day() -> None:
    over = replace(VAGUE, latest=date(2021, 9, 1))

    assert followup.deadline_fields(over, said_on=date(2021, 9, 21))["check_on"] == date(2021, 9, 22)


def test_a_found_commitment_starts_as_proposed() -> None:
    change = followup.found(COMMITMENT, report_id=3, rules_version="7")

    assert (change.set["status"], change.set["report_id"], change.set["check_on"]) == (
        Status.PROPOSED,
        3,
        date(2021, 12, 21),
    )
    assert change.because == Reading(COMMITMENT.cues, COMMITMENT.mentions, "7")


def test_the_day_to_check_back_that_the_extraction_chose_is_kept() -> None:
    change = followup.found(replace(COMMITMENT, check_on=date(2021, 10, 1)), report_id=3)

    assert change.set["check_on"] == date(2021, 10, 1)


def test_a_commitment_of_an_unknown_day_is_kept_and_waits_for_it() -> None:
    change = followup.found(replace(COMMITMENT, said_on=None, check_on=None, deadline=None), report_id=3)

    assert (change.set["said_on"], change.set["due_on"], change.set["check_on"]) == (None, None, None)


def test_a_corrected_report_changes_what_nobody_reviewed() -> None:
    proposed = replace(ENTRY, status=Status.PROPOSED)

    change = followup.reword(proposed, COMMITMENT, report_id=4)

    assert (change.set["report_id"], change.set["due_on"], change.set["deadline_version"]) == (4, None, 2)
    with pytest.raises(Refused, match="was reviewed"):
        followup.reword(ENTRY, COMMITMENT, report_id=4)


def test_the_same_deadline_in_a_corrected_report_is_no_new_version() -> None:
    proposed = replace(ENTRY, status=Status.PROPOSED, due_on=None)

    assert "deadline_version" not in followup.reword(proposed, COMMITMENT, report_id=4).set


def test_a_mention_moves_nothing() -> None:
    again = Mention(5, 0, 9, "De brief.")

    assert followup.mention(ENTRY, again).set == {"mentions": (again,)}
    assert followup.mention(ENTRY, again, deadline=VAGUE).because == SaidAgain(VAGUE)


def test_an_edit_keeps_only_what_differs_and_what_was() -> None:
    change = followup.edit(ENTRY, {"summary": "een nota sturen", "kind": Kind.REPORT})

    assert change.set == {"summary": "een nota sturen"}
    assert change.because == Correction(Fields({"summary": "een brief sturen"}))


def test_a_corrected_deadline_is_a_new_version_but_no_slip() -> None:
    change = followup.edit(ENTRY, {"due_on": date(2022, 3, 1)})

    assert change.set == {"due_on": date(2022, 3, 1), "deadline_version": 2}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quote": "iets anders"}, "quote of C-0001 cannot be edited"),  # the words are the words
        ({"status": Status.FULFILLED}, "cannot be edited"),
        ({"summary": "een brief sturen"}, "says so already"),
    ],
)
def test_an_edit_that_may_not_be_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        followup.edit(ENTRY, fields)


def test_a_reshuffle_keeps_who_said_it() -> None:
    change = followup.hand_over(ENTRY, "Gwendolyn Rutten", "minister van Samenleven")

    assert change.set == {"responsible": "Gwendolyn Rutten"}
    assert change.because == HandOver("Bart Somers", "minister van Samenleven")


def test_a_link_is_made_once_and_not_to_itself() -> None:
    change = followup.link(ENTRY, LinkKind.REPEATS, 2)

    assert change.set == {"links": (Link(LinkKind.REPEATS, 2),)}
    with pytest.raises(Refused, match="to itself"):
        followup.link(ENTRY, LinkKind.REPEATS, 1)
    with pytest.raises(Refused, match="already"):
        followup.link(replace(ENTRY, links=(Link(LinkKind.REPEATS, 2),)), LinkKind.REPEATS, 2)


def test_undoing_a_move_brings_the_date_back_under_a_new_version() -> None:
    moved = replace(ENTRY, due_on=date(2022, 6, 30), deadline_version=2)
    before = {"due_on": "2021-12-31", "deadline_version": 1}

    change = followup.undo(moved, before, ["due_on", "deadline_version", "check_on"], action=7)

    assert change.set == {"due_on": "2021-12-31", "check_on": None, "deadline_version": 3}
    assert change.because == Undoing(7)


def test_state_follows_from_the_events_in_order() -> None:
    state: followup.State = {}
    for details in ({"set": {"status": "open", "slips": 0}}, {"because": {"x": 1}}, {"set": {"slips": 1}}):
        state = followup.apply(state, details)

    assert state == {"status": "open", "slips": 1}


@pytest.mark.parametrize(("text", "number"), [("C-0001", 1), ("c-12345", 12345), (" 7 ", 7), ("0012", 12)])
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert number_of(text) == number
    assert number_of(label(number)) == number


@pytest.mark.parametrize("text", ["", "C-", "C-0", "0", "-1", "1.5", "C1", "١", "9" * 30])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(WrongCall, match="Write it like C-0001"):
        number_of(text)
