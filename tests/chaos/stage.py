"""A register with its database, a mail server, senders and people, all under one clock."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from postgres_server import Server

from chaos.clock import Clock
from chaos.commands import Office, Running, office
from chaos.judging import Listed
from chaos.mailbox import Mailbox
from chaos.plan import Plan

LEASE = 6  # seconds; the shortest that the patience allows
SETTINGS = """\
database = "{database}"
ledger = "register.ledger"
language = "en"
[letters]
tick_seconds = 1
lease_seconds = {lease}
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "tracker@example.org"
domain = "example.org"
bounce_address = "bounce@example.org"
patience = 0.006
"""
ROOM = "256m"  # of the small disk; the register asks for 64
MOUNTS_OF_ITS_OWN = 0x20000  # CLONE_NEWNS, on Linux
CRON = 2  # the sender that is `tracker tick`, called again and again
AGAIN = 0.3  # seconds after which a sender that ended is started anew, as a supervisor does


class Disk(Protocol):
    """Where the register lies: it can be full, and written to no more."""

    def fill(self, senders: list[Running]) -> None:
        """No byte more."""

    def free(self, senders: list[Running]) -> None:
        """Room again."""


class SmallDisk:
    """A file system of its own, filled to the brim by a file; only root can have one."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / ".ballast"

    def fill(self, senders: list[Running]) -> None:
        """Write until nothing goes in any more."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def free(self, senders: list[Running]) -> None:
        """The file goes."""
        self._ballast.unlink(missing_ok=True)


class Limits:
    """Without root: the senders may not make any file longer than the ledger is."""

    def __init__(self, folder: Path) -> None:
        self._ledger = folder / "register.ledger"

    def fill(self, senders: list[Running]) -> None:
        """The limit of every sender that runs now."""
        self._limit(senders, self._ledger.stat().st_size if self._ledger.exists() else 0)

    def free(self, senders: list[Running]) -> None:
        """No limit."""
        self._limit(senders, resource.RLIM_INFINITY)

    def _limit(self, senders: list[Running], size: int) -> None:
        for one in senders:
            with suppress(ProcessLookupError):
                hard = resource.prlimit(one.pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A small one where that is possible, seen by this process and those that it starts, and gone with them."""
    if not _has_mounts_of_its_own():
        yield Limits(folder)
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", folder], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        kept = shutil.copytree(folder, folder.with_name("kept"), ignore=shutil.ignore_patterns(".ballast"))
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()
        kept.rename(folder)


def _has_mounts_of_its_own() -> bool:
    """From here on what this process mounts is its own; only root may ask for that, and not everywhere."""
    if os.geteuid() != 0 or ctypes.CDLL(None).unshare(MOUNTS_OF_ITS_OWN) != 0:
        return False
    return not subprocess.run(["mount", "--make-rprivate", "/"], check=False, stderr=subprocess.DEVNULL).returncode


@dataclass
class Sender:
    """One `tracker run`, or `tracker tick` again and again; its machine's clock may be wrong by some seconds."""

    name: str
    command: str = "run"
    environment: Mapping[str, str] = field(default_factory=dict)
    running: Running | None = None
    shift: float = 0.0
    is_wanted: bool = True
    ended_at: float = 0.0
    starts: int = 0


