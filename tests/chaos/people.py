"""What people do at the same time: each a command as it would be typed, and what it changes if it ends well."""

from __future__ import annotations

import random  # noqa: TID251 - from the dice of the plan
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time, timedelta

from chaos.chronicle import Chronicle, Commitment, Copy, Reader, Standing, Timetable
from chaos.clock import Moment, Span
from chaos.commands import Running
from chaos.expecting import today
from chaos.mailbox import Arrived
from chaos.plan import Hit
from chaos.stage import Stage

MINISTERS = ("Lieve Maes", "Jan Somers", "Karel Dirks")
ACTOR, NOTE, STAFF = "Griffier-Qv7x", "INTERN-Zk3w", "Medewerker-Xj9p"  # stand in no letter
MOST_READERS = 28
MOST = 24  # commitments: so many are told whole in every letter
NOTHING: Callable[[Span], None] = lambda _span: None  # noqa: E731 - a change that changes nothing


@dataclass
class Deed:
    """A command that a person gave, whom it concerns, and what is so once it ended well."""

    running: Running
    subject: str
    done: Callable[[Span], None]


@dataclass(frozen=True)
class Backup:
    """A copy in a file, and what it remembers."""

    name: str
    copy: Copy
    made: Moment


@dataclass
class People:
    """Who works with the register; nobody begins a second thing with what somebody else is at."""

    stage: Stage
    chronicle: Chronicle
    busy: list[Deed] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)  # of what an interrupted command was about
    backups: list[Backup] = field(default_factory=list)
    before: dict[int, list[Standing]] = field(default_factory=dict)  # what undoing leads back to
    names: int = 0
    files: int = 0
    restored_at: float = 0.0
    bounced: set[str] = field(default_factory=set)  # letters that came back, as a report said

    def do(self, hit: Hit) -> None:
        """Begin what the plan asks, if there is anything to do it with."""
        chance = random.Random(hit.dice)
        getattr(self, f"_{hit.what}")(chance)

    def look_after(self) -> None:
        """Take note of what ended; what failed may have been done all the same, which is looked up later."""
        for deed in [one for one in self.busy if one.running.ended.is_set()]:
            self.busy.remove(deed)
            if deed.running.status == 0:
                deed.done(deed.running.span)
            else:
                self.doubtful.add(deed.subject)

    def wait(self) -> None:
        """Until all have done."""
        for deed in self.busy:
            deed.running.wait()
        self.look_after()

    def _begin(self, subject: str, *arguments: str, done: Callable[[Span], None] = NOTHING) -> None:
        self.busy.append(Deed(self.stage.office.begin("--as", ACTOR, *arguments), subject, done))

    def _is_free(self, subject: str) -> bool:
        return subject not in self.doubtful and subject not in {deed.subject for deed in self.busy}

    def _one(self, chance: random.Random, status: str) -> Commitment | None:
        found = [
            one
            for one in self.chronicle.commitments.values()
            if one.now is not None and one.now.status == status and self._is_free(f"C-{one.number:04d}")
        ]
        return chance.choice(found) if found else None

    def _somebody(self, chance: random.Random, *, active: bool) -> Reader | None:
        found = [
            one
            for one in self.chronicle.readers
            if not one.is_removed and one.is_active is active and self._is_free(one.address)
        ]
        return chance.choice(found) if len(found) > (3 if active else 0) else None

    def _change(self, one: Commitment | None, standing: Standing | None, *arguments: str) -> None:
        if one is None or standing is None or one.now is None:
            return
        before = one.now

        def done(span: Span) -> None:
            self.before.setdefault(one.number, []).append(before)
            self.chronicle.stands(one.number, span, standing)

        self._begin(f"C-{one.number:04d}", *arguments, done=done)

    def _resolve(self, chance: random.Random) -> None:
        one = self._one(chance, "open")
        if one is not None and one.now is not None:
            standing = Standing("fulfilled", one.now.due_on)
            self._change(one, standing, "resolve", str(one.number), "--evidence", "https://example.org/brief")

    def _lapse(self, chance: random.Random) -> None:
        one = self._one(chance, "open")
        if one is not None and one.now is not None:
            self._change(one, Standing("lapsed", one.now.due_on), "lapse", str(one.number), "--reason", "ingetrokken")

    def _reopen(self, chance: random.Random) -> None:
        one = self._one(chance, chance.choice(("fulfilled", "lapsed")))
        if one is not None and one.now is not None:
            self._change(one, Standing("open", one.now.due_on), "reopen", str(one.number), "--reason", "toch niet")

    def _move(self, chance: random.Random) -> None:
        one = self._one(chance, "open")
        day = today(self.stage.clock.now()) + timedelta(days=chance.randint(1, 45))
        if one is not None and one.now is not None and one.now.due_on != day:
            to = ("--to", day.isoformat(), "--reason", "meer tijd nodig")
            self._change(one, Standing("open", day), "move", str(one.number), *to)

    def _undo(self, chance: random.Random) -> None:
        found = [number for number, trail in self.before.items() if trail and self._is_free(f"C-{number:04d}")]
        if not found:
            return
        number = chance.choice(found)
        standing = self.before[number][-1]

        def done(span: Span) -> None:
            self.before[number].pop()
            self.chronicle.stands(number, span, standing)

        self._begin(f"C-{number:04d}", "undo", str(number), "--reason", "vergissing", done=done)

    def _note(self, chance: random.Random) -> None:
        one = self._one(chance, chance.choice(("open", "fulfilled")))
        if one is not None:
            number = one.number
            subject = f"C-{number:04d}"
            self._begin(
                subject, "note", str(number), f"{NOTE} {chance.random()}", done=lambda _span: self._fixed(number)
            )

    def _fixed(self, number: int) -> None:
        """What came last is no change any more, so that undoing would lead elsewhere."""
        self.before[number] = []

    def add(self, minister: str, due_in: int) -> None:
        """A commitment more; its number is told."""
        due_on = today(self.stage.clock.now()) + timedelta(days=due_in)

        def done(span: Span) -> None:
            number = int(running.said.partition("C-")[2][:4])
            self.chronicle.commitments.setdefault(number, Commitment(number, minister))
            self.chronicle.stands(number, span, Standing("open", due_on))
            self.before[number] = []

        words = ("--quote", "Ik zal het stuk tegen die dag bezorgen.", "--summary", "het stuk bezorgen")
        about = ("--said-on", "2026-01-05", "--minister", minister, "--committee", "Onderwijs")
        running = self.stage.office.begin("--as", ACTOR, "add", *words, *about, "--deadline", due_on.isoformat())
        self.busy.append(Deed(running, "add", done))

    def _add(self, chance: random.Random) -> None:
        """Whose a number is follows from the number, so that it is the same after an old copy was restored."""
        number = 1 + sum(one.now is not None for one in self.chronicle.commitments.values())
        if number <= MOST and self._is_free("add"):
            self.add(MINISTERS[number % len(MINISTERS)], chance.randint(1, 40))

    def _pause(self, chance: random.Random) -> None:
        self._stop(self._somebody(chance, active=True), "subscriber", "pause")

    def _remove(self, chance: random.Random) -> None:
        reader = self._somebody(chance, active=bool(chance.randrange(2)))
        if reader is not None:

            def done(span: Span) -> None:
                reader.presence.append((span, False))
                reader.is_removed = True

            self._begin(reader.address, "subscriber", "remove", reader.address, done=done)

    def _resume(self, chance: random.Random) -> None:
        reader = self._somebody(chance, active=False)
        if reader is not None:

            def done(span: Span) -> None:
                reader.presence.append((span, True))

            self._begin(reader.address, "subscriber", "resume", reader.address, done=done)

    def _stop(self, reader: Reader | None, *arguments: str) -> None:
        if reader is None:
            return

        def done(span: Span) -> None:
            reader.presence.append((span, False))

        self._begin(reader.address, *arguments, reader.address, done=done)

    def _join(self, chance: random.Random) -> None:
        if sum(one.is_active for one in self.chronicle.readers) < MOST_READERS and self._is_free("join"):
            self.join(chance.choice(list(READERS)), chance)

    def join(self, kind: str, chance: random.Random) -> None:
        """A reader more."""
        self.names += 1
        reader, options = READERS[kind](f"lezer{self.names:03d}@example.org")
        reader.language = chance.choice(("nl", "en", "fr"))
        self.chronicle.readers.append(reader)

        def done(span: Span) -> None:
            reader.presence.append((span, True))

        arguments = ("subscriber", "add", reader.address, "--language", reader.language, *options)
        self._begin(reader.address, *arguments, done=done)

    def _backup(self, _chance: random.Random) -> None:
        """Made when all is quiet, so that what it remembers is certain: see `back_up`; now it only must not harm."""
        self.files += 1
        name = f"passing-{self.files}.db"

        def done(_span: Span) -> None:
            with suppress(OSError):  # where nothing can be written it stays
                (self.stage.folder / name).unlink()

        self._begin("backup", "backup", name, done=done)

    def back_up(self) -> Backup:
        """A copy, made while nobody changes anything."""
        self.files += 1
        name = f"backup-{self.files}.db"
        done = self.stage.office.do("--as", ACTOR, "backup", name)
        assert done.status == 0, done.said
        backup = Backup(name, self.chronicle.copy(), done.begin)
        self.backups.append(backup)
        return backup

    def _bounce(self, chance: random.Random) -> None:
        """A report that somebody's address does not exist, as another mail server would send it."""
        reader = self._somebody(chance, active=True)
        if reader is None:
            return
        mine = [
            one
            for one in self.stage.mailbox.arrived
            if one.recipient == reader.address and one.at.real > self.restored_at  # an old copy knows no later letter
        ]
        if mine:
            self.files += 1
            path = self.stage.logs / f"bounce-{self.files}.eml"
            path.write_bytes(report(mine[-1]))
            self.bounced.add(mine[-1].message_id)

            def done(span: Span) -> None:
                reader.presence.append((span, False))
                path.unlink()

            self._begin(reader.address, "bounces", str(path), done=done)

    def _look(self, chance: random.Random) -> None:
        """Who only looks changes nothing."""
        words = chance.choice(
            (("list",), ("status",), ("doctor",), ("outbox", "list"), ("digest", "preview"), ("stats",))
        )
        self._begin("look", *words)


