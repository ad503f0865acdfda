"""A file beside the database that remembers what was given and sent, and how the chain of events ended.

It is only ever added to. When it knows of a letter that the database does not, the database went back in time (an old
copy was restored): then nothing may leave until a person has looked. And it tells which letter a sender that died had
in its hand: a line is with the system as soon as it is written, so that only the fall of the machine can lose it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import BinaryIO

import orjson

from tracker.errors import StoreError

_TAIL = 256 * 1024  # bytes looked at: an old copy misses the newest letters


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger tells of some letters: which left, and which their senders had begun to give."""

    sent: frozenset[str]
    given: frozenset[tuple[str, int]]  # key and attempt: the final dot went, or was about to
    senders: frozenset[str]  # owners who wrote here since the machine started: no line of theirs is missing

    def is_held_back(self, owner: str | None, key: str, attempt: int) -> bool:
        """Whether it is certain that an owner who died never came to give a letter that it had marked."""
        return owner in self.senders and (key, attempt) not in self.given


class Ledger:
    """An append-only file of JSON lines. Each is with the system at once, and on the disk after `sync`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None
        self._newest: tuple[tuple[int, ...], Mapping[str, tuple[str, ...]]] | None = None

    def opened(self, owner: str, boot: str) -> None:
        """From here on stands every letter that this owner gives; `boot` names this start of the machine."""
        self._append({"sender": owner, "boot": boot})

    def given(self, key: str, attempt: int) -> None:
        """The final dot of a letter goes next."""
        self._append({"given": key, "attempt": attempt})

    def sent(self, key: str, at: datetime, alerts: Sequence[str] = ()) -> None:
        """A letter was accepted by the mail server, with these alerts in it."""
        self._append({"sent": key, "at": at.isoformat()} | ({"alerts": list(alerts)} if alerts else {}))

    def head(self, sequence: int, digest: str, at: datetime) -> None:
        """The end of the chain of events, as an anchor outside the database."""
        self._append({"head": sequence, "digest": digest, "at": at.isoformat()})

    def sync(self) -> None:
        """Write through to the disk, and let go of the file."""
        file, self._file = self._file, None
        if file is None:
            return
        with file:
            try:
                os.fsync(file.fileno())
            except OSError as error:
                raise self._unwritable(error) from error

    def newest_sent(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the letters sent last, with the alerts that they carried."""
        stamp = self._stamp()
        if self._newest is None or self._newest[0] != stamp:
            self._newest = stamp, dict(_sent(line) for line in self._lines(tail=True) if "sent" in line)
        return self._newest[1]

    def all_sent(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of all letters that were ever sent, with the alerts that they carried."""
        return dict(_sent(line) for line in self._lines() if "sent" in line)

    def recall(self, keys: Collection[str], *, boot: str | None) -> Memory:
        """All that the file tells of these letters; a sender of another start of the machine may have lost words."""
        sent: set[str] = set()
        given: set[tuple[str, int]] = set()
        senders: set[str] = set()
        for line in self._lines():
            match line:
                case {"sent": str(key)} if key in keys:
                    sent.add(key)
                case {"given": str(key), "attempt": int(attempt)} if key in keys:
                    given.add((key, attempt))
                case {"sender": str(owner), "boot": str(then)} if then == boot:
                    senders.add(owner)
        return Memory(frozenset(sent), frozenset(given), frozenset(senders))

    def _stamp(self) -> tuple[int, ...]:
        """What tells one content of the file from another: it only grows."""
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_size, found.st_mtime_ns

    def heads(self) -> tuple[tuple[int, str], ...]:
        """All ends of the chain that were written down: sequence and digest, oldest first."""
        return tuple((int(str(line["head"])), str(line["digest"])) for line in self._lines() if "head" in line)

    def _append(self, line: dict[str, object]) -> None:
        content = b"\n" + orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)  # whoever wrote half a line before
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("ab", buffering=0)
            if self._file.write(content) != len(content):
                raise OSError(ENOSPC, os.strerror(ENOSPC))  # noqa: TRY301 - a disk that is full may say so by halves
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(f"Cannot write to the ledger {self.path}: {error.strerror}.")

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


def _sent(line: dict[str, object]) -> tuple[str, tuple[str, ...]]:
    alerts = line.get("alerts")
    return str(line["sent"]), tuple(map(str, alerts)) if isinstance(alerts, list) else ()


def _parsed(line: bytes) -> dict[str, object]:
    """A line as written; a line cut short by a power failure is nothing."""
    try:
        found = orjson.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
