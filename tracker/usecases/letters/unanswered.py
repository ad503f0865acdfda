"""The desk hears once that the day to answer a reminder has passed."""

from __future__ import annotations

from datetime import date

from tracker.letters.unanswered.draft import render_unanswered
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import LetterKind, Outsider
from tracker.outbox import unanswered_key
from tracker.store.letters import outbox
from tracker.store.letters.unanswered import days_passed, is_written, without_answer
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.round import Round


def post_unanswered(office: PostOffice, this_round: Round) -> int:
    """One letter for each day to answer that has passed; gives how many are new. Without a desk there is none."""
    settings = office.settings
    desk = settings.letters.desk or settings.mail.reply_to
    if desk is None:
        return 0
    with office.database.read() as tx:
        passed = days_passed(tx, today=office.today)
        days = [day for day in passed if not is_written(tx, unanswered_key(day))]
    posted = 0
    for day in days:
        if not this_round.goes_on():
            break
        with this_round.set_aside(f"{KINDS[LetterKind.UNANSWERED].planning}: {day}"):
            posted += _post_one(office, day, desk)
    return posted


def post_by_hand(_office: PostOffice, _round: Round) -> int:
    """A reminder to a minister is written by a person, and never by the clock."""
    return 0


def _post_one(office: PostOffice, day: date, desk: str) -> bool:
    with office.database.read() as tx:
        entries = without_answer(tx, day)
    if not entries:
        return False
    head = office.letterhead(office.settings.language, stoppable=False)
    draft = render_unanswered(entries, day, head, today=office.today)
    planned = Planned(unanswered_key(day), LetterKind.UNANSWERED, Outsider(desk), draft)
    letter = posting(office, planned, now=office.clock())
    with office.database.write(exclusive=False) as tx:
        return outbox.post(tx, letter) is not None
