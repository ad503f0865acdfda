"""A mail server that misbehaves on demand and remembers every message that it accepted.

It speaks just enough SMTP, on a thread for each connection, over the loopback. A fault is asked for at each phase:
connect, ehlo, starttls, tls, auth, mail, rcpt, data, body, dot, quit.
"""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from stopwatch import Stopwatch

FOREVER = 1e6  # seconds


@dataclass(frozen=True)
class Reply:
    """Answer this instead of what is right."""

    code: int
    words: str = "no"
    then_cut: bool = False


@dataclass(frozen=True)
class Cut:
    """Close the connection without a word; `accept` keeps the message first."""

    accept: bool = False


@dataclass(frozen=True)
class Hang:
    """Say nothing until the client gives up; `accept` keeps the message first."""

    accept: bool = False


@dataclass(frozen=True)
class Slow:
    """Answer rightly, after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Drip:
    """Send an answer that never ends, a line every so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Leave:
    """Answer rightly, then close the connection, with 421 if asked for."""

    says: bool = False


Fault = Reply | Cut | Hang | Slow | Drip | Leave
Mood = Callable[[str, int], Fault | None]  # phase, and how often this phase came before


@dataclass(frozen=True)
class Accepted:
    """A message that the server took upon itself."""

    sender: str
    recipient: str
    content: bytes


class _Over(Exception):
    """This connection is over."""


def well(_phase: str, _times: int) -> Fault | None:
    """No fault at all."""
    return None


def once(at: str, fault: Fault) -> Mood:
    """One fault, the first time that this phase comes."""
    return lambda phase, times: fault if phase == at and times == 0 else None


def always(at: str, fault: Fault) -> Mood:
    """The same fault every time that this phase comes."""
    return lambda phase, _times: fault if phase == at else None


