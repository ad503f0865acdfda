"""Pages that are pictures: recognised by ocrmypdf and tesseract in a process of its own, within limits.

That process alone opens the file, loads what recognises, and writes, into a folder that is gone afterwards. It ends
when its time is over, with all that it started, and with the process that asked for it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tracker.errors import Unreadable

LANGUAGES = {"nl": "nld", "fr": "fra", "de": "deu", "en": "eng"}  # what tesseract calls them
_LOOK_AGAIN = 0.2
_LONGEST_REASON = 200
_WORD = re.compile(rb"ocrx_word[^>]*>[^<]*[^<\s]")

Progress = Callable[[int, int], None]  # pages done, of how many


@dataclass(frozen=True, slots=True)
class ScanLimits:
    """What the recognition of one file may cost; a page gets that time on average, and as much at most."""

    pages: int = 200
    seconds: float = 60.0
    megabytes: int = 1536


@dataclass(frozen=True, slots=True)
class Recognised:
    """What each page says that was recognised, as hOCR; or why the pages of a file could not be."""

    pages: Mapping[int, bytes] = field(default_factory=dict)
    problem: Unreadable | None = None


class ScannedPages(Unreadable):
    """A PDF with pages that are pictures; `numbers` says which, and `alone` whether no other page has text."""

    numbers: tuple[int, ...] = ()
    alone: bool = True


def may_recognise() -> bool:
    """Whether the extra and tesseract are installed; which languages is not asked yet."""
    return find_spec("ocrmypdf") is not None and shutil.which("tesseract") is not None


@cache
def recognised_languages() -> tuple[str, ...]:
    """Those of ours that tesseract is installed for."""
    if not may_recognise():
        return ()
    from ocrmypdf._exec import tesseract
    from ocrmypdf.exceptions import MissingDependencyError

    try:
        installed = tesseract.get_languages()
    except MissingDependencyError:
        return ()
    return tuple(language for language in LANGUAGES.values() if language in installed)


def recognise(
    path: Path,
    scanned: ScannedPages,
    *,
    language: str | None = None,
    limits: ScanLimits | None = None,
    progress: Progress | None = None,
) -> Recognised:
    """What the pictures in a file say. Raises Unreadable where nothing else in it could be read either."""
    if not recognised_languages():
        if scanned.alone:
            raise scanned
        return Recognised()
    try:
        return Recognised(_recognised(path, scanned, language, limits or ScanLimits(), progress or _untold))
    except Unreadable as error:
        if scanned.alone:
            raise
        return Recognised(problem=error)


def _recognised(
    path: Path, scanned: ScannedPages, language: str | None, limits: ScanLimits, progress: Progress
) -> dict[int, bytes]:
    name, numbers = path.name, scanned.numbers
    if not numbers:
        raise Unreadable("reading.scan-without-text", name=name)
    if len(numbers) > limits.pages:
        raise Unreadable("reading.scan-too-long", name=name, pages=len(numbers), most=limits.pages)
    if not path.is_file():  # a pipe was read to its end already
        raise Unreadable("reading.scan-in-pipe", name=name)
    known, own = recognised_languages(), LANGUAGES.get(language or "")
    with TemporaryDirectory(prefix="tracker-scan-") as folder:
        work = _Work(path, Path(folder), numbers, (own,) if own in known else known, limits)
        _run(work, progress)
        pages = {number: page.read_bytes() for number in numbers if (page := page_file(work.folder, number)).exists()}
    if scanned.alone and not any(_WORD.search(page) for page in pages.values()):
        raise Unreadable("reading.scan-without-text", name=name)
    return pages


@dataclass(frozen=True, slots=True)
class _Work:
    """Which pages of which file are to be recognised, in which languages, and where what they say is left."""

    path: Path
    folder: Path
    numbers: Sequence[int]
    languages: Sequence[str | None]
    limits: ScanLimits

    @property
    def command(self) -> list[str]:
        """What the recognising process is started with, in the order in which it reads it."""
        pages, languages = ",".join(map(str, self.numbers)), "+".join(map(str, self.languages))
        asked = (str(self.path.absolute()), str(self.folder), pages, languages)
        own = (str(os.getpid()), str(self.limits.megabytes), str(self.limits.seconds))
        return [sys.executable, "-P", "-m", "tracker.reading.recogniser", *asked, *own]


def page_file(folder: Path, number: int) -> Path:
    """Where the recognising process leaves what a page says."""
    return folder / f"{number}.hocr"


def _run(work: _Work, progress: Progress) -> None:
    """The recognising process, from its start to its end; nothing that it started outlives it."""
    name, log = work.path.name, work.folder / "log"
    with log.open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603 - our own program
            work.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            in_time = _awaited(child, work, progress)
        finally:
            _end(child)
    if not in_time:
        seconds = f"{work.limits.seconds:g}"
        raise Unreadable("reading.scan-too-slow", name=name, pages=len(work.numbers), seconds=seconds)
    if child.returncode:
        raise Unreadable("reading.scan-broken", name=name, reason=_last_words(log, child.returncode))


def _awaited(child: subprocess.Popen[bytes], work: _Work, progress: Progress) -> bool:
    """Whether it came to its end in time; tells meanwhile how many pages are done."""
    total, told = len(work.numbers), None
    until = monotonic() + work.limits.seconds * (total + 1)
    while child.poll() is None:
        if monotonic() > until:
            return False
        done = min(sum(1 for _ in work.folder.rglob("*.hocr")), total)
        if done != told:
            told = done
            progress(done, total)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_LOOK_AGAIN)
    return True


def _end(child: subprocess.Popen[bytes]) -> None:
    """It and what it started: they are a group of their own where there are groups."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def _last_words(log: Path, code: int) -> str:
    """Why it broke off, in its own words."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:_LONGEST_REASON] if lines else f"exit code {code}"


def _untold(_done: int, _total: int) -> None:
    """Nobody watches."""
