"""Silence looks red: what is owed and late, who is dead and what cannot be written are seen, though nobody ticks."""

from __future__ import annotations

import resource
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse
from sqlalchemy import update

from tracker.letters.render import Letterhead
from tracker.letters.sample import unusable
from tracker.model.checks import Check, CheckState
from tracker.model.letters import AlertKind, AlertState, LetterState, OutcomeKind
from tracker.store import Database, connect
from tracker.store.ledger import Ledger
from tracker.store.letters import health, outbox, troubles
from tracker.store.storage import why_not_written
from tracker.store.tables.letters import alerts, letters, subscribers
from tracker.usecases.letters.checkup import examine_post
from tracker.usecases.letters.raising import raise_alerts
from tracker.usecases.letters.tick import leave, tick
from tracker.usecases.status import house_status
from tracker.wording.catalogue import languages


def wrong(house: PostHouse) -> dict[str, Check]:
    return {
        check.name: check for check in examine_post(house.office, now=house.clock()) if check.state is CheckState.WRONG
    }


def ticks(house: PostHouse, number: int) -> None:
    """So many ticks pass."""
    house.clock.forward(seconds=number * house.settings.letters.tick_seconds)


def keep_ticking(house: PostHouse, owner: str = "test:1") -> None:
    """One tick of a scheduler that stays."""
    tick(replace(house.office, owner=owner), house.pocket, lasting=True)


def test_a_scheduler_that_is_dead_for_fourteen_ticks_is_wrong(house: PostHouse) -> None:
    house.reader()
    keep_ticking(house)
    well = house_status(house.office, now=house.clock())
    ticks(house, 14)
    dead = house_status(house.office, now=house.clock())

    assert not well.needs_somebody, well.unwell
    assert dead.needs_somebody
    assert "1 scheduler stopped without a word: test:1; nobody is left" in str(wrong(house)["schedulers"].told)


def test_a_scheduler_that_was_killed_is_wrong_at_once(house: PostHouse) -> None:
    house.reader()
    keep_ticking(house)
    house.office = replace(house.office, is_gone=lambda owner: owner == "test:1")

    assert list(wrong(house)) == ["schedulers"]


def test_seventeen_days_of_digests_that_nobody_wrote_are_wrong(house: PostHouse) -> None:
    for address in ("an@example.org", "jan@example.org"):
        house.reader(address, timetable=DAILY)
    keep_ticking(house)
    leave(house.office)
    house.clock.forward(days=17)
    found = wrong(house)

    assert str(found["digests"].told) == "2 readers should have had a digest written"
    assert found["digests"].since == PostHouse.noon(MONDAY) + timedelta(hours=20)
    assert str(found["schedulers"].told) == "nobody looks what is owed"
    assert found["schedulers"].since == PostHouse.noon(MONDAY)


def test_a_digest_that_waits_for_the_next_tick_is_not_late(house: PostHouse) -> None:
    house.reader(timetable=DAILY)
    house.clock.set(MONDAY + timedelta(days=1), "07:59")
    house.tick()
    house.clock.forward(minutes=3)

    assert wrong(house) == {}


def test_a_reader_whose_next_digest_is_nowhere_is_wrong(house: PostHouse) -> None:
    reader = house.reader()
    house.tick()
    with house.database.write() as tx:
        tx.execute(update(subscribers).where(subscribers.c.id == reader.id).values(next_digest_at=None))

    assert list(wrong(house)) == ["digests"]


def test_a_reader_who_wants_no_digest_is_owed_none(house: PostHouse) -> None:
    house.reader(timetable=NO_DIGEST)
    house.tick()

    assert wrong(house) == {}


