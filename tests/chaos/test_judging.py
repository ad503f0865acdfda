"""The judge convicts: each promise is broken once, by a message or a list made up for it, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from pathlib import Path

import pytest
from word_of_the_day import NAME, WORD

from chaos.chronicle import Chronicle, Commitment, Reader, Standing, Timetable, at_once
from chaos.clock import Clock, Moment
from chaos.judging import (
    ALERTED,
    ARRIVED,
    CAUSED,
    DISCREET,
    KNOWING,
    LISTED,
    ONCE,
    ORDERED,
    SAME,
    SERVED,
    SILENT,
    TIMELY,
    WHOLE,
    Judge,
    Listed,
)
from chaos.mailbox import Arrived
from chaos.record import Promised, Record
from chaos.settling import wrote_nothing
from tracker.model.letter_kinds import KINDS, Doubt

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
MONDAY = datetime(2026, 3, 9, 7, 0, 1, tzinfo=UTC)  # eight in Brussels
QUIET = datetime(2026, 3, 9, 12, tzinfo=UTC)
NUMBERS = count(1)


def at(moment: datetime) -> Moment:
    return Moment(moment, (moment - BEGIN).total_seconds())


def letter(address: str, sent: datetime, *numbers: int, kind: str = "digest", **changed: object) -> Arrived:
    """As it would have arrived a second after it was written."""
    message = EmailMessage()
    message["Date"] = format_datetime(sent)
    message["Message-ID"] = str(changed.get("identity", f"<{next(NUMBERS)}@example.org>"))
    message["List-Id"] = f'"x" <{kind}.tracker.example.org>'
    message["List-Unsubscribe"] = f"<mailto:stop@example.org?subject=unsubscribe%20{address}>"
    message.set_content(" ".join(f"C-{number:04d}" for number in numbers) + str(changed.get("words", "")))
    arrived = changed.get("arrived", sent + timedelta(seconds=1))
    assert isinstance(arrived, datetime)
    return Arrived(address, "bounce@example.org", message.as_bytes(), at(arrived))


@dataclass
class Court:
    """One commitment, overdue since Sunday, and one reader of Monday's digest and of all alerts."""

    judge: Judge
    record: Record
    chronicle: Chronicle = field(default_factory=Chronicle)

    def broken(self, arrived: Sequence[Arrived], listed: Sequence[Listed] = (), quiet: datetime = QUIET) -> set[str]:
        self.judge.judge(arrived, listed, at(quiet))
        return {one.promise for one in self.record.broken}


@pytest.fixture
def court(tmp_path: Path) -> Court:
    clock, record, begin = Clock(tmp_path / "clock"), Record(), at_once(at(BEGIN))
    clock.set(BEGIN)
    chronicle = Chronicle(secrets=["INTERN"])
    chronicle.commitments[1] = Commitment(1, "Maes")
    chronicle.stands(1, begin, Standing("open", date(2026, 3, 8)))
    chronicle.commitments[2] = Commitment(2, "Somers")
    chronicle.stands(2, begin, Standing("open", date(2026, 8, 1)))
    chronicle.readers.append(
        Reader("jan@example.org", "nl", Timetable((1,)), minister="Maes", presence=[(begin, True)])
    )
    chronicle.readers.append(Reader("els@example.org", "nl", None, alerts=frozenset(), presence=[(begin, False)]))
    return Court(Judge(chronicle, clock, record), record, chronicle)


DIGEST = letter("jan@example.org", MONDAY, 1)
EARLIER = letter("jan@example.org", datetime(2026, 3, 7, 5, 0, 1, tzinfo=UTC), 1, kind="alert")
ALERT = letter("jan@example.org", datetime(2026, 3, 9, 5, 0, 1, tzinfo=UTC), 1, kind="alert")
ALL = [EARLIER, ALERT, DIGEST]
LIST = [Listed(number, "sent", one.recipient, one.message_id, "ok") for number, one in enumerate(ALL)]


def only(promised: Promised) -> set[str]:
    return {promised.words}


def test_what_arrived_as_promised_breaks_nothing(court: Court) -> None:
    assert court.broken(ALL, LIST) == set()
    assert court.record.promises.broken == 0


def test_the_same_digest_twice_is_doubled(court: Court) -> None:
    again = replace(DIGEST, at=at(MONDAY + timedelta(hours=1)))

    assert court.broken([*ALL, again], LIST) == only(ONCE)


def test_another_digest_of_the_same_day_is_doubled(court: Court) -> None:
    another = letter("jan@example.org", MONDAY + timedelta(hours=2), 1)

    assert court.broken([*ALL, another], LIST) == only(ONCE)


