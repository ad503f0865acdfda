"""What the tests of the store and the register put into it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import a_commitment

from tracker.model import (
    Act,
    Commitment,
    Cue,
    Page,
    Places,
    Precision,
    Relation,
    Report,
    Role,
    Speaker,
    Speech,
    TimeExpression,
)
from tracker.store import Database, register, reports

TEXT = "De minister zal tegen eind 2021 een brief sturen naar Oekraïne."
MINISTER = Speaker("Bart Somers", Role.MINISTER, "minister van Binnenlands Bestuur")


@pytest.fixture
def act() -> Act:
    return Act("jan", datetime(2021, 10, 1, 9, 30, tzinfo=UTC))


@pytest.fixture
def report() -> Report:
    return Report(
        text=TEXT,
        original=TEXT.replace(" ", "\n"),
        held_on=date(2021, 9, 21),
        language="nl",
        title="Verslag",
        committee="Binnenlands Bestuur",
        document_number="12-A",
        dossier="12",
        speakers=(MINISTER,),
        speeches=(Speech(MINISTER, 0, len(TEXT), reported=True, language="nl"),),
        pages=(Page(1, 0, len(TEXT)),),
        places=Places((0,), (0,), (len(TEXT),)),
        name="verslag.txt",
        sha256="ab" * 32,
    )


@pytest.fixture
def deadline() -> TimeExpression:
    return TimeExpression(
        text="tegen eind 2021",
        start=16,
        end=31,
        earliest=date(2021, 9, 21),
        latest=date(2021, 12, 31),
        due=date(2021, 12, 31),
        precision=Precision.YEAR_PART,
        relation=Relation.BY,
        rule="nl.deadline.by-part-of-year",
        assumption="eind = oktober tot december",
        derivation=("eind 2021", "tegen"),
    )


@pytest.fixture
def commitment(deadline: TimeExpression) -> Commitment:
    return a_commitment(
        TEXT,
        page=1,
        summary="een brief sturen naar Oekraïne",
        minister=MINISTER,
        asked_by=Speaker("An Moerenhout", Role.MEMBER, party="Groen"),
        deadline=deadline,
        confidence=0.9,
        cues=(Cue("nl.cue.zal", "zal", 1.5, 12, 15),),
    )


@pytest.fixture
def filled(database: Database, report: Report, commitment: Commitment, deadline: TimeExpression, act: Act) -> Database:
    """A register with three open commitments: C-0001 with a deadline, C-0002 later, C-0003 without."""
    later = replace(commitment, deadline=replace(deadline, due=date(2022, 6, 30), text="eind juni 2022"))
    undated = replace(commitment, deadline=None, minister=Speaker("Lydia Peeters", Role.MINISTER))
    with database.write() as tx:
        number = reports.add(tx, report, act=act)
        register.propose(tx, number, [commitment, later, undated], act=act, accept=True)
    return database
