"""A letter as bytes: safe headers, a text part and an HTML part. Never the clock, never chance.

The same letter always becomes the same bytes. Nothing that a report says can become a header, a second
recipient or an invisible character, whatever Python's own email package thinks of it.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

from tracker.errors import MailError
from tracker.model.address import parse_address
from tracker.model.letters import READER, Attachment, Draft
from tracker.model.text import clean_line, clean_text

POLICY = compat32.clone(linesep="\r\n", max_line_length=998)  # long addresses stay raw; words are folded below
MAX_SUBJECT = 150
_SOFT_BREAK = b"=\r\n"  # of quoted-printable lines
_PLACE = re.compile(b"(?:=\r\n)?".join(letter.encode() for letter in READER))
ALLOWED_HEADERS = frozenset(
    b"from to subject date message-id reply-to list-id list-unsubscribe list-unsubscribe-post auto-submitted "
    b"x-auto-response-suppress content-language mime-version content-type".split()
)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """What goes around a letter: from whom, to whom, under which names."""

    sender: str
    sender_name: str
    recipient: str
    message_id: str
    date: datetime
    list_id: str
    list_name: str
    unsubscribe: str | None = None  # a mailto: or https: address
    reply_to: str | None = None


def clean_subject(text: str) -> str:
    """A subject line that fits, cut at a word with an ellipsis."""
    line = clean_line(text)
    return line if len(line) <= MAX_SUBJECT else line[:MAX_SUBJECT].rsplit(" ", 1)[0] + " …"


def envelope_sender(bounce_address: str, token: str) -> str:
    """The address to which a bounce of this reader's letters comes back (VERP)."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def compose(draft: Draft, wrapping: Wrapping, *, token: str = READER) -> bytes:
    """The whole message of one reader, ready for the wire; raises MailError for a header that nobody wrote."""
    assert len(token) == len(READER), "a token is as long as its place"
    message: Message[str, str] = Message(policy=POLICY)
    for name, value in _headers(draft, wrapping).items():
        message[name] = value
    try:
        head = message.as_bytes().removesuffix(b"\r\n")
    except MessageError as error:
        raise _forged(wrapping.recipient) from error
    content = head + _PLACE.sub(lambda found: _filled(found.group(), token.encode("ascii")), _body(draft))
    _check_head(content, wrapping.recipient)
    return content


@lru_cache(maxsize=32)
def _body(draft: Draft) -> bytes:
    """The MIME headers and both parts: encoded once for all who read the same, with their places left open."""
    seal = sha256((draft.text + draft.html).encode("utf-8", "replace")).hexdigest()
    letter = _parts("alternative", seal[:24], outermost=not draft.attachments)
    letter.attach(_part("plain", draft.text, draft.language))
    letter.attach(_part("html", draft.html, draft.language))
    if not draft.attachments:
        return letter.as_bytes()
    message = _parts("mixed", seal[24:48], outermost=True)
    message.attach(letter)
    for attachment in draft.attachments:
        message.attach(_attached(attachment))
    return message.as_bytes()


def _parts(subtype: str, boundary: str, *, outermost: bool) -> Message[str, str]:
    message: Message[str, str] = Message(policy=POLICY)
    if outermost:
        message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/{subtype}; boundary="=_{boundary}"'
    return message


def _attached(attachment: Attachment) -> Message[str, str]:
    """A file under its plain ASCII name."""
    part: Message[str, str] = Message(policy=POLICY)
    part["Content-Type"] = attachment.type
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = f"attachment; filename={_phrase(attachment.name)}"
    part.set_payload(encodebytes(attachment.content).decode("ascii").replace("\n", "\r\n"))
    return part


def _filled(place: bytes, token: bytes) -> bytes:
    """A reader's token in a place that may run over the ends of lines; it is as long as the place."""
    parts, done = [], 0
    for part in place.split(_SOFT_BREAK):
        parts.append(token[done : done + len(part)])
        done += len(part)
    return _SOFT_BREAK.join(parts)


def _headers(draft: Draft, wrapping: Wrapping) -> Mapping[str, str]:
    headers = {
        "From": f"{_encoded('From', wrapping.sender_name, quoted=True)} <{parse_address(wrapping.sender)}>",
        "To": parse_address(wrapping.recipient),
        "Subject": _encoded("Subject", clean_subject(draft.subject)),
        "Date": format_datetime(wrapping.date),
        "Message-ID": wrapping.message_id,
    }
    if wrapping.reply_to:
        headers["Reply-To"] = parse_address(wrapping.reply_to)
    headers["List-Id"] = f"{_phrase(wrapping.list_name)} <{wrapping.list_id}>"
    if wrapping.unsubscribe:
        headers["List-Unsubscribe"] = f"<{wrapping.unsubscribe}>"
    headers["Auto-Submitted"] = "auto-generated"
    headers["X-Auto-Response-Suppress"] = "All"
    headers["Content-Language"] = draft.language
    return headers


@lru_cache(maxsize=256)
def _encoded(name: str, text: str, *, quoted: bool = False) -> str:
    """Words of a header, folded at 76 characters; only what is not ASCII becomes encoded words (RFC 2047)."""
    line = clean_line(text)
    if line.isascii():
        return _phrase(line) if quoted else Header(line, header_name=name).encode(linesep="\r\n")
    return Header(line, "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _phrase(text: str) -> str:
    """A quoted ASCII phrase: List-Id is read by machines, so accents are dropped rather than encoded."""
    plain = normalize("NFKD", clean_line(text)).encode("ascii", "ignore").decode("ascii")
    return '"' + plain.replace("\\", "").replace('"', "") + '"'


def _part(subtype: str, text: str, language: str) -> Message[str, str]:
    part: Message[str, str] = Message(policy=POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Language"] = language
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = clean_text(text).replace("\n", "\r\n").encode("utf-8")
    part.set_payload(b2a_qp(lines, istext=True).decode("ascii"))
    return part


def _check_head(content: bytes, recipient: str) -> None:
    """What the email package made of our headers, read again from the wire: a second lock on the door."""
    head, _, _ = content.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    too_long = any(len(line) > 998 for line in head.split(b"\r\n"))  # noqa: PLR2004 - RFC 5322 2.1.1
    if too_long or len(set(names)) != len(names) or not set(names) <= ALLOWED_HEADERS:
        raise _forged(recipient)


def _forged(recipient: str) -> MailError:
    return MailError("mail.header-nobody-wrote", recipient=recipient)
