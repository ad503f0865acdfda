from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from tracker.model.letters import Claimed, LetterKind, LetterState, Outcome, OutcomeKind
from tracker.outbox import (
    GIVE_UP_AFTER,
    MAX_DOUBTS,
    alert_key,
    alert_letter_key,
    back_off,
    can_be_computed,
    digest_key,
    judge,
    judge_abandoned,
    message_id,
    server_back_off,
)

SECRET = "a" * 64
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def claimed(
    kind: LetterKind = LetterKind.DIGEST, *, attempt: int = 1, doubts: int = 0, began: datetime = NOW
) -> Claimed:
    return Claimed(1, "key", kind, "jan@example.org", "x@example.org", b"", attempt, doubts, began)


def said(kind: OutcomeKind, reply: str = "no", code: int | None = None) -> Outcome:
    return Outcome(kind, "rcpt", reply, code)


def test_a_digest_is_the_same_when_reader_and_local_day_are() -> None:
    assert digest_key(7, date(2026, 3, 29)) == "digest:7:2026-03-29"


def test_a_moved_deadline_gives_its_alerts_new_keys() -> None:
    before = alert_key(2, version=1, step="D-7", subscriber=3)

    assert before == "alert:2:1:D-7:3"
    assert alert_key(2, version=2, step="D-7", subscriber=3) != before


def test_an_alert_letter_is_the_same_in_whatever_order_its_alerts_come() -> None:
    assert alert_letter_key(1, ["a", "b"]) == alert_letter_key(1, ["b", "a"])
    assert alert_letter_key(1, ["a", "b"]) != alert_letter_key(1, ["a"])
    assert alert_letter_key(1, ["a", "b"]) != alert_letter_key(2, ["a", "b"])
    assert alert_letter_key(1, ["a"]) != alert_letter_key(1, ["a"], again=1), "the first one never left"


def test_the_message_id_follows_from_the_key_and_the_secret() -> None:
    identity = message_id("digest:1:2026-03-02", "example.org", secret=SECRET)

    assert identity == message_id("digest:1:2026-03-02", "example.org", secret=SECRET)
    assert identity != message_id("digest:2:2026-03-02", "example.org", secret=SECRET)
    assert identity.endswith("@example.org>")


def test_nobody_else_can_compute_a_message_id() -> None:
    key = "digest:1:2026-03-02"
    old = f"<{sha256(key.encode()).hexdigest()[:32]}@example.org>"

    assert message_id(key, "example.org", secret=SECRET) != message_id(key, "example.org", secret="b" * 64)
    assert not can_be_computed(message_id(key, "example.org", secret=SECRET), key)
    assert can_be_computed(old, key)


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (50, 60)])
def test_a_letter_waits_longer_after_each_attempt(attempt: int, minutes: int) -> None:
    assert back_off(attempt) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 1), (3, 5), (4, 10), (99, 10)])
def test_a_server_that_fails_is_left_alone_but_not_for_long(failures: int, minutes: int) -> None:
    assert server_back_off(failures) == timedelta(minutes=minutes)


def test_an_accepted_letter_is_sent() -> None:
    assert judge(claimed(), said(OutcomeKind.ACCEPTED), NOW).state is LetterState.SENT


def test_a_deferred_letter_waits_and_tells_why() -> None:
    verdict = judge(claimed(attempt=2), said(OutcomeKind.DEFERRED, "4.2.2 full", 452), NOW)

    assert verdict.state is LetterState.QUEUED
    assert verdict.next_attempt_at == NOW + timedelta(minutes=5)
    assert verdict.reply == "rcpt: 452 4.2.2 full"


def test_a_letter_is_given_up_after_four_days_and_not_before() -> None:
    deferred = said(OutcomeKind.DEFERRED)

    early = judge(claimed(attempt=90, began=NOW - GIVE_UP_AFTER + timedelta(seconds=1)), deferred, NOW)
    late = judge(claimed(attempt=99, began=NOW - GIVE_UP_AFTER), deferred, NOW)

    assert early.state is LetterState.QUEUED
    assert late.state is LetterState.FAILED
    assert late.reply.startswith("given up after 99 attempts")
    assert timedelta(days=4) <= GIVE_UP_AFTER <= timedelta(days=5)


@pytest.mark.parametrize(("reply", "suspend"), [("5.1.1 no such user", True), ("5.6.1 not such letters", False)])
def test_only_a_mailbox_that_does_not_exist_suspends_the_reader(reply: str, *, suspend: bool) -> None:
    verdict = judge(claimed(), said(OutcomeKind.REFUSED, reply, 550), NOW)

    assert verdict.state is LetterState.FAILED
    assert verdict.suspend is suspend


