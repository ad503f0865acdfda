"""A rehearsed day shows what would leave: nothing is sent, and neither register nor ledger change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from calling import Terminal, called
from posthouse import DAILY, MONDAY, PostHouse
from smtp_sink import Sink
from sqlalchemy import select

from tracker.model.letters import LetterKind, OutcomeKind
from tracker.store import Database
from tracker.store.keeping import copy_for_trial
from tracker.store.tables import metadata
from tracker.store.tables.letters import subscribers
from tracker.usecases.letters import rehearsing
from tracker.usecases.letters.post_office import PostOffice
from tracker.usecases.letters.rehearsing import Fate, rehearse_tick

DUE = date(2026, 3, 9)
LATER = DUE + timedelta(days=1)


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as tx:
        return {table.name: [tuple(row) for row in tx.execute(select(table))] for table in metadata.sorted_tables}


def with_way_out(house: PostHouse) -> PostOffice:
    """The settings name a mail server; nobody listens there."""
    return replace(house.office, settings=replace(house.settings, mail=replace(house.settings.mail, host="127.0.0.1")))


def test_readers_who_came_after_the_rehearsed_day_are_told_of(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    before, after = (rehearse_tick(with_way_out(house), house.noon(day)) for day in (MONDAY - timedelta(7), LATER))

    assert (before.readers_added_later, after.readers_added_later) == (1, 0)


def test_a_rehearsed_tick_shows_letters_and_changes_nothing(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    house.tick()
    before, ledger = contents(house.database), house.office.ledger.path.read_bytes()
    seen = rehearse_tick(with_way_out(house), house.noon(LATER))

    assert [(one.fate, one.kind, one.recipient) for one in seen.foreseen] == [
        (Fate.LEAVES, LetterKind.ALERT, "jan@example.org"),
        (Fate.LEAVES, LetterKind.DIGEST, "jan@example.org"),
    ]
    assert "1 dag te laat" in seen.foreseen[0].subject
    assert contents(house.database) == before
    assert house.office.ledger.path.read_bytes() == ledger
    assert len(house.pocket.letters) == 1


def test_what_leaves_while_the_register_is_copied_for_a_rehearsal_is_known_to_have_left(
    house: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add(DUE)
    house.reader(alerts=())
    house.tick()
    house.clock.set(DUE, "08:00")
    house.tick_plan_only()

    def copied_while_sending(database: Database, target: Path) -> None:
        copy_for_trial(database, target)
        house.tick()

    monkeypatch.setattr(rehearsing, "copy_for_trial", copied_while_sending)
    seen = rehearse_tick(with_way_out(house), house.noon(DUE))

    assert len(house.pocket.letters) == 1
    assert seen.foreseen == ()


def test_after_a_rehearsal_letters_leave_on_their_days_as_if_there_had_been_none(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    for year in (2027, 2040):
        rehearse_tick(with_way_out(house), house.noon(date(year, 6, 1)))
    for day in range(15):
        house.clock.set(MONDAY + timedelta(days=day), "09:00")
        house.tick()

    assert [letter.slot for letter in house.sent(LetterKind.DIGEST)] == [DUE, DUE + timedelta(days=7)]
    assert len(house.sent(LetterKind.ALERT)) == 4  # 7 and 1 day before, 1 and 7 days after


def test_what_would_wait_is_shown_with_the_time_and_the_reason(house: PostHouse) -> None:
    house.add(DUE)
    house.reader(timetable=DAILY)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    house.tick()
    seen = rehearse_tick(with_way_out(house), house.clock())
    early = rehearse_tick(with_way_out(house), house.noon(LATER) - timedelta(hours=7))

    (waiting,) = seen.foreseen
    assert (waiting.fate, waiting.at) == (Fate.WAITS, house.clock() + timedelta(minutes=1))
    assert "pocket" in (waiting.why or "")
    unwritten = [one for one in early.foreseen if one.why == "not written yet"]
    assert [(one.subject, one.at) for one in unwritten] == [
        ("C-0001 het rapport aan de commissie bezorgen", house.noon(LATER) - timedelta(hours=6))
    ]


def test_without_a_way_out_a_rehearsal_shows_that_letters_would_wait(house: PostHouse) -> None:
    house.add(DUE)
    house.reader()
    settings = replace(house.settings, mail=replace(house.settings.mail, transport=None))
    seen = rehearse_tick(replace(house.office, settings=settings), house.noon(LATER))

    assert not seen.has_way_out
    assert {one.fate for one in seen.foreseen} == {Fate.WAITS}


def test_an_alert_that_would_be_overtaken_is_shown_as_withdrawn(house: PostHouse) -> None:
    number = house.add(DUE)
    house.reader()
    house.tick_plan_only()
    house.resolve(number)
    seen = rehearse_tick(with_way_out(house), house.clock() + timedelta(minutes=1))

    assert [one.fate for one in seen.foreseen] == [Fate.LEAVES, Fate.WITHDRAWN]
    assert "something that it told of changed" in (seen.foreseen[1].why or "")


@pytest.fixture
def server() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def place(tmp_path: Path, database: Database, server: Sink) -> Path:
    """A folder with a commitment due on 9 March 2026, a reader, and a mail server."""
    url = database.url.render_as_string(hide_password=False)
    way = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"'
    (tmp_path / "tracker.toml").write_text(
        f'database = "{url}"\nledger = "ledger"\n[letters]\ngroup_wait_minutes = 0\n[mail]\n{way}\n'
    )
    words = ("--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport bezorgen", "--minister", "Maes")
    called(tmp_path, "add", *words, "--deadline", "2026-03-09", "--said-on", "2026-02-20", at="2026-03-01T12:00")
    called(tmp_path, "subscriber", "add", "jan@example.org", at="2026-03-01T12:00")
    return tmp_path


REHEARSALS = {
    "a later day": ("--today", "2027-06-01", "tick"),
    "an instant": ("tick", "--now", "2040-01-02T09:00"),
    "an earlier day": ("--today", "2026-03-02", "tick", "--once"),
}


@pytest.mark.parametrize("words", REHEARSALS.values(), ids=REHEARSALS)
def test_a_rehearsal_from_the_command_sends_nothing(
    place: Path, database: Database, server: Sink, words: tuple[str, ...]
) -> None:
    before = contents(database)
    shown = called(place, *words, "--format", "json", at="2026-03-01T12:00")
    told = called(place, *words, at="2026-03-01T12:00")

    assert {row["fate"] for row in json.loads(shown)} == {"leaves"}
    assert {row["kind"] for row in json.loads(shown)} == {"digest", "alert"}
    assert "nothing was sent or changed: 1 digest and 1 alert letter would be written." in told
    assert server.accepted == []
    assert contents(database) == before
    assert not (place / "ledger").exists()


def test_the_variable_rehearses_as_the_option_does(
    place: Path, database: Database, server: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(database)
    monkeypatch.setenv("TRACKER_TODAY", "2027-06-01")
    told = called(place, "tick", at="2026-03-01T12:00")

    assert "Rehearsed for 2027-06-01 12:00, nothing was sent or changed" in told
    assert server.accepted == []
    assert contents(database) == before


def test_a_file_stays_byte_for_byte_the_same(tmp_path: Path, sqlite_template: Path) -> None:
    register = tmp_path / "commitments.db"
    register.write_bytes(sqlite_template.read_bytes())
    called(tmp_path, "subscriber", "add", "jan@example.org", at="2026-03-01T12:00")
    before = register.read_bytes()
    called(tmp_path, "--today", "2027-06-01", "tick")

    assert register.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["commitments.db"]


REFUSED = (
    ("run",),
    ("digest", "send", "jan@example.org"),
    ("outbox", "retry", "1"),
    ("outbox", "resolve", "1", "--sent"),
    ("outbox", "drop", "1", "--reason", "dubbel"),
    ("outbox", "reconcile"),
    ("bounces", "stop.eml"),
    ("subscriber", "add", "an@example.org"),
    ("subscriber", "edit", "jan@example.org", "--daily"),
    ("subscriber", "pause", "jan@example.org"),
    ("subscriber", "resume", "jan@example.org"),
    ("subscriber", "remove", "jan@example.org"),
    ("follow", "C-0001", "jan@example.org"),
    ("unfollow", "C-0001", "jan@example.org"),
    ("silence", "add", "--until", "2099-01-01", "--reason", "reces"),
    ("silence", "lift", "1"),
)


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_what_sends_or_settles_when_is_refused_on_a_rehearsed_day(
    place: Path, database: Database, server: Sink, command: tuple[str, ...]
) -> None:
    (place / "stop.eml").write_text(f"Subject: unsubscribe {_token(database)}\n\n")
    before = contents(database)
    told = called(place, "--today", "2027-06-01", *command, at="2026-03-01T12:00", fails=1)

    assert "On a rehearsed day (2027-06-01) nothing is sent" in told
    assert contents(database) == before
    assert server.accepted == []


def test_what_only_looks_works_on_a_rehearsed_day(place: Path) -> None:
    (place / "nothing.eml").write_text("Subject: hello\n\nhi\n")
    day = ("--today", "2027-06-01")

    assert "overdue" in called(place, *day, "digest", "preview", "jan@example.org")
    assert "jan@example.org" in called(place, *day, "subscriber", "list")
    assert called(place, *day, "outbox", "list", "--format", "json") == "[]\n"
    assert "1 message that is neither" in called(place, *day, "bounces", "nothing.eml")


def test_decisions_are_recorded_on_a_rehearsed_day(place: Path) -> None:
    heads = "nummer,nieuwe termijn,reden,nagekomen op,bewijs"
    (place / "answers.csv").write_text(f"{heads}\nC-0001,2026-12-31,meer tijd nodig,,\n")
    moved = called(place, "--today", "2026-03-05", "answers", "answers.csv", "--also-not-recalled")
    called(place, "--today", "2026-03-06", "resolve", "C-0001", "--evidence", "https://example.org/")

    assert "C-0001 moved to 2026-12-31" in moved
    assert "2026-03-06" in called(place, "history", "C-0001")


def test_a_rehearsal_tells_which_letters_could_not_be_written(place: Path) -> None:
    (place / "own" / "alert").mkdir(parents=True)
    (place / "own" / "alert" / "subject.txt").write_text("{{ nobody }}")
    (place / "tracker.toml").write_text('templates = "own"\n' + (place / "tracker.toml").read_text())
    told = called(place, "tick", "--now", "2026-03-09T09:00", fails=1)

    assert "Not all would go well" in told
    assert "1 digest and 0 alert letters would be written" in told


def test_on_a_terminal_a_rehearsal_is_a_table(place: Path) -> None:
    told = called(place, "tick", "--now", "2026-03-10T09:00", screen=Terminal)

    assert "jan@example.org" in told
    assert "2026-03-10 09:00" in told


def test_a_rehearsal_makes_no_register(tmp_path: Path) -> None:
    told = called(tmp_path, "--today", "2026-03-10", "tick", fails=1)

    assert "There is no register" in told
    assert list(tmp_path.iterdir()) == []


def test_a_real_tick_tells_programs_what_it_did(place: Path) -> None:
    (row,) = json.loads(called(place, "tick", "--format", "json", at="2026-03-02T09:00"))

    assert (row["digests"], row["alert_letters"], row["sent"], row["problems"]) == (1, 1, 2, [])


def _token(database: Database) -> str:
    with database.read() as tx:
        return str(tx.execute(select(subscribers.c.token)).scalar_one())
