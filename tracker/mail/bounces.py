"""Reads what comes back: reports of non-delivery (RFC 3464) and requests to stop. Pure, on bytes."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from tracker.given import MEGABYTE, content_of, names_in
from tracker.model.letters import Bounce
from tracker.model.text import clean_line

LARGEST = 200 * MEGABYTE
_TOKEN = re.compile(r"\+([0-9a-f]{32})@")
_STOP = re.compile(r"\bunsubscribe\W+([0-9a-f]{32})\b", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Stop:
    """A reader's request to get no more letters."""

    token: str


def messages_in(path: Path) -> Iterator[bytes]:
    """The messages of a file (one message, or an mbox) or folder (.eml files, or a Maildir); raises Unreadable."""
    if path.is_dir():
        yield from (content_of(file, most=LARGEST) for file in _files_in(path))
        return
    content = content_of(path, most=LARGEST)
    if not content.startswith(b"From "):
        yield content
        return
    box = mailbox.mbox(path, create=False)
    try:
        yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118 - iterating a mailbox parses each message
    finally:
        box.close()


def _files_in(folder: Path) -> list[Path]:
    """The .eml files of a folder, or those of a Maildir."""
    boxes = (folder / "cur", folder / "new")
    letters = [path for path in names_in(folder) if path.suffix == ".eml"]
    return letters or [path for box in boxes if box.is_dir() for path in names_in(box)]


def read_return(content: bytes) -> tuple[Bounce | Stop, ...]:
    """What one returned message tells; nothing when it is neither a report nor a request, or nested past reading."""
    try:
        return _read_return(content)
    except RecursionError:
        return ()


def _read_return(content: bytes) -> tuple[Bounce | Stop, ...]:
    message = message_from_bytes(content, policy=policy.compat32)
    if message.get_content_type() == "multipart/report":
        return tuple(_bounces(message))
    asked = _STOP.search(clean_line(str(message.get("Subject", ""))))
    return (Stop(asked.group(1)),) if asked else ()


def _bounces(report: Message[str, str]) -> Iterator[Bounce]:
    token = _token_of(report)
    identity = _letter_of(report)
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _inside(part):
            recipient = _address(block.get("Original-Recipient") or block.get("Final-Recipient"))
            status = _STATUS.search(str(block.get("Status", "")))
            if recipient is None or status is None:
                continue  # the block about the whole message
            action = str(block.get("Action", "failed")).strip().lower()
            yield Bounce(
                recipient=recipient,
                status=status.group(1),
                permanent=action == "failed" and status.group(1).startswith("5"),
                diagnostic=clean_line(str(block.get("Diagnostic-Code", "")))[:200],
                message_id=identity,
                token=token,
            )


def _inside(part: Message[str, str]) -> list[Message[str, str]]:
    """The messages that a part is made of."""
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _address(field: object) -> str | None:
    """`rfc822; jan@example.org` as an address."""
    if field is None:
        return None
    text = str(field).rpartition(";")[2].strip().strip("<>")
    return text if "@" in text else None


def _token_of(report: Message[str, str]) -> str | None:
    """The reader that the envelope sender named: it is the address to which the report was sent."""
    for name in ("To", "Delivered-To", "X-Original-To"):
        match = _TOKEN.search(str(report.get(name, "")))
        if match:
            return match.group(1)
    return None


def _letter_of(report: Message[str, str]) -> str | None:
    """The Message-ID of the letter that came back, from its returned head."""
    for part in report.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            text = "".join(inner.as_string() for inner in _inside(part)) or str(part.get_payload())
            match = _MESSAGE_ID.search(text)
            return match.group() if match else None
    return None
