"""Who reads a report dies with who asked for it: nothing goes on in secret, and nothing is left lying about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

AT_ONCE = 3.0  # seconds, on a machine that is busy with something else
PROGRAM = """
import os, sys, time
from pathlib import Path
from tracker.reading import read_many

def linger(report):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)

list(read_many([Path(name) for name in sys.argv[2:]], after=linger, jobs=2))
"""


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    names = [str(tmp_path / f"{number}.txt") for number in range(3)]
    for name in names:
        Path(name).write_text("De minister zal het doen.", encoding="utf-8")
    return names


@contextmanager
def reading(home: Path, reports: list[str], *, workers: int) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A process that reads with workers that take their time, and their numbers."""
    home.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), *reports],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        wait_for(lambda: len(list(home.iterdir())) == workers, seconds=30)
        try:
            yield parent, [int(path.name) for path in home.iterdir()]
        finally:
            parent.kill()


def wait_for(happened: object, *, seconds: float) -> None:
    assert callable(happened)
    until = monotonic() + seconds
    while not happened():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.02)


def is_alive(worker: int) -> bool:
    try:
        return Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("files", [1, 3])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_die_with_their_parent(tmp_path: Path, reports: list[str], number: signal.Signals, files: int) -> None:
    with reading(tmp_path / "pids", reports[:files], workers=min(files, 2)) as (parent, workers):
        os.kill(parent.pid, number)
        parent.wait(10)

        wait_for(lambda: not any(map(is_alive, workers)), seconds=AT_ONCE)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("files", [1, 3])
def test_an_interrupt_from_the_keyboard_reaches_no_worker(tmp_path: Path, reports: list[str], files: int) -> None:
    with reading(tmp_path / "pids", reports[:files], workers=min(files, 2)) as (parent, _):
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to all at once
        parent.wait(10)
        assert parent.stderr is not None

        assert parent.stderr.read().count("Traceback") == 1  # that of the program of this test