@dataclass
class Stage:
    """All of it at once."""

    clock: Clock
    folder: Path
    logs: Path
    mailbox: Mailbox
    office: Office
    disk: Disk
    server: Server | None
    program: str
    senders: list[Sender] = field(default_factory=list)
    registers: int = 1

    def settle(self) -> None:
        """Write the settings: which database, which mail server."""
        database = "register.db" if self.server is None else self.server.url_of(self.register)
        words = SETTINGS.format(database=database, lease=LEASE, port=self.mailbox.port)
        (self.folder / "tracker.toml").write_text(words, encoding="utf-8")
        (self.folder / "tracker.toml").chmod(0o600)

    @property
    def register(self) -> str:
        """The name of the database on the server; a restore makes another one."""
        return f"register_{self.registers}"

    def new_register(self) -> None:
        """Another empty database on the server."""
        self.registers += 1
        self.make_register()

    def make_register(self) -> None:
        """An empty database, and the settings that name it."""
        if self.server is not None:
            self.server.create(self.register)
        self.settle()

    def look_after_senders(self) -> None:
        """Start those that are to run and do not."""
        now = self.clock.moment().real
        for sender in self.senders:
            running = sender.running
            if running is not None and running.end is not None:
                sender.ended_at, sender.running = running.end.real, None
            if sender.is_wanted and sender.running is None and now >= sender.ended_at + AGAIN:
                sender.starts += 1
                sender.running = self.office.begin(
                    sender.command,
                    program=self.program,
                    shift=sender.shift,
                    log=f"{sender.name}.log",
                    environment=sender.environment,
                )

    def ledgers(self) -> list[Path]:
        """What the machines remember of what left."""
        return sorted(self.folder.glob("*.ledger"))

    def alive(self) -> list[Running]:
        """The senders that run."""
        return [one.running for one in self.senders if one.running is not None and not one.running.ended.is_set()]

    def commands(self) -> list[Running]:
        """What people do just now, but for copies: of those a hidden file may stay for a day."""
        senders = [one.running for one in self.senders]
        return [one for one in self.office.running() if one not in senders and "backup" not in one.arguments]

    def send_home(self, number: signal.Signals = signal.SIGTERM) -> None:
        """No sender any more, until they are called back."""
        for sender in self.senders:
            sender.is_wanted = False
        going = self.alive()
        for one in going:
            one.signal(number)
        for one in going:
            one.wait(60)

    def call_back(self) -> None:
        """All senders, with a right clock."""
        for sender in self.senders:
            sender.is_wanted, sender.shift = True, 0.0
        self.look_after_senders()

    def asked(self, *arguments: str) -> Any:
        """What a command answers as JSON; None when it fails."""
        done = self.office.begin(*arguments, "--format", "json")
        if done.wait() not in {0, 1}:
            return None
        with suppress(ValueError):
            return json.loads(done.said)
        return None

    def letters(self, *states: str) -> list[Listed]:
        """The outbox, as it is shown; some states or all."""
        wanted = [word for state in states for word in ("--state", state)]
        found = self.asked("outbox", "list", "--limit", "1000000", *wanted)
        assert found is not None, "the outbox cannot be listed"
        return [
            Listed(
                row["letter"],
                row["state"],
                row["recipient"],
                row["message_id"],
                row["reply"] or "",
                row["next_attempt"],
            )
            for row in found
        ]


@contextmanager
def stage(home: Path, plan: Plan, *, server: Server | None, program: str = "house") -> Iterator[Stage]:
    """Everything stands, nobody sends yet; afterwards nothing is left but the files in `home`."""
    folder, logs = home / "house", home / "logs"
    folder.mkdir(parents=True)
    logs.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    environment |= {"HOME": str(folder), "TZ": "UTC"}
    with ExitStack() as stack:
        clock = Clock(home / "clock")
        room = stack.enter_context(disk(folder))
        mailbox = stack.enter_context(Mailbox(clock, home / "arrived.jsonl"))
        stack.callback(mailbox.close)
        commands = stack.enter_context(office(clock, home / "clock", folder, logs, environment))
        made = Stage(clock, folder, logs, mailbox, commands, room, server, program)
        made.senders = [_sender(number, plan) for number in range(plan.senders)]
        commands.hears_time = plan.hears_time
        made.make_register()
        yield made


def _sender(number: int, plan: Plan) -> Sender:
    """The third is called by cron; on machines of their own senders have ledgers of their own."""
    name = f"sender-{number + 1}"
    environment = {"TRACKER_LEDGER": f"{name}.ledger"} if plan.has_machines else {}
    return Sender(name, "tick" if number == CRON else "run", environment)
