"""A file beside the database that remembers what was given and sent, and how the chain of events ended.

It is only ever added to, and its first line says of which register it is. When it knows of a letter that the database
does not, the database went back in time (an old copy was restored): then nothing may leave until a person has looked.
And it tells which letter a sender that died had in its hand: a line is with the system as soon as it is written, so
that only the fall of the machine can lose it.

Who gives a letter writes so before; who takes letters away from a sender that seems dead writes so too. Whose line
stands first in the file decides, and both look: a sender that was only asleep gives nothing of what was taken from it.
The system puts each line whole at the end of the file, so no lock is needed, which a sleeper would keep.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from errno import ENOSPC
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

import orjson

from tracker.errors import StoreError, remedy_for
from tracker.files.leftovers import unfinished
from tracker.files.private import make_folder, opened_for_adding, share_with_group
from tracker.store.ledger_lines import (
    Heading,
    Held,
    LedgerContent,
    Line,
    Memory,
    Seen,
    heading,
    is_of_old,
    ledger_content,
    remembered,
    taken_from,
)

_TAIL = 256 * 1024  # bytes looked at: an old copy misses the newest letters
_SHORT = 8  # letters of a register's name that each line carries


class Content(Enum):
    """What is found where a ledger should be."""

    NOTHING = "nothing"
    OF_OLD = "of old"  # without a name: from version 0003
    NAMED = "named"
    STRANGE = "strange"  # it cannot be read as a ledger


class Ledger:
    """An append-only file of JSON lines. Each is with the system at once, and on the disk after `sync`.

    `register` is the file of the register, if it is one; `before` is where version 0003 kept the ledger, if elsewhere.
    One that `is_in_home` lies where the home of whoever runs the program says: for another user it is another one.
    """

    def __init__(
        self,
        path: Path,
        *,
        machine: str = "",
        register: Path | None = None,
        before: Path | None = None,
        is_in_home: bool = False,
    ) -> None:
        self.path = path
        self.machine = machine
        self.before = before
        self.is_in_home = is_in_home
        self._register = register  # whose group may use the file of the register, may use the ledger
        self._file: BinaryIO | None = None
        self._of = ""  # the short name of the register for which it is open
        self._recent: tuple[tuple[int, ...], LedgerContent] | None = None
        self._first: tuple[tuple[int, ...], Heading | None] | None = None
        self._opened_as: tuple[int, int] | None = None  # which file that is, whatever gets its name later
        self._read_until = self._written = 0  # where reading on begins, and how much of what follows we wrote ourselves
        self._taken: set[Held] = set()  # what was taken away since it was first opened

    @property
    def name(self) -> str:
        """How people call it: machine and file."""
        return f"{self.machine}:{self.path.absolute()}"

    @property
    def heading(self) -> Heading | None:
        """Which ledger this is, and of which register; None when the file does not say so."""
        stamp = self._stamp()
        if self._first is None or self._first[0] != stamp:
            self._first = stamp, heading(_parsed(self._first_line(self.path)))
        return self._first[1]

    @property
    def id(self) -> str | None:
        """The name of this ledger."""
        return self.heading.ledger if self.heading else None

    @property
    def content(self) -> Content:
        """What is found where it should be."""
        if self.heading is not None:
            return Content.NAMED
        first = self._first_line(self.found_at)
        if is_of_old(_parsed(first)):
            return Content.OF_OLD
        return Content.STRANGE if first and self.found_at == self.path else Content.NOTHING

    @property
    def found_at(self) -> Path:
        """Where its lines are: version 0003 may have kept them elsewhere."""
        return self.before if self.before and not self.path.exists() else self.path

    def begin(self, title: Heading, at: datetime) -> None:
        """Write the first line, and what version 0003 wrote before; whoever began the same one meanwhile is right.

        One at a time: who calls it keeps others away until it is done.
        """
        first = orjson.dumps({"ledger": title.ledger, "register": title.register, "at": at.isoformat()}) + b"\n"
        content = self.content
        try:
            if content is Content.OF_OLD:
                self._take_up(first)
            elif content is Content.NOTHING:
                handle = opened_for_adding(self.path, beside=self._register)
                _write_through(handle, b"" if os.fstat(handle).st_size else first)
            _flush_folder(self.path)
        except OSError as error:
            raise self._unwritable(error) from error
        if self.heading != title:
            raise StoreError("ledger.another-begun", path=self.path)

    def set_aside(self, at: datetime) -> Path | None:
        """Keep the file under another name; None when there is none."""
        kept = self.path.with_name(f"{self.path.name}.kept-{at:%Y%m%dT%H%M%S}")
        try:
            if kept.exists():
                raise StoreError("ledger.kept-already", path=kept)
            self.path.rename(kept)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unwritable(error) from error
        return kept

    def opened(self, owner: str, boot: str) -> None:
        """From here on stands every letter that this owner gives; `boot` names this start of the machine."""
        self._append({"sender": owner, "boot": boot})

    def given(self, held: Held) -> bool:
        """The final dot of a letter goes next; false if the letter was taken away before: then it must not go."""
        ours = {"given": held.key, "attempt": held.attempt}
        self._append(ours)
        lines = self._written_since()
        before = takewhile(lambda line: line != ours, lines)
        is_ours = held not in self._taken.union(taken_from(line) for line in before if "taken" in line)
        self._taken.update(taken_from(line) for line in lines if "taken" in line)
        return is_ours

    def take_away(self, letters: Collection[Held]) -> None:
        """Nobody gives these any more, unless they wrote already that they do: `recall` tells."""
        self._append(*({"taken": one.key, "attempt": one.attempt, "from": one.owner} for one in letters))
        self._taken.update(letters)

    def kept(self, key: str, attempt: int) -> None:
        """A letter that was given, or about to be, was not taken."""
        self._append({"kept": key, "attempt": attempt})

    def sent(self, key: str, at: datetime, alerts: Sequence[str] = ()) -> None:
        """A letter was accepted by the mail server, with these alerts in it."""
        self._append({"sent": key, "at": at.isoformat()} | ({"alerts": list(alerts)} if alerts else {}))

    def head(self, sequence: int, digest: str, at: datetime) -> None:
        """The end of the chain of events, as an anchor outside the database."""
        self._append({"head": sequence, "digest": digest, "at": at.isoformat()})

    def mark(self, number: int, at: datetime, seen: Mapping[str, Seen]) -> None:
        """So far the register was, and so far it knew all its ledgers."""
        rows = {ledger: [one.name, one.newest] for ledger, one in seen.items()}
        self._append({"mark": number, "at": at.isoformat(), "seen": rows})

    def flush(self) -> None:
        """Write through to the disk."""
        if self._file is not None:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise self._unwritable(error) from error

    def sync(self) -> None:
        """Write through to the disk, and let go of the file."""
        try:
            self.flush()
        finally:
            file, self._file = self._file, None
            if file is not None:
                file.close()

    def recent(self) -> LedgerContent:
        """What its last lines tell."""
        stamp = self._stamp()
        if self._recent is None or self._recent[0] != stamp:
            self._recent = stamp, ledger_content(self._lines(_TAIL))
        return self._recent[1]

    def lacking(self, keys: Collection[str]) -> frozenset[str]:
        """Those of these letters of which it does not know that they left; the newest stand near the end."""
        size, window = sum(self._stamp()[1:2]), _TAIL
        lost = frozenset(keys) - self.recent().sent.keys()
        while lost and window < size:
            window *= 8
            lost -= ledger_content(self._lines(window)).sent.keys()
        return lost

    def everything(self) -> LedgerContent:
        """What all its lines tell."""
        return ledger_content(self._lines())

    def recall(self, letters: Iterable[Held], *, boot: str | None) -> Memory:
        """All that the file tells of these letters; a sender of another start of the machine may have lost words."""
        return remembered(self._lines(), letters, boot=boot, ledger=self.id)

    def heads(self) -> tuple[tuple[int, str], ...]:
        """All ends of the chain that were written down: sequence and digest, oldest first."""
        heads = ((line.get("head"), line.get("digest")) for line in self._lines() if "head" in line)
        return tuple((number, str(digest)) for number, digest in heads if isinstance(number, int))

    def _stamp(self) -> tuple[int, ...]:
        """What tells one content of the file from another: it only grows."""
        try:
            stat = self.found_at.stat()
        except OSError:
            return ()
        return stat.st_ino, stat.st_size, stat.st_mtime_ns

    def _append(self, *lines: Line) -> None:
        """Write whole lines, all at once; the first line break ends what another left by halves."""
        try:
            file = self._file = self._file or self._open()
            named = ({"of": self._of, **line} for line in lines)
            content = b"\n" + b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in named)
            if file.write(content) != len(content):
                raise OSError(ENOSPC, os.strerror(ENOSPC))  # noqa: TRY301 - a disk that is full may say so by halves
        except OSError as error:
            raise self._unwritable(error) from error
        self._written += len(content)

    def _open(self) -> BinaryIO:
        """What stood in it before the first time does not concern us: we hold no letters yet.

        A ledger that is gone is not made anew behind anybody's back.
        """
        title = self.heading
        if title is None:
            raise StoreError("ledger.gone", path=self.path)
        self._of = title.register[:_SHORT]
        file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)), "ab", buffering=0)
        stat = os.fstat(file.fileno())
        if self._opened_as != (stat.st_dev, stat.st_ino):
            self._opened_as, self._read_until, self._written = (stat.st_dev, stat.st_ino), stat.st_size, 0
        return file

    def _written_since(self) -> Sequence[Line]:
        """The lines that came into the file since we looked last; none are read when all are ours."""
        try:
            stat = self.path.stat()
            if (stat.st_dev, stat.st_ino) != self._opened_as:
                raise StoreError("ledger.exchanged", path=self.path)
            if stat.st_size == self._read_until + self._written:
                self._read_until, self._written = stat.st_size, 0
                return ()
            with self.path.open("rb") as file:
                file.seek(self._read_until)
                whole, _, _ = file.read().rpartition(b"\n")
        except OSError as error:
            raise self._unreadable(error) from error
        self._read_until, self._written = self._read_until + len(whole) + 1, 0
        lines = (_parsed(line) for line in whole.split(b"\n"))
        return [line for line in lines if line.pop("of", None) == self._of]

    def _take_up(self, first: bytes) -> None:
        """Put the first line before what version 0003 wrote."""
        stamp, old = self._stamp(), self.found_at
        content = first + old.read_bytes()
        make_folder(self.path.parent)
        with unfinished(self.path.parent) as beside:
            _write_through(opened_for_adding(beside), content)
            if self._register is not None:
                share_with_group(beside, self._register)
            if self._stamp() != stamp:  # what came into it since it was read would be lost
                raise StoreError("ledger.old-senders", path=old)
            beside.replace(self.path)

    def _first_line(self, path: Path) -> bytes:
        """What tells whose ledger it is, and is read before anything else; a pipe or device would give no end."""
        try:
            if path.exists() and not path.is_file():
                raise StoreError("ledger.no-file", path=path)
            with path.open("rb") as file:
                return next((line for line in iter(lambda: file.readline(_TAIL), b"") if line.strip()), b"")
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as error:
            raise self._unreadable(error) from error

    def _lines(self, tail: int | None = None) -> Iterator[Line]:
        """The lines of our register, of the last bytes or all; those that version 0003 wrote name none."""
        title = self.heading
        ours = {None} if title is None else {None, title.register[:_SHORT]}
        path = self.found_at
        try:
            with path.open("rb") as file:
                if tail is not None and path.stat().st_size > tail:
                    file.seek(-tail, os.SEEK_END)
                    file.readline()
                yield from (line for line in map(_parsed, file) if line and line.get("of") in ours)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise self._unreadable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError("ledger.not-writable", path=self.path, reason=error.strerror)

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError("ledger.unreadable", path=self.path, reason=error.strerror, remedy=remedy_for(error))


def _write_through(handle: int, content: bytes) -> None:
    """Into a file that is open, and onto the disk."""
    try:
        if os.write(handle, content) != len(content):
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(path: Path) -> None:
    """The name of a new file, too, onto the disk; Windows does not let us."""
    if os.name == "nt":
        return
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parsed(line: bytes) -> dict[str, object]:
    """A line as written; a line cut short by a power failure is nothing."""
    try:
        written = orjson.loads(line)
    except ValueError:
        return {}
    return written if isinstance(written, dict) else {}
