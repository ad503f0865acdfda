"""The `tracker` command at work: started, waited for, stopped, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Thread

from chaos.clock import Clock, Moment, Span

EMPTY: Mapping[str, str] = {}
LONG = 120.0  # seconds: what takes longer hangs


class Hung(Exception):
    """A command does not end."""


@dataclass
class Running:
    """A command that was begun; `status` is None until it ended, and negative when a signal ended it."""

    arguments: tuple[str, ...]
    begin: Moment
    out: Path
    pid: int = 0
    status: int | None = None
    end: Moment | None = None
    begun: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    @property
    def said(self) -> str:
        """What it wrote to both streams."""
        return self.out.read_text(encoding="utf-8", errors="replace") if self.out.exists() else ""

    @property
    def span(self) -> Span:
        """When it ran."""
        assert self.end is not None
        return Span(self.begin, self.end)

    def signal(self, number: signal.Signals) -> None:
        """Unless it ended meanwhile."""
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self, seconds: float = LONG) -> int:
        """Its exit status; one that hangs is killed, and told."""
        if not self.ended.wait(seconds):
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
            raise Hung(f"tracker {' '.join(self.arguments)} did not end within {seconds:.0f} seconds: {self.said}")
        assert self.status is not None
        return self.status


class Office:
    """Runs commands in a folder, under a clock."""

    def __init__(self, clock: Clock, clock_path: Path, folder: Path, logs: Path, environment: dict[str, str]) -> None:
        self._clock, self._folder, self._logs = clock, folder, logs
        self._numbers, self._known = count(1), dict[int, Running]()
        self.hears_time = True  # whether the machine knows that its clock is right
        here = Path(__file__).resolve().parents[1]
        paths = os.pathsep.join((str(here), str(here / "support"), str(here.parent)))
        self._log = (logs / "office.log").open("w")
        self._journal = (logs.parent / "journal").open("w", buffering=1)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chaos.office", str(clock_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env={**environment, "PYTHONPATH": paths},
        )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        assert ready, (logs / "office.log").read_text()
        self.pid: int = json.loads(ready)["ready"]
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def close(self) -> None:
        """No more commands; those that still run are killed."""
        for one in self.running():
            one.signal(signal.SIGKILL)
            one.ended.wait(10)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._listener.join(10)
        self._process.stdout.close()
        self._log.close()
        self._journal.close()

    def running(self) -> list[Running]:
        """Commands that did not end yet."""
        return [one for one in self._known.values() if not one.ended.is_set()]

    def begin(
        self,
        *arguments: str,
        program: str = "house",
        shift: float = 0.0,
        log: str | None = None,
        environment: Mapping[str, str] = EMPTY,
    ) -> Running:
        """Start a command; its words go into a file of its own, or to the end of `log`."""
        number = next(self._numbers)
        out = self._logs / (log or f"{number:06d}-{'-'.join(arguments[:4])[:60].replace('/', '_')}.log")
        running = self._known[number] = Running(arguments, self._clock.moment(), out)
        order = {"id": number, "arguments": arguments, "program": program, "shift": shift, "out": str(out)}
        order |= {"hears_time": self.hears_time, "folder": str(self._folder), "environment": dict(environment)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        assert running.begun.wait(LONG), "the office does not answer"
        return running

    def do(self, *arguments: str, seconds: float = LONG) -> Running:
        """Run a command to its end."""
        running = self.begin(*arguments)
        running.wait(seconds)
        return running

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            running = self._known[told.get("begun") or told["ended"]]
            if "begun" in told:
                running.pid = told["pid"]
                running.begun.set()
            else:
                running.status, running.end = told["status"], self._clock.moment()
                self.note(f"{running.status:4} since {running.begin.at:%m-%d %H:%M:%S}  {' '.join(running.arguments)}")
                running.ended.set()

    def note(self, what: str) -> None:
        """A line in the journal of the play."""
        self._journal.write(f"{self._clock.now():%Y-%m-%d %H:%M:%S}  {what}\n")


@contextmanager
def office(clock: Clock, clock_path: Path, folder: Path, logs: Path, environment: dict[str, str]) -> Iterator[Office]:
    """An office that is closed whatever happens."""
    made = Office(clock, clock_path, folder, logs, environment)
    try:
        yield made
    finally:
        made.close()
