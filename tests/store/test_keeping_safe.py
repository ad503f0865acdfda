"""Is a backup whole, can it be taken back, and is the register brought up to date without loss?"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker import followup
from tracker.errors import Refused, StoreError
from tracker.model import Act, Change, Selection
from tracker.store import Database, connect, events, looking, register, restoring
from tracker.usecases import upkeep

ACT = Act("piet", datetime(2021, 11, 2, 8, 0, tzinfo=UTC))


def contents(database: Database) -> tuple[object, ...]:
    with database.read() as tx:
        entries = looking.entries(tx, Selection(), today=ACT.at.date())
        return entries, tuple(events.events_since(tx)), events.head(tx)


def change(database: Database, words: str = "later") -> None:
    with database.write() as tx:
        register.record(tx, 1, followup.note(register.entry(tx, 1), words), act=ACT)


def test_a_backup_holds_the_register(filled: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"

    head = upkeep.back_up(filled, copy)

    with closing(connect(copy)) as database:
        assert contents(database) == contents(filled)
        assert contents(database)[2] == head
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


def test_a_backup_never_overwrites(filled: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")

    with pytest.raises(Refused, match="is no earlier backup"):
        upkeep.back_up(filled, copy, force=True)

    assert copy.read_text() == "mine"


def test_a_newer_backup_takes_the_place_of_an_earlier_one_when_forced(filled: Database, tmp_path: Path) -> None:
    upkeep.back_up(filled, tmp_path / "copy.db")
    change(filled)
    head = upkeep.back_up(filled, tmp_path / "copy.db", force=True)

    with closing(connect(tmp_path / "copy.db")) as copy:
        assert contents(copy)[2] == head


def test_what_is_in_use_is_no_backup(filled: Database, tmp_path: Path) -> None:
    upkeep.back_up(filled, tmp_path / "copy.db")
    (tmp_path / "copy.db.ledger").touch()

    with pytest.raises(Refused, match="is no earlier backup"):
        upkeep.back_up(filled, tmp_path / "copy.db", force=True)


def test_a_backup_into_a_folder_that_is_not_there_says_so(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no folder"):
        upkeep.back_up(filled, tmp_path / "nowhere" / "copy.db")


def test_a_backup_is_made_while_somebody_reads(filled: Database, tmp_path: Path) -> None:
    with filled.read() as tx:
        events.head(tx)
        upkeep.back_up(filled, tmp_path / "copy.db")


def test_a_restore_brings_the_register_back_and_keeps_the_present_one(
    sqlite_database: Database, filled_file: Path
) -> None:
    upkeep.back_up(sqlite_database, filled_file.with_name("copy.db"))
    before = contents(sqlite_database)
    change(sqlite_database)

    with pytest.raises(Refused, match=r"goes back from event 8 to 7"):
        upkeep.restore(sqlite_database, filled_file.with_name("copy.db"), act=ACT)
    done = upkeep.restore(sqlite_database, filled_file.with_name("copy.db"), act=ACT, force=True)

    assert contents(sqlite_database)[0] == before[0]
    assert done.lost == 1
    assert done.kept_at is not None
    with closing(connect(done.kept_at)) as kept, kept.read() as tx:
        assert register.entry(tx, 1).notes == ("later",)


@pytest.fixture
def filled_file(sqlite_database: Database, request: pytest.FixtureRequest, report: object, commitment: object) -> Path:
    from tracker.model import Commitment, Report
    from tracker.store import reports

    assert isinstance(report, Report)
    assert isinstance(commitment, Commitment)
    with sqlite_database.write() as tx:
        number = reports.add(tx, report, act=ACT)
        register.propose(tx, number, [commitment] * 3, act=ACT, accept=True)
    assert sqlite_database.path is not None
    return sqlite_database.path


def test_what_a_restore_lost_stands_in_the_history(sqlite_database: Database, filled_file: Path) -> None:
    upkeep.back_up(sqlite_database, filled_file.with_name("copy.db"))
    change(sqlite_database)
    with sqlite_database.read() as tx:
        anchor = events.head(tx)

    upkeep.restore(sqlite_database, filled_file.with_name("copy.db"), act=ACT, force=True)

    verdict = upkeep.verify(sqlite_database, anchors=[(anchor.sequence, anchor.digest)])
    assert verdict.problems == ()
    assert [(one.last_kept, one.last_lost) for one in verdict.restores] == [(7, 8)]


def test_a_restore_into_nothing_makes_the_register(filled: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    upkeep.back_up(filled, copy)
    new = connect(tmp_path / "new.db")

    done = upkeep.restore(new, copy, act=ACT)

    assert (done.lost, done.kept_at) == (0, None)
    assert contents(new)[0] == contents(filled)[0]
    assert upkeep.verify(new).is_sound
    new.close()


def test_a_backup_goes_into_an_empty_server_and_ids_go_on(
    filled: Database, postgres_url: str, tmp_path: Path, report: object
) -> None:
    from tracker.model import Report
    from tracker.store import reports

    copy = tmp_path / "copy.db"
    upkeep.back_up(filled, copy)
    server = connect(postgres_url)

    upkeep.restore(server, copy, act=ACT)

    assert contents(server)[0] == contents(filled)[0]
    assert upkeep.verify(server).is_sound
    assert isinstance(report, Report)
    with server.write() as tx:
        assert reports.add(tx, replace(report, sha256="99" * 32), act=ACT) == 2
    with pytest.raises(Refused, match="holds a register already"):
        upkeep.restore(server, copy, act=ACT, force=True)
    server.close()


def test_the_backup_of_another_register_takes_its_place_only_by_force(
    sqlite_database: Database, filled_file: Path, tmp_path: Path
) -> None:
    other = connect(tmp_path / "other.db")
    with other.write(begins=True) as tx:
        events.append(tx, Change("begun"), act=ACT)
    upkeep.back_up(other, tmp_path / "copy.db")
    other.close()

    with pytest.raises(Refused, match="goes back from event 7 to 0"):
        upkeep.restore(sqlite_database, tmp_path / "copy.db", act=ACT)
    done = upkeep.restore(sqlite_database, tmp_path / "copy.db", act=ACT, force=True)

    assert (done.lost, done.head.sequence) == (7, 1)


def test_a_backup_whose_file_is_torn_is_refused(sqlite_database: Database, filled_file: Path) -> None:
    copy = filled_file.with_name("copy.db")
    upkeep.back_up(sqlite_database, copy)
    torn = bytearray(copy.read_bytes())
    torn[len(torn) // 2 : len(torn) // 2 + 8192] = b"\xff" * 8192
    copy.write_bytes(torn)

    with pytest.raises(StoreError, match=r"damaged|failed|not a readable"):
        upkeep.restore(sqlite_database, copy, act=ACT)


def test_a_damaged_register_is_set_aside_whole(sqlite_database: Database, filled_file: Path) -> None:
    copy = filled_file.with_name("copy.db")
    upkeep.back_up(sqlite_database, copy)
    sqlite_database.close()
    filled_file.write_bytes(b"not a database any more" * 100)

    with pytest.raises(StoreError, match="is not a database"):
        upkeep.restore(sqlite_database, copy, act=ACT)
    done = upkeep.restore(sqlite_database, copy, act=ACT, force=True)

    assert done.kept_at is not None
    assert done.kept_at.read_bytes().startswith(b"not a database any more")
    assert upkeep.verify(sqlite_database).is_sound


def test_a_backup_that_was_tampered_with_is_refused(sqlite_database: Database, filled_file: Path) -> None:
    copy = filled_file.with_name("copy.db")
    upkeep.back_up(sqlite_database, copy)
    with closing(sqlite3.connect(copy)) as forger:
        forger.execute("UPDATE commitments SET summary = 'anders'")
        forger.commit()

    with pytest.raises(Refused, match="is not sound: C-0001 is not what its history tells"):
        upkeep.restore(sqlite_database, copy, act=ACT)


@pytest.mark.parametrize(("content", "said"), [(None, "There is no backup"), (b"x" * 2000, "not a readable backup")])
def test_what_is_no_backup_is_refused(
    sqlite_database: Database, tmp_path: Path, content: bytes | None, said: str
) -> None:
    copy = tmp_path / "copy.db"
    if content is not None:
        copy.write_bytes(content)

    with pytest.raises(StoreError, match=said):
        upkeep.restore(sqlite_database, copy, act=ACT)


def test_a_restore_waits_for_nobody_for_ever(sqlite_database: Database, filled_file: Path) -> None:
    copy = filled_file.with_name("copy.db")
    upkeep.back_up(sqlite_database, copy)
    before = contents(sqlite_database)
    with closing(sqlite3.connect(filled_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        hasty = connect(filled_file, wait=0.05)
        with pytest.raises(StoreError, match="was not restored"):
            restoring.put_in_place(hasty, copy)
        hasty.close()

    assert contents(sqlite_database) == before


def test_a_healthy_database_is_well(filled: Database) -> None:
    states = {check.name: check.state for check in upkeep.examine(filled)}

    assert states.pop("fsync", "wrong") == "wrong"  # off on the throwaway server of the tests
    assert set(states.values()) <= {"well", "advice"}


def test_a_damaged_file_is_not_well(sqlite_database: Database, filled_file: Path) -> None:
    sqlite_database.close()
    with closing(sqlite3.connect(filled_file)) as forger:
        forger.execute("PRAGMA foreign_keys=OFF")
        forger.execute("DROP TRIGGER guard_reports_4")
        forger.execute("DELETE FROM reports")
        forger.commit()

    wrong = [check for check in upkeep.examine(sqlite_database) if check.state == "wrong"]

    assert [(check.name, str(check.told)) for check in wrong] == [
        ("references", "4 rows refer to nothing"),
        ("guards", "guard_reports_4 on reports is missing"),
    ]


def test_a_search_index_that_differs_is_told_and_made_anew(sqlite_database: Database, filled_file: Path) -> None:
    sqlite_database.close()
    with closing(sqlite3.connect(filled_file)) as forger:
        forger.execute("DROP TRIGGER search_update")
        forger.execute("UPDATE commitments SET summary = 'iets anders'")
        forger.commit()

    def state() -> str:
        return {check.name: check.state for check in upkeep.examine(sqlite_database)}["search"]

    assert state() == "wrong"
    with closing(sqlite3.connect(filled_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert state() == "advice"
    upkeep.rebuild_search(sqlite_database)
    assert state() == "well"


@pytest.mark.parametrize("force", [False, True])
def test_the_register_of_a_server_is_never_replaced_and_it_says_so_at_once(
    filled_file: Path, postgres_database: Database, tmp_path: Path, *, force: bool
) -> None:
    upkeep.back_up(connect(filled_file), tmp_path / "copy.db")
    upkeep.restore(postgres_database, tmp_path / "copy.db", act=ACT)
    change(postgres_database)
    before = contents(postgres_database)

    with pytest.raises(Refused) as refused:
        upkeep.restore(postgres_database, tmp_path / "copy.db", act=ACT, force=force)

    assert (refused.value.code, contents(postgres_database)) == ("restore.register-there", before)
