"""What does the doctor say of the post?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from posthouse import MONDAY, PostHouse
from watched_post import due_now, told

from tracker.model.letters import LetterState, OutcomeKind
from tracker.usecases.letters.outbox import decide
from tracker.usecases.letters.tick import tick


def on_the_way_out(house: PostHouse, **mail: str | None) -> None:
    """Other settings of mail."""
    settings = replace(house.settings, mail=replace(house.settings.mail, **mail))  # type: ignore[arg-type]
    house.office = replace(house.office, settings=settings)


def test_a_post_without_readers_is_well(house: PostHouse) -> None:
    assert {state for state, _ in told(house).values()} == {"well"}


def test_readers_without_a_way_out_are_told(house: PostHouse) -> None:
    house.reader()
    on_the_way_out(house, transport=None)

    assert told(house)["way out"] == ("wrong", "no way to send letters is set; they wait")


@pytest.mark.parametrize(
    ("mail", "state"),
    [
        ({"transport": "smtp", "host": "mx.example.org", "username": "x", "security": "none"}, "advice"),
        ({"host": "mx.example.org", "sender": "tracker@localhost"}, "advice"),
        ({"host": "mx.example.org"}, "well"),
        ({"host": "localhost"}, "well"),  # a server on the same machine is the commonest
    ],
)
def test_the_way_out_is_looked_at(house: PostHouse, mail: dict[str, str], state: str) -> None:
    on_the_way_out(house, **{"transport": None, **mail})

    assert told(house)["way out"][0] == state


def test_letters_in_doubt_and_late_ones_are_told(house: PostHouse) -> None:
    due_now(house, "a@example.org", "b@example.org")
    house.pocket.answer = lambda letter: (
        OutcomeKind.UNKNOWN if letter.recipient == "a@example.org" else OutcomeKind.DEFERRED
    )
    house.tick()
    house.clock.forward(hours=2)
    found = told(house)

    assert found["letters"] == ("wrong", "1 in doubt, 0 failed")
    assert found["outbox"] == ("wrong", "1 letter should have left")


def test_a_refusing_server_a_silent_scheduler_and_a_dead_address_are_told(house: PostHouse) -> None:
    due_now(house, "a@example.org")
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.1.1 no such user"
    tick(house.office, house.pocket, lasting=True)
    house.add(date(2026, 5, 1))
    house.reader("b@example.org")
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    house.clock.set(MONDAY + timedelta(days=14), "08:00")
    silent = told(house)["schedulers"]
    house.tick()
    found = told(house)

    assert silent == ("wrong", "1 scheduler stopped without a word: test:1; nobody is left")
    assert found["mail server"] == ("wrong", "takes no letters: outbox: pocket: 5.1.1 no such user")
    assert found["readers"] == ("advice", "a@example.org is suspended: pocket: 5.1.1 no such user")
    assert found["schedulers"] == ("well", "")


def test_a_server_that_is_left_alone_is_told_and_tried_at_once_when_somebody_asks(house: PostHouse) -> None:
    due_now(house)
    house.pocket.answer = lambda _letter: OutcomeKind.SERVER
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    left_alone = house.tick().delivered
    decide(house.office, [1], LetterState.QUEUED, actor="griffie")

    assert left_alone.left_alone_until == house.clock() + timedelta(minutes=1)
    assert house.tick().delivered.sent == 1
