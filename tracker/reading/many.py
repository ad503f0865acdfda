"""Many reports side by side, each in a child process with limits: one bad file harms neither the others nor us."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from tracker.errors import TrackerError, Unreadable
from tracker.model import Report
from tracker.reading.door import read_once
from tracker.reading.orphans import die_with_parent
from tracker.reading.scans import Progress, Recognised, ScanLimits, ScannedPages, recognise

if TYPE_CHECKING:
    import multiprocessing.context

    from pebble import ProcessFuture

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # files a worker, so that none waits and little is kept
_RENEWED = 200  # files after which a worker is replaced: what leaks, leaks little


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost its child process; memory counts from what the child begins with."""

    megabytes: int = 448
    seconds: float = 30.0


@overload
def read_many(
    paths: Sequence[Path],
    *,
    jobs: int = ...,
    held_on: date | None = ...,
    undated_on: date | None = ...,
    language: str | None = ...,
    minister: str | None = ...,
    parliament: str | None = ...,
    limits: Limits = ...,
    scan_limits: ScanLimits = ...,
    recognising: Callable[[Path], Progress] | None = ...,
) -> Iterator[tuple[Path, Report | TrackerError]]: ...


@overload
def read_many(
    paths: Sequence[Path],
    *,
    after: Callable[[Report], T],
    jobs: int = ...,
    held_on: date | None = ...,
    undated_on: date | None = ...,
    language: str | None = ...,
    minister: str | None = ...,
    parliament: str | None = ...,
    limits: Limits = ...,
    scan_limits: ScanLimits = ...,
    recognising: Callable[[Path], Progress] | None = ...,
) -> Iterator[tuple[Path, T | TrackerError]]: ...


def read_many(
    paths: Sequence[Path],
    *,
    after: Callable[[Report], T] | None = None,
    jobs: int = 1,
    held_on: date | None = None,
    undated_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
    parliament: str | None = None,
    limits: Limits | None = None,
    scan_limits: ScanLimits | None = None,
    recognising: Callable[[Path], Progress] | None = None,
) -> Iterator[tuple[Path, Report | T | TrackerError]]:
    """Each path with its report, or with what `after` makes of it in the child, or with why it could not be read.

    In the order of the paths; a file that breaks the limits or the reader gives an error like any other. `recognising`
    gives what is to be told how many pages of a scan are done.
    """
    task = partial(
        _read_one,
        after,
        held_on=held_on,
        undated_on=undated_on,
        language=language,
        minister=minister,
        parliament=parliament,
    )
    limits = limits or Limits()
    for path, result in _results(paths, task, jobs=jobs, limits=limits):
        if not isinstance(result, ScannedPages):
            yield path, result
            continue
        progress = recognising(path) if recognising else None
        try:
            recognised = recognise(path, result, language=language, limits=scan_limits, progress=progress)
        except TrackerError as error:
            yield path, error
            continue
        future = _alone(path, partial(task, recognised=recognised), limits)
        yield path, _failure(path, future, limits) or future.result()


def _results(
    paths: Sequence[Path], task: Callable[[Path], R], *, jobs: int, limits: Limits
) -> Iterator[tuple[Path, R | TrackerError]]:
    from pebble import ProcessPool

    if len(paths) == 1 or not _has_locks():
        for path in paths:
            future = _alone(path, task, limits)
            yield path, _failure(path, future, limits) or future.result()
        return
    waiting: deque[tuple[Path, ProcessFuture[R]]] = deque()
    pool = ProcessPool(jobs, _RENEWED, _confine, (limits, os.getpid()), context=_context())
    try:
        for path in paths:
            waiting.append((path, pool.schedule(task, (path,), timeout=limits.seconds)))
            if len(waiting) >= jobs * _AHEAD:
                place, future = waiting.popleft()
                yield place, _failure(place, future, limits) or future.result()
        for place, future in waiting:
            yield place, _failure(place, future, limits) or future.result()
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble types all but this
        pool.join()


def _has_locks() -> bool:
    """Whether processes can wait for each other: a container may have no shared memory for it."""
    try:
        _context().Lock()
    except (OSError, ImportError):
        return False
    return True


def _alone(path: Path, task: Callable[[Path], R], limits: Limits) -> ProcessFuture[R]:
    """One file in a process of its own: a pool for it would take longer than its reading."""
    from pebble.concurrent import process

    decorate: Any = process  # its stubs name the context otherwise than it does
    confined = decorate(partial(_confined, task, limits, os.getpid()), timeout=limits.seconds, context=_context())
    future: ProcessFuture[R] = confined(path)
    return future


def _confined(task: Callable[[Path], R], limits: Limits, parent: int, path: Path) -> R:
    _confine(limits, parent)
    return task(path)


def _context() -> multiprocessing.context.BaseContext:
    """Forked children start at once; where forking is unsafe they are spawned."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _confine(limits: Limits, parent: int) -> None:
    """In the child: no more memory than allowed, no core files, no file is written, and no life without its parent."""
    die_with_parent(parent)
    if sys.platform == "win32":
        return
    import resource

    size = _held() + limits.megabytes * 2**20
    for which, most in (
        (resource.RLIMIT_DATA, size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _held() -> int:
    """Bytes that a forked child holds of its parent, as RLIMIT_DATA counts them (proc(5), statm); 0 where spawned."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _read_one(
    after: Callable[[Report], T] | None,
    path: Path,
    *,
    recognised: Recognised | None = None,
    held_on: date | None,
    undated_on: date | None,
    language: str | None,
    minister: str | None,
    parliament: str | None,
) -> Report | T:
    report = read_once(
        path,
        held_on=held_on,
        undated_on=undated_on,
        language=language,
        minister=minister,
        parliament=parliament,
        recognised=recognised,
    )
    return report if after is None else after(report)


def _failure(path: Path, future: ProcessFuture[R], limits: Limits) -> TrackerError | None:
    error = future.exception()
    return error if error is None or isinstance(error, TrackerError) else _reason(path, error, limits)


def _reason(path: Path, error: BaseException, limits: Limits) -> Unreadable:
    if isinstance(error, TimeoutError):
        return Unreadable("reading.too-slow", path=path, seconds=f"{limits.seconds:g}")
    if isinstance(error, MemoryError):
        return Unreadable("reading.too-much-memory", path=path, megabytes=limits.megabytes)
    return Unreadable("reading.reader-broken", path=path, kind=type(error).__name__)
