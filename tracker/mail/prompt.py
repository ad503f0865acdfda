"""A connection on which an answer comes as a whole within its time, however slowly its bytes drip.

The time-out of a socket counts anew with each byte: a server that sends one a minute would keep us for days, and an
answer that never ends for ever.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from select import select
from time import monotonic
from typing import Any

_LONGEST = 64 * 1024  # bytes of one answer
_NEARLY = 1.1  # times the time that is left
_SHORTEST = 0.001  # seconds: a time-out of none would mean not to wait at all


class Prompt(smtplib.SMTP):
    """A conversation in which each answer has `patience` seconds, and all of them together until `deadline`."""

    def __init__(self, host: str, port: int, name: str, *, timeout: float, deadline: float, **more: Any) -> None:
        self.patience, self.deadline = timeout, deadline
        super().__init__(host, port, name, timeout=timeout, **more)

    def wait(self, seconds: float) -> None:
        """From here on each answer, and each thing that is sent, has so many seconds."""
        self.patience = seconds
        if self.sock is not None:
            self.sock.settimeout(max(self._until() - monotonic(), _SHORTEST))

    def getreply(self) -> tuple[int, bytes]:
        """An answer, once all its lines are there."""
        assert self.sock is not None
        self.file = self.file or _Lines(self.sock)
        self.file.begin(until=self._until())
        lines = self.file
        reply = super().getreply()
        if lines.is_hurried:
            self.wait(self.patience)
        return reply

    def has_spoken(self) -> bool:
        """Whether the server said something, or hung up, before its turn."""
        if self.sock is None or (self.file is not None and self.file.waiting):
            return True
        if isinstance(self.sock, ssl.SSLSocket) and self.sock.pending():
            return True
        return bool(select([self.sock], [], [], 0)[0])

    def _until(self) -> float:
        return min(monotonic() + self.patience, self.deadline)


class PromptTls(Prompt, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class _Lines:
    """What a server says, read by smtplib as if it were a file."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._until, self._room = 0.0, 0
        self.is_hurried = False  # the socket waits shorter now than the conversation asked for
        self.waiting = b""  # received and not yet read

    def begin(self, *, until: float) -> None:
        """Another answer: by when it must be there."""
        self._until, self._room, self.is_hurried = until, _LONGEST, False

    def readline(self, limit: int) -> bytes:
        """A line with its end; the rest when the connection is over, the beginning of a line beyond the limit."""
        while b"\n" not in self.waiting and len(self.waiting) < limit:
            self._hurry()
            received = self._sock.recv(4096)
            if not received:
                break
            self.waiting += received
        length = min(self.waiting.find(b"\n") + 1 or len(self.waiting), limit)
        line, self.waiting = self.waiting[:length], self.waiting[length:]
        self._room -= length
        if self._room < 0:
            raise ConnectionAbortedError("its answer does not end")
        return line

    def _hurry(self) -> None:
        """Wait no longer than there is time; what the socket waits of itself is nearly right for the first bytes."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        if (self._sock.gettimeout() or 0) > _NEARLY * left:
            self._sock.settimeout(left)
            self.is_hurried = True

    def close(self) -> None:
        """Nothing to do: the connection is closed apart."""
