"""Is a register that an earlier version of the program kept still read, verified and followed byte for byte?

The files in `earlier/` were written by version 0.1.0 before events were typed: a register with every deed, letters in
every state, a restore and the ledger beside it.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tracker import followup
from tracker.model import Act, Deed, Event
from tracker.model.because import FACTS_OF, OtherFacts, Reading
from tracker.model.deeds import RegisterDeed
from tracker.model.history import Because
from tracker.model.letters import AlertState, LetterState
from tracker.model.spelling import encode
from tracker.store import Database, connect, events, register
from tracker.store.canonical import dumps
from tracker.store.ledger import Ledger
from tracker.store.letters import decisions
from tracker.store.verifying import verify

EARLIER = Path(__file__).parent / "earlier"
HEAD = (53, "91bcb3e471d11c6dcb2a3266d8b01ca84ea52fedeebddba0c5e030fa8ce62ec7")
KEPT = (
    "SELECT * FROM events ORDER BY sequence",
    "SELECT * FROM private_details ORDER BY sequence",
    "SELECT * FROM actors ORDER BY id",
    "SELECT key, kind, state, message_id, sha256, subject, recipient FROM letters ORDER BY id",
    "SELECT letter_id, content FROM letter_contents ORDER BY letter_id",
    "SELECT key, kind, step, state, event FROM alerts ORDER BY key",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The register of then, at another place."""
    found = tmp_path / "register.db"
    found.write_bytes(gzip.decompress((EARLIER / "register.db.gz").read_bytes()))
    return found


@pytest.fixture
def earlier(path: Path) -> Iterator[Database]:
    """The same, opened and brought to this version."""
    database = connect(path)
    database.upgrade()
    yield database
    database.close()


def rows(path: Path) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        return [raw.execute(query).fetchall() for query in KEPT]


def all_events(database: Database) -> list[Event]:
    with database.read() as tx:
        return list(events.events_since(tx))


def test_it_verifies_and_ends_where_it_ended(earlier: Database) -> None:
    with earlier.read() as tx:
        verdict = verify(tx)

    assert verdict.problems == ()
    assert (verdict.head.sequence, verdict.head.digest) == HEAD


def test_bringing_it_to_this_version_changes_no_byte_of_history_and_letters(path: Path) -> None:
    before = rows(path)

    with closing(connect(path)) as database:
        database.upgrade()

    assert rows(path) == before


def test_every_deed_stands_in_it(earlier: Database) -> None:
    assert {event.kind for event in all_events(earlier)} == {*Deed, *RegisterDeed} - {Deed.RECALLED}  # which came later


def test_the_facts_of_every_event_become_byte_for_byte_what_is_stored(earlier: Database) -> None:
    for event in all_events(earlier):
        facts = event.because.facts
        again = {"because": encode(facts)} if facts else {}

        assert not isinstance(event.because, OtherFacts)
        assert dumps(again) == dumps({name: part for name, part in event.details.items() if name == "because"})


def test_the_facts_of_every_event_are_of_the_class_of_its_deed(earlier: Database) -> None:
    table: dict[str, type[Because]] = {kind.value: facts for kind, facts in FACTS_OF.items()}

    for event in all_events(earlier):
        assert type(event.because) in {table[event.kind], Reading}


def test_the_chain_goes_on_from_it(earlier: Database) -> None:
    last = all_events(earlier)[-1]
    with earlier.write() as tx:
        register.record(tx, 1, followup.note(register.entry(tx, 1), "van nu"), act=Act("griffie", last.at))

    with earlier.read() as tx:
        assert verify(tx).is_sound


def test_the_states_of_its_letters_and_alerts_are_those_of_today(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        letters = {state for (state,) in raw.execute("SELECT DISTINCT state FROM letters")}
        alerts = {state for (state,) in raw.execute("SELECT DISTINCT state FROM alerts")}

    assert letters == {*LetterState} - {LetterState.SENDING, LetterState.DOT}
    assert alerts == {*AlertState}


def test_its_letters_are_read(earlier: Database) -> None:
    with earlier.read() as tx:
        letters = decisions.listing(tx, states=())

    assert {(str(letter.kind), letter.key.partition(":")[0]) for letter in letters} == {
        ("digest", "digest"),
        ("alert", "alerts"),
    }


def test_its_ledger_knows_the_letters_that_left(earlier: Database, tmp_path: Path) -> None:
    shutil.copy(EARLIER / "ledger.jsonl", tmp_path / "ledger")
    told = Ledger(tmp_path / "ledger").everything()

    with closing(sqlite3.connect(earlier.path or "")) as raw:
        left = {key for (key,) in raw.execute("SELECT key FROM letters WHERE sent_at IS NOT NULL")}
    assert set(told.sent) == left
