"""A process that runs the real `tracker` command, again and again, under the clock of the play.

Started by `commands.py`, which orders over its standard input. Forking from a process that has everything imported
makes a fresh command in milliseconds; no database connection and no thread exists before the fork. The product has no
switch for another clock: here `app.py`, the one place that reads the clock, is given another one.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import pkgutil
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from word_of_the_day import add_to_the_house
from zygote import give_naively, say

import tracker
from chaos.clock import Clock
from tracker import app as product
from tracker.cli import main as command

RIGHT = 60  # seconds
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, on Linux


def put_under(clock: Clock, shift: timedelta, *, hears_time: bool) -> None:
    """This process takes the time from the play; the clock of its machine is wrong by `shift`.

    Whose machine hears the time from others knows whether its clock is right.
    """
    product.real_now = lambda: clock.now() + shift
    product.elapsed = clock.elapsed
    product.clock_is_known_right = lambda now: hears_time and abs((now - clock.now()).total_seconds()) < RIGHT


def send_naively(*, mark_first: bool) -> None:
    """A sender that plans as the house does and sends as one writes it first, again and again until it is ended."""
    from tracker.usecases.letters.tick import tick

    app = product.open_app()
    while True:
        tick(app.office, None)
        give_naively(app.database, app.settings.mail.port or 25, mark_first=mark_first)
        time.sleep(0.2)


def send_another_kind() -> None:
    """The sender of the house, with a kind of letter more."""
    add_to_the_house()
    command()


PROGRAMS: dict[str, Callable[[], None]] = {
    "house": command,
    "another-kind": send_another_kind,
    "mark-before": lambda: send_naively(mark_first=True),
    "mark-after": lambda: send_naively(mark_first=False),
}


def become(order: dict[str, Any], clock: Clock) -> int:
    """What the forked process does: the ordered command, as if it had been typed; gives its exit status."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, out), (2, out)):
        os.dup2(source, number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate(("r", "w", "w")))
    os.chdir(order["folder"])
    os.environ.update(order["environment"])
    put_under(clock, timedelta(seconds=order["shift"]), hears_time=order["hears_time"])
    sys.argv = ["tracker", *order["arguments"]]
    try:
        PROGRAMS[order["program"]]()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter would: told, and 1
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    """Serve until standard input ends: each line is an order, each answer tells of a process begun or ended."""
    clock = Clock(Path(sys.argv[1]))
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if module.name != "tracker.__main__" and "migrations" not in module.name:
            importlib.import_module(module.name)
    ended, wake = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    orders: dict[int, int] = {}
    with selectors.DefaultSelector() as both:
        both.register(sys.stdin, selectors.EVENT_READ)
        both.register(ended, selectors.EVENT_READ)
        say(json.dumps({"ready": os.getpid()}))
        while all(_serve(key.fileobj, ended, orders, clock) for key, _ in both.select()):
            pass


def _serve(spoken: Any, ended: int, orders: dict[int, int], clock: Clock) -> bool:
    """An order or the end of some processes; false when no more orders come."""
    if spoken == ended:
        os.read(ended, 4096)
        _reap(orders)
        return True
    line = sys.stdin.readline()
    if not line:
        return False
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = become(order, clock)
            sys.stdout.flush()
        finally:
            os._exit(status)
    orders[child] = order["id"]
    say(json.dumps({"begun": order["id"], "pid": child}))
    return True


def _reap(orders: dict[int, int]) -> None:
    while orders:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        say(json.dumps({"ended": orders.pop(pid), "status": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
