"""What happened to commitments is told to a web address: signed, in order, and again until it is taken.

Only what anybody may see leaves the house. An event has the same id whenever it is told, so that a receiver knows it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from tracker.diagnosis import WEBHOOK
from tracker.errors import TrackerError
from tracker.exchange.record import record_of
from tracker.model.settings import WebhookSettings
from tracker.monitor import PING_PATIENCE, post_json
from tracker.store import Transaction, events
from tracker.store.letters import health
from tracker.store.register import entry
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.watched import remember
from tracker.usecases.public import REVIEWED, PublicDeed, as_entry, public, public_deeds

LOOKED_AT = 200  # events of the history in one tick; the rest comes with the next ones
PATIENCE = 10.0  # seconds in one tick, all in all
SIGNATURE, IDENTITY = "Tracker-Signature", "Tracker-Event-Id"


@dataclass(frozen=True, slots=True)
class Told:
    """A message ready for the wire, and up to which event of the history all is told once it is taken."""

    until: int
    identity: str = ""
    body: bytes = b""  # nothing, where what happened is nobody's outside


def tell_events(office: PostOffice, settings: WebhookSettings, *, patience: float = PING_PATIENCE) -> str | None:
    """Tell what happened since the last time, oldest first, until one is not taken; gives why that was.

    The first time nothing is told: what is past by then can be exported.
    """
    if settings.url is None or settings.secret is None:
        return None
    refusal: str | None = None
    began, taken = office.elapsed(), None
    try:
        for message in _untold(office):
            if message.body and office.elapsed() - began > PATIENCE:
                break
            if message.body and (refusal := _post(settings, message, patience=patience)):
                break
            taken = message.until
        if taken is not None:
            with office.database.write(exclusive=False) as tx:
                health.told_until(tx, taken)
    except TrackerError as error:
        refusal = str(error)
    except Exception as error:  # noqa: BLE001 - kept as a trouble; the others who listen hear of the tick all the same
        refusal = f"{type(error).__name__}: {error}"
    remember(office, WEBHOOK, refusal)
    return None if refusal is None else f"{WEBHOOK}: {refusal}"


def signature(secret: str, body: bytes) -> str:
    """What stands in the header: HMAC-SHA256 of the body, in hex."""
    return f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"


def _post(settings: WebhookSettings, message: Told, *, patience: float) -> str | None:
    assert settings.url is not None
    assert settings.secret is not None
    signed = {IDENTITY: message.identity, SIGNATURE: signature(settings.secret, message.body)}
    return post_json(settings.url, message.body, signed, patience=patience)


def _untold(office: PostOffice) -> tuple[Told, ...]:
    """What is to be told now, read in one transaction, so that none is open while somebody outside is waited for."""
    with office.database.read() as tx:
        head, told = events.head(tx).sequence, health.webhook_sequence(tx)
        if told is None or told > head:  # the first time, or the register went back
            return (Told(head),)
        return tuple(_messages(tx, told))


def _messages(tx: Transaction, told: int) -> Iterator[Told]:
    known: dict[int, Mapping[int, PublicDeed]] = {}
    for event in events.some_since(tx, told, limit=LOOKED_AT):
        number = event.commitment
        if number is None:
            yield Told(event.sequence)
            continue
        if number not in known:
            known[number] = {deed.sequence: deed for deed in public_deeds(events.history(tx, number))}
        deed = known[number].get(event.sequence)
        body = b"" if deed is None else _body(tx, number, event.digest, deed)
        yield Told(event.sequence, event.digest, body)


def _body(tx: Transaction, number: int, identity: str, deed: PublicDeed) -> bytes:
    """The event as JSON; of a commitment that is no longer for all to see only that it was withdrawn."""
    now = entry(tx, number)
    if not deed.is_withdrawn and now.status not in REVIEWED:
        return b""
    shown: dict[str, Any] | None = None if deed.is_withdrawn else record_of(as_entry(public(now)))
    message = {
        "id": identity,
        "at": deed.at,
        "event": deed.name,
        "commitment": now.label,
        "changed": deed.changed,
        "now": shown,
    }
    return orjson.dumps(message)
