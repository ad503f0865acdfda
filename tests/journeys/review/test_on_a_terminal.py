"""On a terminal single keys decide, a line is edited where it stands, and breaking off loses no decision."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

from review_screen import terminal
from to_review import ACT, entries, statuses

from tracker.model import Status
from tracker.store import connect
from tracker.usecases import register as stories


def test_a_wide_terminal_lists_the_subject_behind_the_summary(office: Path) -> None:
    stories.edit(connect(office), 2, {"subject": "samenleven in de stad"}, act=ACT)

    with terminal(office, "list") as screen:  # of 200 characters
        for words in ("commitment", "subject", "samenleven in de stad"):
            screen.wait_for(words)


def test_single_keys_work_on_a_terminal(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("\x1b[A")  # an arrow key means nothing
        screen.press("a")
        screen.wait_for("C-0001 accepted.")
        screen.wait_for_a_key()
        screen.press("r")
        screen.wait_for("your words")
        screen.press("4\r")
        screen.wait_for("C-0002 rejected.")
        screen.wait_for_a_key()
        screen.press("n")
        screen.wait_for("That was the last one")
        screen.wait_for_a_key()
        screen.press("q")

    assert screen.code == 0
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.PROPOSED]


def test_a_line_is_edited_where_it_stands(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("e")
        screen.wait_for("commitment: het plan voorleggen")
        screen.press(" aan de commissie\r")
        screen.wait_for("eind 2021")
        screen.press("\r")
        screen.wait_for("C-0001 corrected.")
        screen.wait_for_a_key()
        screen.press("q")

    (one,) = entries(office, 1)
    assert (one.summary, one.due_on) == ("het plan voorleggen aan de commissie", date(2021, 12, 31))


def test_a_question_is_left_with_control_c(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("r")
        screen.wait_for("your words")
        screen.wait_until_it_listens()
        screen.press("\x03")
        screen.wait_for("Nothing was changed.")
        screen.wait_for_a_key()
        screen.press("\x03")  # at the keys it leaves

    assert screen.code == 0
    assert statuses(office) == [Status.PROPOSED] * 3


def test_keys_pressed_before_a_proposal_is_shown_decide_nothing(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for_a_key()
        screen.press("aaa")
        screen.wait_for("C-0001 accepted.")
        screen.wait_for_a_key()
        screen.press("q")

    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def test_a_kill_between_two_keys_loses_no_decision(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("a")
        screen.wait_for("C-0001 accepted.")
        os.kill(screen.process, signal.SIGKILL)

    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]