class Sink:
    """The server; a context in which it listens."""

    pipelining = True  # whether it says that it takes several commands at once (RFC 2920)
    strict = True  # whether it refuses DATA when nobody was there to write to
    stopwatch: Stopwatch | None = None  # by which time passes; none: real time

    def __init__(
        self,
        mood: Mood = well,
        *,
        tls: Path | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.mood = mood
        self.against: dict[str, dict[str, Fault]] = {}  # faults by phase, by recipient or, at MAIL, by sender
        self.accepted: list[Accepted] = []
        self.connections = 0
        self.dots = 0
        self.phases: Counter[str] = Counter()
        self.implicit = implicit
        self.login = login
        self.context: ssl.SSLContext | None = None
        if tls is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(tls)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._door.getsockname()[1]
        self._closed = False

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes accept()
        self._thread.join()
        self._door.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def times(self, phase: str) -> int:
        """How often a phase was reached."""
        return self.phases[phase]

    def recipients(self) -> Counter[str]:
        """How many messages were accepted for each address."""
        return Counter(message.recipient for message in self.accepted)

    def _listen(self) -> None:
        while True:
            connection, _ = self._door.accept()
            if self._closed:
                connection.close()
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conversation = _Conversation(self, connection)
        with suppress(OSError, _Over, ValueError):
            conversation.hold()
        with self._lock:
            self._open.discard(connection)
        conversation.close()

    def fault(self, phase: str, recipient: str = "") -> Fault | None:
        """What goes wrong now, counting how often the phase came; `recipient` is whom it is about.

        At MAIL, which names none, it is the sender: each reader's letters have one of their own.
        """
        with self._lock:
            times = self.phases[phase]
            self.phases.update((phase, f"{phase} {recipient}"))
        return self.against.get(recipient, {}).get(phase) or self.mood(phase, times)

    def keep(self, message: Accepted) -> None:
        """Take a message upon itself."""
        with self._lock:
            self.accepted.append(message)


class _Conversation:
    """One connection, from the greeting to the end."""

    def __init__(self, sink: Sink, connection: socket.socket) -> None:
        self._sink = sink
        self._socket: socket.socket = connection
        self._file = connection.makefile("rb")
        self._sender = self._recipient = ""
        self._pending: Accepted | None = None
        self._leaving: Leave | None = None

    def hold(self) -> None:
        """Talk until one side ends it."""
        if self._sink.implicit:
            self._encrypt()
        self._answer("connect", 220, "sink ready")
        while line := self._file.readline():
            verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            handler = getattr(self, f"_on_{verb.lower()}", None)
            if handler is None:
                self._say(502, "unknown")
            else:
                handler(rest)

    def close(self) -> None:
        """Let go of the connection."""
        self._file.close()
        self._socket.close()

    def _encrypt(self) -> None:
        assert self._sink.context is not None
        self._file.close()
        self._socket = self._sink.context.wrap_socket(self._socket, server_side=True)
        self._file = self._socket.makefile("rb")

    def _on_ehlo(self, _rest: str) -> None:
        offers = ["sink", "SIZE 10000000"]
        if self._sink.pipelining:
            offers.append("PIPELINING")
        if self._sink.context is not None and not isinstance(self._socket, ssl.SSLSocket):
            offers.append("STARTTLS")
        if self._sink.login is not None:
            offers.append("AUTH PLAIN")
        if self._misbehave("ehlo"):
            return
        for offer in offers[:-1]:
            self._socket.sendall(f"250-{offer}\r\n".encode())
        self._say(250, offers[-1])

    def _on_starttls(self, _rest: str) -> None:
        self._answer("starttls", 220, "go ahead")
        self._misbehave("tls")
        self._encrypt()

    def _on_auth(self, rest: str) -> None:
        given = base64.b64decode(rest.rsplit(maxsplit=1)[-1]).decode().split("\0")[1:]
        if self._misbehave("auth"):
            return
        self._say(*((235, "welcome") if tuple(given) == self._sink.login else (535, "5.7.8 wrong password")))

    def _on_mail(self, rest: str) -> None:
        self._sender, self._recipient = rest.partition("<")[2].partition(">")[0], ""
        if not self._answer("mail", 250, "ok"):
            self._sender = ""

    def _on_rcpt(self, rest: str) -> None:
        if self._sink.strict and not self._sender:
            self._say(503, "5.5.1 MAIL first")
            return
        self._recipient = rest.partition("<")[2].partition(">")[0]
        if not self._answer("rcpt", 250, "ok"):
            self._recipient = ""

    def _on_data(self, _rest: str) -> None:
        if self._sink.strict and not self._recipient:
            self._say(554, "5.5.1 no valid recipients")
            return
        if not self._answer("data", 354, "go ahead"):
            return
        if self._misbehave("body"):
            raise _Over  # who answers in the middle takes nothing
        lines = []
        while (line := self._file.readline()) != b".\r\n":
            if not line:
                raise _Over
            lines.append(line[1:] if line.startswith(b".") else line)
        with self._sink._lock:
            self._sink.dots += 1
        self._pending = Accepted(self._sender, self._recipient, b"".join(lines))
        if self._answer("dot", 250, "2.0.0 accepted"):
            self._keep()

    def _on_rset(self, _rest: str) -> None:
        self._sender = self._recipient = ""
        self._say(250, "ok")

    def _on_quit(self, _rest: str) -> None:
        self._answer("quit", 221, "bye")
        raise _Over

    def _keep(self) -> None:
        message, self._pending = self._pending, None
        if message is not None:
            self._sink.keep(message)

    def _answer(self, phase: str, code: int, words: str) -> bool:
        """The right answer, unless something else is asked for; tells whether it was the right one."""
        if self._misbehave(phase):
            return False
        if phase == "dot":
            self._keep()
        self._say(code, words)
        if self._leaving is not None:
            if self._leaving.says:
                self._say(421, "4.4.2 enough for one connection")
            raise _Over
        return True

    def _misbehave(self, phase: str) -> bool:
        fault = self._sink.fault(phase, self._recipient or self._sender)
        match fault:
            case None:
                return False
            case Slow(seconds):
                self._wait(seconds)
                return False
            case Reply(code, words, then_cut):
                self._say(code, words)
                if then_cut:
                    raise _Over
                return True
            case Drip(seconds):
                self._drip(seconds)
            case Leave():
                self._leaving = fault
                return False
            case Cut(accept) | Hang(accept):
                if accept:
                    self._keep()
                if isinstance(fault, Hang):
                    self._hang()
        raise _Over

    def _hang(self) -> None:
        self._wait(FOREVER)
        while self._file.readline():  # until the client gives up
            pass

    def _drip(self, seconds: float) -> None:
        while True:  # until the client gives up
            self._socket.sendall(b"250-\r\n")
            self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        """Say nothing for so long."""
        if self._sink.stopwatch is not None and self._sink.context is None:
            self._sink.stopwatch.say_nothing(self._socket.getpeername()[1], seconds)
        elif seconds < FOREVER:
            threading.Event().wait(seconds)

    def _say(self, code: int, words: str) -> None:
        self._socket.sendall(f"{code} {words}\r\n".encode())
