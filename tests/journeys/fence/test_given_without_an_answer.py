"""What becomes, after an old copy, of a letter that may have arrived?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fenced_house import NEXT, ONCE, READERS, copies, goes_on, monday_comes, ticks_in_vain
from old_copy import OldCopy
from posthouse import NO_DIGEST, Pocket, PostHouse

from tracker.errors import MailError, Refused
from tracker.model.letters import Claimed, LetterState, Outcome, OutcomeKind
from tracker.wording.refusals import advice


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.IN_DOUBT])
def test_a_digest_that_was_given_without_an_answer_is_held_after_an_old_copy(
    house: PostHouse, tmp_path: Path, state: LetterState
) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    if state is LetterState.QUEUED:
        house.tick_plan_only()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    (given,) = [letter.recipient for letter in house.pocket.letters[len(READERS) :]]
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    ticks_in_vain(house, "1 letter that left is unknown to it")
    assert house.reconcile().given == 1
    goes_on(house)
    (held,) = house.letters(LetterState.IN_DOUBT)
    assert (held.recipient, copies(house)) == (given, ONCE)


@pytest.mark.parametrize("then", [LetterState.SENT, LetterState.DROPPED])
def test_a_digest_in_doubt_that_the_old_copy_never_wrote_cannot_go_again_and_that_is_told(
    house: PostHouse, tmp_path: Path, then: LetterState
) -> None:
    old = OldCopy(house.database, tmp_path)
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    old.put_back()
    with pytest.raises(MailError):
        house.tick()
    house.reconcile()
    (held,) = house.letters(LetterState.IN_DOUBT)

    with pytest.raises(Refused, match="no longer kept, or never were") as refusal:
        house.decide(held.id, LetterState.QUEUED)
    assert "tracker outbox resolve NUMBER --sent" in advice(refusal.value)
    assert "tracker outbox drop NUMBER --reason" in advice(refusal.value)
    house.decide(held.id, then)
    assert house.letters(LetterState.IN_DOUBT) == ()


def test_a_digest_in_doubt_that_was_resolved_since_stays_undoubled(house: PostHouse, tmp_path: Path) -> None:
    house.pocket.answer = lambda letter: (
        OutcomeKind.UNKNOWN if letter.recipient == "an@example.org" else OutcomeKind.ACCEPTED
    )
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.tick()
    (doubted,) = house.letters(LetterState.IN_DOUBT)
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    house.decide(doubted.id, LetterState.QUEUED)
    house.clock.forward(minutes=5)
    house.tick()
    old.put_back()

    ticks_in_vain(house, "went back in time")
    goes_on(house)
    assert house.letters(LetterState.IN_DOUBT) == ()
    assert copies(house) == ONCE | {"an@example.org": 2}, "the second was asked for"


def test_an_alert_that_was_given_without_an_answer_goes_again_after_an_old_copy(
    house: PostHouse, tmp_path: Path
) -> None:
    house.add(NEXT + timedelta(days=21))
    house.reader("els@example.org", timetable=NO_DIGEST)
    house.tick_plan_only()
    old = OldCopy(house.database, tmp_path)
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    house.tick()
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED

    ticks_in_vain(house, "1 letter that left is unknown to it")
    house.reconcile()
    house.clock.forward(minutes=20)
    house.tick()
    to_els = [letter for letter in house.pocket.letters if letter.recipient == "els@example.org"]
    assert len({letter.content for letter in to_els}) == 1
    assert len(to_els) == 2
    assert house.letters(LetterState.SENT)[0].doubts == 1


def test_a_letter_that_was_refused_before_the_old_copy_is_not_doubted(house: PostHouse, tmp_path: Path) -> None:
    old = OldCopy(house.database, tmp_path)
    monday_comes(house)
    old.put_back()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    with pytest.raises(MailError):
        house.tick()

    assert house.reconcile().given == 0


class Killed(BaseException):
    """What kill -9 is to a test."""


def test_what_was_held_when_the_copy_was_made_and_given_since_is_not_given_again(
    house: PostHouse, tmp_path: Path
) -> None:
    house.clock.set(NEXT + timedelta(days=7), "08:00")
    house.tick_plan_only()
    copy: list[OldCopy] = []

    def send(letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        copy.append(OldCopy(house.database, tmp_path))  # claimed, and not marked yet
        Pocket.send(house.pocket, letter, before_dot=before_dot)
        raise Killed

    house.pocket.send = send  # type: ignore[method-assign]
    with pytest.raises(Killed):
        house.tick()
    del house.pocket.send
    copy[0].put_back()
    ticks_in_vain(house, "1 letter that left is unknown to it")

    assert house.reconcile().given == 1
    goes_on(house)
    assert copies(house) == ONCE
