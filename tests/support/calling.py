"""The command, called in this process, in a folder, on a screen that keeps what it is shown."""

from __future__ import annotations

import io
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from tracker.cli import main


class Terminal(io.TextIOWrapper):
    """A screen that a person looks at."""

    def isatty(self) -> bool:
        return True


def called(place: Path, *arguments: str, fails: int = 0, screen: type[io.TextIOWrapper] = io.TextIOWrapper) -> str:
    """What the command said; its exit code must be `fails`."""
    said = screen(kept := io.BytesIO(), encoding="utf-8", newline="")
    with (
        chdir(place),
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
