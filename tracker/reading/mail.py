"""E-mail with one report attached: the attachment is read, the letter around it is not."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from tracker.errors import Unreadable
from tracker.reading.kinds import Kind, kind_of

_REPORTS = frozenset((Kind.PDF, Kind.ZIP, Kind.XML, Kind.HTML, Kind.PLAIN, Kind.MAIL))


def report_in(content: bytes, name: str) -> tuple[bytes, str]:
    """The bytes and name of the one report in an e-mail or saved web archive. Raises Unreadable for none or several."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    attached, bodies = [], []
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = _payload(part)
        if not payload.strip():
            continue
        if part.get_content_disposition() == "attachment" or _filename(part):
            if kind_of(payload) in _REPORTS:
                attached.append((payload, _filename(part) or name))
        elif part.get_content_maintype() == "text":
            bodies.append((payload, name))
    if len(attached) > 1:
        raise Unreadable("reading.many-reports", name=name, count=len(attached))
    if attached:
        return attached[0]
    if not bodies:
        raise Unreadable("reading.no-report", name=name)
    return max(bodies, key=lambda body: len(body[0]))


def _payload(part: EmailMessage) -> bytes:
    """The bytes of a part; text that is damaged in transport counts as empty."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    if not isinstance(payload, bytes):
        return b""
    charset = part.get_content_charset()
    if part.get_content_maintype() == "text" and charset and charset.lower() not in {"utf-8", "us-ascii"}:
        try:
            return payload.decode(charset).encode()
        except (LookupError, UnicodeDecodeError):
            return payload
    return payload


def _filename(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
