"""A worker ends when the process that started it ends, however that ended: nobody waits for what it would give."""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread

_PR_SET_PDEATHSIG = 1  # prctl(2): the kernel sends this signal when the parent dies


def die_with_parent(parent: int) -> None:
    """In a worker that `parent` started: be killed as soon as that process is no more."""
    if sys.platform == "linux" and _ask_kernel():
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), signal.SIGKILL)
        return
    Thread(target=_watch, daemon=True).start()


def _ask_kernel() -> bool:
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0)
    except (OSError, AttributeError):  # no C library that we know
        return False


def _watch() -> None:
    """Elsewhere a pipe tells it, of which the parent holds the other end; workers are spawned there and share none."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
