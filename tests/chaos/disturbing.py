"""What disturbs the senders: kills, stalls, falls, faults of the mail server, wrong clocks, full disks, old copies.

Each kind says what it does when an episode begins, at each hit of the plan, and when it ends. All is undone at the end,
so that what is owed can be waited for.
"""

from __future__ import annotations

import os
import random  # noqa: TID251 - from the dice of the plan
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from smtp_sink import Cut, Drip, Fault, Hang, Leave, Reply, Slow

from chaos.clock import Moment
from chaos.commands import Running
from chaos.mailbox import nothing
from chaos.plan import Episode, Hit, Kind
from chaos.record import Record
from chaos.stage import LEASE, Stage

PHASES = ("connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "quit")
TRAPS = ("connect", "mail", "rcpt", "data", "body", "dot", "dot", "dot", "quit")
BEFORE_THE_DOT: tuple[Fault, ...] = (Cut(), Reply(451, "4.3.0 later"), Slow(0.4), Hang())
ALL: frozenset[str] = frozenset()
HOUR, DAY = 3600.0, 86400.0
PAST_THE_LEASE = LEASE + 1.5


class Disturbance:
    """Disturbs nothing."""

    def __init__(self, stage: Stage, episode: Episode, record: Record) -> None:
        self.stage, self.episode, self.record = stage, episode, record
        self.chance = random.Random(episode.dice)
        self.later: list[tuple[float, Callable[[], None]]] = []  # what is to be undone, and when
        self.times = 0  # that something happened

    def begin(self) -> None:
        """As the episode begins."""

    def hit(self, hit: Hit) -> None:
        """At a moment of the plan."""

    def look_after(self, moment: Moment) -> None:
        """Undo what has lasted long enough."""
        due = [one for one in self.later if one[0] <= moment.real]
        self.later = [one for one in self.later if one[0] > moment.real]
        for _, undo in due:
            undo()

    def end(self) -> None:
        """All is well again."""
        for _, undo in self.later:
            undo()
        self.later = []

    def after(self, seconds: float, undo: Callable[[], None]) -> None:
        """Undo something in so many real seconds."""
        self.later.append((self.stage.clock.moment().real + seconds, undo))

    def count(self, what: str) -> None:
        """It happened once more."""
        self.stage.office.note(what)
        self.record.happened(what)
        self.times += 1

    def somebody(self, hit: Hit) -> Running | None:
        """A sender that runs."""
        alive = self.stage.alive()
        return alive[hit.dice % len(alive)] if alive else None


class Killed(Disturbance):
    """`kill -9`: of a sender or command at any moment, or of all senders when the mail server hears a word next."""

    def hit(self, hit: Hit) -> None:
        one = self.somebody(hit)
        if one is not None and hit.dice % 4 == 0:
            one.signal(signal.SIGKILL)
            self.count("kill -9")
        elif hit.dice % 4 == 1:
            for command in self.stage.commands():
                command.signal(signal.SIGKILL)
                self.count("kill -9 of a command")
        else:
            phase = TRAPS[hit.dice // 4 % len(TRAPS)]
            self.stage.mailbox.trap[phase] = lambda: self._kill_all(phase)

    def _kill_all(self, phase: str) -> None:
        for one in self.stage.alive():
            one.signal(signal.SIGKILL)
            self.count(f"kill -9 at {phase}")

    def end(self) -> None:
        self.stage.mailbox.trap.clear()
        super().end()


class Stopped(Disturbance):
    """Frozen until its lease is over, then going on as if nothing had been: at any moment, or at a certain word."""

    def hit(self, hit: Hit) -> None:
        one = self.somebody(hit)
        if one is not None and not self.later and hit.dice % 4 == 0:
            self._stop([one], "")
        elif hit.dice % 4:
            phase = TRAPS[hit.dice // 4 % len(TRAPS)]
            self.stage.mailbox.trap[phase] = lambda: self._stop(self.stage.alive(), f" at {phase}")

    def _stop(self, some: list[Running], when: str) -> None:
        for one in some:
            one.signal(signal.SIGSTOP)
            self.count(f"SIGSTOP past the lease{when}")
            self.after(PAST_THE_LEASE, partial(one.signal, signal.SIGCONT))

    def end(self) -> None:
        self.stage.mailbox.trap.clear()
        super().end()


class Fallen(Disturbance):
    """The database server falls and comes back."""

    def hit(self, hit: Hit) -> None:
        server = self.stage.server
        if server is None or self.later:
            return
        if hit.dice % 2:
            server.stop("immediate")
        else:
            server.kill()
        self.count("falls of the database server")
        self.after(0.2 + hit.dice % 10 / 10, server.start)


class Mail(Disturbance):
    """The mail server fails in any phase, for everybody or for one."""

    phases: tuple[str, ...] = PHASES
    share = 0.25

    def begin(self) -> None:
        faults: list[Fault] = [*BEFORE_THE_DOT, Reply(421, "4.3.2 bye", then_cut=True), Drip(0.1), Leave(says=True)]
        after: list[Fault] = [*faults, Cut(accept=True), Reply(452, "4.2.2 full"), Hang(accept=True), Slow(1.5)]
        phases = {*self.chance.sample(self.phases, self.chance.randint(1, 3)), self.chance.choice(("dot", "rcpt"))}
        self.trouble({phase: self.chance.choice(after if phase == "dot" else faults) for phase in sorted(phases)})

    def trouble(self, chosen: dict[str, Fault], only: frozenset[str] = ALL) -> None:
        """These faults by phase, now and then, at letters to these or, at MAIL, from these."""
        chance, share = random.Random(self.episode.dice + 1), self.share

        def fault(phase: str, whom: str) -> Fault | None:
            found = chosen.get(phase)
            if found is None or (only and whom not in only) or chance.random() > share:
                return None
            self.count(f"{_name(found)} at {phase}")
            return found

        self.stage.mailbox.trouble = fault

    def somebody_known(self) -> frozenset[str]:
        """One reader who got a letter: the address, and the sender that letters to it have."""
        arrived = self.stage.mailbox.arrived
        if not arrived:
            return frozenset({"nobody@example.org"})
        address = self.chance.choice(sorted({one.recipient for one in arrived}))
        return frozenset({address, *(one.envelope for one in arrived if one.recipient == address)})

    def end(self) -> None:
        self.stage.mailbox.trouble = nothing
        super().end()


class One(Mail):
    """The same for a single recipient; all others get theirs."""

    phases = ("mail", "rcpt", "data", "body", "dot")

    def trouble(self, chosen: dict[str, Fault], only: frozenset[str] = ALL) -> None:
        self.share = self.chance.choice((0.5, 1.0))
        super().trouble(chosen, self.somebody_known())


class Refused(Mail):
    """One recipient's letters are refused for good: the address is dead, or a policy is against them."""

    share = 1.0

    def begin(self) -> None:
        only, words = self.somebody_known(), self.chance.choice(("5.1.1 no such user", "5.7.1 against our policy"))
        self.trouble({self.chance.choice(("rcpt", "dot")): Reply(550, words)}, only)
        if words.startswith("5.1.1"):
            self.stage.mailbox.refused |= only


class Skewed(Disturbance):
    """One machine's clock is hours off, ahead or behind."""

    least, most = 60.0, 20 * HOUR

    def begin(self) -> None:
        sender = self.chance.choice(self.stage.senders)
        sender.shift = self.chance.choice((-1, 1)) * self.chance.uniform(self.least, self.most)
        if sender.running is not None:
            sender.running.signal(signal.SIGTERM)
            sender.running.wait(60)
        self.count("wrong clocks")

    def end(self) -> None:
        for sender in self.stage.senders:
            if sender.shift and sender.running is not None:
                sender.running.signal(signal.SIGTERM)
                sender.running.wait(60)
            sender.shift = 0.0


class Astray(Skewed):
    """One machine's clock is days, months or years off."""

    least, most = 2 * DAY, 800 * DAY


class Outage(Disturbance):
    """Nobody sends, however the days pass."""

    def begin(self) -> None:
        self.stage.send_home(self.chance.choice((signal.SIGTERM, signal.SIGKILL)))
        self.count("outages")

    def end(self) -> None:
        self.stage.call_back()


class Full(Disturbance):
    """The disk of the register or ledger is full now and then."""

    def hit(self, hit: Hit) -> None:
        if not self.later:
            self.stage.disk.fill(self.stage.alive())
            self.count("full disks")
            self.after(0.5 + hit.dice % 15 / 10, lambda: self.stage.disk.free(self.stage.alive()))


class ReadOnly(Disturbance):
    """Nothing in the folder of the register can be written; senders are started anew meanwhile."""

    def hit(self, hit: Hit) -> None:
        if self.later:
            return
        there = [self.stage.folder, *self.stage.folder.glob("register.db"), *self.stage.ledgers()]
        lock(there)
        self.count("read-only folders")
        for one in self.stage.alive():
            one.signal(signal.SIGKILL)
        self.after(1.0 + hit.dice % 15 / 10, lambda: unlock(there))


class Together(Disturbance):
    """Kills, falls and an unwell mail server at the same time."""

    def __init__(self, stage: Stage, episode: Episode, record: Record) -> None:
        super().__init__(stage, episode, record)
        kinds = [Killed, Stopped, Mail, Fallen] if stage.server else [Killed, Stopped, Mail, Full]
        self.parts = [kind(stage, episode, record) for kind in kinds]

    def begin(self) -> None:
        for part in self.parts:
            part.begin()

    def hit(self, hit: Hit) -> None:
        self.parts[hit.dice // 7 % len(self.parts)].hit(hit)

    def look_after(self, moment: Moment) -> None:
        for part in self.parts:
            part.look_after(moment)

    def end(self) -> None:
        for part in self.parts:
            part.end()


def lock(paths: list[Path]) -> None:
    """Nobody may write, not even root where the file system knows how."""
    if os.geteuid() == 0:
        subprocess.run(["chattr", "+i", *paths], check=False, stderr=subprocess.DEVNULL)
    else:
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)


def unlock(paths: list[Path]) -> None:
    """As before."""
    if os.geteuid() == 0:
        subprocess.run(["chattr", "-i", *paths], check=False, stderr=subprocess.DEVNULL)
    else:
        for path in paths:
            with suppress(FileNotFoundError):
                path.chmod(0o700 if path.is_dir() else 0o600)


def _name(fault: Fault) -> str:
    if isinstance(fault, Reply):
        return str(fault.code)
    takes = isinstance(fault, Cut | Hang) and fault.accept
    return f"{'took it and ' if takes else ''}{type(fault).__name__.lower()}"


DISTURBANCES: dict[Kind, type[Disturbance]] = {
    Kind.NOTHING: Disturbance,
    Kind.KILLED: Killed,
    Kind.STOPPED: Stopped,
    Kind.FALLEN: Fallen,
    Kind.MAIL: Mail,
    Kind.ONE: One,
    Kind.REFUSED: Refused,
    Kind.SKEWED: Skewed,
    Kind.ASTRAY: Astray,
    Kind.OUTAGE: Outage,
    Kind.FULL: Full,
    Kind.READ_ONLY: ReadOnly,
    Kind.TOGETHER: Together,
}
