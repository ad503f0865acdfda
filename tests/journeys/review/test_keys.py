"""A clerk reviews proposals: every key does what it says, and what somebody else decided is passed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from review_screen import terminal
from to_review import ACT, SAID, STUDY, Done, entries, history, statuses

from tracker.errors import Refused
from tracker.model import Selection, Status
from tracker.store import connect
from tracker.usecases import register as stories
from tracker.usecases.register import Reading
from tracker.usecases.review import pile


def test_keys_from_a_pipe_decide_one_by_one(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="a\nr\n2\nq\n")

    assert done.returncode == 0, done.stderr
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.PROPOSED]
    last = history(office, 2)[-1]
    assert (last.actor, last.reason) == ("clerk", "an act of somebody else")
    assert "1 left" in done.stdout


def test_the_view_shows_what_a_decision_needs(office: Path, tracker: Callable[..., Done]) -> None:
    shown = tracker("review", "C-0002", keys="q\n").stdout

    for part in (
        f"«{STUDY}»",  # the quote stands out among its neighbours
        "Dat is alles.",
        "minister van Samenleven",
        "asked by Jan Peeters (N-VA)",
        "“juni 2022” → due 2022-06-30",
        "2022-06-01 to 2022-06-30, month, rule nl.month",
        "juni 2022 → 1 to 30 June 2022",
        "rests on: the whole month",
        "+1.25  nl.cue.future  “zal”",
        "-0.50  nl.cue.past",
        "C-0003",  # resembles it, and stands beside it
        "C-0001 proposed, due 2021-12-31: het plan voorleggen",
    ):
        assert part in shown


def test_the_subject_is_named_shown_and_taken_away(office: Path, tracker: Callable[..., Done]) -> None:
    shown = tracker("review", "C-0002", keys="o\nsamenleven in de stad\nq\n").stdout
    assert "Subject " in shown
    assert "samenleven in de stad" in shown.split("C-0002 corrected.")[1]
    assert entries(office, 2)[0].subject == "samenleven in de stad"

    tracker("review", "C-0002", keys="o\n-\nq\n")
    (entry,) = entries(office, 2)
    assert (entry.subject, entry.status) == (None, Status.PROPOSED)


def test_who_said_it_and_who_asked_are_corrected_and_the_minister_is_responsible(
    office: Path, tracker: Callable[..., Done]
) -> None:
    done = tracker("review", "C-0002", keys="w\nHilde Crevits\nminister van Onderwijs\nAn Moerenhout\n-\nq\n")

    (one,) = entries(office, 2)
    assert "C-0002 corrected." in done.stdout
    assert (one.minister, one.minister_function) == ("Hilde Crevits", "minister van Onderwijs")
    assert (one.responsible, one.asked_by, one.asker_party) == ("Hilde Crevits", "An Moerenhout", None)


def test_the_end_of_the_input_leaves_the_rest_for_another_time(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="a\n")

    assert done.returncode == 0
    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def test_an_edit_keeps_what_was_said_before_in_the_history(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="e\nhet plan indienen\nMarch 2022\na\nq\n")

    (one,) = entries(office, 1)
    assert (one.summary, one.due_on, one.slips, one.status) == ("het plan indienen", date(2022, 3, 31), 0, Status.OPEN)
    assert [event.kind for event in history(office, 1)] == ["found", "edited", "accepted"]


def test_a_dash_takes_a_misread_deadline_away(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="e\n\n-\nq\n")

    (one,) = entries(office, 1)
    assert (one.due_on, one.stated, one.check_on) == (None, None, date(2021, 12, 21))


def test_words_that_name_no_day_change_nothing_and_are_told(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="e\n\nooit\nq\n")

    assert "'ooit'" in done.stdout
    assert len(history(office, 1)) == 1


def test_a_rejection_wants_a_reason(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="r\n\nr\nalleen een wens\ne\n \n\nq\n")

    assert "only with a reason" in done.stdout
    assert history(office, 1)[-1].reason == "alleen een wens"


def test_an_unknown_key_does_nothing_and_help_tells_the_keys(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="x\n?\nq\n")

    assert "“x” is no key here" in done.stdout
    assert "split: two acts" in done.stdout
    assert statuses(office) == [Status.PROPOSED] * 3


def test_what_somebody_else_decided_meanwhile_is_passed_over_or_refused(
    office: Path, tracker: Callable[..., Done]
) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        assert tracker("accept", "C-0001").returncode == 0
        screen.wait_for_a_key()
        screen.press("a")
        screen.wait_for("changed by somebody else")
        screen.wait_for("C-0002")
        screen.wait_for_a_key()
        screen.press("q")

    assert [event.kind for event in history(office, 1)] == ["found", "accepted"]


def test_a_decided_proposal_is_passed_over(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("accept", "C-0001")

    assert "C-0002  confidence 0.80  2 to go" in tracker("review", keys="q\n").stdout


@pytest.mark.parametrize(
    ("number", "said"), [("C-0001", "C-0001 is open: there is nothing"), ("C-0077", "no commitment")]
)
def test_a_number_that_is_no_proposal_says_so(tracker: Callable[..., Done], number: str, said: str) -> None:
    tracker("accept", "C-0001")

    done = tracker("review", "C-0002", number)

    assert done.returncode == 1
    assert said in done.stderr


def test_an_undo_that_cannot_be_done_is_told(office: Path, tracker: Callable[..., Done]) -> None:
    database = connect(office)
    heap = pile(database, Selection(numbers=(1,)), act=lambda _: ACT, today=SAID, reading=Reading("nl", "be-vlg"))
    one = heap.top()
    assert one is not None
    heap.accept(one)
    stories.note(database, [1], "by somebody else", act=ACT)

    with pytest.raises(Refused, match="changed since"):
        heap.undo()

    assert heap.can_undo
    database.close()


def test_the_last_decision_can_be_undone_too(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", "C-0001", keys="a\nu\nq\n")

    assert statuses(office)[0] is Status.PROPOSED
