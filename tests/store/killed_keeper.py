"""A process that forks others, which restore or upgrade a register and are stopped in the middle of it.

Each line that it reads is JSON: the task, the register, the backup, after how many seconds, and by which signal.
Forking from a process that has everything imported makes a fresh one in milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import alembic.command  # noqa: F401 - loaded before the clock runs
import psycopg  # noqa: F401

from tracker.model import Act
from tracker.store import connect, keeping, restoring  # noqa: F401
from tracker.usecases import upkeep

ACT = Act("bewaarder", datetime(2022, 3, 1, 9, 0, tzinfo=UTC))


def work(task: str, register: str, backup: str) -> None:
    with closing(connect(register, wait=5)) as database:
        if task == "restore":
            upkeep.restore(database, Path(backup), act=ACT, force=True)
        elif task == "upgrade":
            upkeep.upgrade(database)
        else:
            upkeep.back_up(database, Path(backup))


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs in the background ignores it
            try:
                work(asked["task"], asked["register"], asked["backup"])
            except KeyboardInterrupt:
                os._exit(130)
            except BaseException as error:  # noqa: BLE001 - told to the test
                traceback.print_exception(error)
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        if asked["after"] is not None:
            time.sleep(asked["after"])
            os.kill(child, getattr(signal, asked["by"]))
        _, status = os.waitpid(child, 0)
        ended = "killed" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        say(f"{ended} {time.monotonic() - began:.4f}")


main()
