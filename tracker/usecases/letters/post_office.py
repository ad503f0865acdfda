"""What every story of the post needs at hand: the register, the settings, the clock, and who is sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.letters.render import Letterhead
from tracker.letters.words import words_in
from tracker.mail.message import Wrapping, clean_subject, compose, envelope_sender
from tracker.model.letter_kinds import kind_named
from tracker.model.letters import READER, Draft, Outsider, Posting, Subscriber
from tracker.model.settings import Settings
from tracker.outbox import message_id
from tracker.store.ledger import Ledger
from tracker.store.letters.outbox import Hold

if TYPE_CHECKING:
    from tracker.store import Database


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where letters are written; `owner` names this process among all that send."""

    database: Database
    settings: Settings
    zone: ZoneInfo
    clock: Callable[[], datetime]
    owner: str
    ledger: Ledger
    is_gone: Callable[[str], bool] = lambda _owner: False  # whether another owner is known to have died
    boot: str | None = None  # names this start of the machine; None: it cannot be told from another
    elapsed: Callable[[], float] = monotonic  # seconds, however the clocks are set
    knows_time: Callable[[datetime], bool] = lambda _now: (
        True
    )  # whether it is known that the clock shows the right time

    @property
    def today(self) -> date:
        """The day in the parliament's zone."""
        return self.clock().astimezone(self.zone).date()

    @property
    def hold(self) -> Hold:
        """How long this process may keep a letter to itself."""
        return Hold(self.owner, timedelta(seconds=self.settings.letters.lease_seconds))

    @property
    def group_wait(self) -> timedelta:
        """What happens within this time goes in one letter."""
        return timedelta(minutes=self.settings.letters.group_wait_minutes)

    @property
    def desk(self) -> str | None:
        """Who hears that a reminder was not answered; None: nobody does."""
        return self.settings.letters.desk or self.settings.mail.reply_to

    def letterhead(self, language: str, *, stoppable: bool = True) -> Letterhead:
        """What stands on every letter in that language; who is nobody in particular cannot stop it."""
        settings = self.settings
        stop = settings.mail.unsubscribe_address or settings.mail.sender
        return Letterhead(
            language=language,
            title=settings.letters.title,
            templates=settings.templates,
            link=settings.link,
            unsubscribe=f"mailto:{stop}?subject=unsubscribe%20{READER}" if stoppable else None,
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """A letter that was decided on: what makes it one and the same, to whom it goes, its words, and what it tells."""

    key: str
    kind: str
    reader: Subscriber | Outsider
    draft: Draft
    slot: date | None = None
    tells_from: tuple[int, date] | None = None  # a digest tells what came after this event and day
    tells_until: tuple[int, date] | None = None
    alerts: tuple[str, ...] = ()  # keys of the alerts it carries


def posting(office: PostOffice, planned: Planned, *, now: datetime) -> Posting:
    """The letter as it goes into the outbox: rendered to bytes once, with its Date.

    Here the table of kinds is asked, for every letter, whether this reader may get one of its kind.
    """
    mail, reader, draft = office.settings.mail, planned.reader, planned.draft
    name = mail.sender_name or words_in(draft.language).house(office.settings.letters.title)
    token = reader.token if isinstance(reader, Subscriber) else None
    stop = office.letterhead(draft.language, stoppable=token is not None).unsubscribe
    identity = message_id(planned.key, mail.domain, secret=office.database.secret)
    wrapping = Wrapping(
        sender=mail.sender,
        sender_name=name,
        recipient=reader.address,
        message_id=identity,
        date=now,
        list_id=f"{planned.kind}.tracker.{mail.domain}",
        list_name=name,
        unsubscribe=stop.replace(READER, token) if stop and token else None,
        reply_to=mail.reply_to,
    )
    bounce = mail.bounce_address
    return Posting(
        key=planned.key,
        kind=planned.kind,
        subscriber=reader.id if isinstance(reader, Subscriber) else None,
        recipient=reader.address,
        envelope_from=envelope_sender(bounce, token) if bounce and token else bounce or mail.sender,
        subject=clean_subject(draft.subject),
        message_id=identity,
        content=compose(draft, wrapping, token=token or READER),
        planned_at=now,
        slot=planned.slot,
        tells_from=planned.tells_from,
        tells_until=planned.tells_until,
        alerts=planned.alerts,
        is_wanted=_may_get(planned.kind, reader),
    )


def _may_get(kind: str, whom: Subscriber | Outsider) -> bool:
    known = kind_named(kind)
    return known.may_get(whom) if isinstance(whom, Subscriber) else known.goes_outside
