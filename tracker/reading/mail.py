"""E-mail with one report attached: the attachment is read, the letter around it is not.

Signatures, cards, invitations, keys and the notes that mail programs add are no reports.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from tracker.errors import Unreadable
from tracker.reading.encodings import as_declared, decoded
from tracker.reading.kinds import Kind, kind_of
from tracker.reading.labels import label_of
from tracker.reading.metadata import sitting_of
from tracker.reading.office import is_text
from tracker.reading.plain import is_binary
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.xml import is_debate

_DOCUMENTS = frozenset((Kind.PDF, Kind.MAIL))
_TEXTS = frozenset((Kind.HTML, Kind.PLAIN))
_NEVER = re.compile(
    r"(?:image|audio|video|font)/|text/(?:x-)?(?:v?calendar|vcard|directory|css|javascript|rfc822-headers|x-amp-html)$|"
    r"message/(?:delivery-status|disposition-notification|feedback-report)$|"
    r"application/(?:x-)?(?:pkcs7-|pkcs10|pkix-|pgp-|ics$|vcard|ms-tnef|javascript|ecmascript|applefile)"
)
_SIGNED_OR_CARD = re.compile(r"\s*(?:BEGIN:V(?:CARD|CALENDAR|EVENT)|-----BEGIN )", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,1000}>")
_MOST_LINES = 400  # a report shows within so many lines that it is one
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class _Part:
    content: bytes
    name: str
    kind: Kind
    attached: bool


def report_in(content: bytes, name: str, vocabulary: Vocabulary) -> tuple[bytes, str]:
    """The bytes and name of the one report in an e-mail or saved web archive. Raises Unreadable for none or several."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = list(_parts(message, name))
    attached = list({part.content: part for part in reversed(parts) if part.attached}.values())[::-1]
    bodies = [part for part in parts if not part.attached and part.kind in _TEXTS]
    found = _reports(attached, bodies, vocabulary)
    if len(found) > 1:
        raise Unreadable("reading.many-reports", name=name, count=len(found))
    if found:
        return found[0].content, found[0].name
    unread = [part for part in attached if part.kind not in _TEXTS]
    if unread and not any(_shows_report(body, vocabulary) for body in bodies):
        return unread[0].content, unread[0].name
    if not bodies:
        raise Unreadable("reading.no-report", name=name)
    body = max(bodies, key=lambda body: len(body.content))
    return body.content, body.name


def _reports(attached: list[_Part], bodies: list[_Part], vocabulary: Vocabulary) -> list[_Part]:
    """The attachments that are reports: documents, and texts unless they are notes beside what shows to be a report."""
    documents = [part for part in attached if _is_document(part)]
    texts = [part for part in attached if part.kind in _TEXTS]
    if not documents and len(texts) == 1 and not bodies:
        return texts
    showing = [part for part in texts if _shows_report(part, vocabulary)]
    if documents or showing:
        return documents + showing
    return [] if any(_shows_report(body, vocabulary) for body in bodies) else texts


def _is_document(part: _Part) -> bool:
    """Whether a reader takes it: a workbook, a drawing or an invoice in XML goes along with a report and is none."""
    if part.kind is Kind.XML:
        return is_debate(part.content)
    return is_text(part.content, part.name) if part.kind is Kind.ZIP else part.kind in _DOCUMENTS


def _shows_report(part: _Part, vocabulary: Vocabulary) -> bool:
    """Whether a text names the day of a sitting or opens somebody's speech."""
    text = decoded(part.content).text
    if part.kind is Kind.HTML:
        text = _TAGS.sub("\n", text)
    lines = [line for line in map(str.strip, text.splitlines()) if line][:_MOST_LINES]
    if sitting_of(vocabulary, "\n".join(lines)) is not None:
        return True
    return any(len(line) <= _LONGEST_LINE and label_of(vocabulary, line) is not None for line in lines)


def _parts(message: EmailMessage, name: str) -> Iterator[_Part]:
    """What a report may be in, by what a part says that it is and by what it holds."""
    for part in message.walk():
        if part.is_multipart() or _NEVER.match(part.get_content_type()):
            continue
        content = _content(part)
        if not content.strip():
            continue
        kind = kind_of(content)
        if kind is Kind.PLAIN and not _is_prose(content):
            continue
        filename = _filename(part)
        is_text = part.get_content_maintype() == "text"
        attached = part.get_content_disposition() == "attachment" or filename is not None or not is_text
        yield _Part(content, filename or name, kind, attached)


def _is_prose(content: bytes) -> bool:
    text = decoded(content).text
    return not is_binary(text) and not _SIGNED_OR_CARD.match(text)


def _content(part: EmailMessage) -> bytes:
    """The bytes of a part, text as UTF-8 with its mark, so that it is decoded once; damaged text counts as empty."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    if not isinstance(content, bytes):
        return b""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or charset is None or kind_of(content) not in _TEXTS:
        return content
    text = as_declared(content, charset)
    if text is None:
        return content
    text = text.removeprefix("\ufeff")
    return text.encode("utf-8-sig", "replace") if text.strip() else b""


def _filename(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
