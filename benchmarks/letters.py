"""The post at size: planning for many readers, sending beside a bare smtplib loop, and a tick with nothing to do."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as local_time
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from benchmarks._register import COMMITTEES, START
from tracker.app import boot
from tracker.mail import open_post
from tracker.model import Act, Change, Deed, Firmness, Kind, Selection, Status
from tracker.model.letters import ALL_ALERTS, LetterState, Subscriber, SubscriberState, Timetable
from tracker.model.settings import LetterSettings, MailSettings, Settings
from tracker.owed.slots import next_digest_at
from tracker.store import connect, register
from tracker.store.ledger import Ledger
from tracker.store.letters import decisions, subscribers
from tracker.store.letters.subscribers import Start
from tracker.usecases.letters.alerts import post_alerts
from tracker.usecases.letters.deliver import deliver
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.tick import tick

COMMITMENTS, READERS, LETTERS = 100_000, 10_000, 2_000
MINISTERS = tuple(f"Minister {index:02d}" for index in range(60))
MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = _desk(Path(folder))
        _fill(office)
        office.database.close()
        subprocess.run([sys.executable, "-m", "benchmarks.letters", folder], check=True)
        for pipelining in (True, False):
            _measure_sending(office, pipelining=pipelining)
        _measure_idle(office)
        office.database.close()


def plan(folder: Path) -> None:
    """Planning, in a process of its own, so that its memory is its own: a tenth of the readers first, then all."""
    office = _desk(folder)
    with office.database.read():
        before = _memory()
    _measure_planning(replace(office, clock=lambda: MONDAY - timedelta(hours=1)), before)
    _measure_planning(replace(office, clock=lambda: MONDAY), before)
    _measure_alerts(replace(office, clock=lambda: MONDAY), before)
    office.database.close()


def _desk(folder: Path) -> PostOffice:
    settings = Settings(letters=LetterSettings(group_wait_minutes=0), mail=MailSettings(sender="tracker@example.org"))
    database = connect(folder / "register.db")
    start = MONDAY - timedelta(days=6)
    ledger = Ledger(folder / "ledger")
    return PostOffice(database, settings, ZoneInfo("Europe/Brussels"), lambda: start, "bench:1", ledger, boot=boot())


def _fill(office: PostOffice) -> None:
    with office.database.write(begins=True) as tx:
        changes = [_change(index) for index in range(COMMITMENTS)]
        register.begin(tx, changes, act=Act("benchmark", datetime(2025, 1, 1, tzinfo=UTC)))
    filters = [Selection(minister=name, kinds=kinds) for name in MINISTERS for kinds in ((), *((k,) for k in Kind))]
    now = office.clock()
    with office.database.write() as tx:
        start = Start(now, office.today, subscribers.newest_sequence(tx))
        for index in range(READERS):
            reader = _reader(index, filters[index % len(filters)], now)
            subscribers.add(tx, reader, start=start, next_digest_at=next_digest_at(reader.timetable, now))
    print(f"{COMMITMENTS:,} commitments, {READERS:,} readers, {len(filters)} filters")


def _reader(index: int, selection: Selection, now: datetime) -> Subscriber:
    return Subscriber(
        id=0,
        address=f"r{index}@example.org",
        name=None,
        language="nl",
        timetable=Timetable(at=local_time(7 if index % 10 == 0 else 8)),
        selection=selection,
        alerts=ALL_ALERTS if index % 50 == 0 else (),
        days_before=None,
        days_after=None,
        send_empty=None,
        state=SubscriberState.ACTIVE,
        state_reason=None,
        token=f"{index:032x}",
        added_at=now,
    )


def _change(index: int) -> Change:
    said_on = START + timedelta(days=index % 2000)
    minister = MINISTERS[index % len(MINISTERS)]
    done = index % 3 != 0
    return Change(
        Deed.ADDED,
        {
            "status": Status.FULFILLED if done else Status.OPEN,
            "quote": f"De minister zal het plan {index} tegen het einde van het jaar aan de commissie bezorgen.",
            "summary": f"het plan {index} aan de commissie bezorgen",
            "said_on": said_on,
            "minister": minister,
            "responsible": minister,
            "due_on": said_on + timedelta(days=90 + index % 365),
            "deadline_version": 1,
            "slips": 0,
            "slip_days": 0,
            "resolved_on": said_on + timedelta(days=80) if done else None,
            "firmness": Firmness.FIRM,
            "kind": list(Kind)[index // 60 % len(Kind)],
            "confidence": 0.9,
            "committee": COMMITTEES[index % len(COMMITTEES)],
            "language": "nl",
        },
    )


def _measure_planning(office: PostOffice, before: float) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    posted = post_digests(office)
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"weekly plan: {posted:,} digests in {seconds:.1f} s ({spent:.1f} s of CPU), "
        f"{seconds / 60:.2f} × the allowed minute, at most {_memory() - before:.0f} MB above the start"
    )


def _measure_alerts(office: PostOffice, before: float) -> None:
    began = time.perf_counter()
    raised, letters = raise_alerts(office), post_alerts(office)
    seconds = time.perf_counter() - began
    print(
        f"alerts: {raised:,} raised, {letters:,} letters in {seconds:.1f} s, "
        f"at most {_memory() - before:.0f} MB above the start"
    )


def _measure_sending(office: PostOffice, *, pipelining: bool) -> None:
    """The same bytes, over one connection, to a server that does nothing: with all that we promise, and bare."""
    with _null_server(pipelining=pipelining) as port:
        mail = replace(office.settings.mail, host="127.0.0.1", port=port, security="none", max_per_minute=LETTERS)
        sender = replace(office, clock=lambda: MONDAY, settings=replace(office.settings, mail=mail))
        began, cpu = time.perf_counter(), time.process_time()
        sent = deliver(sender, open_post(mail, show=print)).sent
        ours, spent = time.perf_counter() - began, time.process_time() - cpu
        with office.database.read() as tx:
            ids = [one.id for one in decisions.listing(tx, states=(LetterState.SENT,))][:sent]
            contents = [decisions.letter(tx, number)[1] or b"" for number in ids]
        bare = median(_bare(port, contents) for _ in range(5))
    manner = "that takes several commands at once" if pipelining else "that takes one command at a time"
    print(
        f"sending {sent:,} letters to a server {manner}: {ours:.2f} s ({spent:.2f} s of CPU), "
        f"bare smtplib {bare:.2f} s, ratio {ours / bare:.2f}, 1.3 allowed"
    )


def _bare(port: int, contents: list[bytes]) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for content in contents:
            smtp.sendmail("tracker@example.org", ["r@example.org"], content)
    return time.perf_counter() - began


def _measure_idle(office: PostOffice) -> None:
    with _null_server(pipelining=True) as port:
        mail = replace(office.settings.mail, host="127.0.0.1", port=port, security="none")
        monday = replace(office, clock=lambda: MONDAY, settings=replace(office.settings, mail=mail))
        deliver(monday, open_post(mail, show=print))
    post = open_post(MailSettings(transport="terminal"), show=print)
    tick(monday, post)
    cpu = time.process_time()
    for _ in range(20):
        tick(monday, post)
    print(f"a tick with nothing to do: {(time.process_time() - cpu) * 50:.1f} ms of CPU, 50 allowed")


@contextmanager
def _null_server(*, pipelining: bool) -> Iterator[int]:
    """A server that accepts everything at once, in a process of its own; gives its port."""
    door = socket.create_server(("127.0.0.1", 0))
    child = os.fork()
    if child == 0:
        try:
            while True:
                _accept_all(door.accept()[0], pipelining=pipelining)
        finally:
            os._exit(0)
    port: int = door.getsockname()[1]
    door.close()
    try:
        yield port
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _accept_all(connection: socket.socket, *, pipelining: bool) -> None:
    greeting = b"250-null\r\n250 PIPELINING\r\n" if pipelining else b"250 null\r\n"
    answers = {b"EHLO": greeting, b"QUIT": b"221 bye\r\n"}
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(b"220 ready\r\n")
    waiting = b""
    while received := connection.recv(1 << 20):
        waiting += received
        while b"\r\n" in waiting:
            line, _, waiting = waiting.partition(b"\r\n")
            if line.upper() == b"DATA":
                connection.sendall(b"354 go\r\n")
                while not waiting.endswith(b"\r\n.\r\n"):
                    waiting += connection.recv(1 << 20)
                waiting = b""
            connection.sendall(answers.get(line[:4].upper(), b"250 2.0.0 ok\r\n"))


def _memory() -> float:
    """The most memory that this process has had, in MB; what its parent had does not count."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("the kernel does not tell how much memory was used")


if __name__ == "__main__":
    plan(Path(sys.argv[1]))
