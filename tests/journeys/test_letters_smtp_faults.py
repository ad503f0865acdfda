"""A mail server may fail in every phase: the letter ends in the right state, the reason shows, nothing runs hot."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from checklist import check
from posthouse import MONDAY, NO_DIGEST, PostHouse
from smtp_sink import Cut, Fault, Hang, Mood, Reply, Sink, Slow, always, once

from tracker.model.checks import CheckState
from tracker.model.letters import ALL_ALERTS, LetterKind, LetterState, SubscriberState
from tracker.outbox import READERS_IN_A_ROW
from tracker.store import Database
from tracker.store.letters import health
from tracker.usecases.letters import outbox
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.subscribe import readers

pytestmark = pytest.mark.usefixtures("stopwatch")
QUICK = 0.001  # of the waits of RFC 5321: 0.3 s for a command, 0.6 s for the answer to the dot


@pytest.fixture(params=[True, False], ids=["together", "one by one"], autouse=True)
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault meets a client that may say several commands at once and one that may not."""
    monkeypatch.setattr(Sink, "pipelining", request.param)


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    return PostHouse(sqlite_database, tmp_path)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that only itself vouches for."""
    folder = tmp_path_factory.mktemp("certificate")
    key, pem, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*command, "-keyout", key, "-out", pem, "-days", "30", *subject], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + pem.read_bytes())
    return both


def write(house: PostHouse, kind: LetterKind, *, readers: int = 1) -> None:
    """Have some letters of a kind due now."""
    house.add(date(2026, 3, 9))
    for index in range(readers):
        timetable = NO_DIGEST if kind is LetterKind.ALERT else None
        house.reader(f"r{index}@example.org", timetable=timetable, alerts=() if timetable is None else ALL_ALERTS)
    if kind is LetterKind.DIGEST:
        house.clock.set(MONDAY + timedelta(days=7), "08:00")


def server_state(house: PostHouse) -> health.PostState:
    with house.database.read() as tx:
        return health.state(tx)


SERVER_TROUBLE: dict[str, tuple[str, Fault]] = {
    "421 at connect": ("connect", Reply(421, "4.3.2 closing", then_cut=True)),
    "554 at connect": ("connect", Reply(554, "no service")),
    "cut at connect": ("connect", Cut()),
    "hang at connect": ("connect", Hang()),
    "cut at ehlo": ("ehlo", Cut()),
    "hang at ehlo": ("ehlo", Hang()),
    "cut at mail": ("mail", Cut()),
    "hang at mail": ("mail", Hang()),
    "421 midway": ("rcpt", Reply(421, "4.3.2 shutting down", then_cut=True)),
    "cut at rcpt": ("rcpt", Cut()),
    "hang at rcpt": ("rcpt", Hang()),
    "cut at data": ("data", Cut()),
    "hang at data": ("data", Hang()),
    "sender refused": ("mail", Reply(550, "5.7.1 not you")),
    "nonsense": ("mail", Reply(999, "what")),
}


@pytest.mark.parametrize("trouble", SERVER_TROUBLE)
def test_trouble_before_the_dot_leaves_every_letter_in_the_queue(house: PostHouse, trouble: str) -> None:
    write(house, LetterKind.DIGEST, readers=3)
    with Sink(always(*SERVER_TROUBLE[trouble])) as sink:
        house.smtp(sink.port, patience=QUICK)
        first = house.tick_out()
        for _ in range(5):
            house.tick_out()
        connections = sink.connections

        assert Counter(letter.state for letter in house.letters()) == {LetterState.QUEUED: 3}
        assert sink.accepted == []
        assert connections <= READERS_IN_A_ROW, "a server that fails is left alone"
        assert first.delivered.server_reply
        assert any(letter.reply for letter in house.letters())
        assert server_state(house).server_failures == 1

        sink.mood = lambda _phase, _times: None
        house.smtp(sink.port)
        house.clock.forward(minutes=2)
        house.tick_out()

    assert sink.recipients() == {f"r{index}@example.org": 1 for index in range(3)}
    assert server_state(house).server_failures == 0
    for message in sink.accepted:
        check(message.content, message.recipient)


def test_no_server_at_all_is_told_and_waited_for(house: PostHouse) -> None:
    write(house, LetterKind.ALERT)
    with Sink() as sink:
        port = sink.port
    house.smtp(port, patience=QUICK)
    done = house.tick_out()

    assert "refused" in (done.delivered.server_reply or "")
    assert [letter.state for letter in house.letters()] == [LetterState.QUEUED]
    assert house.letters()[0].attempts == 0, "an attempt that never began does not count"


def test_a_cut_in_the_middle_of_a_letter_is_told_and_loses_nothing(house: PostHouse) -> None:
    """When the cut is noticed before the dot the letter waits; when the dot was sent into the void it is held."""
    write(house, LetterKind.DIGEST)
    with Sink(once("body", Cut())) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

        assert sink.accepted == []
        assert house.letters()[0].state in {LetterState.QUEUED, LetterState.IN_DOUBT}
        assert house.letters()[0].reply


LETTER_TROUBLE: dict[str, tuple[str, Fault, LetterState]] = {
    "450 greylisted": ("rcpt", Reply(450, "4.2.0 later"), LetterState.QUEUED),
    "451 local error": ("data", Reply(451, "4.3.0 later"), LetterState.QUEUED),
    "452 no room": ("dot", Reply(452, "4.2.2 full"), LetterState.QUEUED),
    "421 after the dot": ("dot", Reply(421, "4.3.2 not now", then_cut=True), LetterState.QUEUED),
    "550 unknown": ("rcpt", Reply(550, "5.1.1 no such user"), LetterState.FAILED),
    "552 too big": ("mail", Reply(552, "5.3.4 too big"), LetterState.FAILED),
    "552 after the dot": ("dot", Reply(552, "5.2.2 over quota"), LetterState.QUEUED),
    "554 after the dot": ("dot", Reply(554, "5.7.1 looks like spam"), LetterState.FAILED),
}


@pytest.mark.parametrize("kind", [LetterKind.ALERT, LetterKind.DIGEST])
@pytest.mark.parametrize("trouble", LETTER_TROUBLE)
def test_trouble_with_one_letter_does_not_hold_up_the_others(house: PostHouse, trouble: str, kind: LetterKind) -> None:
    phase, fault, state = LETTER_TROUBLE[trouble]
    write(house, kind, readers=3)
    with Sink(once(phase, fault)) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

    assert Counter(letter.state for letter in house.letters()) == {state: 1, LetterState.SENT: 2}
    troubled = next(letter for letter in house.letters() if letter.state is state)
    assert isinstance(fault, Reply)
    assert fault.words in (troubled.reply or "")
    if state is LetterState.QUEUED:
        assert troubled.next_attempt_at == house.clock() + timedelta(minutes=1)


def test_a_server_that_waits_for_a_letter_to_nobody_gets_none(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sink, "strict", False)
    write(house, LetterKind.DIGEST, readers=3)
    with Sink(once("rcpt", Reply(550, "5.7.1 not here"))) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

    assert Counter(letter.state for letter in house.letters()) == {LetterState.QUEUED: 1, LetterState.SENT: 2}
    assert len(sink.accepted) == 2
    assert all(message.recipient for message in sink.accepted)


def test_an_address_that_does_not_exist_is_written_to_no_more(house: PostHouse) -> None:
    write(house, LetterKind.ALERT)
    with Sink(always("rcpt", Reply(550, "5.1.1 no such user"))) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

    reader = readers(house.office)[0]
    assert reader.state is SubscriberState.SUSPENDED
    assert "no such user" in (reader.state_reason or "")


REFUSALS_OF_US = {
    "quota": ("dot", Reply(554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException")),
    "send as": ("dot", Reply(554, "5.2.252 SendAsDenied")),
    "recipients": ("dot", Reply(550, "5.1.90 daily limit for message recipients reached")),
    "sender": ("rcpt", Reply(550, "5.1.8 Access denied, bad outbound sender")),
    "limit": ("rcpt", Reply(550, "5.4.5 Daily user sending limit exceeded")),
    "no reason": ("rcpt", Reply(550, "5.0.0 slow down")),
    "no status": ("rcpt", Reply(550, "no")),
}


@pytest.mark.parametrize("readers_written_to", [1, 5])
@pytest.mark.parametrize("kind", [LetterKind.ALERT, LetterKind.DIGEST])
@pytest.mark.parametrize("trouble", REFUSALS_OF_US)
def test_a_server_that_has_enough_of_us_suspends_nobody_and_gets_everything_once_it_is_well(
    house: PostHouse, trouble: str, kind: LetterKind, readers_written_to: int
) -> None:
    phase, fault = REFUSALS_OF_US[trouble]
    write(house, kind, readers=readers_written_to)
    with Sink(always(phase, fault)) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()
    told = next(one for one in examine_post(house.office, now=house.clock()) if one.name == "mail server")
    with Sink() as well:
        house.smtp(well.port, patience=QUICK)
        house.clock.forward(minutes=30)
        house.tick_out()

    assert (told.state, fault.words in str(told.told)) == (CheckState.WRONG, True)
    assert {reader.state for reader in readers(house.office)} == {SubscriberState.ACTIVE}
    assert len(well.accepted) == readers_written_to
    assert {letter.state for letter in house.letters()} == {LetterState.SENT}


UNANSWERED: dict[str, Fault] = {
    "cut after the dot": Cut(),
    "accepted, then cut": Cut(accept=True),
    "hang after the dot": Hang(),
    "accepted, then hang": Hang(accept=True),
    "nonsense after the dot": Reply(999, "hm"),
}


@pytest.mark.parametrize("trouble", UNANSWERED)
def test_a_digest_without_an_answer_is_held_and_listed(house: PostHouse, trouble: str) -> None:
    write(house, LetterKind.DIGEST)
    with Sink(once("dot", UNANSWERED[trouble])) as sink:
        house.smtp(sink.port, patience=QUICK)
        for _ in range(4):
            house.tick_out()
            house.clock.forward(hours=1)
        held = house.letters(LetterState.IN_DOUBT)

        assert len(held) == 1
        assert len(sink.accepted) <= 1
        outbox.decide(house.office, [held[0].id], LetterState.QUEUED, actor="griffie")
        house.tick_out()

    assert [letter.state for letter in house.letters()] == [LetterState.SENT]
    assert len({message.content for message in sink.accepted}) == 1


@pytest.mark.parametrize("trouble", UNANSWERED)
def test_an_alert_without_an_answer_goes_again_byte_for_byte(house: PostHouse, trouble: str) -> None:
    write(house, LetterKind.ALERT)
    with Sink(once("dot", UNANSWERED[trouble])) as sink:
        house.smtp(sink.port, patience=QUICK)
        for _ in range(4):
            house.tick_out()
            house.clock.forward(minutes=10)

    assert [letter.state for letter in house.letters()] == [LetterState.SENT]
    assert 1 <= len(sink.accepted) <= 2
    assert len({message.content for message in sink.accepted}) == 1


def test_an_alert_is_not_repeated_for_ever(house: PostHouse) -> None:
    write(house, LetterKind.ALERT)
    with Sink(always("dot", Cut(accept=True))) as sink:
        house.smtp(sink.port, patience=QUICK)
        for _ in range(20):
            house.tick_out()
            house.clock.forward(hours=1)

    assert [letter.state for letter in house.letters()] == [LetterState.IN_DOUBT]
    assert len(sink.accepted) == 3


def test_a_slow_answer_is_waited_for(house: PostHouse) -> None:
    write(house, LetterKind.DIGEST)
    with Sink(always("dot", Slow(0.3))) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()
        house.tick_out()

    assert len(sink.accepted) == 1
    assert [letter.state for letter in house.letters()] == [LetterState.SENT]


@pytest.mark.parametrize("fault", [Reply(421, "no"), Cut(), Hang(), Reply(500, "no")])
def test_a_refused_goodbye_changes_nothing(house: PostHouse, fault: Fault) -> None:
    write(house, LetterKind.DIGEST)
    with Sink(always("quit", fault)) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()
        house.tick_out()

    assert len(sink.accepted) == 1
    assert [letter.state for letter in house.letters()] == [LetterState.SENT]


def test_a_connection_that_died_between_two_letters_is_opened_anew(house: PostHouse) -> None:
    write(house, LetterKind.DIGEST, readers=4)

    def dying(phase: str, times: int) -> Fault | None:
        return Cut() if phase == "mail" and times == 2 else None

    with Sink(dying) as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

    assert len(sink.accepted) == 4
    assert sink.connections == 2
    assert {letter.state for letter in house.letters()} == {LetterState.SENT}


def test_letters_share_a_connection(house: PostHouse) -> None:
    write(house, LetterKind.DIGEST, readers=30)
    with Sink() as sink:
        house.smtp(sink.port, patience=QUICK)
        house.tick_out()

    assert len(sink.accepted) == 30
    assert sink.connections == 1


def test_a_letter_that_stays_deferred_is_given_up_and_shown(house: PostHouse) -> None:
    house.add(date(2026, 4, 1))
    house.reader(timetable=NO_DIGEST, days_before=(30,), days_after=())
    with Sink(always("rcpt", Reply(451, "4.7.1 greylisted"))) as sink:
        house.smtp(sink.port, patience=QUICK)
        tries = []
        for _ in range(24 * 6):
            house.tick_out()
            tries.append(sink.times("rcpt"))
            house.clock.forward(hours=1)

    assert house.letters()[0].state is LetterState.FAILED
    assert "given up" in (house.letters()[0].reply or "")
    assert 100 < tries[-1] < 120


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_verified_encrypted_connection_with_login(house: PostHouse, certificate: Path, security: str) -> None:
    write(house, LetterKind.DIGEST)
    with Sink(tls=certificate, implicit=security == "tls", login=("tracker", "geheim")) as sink:
        house.smtp(
            sink.port,
            security=security,
            certificates=str(certificate),
            username="tracker",
            password="geheim",
            patience=0.01,
        )
        house.tick_out()

    assert len(sink.accepted) == 1


REFUSED_SECURITY: dict[str, tuple[Mood | None, dict[str, object], str]] = {
    "no STARTTLS": (None, {"security": "starttls"}, "STARTTLS"),
    "certificate of nobody we trust": (None, {"security": "starttls", "tls": True}, "certificate"),
    "wrong password": (
        None,
        {"security": "starttls", "tls": True, "trust": True, "password": "fout"},
        "wrong password",
    ),
    "cut at login": (always("auth", Cut()), {"security": "starttls", "tls": True, "trust": True}, "login"),
    "hang at the handshake": (always("tls", Hang()), {"security": "starttls", "tls": True, "trust": True}, "starttls"),
    "STARTTLS refused": (
        always("starttls", Reply(454, "not now")),
        {"security": "starttls", "tls": True, "trust": True},
        "not now",
    ),
}


@pytest.mark.parametrize("case", REFUSED_SECURITY)
def test_letters_never_leave_weaker_than_asked(house: PostHouse, certificate: Path, case: str) -> None:
    mood, asked, told = REFUSED_SECURITY[case]
    write(house, LetterKind.DIGEST)
    tls = certificate if asked.get("tls") else None
    login = ("tracker", "geheim") if asked.get("tls") else None
    with Sink(mood or (lambda _phase, _times: None), tls=tls, login=login) as sink:
        house.smtp(
            sink.port,
            security=asked["security"],
            certificates=str(certificate) if asked.get("trust") else None,
            username="tracker",
            password=asked.get("password", "geheim"),
            patience=0.005,  # 1.5 s: encrypted, time is real
        )
        done = house.tick_out()

    assert sink.accepted == []
    assert told in (done.delivered.server_reply or "")
    assert "geheim" not in str(house.letters())
    assert "fout" not in str(house.letters())
    assert [letter.state for letter in house.letters()] == [LetterState.QUEUED]
