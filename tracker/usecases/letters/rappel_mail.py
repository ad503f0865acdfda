"""A reminder that goes to the cabinet by mail, once: the letter and the table to answer in go along."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tracker.errors import NotFound, Refused
from tracker.letters.rappel.choose import Rappel
from tracker.letters.rappel.draft import render_mail
from tracker.model import Act
from tracker.model.because import Recall
from tracker.model.letters import Attachment, LetterKind, Outsider
from tracker.outbox import rappel_key, rappel_keys
from tracker.store.letters import outbox
from tracker.store.letters.rappels import another_stands
from tracker.store.search import folded
from tracker.usecases.letters.clock import keep_time
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.rappel import content_of_rappel, record_in
from tracker.usecases.letters.subscribe import check_language

if TYPE_CHECKING:
    from tracker.store import Transaction

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ATTACHED = {".docx": WORD, ".csv": 'text/csv; charset="utf-8"'}


def post_rappel(office: PostOffice, rappel: Rappel, *, language: str, act: Act, again: bool = False) -> str:
    """Put a reminder into the outbox and record it with each commitment in it, both or neither; gives the address.

    Raises Refused when nothing is owed, that letter is in the outbox already or another one is in force, unless that is
    to be sent `again`; NotFound without an address.
    """
    check_language(language)
    if not rappel.items:
        raise Refused("recall.nothing-to-send", minister=rappel.minister)
    address = address_of(office, rappel.minister)
    with office.database.write(exclusive=False) as tx:
        keep_time(tx, office)
    head = office.letterhead(language, stoppable=False)
    draft = render_mail(rappel, head, _attachments(office, rappel, language))
    letter = posting(
        office, Planned(_key(office, rappel, address), LetterKind.RAPPEL, Outsider(address), draft), now=office.clock()
    )
    with office.database.write() as tx:
        if outbox.post(tx, letter) is None:
            raise Refused("recall.sent-already", minister=rappel.minister, address=address, day=rappel.days.written_on)
        if not again:
            _refuse_second(tx, rappel, address, letter.key)
        record_in(tx, rappel, act=act, because=Recall(rappel.minister, address, letter.key))
    return address


def _refuse_second(tx: Transaction, rappel: Rappel, address: str, key: str) -> None:
    """Raise Refused where an answer to an earlier letter to that address may still come."""
    today = rappel.days.written_on
    entries = [item.entry for item in rappel.items]
    waiting = {
        entry.recalled_on
        for entry in entries
        if entry.recalled_on and (entry.recalled_on == today or (entry.answer_by and entry.answer_by >= today))
    }
    for since in sorted(waiting):
        if another_stands(tx, rappel_keys(since), recipient=address, than=key):
            raise Refused("recall.in-force", minister=rappel.minister, since=since, address=address)


def address_of(office: PostOffice, minister: str) -> str:
    """The address of the minister's cabinet, as the settings have it; raises NotFound."""
    cabinets = office.settings.cabinets
    wanted = folded(minister)
    found = next((address for name, address in cabinets.items() if folded(name) == wanted), None)
    if found is None:
        raise NotFound("recall.address-unknown", minister=minister, known=sorted(cabinets))
    return found


def _key(office: PostOffice, rappel: Rappel, address: str) -> str:
    numbers, days = [item.entry.number for item in rappel.items], rappel.days
    keys = (
        rappel_key(address, numbers, written_on=days.written_on, answer_by=days.answer_by, again=again)
        for again in count()
    )
    with office.database.read() as tx:
        return next(key for key in keys if not outbox.never_left(tx, key))


def _attachments(office: PostOffice, rappel: Rappel, language: str) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(f"{rappel.file_name}{ending}", kind, content_of_rappel(office, rappel, ending, language))
        for ending, kind in ATTACHED.items()
    )