def test_letters_that_wait_with_all_schedulers_dead_are_wrong(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    for index in range(40):
        house.reader(f"r{index:02d}@example.org", timetable=NO_DIGEST)
    house.tick_plan_only()
    with house.database.write() as tx:
        for number in range(3):
            health.beat(tx, f"mx:{number}", house.clock())
    house.clock.forward(hours=2)
    found = wrong(house)

    assert str(found["outbox"].told) == "40 letters should have left"
    assert "3 schedulers stopped without a word" in str(found["schedulers"].told)


def test_letters_that_a_dead_sender_holds_are_late(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.tick_plan_only()
    with house.database.write() as tx:
        outbox.claim(tx, house.office.hold, now=house.clock(), limit=1)
    house.clock.forward(hours=2)
    held = wrong(house).keys()
    with house.database.write() as tx:
        tx.execute(update(letters).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))

    assert "outbox" not in held, "its lease has not ended"
    assert str(wrong(house)["outbox"].told) == "1 letter should have left"


def test_many_letters_may_take_their_time_where_they_are_throttled(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    for index in range(60):
        house.reader(f"r{index:02d}@example.org", timetable=NO_DIGEST)
    house.tick_plan_only()
    house.clock.forward(minutes=90)
    slow = replace(house.settings, mail=replace(house.settings.mail, max_per_minute=1))

    assert "outbox" in wrong(house)
    house.office = replace(house.office, settings=slow)
    assert "outbox" not in wrong(house)


def test_what_waits_for_a_reader_who_is_not_written_to_is_not_late(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader()
    raise_alerts(house.office)
    house.tick_plan_only()
    with house.database.write() as tx:
        tx.execute(update(subscribers).where(subscribers.c.id == reader.id).values(state="paused"))
        tx.execute(update(letters).values(doubts=1))
    house.clock.forward(days=20)
    house.tick()

    assert wrong(house) == {}


def test_an_alert_without_a_letter_is_late_as_long_as_it_holds(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.tick_plan_only()
    with house.database.write() as tx:
        tx.execute(update(alerts).values(state=AlertState.PENDING, letter_id=None))
        tx.execute(update(letters).values(state=LetterState.DROPPED))
    house.clock.forward(hours=2)
    late = str(wrong(house)["alerts"].told)
    house.resolve(number)

    assert late == "1 alert should stand in a letter"
    assert "alerts" not in wrong(house)


def test_a_letter_that_is_put_off_is_no_alarm_until_it_takes_a_day(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.pocket.answer = lambda _letter: OutcomeKind.DEFERRED
    found = []
    for _ in range(27):
        house.tick()
        found.append(frozenset(wrong(house)))
        house.clock.forward(hours=1)

    assert found[:24] == 24 * [frozenset()]
    assert found[-1] == {"put off"}


def test_letters_to_a_reader_who_is_put_off_are_put_off_too(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader(timetable=NO_DIGEST)
    house.tick_plan_only()
    house.clock.forward(hours=25)
    house.tick_plan_only()
    until = house.clock() + timedelta(minutes=5)
    with house.database.write() as tx:
        tx.execute(update(subscribers).where(subscribers.c.id == reader.id).values(put_off_until=until))
    put_off = frozenset(wrong(house))
    house.clock.forward(minutes=30)
    house.tick_plan_only()
    due_again = frozenset(wrong(house))
    house.clock.forward(hours=1)
    house.tick_plan_only()

    assert put_off == {"put off"}
    assert due_again == frozenset()
    assert frozenset(wrong(house)) == {"outbox"}


def test_the_dead_are_told_of_for_an_hour_while_another_goes_on(house: PostHouse) -> None:
    house.reader()
    keep_ticking(house, "mx:1")
    states = []
    for _ in range(5):
        house.clock.forward(minutes=15)
        keep_ticking(house, "mx:2")
        states.append(
            next(check.state for check in examine_post(house.office, now=house.clock()) if check.name == "schedulers")
        )
    with house.database.read() as tx:
        left = [owner for owner, _ in health.beats(tx)]

    assert states == 4 * [CheckState.ADVICE] + [CheckState.WELL]
    assert left == ["mx:2"]


def test_a_planning_that_comes_to_no_end_is_wrong(house: PostHouse) -> None:
    house.reader()
    house.tick()
    for _ in range(4):
        house.clock.forward(minutes=10)
        with house.database.write() as tx:  # and then it is killed, for want of memory
            health.ticked(tx, at=house.clock(), boot=None, elapsed=0.0)

    assert list(wrong(house)) == ["planning"]


@contextmanager
def on_a_full_disk() -> Iterator[None]:
    """No file can grow."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_is_wrong_though_nothing_can_be_written_about_it(
    local: PostHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.reader()
    local.tick()
    monkeypatch.setattr(tempfile, "tempdir", None)  # as in a process that just began
    with on_a_full_disk():
        found = wrong(local)

    assert {"register can be written", "room of the register", "room for temporary files"} <= found.keys()
    assert wrong(local) == {}


def test_nothing_of_the_attempt_to_write_stays(house: PostHouse) -> None:
    assert why_not_written(house.database) is None
    with house.database.read() as tx:
        assert troubles.known(tx) == ()


def test_a_register_that_cannot_be_written_is_wrong(database: Database) -> None:
    read_only = "PRAGMA query_only=ON" if database.path else "SET ROLE pg_read_all_data"
    with database.engine.connect() as keeper:
        keeper.exec_driver_sql(read_only)
        keeper.commit()
    refusal = why_not_written(database)
    database.engine.dispose()

    assert refusal
    assert why_not_written(database) is None


def test_a_register_that_somebody_else_is_writing_into_is_well(sqlite_database: Database, tmp_path: Path) -> None:
    other = connect(sqlite_database.path or tmp_path, wait=0.1)
    with sqlite_database.write():
        refusal = why_not_written(other)
    other.close()

    assert refusal is None


def test_a_ledger_that_cannot_be_written_is_wrong(local: PostHouse, tmp_path: Path) -> None:
    local.reader()
    local.tick()
    (tmp_path / "elsewhere" / "ledger").mkdir(parents=True)
    local.office = replace(local.office, ledger=Ledger(tmp_path / "elsewhere" / "ledger"))
    with on_a_full_disk():
        full = wrong(local).keys()

    assert str(wrong(local)["ledger can be written"].told).endswith("ledger: Is a directory.")
    assert "is no file" in str(wrong(local)["ledger"].told)
    assert "room of the ledger" in full


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("digest/subject.txt", b"{{ nobody }}"),
        ("digest/body.html", b"{% for %}"),
        ("alert/body.txt", b"{{ 1 / 0 }}"),
        ("alert/subject.txt", b"{% if words.language == 'fr' %}{{ nobody }}{% endif %}x"),  # an is read in French
        ("rappel/body.html", b"caf\xe9"),
    ],
)
def test_a_template_that_does_not_render_is_wrong_before_anything_is_owed(
    local: PostHouse, tmp_path: Path, file: str, content: bytes
) -> None:
    local.reader("an@example.org", language="fr")
    local.tick()
    own = tmp_path / "own" / file
    own.parent.mkdir(parents=True)
    own.write_bytes(b"x")
    local.office = replace(local.office, settings=replace(local.settings, templates=str(tmp_path / "own")))
    well = wrong(local)
    own.write_bytes(content)

    assert well == {}
    assert "template of the " + file.partition("/")[0] in str(wrong(local)["templates"].told)


def test_the_templates_of_the_house_render_in_every_language() -> None:
    assert [list(unusable(Letterhead(language))) for language in languages()] == [[]] * len(languages())
