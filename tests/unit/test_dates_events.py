"""Does a day that tells an event bind as that event does, and is what can be done at the earliest never due?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import tracker
from tracker.dates import find_dates
from tracker.errors import WrongCall
from tracker.followup import deadline_fields
from tracker.letters.rappel.answer_days import Reading, deadline_in
from tracker.model import Commitment, Report, TimeExpression

SITTING = date(2024, 3, 13)
DAY = timedelta(days=1)
EVENT = date(2024, 4, 24)
EVENTS = (
    "het debat",
    "het commissiedebat",
    "de plenaire vergadering",
    "het nota-overleg",
    "de bespreking",
    "de commissie Landbouw",
    "het algemeen overleg",
    "de begrotingsbehandeling",
    "de JBZ-Raad",
    "het eerstvolgende vragenuurtje",
    "de hoorzitting over de wachtlijsten",
    "de vergadering van de commissie",
    "de gedachtewisseling met de sector",
    "de Landbouwraad",
)
DAYS = (
    "van 24 april",
    "van 24 april a.s.",
    "van 24 en 25 april",
    "van woensdag 24 april",
    "op 24 april 2024",
    "van 24/4",
    "van 24.04.2024",
)


def only(words: str, *, on: date = SITTING, language: str = "nl") -> TimeExpression:
    (found,) = find_dates(words, said_on=on, language=language)
    return found


def promised(deadline: str) -> Commitment:
    report = Report.from_text(
        f"Ik zal u de cijfers {deadline} bezorgen.", held_on=SITTING, language="nl", speaker="An Maes", role="minister"
    )
    (found,) = tracker.extract(report).commitments
    return found


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("day", DAYS)
def test_before_an_event_of_a_day_is_due_the_day_before(event: str, day: str) -> None:
    found = only(f"De brief komt vóór {event} {day}.")

    assert (found.text, found.due, found.relation) == (f"vóór {event} {day}", EVENT - DAY, "before")


@pytest.mark.parametrize("event", EVENTS[:6])
@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("twee weken vóór {}", EVENT - 14 * DAY),
        ("uiterlijk drie dagen voor {}", EVENT - 3 * DAY),
        ("twee werkdagen voorafgaand aan {}", EVENT - 2 * DAY),
        ("een week na {}", EVENT + 7 * DAY),
        ("binnen tien dagen na {}", EVENT + 10 * DAY),
        ("tegen {}", EVENT),
        ("tot {}", EVENT),
    ],
)
def test_a_length_counts_from_the_day_of_an_event(event: str, words: str, due: date) -> None:
    text = words.format(f"{event} van 24 april")

    found = only(f"De brief komt {text}.")

    assert (found.text, found.due) == (text, due)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("before", ["vóór", "twee weken vóór", "uiterlijk een dag voor"])
def test_a_promise_before_an_event_keeps_its_deadline(event: str, before: str) -> None:
    words = f"{before} {event} van 24 april"

    deadline = promised(words).deadline

    assert deadline is not None
    assert (deadline.text, deadline.due) == (words, only(words).due)
    assert deadline.due is not None
    assert deadline.due < EVENT


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        ("Voor de brief van 24 april dank ik u.", "24 april", date(2023, 4, 24)),  # written, and no event
        ("Voor de vergadering stuur ik de brief van 24 april.", "24 april", date(2023, 4, 24)),
        ("Ik dank u voor het debat van 12 maart.", "voor het debat van 12 maart", date(2024, 3, 11)),  # lately
        ("Dat is gepland voor de vergadering van 24 april.", "voor de vergadering van 24 april", EVENT),  # for it
        ("Ik antwoord tijdens het debat van 24 april.", "24 april", EVENT),
        ("De agenda voor de vergadering van 24 april is klaar.", "voor de vergadering van 24 april", EVENT),
        ("Zij legde een motie voor op de vergadering van 12 maart.", "12 maart", date(2024, 3, 12)),
        ("Om tegen 2030 een graad van 80 te halen.", "tegen 2030", date(2030, 12, 31)),
        ("We spreken morgen niet voor het eerst.", "morgen", date(2024, 3, 14)),
        ("Vóór het debat en na de brief antwoord ik op 24 april.", "op 24 april", EVENT),
        ("Dat komt voor het debat van volgende week.", "voor het debat van volgende week", date(2024, 3, 17)),
    ],
)
def test_a_day_that_tells_no_coming_event_binds_by_itself(text: str, words: str, due: date) -> None:
    found = only(text)

    assert (found.text, found.due) == (words, due)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("before the committee debate of 24 April", EVENT - DAY),
        ("before the debate on farming on 24 April", EVENT - DAY),
        ("two weeks before the meeting of 24 April", EVENT - 14 * DAY),
        ("within a week after the hearing on 24 April", EVENT + 7 * DAY),
    ],
)
def test_english_events_bind_as_dutch_ones_do(words: str, due: date) -> None:
    found = only(f"The letter comes {words}.", language="en")

    assert (found.text, found.due) == (words, due)


@pytest.mark.parametrize(
    ("words", "earliest"),
    [
        ("ten vroegste op 1 juli 2024", date(2024, 7, 1)),
        ("ten vroegste eind 2025", date(2025, 10, 1)),
        ("op zijn vroegst in september", date(2024, 9, 1)),
        ("niet eerder dan 1 september", date(2024, 9, 1)),
        ("niet vóór de vergadering van 24 april", EVENT),
        ("in mei op zijn vroegst", date(2024, 5, 1)),
    ],
)
def test_what_can_be_done_at_the_earliest_is_not_due_but_looked_at_again_on_that_day(
    words: str, earliest: date
) -> None:
    found = promised(words)

    fields = deadline_fields(found.deadline, said_on=SITTING)

    assert found.deadline is not None
    assert (found.deadline.earliest, found.deadline.latest, found.deadline.due) == (earliest, None, None)
    assert found.check_on == fields["check_on"] == earliest
    assert fields["due_on"] is None


def test_a_last_day_counts_before_a_first_one() -> None:
    found = promised("ten vroegste op 1 mei en uiterlijk op 1 juli")

    assert found.deadline is not None
    assert found.deadline.due == date(2024, 7, 1)


def test_a_first_day_is_no_answer_to_when_it_will_be_done() -> None:
    with pytest.raises(WrongCall, match="no last day"):
        deadline_in("ten vroegste 1 juli 2026", Reading(date(2026, 3, 1), "nl", "be-vlg"))
