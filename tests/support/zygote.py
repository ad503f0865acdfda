"""A process that forks senders and kills them: started by `killing.py`, talks over its standard streams.

Forking from a process that has everything imported makes a fresh sender in milliseconds. No database connection and
no thread exists before the fork.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from posthouse import hurried
from sqlalchemy import text

from tracker.mail import open_post
from tracker.model.settings import LetterSettings, MailSettings, Settings
from tracker.store import Database, connect
from tracker.store.ledger import Ledger
from tracker.usecases.letters.digests import post_digests
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.tick import tick


def desk_of(config: dict[str, str], now: datetime) -> PostOffice:
    """A office of its own, as a new process has it."""
    settings = Settings(
        letters=LetterSettings(group_wait_minutes=0, lease_seconds=int(config.get("lease", "30"))),
        mail=MailSettings(
            transport="smtp",
            host="127.0.0.1",
            port=int(config["port"]),
            security="none",
            sender="tracker@example.org",
            domain="example.org",
            bounce_address="bounce@example.org",
            patience=float(config.get("patience", "0.01")),
        ),
    )
    database = hurried(connect(config["url"], wait=float(config.get("wait", "10"))))
    return PostOffice(
        database,
        settings,
        ZoneInfo("Europe/Brussels"),
        lambda: now,
        f"child:{os.getpid()}",
        Ledger(Path(config["ledger"])),
        is_gone,
        "this start",
    )


def is_gone(owner: str) -> bool:
    """Whether a sender that this process forked is dead; it has been waited for by then."""
    try:
        os.kill(int(owner.partition(":")[2]), 0)
    except ProcessLookupError:
        return True
    return False


def send_well(config: dict[str, str], now: datetime) -> None:
    """The sender of the house."""
    office = desk_of(config, now)
    tick(office, open_post(office.settings.mail, show=say))


def send_naively(config: dict[str, str], now: datetime, *, mark_first: bool) -> None:
    """What one writes first: SELECT, sendmail, UPDATE, in the one order or the other."""
    office = desk_of(config, now)
    post_digests(office)
    give_naively(office.database, int(config["port"]), mark_first=mark_first)


def give_naively(database: Database, port: int, *, mark_first: bool) -> None:
    """All that waits, with nothing to tell a sender that dies what it had done."""
    queued = text(
        "SELECT l.id, l.recipient, c.content FROM letters l JOIN letter_contents c ON c.letter_id = l.id "
        "WHERE l.state = 'queued' ORDER BY l.id"
    )
    with database.read() as tx:
        rows = tx.execute(queued).all()
    mark = text("UPDATE letters SET state = 'sent' WHERE id = :id")
    for row in rows:
        if mark_first:
            with database.write() as tx:
                tx.execute(mark, {"id": row.id})
        with smtplib.SMTP("127.0.0.1", port, timeout=3) as smtp:
            smtp.sendmail("tracker@example.org", [row.recipient], bytes(row.content))
        if not mark_first:
            with database.write() as tx:
                tx.execute(mark, {"id": row.id})


SENDERS: dict[str, Callable[[dict[str, str], datetime], None]] = {
    "house": send_well,
    "mark-before": lambda config, now: send_naively(config, now, mark_first=True),
    "mark-after": lambda config, now: send_naively(config, now, mark_first=False),
}


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def fork(config: dict[str, str], now: datetime) -> int:
    """A sender of its own process; gives its number."""
    child = os.fork()
    if child:
        return child
    try:
        SENDERS[config["sender"]](config, now)
    except Exception as error:  # noqa: BLE001 - told to the test, which decides
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def told(status: int) -> str:
    """How a sender ended, or that it only sleeps."""
    if os.WIFSTOPPED(status):
        return "asleep"
    return "killed" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def main() -> None:
    """Serve: each line is an instant, a delay, and the signal that a sender gets after it; a delay of 0 lets it be.

    "wake" wakes those who were stopped, and waits for them.
    """
    config = json.loads(sys.argv[1])
    asleep: list[int] = []
    say("ready")
    for line in sys.stdin:
        if line.strip() == "wake":
            for child in asleep:
                os.kill(child, signal.SIGCONT)
            say(" ".join(told(os.waitpid(child, 0)[1]) for child in asleep))
            asleep.clear()
            continue
        now, delay, name = line.split()
        child = fork(config, datetime.fromisoformat(now))
        if float(delay):
            time.sleep(float(delay))
            os.kill(child, signal.Signals[name])
        _, status = os.waitpid(child, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            asleep.append(child)
        say(told(status))


if __name__ == "__main__":
    main()
