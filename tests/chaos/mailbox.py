"""The mail server of a play: it remembers every message that it took, and when, in a file as well."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from smtp_sink import Accepted, Fault, Sink

from chaos.clock import Clock, Moment
from tracker.model.letter_kinds import Doubt, KindOfLetter, kind_named
from tracker.model.letters import LetterKind

PACE = 0.01  # seconds that a message takes, so that there is time to be disturbed
NUMBER = re.compile(r"\bC-(\d{4,})\b")
Trouble = Callable[[str, str], Fault | None]  # in which phase, about whom


@dataclass(frozen=True)
class Arrived:
    """A message as its recipient has it; `at` is when the server took it."""

    recipient: str
    envelope: str
    content: bytes
    at: Moment

    @cached_property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @cached_property
    def message_id(self) -> str:
        """What makes two messages the same letter."""
        return str(self.message["message-id"])

    @cached_property
    def kind(self) -> KindOfLetter:
        """Its kind, by the name under which mail programs sort it."""
        return kind_named(str(self.message["list-id"]).rpartition("<")[2].partition(".")[0])

    @property
    def is_digest(self) -> bool:
        """Whether it is the one that is owed at fixed times."""
        return self.kind.name == LetterKind.DIGEST

    @property
    def may_come_again(self) -> bool:
        """Whether it is sent again when nobody knows whether it arrived."""
        return self.kind.in_doubt is Doubt.SEND_AGAIN

    @cached_property
    def date(self) -> datetime:
        """When it was written, by the clock of who wrote it."""
        found: datetime = self.message["date"].datetime
        return found.astimezone(UTC)

    @cached_property
    def written(self) -> datetime:
        """The same, but not after it arrived: a clock that is ahead dates a letter later."""
        return min(self.date, self.at.at)

    @cached_property
    def words(self) -> str:
        """All that can be read in it: its head, its text and its page."""
        parts = [part.get_content() for part in self.message.walk() if not part.is_multipart()]
        return "\n".join([*(f"{name}: {value}" for name, value in self.message.items()), *parts])

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The commitments that it tells of."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return frozenset(int(number) for number in NUMBER.findall(body.get_content()))

    @cached_property
    def token(self) -> str:
        """The name of its reader in the request to stop: nobody else's letter shows it."""
        return str(self.message["list-unsubscribe"]).partition("unsubscribe%20")[2].rstrip(">")


def nothing(_phase: str, _recipient: str) -> Fault | None:
    """All goes well."""
    return None


class Mailbox(Sink):
    """A server whose troubles may concern one recipient."""

    def __init__(self, clock: Clock, path: Path) -> None:
        super().__init__()
        self.arrived: list[Arrived] = []
        self.trouble: Trouble = nothing
        self.refused: set[str] = set()  # whose address was said not to exist
        self.trap: dict[str, Callable[[], None]] = {}  # what is done once, when a conversation comes to a phase
        self._clock = clock
        self._file = path.open("a", encoding="ascii")

    def fault(self, phase: str, recipient: str = "") -> Fault | None:
        """What goes wrong now."""
        super().fault(phase, recipient)
        sprung = self.trap.pop(phase, None)
        if sprung is not None:
            sprung()
        if phase == "dot":
            time.sleep(PACE)
        return self.trouble(phase, recipient)

    def keep(self, message: Accepted) -> None:
        """On the disk before the answer."""
        arrived = Arrived(message.recipient, message.sender, message.content, self._clock.moment())
        line = {
            "at": arrived.at.at.isoformat(),
            "recipient": arrived.recipient,
            "envelope": arrived.envelope,
            "content": base64.b64encode(arrived.content).decode(),
        }
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
            self.arrived.append(arrived)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
