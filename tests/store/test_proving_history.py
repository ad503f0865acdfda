"""Does `verify` find whatever was done to the history behind its back?"""

import random  # noqa: TID251 - seeded: the same forgeries every time
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker import followup
from tracker.model import Act, Change, Commitment, Deed, Evidence, Report
from tracker.model.because import OtherFacts
from tracker.store import Database, connect, erasing, events, register, reports
from tracker.store.verifying import Verdict, verify

ACT = Act("piet", datetime(2021, 11, 2, 8, 0, tzinfo=UTC), "zoals gevraagd")
TABLES = ("events", "commitments", "actors", "private_details", "reports", "report_texts")
KEYS = {"commitments": "number", "actors": "id", "reports": "id", "report_texts": "report_id"}


def verdict(database: Database, anchors: tuple[tuple[int, str], ...] = ()) -> Verdict:
    with database.read() as tx:
        return verify(tx, anchors=anchors)


@pytest.fixture
def told(filled: Database) -> Database:
    """A register in which something happened."""
    with filled.write() as tx:
        first = register.entry(tx, 1)
        register.record(tx, 1, followup.move(first, date(2022, 6, 30), "eind juni"), act=ACT)
        register.record(tx, 1, followup.note(register.entry(tx, 1), "een noot"), act=ACT)
        done = Evidence("https://x.test", None, date(2021, 10, 1))
        register.record(tx, 2, followup.resolve(register.entry(tx, 2), done, today=date(2022, 1, 1)), act=ACT)
        register.record(tx, 3, Change(Deed.EDITED, {"tags": ("a",), "staff": "Els"}), act=ACT)
    with filled.write() as tx:
        events.append(tx, Change("letter.sent", because=OtherFacts({"letter": 1})), act=ACT, commitment=1)
        events.append(tx, Change("subscriber.added", because=OtherFacts({"subscriber": 1})), act=ACT)
    return filled


def test_an_untouched_history_is_sound(told: Database) -> None:
    found = verdict(told)

    assert found.problems == ()
    assert found.is_sound
    assert (found.events, found.commitments, found.erased) == (13, 3, 0)


def test_an_empty_register_is_sound(database: Database) -> None:
    assert verdict(database).is_sound


def test_heads_kept_elsewhere_agree(told: Database) -> None:
    with told.read() as tx:
        anchors = tuple((number, events.digest_of(tx, number)) for number in (1, 6, 13))

    assert verdict(told, anchors).is_sound


def test_a_cut_tail_shows_beside_a_head_kept_elsewhere(told: Database) -> None:
    assert verdict(told, ((14, "ab" * 32),)).problems == (
        "The history ends at 13; event 14, written down outside, was cut off.",
    )


def test_another_history_shows_beside_a_head_kept_elsewhere(told: Database) -> None:
    assert verdict(told, ((4, "ab" * 32),)).problems == (
        "Event 4 is not the one that was written down outside the database.",
    )


def test_a_state_that_does_not_follow_is_named_with_its_field(told: Database) -> None:
    with told.write() as tx:
        tx.execute(text("UPDATE commitments SET due_on = '2029-01-01', slips = 0 WHERE number = 1"))

    assert verdict(told).problems == ("C-0001 is not what its history tells: due_on, slips.",)


def test_a_forged_state_of_many_is_counted(told: Database, commitment: Commitment, act: Act) -> None:
    with told.write() as tx:
        register.propose(tx, 1, [commitment] * 105, act=act)
        tx.execute(text("UPDATE commitments SET slips = 9"))

    found = verdict(told).problems

    assert (len(found), found[-1]) == (101, "and 8 more problems")


def test_details_erased_in_secret_show(told: Database) -> None:
    with told.write() as tx:
        tx.execute(text("UPDATE private_details SET content = NULL, salt = NULL WHERE sequence = 9"))

    assert "The private details of event 9 were erased, and the history does not say so." in verdict(told).problems


def test_a_name_erased_in_secret_shows(told: Database) -> None:
    with told.write() as tx:
        tx.execute(text("UPDATE actors SET name = NULL, salt = NULL WHERE name = 'jan'"))

    assert verdict(told).problems == ("The name of actor 1 was erased, and the history does not say so.",)