@pytest.fixture
def word(monkeypatch: pytest.MonkeyPatch) -> Arrived:
    """A letter of a kind that the table did not know, to a reader of whom it may be."""
    monkeypatch.setitem(KINDS, NAME, WORD)
    return letter("jan@example.org", MONDAY, 1, kind=NAME)


def test_a_letter_of_another_kind_is_judged_by_its_row(court: Court, word: Arrived) -> None:
    the_next_day = letter("jan@example.org", MONDAY + timedelta(days=1), 1, kind=NAME)

    assert court.broken([*ALL, word, the_next_day], LIST) == set()


def test_a_letter_of_another_kind_that_is_held_in_doubt_arrives_once(court: Court, word: Arrived) -> None:
    assert court.broken([*ALL, word, replace(word)], LIST) == only(ONCE)


def test_a_second_letter_of_another_kind_on_its_day_is_doubled(court: Court, word: Arrived) -> None:
    another = letter("jan@example.org", MONDAY + timedelta(hours=2), 1, kind=NAME)

    assert court.broken([*ALL, word, another], LIST) == only(ONCE)


def test_a_letter_of_another_kind_that_is_sent_again_in_doubt_may_come_twice(
    court: Court, word: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, NAME, replace(WORD, in_doubt=Doubt.SEND_AGAIN))

    assert court.broken([*ALL, word, replace(word)], LIST) == set()


@pytest.mark.parametrize(("key", "has_come"), [("wordofday:5:2026-03-09", True), ("wordofday:5:2026-03-10", False)])
def test_of_a_letter_that_an_old_copy_forgot_its_kind_and_day_tell_whether_it_came(
    court: Court, word: Arrived, key: str, *, has_come: bool
) -> None:
    forgotten = Listed(9, "in_doubt", "jan@example.org", key, "")

    assert court.judge.has_arrived(forgotten, [*ALL, word]) is has_come


@pytest.mark.parametrize(("key", "has_come"), [("digest:5:2026-03-09:1", True), ("digest:5:2026-03-02", False)])
def test_a_second_digest_of_its_day_is_known_by_the_day_as_well(court: Court, key: str, *, has_come: bool) -> None:
    assert court.judge.has_arrived(Listed(9, "in_doubt", "jan@example.org", key, ""), ALL) is has_come


def test_a_tick_that_wrote_ten_digests_did_not_write_none() -> None:
    assert wrote_nothing("0 digests and 0 alert letters written; 0 sent.")
    assert not wrote_nothing("10 digests and 0 alert letters written; 0 sent.")


def test_a_tick_that_wrote_of_another_kind_did_not_write_nothing(word: Arrived) -> None:
    assert wrote_nothing("0 digests, 0 words of the day and 0 alert letters written")
    assert not wrote_nothing("0 digests, 3 words of the day and 0 alert letters written")


def test_a_digest_that_never_came_is_lost(court: Court) -> None:
    assert court.broken([EARLIER, ALERT], LIST[:2]) == only(SERVED)


def test_an_alert_that_never_came_is_lost(court: Court) -> None:
    assert court.broken([EARLIER, DIGEST], [LIST[0], LIST[2]]) == only(ALERTED)


def test_an_alert_may_come_again_with_the_same_bytes_only(court: Court) -> None:
    again = replace(ALERT, at=at(MONDAY + timedelta(hours=1)))
    changed = letter("jan@example.org", ALERT.date, 1, kind="alert", identity=ALERT.message_id, words=" later")

    assert court.broken([*ALL, again], LIST) == set()
    assert court.broken([*ALL, again, changed], LIST) == only(SAME)


def test_an_alert_without_a_cause_is_one_too_many(court: Court) -> None:
    more = [letter("jan@example.org", MONDAY + timedelta(hours=hour), 1, kind="alert") for hour in range(3)]

    assert court.broken([*ALL, *more], LIST) == only(CAUSED)


def test_what_is_called_sent_and_never_came_is_lost(court: Court) -> None:
    claimed = Listed(9, "sent", "jan@example.org", "<nowhere@example.org>", "ok")

    assert court.broken(ALL, [*LIST, claimed]) == only(ARRIVED)


@pytest.mark.parametrize("state", ["failed", "dropped", "queued"])
def test_what_came_and_is_called_something_else_is_not_listed(court: Court, state: str) -> None:
    assert court.broken(ALL, [*LIST[:2], replace(LIST[2], state=state)]) == only(LISTED)


def test_what_came_and_is_in_doubt_is_listed(court: Court) -> None:
    assert court.broken(ALL, [*LIST[:2], replace(LIST[2], state="in_doubt")]) == set()


