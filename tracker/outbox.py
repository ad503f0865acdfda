"""Which key makes a letter the same, when do we try again, and what becomes of it? Pure.

Planning is exactly-once (the key is unique), delivery cannot be: between the final dot and the answer nobody
knows (RFC 1047). So each kind of letter is either held and listed when in doubt, or sent again with the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import digest

from tracker.delivery_status import Blame, blame, status_of
from tracker.model.letter_kinds import KINDS, Doubt, kind_named
from tracker.model.letters import Claimed, LetterKind, LetterState, Outcome, OutcomeKind

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))
BACK_OFF_LATER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=4, hours=12)  # RFC 5321 4.5.4.1 asks for four to five days
SERVER_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=1), timedelta(minutes=5))
SERVER_BACK_OFF_LATER = timedelta(minutes=10)
# A server that breaks off at letters to so many readers in a row fails: one or two may be chance, or have their boxes
# in the same broken house; and of a dead server each costs minutes of waiting.
READERS_IN_A_ROW = 3
FOR_GOOD = 500  # the class of reply codes (RFC 5321 4.2.1)
TOO_BIG = 552  # at the sender: the letter is longer than the server takes (RFC 1870)
MAX_DOUBTS = 3  # a letter that was given this often without an answer is held, whatever its kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a letter becomes after an attempt; `suspend` tells that the address does not exist."""

    state: LetterState
    next_attempt_at: datetime
    reply: str
    suspend: bool = False
    doubt: bool = False
    put_off_until: datetime | None = None  # no letter goes to this reader before

    @property
    def is_answered(self) -> bool:
        """Whether the mail server decided on the letter: then it is well, and takes letters to this reader or not."""
        return self.put_off_until is None and not self.doubt


def digest_key(subscriber: int, slot: date, again: int = 0) -> str:
    """A digest is the same when reader and local day are: no change of clocks can double it.

    `again` counts the digests of that day that failed or were withdrawn: one that did not leave takes nobody's place.
    """
    return f"{KINDS[LetterKind.DIGEST].key}:{subscriber}:{slot.isoformat()}" + (f":{again}" if again else "")


def alert_key(commitment: int, *, version: int, step: str, subscriber: int) -> str:
    """A moved deadline is a new version, so its alerts can be raised again."""
    return f"alert:{commitment}:{version}:{step}:{subscriber}"


def parse_alert_key(key: str) -> tuple[int, int, str, int] | None:
    """Commitment, version, step and subscriber of an alert's key; None when it is none."""
    parts = key.split(":")
    if len(parts) != 5 or parts[0] != "alert":  # noqa: PLR2004 - as alert_key writes it
        return None
    _, commitment, version, step, subscriber = parts
    if not (commitment.isdigit() and version.isdigit() and subscriber.isdigit()):
        return None
    return int(commitment), int(version), step, int(subscriber)


def alert_letter_key(subscriber: int, alerts: Iterable[str], again: int = 0) -> str:
    """The key of a letter follows from the alerts that it carries, whatever their order.

    `again` counts the letters with the same alerts that failed or were withdrawn: what comes back makes another one.
    """
    fingerprint = sha256(chr(10).join(sorted(alerts)).encode()).hexdigest()[:24]
    return f"{KINDS[LetterKind.ALERT].key}:{subscriber}:{fingerprint}" + (f":{again}" if again else "")


def rappel_key(address: str, numbers: Iterable[int], *, written_on: date, answer_by: date, again: int = 0) -> str:
    """A reminder is the same when it goes to the same address on the same day and asks the same by the same day.

    `again` counts those that failed or were withdrawn.
    """
    asked = chr(10).join((address.casefold(), answer_by.isoformat(), *map(str, sorted(numbers))))
    fingerprint = sha256(asked.encode()).hexdigest()[:24]
    return f"{rappel_keys(written_on)}{fingerprint}" + (f":{again}" if again else "")


def rappel_keys(written_on: date) -> str:
    """How the key of each reminder of that day begins."""
    return f"{KINDS[LetterKind.RAPPEL].key}:{written_on.isoformat()}:"


def unanswered_key(answer_by: date, numbers: Iterable[int]) -> str:
    """That a day to answer has passed is told once of each commitment, whatever becomes of it later."""
    return f"{unanswered_begins(answer_by)}:{','.join(map(str, sorted(numbers)))}"


def unanswered_begins(answer_by: date) -> str:
    """What the keys of all notices of a day to answer begin with; before they named commitments it was the key."""
    return f"{KINDS[LetterKind.UNANSWERED].key}:{answer_by.isoformat()}"


