"""Letters that come back: dead addresses are written to no more, and people are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from posthouse import MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import update

from tracker.model.letters import LetterKind, LetterState, SubscriberState
from tracker.store import Database
from tracker.store.tables.letters import identity, letters
from tracker.usecases.letters.returns import Returned, take_back
from tracker.usecases.letters.subscribe import change, readers, resume


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
    reader = readers(house.office)[0]
    to = "tracker@example.org" if token is None else f"bounce+{token or reader.token}@example.org"
    return report(folder, to=to, recipient=letter.recipient, identity=letter.message_id, status=status)


def report(folder: Path, *, to: str, recipient: str, identity: str | None, status: str = "5.1.1") -> Path:
    """What anybody can write who knows these words."""
    head = f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {identity}\n\n" if identity else ""
    path = folder / "bounce.eml"
    path.write_text(
        f"From: MAILER-DAEMON@example.net\nTo: {to}\nContent-Type: multipart/report;"
        ' report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n'
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {recipient}\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 gone\n\n{head}--b--\n"
    )
    return path


def test_a_dead_address_is_suspended_with_its_reason(house: PostHouse, tmp_path: Path) -> None:
    found = take_back(house.office, [bounce(house, tmp_path)])
    again = take_back(house.office, [tmp_path / "bounce.eml"])
    house.clock.set(MONDAY + timedelta(days=7), "09:00")
    house.tick()
    reader = readers(house.office)[0]

    assert (found.suspended, found.bounced_letters) == (("jan@example.org",), 1)
    assert (again.suspended, again.bounced_letters) == ((), 0)
    assert (reader.state, reader.state_reason) == (SubscriberState.SUSPENDED, "5.1.1 smtp; 550 gone")
    assert [letter.state for letter in house.letters()] == [LetterState.FAILED]


def test_a_suspended_reader_who_is_back_gets_digests_again(house: PostHouse, tmp_path: Path) -> None:
    take_back(house.office, [bounce(house, tmp_path)])
    resume(house.office, "jan@example.org")
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    house.tick()

    assert len(house.sent(LetterKind.DIGEST)) == 1


@pytest.mark.parametrize("status", ["5.7.1", "5.2.2", "5.1.90", "5.1.8", "5.2.0", "5.0.0", "5.4.5"])
def test_what_is_not_the_addresss_fault_suspends_nobody(house: PostHouse, tmp_path: Path, status: str) -> None:
    found = take_back(house.office, [bounce(house, tmp_path, status=status)])

    assert found.suspended == ()
    assert found.bounced_letters == 1
    assert readers(house.office)[0].state is SubscriberState.ACTIVE


def test_an_alert_that_came_back_through_our_fault_is_told_in_another_letter_hours_later(
    local: PostHouse, tmp_path: Path
) -> None:
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    local.tick()
    alert = local.sent(LetterKind.ALERT)[0]
    path = report(tmp_path, to="x@example.org", recipient="jan@example.org", identity=alert.message_id, status="5.1.90")
    take_back(local.office, [path])
    local.tick()
    at_once = len(local.sent(LetterKind.ALERT))
    local.clock.forward(hours=5)
    local.tick()

    assert (at_once, len(local.sent(LetterKind.ALERT))) == (0, 1)


def test_a_passing_failure_changes_nothing(house: PostHouse, tmp_path: Path) -> None:
    found = take_back(house.office, [bounce(house, tmp_path, status="4.2.2")])

    assert (found.passing, found.bounced_letters) == (1, 0)


def test_without_a_return_address_the_letter_names_the_reader(house: PostHouse, tmp_path: Path) -> None:
    assert take_back(house.office, [bounce(house, tmp_path, token=None)]).suspended == ("jan@example.org",)


def as_of_old(house: PostHouse, key: str) -> str:
    """The identifier that a letter had before registers had a secret: it followed from the key alone."""
    identity = f"<{sha256(key.encode()).hexdigest()[:32]}@example.org>"
    with house.database.write() as tx:
        tx.execute(update(letters).where(letters.c.key == key).values(message_id=identity))
    return identity


def register_begun(house: PostHouse, at: datetime) -> None:
    """When the register got its secret."""
    with house.database.write() as tx:
        tx.execute(update(identity).values(begun_at=at))


@pytest.fixture
def two(house: PostHouse) -> PostHouse:
    """Each of two readers got a letter; another one waits for Jan."""
    house.reader("mal@example.org")
    house.add(date(2026, 3, 9))
    house.clock.forward(minutes=1)
    house.tick()
    house.add(date(2026, 3, 9))
    house.clock.forward(minutes=1)
    house.tick_plan_only()
    return house


COMPUTED = f"<{sha256(b'digest:1:2026-03-09').hexdigest()[:32]}@example.org>"
PLAIN = "tracker@example.org"


@pytest.mark.parametrize(
    ("to", "recipient", "letter"),
    [
        (PLAIN, "jan@example.org", "computed"),  # from what everybody can know
        (PLAIN, "jan@example.org", "computed of a letter that left"),
        (PLAIN, "jan@example.org", None),  # of no letter at all
        (PLAIN, "jan@example.org", "to mal"),  # an identifier that its reader knows, about somebody else
        (PLAIN, "jan@example.org", "waiting"),  # nobody can know it yet
        (PLAIN, "mal@example.org", "to jan"),
        (f"bounce+{'f' * 32}@example.org", "jan@example.org", None),  # a token of nobody
        (f"bounce+{'f' * 32}@example.org", "jan@example.org", "to jan"),
        ("bounce+MAL@example.org", "jan@example.org", "to jan"),  # the forger's own token
        ("bounce+JAN@example.org", "jan@example.org", "waiting"),
        ("bounce+JAN@example.org", "jan@example.org", "computed"),
    ],
)
def test_a_forged_report_changes_nothing_and_is_counted(
    two: PostHouse, tmp_path: Path, to: str, recipient: str, letter: str | None
) -> None:
    tokens = {reader.address[:3].upper(): reader.token for reader in readers(two.office)}
    of = {f"to {one.recipient[:3]}": one.message_id for one in two.sent()}
    of |= {"waiting": two.letters(LetterState.QUEUED)[0].message_id, "computed": COMPUTED}
    of["computed of a letter that left"] = f"<{sha256(two.sent()[0].key.encode()).hexdigest()[:32]}@example.org>"
    for name, token in tokens.items():
        to = to.replace(name, token)
    before = two.letters(), readers(two.office)
    found = take_back(two.office, [report(tmp_path, to=to, recipient=recipient, identity=letter and of[letter])])

    assert found == Returned(unproven=1)
    assert (two.letters(), readers(two.office)) == before


@pytest.mark.parametrize(
    ("begun", "read_after", "counts"),
    [
        (timedelta(hours=1), timedelta(days=2), True),  # it left before there was a secret
        (timedelta(hours=-1), timedelta(days=2), False),  # it left after: nobody may come with what can be computed
        (timedelta(hours=1), timedelta(days=20), False),  # so late no server reports, but a forger can
    ],
)
def test_a_letter_from_before_there_was_a_secret_comes_back_for_two_weeks(
    house: PostHouse, tmp_path: Path, begun: timedelta, read_after: timedelta, *, counts: bool
) -> None:
    letter = house.sent()[-1]
    old = as_of_old(house, letter.key)
    register_begun(house, house.clock() + begun)
    house.clock.now += read_after
    stranger = take_back(house.office, [report(tmp_path, to=PLAIN, recipient="mal@example.org", identity=old)])
    found = take_back(house.office, [report(tmp_path, to=PLAIN, recipient="jan@example.org", identity=old)])

    assert stranger == Returned(unproven=1)
    assert found.suspended == (("jan@example.org",) if counts else ())
    assert found.unproven == (not counts)


def test_a_letter_from_before_there_was_a_secret_comes_back_to_its_return_address(
    house: PostHouse, tmp_path: Path
) -> None:
    as_of_old(house, house.sent()[-1].key)
    house.clock.forward(days=20)

    assert take_back(house.office, [bounce(house, tmp_path)]).suspended == ("jan@example.org",)


def test_a_report_that_is_read_again_does_not_suspend_who_is_back(house: PostHouse, tmp_path: Path) -> None:
    path = bounce(house, tmp_path)
    take_back(house.office, [path])
    resume(house.office, "jan@example.org")

    assert take_back(house.office, [path]) == Returned(idle=1)
    assert readers(house.office)[0].state is SubscriberState.ACTIVE


def test_the_old_address_of_a_reader_who_moved_suspends_nobody(house: PostHouse, tmp_path: Path) -> None:
    change(house.office, "jan@example.org", lambda one: replace(one, address="jan@example.net"))
    found = take_back(house.office, [bounce(house, tmp_path)])

    assert (found.suspended, found.bounced_letters) == ((), 1)


def test_a_letter_in_doubt_that_comes_back_is_in_doubt_no_longer(house: PostHouse, tmp_path: Path) -> None:
    with house.database.write() as tx:
        tx.execute(update(letters).values(state=LetterState.IN_DOUBT, sent_at=None))
    (letter,) = house.letters()
    to = f"bounce+{readers(house.office)[0].token}@example.org"
    found = take_back(house.office, [report(tmp_path, to=to, recipient=letter.recipient, identity=letter.message_id)])

    assert found.bounced_letters == 1
    assert house.letters()[0].state is LetterState.FAILED


def test_a_return_address_without_the_letter_names_the_reader(house: PostHouse, tmp_path: Path) -> None:
    to = f"bounce+{readers(house.office)[0].token}@example.org"

    assert take_back(house.office, [report(tmp_path, to=to, recipient="jan@example.org", identity=None)]).suspended


def test_nothing_can_have_come_back_from_who_never_got_a_letter(house: PostHouse, tmp_path: Path) -> None:
    new = house.reader("new@example.org")
    to = f"bounce+{new.token}@example.org"

    assert take_back(house.office, [report(tmp_path, to=to, recipient=new.address, identity=None)]).unproven == 1


def test_only_the_token_of_a_reader_stops_their_letters(house: PostHouse, tmp_path: Path) -> None:
    path = tmp_path / "stop.eml"
    subjects = ["unsubscribe jan@example.org", f"unsubscribe {'f' * 32}", f"unsubscribe {house.sent()[0].message_id}"]
    for subject in subjects:
        path.write_text(f"From: jan@example.org\nSubject: {subject}\n\n")
        found = take_back(house.office, [path])
        assert found.stopped == ()
        assert found.idle + found.unknown == 1

    assert readers(house.office)[0].state is SubscriberState.ACTIVE


def test_a_request_to_stop_is_honoured(house: PostHouse, tmp_path: Path) -> None:
    reader = readers(house.office)[0]
    path = tmp_path / "stop.eml"
    path.write_text(f"From: jan@example.org\nSubject: unsubscribe {reader.token}\n\n")
    found = take_back(house.office, [path, path])
    stranger = tmp_path / "stranger.eml"
    stranger.write_text("From: x@example.org\nSubject: hello\n\n")

    assert found.stopped == ("jan@example.org",)
    assert readers(house.office)[0].state is SubscriberState.PAUSED
    assert take_back(house.office, [stranger]).unknown == 1
