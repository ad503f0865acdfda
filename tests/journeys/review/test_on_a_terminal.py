"""On a terminal single keys decide, a line is edited where it stands, and breaking off loses no decision."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path

import pytest
from review_screen import Screen, terminal
from to_review import ACT, LATER, PLAN, entries, found, statuses

from tracker.model import Status
from tracker.store import connect, register
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


def test_a_question_is_left_with_escape_and_the_review_goes_on(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        for key, question in (("r", "your words"), ("e", "commitment: "), ("w", "said by ("), ("m", "Same as")):
            screen.wait_for_a_key()
            screen.press(key)
            screen.wait_for(question)
            screen.wait_until_it_listens()
            screen.press("\x1b")
            screen.wait_for("Nothing was changed.")
        screen.wait_for_a_key()
        screen.press("a")
        screen.wait_for("C-0001 accepted.")
        screen.wait_for_a_key()
        screen.press("q")

    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def seen(screen: Screen, words: str) -> str:
    """All that stands on a screen of 80 by 24 once these words do; nothing was pushed out of it."""
    screen.wait_until(words)
    rows = screen.rows()
    assert sum(max(1, ceil(len(row) / 80)) for row in rows) <= 24, rows
    return "\n".join(rows)


@pytest.fixture
def crowded(office: Path) -> Path:
    """C-0004 has a quote, a summary and a subject of several rows each, and much beside it."""
    words = " ".join(f"het deel {number} van de nota over de werking van de diensten" for number in range(6))
    one = replace(found(LATER, f"{words[:150]} bezorgen", due=date(2022, 6, 30), words="juni 2022"), quote=words)
    database = connect(office)
    with database.write() as tx:
        register.propose(tx, 1, [one, found(PLAN, "het plan sturen", due=None)], act=ACT)
    stories.edit(database, 4, {"subject": f"vraag over {words[:150]}"}, act=ACT)
    database.close()
    return office


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("", "? help"),
        ("r", "your words"),
        ("e", "commitment: "),
        ("w", "said by ("),
        ("s", "First act, "),
        ("m", "Same as"),
    ],
)
def test_quote_speaker_summary_and_deadline_stay_on_a_small_screen(crowded: Path, key: str, asked: str) -> None:
    with terminal(crowded, "review", "C-0004", columns=80, rows=24) as screen:
        shown = seen(screen, "? help")
        if key:
            screen.wait_for_a_key()
            screen.press(key)
            shown = seen(screen, asked)
        os.kill(screen.process, signal.SIGKILL)

    told = " ".join(shown.split())
    for part in ("C-0004", "het deel 0 van de nota", "het deel 5 van de nota", "Bart Somers", "due 2022-06-30"):
        assert part in told
    assert "Commitment het deel 0" in told


def test_reasons_and_keys_have_a_screen_of_their_own(office: Path) -> None:
    with terminal(office, "review", columns=80, rows=24) as screen:
        assert "nl.cue.future" not in seen(screen, "? help")
        for key, told in (("y", "+1.25  nl.cue.future"), ("?", "split: two acts")):
            screen.wait_for_a_key()
            screen.press(key)
            assert told in seen(screen, "any key goes back")
            screen.wait_for_a_key()
            screen.press(" ")
            screen.wait_until("? help")
        screen.wait_for_a_key()
        screen.press("q")

    assert statuses(office) == [Status.PROPOSED] * 3


def test_what_went_wrong_stays_above_the_proposal(office: Path) -> None:
    with terminal(office, "review", columns=80, rows=24) as screen:
        screen.wait_until("? help")
        screen.wait_for_a_key()
        screen.press("e")
        screen.wait_for("commitment: ")
        screen.press("\r\x15ooit\r")
        screen.wait_for("\x1b[2J")
        shown = seen(screen, "? help")
        screen.wait_for_a_key()
        screen.press("q")

    assert "'ooit'" in shown


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
