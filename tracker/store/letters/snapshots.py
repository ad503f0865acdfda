"""The register as one selection sees it on one day: counted in SQL, and only the first of each kind read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from tracker.followup import PENDING, State, apply
from tracker.model import Entry, Event, Selection, Status
from tracker.model.digests import Before, Happening, Shortlist, Snapshot
from tracker.model.register import SHOWN
from tracker.owed.deeds import ALWAYS_NEWS, CONFIRMING, CORRECTIONS, ENTRANCES, FIELDS_OF_NEWS
from tracker.owed.news import was_overdue
from tracker.store.canonical import loads
from tracker.store.database import Transaction
from tracker.store.events import head, selected
from tracker.store.letters.outbox import batched
from tracker.store.looking import conditions
from tracker.store.register import entry_of, reading
from tracker.store.tables.register import commitments, events

_MAY_BE_NEWS = or_(
    events.c.kind.in_(ALWAYS_NEWS),
    and_(
        events.c.kind.in_(CORRECTIONS),
        or_(*(events.c.details.contains(f'"{name}":') for name in FIELDS_OF_NEWS)),
    ),
    and_(events.c.kind.in_(ENTRANCES), events.c.details.contains(f'"from":"{Status.POSSIBLE}"')),
)
_ENTRANCES = events.alias("entrances")
_BECAME_ONE = select(_ENTRANCES.c.sequence).where(
    _ENTRANCES.c.commitment == commitments.c.number,
    _ENTRANCES.c.kind.in_(CONFIRMING),
)
_WAS_ONE = or_(commitments.c.status != Status.REJECTED, _BECAME_ONE.exists())  # not a proposal that was none
MAX_SHOWN = 120  # more than a letter can hold


@dataclass(frozen=True, slots=True)
class Since:
    """Up to where a reader has been told: the last event, and the last day."""

    sequence: int
    on: date
    first: bool = False


def snapshot(
    tx: Transaction, selection: Selection, *, since: Since, today: date, zone: ZoneInfo, horizon: int
) -> Snapshot:
    """What a digest has to tell on a day in the parliament's zone."""
    end = head(tx)
    everything = and_(*conditions(tx, replace(selection, overdue=False), today))
    mine = and_(everything, commitments.c.status.in_(PENDING))
    late = and_(mine, commitments.c.due_on < today)
    until = today + timedelta(days=horizon)
    soon = and_(mine, commitments.c.due_on >= today, commitments.c.due_on <= until)
    back = and_(mine, commitments.c.due_on.is_(None), commitments.c.check_on <= until)
    by_due = (commitments.c.due_on, commitments.c.number)
    fresh_first = (case((commitments.c.check_on >= since.on, 0), else_=1), commitments.c.check_on, commitments.c.number)
    news = _News(tx, selection, today, zone)
    happened_total, happened = news.between(since.sequence, end.sequence)
    overdue = _shortlist(tx, late, by_due)
    asked = late if selection.overdue else mine
    unreviewed = _count(tx, and_(asked, commitments.c.status == Status.PROPOSED))
    return Snapshot(
        today=today,
        since_on=since.on,
        horizon_days=horizon,
        open_total=_count(tx, asked) - unreviewed,
        unreviewed_total=unreviewed,
        overdue=overdue,
        became_overdue=_shortlist(tx, and_(late, commitments.c.due_on >= since.on), by_due),
        coming=Shortlist() if selection.overdue else _shortlist(tx, soon, by_due),
        check_back=Shortlist() if selection.overdue else _shortlist(tx, back, fresh_first),
        happened=happened,
        happened_total=happened_total,
        head_sequence=end.sequence,
        head_digest=end.digest,
        first=since.first,
    )


def entries_by_number(tx: Transaction, numbers: Iterable[int]) -> dict[int, Entry]:
    """Entries by number; unknown numbers are left out."""
    wanted = sorted(set(numbers))
    entries: dict[int, Entry] = {}
    for start in range(0, len(wanted), 500):
        query = reading().where(commitments.c.number.in_(wanted[start : start + 500]))
        entries |= {row.number: entry_of(row) for row in tx.execute(query)}
    return entries


