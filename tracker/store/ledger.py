"""A file beside the database that remembers what was given and sent, and how the chain of events ended.

It is only ever added to. When it knows of a letter that the database does not, the database went back in time (an old
copy was restored): then nothing may leave until a person has looked. And it tells which letter a sender that died had
in its hand: a line is with the system as soon as it is written, so that only the fall of the machine can lose it.

Who gives a letter writes so before; who takes letters away from a sender that seems dead writes so too. Whose line
stands first in the file decides, and both look: a sender that was only asleep gives nothing of what was taken from it.
The system puts each line whole at the end of the file, so no lock is needed, which a sleeper would keep.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from errno import ENOSPC
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

import orjson

from tracker.errors import StoreError
from tracker.files.private import opened_for_adding

_TAIL = 256 * 1024  # bytes looked at: an old copy misses the newest letters


@dataclass(frozen=True, slots=True)
class Held:
    """A letter in the hands of a sender, in its n-th attempt."""

    key: str
    attempt: int
    owner: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger tells of some letters: which left, and which their senders had begun to give."""

    sent: frozenset[str]
    taken: frozenset[Held]  # taken away from their senders
    given: frozenset[Held]  # not before the sender had written that the final dot goes next
    senders: frozenset[str]  # owners who wrote here since the machine started: no line of theirs is missing

    def is_held_back(self, held: Held) -> bool:
        """Whether it is certain that its sender never gave a letter that it had marked, nor will when it wakes up."""
        return held.owner in self.senders and held in self.taken and held not in self.given


class Ledger:
    """An append-only file of JSON lines. Each is with the system at once, and on the disk after `sync`."""

    def __init__(self, path: Path, *, register: Path | None = None) -> None:
        self.path = path
        self._register = register  # whose group may use the file of the register, may use the ledger
        self._file: BinaryIO | None = None
        self._newest: tuple[tuple[int, ...], Mapping[str, tuple[str, ...]]] | None = None
        self._opened_as: tuple[int, int] | None = None  # which file that is, whatever gets its name later
        self._read_until = self._written = 0  # where reading on begins, and how much of what follows we wrote ourselves
        self._taken: set[Held] = set()  # what was taken away since it was first opened

    def opened(self, owner: str, boot: str) -> None:
        """From here on stands every letter that this owner gives; `boot` names this start of the machine."""
        self._append({"sender": owner, "boot": boot})

    def given(self, held: Held) -> bool:
        """The final dot of a letter goes next; false if the letter was taken away before: then it must not go."""
        ours = {"given": held.key, "attempt": held.attempt}
        self._append(ours)
        lines = self._written_since()
        before = takewhile(lambda line: line != ours, lines)
        is_ours = held not in self._taken.union(_taken(line) for line in before if "taken" in line)
        self._taken.update(_taken(line) for line in lines if "taken" in line)
        return is_ours

    def take_away(self, letters: Collection[Held]) -> None:
        """Nobody gives these any more, unless they wrote already that they do: `recall` tells."""
        self._append(*({"taken": one.key, "attempt": one.attempt, "from": one.owner} for one in letters))
        self._taken.update(letters)

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

    def recall(self, letters: Iterable[Held], *, boot: str | None) -> Memory:
        """All that the file tells of these letters; a sender of another start of the machine may have lost words."""
        by_attempt = {(one.key, one.attempt): one for one in letters}
        keys = {key for key, _ in by_attempt}
        sent: set[str] = set()
        taken: set[Held] = set()
        given: set[Held] = set()
        senders: set[str] = set()
        for line in self._lines():
            match line:
                case {"sent": str(key)} if key in keys:
                    sent.add(key)
                case {"given": str(key), "attempt": int(attempt)} if held := by_attempt.get((key, attempt)):
                    given |= {held} - taken
                case {"taken": str()}:
                    taken.add(_taken(line))
                case {"sender": str(owner), "boot": str(then)} if then == boot:
                    senders.add(owner)
        return Memory(frozenset(sent), frozenset(taken), frozenset(given), frozenset(senders))

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

    def _append(self, *lines: dict[str, object]) -> None:
        """Write whole lines, all at once; the first line break ends what another left by halves."""
        content = b"".join([b"\n", *(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)])
        try:
            file = self._file = self._file or self._open()
            if file.write(content) != len(content):
                raise OSError(ENOSPC, os.strerror(ENOSPC))  # noqa: TRY301 - a disk that is full may say so by halves
        except OSError as error:
            raise self._unwritable(error) from error
        self._written += len(content)

    def _open(self) -> BinaryIO:
        """What stood in it before the first time does not concern us: we hold no letters yet."""
        file = os.fdopen(opened_for_adding(self.path, beside=self._register), "ab", buffering=0)
        found = os.fstat(file.fileno())
        if self._opened_as != (found.st_dev, found.st_ino):
            self._opened_as, self._read_until, self._written = (found.st_dev, found.st_ino), found.st_size, 0
        return file

    def _written_since(self) -> Sequence[Mapping[str, object]]:
        """The lines that came into the file since we looked last; none are read when all are ours."""
        try:
            found = self.path.stat()
            if (found.st_dev, found.st_ino) != self._opened_as:
                raise StoreError(f"The ledger {self.path} is another file than when these letters were taken.")
            if found.st_size == self._read_until + self._written:
                self._read_until, self._written = found.st_size, 0
                return ()
            with self.path.open("rb") as file:
                file.seek(self._read_until)
                whole, _, _ = file.read().rpartition(b"\n")
        except OSError as error:
            raise self._unreadable(error) from error
        self._read_until, self._written = self._read_until + len(whole) + 1, 0
        return [_parsed(line) for line in whole.split(b"\n")]

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
            raise self._unreadable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(f"Cannot write to the ledger {self.path}: {error.strerror}.")

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(f"Cannot read the ledger {self.path}: {error.strerror}.")


def _taken(line: Mapping[str, object]) -> Held:
    attempt = line.get("attempt")
    return Held(str(line["taken"]), attempt if isinstance(attempt, int) else 0, str(line.get("from")))


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
