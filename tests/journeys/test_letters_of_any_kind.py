"""A kind of letter that this house does not know goes the whole way by its row in the table and its planner alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from old_copy import OldCopy
from posthouse import MONDAY, PostHouse
from sqlalchemy import select
from typer.testing import CliRunner
from word_of_the_day import NAME, WORD, post_words

from tracker.cli import application
from tracker.errors import MailError
from tracker.model.letter_kinds import KINDS, Doubt, by_priority
from tracker.model.letters import LetterState, OutcomeKind
from tracker.outbox import MAX_DOUBTS
from tracker.store.tables.letters import letters
from tracker.usecases.letters.planning import PLANNERS
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.round import Round


@pytest.fixture
def word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind in the table, as a house would add it."""
    monkeypatch.setitem(KINDS, NAME, WORD)
    monkeypatch.setitem(PLANNERS, NAME, post_words)


@pytest.fixture
def house(house: PostHouse, word: None) -> PostHouse:
    """One reader of everything, a deadline of which they hear, on the morning of their digest."""
    house.reader("jan@example.org")
    house.add(MONDAY + timedelta(days=8))
    house.clock.set(MONDAY + timedelta(days=7), "09:00")
    return house


def kinds(house: PostHouse) -> list[str]:
    return [letter.kind for letter in house.pocket.letters]


def of_the_day(house: PostHouse) -> list[LetterState]:
    return [letter.state for letter in house.letters() if letter.kind == NAME]


def doubtful(kind: str) -> OutcomeKind:
    return OutcomeKind.UNKNOWN if kind == NAME else OutcomeKind.ACCEPTED


def test_it_is_planned_once(house: PostHouse) -> None:
    first = house.tick_plan_only()
    again = house.tick_plan_only()

    assert (first.letters[NAME], again.letters[NAME]) == (1, 0)
    assert first.problems == ()


def test_once_it_left_there_is_no_other_one_that_day(house: PostHouse) -> None:
    house.tick()
    house.tick()

    assert kinds(house).count(NAME) == 1


def test_one_that_was_refused_for_good_is_not_written_again(house: PostHouse) -> None:
    house.pocket.words = "5.6.1 no such letters here"
    house.pocket.answer = lambda letter: OutcomeKind.REFUSED if letter.kind == NAME else OutcomeKind.ACCEPTED

    house.tick()
    again = [house.tick().letters[NAME] for _ in range(2)]

    assert again == [0, 0]
    assert of_the_day(house) == [LetterState.FAILED]


def test_one_that_a_person_dropped_is_not_written_again_and_does_not_leave(house: PostHouse) -> None:
    house.tick_plan_only()
    (waiting,) = (letter.id for letter in house.letters() if letter.kind == NAME)
    house.decide(waiting, LetterState.DROPPED)

    house.tick()

    assert of_the_day(house) == [LetterState.DROPPED]
    assert NAME not in kinds(house)


def test_one_that_failed_keeps_that_of_the_next_day_from_nobody(house: PostHouse) -> None:
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    house.tick()
    house.clock.forward(days=1)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    house.tick()

    assert of_the_day(house) == [LetterState.SENT, LetterState.FAILED]


