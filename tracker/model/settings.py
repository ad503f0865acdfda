"""What a team may set in `tracker.toml`; the defaults serve one person on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave the house. Without any setting they are shown in the terminal and not sent."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    transport: Literal["terminal", "smtp", "sendmail", "folder"] = "terminal"
    sender: str = "tracker@localhost"
    sender_name: str = "Opvolging toezeggingen"
    domain: str = "localhost"  # right-hand side of Message-IDs and of bounce addresses
    bounce_address: str | None = None  # envelope sender, made VERP per recipient; the sender when absent
    host: str = "localhost"
    port: int | None = None  # 25, 465 with tls, 587 with starttls
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    certificates: str | None = None  # file of authorities to trust beside the system's
    folder: str = "outbox"
    sendmail: str = "/usr/sbin/sendmail"
    max_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; unknown keys are refused."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    database: str = "commitments.db"
    language: str = "nl"  # of the interface; a quote keeps its own
    timezone: str = "Europe/Brussels"  # of the parliament: it decides what "today" is
    calendar: str = "be-vlg"
    conventions: Mapping[str, object] = field(default_factory=dict)  # overrides of the calendar pack
    templates: str | None = None  # folder whose files replace single templates
    link: str | None = None  # address of a commitment's page, with {number}
    ledger: str | None = None  # append-only file of sent keys; beside the database when absent
    alert_days_before: tuple[int, ...] = (14, 7, 1)
    alert_days_after: tuple[int, ...] = (1, 7, 30)
    mail: MailSettings = field(default_factory=MailSettings)
