"""A file beside the database that remembers what was sent and how the chain of events ended. Only ever added to.

When it knows of a letter that the database does not, the database went back in time (an old copy was restored):
then nothing may leave until a person has looked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tracker.errors import StoreError

_TAIL = 256 * 1024  # bytes looked at: an old copy misses the newest letters


class Ledger:
    """An append-only file of JSON lines. Each is with the system at once, and on the disk after `sync`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def sent(self, key: str, at: datetime) -> None:
        """A letter was accepted by the mail server."""
        self._append({"sent": key, "at": at.isoformat()})

    def head(self, sequence: int, digest: str, at: datetime) -> None:
        """The end of the chain of events, as an anchor outside the database."""
        self._append({"head": sequence, "digest": digest, "at": at.isoformat()})

    def sync(self) -> None:
        """Write through to the disk, and let go of the file."""
        file, self._file = self._file, None
        if file is None:
            return
        with self._telling(), file:
            os.fsync(file.fileno())

    def newest_sent(self) -> frozenset[str]:
        """The keys of the letters sent last."""
        return frozenset(str(line["sent"]) for line in self._lines(tail=True) if "sent" in line)

    def heads(self) -> tuple[tuple[int, str], ...]:
        """All ends of the chain that were written down: sequence and digest, oldest first."""
        return tuple((int(str(line["head"])), str(line["digest"])) for line in self._lines() if "head" in line)

    def _append(self, line: dict[str, object]) -> None:
        with self._telling():
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("ab", buffering=0)
            self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"Cannot write to the ledger {self.path}: {error.strerror}.") from error

    def _lines(self, *, tail: bool = False) -> Iterator[dict[str, object]]:
        try:
            with self.path.open("rb") as file:
                if tail and self.path.stat().st_size > _TAIL:
                    file.seek(-_TAIL, os.SEEK_END)
                    file.readline()
                yield from (line for line in map(_parsed, file) if line)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"Cannot read the ledger {self.path}: {error.strerror}.") from error


def _parsed(line: bytes) -> dict[str, object]:
    """A line as written; a line cut short by a power failure is nothing."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