def test_the_command_counts_it_among_what_was_written(
    house: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")

    register = str(house.database.path or house.database.url.render_as_string(hide_password=False))

    told = CliRunner().invoke(application, ["--db", register, "tick", "--now", "2026-03-09T09:00"])

    assert "1 digest, 1 word of the day and 1 alert letter would be written" in " ".join(told.output.split())


def test_programs_read_its_number_beside_those_of_the_others(house: PostHouse) -> None:
    ticked = house.tick()

    assert (ticked.digests, ticked.alert_letters) == (1, 1)
    assert ticked.other_letters == {"word_letters": 1, "rappel_letters": 0, "unanswered_letters": 0}


def test_it_leaves_by_its_priority_and_not_by_its_name(house: PostHouse) -> None:
    house.tick()

    assert kinds(house) == ["alert", NAME, "digest"]
    assert [kind.name for kind in by_priority()] == ["rappel", "alert", "unanswered", NAME, "digest"]


def test_it_goes_only_to_who_may_get_it(house: PostHouse) -> None:
    """Its row is asked, whoever plans it: the planner of this test makes one for everybody."""
    house.reader("john@example.org", language="en")

    ticked = house.tick()

    assert [letter.recipient for letter in house.pocket.letters if letter.kind == NAME] == ["jan@example.org"]
    assert ticked.letters[NAME] == 1


def test_it_arrives_whole_under_the_name_of_its_kind(house: PostHouse) -> None:
    house.tick()

    (letter,) = (one for one in house.pocket.letters if one.kind == NAME)
    message = message_from_bytes(letter.content)
    assert f"<{NAME}.tracker.example.org>" in message["List-Id"]
    assert message["To"] == "jan@example.org"
    assert letter.alerts == ()


@pytest.mark.parametrize(
    ("doubt", "states"),
    [
        (Doubt.HOLD, [LetterState.IN_DOUBT]),
        (Doubt.SEND_AGAIN, [LetterState.QUEUED]),
    ],
)
def test_in_doubt_it_is_held_or_sent_again_as_its_row_says(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch, doubt: Doubt, states: list[LetterState]
) -> None:
    monkeypatch.setitem(KINDS, NAME, replace(WORD, in_doubt=doubt))
    house.pocket.answer = lambda letter: doubtful(letter.kind)

    house.tick()

    assert of_the_day(house) == states


def test_sent_again_it_is_held_after_a_few_times(house: PostHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, NAME, replace(WORD, in_doubt=Doubt.SEND_AGAIN))
    house.pocket.answer = lambda letter: doubtful(letter.kind)

    for _ in range(MAX_DOUBTS):
        house.tick()
        house.clock.forward(hours=1)

    assert of_the_day(house) == [LetterState.IN_DOUBT]
    assert len({one.content for one in house.pocket.letters if one.kind == NAME}) == 1


def test_an_old_copy_takes_over_from_the_ledger_that_it_left(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    house.tick()
    (key,) = (one.key for one in house.pocket.letters if one.kind == NAME)
    old.put_back()

    with pytest.raises(MailError, match="went back in time"):
        house.tick()
    house.reconcile()
    house.tick()

    assert kinds(house).count(NAME) == 1
    with house.database.read() as tx:
        row = tx.execute(select(letters).where(letters.c.key == key)).one()
    assert (row.kind, row.state, row.slot) == (NAME, LetterState.SENT, MONDAY + timedelta(days=7))


def test_an_old_copy_takes_over_a_letter_whose_kind_it_does_not_know_and_makes_no_alert_of_it(
    house: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = OldCopy(house.database, tmp_path)
    house.tick()
    old.put_back()
    monkeypatch.delitem(KINDS, NAME)

    house.reconcile()

    with house.database.read() as tx:
        rows = tx.execute(select(letters.c.kind, letters.c.state).order_by(letters.c.kind)).all()
    assert [tuple(row) for row in rows] == [("alert", "sent"), ("digest", "sent"), (WORD.key, "sent")]


def test_an_old_copy_holds_what_the_ledger_knows_to_be_given_without_an_answer(
    house: PostHouse, tmp_path: Path
) -> None:
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda letter: doubtful(letter.kind)
    house.tick()
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    with pytest.raises(MailError, match="went back in time"):
        house.tick()
    house.reconcile()
    house.tick()

    assert of_the_day(house) == [LetterState.IN_DOUBT]
    assert kinds(house).count(NAME) == 1


def test_what_fails_while_it_is_planned_is_told_under_the_name_of_its_step(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_office: PostOffice, _round: Round) -> int:
        raise ValueError("no word today")

    monkeypatch.setitem(PLANNERS, NAME, broken)

    ticked = house.tick()

    assert ticked.problems == ("words of the day: ValueError: no word today",)
    assert kinds(house) == ["alert", "digest"]


def test_a_letter_of_a_kind_that_is_gone_again_leaves_last_and_becomes_no_alert(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.tick_plan_only()
    monkeypatch.delitem(KINDS, NAME)
    house.pocket.answer = lambda letter: doubtful(letter.kind)

    house.tick()

    assert kinds(house) == ["alert", "digest", NAME]
    assert of_the_day(house) == [LetterState.IN_DOUBT]