def report(letter: Arrived) -> bytes:
    """A delivery status notification (RFC 3464) about a letter."""
    head = "\r\n".join(
        (
            "From: MAILER-DAEMON@example.org",
            f"To: {letter.envelope}",
            "Subject: Undelivered",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        )
    )
    status = (
        "--b\r\nContent-Type: text/plain\r\n\r\nno such user\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {letter.recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {letter.message_id}\r\n\r\n--b--\r\n"
    )
    return f"{head}\r\n\r\n{status}".encode()


EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def _daily(address: str) -> tuple[Reader, tuple[str, ...]]:
    return Reader(address, "nl", Timetable(EVERY_DAY), sends_empty=False), ("--daily",)


def _mondays(address: str) -> tuple[Reader, tuple[str, ...]]:
    reader = Reader(address, "nl", Timetable((1,)), minister="Lieve Maes")
    return reader, ("--weekly", "monday", "--minister", "Maes")


def _nights(address: str) -> tuple[Reader, tuple[str, ...]]:
    """At an hour that is skipped once a year and comes twice once a year."""
    reader = Reader(address, "nl", Timetable(EVERY_DAY, at=time(2, 30)), alerts=frozenset())
    return reader, ("--daily", "--at", "02:30", "--send-empty", "--alerts", "none")