def test_a_letter_to_who_is_paused_is_one_too_many(court: Court) -> None:
    assert court.broken([*ALL, letter("els@example.org", MONDAY, 1, kind="alert")], LIST) == {
        SILENT.words,
        CAUSED.words,
    }


def test_a_letter_in_the_hand_when_its_reader_stops_may_arrive(court: Court) -> None:
    reader = court.chronicle.readers[0]
    reader.presence.append((at_once(at(DIGEST.at.at - timedelta(seconds=2))), False))

    assert court.broken(ALL, LIST) == set()


def test_a_letter_long_after_its_reader_stopped_may_not(court: Court) -> None:
    reader = court.chronicle.readers[0]
    reader.presence.append((at_once(at(DIGEST.at.at - timedelta(seconds=20))), False))

    assert court.broken(ALL, LIST) == only(SILENT)


def test_an_older_digest_after_a_newer_one_is_out_of_order(court: Court) -> None:
    late = letter("jan@example.org", MONDAY - timedelta(days=6), 1, arrived=MONDAY + timedelta(hours=1))

    assert court.broken([*ALL, late], LIST) == only(ORDERED)


def test_a_digest_that_a_person_sent_again_may_be(court: Court) -> None:
    late = letter("jan@example.org", MONDAY - timedelta(days=6), 1, arrived=MONDAY + timedelta(hours=1))
    court.judge.again.add(late.message_id)

    assert court.broken([*ALL, late], LIST) == set()


@pytest.mark.parametrize("leak", [" els@example.org", " INTERN", " C-0002"], ids=["address", "note", "minister"])
def test_what_is_not_the_readers_is_a_leak(court: Court, leak: str) -> None:
    shown = letter("jan@example.org", MONDAY, 1, words=leak)

    assert court.broken([EARLIER, ALERT, shown], LIST[:2]) == only(DISCREET)


def test_a_digest_that_leaves_out_what_is_overdue_is_not_whole(court: Court) -> None:
    assert court.broken([EARLIER, ALERT, letter("jan@example.org", MONDAY)], LIST[:2]) == only(WHOLE)


def test_a_change_that_nobody_was_told_is_missed(court: Court) -> None:
    moved = at_once(at(datetime(2026, 3, 9, 9, tzinfo=UTC)))
    court.chronicle.stands(1, moved, Standing("open", date(2026, 6, 1)))

    assert court.broken(ALL, LIST) == only(KNOWING)
    assert "jan@example.org was not told by alert" in court.record.broken[0].how


def test_a_change_that_was_told_is_not_missed(court: Court) -> None:
    moved = at_once(at(datetime(2026, 3, 9, 9, tzinfo=UTC)))
    court.chronicle.stands(1, moved, Standing("open", date(2026, 6, 1)))
    telling = letter("jan@example.org", datetime(2026, 3, 9, 9, 10, 1, tzinfo=UTC), 1, kind="alert")

    assert court.broken([*ALL, telling], LIST) == set()


def test_what_a_clock_that_is_ahead_told_is_older_than_what_came_after_it(court: Court) -> None:
    moved = at_once(at(datetime(2026, 3, 9, 9, tzinfo=UTC)))
    court.chronicle.stands(1, moved, Standing("open", date(2026, 6, 1)))
    early = letter("jan@example.org", datetime(2026, 3, 10, 4, 0, 1, tzinfo=UTC), 1, kind="alert", arrived=MONDAY)
    telling = letter("jan@example.org", datetime(2026, 3, 9, 9, 10, 1, tzinfo=UTC), 1, kind="alert")
    court.judge.misdated.add(early.message_id)

    assert court.broken([*ALL, early, telling], LIST) == set()


def test_a_deadline_that_an_old_copy_brought_back_is_not_alerted_to_again(court: Court) -> None:
    first, second = (at_once(at(datetime(2026, 3, 9, hour, tzinfo=UTC))) for hour in (9, 11))
    court.chronicle.stands(1, first, Standing("open", date(2026, 6, 1)))
    telling = letter("jan@example.org", datetime(2026, 3, 9, 9, 10, 1, tzinfo=UTC), 1, kind="alert")
    court.chronicle.stands(1, second, Standing("open", date(2026, 3, 8)), is_restored=True)

    assert ALERTED.words not in court.broken([*ALL, telling], LIST)


def test_a_letter_of_another_month_beside_a_wrong_clock_was_written_by_it(court: Court) -> None:
    court.judge.judge_dates([letter("jan@example.org", MONDAY + timedelta(days=40), 1, arrived=MONDAY), DIGEST])

    assert {one.promise for one in court.record.broken} == only(TIMELY)
