"""What every letter must fulfil, whatever it says: checked on the bytes that went over the wire."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage
from html import unescape

INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]"
)
HEADERS = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "list-id",
    "list-unsubscribe",
    "auto-submitted",
    "x-auto-response-suppress",
    "content-language",
    "mime-version",
    "content-type",
]
NUMBER = re.compile(r"C-\d{4,}")
DAY = re.compile(
    r"\b\d{1,2} (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) \d{4}"
)


def check(content: bytes, recipient: str) -> EmailMessage:
    """Assert the whole list; gives the parsed message."""
    head, _, body = content.partition(b"\r\n\r\n")
    assert b"\n" not in content.replace(b"\r\n", b""), "bare line feeds"
    assert b"\r" not in content.replace(b"\r\n", b""), "bare carriage returns"
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii(), "only ASCII goes over the wire"
    assert content.endswith(b"\r\n")
    _check_head(head, recipient)
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    _check_parts(message)
    assert max(len(line) for line in body.split(b"\r\n")) <= 78
    return message


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """The words of a part."""
    part = message.get_body((kind,))
    assert part is not None
    words: str = part.get_content()
    return words.replace("\r\n", "\n")


def _check_head(head: bytes, recipient: str) -> None:
    unfolded = re.sub(rb"\r\n[ \t]", b" ", head)
    fields = [line.decode().partition(": ")[::2] for line in unfolded.split(b"\r\n")]
    names = [name.lower() for name, _ in fields]
    assert [name for name in names if name != "reply-to"] == HEADERS
    values = {name.lower(): value for name, value in fields}
    assert values["to"] == recipient
    assert re.fullmatch(r"<[0-9a-f]{32}@[a-z.]+>", values["message-id"])
    assert values["auto-submitted"] == "auto-generated"
    assert re.fullmatch(r'"[^"]+" <[a-z]+\.tracker\.[a-z.]+>', values["list-id"])
    assert re.fullmatch(r"<mailto:[^\s,<>]+\?subject=unsubscribe%20[0-9a-f]{32}>", values["list-unsubscribe"])
    addresses = set(re.findall(r"[\w.+-]+@[\w.-]+", unfolded.decode()))
    assert all(address.endswith("example.org") for address in addresses if "evil" not in address), addresses
    subject = "".join(
        part.decode(charset or "ascii") if isinstance(part, bytes) else part
        for part, charset in decode_header(values["subject"])
    )
    assert "\r" not in subject
    assert "\n" not in subject
    assert not INVISIBLE.search(subject)
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+\?=", values["subject"]))


def _check_parts(message: EmailMessage) -> None:
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = text_of(message), text_of(message, "html")
    assert not INVISIBLE.search(text)
    assert not INVISIBLE.search(html)
    assert len(html.encode()) < 100_000
    assert not re.search(r"(?i)<script|<img|<link|javascript:|url\(|src=|\bon\w+=", html), "remote or active content"
    assert re.search(r'<html lang="\w\w">', html)
    assert "<title>" in html
    visible = unescape(re.sub(r"<[^>]+>", " ", html.partition("<body")[2]))
    plain, seen = " ".join(text.split()), " ".join(visible.split())
    assert set(NUMBER.findall(plain)) == set(NUMBER.findall(seen)), "the parts tell of different commitments"
    assert set(DAY.findall(plain)) == set(DAY.findall(seen)), "the parts tell of different days"