def told_unanswered(keys: Iterable[str]) -> frozenset[int] | None:
    """The commitments that notices of one day told of, by their keys; None when one told of all that there were."""
    parts = [key.split(":")[2:] for key in keys]
    if any(not numbers for numbers in parts):
        return None
    return frozenset(int(number) for (numbers,) in parts for number in numbers.split(","))


def message_id(key: str, domain: str, *, secret: str) -> str:
    """The same letter always has the same Message-ID, so receivers can drop a repeat; nobody else can compute it."""
    return f"<{digest(bytes.fromhex(secret), key.encode(), 'sha256').hex()[:32]}@{domain}>"


def can_be_computed(identity: str, key: str) -> bool:
    """Whether a Message-ID is that of a letter from before registers had a secret: it followed from the key alone."""
    return identity.startswith(f"<{sha256(key.encode()).hexdigest()[:32]}@")


def back_off(attempt: int) -> timedelta:
    """How long to wait after the n-th attempt (from 1)."""
    return BACK_OFF[attempt - 1] if attempt <= len(BACK_OFF) else BACK_OFF_LATER


def server_back_off(failures: int, *, unanswered: bool = False) -> timedelta:
    """How long to leave a server alone that failed n times in a row (from 1).

    One that takes letters and does not answer is tried less often: each time costs a digest that is in doubt then.
    """
    if unanswered:
        return back_off(failures)
    return SERVER_BACK_OFF[failures - 1] if failures <= len(SERVER_BACK_OFF) else SERVER_BACK_OFF_LATER


def judge(letter: Claimed, outcome: Outcome, now: datetime, *, server_fails: bool = False) -> Verdict:
    """What becomes of a letter after this outcome.

    Where the server broke off, or refused for good what is neither the mailbox's fault nor the letter's, the reader's
    other letters wait too. No letter is given up while it does so at everybody's (`server_fails`), or blames us.
    """
    reply = str(outcome)
    if outcome.kind is OutcomeKind.ACCEPTED:
        return Verdict(LetterState.SENT, now, reply)
    if outcome.kind in {OutcomeKind.FENCED, OutcomeKind.SERVER}:
        return Verdict(LetterState.QUEUED, now, reply)
    if outcome.kind is OutcomeKind.DEFERRED:
        return _deferred(letter, reply, now, again_at=now + back_off(letter.attempt))
    blamed = _blamed(outcome)
    if blamed in {Blame.MAILBOX, Blame.LETTER}:
        return Verdict(LetterState.FAILED, now, reply, suspend=blamed is Blame.MAILBOX)
    again_at = now + back_off(max(letter.attempt, letter.broken_off + 1))
    if outcome.kind is OutcomeKind.UNKNOWN:
        return replace(_doubtful(letter.kind, letter.doubts, again_at, reply), put_off_until=again_at)
    if server_fails or blamed is Blame.HOUSE:
        return Verdict(LetterState.QUEUED, again_at, reply, put_off_until=again_at)
    return replace(_deferred(letter, reply, now, again_at=again_at), put_off_until=again_at)


def _blamed(outcome: Outcome) -> Blame | None:
    """Whose fault the outcome is, where the server refused for good; a sender that it refuses is ours."""
    if outcome.kind is OutcomeKind.REFUSED:
        is_too_big = outcome.code == TOO_BIG and outcome.phase == "mail"
        return Blame.LETTER if is_too_big else blame(status_of(outcome.reply), outcome.reply)
    is_for_good = outcome.kind is OutcomeKind.BROKEN_OFF and (outcome.code or 0) >= FOR_GOOD
    return Blame.HOUSE if is_for_good else None


def _deferred(letter: Claimed, reply: str, now: datetime, *, again_at: datetime) -> Verdict:
    if now - letter.first_attempt_at >= GIVE_UP_AFTER:
        return Verdict(LetterState.FAILED, now, f"given up after {letter.attempt} attempts; {reply}")
    return Verdict(LetterState.QUEUED, again_at, reply)


def judge_abandoned(kind: str, *, given: bool, doubts: int, now: datetime) -> Verdict:
    """What becomes of a letter whose sender died: before the dot it is safe to try again, after it it is not."""
    if not given:
        return Verdict(LetterState.QUEUED, now, "the sender stopped before it gave the letter")
    return _doubtful(kind, doubts, now, "the sender stopped while it waited for the answer")


def _doubtful(kind: str, doubts: int, again_at: datetime, reply: str) -> Verdict:
    if kind_named(kind).in_doubt is Doubt.SEND_AGAIN and doubts + 1 < MAX_DOUBTS:
        return Verdict(LetterState.QUEUED, again_at, reply, doubt=True)
    return Verdict(LetterState.IN_DOUBT, again_at, reply, doubt=True)
