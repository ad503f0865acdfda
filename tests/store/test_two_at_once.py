"""Two people, or two processes, at one register: is anything lost, and is the second one told?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.errors import Refused, StoreError
from tracker.model import Act, Evidence
from tracker.store import Database, connect, events, register
from tracker.store.verifying import verify
from tracker.usecases import register as stories

AT = datetime(2021, 11, 2, 8, 0, tzinfo=UTC)
TODAY = date(2022, 3, 1)
SHOWN = Evidence("https://x.test", None, TODAY)


def again(database: Database, *, wait: float = 20.0) -> Database:
    """The same register, as another process opens it."""
    return connect(database.url.render_as_string(hide_password=False), wait=wait)


def together(people: int, story: Callable[[int], object]) -> list[object]:
    """All do it at the same moment; gives what each got, refusals as values."""
    start = threading.Barrier(people)

    def run(person: int) -> object:
        start.wait(10)
        try:
            return story(person)
        except (Refused, StoreError) as error:
            return error

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


def test_of_two_who_resolve_one_wins_and_the_other_is_told(filled: Database) -> None:
    def resolve(person: int) -> object:
        with closing(again(filled)) as database:
            return stories.resolve(database, [1], SHOWN, act=Act(f"p{person}", AT), today=TODAY)

    told = together(2, resolve)

    assert sorted(isinstance(one, Refused) for one in told) == [False, True]
    assert "is fulfilled and cannot be fulfilled" in str(next(one for one in told if isinstance(one, Refused)))
    with filled.read() as tx:
        assert len(register.entry(tx, 1).evidence) == 1


def test_of_two_who_correct_the_same_text_the_second_is_told(filled: Database) -> None:
    with filled.read() as tx:
        seen = register.entry(tx, 1).version

    def edit(person: int) -> object:
        with closing(again(filled)) as database:
            fields = {"summary": f"tekst {person}"}
            return stories.edit(database, 1, fields, act=Act(f"p{person}", AT), expected=seen)

    told = together(2, edit)

    assert ["changed by somebody else" in str(one) for one in told].count(True) == 1


def test_many_writers_lose_no_note_and_break_no_chain(filled: Database) -> None:
    def note(person: int) -> object:
        with closing(again(filled)) as database:
            for turn in range(5):
                stories.note(database, [1], f"{person}.{turn}", act=Act(f"p{person}", AT))
        return None

    told = together(4, note)

    assert told == [None] * 4
    with filled.read() as tx:
        notes = register.entry(tx, 1).notes
        assert sorted(notes) == sorted(f"{person}.{turn}" for person in range(4) for turn in range(5))
        assert verify(tx).is_sound


def test_a_reader_sees_one_moment_while_others_write(filled: Database) -> None:
    with filled.read() as tx:
        before = register.entry(tx, 1)
        if tx.dialect == "postgresql":
            with closing(again(filled)) as other:
                stories.note(other, [1], "tussendoor", act=Act("p", AT))
        assert register.entry(tx, 1) == before
        assert events.head(tx).sequence == 7


def test_a_writer_beside_an_endless_one_is_told(filled: Database) -> None:
    with filled.write() as tx, closing(again(filled, wait=0.1)) as hasty:
        register.entry(tx, 1)
        with pytest.raises(StoreError, match="in use by another process"):
            stories.note(hasty, [1], "te laat", act=Act("p", AT))


def test_others_may_write_beside_one_that_is_not_exclusive(postgres_database: Database) -> None:
    other = again(postgres_database, wait=1.0)
    with postgres_database.write(exclusive=False), closing(other), other.write() as tx:
        assert events.head(tx).sequence == 0


def test_a_register_is_shared_by_files_and_links(sqlite_database: Database, tmp_path: Path) -> None:
    assert sqlite_database.path is not None
    link = tmp_path / "link.db"
    link.symlink_to(sqlite_database.path)

    other = connect(link, wait=0.1)
    with sqlite_database.write(), closing(other), pytest.raises(StoreError, match="in use by another"), other.write():
        pass
