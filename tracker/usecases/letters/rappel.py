"""The reminder: written for one minister of the register, as files that are all written or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from os.path import realpath
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from tracker.errors import NotFound, Refused, WrongCall
from tracker.files.output import Destination, Kind, refuse_own, written_whole
from tracker.followup import OWED, PENDING, recall
from tracker.letters.rappel.answers import answer_form
from tracker.letters.rappel.choose import Days, Rappel, build_rappel
from tracker.letters.rappel.draft import render_rappel
from tracker.letters.rappel.words import RappelWords
from tracker.letters.words import words_in
from tracker.matching import near
from tracker.model import Act, Change, Deed, Entry, Selection, Sort
from tracker.model.because import HandOver, Recall
from tracker.model.people import people_in
from tracker.model.text import clean_line
from tracker.model.things import Thing
from tracker.store import events, looking
from tracker.store.register import entries as stored_entries
from tracker.store.register import record_all
from tracker.store.search import folded
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.subscribe import check_language

if TYPE_CHECKING:
    from tracker.store import Database, Transaction

AHEAD = relativedelta(months=6)
TIME_TO_ANSWER = timedelta(weeks=4)
KINDS = (".docx", ".html", ".csv")
NAMED = 8  # names that an error lists


@dataclass(frozen=True, slots=True)
class Addressee:
    """The one minister meant, as the register has the name, and other names that hold it."""

    name: str
    alike: tuple[str, ...] = ()


def write_rappel(office: PostOffice, minister: str, *, until: date, answer_by: date | None = None) -> Rappel:
    """What a reminder to the one minister of that name tells; raises WrongCall or NotFound when there is not one."""
    days = _days(office.today, until, answer_by)
    with office.database.read() as tx:
        addressee = _addressee(tx, minister)
        asked = Selection(minister=addressee.name, statuses=tuple(sorted(PENDING)), due_until=days.ahead_until)
        entries = looking.entries(tx, asked, today=until)
        theirs = [entry for entry in entries if addressee.name in people_in(entry.responsible or entry.minister)]
        owed = [entry for entry in theirs if entry.status in OWED]  # what nobody reviewed is told to no cabinet
        moved = [entry.number for entry in owed if entry.deadline_version > 1]
        return build_rappel(
            addressee.name,
            _function(tx, addressee.name, owed, today=until),
            owed,
            {number: events.history(tx, number) for number in moved},
            days=days,
            alike=addressee.alike,
            unreviewed=len(theirs) - len(owed),
            answer_to=office.settings.mail.reply_to,
        )


def save_rappel(
    office: PostOffice,
    rappel: Rappel,
    places: Sequence[Destination],
    *,
    language: str,
    post: Callable[[], str] | None = None,
) -> str | None:
    """The letter as files: each ending says whether as Word document, page or table to answer in.

    What stands at one of the places is kept, unless with `force`; all are written whole, or none is. `post` is called
    when they are written and before they have their names: without it they are not there. Gives what it gives.
    """
    check_language(language)
    _check(places)
    contents = [content_of_rappel(office, rappel, to.path.suffix, language) for to in places]
    with ExitStack() as stack:
        for to, content in zip(places, contents, strict=True):
            stack.enter_context(written_whole(to, Kind(Thing.RECALL))).write(content)
        return post() if post else None


def record_rappel(database: Database, rappel: Rappel, *, act: Act) -> tuple[Entry, ...]:
    """It was written to the cabinet: that stands with each commitment in it; gives those that did not have it yet.

    Of what is late an answer is asked by a day. What was decided on since the letter was made is left as it is.
    """
    with database.write() as tx:
        return record_in(tx, rappel, act=act)


def record_in(tx: Transaction, rappel: Rappel, *, act: Act, because: Recall | None = None) -> tuple[Entry, ...]:
    """The same in a transaction that does more, such as putting it into the outbox by that letter."""
    because = because or Recall(rappel.minister)
    late = {item.entry.number for item in rappel.overdue}
    changes = [
        (
            entry,
            recall(
                entry,
                rappel.days.written_on,
                because,
                answer_by=rappel.days.answer_by if entry.number in late else None,
            ),
        )
        for entry in stored_entries(tx, [item.entry.number for item in rappel.items])
        if entry.status in OWED
    ]
    new = [(entry.number, change) for entry, change in changes if not _stands(tx, entry, change)]
    record_all(tx, new, act=act)
    return stored_entries(tx, [number for number, _ in new])


def _stands(tx: Transaction, entry: Entry, change: Change) -> bool:
    """Whether that very reminder was recorded of it last, so that a letter written anew is one letter."""
    if {name: getattr(entry, name) for name in change.set} != change.set:
        return False
    recalls = [event for event in events.history(tx, entry.number) if event.deed is Deed.RECALLED]
    return bool(recalls) and recalls[-1].because == change.because


def _days(today: date, until: date, answer_by: date | None) -> Days:
    """The letter is dated `until` when that is still to come, else today."""
    if until > date.max - AHEAD:
        raise WrongCall("recall.until-too-far", day=until)
    written_on = max(today, until)  # what is prepared ahead is true on its day
    days = Days(written_on, until, until + AHEAD, answer_by or written_on + TIME_TO_ANSWER)
    if days.answer_by < written_on:
        raise WrongCall("recall.answer-too-early", day=days.answer_by, written_on=written_on)
    return days


def _addressee(tx: Transaction, part: str) -> Addressee:
    """The name that is meant: the whole of it, or a part that only one name holds."""
    wanted = folded(clean_line(part))
    if not wanted:
        raise WrongCall("recall.minister-missing")
    fields = (*looking.names(tx, "responsible"), *looking.names(tx, "minister"))
    known = sorted({person for names in fields for person in people_in(names)})
    holding = [name for name in known if wanted in folded(name)]
    whole = [name for name in holding if folded(name) == wanted]
    meant = [name for name in whole if name == part] or whole or holding
    if len(meant) > 1:
        raise WrongCall("recall.minister-unclear", name=part, meant=meant)
    if not meant:
        close = near(part, known, limit=NAMED)
        if close:
            raise NotFound("recall.minister-near", name=part, near=close)
        if known:
            raise NotFound("recall.minister-other", name=part, known=known)
        raise NotFound("recall.minister-unknown", name=part)
    return Addressee(meant[0], tuple(name for name in holding if name != meant[0]))


def _function(tx: Transaction, name: str, owed: Sequence[Entry], *, today: date) -> str | None:
    """In which function the minister spoke last; of one who only took over, that which was given then."""
    spoken = [entry for entry in owed if name in people_in(entry.minister) and entry.minister_function]
    if not spoken:
        all_of_them = looking.entries(tx, Selection(minister=name), today=today, sort=Sort.SAID)
        spoken = [entry for entry in all_of_them if name in people_in(entry.minister) and entry.minister_function]
    if spoken:
        return max(spoken, key=lambda entry: entry.said_on or date.min).minister_function
    given = (
        event.because
        for entry in owed[-1:]
        for event in reversed(events.history(tx, entry.number))
        if event.kind == Deed.HANDED_OVER
    )
    because = next(given, None)
    return because.function if isinstance(because, HandOver) else None


def _check(places: Sequence[Destination]) -> None:
    """Every place can be written to, before any is."""
    paths = [to.path for to in places]
    for path in paths:
        if path.suffix.lower() not in KINDS:
            raise WrongCall("recall.kind-unknown", name=path.name, kinds=tuple(KINDS))
    if len({realpath(path) for path in paths}) < len(paths):  # a link may lead to itself
        raise WrongCall("recall.file-twice")
    for to in places:
        refuse_own(to)
    existing = [str(to.path) for to in places if to.path.is_file() and not to.force]
    if existing:
        raise Refused("recall.answers-there", paths=existing, count=len(existing))


def content_of_rappel(office: PostOffice, rappel: Rappel, kind: str, language: str) -> bytes:
    """The letter as a file of the kind that its ending says."""
    head = office.letterhead(language)
    words = RappelWords(words_in(language), head.title)
    match kind.lower():
        case ".docx":
            from tracker.letters.rappel.docx import rappel_docx

            return rappel_docx(rappel, words)
        case ".html":
            return render_rappel(rappel, head).encode()
        case _:
            return answer_form(rappel, words.words).encode("utf-8-sig")
