"""The desk hears once that the day to answer a reminder has passed."""

from __future__ import annotations

from datetime import date

from tracker.letters.unanswered.choose import Waiting
from tracker.letters.unanswered.draft import render_unanswered
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import LetterKind, Outsider
from tracker.outbox import unanswered_key
from tracker.store import events
from tracker.store.letters import outbox
from tracker.store.letters.reminders import reminder_of
from tracker.store.letters.unanswered import days_passed, not_told
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.round import Round

AT_ONCE = 250  # commitments of one notice: their numbers stand in its key, and an index takes keys of some length


def post_unanswered(office: PostOffice, this_round: Round) -> int:
    """One letter for each day to answer that has passed; gives how many are new. Without a desk there is none."""
    if office.desk is None:
        return 0
    with office.database.read() as tx:
        days = [day for day in days_passed(tx, today=office.today) if not_told(tx, day)]
    posted = 0
    for day in days:
        if not this_round.goes_on():
            break
        with this_round.set_aside(f"{KINDS[LetterKind.UNANSWERED].planning}: {day}"):
            posted += _post_one(office, day, office.desk)
    return posted


def post_by_hand(_office: PostOffice, _round: Round) -> int:
    """A reminder to a minister is written by a person, and never by the clock."""
    return 0


def _post_one(office: PostOffice, day: date, desk: str) -> bool:
    """A notice of what was not told yet; while another tick tells of some of it, the next one tells the rest."""
    with office.database.read() as tx:
        waiting = [Waiting(one, reminder_of(tx, events.history(tx, one.number))) for one in not_told(tx, day)[:AT_ONCE]]
    if not waiting:
        return False
    head = office.letterhead(office.settings.language, stoppable=False)
    draft = render_unanswered(waiting, day, head, today=office.today)
    numbers = {one.entry.number for one in waiting}
    planned = Planned(unanswered_key(day, numbers), LetterKind.UNANSWERED, Outsider(desk), draft)
    letter = posting(office, planned, now=office.clock())
    with office.database.write() as tx:
        is_news = numbers <= {entry.number for entry in not_told(tx, day)}
        return is_news and outbox.post(tx, letter) is not None
