"""Reads the tables that came with a mail, as a filled-in form comes back. Pure, on bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import PurePath

from tracker.errors import Unreadable
from tracker.model.text import clean_line

TABLES = frozenset({".csv", ".tsv", ".xlsx", ".ods", ".docx"})


@dataclass(frozen=True, slots=True)
class Mailed:
    """A file that came with a mail; `source` tells from whom, when, and what the file is called.

    `sender` is the address that the mail says it is from, empty when it names none or several; anybody can write one.
    """

    name: str
    source: str
    sender: str
    content: bytes = field(repr=False)


def tables_in(content: bytes) -> Iterator[Mailed]:
    """The files with a mail that may hold a table, by their endings; what it cannot read of a mail it passes over.

    Raises Unreadable for a mail that is made so that no program can read it.
    """
    try:
        yield from tuple(_tables_in(content))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable("answers.mail-unreadable") from error


def _tables_in(content: bytes) -> Iterator[Mailed]:
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        name = clean_line(part.get_filename() or "")
        enclosed = part.get_payload(decode=True)
        if PurePath(name).suffix.lower() in TABLES and isinstance(enclosed, bytes) and enclosed:
            head = (clean_line(str(message.get(field, ""))) for field in ("From", "Date"))
            yield Mailed(name, ", ".join(filter(None, (*head, name))), _sender(message), enclosed)


def _sender(message: EmailMessage) -> str:
    named = [address for _, address in getaddresses([str(one) for one in message.get_all("From", [])])]
    return clean_line(named[0]) if len(named) == 1 else ""