def test_erasing_personal_data_keeps_the_chain_whole(told: Database) -> None:
    with told.write() as tx:
        erasing.erase_details(tx, 1, act=ACT)
        erasing.erase_actor(tx, "jan", act=ACT)
        entry = register.entry(tx, 1)
        history = events.history(tx, 1)

    found = verdict(told)
    assert (found.problems, entry.notes) == ((), ())
    assert found.erased == 4  # two reasons, a note with its reason, a name
    assert history[0].actor is None
    assert all(event.reason is None for event in history[:4])


def raw(path: Path) -> sqlite3.Connection:
    """A connection without any guard, as a forger has."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    return connection


def any_row(forger: sqlite3.Connection, table: str, chance: random.Random) -> int:
    keys = [row[0] for row in forger.execute(f"SELECT {KEYS.get(table, 'sequence')} FROM {table}")]
    return int(chance.choice(keys))


def alter(forger: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    key = KEYS.get(table, "sequence")
    row = any_row(forger, table, chance)
    columns = [name for _, name, *_ in forger.execute(f"PRAGMA table_info({table})") if name not in {key, "added_at"}]
    column = chance.choice(columns)
    value = forger.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (row,)).fetchone()[0]
    other: object
    if isinstance(value, str):
        place = chance.randrange(len(value)) if value else 0
        other = value[:place] + chance.choice('xyz{}"0') + value[place + chance.randrange(2) :]
    elif isinstance(value, bytes):
        other = chance.choice([value[::-1], value.hex(), b""])
    else:
        other = chance.choice([7_777, "x", 0.123]) if value is not None else chance.choice(["x", 5])
    if other == value:
        other = "anders"
    forger.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (other, row))


def remove(forger: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    forger.execute(f"DELETE FROM {table} WHERE {KEYS.get(table, 'sequence')} = ?", (any_row(forger, table, chance),))


def swap(forger: sqlite3.Connection, chance: random.Random) -> None:
    last = forger.execute("SELECT max(sequence) FROM events").fetchone()[0]
    first, second = chance.sample(range(1, last + 1), 2)
    forger.execute("UPDATE events SET sequence = -1 WHERE sequence = ?", (first,))
    forger.execute("UPDATE events SET sequence = ? WHERE sequence = ?", (first, second))
    forger.execute("UPDATE events SET sequence = ? WHERE sequence = -1", (second,))


def cut(forger: sqlite3.Connection, chance: random.Random) -> None:
    """The tail goes, and what it did to the commitments with it: only a head kept elsewhere shows it."""
    last = forger.execute("SELECT max(sequence) FROM events").fetchone()[0]
    forger.execute("DELETE FROM events WHERE sequence > ?", (last - chance.randint(1, 2),))


def insert(forger: sqlite3.Connection, chance: random.Random) -> None:
    row = any_row(forger, "events", chance)
    last = forger.execute("SELECT max(sequence) FROM events").fetchone()[0]
    forger.execute(
        "INSERT INTO events SELECT ?, action, commitment, kind, at, actor_id, details, NULL, digest "
        "FROM events WHERE sequence = ?",
        (last + chance.randint(1, 2), row),
    )


def rewrite(forger: sqlite3.Connection, chance: random.Random) -> None:
    """An event is replaced and the whole chain after it made anew, as a forger who knows the program would."""
    last = forger.execute("SELECT max(sequence) FROM events").fetchone()[0]
    forger.execute(
        "UPDATE events SET at = '2020-01-01T00:00:00.000000Z' WHERE sequence = ?", (chance.randint(1, last),)
    )
    seals = dict(forger.execute("SELECT id, seal FROM actors").fetchall())
    previous = bytes(32)
    for row in forger.execute(
        "SELECT sequence, action, commitment, kind, at, actor_id, details, private_seal FROM events ORDER BY sequence"
    ).fetchall():
        previous = events.chained(
            previous,
            sequence=row[0],
            action=row[1],
            commitment=row[2],
            kind=row[3],
            at=row[4],
            actor_seal=seals[row[5]],
            details=row[6],
            private_seal=row[7],
        )
        forger.execute("UPDATE events SET digest = ? WHERE sequence = ?", (previous, row[0]))


FORGERIES: tuple[Callable[[sqlite3.Connection, random.Random], None], ...] = (alter, remove, swap, cut, insert, rewrite)


@pytest.fixture
def original(sqlite_database: Database, report: Report, commitment: Commitment, act: Act) -> Path:
    """A register of some weeks, and nothing that has no date."""
    with sqlite_database.write() as tx:
        number = reports.add(tx, report, act=act)
        register.propose(tx, number, [commitment] * 4, act=act, accept=True)
    for week in range(1, 6):
        later = replace(ACT, at=ACT.at + timedelta(weeks=week), actor=f"griffier {week % 3}")
        with sqlite_database.write() as tx:
            one = register.entry(tx, week % 4 + 1)
            register.record(tx, one.number, followup.move(one, date(2022, week, 1), f"maand {week}"), act=later)
            register.record(tx, one.number, followup.note(register.entry(tx, one.number), f"week {week}"), act=later)
    assert sqlite_database.path is not None
    sqlite_database.close()
    return sqlite_database.path


def forge(original: Path, seed: int) -> tuple[str, tuple[str, ...]]:
    """One random forgery on a copy: what was done, and what verify says."""
    copy = original.with_name("forged.db")
    shutil.copy(original, copy)
    with closing(connect(original)) as database, database.read() as tx:
        end = events.head(tx)
    chance = random.Random(seed)
    forgery = chance.choice(FORGERIES)
    with closing(raw(copy)) as forger:
        forgery(forger, chance)
    with closing(connect(copy)) as database:
        return f"{forgery.__name__} {seed}", verdict(database, ((end.sequence, end.digest),)).problems


NAMED = (  # what was done, and how it is told
    ("DELETE FROM commitments WHERE number = 2", "C-0002 is missing."),
    ("DELETE FROM commitments WHERE number = 4", "C-0004 is missing."),
    ("UPDATE commitments SET number = 99 WHERE number = 4", "C-0099 has no history."),
    ("DELETE FROM reports", "Report 1 is missing."),
    ("UPDATE reports SET id = 9", "Report 9 is in no event."),
    ("UPDATE reports SET committee = 'Wonen'", "Report 1 was altered."),
    ("UPDATE report_texts SET text = 'anders'", "Report 1 was altered."),
    ("DELETE FROM events WHERE sequence IN (3, 4)", "Events 3 to 4 are missing."),
    ("UPDATE events SET details = '{' WHERE sequence = 2", "Event 2 was altered, or the one before it."),
    ("UPDATE events SET details = '[]' WHERE kind = 'report.added'", "Report 1 is in no event."),
    ("UPDATE events SET details = '{' WHERE kind = 'report.added'", "Report 1 is in no event."),
    ('UPDATE events SET details = \'{"set":{"notes":5}}\' WHERE sequence = 2', "C-0001 is not what its history tells"),
    ("UPDATE events SET commitment = 'x' WHERE sequence = 2", "Event 2 was altered, or the one before it."),
    ("UPDATE events SET digest = 'x' WHERE sequence = 2", "Event 2 was altered, or the one before it."),
    ("INSERT INTO private_details VALUES (2, x'00', '{}')", "Event 2 was given private details afterwards."),
    ("DELETE FROM private_details", "The private details of event 10 are missing."),
    ("UPDATE private_details SET content = '{}'", "The private details of event 10 were altered."),
    ("UPDATE private_details SET content = x'00'", "The private details of event 10 were altered."),
    ("UPDATE actors SET name = 'Els'", "The name of actor 1 was altered."),
)


def test_each_forgery_is_told_by_name(original: Path) -> None:
    for number, (forgery, said) in enumerate(NAMED):
        copy = original.with_name(f"forged-{number}.db")
        shutil.copy(original, copy)
        with closing(raw(copy)) as forger:
            forger.execute(forgery)

        with closing(connect(copy)) as database:
            assert said in " ".join(verdict(database).problems), forgery


def test_random_forgeries_are_all_found(original: Path) -> None:
    missed = [told for told, problems in (forge(original, seed) for seed in range(100)) if not problems]

    assert missed == []


@pytest.mark.soak
def test_a_thousand_random_forgeries_are_all_found(original: Path) -> None:
    missed = [told for told, problems in (forge(original, seed) for seed in range(1000, 2000)) if not problems]

    assert missed == []


def test_a_digest_is_of_the_one_before_and_the_event_as_canonical_json() -> None:
    body = (
        '{"action":1,"actor":"ab","at":"2021-09-21T08:00:00.000000Z","commitment":null,"details":{"x":1},'
        '"kind":"found","private":"cd","sequence":1}'
    )

    made = events.chained(
        events.GENESIS,
        sequence=1,
        action=1,
        commitment=None,
        kind="found",
        at="2021-09-21T08:00:00.000000Z",
        actor_seal="ab",
        details='{"x":1}',
        private_seal="cd",
    )

    assert made == sha256(bytes(32) + body.encode()).digest()
