"""What would a reader get now? Nothing is stored, nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from tracker.files.marks import marked, page_kind
from tracker.files.output import Destination, Kind, written_whole
from tracker.letters.alert.draft import render_alert
from tracker.letters.changes import worth_telling
from tracker.model import Selection
from tracker.model.address import parse_address
from tracker.model.letters import ALL_ALERTS, READER, Draft, LetterKind, Subscriber, SubscriberState, Timetable
from tracker.model.things import Thing
from tracker.outbox import digest_key
from tracker.owed.slots import local_midnight
from tracker.store import Transaction
from tracker.store.letters import digests_owed, subscribers
from tracker.store.letters.snapshots import Since
from tracker.usecases.letters.digests import draft_for
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.raising import alerts_for
from tracker.usecases.letters.subscribe import check_language

SAMPLE = timedelta(days=7)  # a preview for nobody in particular tells of the last week
PAGE = "preview of a letter"
NOBODY = "reader@example.org"


@dataclass(frozen=True, slots=True)
class Previewed:
    """A letter as it would be: its words, and its bytes."""

    draft: Draft
    content: bytes
    is_wanted: bool = True  # False: the reader gets no such letters


def preview_digest(office: PostOffice, address: str | None = None, *, language: str | None = None) -> Previewed:
    """The digest that a reader would get now; without an address that of a reader of everything."""
    with office.database.read() as tx:
        reader = _reader(tx, office, address, language)
        since = digests_owed.since(tx, [reader.id])[reader.id] if reader.id else _last_week(tx, office)
    draft = draft_for(office, reader, since, stoppable=bool(reader.id))
    return _previewed(office, reader, draft, kind=LetterKind.DIGEST)


def preview_alerts(office: PostOffice, address: str | None = None, *, language: str | None = None) -> Previewed | None:
    """The alerts that a reader would get now, if any."""
    with office.database.read() as tx:
        reader = _reader(tx, office, address, language)
        alerts, _ = worth_telling(alerts_for(tx, office, reader))
    if not alerts:
        return None
    draft = render_alert(alerts, office.letterhead(reader.language, stoppable=bool(reader.id)), today=office.today)
    return _previewed(office, reader, draft, kind=LetterKind.ALERT)


def save_page(found: Previewed, to: Destination) -> None:
    """Write the HTML part, in the place of an earlier one at most."""
    with written_whole(to, page_kind(PAGE)) as out:
        out.write(found.draft.html.encode() if to.is_stream else marked(found.draft.html, PAGE))


def save_message(found: Previewed, to: Destination) -> None:
    """Write the whole message; nothing tells an earlier preview from a letter that was kept."""
    with written_whole(to, Kind(Thing.MESSAGE)) as out:
        out.write(found.content)


def save_text(found: Previewed, to: Destination) -> None:
    """Write the text part; nothing tells an earlier one from any other text."""
    with written_whole(to, Kind(Thing.TEXT)) as out:
        out.write(found.draft.text.encode())


def _previewed(office: PostOffice, reader: Subscriber, draft: Draft, *, kind: LetterKind) -> Previewed:
    planned = Planned(f"preview:{digest_key(reader.id, office.today)}", kind, reader, draft)
    letter = posting(office, planned, now=office.clock())
    return Previewed(draft.addressed(reader.token), letter.content, letter.is_wanted)


def _reader(tx: Transaction, office: PostOffice, address: str | None, language: str | None) -> Subscriber:
    if language is not None:
        check_language(language)
    if address is None:
        return _nobody(office, language or office.settings.language)
    reader = subscribers.by_address(tx, parse_address(address))
    return reader if language is None else replace(reader, language=language)


def _nobody(office: PostOffice, language: str) -> Subscriber:
    return Subscriber(
        id=0,
        address=NOBODY,
        name=None,
        language=language,
        timetable=Timetable(zone=str(office.zone)),
        selection=Selection(),
        alerts=ALL_ALERTS,
        days_before=None,
        days_after=None,
        send_empty=True,
        state=SubscriberState.ACTIVE,
        state_reason=None,
        token=READER,
        added_at=office.clock() - SAMPLE,
        since_on=office.today,
    )


def _last_week(tx: Transaction, office: PostOffice) -> Since:
    day = office.today - SAMPLE
    return Since(subscribers.newest_sequence(tx, before=local_midnight(day, office.zone)), day)
