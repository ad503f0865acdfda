"""Who is owed a digest now? Each reader's is chosen, rendered and put into the outbox once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tracker.errors import Refused
from tracker.letters.digest.choose import build
from tracker.letters.digest.draft import render_digest
from tracker.model import Selection
from tracker.model.address import parse_address
from tracker.model.digests import Snapshot
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import Draft, LetterKind, Posting, Subscriber, SubscriberState, Timetable
from tracker.outbox import digest_key
from tracker.owed.slots import instant_of, latest_slot, next_digest_at
from tracker.store import Transaction
from tracker.store.letters import digests_owed, outbox, subscribers
from tracker.store.letters.digests_owed import DigestOwed, Waiting
from tracker.store.letters.future import sent_ahead, slots_of_the_next_days
from tracker.store.letters.snapshots import Since, snapshot
from tracker.store.letters.subscribers import Unreadable
from tracker.usecases.letters.clock import keep_time
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.round import Round

_BATCH = 100
_LOOK_BACK = timedelta(days=62)
LATE = timedelta(hours=12)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Owed:
    """A reader, the slot that is due, and what they have been told already."""

    reader: Subscriber
    slot: DigestOwed
    since: Since
    waiting: frozenset[int]  # digests that did not leave yet: this one takes their place
    day: date | None  # whose digest it is; None: of none, after all
    again: int  # how many digests of that day took nobody's place


def post_digests(office: PostOffice, this_round: Round | None = None) -> int:
    """Put every digest whose time has come into the outbox; gives how many are new.

    A letter that cannot be made stays owed and holds up nobody else's.
    """
    now, this_round = office.clock(), this_round or Round(office, strict=True)
    with office.database.read() as tx:
        waiting = digests_owed.due_now(tx, now)
    posted = 0
    memory = _Memory()
    for start in range(0, len(waiting), _BATCH):
        if not this_round.goes_on():
            break
        posted += _post_batch(office, waiting[start : start + _BATCH], memory, this_round, now=now)
    return posted


def draft_for(office: PostOffice, reader: Subscriber, since: Since, *, stoppable: bool = True) -> Draft:
    """The digest that a reader would get now."""
    with office.database.read() as tx:
        seen = _look(tx, office, reader.selection, since)
    head = office.letterhead(reader.language, stoppable=stoppable)
    return render_digest(seen, reader.timetable, head, only_news=not reader.sends_empty)


def post_now(office: PostOffice, address: str) -> bool:
    """Put a reader's digest into the outbox beside the timetable; not twice on one local day.

    Raises Refused for a reader who gets no letters, or no digests, and MailError when the clock is not to be believed.
    """
    wanted = parse_address(address)
    with office.database.write(exclusive=False) as tx:
        keep_time(tx, office)
    now = office.clock()
    with office.database.read() as tx:
        reader = subscribers.by_address(tx, wanted)
        if reader.state is not SubscriberState.ACTIVE:
            raise Refused("subscriber.gets-no-letters", address=reader.address, state=reader.state)
        since = digests_owed.since(tx, [reader.id])[reader.id]
        slot = now.astimezone(ZoneInfo(reader.timetable.zone)).date()
        again = _again(tx, {(reader.id, slot)}, now)[reader.id, slot]
        waiting = _letters(digests_owed.waiting_for(tx, [reader.id]).get(reader.id, ()))
        seen = _look(tx, office, reader.selection, since)
    head = office.letterhead(reader.language)
    draft = render_digest(seen, reader.timetable, head, only_news=not reader.sends_empty)
    letter = posting(office, _planned(reader, draft, slot, again, _Span(since, seen)), now=now)
    if not letter.is_wanted:
        raise Refused("subscriber.gets-no-digest", address=reader.address)
    with office.database.write(exclusive=False) as tx:
        return _put(tx, letter, reader.id, waiting)


def _post_batch(
    office: PostOffice, waiting: tuple[DigestOwed, ...], memory: _Memory, this_round: Round, *, now: datetime
) -> int:
    with office.database.read() as tx:
        due, unreadable = _due(tx, waiting, now)
        snapshots = {_sight(owed): memory.snapshot(tx, office, owed) for owed in due if not this_round.is_stopping()}
    for broken in unreadable:
        this_round.fail(f"readers: {broken.subscriber}", broken.why)
    letters = []
    for owed in due:
        if not this_round.goes_on():
            break
        with this_round.set_aside(f"{KINDS[LetterKind.DIGEST].planning}: reader {owed.reader.id}"):
            letters.append((owed, _letter(office, owed, snapshots, memory, now=now)))
    posted = 0
    with office.database.write(exclusive=False) as tx:
        left = slots_of_the_next_days(tx, [owed.reader.id for owed, _ in letters], office.today)
        for owed, letter in letters:
            is_overtaken = (
                owed.day is not None and left.get(owed.reader.id, owed.day) > owed.day
            )  # by a clock ahead of ours
            is_owed = digests_owed.slot_done(tx, owed.slot, next_digest_at=next_digest_at(owed.reader.timetable, now))
            if is_owed and letter is not None and not is_overtaken:
                posted += _put(tx, letter, owed.reader.id, owed.waiting)
    return posted


def _due(tx: Transaction, waiting: tuple[DigestOwed, ...], now: datetime) -> tuple[list[_Owed], tuple[Unreadable, ...]]:
    slots = {one.subscriber: one for one in waiting}
    readable, unreadable = subscribers.sound(tx, ids=slots)
    told_since, replaced = digests_owed.since(tx, slots), digests_owed.waiting_for(tx, slots)
    days = {
        reader.id: latest_slot(reader.timetable, after=slots[reader.id].slots_after, now=now) for reader in readable
    }
    again = _again(tx, {(reader, day) for reader, day in days.items() if day is not None}, now)
    readers = {reader.id: reader for reader in readable}
    due = [
        _Owed(
            readers[number],
            slot,
            told_since[number],
            _letters(replaced.get(number, ())),
            days[number],
            again[number, days[number]],
        )
        for number, slot in slots.items()
        if number in readers
    ]
    return due, unreadable


def _again(tx: Transaction, days: Collection[tuple[int, date]], now: datetime) -> Counter[tuple[int, date | None]]:
    """How many digests of these readers and days are there that keep no other from leaving."""
    lost = digests_owed.spent(tx, {reader for reader, _ in days}, after=now.date() - _LOOK_BACK)
    return Counter[tuple[int, date | None]](lost) + Counter(sent_ahead(tx, days))


def _put(tx: Transaction, letter: Posting, reader: int, waiting: frozenset[int]) -> bool:
    """Into the outbox, in place of older digests that still waited; if one of those left just now, not at all."""
    if not letter.is_wanted:
        return False
    if waiting and outbox.replace_waiting(tx, waiting) != len(waiting):
        return False
    if outbox.post(tx, letter) is None:
        return False
    if letter.tells_from is not None:
        digests_owed.retold(tx, reader, after=letter.tells_from[0])
    return True


def _letters(waiting: Iterable[Waiting]) -> frozenset[int]:
    return frozenset(one.letter for one in waiting)


@dataclass(frozen=True, slots=True)
class _Span:
    """From where a digest tells, and what it saw."""

    since: Since
    seen: Snapshot


def _planned(reader: Subscriber, draft: Draft, slot: date, again: int, span: _Span) -> Planned:
    return Planned(
        digest_key(reader.id, slot, again),
        LetterKind.DIGEST,
        reader,
        draft,
        slot=slot,
        tells_from=(span.since.sequence, span.since.on),
        tells_until=(span.seen.head_sequence, span.seen.today),
    )


def _has_something_to_say(reader: Subscriber, seen: Snapshot) -> bool:
    return reader.sends_empty or build(seen).has_news


def _next_one_tells_it(timetable: Timetable, slot: date, now: datetime) -> bool:
    """Whether a late digest is better left to the next one, which comes within hours and tells the same."""
    upcoming = next_digest_at(timetable, now)
    return now - instant_of(timetable, slot) > LATE and upcoming is not None and upcoming - now < LATE


_Sight = tuple[Selection, Since]


def _sight(owed: _Owed) -> _Sight:
    return owed.reader.selection, owed.since


def _letter(
    office: PostOffice, owed: _Owed, snapshots: Mapping[_Sight, Snapshot], memory: _Memory, *, now: datetime
) -> Posting | None:
    """The letter of one reader; None when no slot is due or there is nothing to say."""
    slot = owed.day
    if slot is None or _next_one_tells_it(owed.reader.timetable, slot, now):
        return None
    seen = snapshots[_sight(owed)]
    if not _has_something_to_say(owed.reader, seen):
        return None
    draft = memory.draft(office, owed, seen, slot)
    return posting(office, _planned(owed.reader, draft, slot, owed.again, _Span(owed.since, seen)), now=now)


class _Memory:
    """What readers share: those of one selection who were told the same see the same. Only the last ones are kept."""

    _SIZE = 32

    def __init__(self) -> None:
        self._snapshots: dict[_Sight, Snapshot] = {}
        self._drafts: dict[tuple[_Sight, str, Timetable, bool, date], Draft] = {}

    def snapshot(self, tx: Transaction, office: PostOffice, owed: _Owed) -> Snapshot:
        sight = _sight(owed)
        if sight not in self._snapshots:
            _make_room(self._snapshots, self._SIZE)
            self._snapshots[sight] = _look(tx, office, *sight)
        return self._snapshots[sight]

    def draft(self, office: PostOffice, owed: _Owed, seen: Snapshot, slot: date) -> Draft:
        reader, only_news = owed.reader, not owed.reader.sends_empty
        key = (_sight(owed), reader.language, reader.timetable, only_news, slot)
        if key not in self._drafts:
            _make_room(self._drafts, self._SIZE)
            head = office.letterhead(reader.language)
            self._drafts[key] = render_digest(seen, reader.timetable, head, slot=slot, only_news=only_news)
        return self._drafts[key]


def _make_room(kept: dict[_Key, _Value], size: int) -> None:
    while len(kept) >= size:
        del kept[next(iter(kept))]


def _look(tx: Transaction, office: PostOffice, selection: Selection, since: Since) -> Snapshot:
    horizon = office.settings.letters.horizon_days
    return snapshot(tx, selection, since=since, today=office.today, zone=office.zone, horizon=horizon)
