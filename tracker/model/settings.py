"""What a team may set in `tracker.toml`; the defaults serve one person on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from tracker.model.allowed import ADDRESS, DOMAIN, LINK, WEB, ZONE, between

LONGEST_ANSWER = 600  # seconds that a mail server may take after the final dot (RFC 5321 4.5.3.2.6)
RENEWED = 0.25  # of a lease may be over before a letter is given; then it is renewed

Port = Annotated[int, between(1, 65535)]
Days = Annotated[int, between(0, 366)]
Address = Annotated[str, ADDRESS]


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave the house. Without a transport they are planned and wait."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    transport: Literal["terminal", "smtp", "sendmail", "folder"] | None = None
    sender: Address = "tracker@localhost"
    sender_name: str | None = None  # the title of the letters when absent, then by language
    reply_to: Address | None = None
    domain: Annotated[str, DOMAIN] = "localhost"  # right-hand side of Message-IDs
    bounce_address: Address | None = None  # envelope sender, made VERP per recipient; the sender when absent
    unsubscribe_address: Address | None = None  # who gets requests to stop; the sender when absent
    host: str | None = None  # the SMTP server; naming one is enough to send
    port: Port | None = None  # 25, 465 with tls, 587 with starttls
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    password_file: str | None = None  # a file that holds nothing but the password
    certificates: str | None = None  # file of authorities to trust beside the system's
    folder: str = "outbox"
    sendmail: str = "/usr/sbin/sendmail"
    max_per_minute: Annotated[int, between(1, 100_000)] | None = None
    patience: Annotated[float, between(0.001, 10)] = 1.0  # times the waits of RFC 5321; less than 1 only for rehearsals

    @property
    def server(self) -> str:
        """The SMTP server; the one of this machine when only the transport is named."""
        return self.host or "localhost"


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """What letters say and when they are planned."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    title: str | None = None  # name of the register at the head of each letter; by language when absent
    horizon_days: Annotated[int, between(1, 3660)] = 28  # "coming" in a digest means due within this many days
    group_wait_minutes: Annotated[int, between(0, 1440)] = 10  # what happens within this time goes in one alert
    follow_days_before: Annotated[int, between(0, 3660)] = (
        30  # who follows is reminded from so long before the deadline
    )
    tick_seconds: Annotated[int, between(1, 3600)] = 30
    lease_seconds: Annotated[int, between(1, 86_400)] = 1200  # so long may one sender hold a letter
    desk: Address | None = (
        None  # hears when the day to answer a reminder has passed; `reply_to` of the mail when absent
    )
    keep_days: Annotated[int, between(0, 36_600)] = 90  # then the bytes of a sent letter go, hash and state stay


@dataclass(frozen=True, slots=True)
class MonitorSettings:
    """Who outside the house hears after each tick how the post fares; nobody by default. Addresses may hold secrets."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    well: Annotated[str, WEB] | None = field(default=None, repr=False)  # called when nothing is wrong
    wrong: Annotated[str, WEB] | None = field(default=None, repr=False)  # called when anything is
    tells: bool = False  # the names of what is wrong go along, and nothing else


@dataclass(frozen=True, slots=True)
class HealthSettings:
    """Who hears of every run that it starts, went well or failed; nobody by default. The address may hold a secret."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    ping: Annotated[str, WEB] | None = field(default=None, repr=False)  # and below it /start and /fail


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Who outside the house is told what happened to commitments that anybody may see; nobody by default."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    url: Annotated[str, WEB] | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)  # signs what is told, so that nobody else can tell it


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; unknown keys are refused."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    database: str = "commitments.db"
    language: str = "nl"  # of the interface, one that has a catalogue; a quote keeps its own
    timezone: Annotated[str, ZONE] = "Europe/Brussels"  # of the parliament: it decides what "today" is
    calendar: str = "be-vlg"
    parliament: str | None = None  # whose offices count as ministers; those of councils, where no minister speaks
    conventions: Mapping[str, object] = field(default_factory=dict)  # overrides of the calendar pack
    templates: str | None = None  # folder whose files replace single templates
    link: Annotated[str, LINK] | None = None  # address of a commitment's page, with {number}
    ledger: str | None = None  # append-only file of sent keys; beside the database when absent
    backups: str | None = None  # folder where backups are kept: doctor looks who may read them
    shared_with_group: bool = False  # that the group of register, ledger and backups may use them is meant so
    views: Mapping[str, str] = field(default_factory=dict)  # options of `tracker list`, by the name after its @
    alert_days_before: tuple[Days, ...] = (14, 7, 1)
    alert_days_after: tuple[Days, ...] = (1, 7, 30)
    cabinets: Mapping[str, Address] = field(default_factory=dict)  # the address of each minister's, for reminders
    letters: LetterSettings = field(default_factory=LetterSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    monitor: MonitorSettings = field(default_factory=MonitorSettings)
    health: HealthSettings = field(default_factory=HealthSettings)
    webhook: WebhookSettings = field(default_factory=WebhookSettings)

    @property
    def shortest_lease(self) -> int:
        """Seconds after which no mail server can still be answering: a shorter lease makes doubles."""
        return int(LONGEST_ANSWER * self.mail.patience / (1 - RENEWED)) + 1
