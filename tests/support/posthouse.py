"""A small post office for tests: a register with commitments, readers, a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from checklist import check, text_of
from sqlalchemy import event

from tracker import followup
from tracker.mail import open_post
from tracker.model import Act, Change, Deed, Entry, Evidence, Firmness, Kind, Selection, Status
from tracker.model.letters import (
    ALL_ALERTS,
    AlertKind,
    Claimed,
    Letter,
    LetterKind,
    LetterState,
    Outcome,
    OutcomeKind,
    Rhythm,
    Subscriber,
    Timetable,
)
from tracker.model.settings import LetterSettings, MailSettings, Settings
from tracker.store import Database, register
from tracker.store.ledger import Ledger
from tracker.usecases.letters import outbox
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.reconcile import Reconciled, Word, reconcile
from tracker.usecases.letters.subscribe import SubscriptionRequest, subscribe
from tracker.usecases.letters.tick import Ticked, tick

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = date(2026, 3, 2)
QUOTE = "Ik zal het rapport tegen die dag aan de commissie bezorgen."


@dataclass
class Clock:
    """The time, as the test sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: date, at: str = "12:00", zone: ZoneInfo = BRUSSELS) -> None:
        """Another moment, as local time."""
        self.now = datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)

    def forward(self, **span: float) -> None:
        """Later."""
        self.now += timedelta(**span)


@dataclass
class Pocket:
    """A way out of the house that keeps every letter, and answers as it is told."""

    letters: list[Claimed] = field(default_factory=list)
    answer: Callable[[Claimed], OutcomeKind] = lambda _letter: OutcomeKind.ACCEPTED
    words: str = "ok"
    closed: int = 0

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        kind = self.answer(letter)
        if kind in {OutcomeKind.ACCEPTED, OutcomeKind.UNKNOWN} and not before_dot():
            return Outcome(OutcomeKind.FENCED, "pocket", "fenced")
        if kind in {OutcomeKind.ACCEPTED, OutcomeKind.UNKNOWN}:
            self.letters.append(letter)
        return Outcome(kind, "pocket", self.words)

    def close(self) -> None:
        self.closed += 1


