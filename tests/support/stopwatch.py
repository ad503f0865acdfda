"""Time on a mail connection passes only as the server says: who waits for a silent one does not really wait.

However busy the machine is, an answer that comes at once comes in time, and one that comes too late does not.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from select import select
from typing import Self

import pytest

NEVER = 60.0  # real seconds after which a test is wrong in itself
LOOK = 0.002  # real seconds from one look at the socket to the next


class Stopwatch:
    """The seconds that passed, for all that look at it as at `time.monotonic`."""

    def __init__(self) -> None:
        self._now = 0.0
        self._silent: dict[int, float] = {}  # seconds for which the server will say nothing, by port of the client
        self._changed = threading.Condition()

    def __call__(self) -> float:
        return self._now

    def say_nothing(self, port: int, seconds: float) -> None:
        """For the server: until the client at that port has waited so long, or given up."""
        if seconds:
            with self._changed:
                self._silent[port] = seconds
                if not self._changed.wait_for(lambda: port not in self._silent, NEVER):
                    del self._silent[port]  # the client hung up before it waited

    def wait(self, connection: socket.socket) -> None:
        """For the client: until something is there to be read, or the time-out of the socket is over."""
        port, left = connection.getsockname()[1], connection.gettimeout() or 0.0
        while not select([connection], [], [], LOOK)[0]:
            with self._changed:
                silent = self._silent.pop(port, 0.0)
                self._now += min(silent, left)
                self._changed.notify_all()
            if silent >= left:
                raise TimeoutError("timed out")
            left -= silent

    @classmethod
    def held(cls, patch: pytest.MonkeyPatch) -> Self:
        """One that the sending of mail goes by; encrypted connections take real time."""
        watch, connected = cls(), smtplib.SMTP._get_socket  # type: ignore[attr-defined]

        class Watched(socket.socket):
            def recv(self, size: int, flags: int = 0) -> bytes:
                watch.wait(self)
                return super().recv(size, flags)

        def watched(smtp: smtplib.SMTP, host: str, port: int, timeout: float) -> socket.socket:
            plain = connected(smtp, host, port, timeout)
            kept = plain.gettimeout()
            connection = Watched(fileno=plain.detach())
            connection.settimeout(kept)
            return connection

        patch.setattr(smtplib.SMTP, "_get_socket", watched)
        patch.setattr("tracker.mail.prompt.monotonic", watch)
        patch.setattr("tracker.mail.smtp.monotonic", watch)
        return watch
