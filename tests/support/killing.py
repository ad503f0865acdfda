"""Kills senders at random moments and looks at what arrived: lost, doubled, or in doubt and listed?"""

from __future__ import annotations

import json
import random  # noqa: TID251 - moments of death, from a seed that the test names
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from posthouse import MONDAY, PostHouse
from promises import Told
from smtp_sink import Cut, Fault, Hang, Mood, Reply, Sink
from sqlalchemy import text, update

from tracker.errors import StoreError
from tracker.model.letters import ALL_ALERTS, LetterKind, LetterState, Timetable
from tracker.store import Database
from tracker.store.tables.letters import letters

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Found:
    """What came of it all."""

    letters: int = 0
    messages: int = 0
    kills: int = 0
    stops: int = 0
    lost: list[str] = field(default_factory=list)
    doubled_digests: list[str] = field(default_factory=list)
    unlisted_doubts: list[str] = field(default_factory=list)
    changed_repeats: list[str] = field(default_factory=list)
    in_doubt: int = 0
    most_in_doubt: int = 0  # because of one sender that slept, before it woke up
    repeated_alerts: int = 0

    @property
    def is_clean(self) -> bool:
        """Nothing lost, no digest doubled, every doubt listed, every repeat byte-identical."""
        return not (self.lost or self.doubled_digests or self.unlisted_doubts or self.changed_repeats)

    def tell(self, promise: Told) -> None:
        """What was promised of these letters, and how it was kept."""
        promise("no letter is lost", tried=self.letters, of="letters", broken=len(self.lost), fault="lost")
        doubled = len(self.doubled_digests)
        promise("each digest arrives at most once", tried=self.letters, of="letters", broken=doubled, fault="doubled")
        unlisted = len(self.unlisted_doubts)
        promise("what is in doubt is listed", tried=self.in_doubt, of="doubts", broken=unlisted, fault="not listed")
        changed, again = len(self.changed_repeats), self.repeated_alerts
        promise("an alert that comes again is the same bytes", tried=again, of="repeats", broken=changed, fault="not")


def shaky(seed: int, share: float = 0.03) -> Mood:
    """A server on which now and then something goes wrong, in any phase."""
    chance = random.Random(seed)
    faults: list[Fault] = [Cut(), Reply(451, "4.3.0 later"), Reply(421, "4.3.2 bye", then_cut=True)]
    after: list[Fault] = [*faults, Cut(accept=True), Reply(452, "4.2.2 full"), Hang(accept=True)]

    def mood(phase: str, _times: int) -> Fault | None:
        if phase in {"tls", "auth", "starttls"} or chance.random() > share:
            return None
        return chance.choice(after if phase == "dot" else faults)

    return mood


