"""A kind of letter that this house does not have: a word of the day, for each reader who reads Dutch."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from tracker.model.letter_kinds import KINDS, Doubt, KindOfLetter
from tracker.model.letters import Draft, Subscriber, SubscriberState
from tracker.model.remarks import counted
from tracker.store.letters import outbox, subscribers
from tracker.usecases.letters.planning import PLANNERS
from tracker.usecases.letters.post_office import Planned, PostOffice, posting
from tracker.usecases.letters.round import Round

NAME = "word"  # in the alphabet it comes last
WORD = KindOfLetter(
    name=NAME,
    key="wordofday",
    priority=15,  # between alerts and digests
    in_doubt=Doubt.HOLD,
    planning="words of the day",
    may_get=lambda reader: reader.language == "nl",
    counted=lambda number: counted("%(n)s word of the day", "%(n)s words of the day", number),
    is_of_a_day=True,
)


def word_key(subscriber: int, day: date) -> str:
    """Reader and day make a word the same: one that failed or was dropped is that of its day for good."""
    return f"{WORD.key}:{subscriber}:{day.isoformat()}"


def post_words(office: PostOffice, this_round: Round) -> int:
    """A word of the day for each active reader, also for one who may get none; gives how many are new."""
    with office.database.read() as tx:
        readers, _ = subscribers.sound(tx, states=(SubscriberState.ACTIVE,))
    posted = 0
    for reader in readers:
        if not this_round.goes_on():
            break
        with this_round.set_aside(f"{WORD.planning}: reader {reader.id}"):
            posted += _post_one(office, reader)
    return posted


def _post_one(office: PostOffice, reader: Subscriber) -> bool:
    draft = Draft("Het woord van de dag", "Toezegging.\n", "<p>Toezegging.</p>", "nl")
    now = office.clock()
    day = now.astimezone(ZoneInfo(reader.timetable.zone)).date()
    letter = posting(office, Planned(word_key(reader.id, day), NAME, reader, draft, slot=day), now=now)
    with office.database.write(exclusive=False) as tx:
        return outbox.post(tx, letter) is not None  # None: its key is in the outbox, whatever became of it


def add_to_the_house() -> None:
    """The kind in the table and its planner, for good: in a process of its own."""
    KINDS[NAME] = WORD
    PLANNERS[NAME] = post_words