def _monthly(address: str) -> tuple[Reader, tuple[str, ...]]:
    alerts = frozenset({"due", "overdue"})
    reader = Reader(address, "nl", Timetable(month_day=1, at=time(0, 15)), alerts=alerts)
    return reader, ("--monthly", "1", "--at", "00:15", "--alerts", "due,overdue")


def _far_away(address: str) -> tuple[Reader, tuple[str, ...]]:
    reader = Reader(address, "nl", Timetable(EVERY_DAY, at=time(7), zone="America/New_York"))
    return reader, ("--daily", "--at", "07:00", "--timezone", "America/New_York", "--send-empty")


def _alerts_only(address: str) -> tuple[Reader, tuple[str, ...]]:
    return Reader(address, "nl", None, minister="Jan Somers"), ("--no-digest", "--minister", "Somers")


def _twice_a_week(address: str) -> tuple[Reader, tuple[str, ...]]:
    reader = Reader(address, "nl", Timetable((2, 5), at=time(17)), alerts=frozenset({"overdue"}))
    return reader, ("--weekly", "tuesday,friday", "--at", "17:00", "--alerts", "overdue")


READERS = {
    "daily": _daily,
    "mondays": _mondays,
    "nights": _nights,
    "monthly": _monthly,
    "far away": _far_away,
    "alerts only": _alerts_only,
    "twice a week": _twice_a_week,
}
