"""What was promised against what arrived. Pure: the chronicle, the mailbox and the register's own list go in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from chaos.chronicle import Chronicle, Commitment, Reader, Standing
from chaos.clock import Clock, Moment
from chaos.expecting import (
    GROUP,
    SLACK,
    causes,
    digest_owed,
    instant,
    must_tell,
    slot_at,
    step_owed,
    today,
    zone_of,
)
from chaos.mailbox import Arrived
from chaos.record import Promised, Record
from tracker.model.letter_kinds import kind_of_key

EARLY = GROUP + SLACK  # what comes so soon after something else is told with it
WRITING = 45.0  # real seconds within which a letter is written after the Date in its head
DAY = re.compile(r":(\d{4}-\d\d-\d\d)(?::\d+)?$")  # at the end of a key, before the number of a second try
HANDING_OVER = 3.0  # real seconds within which a letter may be under way when its reader is stopped


ONCE = Promised("what is held when in doubt arrives at most once", "letters", "doubled")
SERVED = Promised("each digest that is owed arrives", "slots", "lost")
ALERTED = Promised("each alert that is owed arrives", "steps", "lost")
KNOWING = Promised("what changed is told", "changes looked for", "not told")
WHOLE = Promised("a digest tells what is overdue and coming", "commitments in digests", "not told")
SAME = Promised("what is sent again when in doubt is the same bytes", "repeats", "changed")
CAUSED = Promised("each alert has a cause of its own", "commitments in alerts", "without a cause")
ARRIVED = Promised("what the register calls sent has arrived", "letters", "lost")
LISTED = Promised("what arrived is called sent or in doubt", "letters", "not listed")
SILENT = Promised("who is paused, stopped or removed gets nothing", "letters", "to who is out")
ORDERED = Promised("digests arrive in their order", "digests", "out of order")
TIMELY = Promised("a clock that is days off writes nothing", "letters beside such a clock", "written by it")
DISCREET = Promised("a letter shows nothing that is not its reader's", "letters", "leaks")


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter as `tracker outbox list` shows it."""

    number: int
    state: str
    recipient: str
    message_id: str
    reply: str
    next_attempt: str | None = None


Found = Iterator[tuple[Promised, str]]


