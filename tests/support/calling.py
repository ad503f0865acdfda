"""The command, called in this process, in a folder, on a screen that keeps what it is shown."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from tracker import app
from tracker.cli import main

BRUSSELS = ZoneInfo("Europe/Brussels")
LONG = 60.0  # seconds


class Terminal(io.TextIOWrapper):
    """A screen that a person looks at."""

    def isatty(self) -> bool:
        return True


@contextmanager
def clock_at(moment: str | None, *, is_right: bool = True) -> Iterator[None]:
    """The clock of the house shows a local time like 2026-03-02T08:00; None: what it shows.

    The machine says whether it `is_right`, and tells no start from another.
    """
    if moment is None:
        yield
        return
    now = datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS).astimezone(UTC)
    with (
        mock.patch.object(app, "real_now", return_value=now),
        mock.patch.object(app, "boot", return_value=None),
        mock.patch.object(app, "clock_is_known_right", return_value=is_right),
    ):
        yield


def called(
    place: Path,
    *arguments: str,
    at: str | None = None,
    is_right: bool = True,
    fails: int = 0,
    screen: type[io.TextIOWrapper] = io.TextIOWrapper,
    language: str = "en",
) -> str:
    """What the command said in that language when the clock showed `at`; its exit code must be `fails`."""
    said = screen(kept := io.BytesIO(), encoding="utf-8", newline="")
    with (
        clock_at(at, is_right=is_right),
        chdir(place),
        mock.patch.dict(os.environ, {"TRACKER_LANGUAGE": language}),
        mock.patch.object(sys, "argv", ["tracker", *arguments]),
        redirect_stdout(said),
        redirect_stderr(said),
        pytest.raises(SystemExit) as ended,
    ):
        sys.exit(main())  # type: ignore[func-returns-value]  # reached only when nothing failed
    said.flush()
    words = kept.getvalue().decode()
    assert (ended.value.code or 0) == fails, words
    return words


def called_until(*words: str, place: Path, arguments: Sequence[str], at: str, is_right: bool = True) -> str:
    """What a command that lasts said until it was stopped, as a service is, after all these words came."""
    missing = set(words)

    def stop() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    class Screen(io.TextIOWrapper):
        def write(self, text: str) -> int:
            said = {one for one in missing if one in text}
            missing.difference_update(said)
            length = super().write(text)
            if said and not missing:
                stop()
            return length

    never = Timer(LONG, stop)
    never.start()
    try:
        return called(place, *arguments, at=at, is_right=is_right, screen=Screen)
    finally:
        never.cancel()