class Killing:
    """A register with readers, a mail server, and senders that die."""

    def __init__(
        self, database: Database, folder: Path, sink: Sink, *, sender: str = "house", seed: int = 1, wait: float = 10
    ) -> None:
        self.house = PostHouse(database, folder)
        self.sink = sink
        self.chance = random.Random(seed)
        self.found = Found()
        self._week = MONDAY
        url = database.url.render_as_string(hide_password=False)
        config = {"url": url, "port": str(sink.port), "ledger": str(folder / "ledger"), "sender": sender}
        config["wait"] = str(wait)
        program = Path(__file__).with_name("zygote.py")
        self._log = (folder / "senders.log").open("w")
        self._zygote = subprocess.Popen(
            [sys.executable, program, json.dumps(config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._answer() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.close()
        self._zygote.wait(30)
        self._zygote.stdout.close()
        self._log.close()

    def fill(self, *, readers: int, alerts: bool = True) -> None:
        """Readers of the same Monday digest, and of alerts."""
        for index in range(readers):
            self.house.reader(f"r{index}@example.org", timetable=Timetable(), alerts=ALL_ALERTS if alerts else ())
        self.next_week()

    def next_week(self) -> None:
        """A new Monday, and a deadline a week ahead."""
        self._week += timedelta(days=7)
        self.house.add(self._week + timedelta(days=7))
        self.house.clock.set(self._week, "08:00")

    def calibrate(self) -> float:
        """How long a sender lives that is not killed: moments of death are drawn from a little less."""
        began = monotonic()
        self.run()
        self.next_week()
        return (monotonic() - began) * 0.8

    def kill(self, longest: float) -> None:
        """Start a sender and kill it within so many seconds; then time passes until its leases have ended."""
        self.found.kills += self.run(self.chance.uniform(0.001, longest)) == "killed"
        self.let_time_pass()
        if not self._waiting():
            self.next_week()

    def stop(self, longest: float) -> None:
        """Start a sender and stop it within so many seconds; others take over what it held, then it wakes up."""
        self.house.tick_plan_only()
        is_asleep = self.run(self.chance.uniform(0.001, longest), "SIGSTOP") == "asleep"
        with suppress(StoreError):  # who falls asleep in the middle of a change keeps everybody from the register
            self.let_time_pass()
            self.found.stops += is_asleep
            before = len(self.house.letters(LetterState.IN_DOUBT))
            self.run()
            doubted = len(self.house.letters(LetterState.IN_DOUBT)) - before
            self.found.most_in_doubt = max(self.found.most_in_doubt, doubted)
        self._ask("wake")
        self.let_time_pass()
        if not self._waiting():
            self.next_week()

    def run(self, delay: float = 0.0, signal: str = "SIGKILL") -> str:
        """One sender, until it dies, is stopped or has done."""
        return self._ask(f"{self.house.clock.now.isoformat()} {delay:.4f} {signal}")

    def _ask(self, line: str) -> str:
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(f"{line}\n")
        self._zygote.stdin.flush()
        return self._answer()

    def let_time_pass(self) -> None:
        """The dead give back what they held; the living may try again."""
        with self.house.database.write() as tx:
            held = update(letters).where(letters.c.lease_until.is_not(None))
            tx.execute(held.values(lease_until=LONG_AGO))
        self.house.clock.forward(minutes=2)

    def settle(self) -> None:
        """Let senders live until nothing is left to do."""
        for _ in range(200):
            self.run()
            self.let_time_pass()
            self.house.clock.forward(minutes=60)
            if not self._waiting():
                return

    def judge(self) -> Found:
        """Compare what was owed, what the outbox says and what arrived."""
        arrived: dict[str, list[bytes]] = defaultdict(list)
        for message in self.sink.accepted:
            head = message.content.partition(b"Message-ID: ")[2]
            arrived[head.partition(b"\r\n")[0].decode()].append(message.content)
        posted = self.house.letters()
        self.found = Found(0, 0, self.found.kills, self.found.stops, most_in_doubt=self.found.most_in_doubt)
        self.found.letters, self.found.messages = len(posted), len(self.sink.accepted)
        for letter in posted:
            copies = arrived.pop(letter.message_id, [])
            self.found.in_doubt += letter.state is LetterState.IN_DOUBT
            if len(set(copies)) > 1:
                self.found.changed_repeats.append(letter.key)
            if letter.kind is LetterKind.DIGEST and len(copies) > 1:
                self.found.doubled_digests.append(letter.key)
            self.found.repeated_alerts += letter.kind is LetterKind.ALERT and len(copies) > 1
            if letter.state is LetterState.SENT and not copies:
                self.found.lost.append(letter.key)
            if letter.state not in {LetterState.SENT, LetterState.IN_DOUBT}:
                self.found.unlisted_doubts.append(f"{letter.key}: {letter.state}: {letter.reply}")
        self.found.lost += [f"unknown to the outbox: {identity}" for identity in arrived]
        self.found.lost += self._never_written()
        return self.found

    def _never_written(self) -> list[str]:
        """Digests and alerts that were owed but that nobody put into the outbox."""
        written = Counter(letter.slot for letter in self.house.letters() if letter.kind is LetterKind.DIGEST)
        with self.house.database.read() as tx:
            readers = tx.execute(text("SELECT count(*) FROM subscribers")).scalar_one()
            unlettered = tx.execute(text("SELECT key FROM alerts WHERE state = 'pending'")).scalars().all()
        weeks = [slot for slot in written if slot is not None]
        return [
            f"digests of {week}: {written[week]} of {readers}" for week in weeks if written[week] != readers
        ] + list(unlettered)

    def _waiting(self) -> bool:
        with self.house.database.read() as tx:
            busy = "SELECT count(*) FROM letters WHERE state IN ('queued', 'sending', 'dot')"
            owed = "SELECT count(*) FROM subscribers WHERE next_digest_at <= :now"
            number = tx.execute(text(busy)).scalar_one()
            now = self.house.clock.now
            moment = now if tx.dialect == "postgresql" else f"{now:%Y-%m-%dT%H:%M:%S.%f}Z"
            return bool(number or tx.execute(text(owed), {"now": moment}).scalar_one())

    def _answer(self) -> str:
        assert self._zygote.stdout is not None
        return self._zygote.stdout.readline().strip()