class Judge:
    """Compares at each quiet moment what arrived with what was promised."""

    def __init__(self, chronicle: Chronicle, clock: Clock, record: Record) -> None:
        self.chronicle, self._clock, self._record = chronicle, clock, record
        self.grace = HANDING_OVER
        self.again: set[str] = set()  # letters that a person sent again, whenever that was
        self.came_back: set[str] = set()  # letters that arrived and of which a report says otherwise
        self.given_up: set[str] = set()  # letters that were in doubt and cannot be sent again
        self.misdated: set[str] = set()  # letters that arrived while some clock was wrong
        self.early: list[tuple[datetime, datetime]] = []  # when it was, and the last instant that such a clock showed
        self._seen = 0

    def judge(self, arrived: Sequence[Arrived], listed: Iterable[Listed], quiet: Moment) -> None:
        """`quiet` is when nothing was on its way any more."""
        new, self._seen = arrived[self._seen :], len(arrived)
        letters = _distinct(arrived)
        self._try(ORDERED, sum(one.is_digest for one in new))
        self._try(CAUSED, sum(len(one.numbers) for one in new if one.kind.carries_alerts))
        for promised, how in (
            *self._once(arrived, new),
            *self._listed(arrived, listed),
            *self._silent(new),
            *self._discreet(new, arrived),
            *self._digests(letters, new, quiet.at),
            *self._alerts(letters, quiet.at),
        ):
            self._record.breaks(promised, how)

    def has_arrived(self, one: Listed, arrived: Iterable[Arrived]) -> bool:
        """What its recipient says; of a letter that an old copy forgot only kind, reader and day are known."""
        reader, kind, day = (
            self.chronicle.reader(one.recipient),
            kind_of_key(one.message_id),
            DAY.search(one.message_id),
        )
        if one.message_id.startswith("<") or not kind.is_of_a_day or reader is None or day is None:
            return one.message_id in {letter.message_id for letter in arrived}
        mine = [letter for letter in arrived if letter.recipient == reader.address and letter.kind.name == kind.name]
        return day[1] in {str(day_of(reader, letter)) for letter in mine}

    def judge_dates(self, new: Sequence[Arrived]) -> None:
        """Letters that arrived while a sender's clock was days off were not written by it."""
        self._try(TIMELY, len(new))
        for one in new:
            if abs(one.date - one.at.at) > timedelta(days=1):
                self._record.breaks(TIMELY, f"{one.message_id} of {one.date} left at {one.at.at}")

    def _try(self, promised: Promised, times: int) -> None:
        self._record.tried(promised, times)

    def _once(self, arrived: Sequence[Arrived], new: Sequence[Arrived]) -> Found:
        """What is held when in doubt never twice; what is sent again then only with the same bytes; one a day of it."""
        self._try(ONCE, sum(not one.may_come_again for one in new))
        copies: dict[str, list[Arrived]] = defaultdict(list)
        for one in arrived:
            copies[one.message_id].append(one)
        repeated = {identity: some for identity, some in copies.items() if len(some) > 1}
        self._try(SAME, sum(one.may_come_again and one.message_id in repeated for one in new))
        for identity, some in repeated.items():
            if not some[0].may_come_again:
                yield (ONCE, f"{identity} reached {some[0].recipient} {len(some)} times")
            if len({one.content for one in some}) > 1:
                yield (SAME, f"{identity} to {some[0].recipient} came with other bytes")
        for (kind, address, day), number in Counter(self._days(copies)).items():
            if number > 1:
                yield (ONCE, f"{number} letters ({kind}) of {day} reached {address}")

    def _days(self, copies: Mapping[str, Sequence[Arrived]]) -> Iterator[tuple[str, str, str]]:
        """Of each letter that is of a day its kind, its reader and the day."""
        for some in copies.values():
            reader = self.chronicle.reader(some[0].recipient)
            if some[0].kind.is_of_a_day and reader is not None:
                yield some[0].kind.name, reader.address, str(day_of(reader, some[0]))

    def _listed(self, arrived: Sequence[Arrived], listed: Iterable[Listed]) -> Found:
        """The register and the mailbox agree, or the letter is in doubt and listed."""
        there = {one.message_id for one in arrived}
        rows = [row for row in listed if row.message_id.startswith("<")]  # what was taken over from the ledger has none
        self._try(ARRIVED, sum(row.state == "sent" for row in rows))
        self._try(LISTED, sum(row.message_id in there for row in rows))
        for row in rows:
            if row.state == "sent" and row.message_id not in there:
                yield (ARRIVED, f"letter {row.number} to {row.recipient} is called sent: {row.reply}")
            is_known = row.state in {"sent", "in_doubt"} or row.message_id in self.came_back
            if not is_known and row.message_id in there:
                yield (LISTED, f"letter {row.number} is called {row.state} and arrived: {row.reply}")

    def _silent(self, new: Sequence[Arrived]) -> Found:
        self._try(SILENT, len(new))
        for one in new:
            reader = self.chronicle.reader(one.recipient)
            if reader is None or reader.is_certainly_out(one.at.real - self.grace, one.at.real):
                yield (SILENT, f"{one.message_id} of {one.date} reached {one.recipient} at {one.at.at}")

    def _discreet(self, new: Sequence[Arrived], arrived: Sequence[Arrived]) -> Found:
        """No other reader's address or token, no note, nobody of the house, no minister that was not asked for."""
        self._try(DISCREET, len(new))
        tokens = {one.token: one.recipient for one in arrived}
        for one in new:
            others = [reader.address for reader in self.chronicle.readers if reader.address != one.recipient]
            foreign = [token for token, owner in tokens.items() if owner != one.recipient]
            leaks = [word for word in (*others, *foreign, *self.chronicle.secrets) if word in one.words]
            reader = self.chronicle.reader(one.recipient)
            leaks += [
                f"C-{number:04d}"
                for number in sorted(one.numbers)
                if reader and number in self.chronicle.commitments and not reader.reads(self._of(number))
            ]
            if leaks:
                yield (DISCREET, f"{one.message_id} to {one.recipient} shows {', '.join(leaks)}")

    def _of(self, number: int) -> Commitment:
        return self.chronicle.commitments[number]

    def _digests(self, letters: Mapping[str, list[Arrived]], new: Sequence[Arrived], quiet: datetime) -> Found:
        for reader in self.chronicle.readers:
            mine = [one for one in letters.get(reader.address, ()) if one.is_digest]
            yield from self._ordered(reader, mine)
            for one in new:
                if one.is_digest and one.recipient == reader.address:
                    yield from self._whole(reader, one)
            slot = digest_owed(reader, quiet)
            if slot is None or reader.timetable is None:
                continue
            is_given_up = any(one.endswith(f":{slot}") for one in self.given_up)
            if reader.sends_empty and not is_given_up:
                self._try(SERVED, 1)
                if not any(
                    slot <= (slot_at(reader.timetable, one.date) or slot) for one in mine if _since(reader, one)
                ):
                    yield (SERVED, f"{reader.address} got no digest of {slot}")
            since = self._served_since(instant(reader.timetable, slot))
            yield from self._knowing(reader, mine, since, quiet, "digest")

    def _served_since(self, due: datetime) -> datetime:
        """From when on the digest of a slot may have been written: a clock that was ahead served it early."""
        return min([due, *(begin for begin, until in self.early if begin <= due <= until)]) - SLACK

    def _ordered(self, reader: Reader, mine: Sequence[Arrived]) -> Found:
        """A newer digest takes the place of an older one that could not leave; no other kind promises that."""
        assert reader.timetable is not None or not mine, f"{reader.address} wants no digest"
        willing = [one for one in mine if one.message_id not in self.again]
        for earlier, later in pairwise(willing):
            if later.date < earlier.date:
                yield (ORDERED, f"{reader.address} got {later.message_id} of {later.date} after {earlier.date}")

    def _whole(self, reader: Reader, one: Arrived) -> Found:
        """What is overdue or due within four weeks stands in every digest."""
        begin, end = self._window(one)
        days = sorted({today(begin), today(end), today(one.date)})
        for commitment in self.chronicle.commitments.values():
            if not reader.reads(commitment) or not must_tell(commitment.between(begin, end), days):
                continue
            self._try(WHOLE, 1)
            if commitment.number not in one.numbers:
                how = f"{one.message_id} of {one.date} to {reader.address} does not tell of C-{commitment.number:04d}"
                yield (WHOLE, how)

    def _knowing(self, reader: Reader, mine: Sequence[Arrived], since: datetime, until: datetime, kind: str) -> Found:
        """What letters of a kind told last of each commitment is how it stands, or stood when they were owed."""
        for commitment in self.chronicle.commitments.values():
            if not reader.reads(commitment):
                continue
            told = self._last_told(reader, mine, commitment, is_news_itself=kind == "digest")
            self._try(KNOWING, 1)
            if not told & commitment.between(since, until):
                stood = f"C-{commitment.number:04d} is {_brief(commitment.between(since, until))}, not {_brief(told)}"
                yield (KNOWING, f"{reader.address} was not told by {kind} that {stood}")

    def _last_told(
        self, reader: Reader, mine: Sequence[Arrived], commitment: Commitment, *, is_news_itself: bool
    ) -> frozenset[Standing | None]:
        """What letters told last; before the first it is how it stood, and no alert tells that there is a new one."""
        telling = [one for one in mine if commitment.number in one.numbers and _since(reader, one)]
        if telling:
            return commitment.between(*self._window(max(telling, key=lambda one: one.written)))
        at_first = commitment.between(reader.begin.begin.at - SLACK, reader.begin.end.at + SLACK)
        if is_news_itself or None not in at_first:
            return at_first
        began = (fact.standing for fact in commitment.facts if fact.since.end.at > reader.begin.begin.at)
        return at_first | {next((standing for standing in began if standing is not None), None)}

    def _alerts(self, letters: Mapping[str, list[Arrived]], quiet: datetime) -> Found:
        for reader in self.chronicle.readers:
            mine = [one for one in letters.get(reader.address, ()) if one.kind.carries_alerts]
            for commitment in self.chronicle.commitments.values():
                telling = [one for one in mine if commitment.number in one.numbers]
                alerting = [one for one in telling if one.message_id not in self.came_back]  # those are told again
                yield from self._caused(reader, commitment, alerting, quiet)
                if reader.is_active and reader.reads(commitment):
                    yield from self._stepped(reader, commitment, telling, quiet)
            if reader.is_active and {"moved", "resolved", "reopened"} <= reader.alerts:
                yield from self._knowing(reader, mine, quiet - GROUP - SLACK, quiet, "alert")

    def _stepped(self, reader: Reader, commitment: Commitment, telling: Sequence[Arrived], quiet: datetime) -> Found:
        step = step_owed(reader, commitment, quiet)
        if step is None:
            return
        self._try(ALERTED, 1)
        if not any(one.date >= step.dated for one in telling):
            label = f"C-{commitment.number:04d} ({step.offset:+d} days, owed since {step.since})"
            yield (ALERTED, f"{reader.address} was not alerted to {label}")

    def _caused(self, reader: Reader, commitment: Commitment, telling: Sequence[Arrived], quiet: datetime) -> Found:
        """The n-th alert to a reader about a commitment comes after the n-th cause; a wrong clock knows others."""
        dated = sorted((one for one in telling if one.message_id not in self.misdated), key=lambda one: one.date)
        if not dated:
            return
        known = causes(reader, commitment, max(quiet, dated[-1].date) + timedelta(days=1))
        for index, one in enumerate(dated):
            had = [cause for cause in known if cause.since <= one.date + EARLY]
            if len(had) <= index:
                told = ", ".join(str(letter.date) for letter in dated[: index + 1])
                why = "; ".join(cause.why for cause in had) or "none"
                how = f"{reader.address} had {index + 1} alerts about C-{commitment.number:04d} ({told}) for: {why}"
                yield (CAUSED, how)
                return

    def _window(self, one: Arrived) -> tuple[datetime, datetime]:
        """Between which instants a letter was written, by the clock of the play."""
        begin = min(one.date, one.at.at)
        end = one.at.at if one.message_id in self.misdated else min(self._clock.later(begin, WRITING), one.at.at)
        return begin - SLACK, max(begin, end) + SLACK


def day_of(reader: Reader, one: Arrived) -> date | None:
    """Of which day a letter is: a digest of its slot, any other of the reader's day on which it was written."""
    if one.is_digest:
        return slot_at(reader.timetable, one.date) if reader.timetable else None
    return one.date.astimezone(zone_of(reader)).date()


def _distinct(arrived: Sequence[Arrived]) -> dict[str, list[Arrived]]:
    """By recipient, each letter once, in the order in which they came."""
    seen: set[str] = set()
    found: dict[str, list[Arrived]] = defaultdict(list)
    for one in arrived:
        if one.message_id not in seen:
            seen.add(one.message_id)
            found[one.recipient].append(one)
    return found


def _since(reader: Reader, one: Arrived) -> bool:
    """Whether it came since the reader began to get letters."""
    return one.at.real >= reader.begin.begin.real


def _brief(standings: frozenset[Standing | None]) -> str:
    return " or ".join("absent" if one is None else f"{one.status} {one.due_on or ''}".strip() for one in standings)
