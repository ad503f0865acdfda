"""What the program makes is read by its owner alone, whatever the umask says; what is there keeps its mode."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ledgers import HEADING, begun
from sqlalchemy import create_engine

from tracker.mail.elsewhere import FolderPost
from tracker.model import Act, Change
from tracker.model.letters import Claimed, LetterKind
from tracker.store import Database, connect, events, upgrade
from tracker.store.ledger import Ledger
from tracker.store.migrations import REVISIONS
from tracker.usecases import upkeep

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ACT = Act("piet", NOW)


@pytest.fixture(autouse=True)
def open_hearted() -> Iterator[None]:
    """A umask that takes nothing away."""
    old = os.umask(0)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> set[int]:
    return {mode(path) for path in folder.rglob("*") if path.is_file()}


def test_a_new_register_and_its_journal_are_private(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "new.db")) as database, database.write(begins=True) as tx:
        events.append(tx, Change("letter.sent"), act=ACT)
        names = {path.name for path in tmp_path.iterdir()}

        assert modes(tmp_path) == {0o600}
    assert names == {"new.db", "new.db-journal"}


def test_a_new_register_behind_a_link_is_private(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new.db").symlink_to("elsewhere/register.db")
    with closing(connect(tmp_path / "new.db")) as database, database.write(begins=True):
        pass

    assert mode(tmp_path / "elsewhere/register.db") == 0o600


@pytest.mark.parametrize("umask", [0o777, 0o277])
def test_a_umask_that_takes_everything_leaves_a_register_to_its_owner(tmp_path: Path, umask: int) -> None:
    os.umask(umask)
    with closing(connect(tmp_path / "new.db")) as database, database.write(begins=True):
        pass

    assert mode(tmp_path / "new.db") == 0o600


def test_reading_makes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///file:{tmp_path}/none.db?mode=ro&uri=true"
    with closing(connect(url)) as database, pytest.raises(Exception, match="no register"), database.read():
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_an_open_register_is_private(database: Database, tmp_path: Path) -> None:
    if database.path is not None:
        database.path.chmod(0o664)
    upkeep.back_up(database, tmp_path / "copy.db")

    assert mode(tmp_path / "copy.db") == 0o600


def test_a_restore_and_the_copy_that_it_keeps_are_private(sqlite_database: Database, tmp_path: Path) -> None:
    upkeep.back_up(sqlite_database, tmp_path / "copy.db")
    sqlite_database.path.chmod(0o660)  # type: ignore[union-attr]
    done = upkeep.restore(sqlite_database, tmp_path / "copy.db", act=ACT)
    with closing(connect(tmp_path / "anew.db")) as anew:
        upkeep.restore(anew, tmp_path / "copy.db", act=ACT)

    assert done.kept_at is not None
    assert mode(done.kept_at) == 0o600
    assert mode(tmp_path / "register.db") == 0o660  # a team goes on sharing it
    assert mode(tmp_path / "anew.db") == 0o600


def test_the_copy_before_an_upgrade_is_private(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    engine = create_engine(f"sqlite:///{path}")
    upgrade.migrate(engine, to=REVISIONS[0])
    engine.dispose()
    path.chmod(0o660)
    with closing(connect(path)) as database, database.write(begins=True):
        pass

    (copy,) = tmp_path.glob("register.db.before-*")
    assert mode(copy) == 0o600
    assert mode(path) == 0o660


@pytest.mark.parametrize(
    ("shared", "ledger"), [(0o600, 0o600), (0o640, 0o640), (0o644, 0o600), (0o660, 0o660), (0o664, 0o660)]
)
def test_a_ledger_is_for_those_who_share_the_register_by_group(tmp_path: Path, shared: int, ledger: int) -> None:
    (tmp_path / "register.db").touch()
    (tmp_path / "register.db").chmod(shared)
    book: Ledger = begun(tmp_path / "ledger", register=tmp_path / "register.db")
    book.head(1, "ab", NOW)
    book.sync()

    assert mode(tmp_path / "ledger") == ledger


def test_a_ledger_that_is_there_keeps_its_mode_and_its_lines(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text(f'{{"ledger":"1","register":"{HEADING.register}"}}\n{{"head":1,"digest":"aa"}}\n')
    (tmp_path / "ledger").chmod(0o640)
    book = Ledger(tmp_path / "ledger")
    book.head(2, "bb", NOW)
    book.sync()

    assert mode(tmp_path / "ledger") == 0o640
    assert book.heads() == ((1, "aa"), (2, "bb"))


def test_a_ledger_of_a_server_is_private_with_its_folder(tmp_path: Path) -> None:
    book: Ledger = begun(tmp_path / "state" / "tracker" / "ledger")
    book.head(1, "ab", NOW)
    book.sync()

    assert mode(book.path) == 0o600
    assert mode(book.path.parent) == 0o700


def test_letters_in_a_folder_are_private(tmp_path: Path) -> None:
    content = b"Date: Mon, 02 Mar 2026 08:00:00 +0100\r\nMessage-ID: <abc@example.org>\r\n\r\nDag.\r\n"
    letter = Claimed(1, "key", LetterKind.DIGEST, "jan@example.org", "bounce@example.org", content, 1, 0, NOW)
    FolderPost(str(tmp_path / "out")).send(letter, before_dot=lambda: True)

    assert mode(tmp_path / "out") == 0o700
    assert modes(tmp_path / "out") == {0o600}