def events_by_sequence(tx: Transaction, sequences: Iterable[int]) -> dict[int, Event]:
    """Events by sequence number."""
    wanted = sorted(set(sequences))
    known: dict[int, Event] = {}
    for start in range(0, len(wanted), 500):
        for event in selected(tx, events.c.sequence.in_(wanted[start : start + 500])):
            known[event.sequence] = event
    return known


def _count(tx: Transaction, condition: ColumnElement[bool]) -> int:
    number: int = tx.execute(select(func.count()).select_from(commitments).where(condition)).scalar_one()
    return number


def _shortlist(tx: Transaction, condition: ColumnElement[bool], order: tuple[Any, ...]) -> Shortlist:
    total = _count(tx, condition)
    if not total:
        return Shortlist()
    query: Select[Any] = reading().where(condition).order_by(*order).limit(MAX_SHOWN)
    return Shortlist(total, tuple(entry_of(row) for row in tx.execute(query)))


@dataclass(frozen=True, slots=True)
class _News:
    """What happened to the commitments of a selection, also to those that are owed no more."""

    tx: Transaction
    selection: Selection
    today: date
    zone: ZoneInfo

    def between(self, after: int, until: int) -> tuple[int, tuple[Happening, ...]]:
        """How many commitments had news after one event and up to another, and the latest of them with their events."""
        if after >= until:
            return 0, ()
        everything = replace(self.selection, overdue=False, statuses=self.selection.statuses or SHOWN)
        mine = and_(*conditions(self.tx, everything, self.today), _WAS_ONE)
        news = and_(events.c.sequence > after, events.c.sequence <= until, _MAY_BE_NEWS)
        total, numbers = self._late(mine, news) if self.selection.overdue else self._all(mine, news)
        history: Mapping[int, list[Event]] = {number: [] for number in numbers}
        for event in selected(self.tx, and_(news, events.c.commitment.in_(numbers))):
            if event.commitment is not None:
                history[event.commitment].append(event)
        entries = entries_by_number(self.tx, numbers)
        before = states_before(self.tx, dict.fromkeys(numbers, after + 1))
        return total, tuple(
            Happening(entries[number], tuple(history[number]), before.get(number)) for number in numbers
        )

    def _all(self, mine: ColumnElement[bool], news: ColumnElement[bool]) -> tuple[int, list[int]]:
        touched = (
            select(events.c.commitment, func.max(events.c.sequence).label("latest"))
            .join(commitments, commitments.c.number == events.c.commitment)
            .where(news, mine)
            .group_by(events.c.commitment)
            .subquery()
        )
        total: int = self.tx.execute(select(func.count()).select_from(touched)).scalar_one()
        latest = select(touched.c.commitment).order_by(touched.c.latest.desc()).limit(MAX_SHOWN)
        return total, list(self.tx.execute(latest).scalars())

    def _late(self, mine: ColumnElement[bool], news: ColumnElement[bool]) -> tuple[int, list[int]]:
        """For who reads only what is overdue: what was overdue when it happened."""
        touched = commitments.c.number.in_(select(events.c.commitment).where(news))
        rows = self.tx.execute(select(commitments.c.number, commitments.c.due_on).where(mine, touched))
        due = {row.number: row.due_on for row in rows}
        latest: dict[int, int] = {}
        for some in batched(sorted(due)):
            for event in selected(self.tx, and_(news, events.c.commitment.in_(some))):
                number = event.commitment or 0
                if was_overdue(event, due[number], day=event.at.astimezone(self.zone).date()):
                    latest[number] = event.sequence
        return len(latest), sorted(latest, key=lambda number: latest[number], reverse=True)[:MAX_SHOWN]


def states_before(tx: Transaction, first: Mapping[int, int]) -> dict[int, Before]:
    """How commitments stood just before an event, by number; those that were not there yet are left out."""
    states: dict[int, State] = {}
    for some in batched(sorted(first)):
        query = select(events.c.commitment, events.c.sequence, events.c.details)
        query = query.where(events.c.commitment.in_(some)).order_by(events.c.sequence)
        for row in tx.execute(query):
            if row.sequence < first[row.commitment]:
                states[row.commitment] = apply(states.get(row.commitment, {}), loads(row.details))
    return {number: _before(state) for number, state in states.items()}


def _before(state: State) -> Before:
    due_on, responsible = state.get("due_on"), state.get("responsible")
    return Before(
        status=Status(str(state["status"])),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else None,
        responsible=responsible if isinstance(responsible, str) else None,
    )