def hurried(database: Database) -> Database:
    """A register that does not wait for the disk: a killed process loses nothing by it, only a power cut would."""
    if database.path is not None:
        event.listen(database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF").close())
        database.engine.dispose()
    return database


class PostHouse:
    """A office with its database, and short words for what tests do with it."""

    def __init__(
        self, database: Database, folder: Path, *, settings: Settings | None = None, start: date = MONDAY
    ) -> None:
        self.clock = Clock(datetime.combine(start, time(12), BRUSSELS).astimezone(UTC))
        self.settings = settings or Settings(
            letters=LetterSettings(group_wait_minutes=0),
            mail=MailSettings(
                transport="folder",  # which is not used: letters go into the pocket
                sender="tracker@example.org",
                domain="example.org",
                bounce_address="bounce@example.org",
            ),
        )
        self.database = hurried(database)
        ledger = Ledger(folder / "ledger")
        self.office = PostOffice(database, self.settings, BRUSSELS, self.clock, "test:1", ledger, boot="this start")
        self.pocket = Pocket()
        self._tokens = count(1)

    def smtp(self, port: int, **mail: object) -> None:
        """Send to a server on the loopback."""
        asked = {"transport": "smtp", "host": "127.0.0.1", "port": port, "security": "none", "patience": 0.01, **mail}
        changed = replace(self.settings, mail=replace(self.settings.mail, **asked))  # type: ignore[arg-type]
        self.settings = changed
        self.office = replace(self.office, settings=changed)

    def add(self, due_on: date | None = None, *, deed: Deed = Deed.ADDED, **fields: object) -> int:
        """An open commitment; gives its number."""
        values = {
            "status": Status.OPEN,
            "said_on": date(2025, 9, 1),
            "quote": QUOTE,
            "summary": "het rapport aan de commissie bezorgen",
            "minister": "Lieve Maes",
            "minister_function": "minister van Onderwijs",
            "responsible": "Lieve Maes",
            "due_on": due_on,
            "due_words": None,
            "deadline_version": 1,
            "slips": 0,
            "slip_days": 0,
            "check_on": None if due_on else date(2025, 12, 1),
            "firmness": Firmness.FIRM,
            "kind": Kind.REPORT,
            "confidence": 1.0,
            "committee": "Commissie voor Onderwijs",
            "language": "nl",
        }
        with self.database.write() as tx:
            return register.begin(tx, [Change(deed, {**values, **fields})], act=self.act())[0]

    def move(self, number: int, due_on: date, reason: str = "meer tijd nodig") -> Entry:
        """A later deadline."""
        return self.record(number, lambda entry: followup.move(entry, due_on, due_on.isoformat()), reason)

    def resolve(self, number: int, reference: str = "https://example.org/brief") -> Entry:
        """Done, with evidence."""
        evidence = Evidence(reference, None, self.office.today)
        return self.record(number, lambda entry: followup.resolve(entry, evidence, today=self.office.today))

    def reopen(self, number: int) -> Entry:
        """Owed after all."""
        return self.record(number, followup.reopen, "het stuk ontbrak")

    def lapse(self, number: int) -> Entry:
        """No longer owed."""
        return self.record(number, lambda entry: followup.lapse(entry, "ingetrokken"))

    def note(self, number: int, text: str) -> Entry:
        """An internal note."""
        return self.record(number, lambda entry: followup.note(entry, text))

    def reader(
        self,
        address: str = "jan@example.org",
        *,
        timetable: Timetable | None = None,
        selection: Selection | None = None,
        alerts: tuple[AlertKind, ...] = ALL_ALERTS,
        **request: object,
    ) -> Subscriber:
        """A subscriber: Mondays at 8 and all alerts."""
        asked = SubscriptionRequest(
            address, timetable=timetable or Timetable(), selection=selection or Selection(), alerts=alerts
        )
        return subscribe(self.office, replace(asked, **request), token=f"{next(self._tokens):032x}")  # type: ignore[arg-type]

    def tick(self) -> Ticked:
        """One tick; letters go into the pocket."""
        return tick(self.office, self.pocket)

    def tick_plan_only(self) -> Ticked:
        """One tick without a way out: letters wait."""
        return tick(self.office, None)

    @staticmethod
    def noon(day: date) -> datetime:
        """Noon in Brussels."""
        return datetime.combine(day, time(12), BRUSSELS)

    def tick_out(self) -> Ticked:
        """One tick; letters go where the settings say."""
        return tick(self.office, open_post(self.settings.mail, show=lambda _text: None))

    def reconcile(self, **said: object) -> Reconciled:
        """Somebody looks what left, and says what no ledger knows."""
        files = said.pop("files", ())
        word = Word(**said)  # type: ignore[arg-type]
        return reconcile(self.office, act=self.act(), files=files, word=word)  # type: ignore[arg-type]

    def decide(self, number: int, state: LetterState) -> None:
        """Somebody decides what a letter becomes."""
        outbox.decide(self.office, [number], state, actor="griffie")

    def letters(self, *states: LetterState) -> tuple[Letter, ...]:
        """The outbox, the newest first."""
        return outbox.listing(self.office, states=states)

    def sent(self, kind: LetterKind | None = None) -> list[Letter]:
        """What left, the oldest first."""
        return [one for one in reversed(self.letters(LetterState.SENT)) if kind in {None, one.kind}]

    def words(self, index: int = -1) -> str:
        """The text of a letter that left, checked, with its line breaks undone."""
        letter = self.pocket.letters[index]
        return " ".join(text_of(check(letter.content, letter.recipient)).split())

    def record(self, number: int, decide: Callable[[Entry], Change], reason: str | None = None) -> Entry:
        with self.database.write() as tx:
            return register.record(tx, number, decide(register.entry(tx, number)), act=self.act(reason))

    def act(self, reason: str | None = None) -> Act:
        return Act("griffie", self.clock(), reason)


NO_DIGEST = Timetable(rhythm=Rhythm.NEVER)
DAILY = Timetable(rhythm=Rhythm.DAILY)
