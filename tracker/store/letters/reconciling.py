"""What a ledger knows and the register forgot, when an old copy of it was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from tracker.model.letter_kinds import Doubt, KindOfLetter, kind_named, kind_of_key
from tracker.model.letters import AlertKind, AlertState, LetterState
from tracker.model.spelling import day_of
from tracker.outbox import judge_abandoned, parse_alert_key
from tracker.store.database import Transaction
from tracker.store.ledger_lines import LedgerContent, Left
from tracker.store.letters.outbox import batched, insert_new
from tracker.store.tables.letters import alerts, letter_contents, letters, subscribers
from tracker.store.tables.register import commitments

ON_ITS_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.DOT)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many letters are known as sent again, and how many were given without an answer."""

    sent: int = 0
    given: int = 0

    def __add__(self, other: TakenOver) -> TakenOver:
        return TakenOver(self.sent + other.sent, self.given + other.given)


def not_sent(tx: Transaction, left: Mapping[str, Left]) -> frozenset[str]:
    """Those of these letters that the database does not know, or of which it only knows that they were put off."""
    wanted = sorted(left)
    lost = set(wanted)
    deferred = and_(
        letters.c.state == LetterState.QUEUED, letters.c.doubts == 0, letters.c.first_attempt_at.is_not(None)
    )
    tried = or_(letters.c.state == LetterState.SENT, and_(letters.c.attempts > 0, ~deferred))
    for some in batched(wanted):
        lost -= set(tx.execute(select(letters.c.key).where(letters.c.key.in_(some), tried)).scalars())
    return frozenset(lost - _known_to_have_left(tx, {key: left[key] for key in lost}))


def take_over(tx: Transaction, written: LedgerContent, *, ledger: str | None, now: datetime) -> TakenOver:
    """Nothing goes again of what a ledger knows to have left; what was given without an answer is judged as ever."""
    sent = _unsettled(tx, written.sent)
    for key in sorted(sent):
        left = written.sent[key]
        values = {"state": LetterState.SENT, "sent_at": left.at or now, "ledger": ledger, "reply": LEFT}
        number = _settle(tx, key, values, now)
        for alert in left.alerts:
            _take_over_alert(tx, alert, number, now)
    given = [_take_over_given(tx, key, attempt, now) for key, attempt in sorted(written.unanswered)]
    return TakenOver(len(sent), sum(given))


def believe(tx: Transaction, *, until: datetime, words: str) -> int:
    """All that was written up to an instant and is on its way left: a person says so. Gives how many that are."""
    mine = update(letters).where(letters.c.state.in_(ON_ITS_WAY), letters.c.planned_at <= until)
    free = {"owner": None, "lease_until": None}
    return int(tx.execute(mine.values(state=LetterState.SENT, sent_at=until, reply=words, **free)).rowcount)


LEFT = "taken over from the ledger"
GIVEN = "the ledger knows that it was given, and of no answer"


def _known_to_have_left(tx: Transaction, left: Mapping[str, Left]) -> set[str]:
    """Those that the database knows to have left then, whatever came of it: one that came back may go again."""
    known: set[str] = set()
    for some in batched(sorted(left)):
        query = select(letters.c.key, letters.c.sent_at).where(letters.c.key.in_(some), letters.c.sent_at.is_not(None))
        for row in tx.execute(query):
            at = left[row.key].at
            known |= {row.key} if at is None or row.sent_at >= at else set()
    return known


def _unsettled(tx: Transaction, left: Mapping[str, Left]) -> frozenset[str]:
    """Those of these letters that could still leave, or that are not known at all."""
    open_ = (*ON_ITS_WAY, LetterState.IN_DOUBT)
    unsettled = set(left) - _known_to_have_left(tx, left)
    for some in batched(sorted(unsettled)):
        settled = select(letters.c.key).where(letters.c.key.in_(some), letters.c.state.not_in(open_))
        unsettled -= set(tx.execute(settled).scalars())
    return frozenset(unsettled)


def _settle(tx: Transaction, key: str, values: Mapping[str, Any], now: datetime) -> int:
    """Write down what became of a letter; one that is not known gets a place, without its words."""
    free = {"owner": None, "lease_until": None}
    changed = update(letters).where(letters.c.key == key).values({**values, **free}).returning(letters.c.id)
    known: int | None = tx.execute(changed).scalar()
    if known is not None:
        return known
    kind, reader, slot = _parsed(key)
    address = tx.execute(select(subscribers.c.address).where(subscribers.c.id == reader)).scalar()
    whom = {"subscriber_id": reader if address else None, "recipient": address or "", "envelope_from": ""}
    empty = {"subject": "", "message_id": key, "sha256": "", "slot": slot}
    counters = {"attempts": 1, "doubts": 0, "planned_at": now, "next_attempt_at": now}
    (number,) = insert_new(tx, letters, {"key": key, "kind": kind.name, **whom, **empty, **counters, **values})
    tx.execute(letter_contents.insert().values(letter_id=number, content=None))
    return int(number)


def _take_over_given(tx: Transaction, key: str, attempt: int, now: datetime) -> bool:
    """A letter that was given in an attempt of which the register does not know the end; tells whether it did not."""
    columns = (letters.c.kind, letters.c.state, letters.c.attempts, letters.c.doubts)
    row = tx.execute(select(*columns).where(letters.c.key == key)).first()
    if row is None:
        kind, doubts = _parsed(key)[0].name, 0
        if kind_named(kind).in_doubt is Doubt.SEND_AGAIN:  # planned anew, it is sent again
            return False
    else:
        kind, doubts, ended = row.kind, row.doubts, row.attempts - (row.state != LetterState.QUEUED)
        if row.state not in ON_ITS_WAY or attempt <= ended:  # how this attempt ended is known
            return False
    verdict = judge_abandoned(kind, given=True, doubts=doubts, now=now)
    values = {"state": verdict.state, "next_attempt_at": verdict.next_attempt_at, "attempts": attempt}
    _settle(tx, key, values | {"doubts": doubts + 1, "reply": GIVEN}, now)
    return True


def _parsed(key: str) -> tuple[KindOfLetter, int | None, date | None]:
    """What the key of a letter tells: its kind, its reader and the day, where it is of one."""
    kind, (_, reader, day, *_) = kind_of_key(key), [*key.split(":"), "", ""]
    number = int(reader) if reader.isdecimal() else None
    return kind, number, day_of(day) if kind.is_of_a_day else None


def _take_over_alert(tx: Transaction, key: str, letter: int, now: datetime) -> None:
    """It was told: neither what waits nor what would be raised anew goes again."""
    if tx.execute(
        update(alerts).where(alerts.c.key == key).values(state=AlertState.LETTERED, letter_id=letter)
    ).rowcount:
        return
    parsed = parse_alert_key(key)
    if parsed is None:
        return
    commitment, version, step, subscriber = parsed
    about = select(commitments.c.number).where(commitments.c.number == commitment)
    whom = select(subscribers.c.id).where(subscribers.c.id == subscriber)
    if tx.execute(about).first() is None or tx.execute(whom).first() is None:  # the old copy does not know them
        return
    kind = AlertKind.FOLLOWED if not step.startswith("D") else AlertKind.DUE if "-" in step else AlertKind.OVERDUE
    alert = {"key": key, "subscriber_id": subscriber, "commitment": commitment, "kind": kind, "step": step}
    when = {"deadline_version": version, "owed_on": now.date(), "release_at": now}
    insert_new(tx, alerts, alert | when | {"state": AlertState.LETTERED, "letter_id": letter})
