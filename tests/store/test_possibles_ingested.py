"""A report leaves what is only possible behind what was found, and another reading of it finds the same entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import a_commitment

from tracker.matching import compare_bands
from tracker.model import (
    Act,
    Commitment,
    Entry,
    Extraction,
    Precision,
    Relation,
    Report,
    Selection,
    Status,
    TimeExpression,
)
from tracker.store import Database, events, looking, register
from tracker.store.verifying import verify
from tracker.usecases import register as stories
from tracker.usecases.ingest import Ingested, store

SAID = date(2021, 9, 21)
ACT = Act("griffier", datetime(2021, 9, 22, 8, tzinfo=UTC))
PLAN = "Ik zal het plan voor de scholen in december bezorgen."
FIGURES = "De cijfers over de wachtlijsten worden ook aan de leden bezorgd."
ROADS = "Er komt een werkgroep over de veiligheid van de fietspaden."
TEXT = f"{PLAN} {FIGURES} {ROADS}"
DECEMBER = TimeExpression(
    "in december",
    0,
    11,
    date(2021, 12, 1),
    date(2021, 12, 31),
    date(2021, 12, 31),
    Precision.MONTH,
    Relation.IN,
    "nl.month",
)


def promise(quote: str, confidence: float, deadline: TimeExpression | None = None) -> Commitment:
    start = TEXT.index(quote)
    return a_commitment(quote, start=start, summary=quote, said_on=SAID, confidence=confidence, deadline=deadline)


SURE, LIKELY, DOUBTFUL = promise(PLAN, 0.9), promise(FIGURES, 0.6), promise(ROADS, 0.2)


def reading(found: Sequence[Commitment], possibles: Sequence[Commitment] = (), *, sha256: str = "a" * 64) -> Ingested:
    """A report that is read so."""
    report = replace(Report.from_text(TEXT, held_on=SAID, language="nl"), name="verslag.txt", sha256=sha256)
    return Ingested(report, Extraction(tuple(found), possibles=tuple(possibles), rules_version="nl-1"))


def kept(database: Database) -> list[tuple[int, Status, str]]:
    with database.read() as tx:
        every = looking.entries(tx, Selection(statuses=tuple(Status)), today=SAID)
        assert verify(tx).is_sound
    return [(one.number, one.status, one.quote) for one in sorted(every, key=lambda one: one.number)]


def entry(database: Database, number: int) -> Entry:
    with database.read() as tx:
        return register.entry(tx, number)


def test_what_is_possible_enters_behind_what_is_found(database: Database) -> None:
    ingested = store(database, reading([SURE, LIKELY], [DOUBTFUL]), act=ACT)

    assert (ingested.numbers, ingested.apart) == ((1, 2), ((DOUBTFUL, 3),))
    assert kept(database) == [
        (1, Status.PROPOSED, PLAN),
        (2, Status.PROPOSED, FIGURES),
        (3, Status.POSSIBLE, ROADS),
    ]


def test_what_is_found_enters_the_same_with_and_without_what_is_possible(
    sqlite_database: Database, postgres_database: Database
) -> None:
    store(sqlite_database, reading([SURE, LIKELY], [DOUBTFUL]), act=ACT)
    store(postgres_database, reading([SURE, LIKELY]), act=ACT)

    for number in (1, 2):
        one, other = entry(sqlite_database, number), entry(postgres_database, number)
        assert one == other


def test_accepting_what_is_found_accepts_nothing_that_is_only_possible(database: Database) -> None:
    store(database, reading([SURE], [DOUBTFUL]), act=ACT, accept=True)

    assert [status for _, status, _ in kept(database)] == [Status.OPEN, Status.POSSIBLE]


def test_a_report_that_is_known_adds_nothing_and_read_again_the_same_is_known(database: Database) -> None:
    store(database, reading([SURE], [DOUBTFUL]), act=ACT)
    before = kept(database)

    again = [store(database, reading([SURE], [DOUBTFUL]), act=ACT, again=again) for again in (False, True)]

    assert [one.known for one in again] == [True, True]
    assert kept(database) == before


def test_a_report_that_was_read_before_there_were_possibles_gets_them_when_it_is_read_again(database: Database) -> None:
    store(database, reading([SURE]), act=ACT)

    again = store(database, reading([SURE], [DOUBTFUL]), act=ACT, again=True)

    assert (again.known, again.apart) == (False, ((DOUBTFUL, 2),))


@pytest.mark.parametrize("sha256", ["a" * 64, "b" * 64])
def test_one_that_another_reading_finds_is_proposed_under_its_number(database: Database, sha256: str) -> None:
    store(database, reading([SURE], [LIKELY, DOUBTFUL]), act=ACT)

    again = store(database, reading([SURE, LIKELY], [DOUBTFUL], sha256=sha256), act=ACT, again=True)

    assert [status for _, status, _ in kept(database)] == [Status.PROPOSED, Status.PROPOSED, Status.POSSIBLE]
    assert (again.numbers, again.apart) == ((), ())
    assert again.revision is not None
    assert [pair.entry.number for pair in again.revision.changed] == [2]
    assert again.revision.vanished == ()


@pytest.mark.parametrize("sha256", ["a" * 64, "b" * 64])
def test_it_is_open_where_what_is_found_is_taken_as_open(database: Database, sha256: str) -> None:
    store(database, reading([SURE], [LIKELY]), act=ACT)

    store(database, reading([SURE, LIKELY], sha256=sha256), act=ACT, again=True, accept=True)

    assert entry(database, 2).status is Status.OPEN


@pytest.mark.parametrize("sha256", ["a" * 64, "b" * 64])
@pytest.mark.parametrize(("decide", "status"), [(stories.accept, Status.OPEN), (stories.reject, Status.REJECTED)])
def test_what_was_decided_on_stays_so_when_it_is_only_possible_again(
    database: Database, decide: type[object], status: Status, sha256: str
) -> None:
    store(database, reading([SURE], [DOUBTFUL]), act=ACT)
    decide(database, [2], act=replace(ACT, reason="gezien"))  # type: ignore[call-arg]

    store(database, reading([SURE], [DOUBTFUL], sha256=sha256), act=ACT, again=True)

    assert [(number, one) for number, one, _ in kept(database)] == [(1, Status.PROPOSED), (2, status)]


@pytest.mark.parametrize("sha256", ["a" * 64, "b" * 64])
def test_what_was_found_and_is_only_possible_now_stays_proposed_and_is_not_told_as_vanished(
    database: Database, sha256: str
) -> None:
    store(database, reading([SURE, LIKELY]), act=ACT)

    again = store(database, reading([SURE], [LIKELY], sha256=sha256), act=ACT, again=True)

    assert [status for _, status, _ in kept(database)] == [Status.PROPOSED, Status.PROPOSED]
    assert again.revision is None or again.revision.vanished == ()
    assert again.apart == ()


def test_a_copy_of_a_report_in_which_nothing_is_found_is_the_same_report(database: Database) -> None:
    store(database, reading([], [DOUBTFUL]), act=ACT)

    again = store(database, reading([], [DOUBTFUL], sha256="b" * 64), act=ACT)

    assert again.revision is not None
    assert kept(database) == [(1, Status.POSSIBLE, ROADS)]


def test_what_is_pending_since_an_earlier_report_is_not_possible_besides(database: Database) -> None:
    store(database, reading([promise(PLAN, 0.9, DECEMBER)]), act=ACT)
    later = reading([], [promise(PLAN, 0.2, DECEMBER), DOUBTFUL], sha256="c" * 64)
    later = replace(later, report=replace(later.report, held_on=date(2021, 10, 5), text="Een heel andere zitting."))

    ingested = store(database, later, act=ACT)

    assert [commitment.quote for commitment, _ in ingested.apart] == [ROADS]
    assert entry(database, 1).mentions == ()


def test_what_is_corrected_by_a_person_stays_when_it_is_found_later(database: Database) -> None:
    store(database, reading([SURE], [LIKELY]), act=ACT)
    stories.edit(database, 2, {"summary": "de cijfers bezorgen"}, act=ACT)

    store(database, reading([SURE, LIKELY]), act=ACT, again=True)

    assert (entry(database, 2).status, entry(database, 2).summary) == (Status.PROPOSED, "de cijfers bezorgen")
    with database.read() as tx:
        assert events.history(tx, 2)[-1].kind == "edited"


def test_a_possible_that_is_far_from_what_is_found_changes_no_pair_of_it() -> None:
    registered = (an_entry_of(SURE, 1, Status.PROPOSED), an_entry_of(DOUBTFUL, 2, Status.POSSIBLE))

    with_possibles = compare_bands(Extraction((SURE, LIKELY), possibles=(DOUBTFUL,)), registered)
    without = compare_bands(Extraction((SURE, LIKELY)), registered[:1])

    assert with_possibles.found == without.found
    assert [pair.entry.number for pair in with_possibles.still_possible] == [2]


def an_entry_of(commitment: Commitment, number: int, status: Status) -> Entry:
    from factory import an_entry

    return an_entry(number, quote=commitment.quote, status=status)
