"""People decide about several letters at once: all of them or none, and what was chosen without numbers is shown."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from calling import called as tracker
from posthouse import MONDAY, PostHouse

from tracker.errors import NotFound, Refused
from tracker.model.letters import LetterState, OutcomeKind
from tracker.store import Database
from tracker.usecases.letters import outbox
from tracker.usecases.letters.deliver import deliver
from tracker.wording.refusals import advice

NOON = MONDAY + timedelta(days=7)


def doubt(house: PostHouse, number: int) -> list[int]:
    """So many digests in doubt, and one that was sent after them; gives all their numbers."""
    house.add(date(2026, 3, 16))
    for index in range(number + 1):
        house.reader(f"r{index}@example.org", alerts=())
    house.clock.set(NOON, "08:00")
    house.pocket.answer = lambda letter: (
        OutcomeKind.ACCEPTED if letter.recipient == f"r{number}@example.org" else OutcomeKind.UNKNOWN
    )
    house.tick_plan_only()
    for _ in range(number + 1):
        deliver(house.office, house.pocket, at_once=True)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    return [letter.id for letter in reversed(house.letters())]


def states(house: PostHouse) -> Counter[LetterState]:
    return Counter(letter.state for letter in house.letters())


def test_several_letters_are_decided_at_once(house: PostHouse) -> None:
    numbers = doubt(house, 4)
    sent = outbox.decide(house.office, numbers[:2], LetterState.SENT, actor="griffie")
    again = outbox.decide(house.office, [*numbers[2:3], *numbers[2:3]], LetterState.QUEUED, actor="griffie")
    dropped = outbox.drop(house.office, numbers[3:4], reason="op papier", actor="griffie")
    house.tick()

    assert [letter.id for letter in (*sent, *again, *dropped)] == numbers[:4]
    assert states(house) == {LetterState.SENT: 4, LetterState.DROPPED: 1}
    assert len(house.pocket.letters) == 6, "one was given again"


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.QUEUED, LetterState.DROPPED])
def test_when_one_cannot_be_decided_none_is(house: PostHouse, state: LetterState) -> None:
    numbers = doubt(house, 2)

    def decide_all() -> None:
        if state is LetterState.DROPPED:
            outbox.drop(house.office, [*numbers, 99], reason="op papier", actor="griffie")
        else:
            outbox.decide(house.office, [*numbers, 99], state, actor="griffie")

    with pytest.raises(Refused, match=f"Letter {numbers[2]} is sent; .* There is no letter 99") as refused:
        decide_all()
    assert "Nothing is changed" in advice(refused.value)
    assert states(house) == {LetterState.IN_DOUBT: 2, LetterState.SENT: 1}
    with pytest.raises(NotFound):
        outbox.decide(house.office, [99], LetterState.SENT, actor="griffie")


def test_letters_are_chosen_by_state_and_day(house: PostHouse) -> None:
    numbers = doubt(house, 2)

    in_doubt = outbox.chosen(house.office, [LetterState.IN_DOUBT])
    today = outbox.chosen(house.office, [LetterState.IN_DOUBT], before=NOON)
    tomorrow = outbox.chosen(house.office, [LetterState.IN_DOUBT, LetterState.SENT], before=NOON + timedelta(days=1))

    assert [letter.id for letter in in_doubt] == numbers[:2]
    assert today == ()
    assert [letter.id for letter in tomorrow] == numbers


@pytest.fixture
def place(sqlite_database: Database, tmp_path: Path) -> Path:
    """A folder with three digests in doubt, one that was sent, and settings that send to a folder."""
    doubt(PostHouse(sqlite_database, tmp_path), 3)
    path = sqlite_database.path
    assert path is not None
    mail = 'transport = "folder"\nsender = "tracker@example.org"\ndomain = "example.org"'
    (tmp_path / "tracker.toml").write_text(f'database = "{path}"\nledger = "{tmp_path / "ledger"}"\n[mail]\n{mail}\n')
    return tmp_path


def decided(place: Path, *arguments: str, fails: int = 0) -> str:
    return tracker(place, "outbox", *arguments, at="2026-03-09T12:00", fails=fails)


def test_what_was_done_is_said_of_each_letter(place: Path) -> None:
    said = decided(place, "resolve", "1", "2", "--sent")

    assert said.splitlines() == ["Letter 1 to r0@example.org is sent.", "Letter 2 to r1@example.org is sent."]


@pytest.mark.parametrize(
    ("arguments", "done", "doubt"),
    [
        (("resolve", "--all-in-doubt", "--resend"), "is sent again with the next tick", True),
        (("resolve", "--all-in-doubt", "--sent"), "is sent", False),
        (("retry", "--state", "in_doubt", "--before", "2026-03-10"), "is tried again with the next tick", True),
        (("drop", "--all-in-doubt", "--reason", "op papier"), "is dropped", False),
    ],
    ids=["resend", "sent", "retry", "drop"],
)
def test_letters_that_were_not_named_are_shown_before_anything_is_done(
    place: Path, arguments: tuple[str, ...], done: str, *, doubt: bool
) -> None:
    shown = decided(place, *arguments, fails=2)
    listed = decided(place, "list", "--state", "in_doubt")
    said = decided(place, *arguments, "--yes")

    assert all(f"r{index}@example.org" in shown for index in range(3))
    assert "These are 3 letters; nothing is changed." in shown
    assert ("3 of them may have arrived already" in shown) == doubt
    assert listed.count("in doubt") == 3
    assert said.splitlines() == [f"Letter {index + 1} to r{index}@example.org {done}." for index in range(3)]


def test_where_there_is_no_such_letter_nothing_is_done(place: Path) -> None:
    assert "There is no such letter." in decided(place, "retry", "--state", "failed", "--before", "2026-03-09")


def test_a_mail_server_that_is_left_alone_is_tried_at_once_without_naming_a_letter(place: Path) -> None:
    config = place / "tracker.toml"
    well = config.read_text()
    decided(place, "resolve", "1", "--resend")
    config.write_text(well.replace('"folder"', '"sendmail"\nsendmail = "/bin/nothing"'))
    tracker(place, "tick", at="2026-03-09T12:00", fails=1)
    config.write_text(well)
    before = tracker(place, "tick", at="2026-03-09T12:00")
    said = decided(place, "retry")
    after = tracker(place, "tick", at="2026-03-09T12:00")

    assert "is left alone until" in before
    assert "The mail server is tried again" in said
    assert "1 sent" in after


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("resolve", "--sent"), "Say which letters"),
        (("drop", "--reason", "x"), "Say which letters"),
        (("retry", "--before", "2026-03-10"), "Say which letters"),
        (("resolve", "1", "--all-in-doubt", "--sent"), "do not go together"),
        (("retry", "1", "--before", "2026-03-10"), "do not go together"),
        (("retry", "--state", "sent"), "cannot be 'sent'"),
        (("retry", "--state", "failed", "--before", "soon"), "names no day"),
    ],
)
def test_an_unclear_choice_is_refused(place: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in " ".join(decided(place, *arguments, fails=2).split())
