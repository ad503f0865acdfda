"""One reader at whose letters the mail server breaks off, hangs or is silent holds up nobody else's."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from posthouse import MONDAY, NO_DIGEST, PostHouse
from smtp_sink import Cut, Drip, Fault, Hang, Leave, Reply, Sink, Slow, always
from stopwatch import Stopwatch

from tracker.mail.smtp import Patience
from tracker.model.letters import ALL_ALERTS, Claimed, LetterKind, LetterState, OutcomeKind
from tracker.outbox import READERS_IN_A_ROW
from tracker.store.letters import health, late
from tracker.usecases.letters import outbox

pytestmark = pytest.mark.usefixtures("stopwatch")
ROUNDED = 1e-6  # seconds
QUICK = 0.003  # of the waits of RFC 5321: 0.9 s for a command, 1.35 s for all of a letter up to its dot
NEXT_WEEK = MONDAY + timedelta(days=7)


def write(house: PostHouse, *addresses: str, kind: LetterKind = LetterKind.ALERT) -> None:
    """Have one letter to each due now, in this order."""
    house.add(date(2026, 3, 9))
    for address in addresses:
        timetable = NO_DIGEST if kind is LetterKind.ALERT else None
        house.reader(f"{address}@example.org", timetable=timetable, alerts=() if timetable is None else ALL_ALERTS)
    if kind is LetterKind.DIGEST:
        house.clock.set(NEXT_WEEK, "08:00")


def answers(house: PostHouse, kind: OutcomeKind, *addresses: str) -> list[str]:
    """Have the pocket answer so to letters for these, and take all others; gives the list of whom was tried."""
    tried: list[str] = []

    def answer(letter: Claimed) -> OutcomeKind:
        name = letter.recipient.partition("@")[0]
        tried.append(name)
        return kind if name in addresses else OutcomeKind.ACCEPTED

    house.pocket.answer = answer
    return tried


def states(house: PostHouse) -> dict[str, LetterState]:
    return {letter.recipient.partition("@")[0]: letter.state for letter in house.letters()}


def failures(house: PostHouse) -> int:
    with house.database.read() as tx:
        return health.state(tx).server_failures


TROUBLE: dict[str, dict[str, Fault]] = {
    "421 at MAIL": {"mail": Reply(421, "4.3.2 not you", then_cut=True)},
    "refused at MAIL": {"mail": Reply(550, "5.7.1 not this sender")},
    "cut at MAIL": {"mail": Cut()},
    "hang at MAIL": {"mail": Hang()},
    "421 at RCPT": {"rcpt": Reply(421, "4.3.2 shutting down", then_cut=True)},
    "421 at RCPT, and waiting": {"rcpt": Reply(421, "4.3.2 shutting down")},
    "cut at RCPT": {"rcpt": Cut()},
    "hang at RCPT": {"rcpt": Hang()},
    "nonsense at RCPT": {"rcpt": Reply(999, "what")},
    "an answer that drips": {"rcpt": Drip(0.05)},
    "an answer without end": {"rcpt": Drip(0)},
    "each answer just in time": {"mail": Slow(0.75), "rcpt": Slow(0.75), "data": Slow(0.3)},
    "421 at DATA": {"data": Reply(421, "4.3.2 shutting down", then_cut=True)},
    "hang at DATA": {"data": Hang()},
    "too early an answer": {"data": Reply(354, "go ahead\r\n250 2.0.0 accepted")},
}


@pytest.mark.parametrize("kind", [LetterKind.ALERT, LetterKind.DIGEST])
@pytest.mark.parametrize("together", [True, False], ids=["together", "one by one"])
@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_server_that_breaks_off_at_one_letter_takes_the_others_in_the_same_tick(
    local: PostHouse,
    monkeypatch: pytest.MonkeyPatch,
    stopwatch: Stopwatch,
    trouble: str,
    kind: LetterKind,
    *,
    together: bool,
) -> None:
    monkeypatch.setattr(Sink, "pipelining", together)
    write(local, "jan", "r1", "r2", "r3", kind=kind)
    with Sink() as sink:
        sink.against = {"jan@example.org": TROUBLE[trouble], f"bounce+{1:032x}@example.org": TROUBLE[trouble]}
        local.smtp(sink.port, patience=QUICK)
        done = local.tick_out()

    (letter,) = local.letters(LetterState.QUEUED)
    assert sink.recipients() == {f"r{index}@example.org": 1 for index in (1, 2, 3)}
    assert letter.recipient == "jan@example.org"
    assert letter.reply
    assert letter.next_attempt_at == local.clock() + timedelta(minutes=1)
    assert (done.delivered.sent, done.delivered.deferred, done.delivered.server_reply) == (3, 1, None)
    assert failures(local) == 0
    assert stopwatch() <= Patience().scaled(QUICK).letter + ROUNDED, "nobody waits longer for the letters of others"


@pytest.mark.parametrize("says", [True, False], ids=["with 421", "without a word"])
def test_a_connection_that_is_closed_between_letters_is_no_letters_fault(local: PostHouse, *, says: bool) -> None:
    write(local, "r0", "r1", "r2", "r3", "r4", kind=LetterKind.DIGEST)
    with Sink(always("dot", Leave(says=says))) as sink:
        local.smtp(sink.port, patience=QUICK)
        done = local.tick_out()

    assert sink.recipients() == {f"r{index}@example.org": 1 for index in range(5)}
    assert (done.delivered.sent, done.delivered.deferred) == (5, 0)
    assert sink.connections == 5


def test_a_server_that_is_slow_to_let_us_in_fails_and_keeps_us_no_longer_than_that(
    local: PostHouse, stopwatch: Stopwatch
) -> None:
    write(local, "r0", "r1")
    slow: dict[str, Fault] = {"connect": Slow(0.1), "ehlo": Slow(0.85)}
    with Sink(lambda phase, _times: slow.get(phase)) as sink:
        local.smtp(sink.port, patience=QUICK)
        done = local.tick_out()

    assert done.delivered.server_reply
    assert [letter.attempts for letter in local.letters()] == [0, 0]
    assert stopwatch() == pytest.approx(Patience().scaled(QUICK).opening)


@pytest.mark.parametrize("number", [READERS_IN_A_ROW - 1, READERS_IN_A_ROW])
def test_a_server_is_left_alone_once_it_broke_off_at_letters_to_several_readers(house: PostHouse, number: int) -> None:
    bad = [f"r{index}" for index in range(number)]
    write(house, *bad, "z1", "z2")
    tried = answers(house, OutcomeKind.BROKEN_OFF, *bad)
    done = house.tick()

    is_left_alone = number == READERS_IN_A_ROW
    assert tried == (bad if is_left_alone else [*bad, "z1", "z2"])
    assert bool(done.delivered.server_reply) == bool(failures(house)) == is_left_alone


def test_what_failed_comes_after_what_was_not_tried_yet(house: PostHouse) -> None:
    """Five readers of one house whose server is broken, and ten others who are later in the alphabet."""
    bad, good = [f"a{index}" for index in range(5)], [f"z{index}" for index in range(10)]
    write(house, *bad, *good)
    tried = answers(house, OutcomeKind.BROKEN_OFF, *bad)
    for _ in range(2):
        house.tick()
        house.clock.forward(minutes=1)

    assert tried[:READERS_IN_A_ROW] == bad[:READERS_IN_A_ROW]
    assert Counter(states(house)[name] for name in good) == {LetterState.SENT: 10}


def test_what_was_put_off_once_gets_its_turn_before_what_fails_again_and_again(house: PostHouse) -> None:
    """Each failure takes longer than the others wait: somebody who fails is always due."""
    bad = ["a0", "a1", "a2"]
    write(house, *bad, "z0")
    tried: list[str] = []

    def answer(letter: Claimed) -> OutcomeKind:
        name = letter.recipient.partition("@")[0]
        tried.append(name)
        house.clock.forward(minutes=25 if name in bad else 0)
        if name in bad:
            return OutcomeKind.BROKEN_OFF
        return OutcomeKind.DEFERRED if tried.count(name) == 1 else OutcomeKind.ACCEPTED

    house.pocket.answer = answer
    for _ in range(12):
        house.tick()
        house.clock.forward(minutes=1)

    assert states(house)["z0"] is LetterState.SENT
    assert [tried.count(name) for name in bad] == pytest.approx([tried.count("a0")] * 3, abs=1)


def test_all_letters_to_a_reader_wait_for_the_one_that_failed(house: PostHouse) -> None:
    write(house, "jan")
    tried = answers(house, OutcomeKind.BROKEN_OFF, "jan")
    house.tick()
    house.add(date(2026, 3, 9), summary="het tweede rapport")
    house.clock.forward(seconds=30)
    house.tick()
    waiting = house.letters(LetterState.QUEUED)
    with house.database.read() as tx:
        due, put_off = late.letters_due(tx, before=house.clock()), late.letters_put_off(tx, now=house.clock())

    assert tried == ["jan"]
    assert [letter.next_attempt_at for letter in waiting] == [house.clock() + timedelta(seconds=30)] * 2
    assert (due.count, put_off.count) == (0, 2), "it is told that they wait, not that nobody sends them"
    house.clock.forward(seconds=30)
    answers(house, OutcomeKind.BROKEN_OFF)
    assert house.tick().delivered.sent == 2, "once one is taken all go"


def test_a_reader_is_tried_less_often_the_longer_it_fails_whichever_letter_it_is(house: PostHouse) -> None:
    write(house, "jan")
    tried = answers(house, OutcomeKind.BROKEN_OFF, "jan")
    an_hour = []
    for hour in range(4):
        house.add(date(2026, 3, 9), summary=f"rapport {hour}")
        before = len(tried)
        for _ in range(60):
            house.tick()
            house.clock.forward(minutes=1)
        an_hour.append(len(tried) - before)

    assert an_hour == [5, 1, 1, 1]


def test_a_letter_at_which_the_server_breaks_off_is_given_up_and_its_reply_shown(house: PostHouse) -> None:
    house.add(date(2026, 4, 1))
    house.reader("jan@example.org", timetable=NO_DIGEST, days_before=(30,), days_after=())
    tried = answers(house, OutcomeKind.BROKEN_OFF, "jan")
    house.pocket.words = "4.3.2 shutting down"
    for _ in range(24 * 6):
        house.tick()
        house.clock.forward(hours=1)

    (letter,) = house.letters()
    assert letter.state is LetterState.FAILED
    assert "given up after" in (letter.reply or "")
    assert "4.3.2 shutting down" in (letter.reply or "")
    assert 100 < len(tried) < 120


def test_no_letter_is_given_up_while_the_server_breaks_off_at_everybodys(house: PostHouse) -> None:
    house.add(date(2026, 4, 1))
    for index in range(5):
        house.reader(f"r{index}@example.org", timetable=NO_DIGEST, days_before=(30,), days_after=())
    tried = answers(house, OutcomeKind.BROKEN_OFF, *(f"r{index}" for index in range(5)))
    for _ in range(24 * 6):
        house.tick()
        house.clock.forward(hours=1)
    answers(house, OutcomeKind.BROKEN_OFF)
    house.tick()

    assert len(tried) > 24 * 6
    assert Counter(letter.state for letter in house.letters()) == {LetterState.SENT: 5}


def test_somebody_who_asks_for_it_has_a_put_off_letter_tried_at_once(house: PostHouse) -> None:
    write(house, "jan")
    tried = answers(house, OutcomeKind.BROKEN_OFF, "jan")
    house.tick()
    house.tick()
    before = len(tried)
    outbox.decide(house.office, [house.letters()[0].id], LetterState.QUEUED, actor="griffie")
    answers(house, OutcomeKind.BROKEN_OFF)

    assert before == 1
    assert house.tick().delivered.sent == 1


def test_in_the_middle_of_a_run_the_others_go_on(house: PostHouse) -> None:
    names = [f"r{index:02d}" for index in range(30)]
    write(house, *names, kind=LetterKind.DIGEST)
    tried = answers(house, OutcomeKind.BROKEN_OFF, "r12")
    house.tick()

    assert tried == names
    assert Counter(states(house).values()) == {LetterState.SENT: 29, LetterState.QUEUED: 1}
    assert {letter.attempts for letter in house.letters()} == {1}, "who had to wait for the next run was not tried"


@pytest.mark.parametrize("kind", [LetterKind.ALERT, LetterKind.DIGEST])
def test_a_server_that_never_answers_for_one_reader_is_tried_again_with_the_others(
    house: PostHouse, kind: LetterKind
) -> None:
    write(house, "jan", *(f"r{index}" for index in range(10)), kind=kind)
    tried = answers(house, OutcomeKind.UNKNOWN, "jan")
    house.tick()
    house.tick()
    left_alone = list(tried)
    house.clock.forward(minutes=1)
    house.tick()

    assert left_alone == ["jan"], "who leaves one letter without an answer gets no more for a while"
    assert Counter(states(house).values()) == {
        LetterState.SENT: 10,
        LetterState.IN_DOUBT if kind is LetterKind.DIGEST else LetterState.QUEUED: 1,
    }
    assert tried[1:11] == [f"r{index}" for index in range(10)]


def test_a_server_that_answers_nobody_puts_few_digests_in_doubt(house: PostHouse) -> None:
    names = [f"r{index:03d}" for index in range(60)]
    write(house, *names, kind=LetterKind.DIGEST)
    answers(house, OutcomeKind.UNKNOWN, *names)
    for _ in range(24 * 12):
        house.tick()
        house.clock.forward(minutes=5)

    assert 20 < len(house.letters(LetterState.IN_DOUBT)) < 30, "one an hour, once it is known that none is answered"


def test_a_file_that_cannot_be_written_is_one_readers_trouble(local: PostHouse, tmp_path: Path) -> None:
    house, folder = local, tmp_path / "out"
    write(house, "jan", "r1", "r2", kind=LetterKind.DIGEST)
    house.smtp(0, transport="folder", folder=str(folder))
    house.tick_plan_only()
    name = f"2026-03-09-digest-{house.letters()[-1].message_id[1:17]}.eml"
    (folder / name / "in the way").mkdir(parents=True)
    house.tick_out()

    assert states(house) == {"jan": LetterState.QUEUED, "r1": LetterState.SENT, "r2": LetterState.SENT}
    assert len(list(folder.iterdir())) == 3
