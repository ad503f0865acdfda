"""Letters that come back: dead addresses are written to no more, and people are told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from posthouse import MONDAY, PostHouse

from tracker.model.letters import LetterKind, LetterState, SubscriberState
from tracker.store import Database
from tracker.usecases.letters.returns import take_back
from tracker.usecases.letters.subscribe import readers, resume


@pytest.fixture
def house(database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(database, tmp_path)
    house.add(date(2026, 3, 9))
    house.reader()
    house.tick()
    return house


def bounce(house: PostHouse, folder: Path, *, status: str = "5.1.1", token: str | None = "") -> Path:
    """A report about the last letter, as a mail server writes it."""
    letter = house.sent()[-1]
    reader = readers(house.desk)[0]
    to = "tracker@example.org" if token is None else f"bounce+{token or reader.token}@example.org"
    path = folder / "bounce.eml"
    path.write_text(
        f"From: MAILER-DAEMON@example.net\nTo: {to}\nContent-Type: multipart/report;"
        ' report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n'
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {letter.recipient}\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 gone\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {letter.message_id}\n\n--b--\n"
    )
    return path


def test_a_dead_address_is_suspended_with_its_reason(house: PostHouse, tmp_path: Path) -> None:
    found = take_back(house.desk, [bounce(house, tmp_path)])
    again = take_back(house.desk, [tmp_path / "bounce.eml"])
    house.clock.set(MONDAY + timedelta(days=7), "09:00")
    house.tick()
    reader = readers(house.desk)[0]

    assert (found.suspended, found.bounced_letters) == (("jan@example.org",), 1)
    assert (again.suspended, again.bounced_letters) == ((), 0)
    assert (reader.state, reader.state_reason) == (SubscriberState.SUSPENDED, "5.1.1 smtp; 550 gone")
    assert [letter.state for letter in house.letters()] == [LetterState.FAILED]


def test_a_suspended_reader_who_is_back_gets_digests_again(house: PostHouse, tmp_path: Path) -> None:
    take_back(house.desk, [bounce(house, tmp_path)])
    resume(house.desk, "jan@example.org")
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    house.tick()

    assert len(house.sent(LetterKind.DIGEST)) == 1


@pytest.mark.parametrize("status", ["5.7.1", "5.2.2"])
def test_what_is_not_the_addresss_fault_suspends_nobody(house: PostHouse, tmp_path: Path, status: str) -> None:
    found = take_back(house.desk, [bounce(house, tmp_path, status=status)])

    assert found.suspended == ()
    assert found.bounced_letters == 1
    assert readers(house.desk)[0].state is SubscriberState.ACTIVE


def test_a_passing_failure_changes_nothing(house: PostHouse, tmp_path: Path) -> None:
    found = take_back(house.desk, [bounce(house, tmp_path, status="4.2.2")])

    assert (found.passing, found.bounced_letters) == (1, 0)


def test_without_a_return_address_the_letter_names_the_reader(house: PostHouse, tmp_path: Path) -> None:
    assert take_back(house.desk, [bounce(house, tmp_path, token=None)]).suspended == ("jan@example.org",)


def test_a_token_that_is_nobodys_suspends_nobody(house: PostHouse, tmp_path: Path) -> None:
    found = take_back(house.desk, [bounce(house, tmp_path, token="f" * 32)])

    assert found.suspended == ()


def test_a_request_to_stop_is_honoured(house: PostHouse, tmp_path: Path) -> None:
    reader = readers(house.desk)[0]
    path = tmp_path / "stop.eml"
    path.write_text(f"From: jan@example.org\nSubject: unsubscribe {reader.token}\n\n")
    found = take_back(house.desk, [path, path])
    stranger = tmp_path / "stranger.eml"
    stranger.write_text("From: x@example.org\nSubject: hello\n\n")

    assert found.stopped == ("jan@example.org",)
    assert readers(house.desk)[0].state is SubscriberState.PAUSED
    assert take_back(house.desk, [stranger]).unknown == 1
