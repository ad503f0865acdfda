"""What a killed process left behind is taken away by the next one that writes there, a day later."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

PREFIX, UNFINISHED, SCRATCH = ".tracker-", ".unfinished", ".scratch"
A_DAY = 86_400.0  # seconds without a word written: whoever began it is gone


def sweep(folder: Path, *, beside: Path) -> None:
    """Take away what is a day older than the file or folder that was just made there, and ours by name and owner."""
    with suppress(OSError):
        mine = beside.stat()
        for entry in os.scandir(folder):
            if not entry.name.startswith(PREFIX) or not (UNFINISHED in entry.name or entry.name.endswith(SCRATCH)):
                continue
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if found.st_uid == mine.st_uid and mine.st_mtime - found.st_mtime > A_DAY:
                    _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        Path(entry.path).unlink(missing_ok=True)