@pytest.mark.parametrize(
    ("outcome", "state_at_last"),
    [
        (said(OutcomeKind.REFUSED, "5.1.90 daily limit reached", 550), LetterState.QUEUED),
        (said(OutcomeKind.BROKEN_OFF, "5.7.1 not this sender", 550), LetterState.QUEUED),
        (said(OutcomeKind.REFUSED, "5.7.1 not today", 550), LetterState.FAILED),
        (said(OutcomeKind.REFUSED, "no", 550), LetterState.FAILED),
    ],
    ids=["a quota", "a sender", "a policy", "nobody knows"],
)
def test_what_is_refused_for_good_and_is_not_the_mailboxs_fault_waits(
    outcome: Outcome, state_at_last: LetterState
) -> None:
    first = judge(claimed(), outcome, NOW)
    last = judge(claimed(attempt=99, began=NOW - GIVE_UP_AFTER), outcome, NOW)
    while_it_fails = judge(claimed(attempt=99, began=NOW - GIVE_UP_AFTER), outcome, NOW, server_fails=True)

    assert (first.state, first.suspend, first.put_off_until) == (LetterState.QUEUED, False, NOW + timedelta(minutes=1))
    assert (last.state, last.suspend) == (state_at_last, False)
    assert while_it_fails.state is LetterState.QUEUED


def test_a_letter_that_is_too_big_for_the_server_is_given_up_whatever_it_says() -> None:
    too_big = replace(said(OutcomeKind.REFUSED, "no", 552), phase="mail")

    assert judge(claimed(), too_big, NOW).state is LetterState.FAILED


def test_a_digest_without_an_answer_is_held() -> None:
    verdict = judge(claimed(), said(OutcomeKind.UNKNOWN), NOW)

    assert (verdict.state, verdict.doubt) == (LetterState.IN_DOUBT, True)


def test_an_alert_without_an_answer_goes_again_but_not_for_ever() -> None:
    unknown = said(OutcomeKind.UNKNOWN)
    states = [judge(claimed(LetterKind.ALERT, doubts=doubts), unknown, NOW).state for doubts in range(MAX_DOUBTS)]

    assert states == [LetterState.QUEUED] * (MAX_DOUBTS - 1) + [LetterState.IN_DOUBT]


@pytest.mark.parametrize(
    ("attempt", "broken_off", "minutes"),
    [(1, 0, 1), (3, 0, 15), (1, 2, 15)],
    ids=["first", "third attempt", "first attempt, third failure of the reader"],
)
def test_where_the_server_broke_off_all_letters_to_the_reader_wait(attempt: int, broken_off: int, minutes: int) -> None:
    letter = replace(claimed(attempt=attempt), broken_off=broken_off)
    verdict = judge(letter, said(OutcomeKind.BROKEN_OFF), NOW)

    assert verdict.state is LetterState.QUEUED
    assert verdict.next_attempt_at == verdict.put_off_until == NOW + timedelta(minutes=minutes)
    assert not verdict.is_answered


def test_a_letter_is_not_given_up_for_a_server_that_breaks_off_at_everybodys() -> None:
    letter, broken_off = claimed(began=NOW - GIVE_UP_AFTER), said(OutcomeKind.BROKEN_OFF)

    assert judge(letter, broken_off, NOW).state is LetterState.FAILED
    assert judge(letter, broken_off, NOW, server_fails=True).state is LetterState.QUEUED


@pytest.mark.parametrize("kind", list(LetterKind))
def test_where_the_server_was_silent_the_others_to_the_reader_wait(kind: LetterKind) -> None:
    verdict = judge(claimed(kind), said(OutcomeKind.UNKNOWN), NOW)

    assert verdict.put_off_until == NOW + timedelta(minutes=1)


def test_a_server_that_answers_nobody_is_tried_less_often_than_one_that_cannot_be_reached() -> None:
    waits = [server_back_off(failures, unanswered=True) for failures in (1, 2, 5, 50)]

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 60, 60)]


@pytest.mark.parametrize("kind", [OutcomeKind.FENCED, OutcomeKind.SERVER])
def test_what_is_not_the_letters_fault_does_not_delay_it(kind: OutcomeKind) -> None:
    verdict = judge(claimed(began=NOW - timedelta(days=9)), said(kind), NOW)

    assert (verdict.state, verdict.next_attempt_at) == (LetterState.QUEUED, NOW)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_letter_abandoned_before_the_dot_is_safe_to_send_again(kind: LetterKind) -> None:
    verdict = judge_abandoned(kind, given=False, doubts=0, now=NOW)

    assert (verdict.state, verdict.doubt) == (LetterState.QUEUED, False)


@pytest.mark.parametrize(
    ("kind", "state"), [(LetterKind.DIGEST, LetterState.IN_DOUBT), (LetterKind.ALERT, LetterState.QUEUED)]
)
def test_a_letter_abandoned_after_the_dot_is_held_or_sent_by_its_kind(kind: LetterKind, state: LetterState) -> None:
    verdict = judge_abandoned(kind, given=True, doubts=0, now=NOW)

    assert (verdict.state, verdict.doubt) == (state, True)
