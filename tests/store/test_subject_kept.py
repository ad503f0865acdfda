"""Is the matter that a commitment belongs to kept, corrected, found, and absent where an old register has none?"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from earlier_version import of_version
from sqlalchemy import text

from tracker import followup
from tracker.model import Act, Commitment, Report, Selection, Status
from tracker.store import Database, connect, guards, looking, register, reports, search
from tracker.store.migrations import HEAD
from tracker.store.verifying import verify
from tracker.usecases import register as stories
from tracker.usecases.ingest import look, store
from tracker.usecases.public import public_find, public_show
from tracker.usecases.register import Reading
from tracker.usecases.splitting import Split, Wording, split

TODAY = date(2022, 3, 1)
SUBJECT = "spijbelen in Aarschot"
READING = Reading("nl", "be-vlg")
BEFORE = "0005"


@pytest.fixture
def told(database: Database, report: Report, commitment: Commitment, act: Act) -> Database:
    """C-0001 with a subject, C-0002 without one."""
    with database.write() as tx:
        number = reports.add(tx, report, act=act)
        register.propose(tx, number, [replace(commitment, subject=SUBJECT), commitment], act=act, accept=True)
    return database


def subject_of(database: Database, number: int) -> str | None:
    with database.read() as tx:
        return register.entry(tx, number).subject


def test_the_subject_of_what_was_found_is_kept_and_proved(told: Database) -> None:
    assert (subject_of(told, 1), subject_of(told, 2)) == (SUBJECT, None)
    with told.read() as tx:
        assert verify(tx).is_sound


@pytest.mark.parametrize("in_notes", [True, False])
def test_a_search_finds_words_of_the_subject(told: Database, in_notes: bool) -> None:  # noqa: FBT001
    with told.read() as tx:
        found = looking.entries(tx, Selection(search="spijbelen", in_notes=in_notes), today=TODAY)

    assert [entry.number for entry in found] == [1]
    assert [hit.marked for hit in public_find(told, "aarschot", today=TODAY, limit=9)] == ["spijbelen in [Aarschot]"]


def test_a_list_is_filtered_by_a_part_of_the_subject(told: Database) -> None:
    with told.read() as tx:
        assert [one.number for one in looking.entries(tx, Selection(subject="AARSCHOT"), today=TODAY)] == [1]


def test_the_subject_is_corrected_and_taken_away(told: Database, act: Act) -> None:
    stories.edit(told, 1, {"subject": "busvervoer naar school"}, act=act)
    with told.read() as tx:
        assert search.newest(tx, "spijbelen", 9) == ()
        assert search.newest(tx, "busvervoer", 9) == (1,)

    assert stories.edit(told, 1, {"subject": None}, act=act).subject is None
    with told.read() as tx:
        assert verify(tx).is_sound
        assert guards.gaps(tx) == ()


def test_both_parts_of_a_split_have_the_subject(
    database: Database, report: Report, commitment: Commitment, act: Act
) -> None:
    with database.write() as tx:
        number = reports.add(tx, report, act=act)
        register.propose(tx, number, [replace(commitment, subject=SUBJECT)], act=act)

    split(database, Split(1, Wording("het ene doen"), Wording("het andere doen"), READING), act=act)

    assert (subject_of(database, 1), subject_of(database, 2)) == (SUBJECT, SUBJECT)


def test_anybody_may_see_the_subject(told: Database) -> None:
    assert public_show(told, 1).entry.subject == SUBJECT


def test_a_report_that_is_read_again_gives_the_subject_to_what_nobody_decided_on(database: Database, act: Act) -> None:
    words = "Vraag om uitleg over de trage bussen\n\nMinister An Maes: Ik zal u de cijfers in mei bezorgen."
    report = replace(Report.from_text(words, held_on=date(2022, 3, 1), language="nl"), sha256="ab" * 32, name="v.txt")
    found = look(report)
    bare = replace(
        found.extraction, commitments=tuple(replace(one, subject=None) for one in found.extraction.commitments)
    )
    store(database, replace(found, extraction=bare), act=act)
    assert subject_of(database, 1) is None

    store(database, found, act=act, again=True)

    assert subject_of(database, 1) == found.extraction.commitments[0].subject is not None


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'r.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def test_a_register_without_subjects_gets_them_from_then_on(
    address: str, report: Report, commitment: Commitment, act: Act
) -> None:
    with closing(connect(address)) as database, of_version(database, BEFORE), database.write() as tx:
        number = reports.add(tx, report, act=act)
        register.propose(tx, number, [commitment], act=act, accept=True)

    with closing(connect(address)) as database:
        database.upgrade()
        with database.write() as tx:
            register.record(tx, 1, followup.edit(register.entry(tx, 1), {"subject": SUBJECT}), act=act)

        with database.read() as tx:
            assert tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
            assert guards.gaps(tx) == ()
            assert search.newest(tx, "spijbelen", 9) == (1,)
            assert search.newest(tx, commitment.quote.split()[-2].strip("."), 9) == (1,)
            assert looking.entries(tx, Selection(statuses=(Status.OPEN,)), today=TODAY)[0].subject == SUBJECT
            assert verify(tx).is_sound
