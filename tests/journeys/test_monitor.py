"""Somebody outside hears after each tick whether anything is wrong, and no tick waits for it or fails by it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from calling import called, called_until
from posthouse import NO_DIGEST, PostHouse

from tracker.errors import StoreError
from tracker.model.letters import OutcomeKind
from tracker.model.settings import MonitorSettings
from tracker.monitor import Monitor, Ping, call, open_monitor
from tracker.store import Database
from tracker.store.letters import troubles
from tracker.usecases.letters.tick import tick


@dataclass
class Watch:
    """A monitor on the loopback that keeps what it hears, and answers as it is told."""

    heard: list[tuple[str, str, str]] = field(default_factory=list)
    answer: int = 200
    silent: Event | None = None
    port: int = 0

    def address(self, path: str = "/well") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.heard]


@pytest.fixture
def watch() -> Iterator[Watch]:
    kept = Watch()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            kept.heard.append((self.command, self.path, body))
            if kept.silent:
                kept.silent.wait(20)
            self.send_response(kept.answer)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that the server looks for

        def log_message(self, format: str, *_values: object) -> None:  # noqa: A002 - as it is there
            """Nothing is written on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


class Minutes:
    """A clock on which a minute passes each time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 60
        return self.seconds


def monitor_of(watch: Watch, *, tells: bool = False, patience: float = 5) -> Monitor:
    settings = MonitorSettings(well=watch.address(), wrong=watch.address("/fail"), tells=tells)
    return Monitor(settings, patience=patience, elapsed=Minutes())


def failing(house: PostHouse) -> dict[str, str]:
    with house.database.read() as tx:
        return {one.name: one.told for one in troubles.known(tx)}


def test_a_tick_that_left_nothing_wrong_is_heard(house: PostHouse, watch: Watch) -> None:
    house.reader()
    tick(house.office, house.pocket, monitor=monitor_of(watch, tells=True))

    assert watch.heard == [("GET", "/well", "")]


@pytest.mark.parametrize("tells", [False, True])
def test_what_is_wrong_is_heard_by_name_if_at_all(house: PostHouse, watch: Watch, *, tells: bool) -> None:
    house.add(date(2026, 3, 9))
    house.reader("jan@example.org", timetable=NO_DIGEST)
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.1.1 jan@example.org is unknown"
    tick(house.office, house.pocket, monitor=monitor_of(watch, tells=tells))

    assert watch.heard == [("POST", "/fail", "1 wrong: letters") if tells else ("GET", "/fail", "")]


def test_a_tick_that_fails_is_heard(local: PostHouse, watch: Watch, sqlite_database: Database) -> None:
    local.reader()
    with sqlite_database.engine.connect() as keeper:
        keeper.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError):
        tick(local.office, local.pocket, monitor=monitor_of(watch, tells=True))

    assert watch.heard == [("POST", "/fail", "1 wrong: register can be written")]


def test_a_register_that_cannot_be_reached_is_heard(house: PostHouse, watch: Watch) -> None:
    class Fallen:
        def __getattr__(self, name: str) -> object:
            raise StoreError(f"Cannot reach it: {name}.")

    house.office = replace(house.office, database=Fallen())  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        tick(house.office, house.pocket, monitor=monitor_of(watch, tells=True))

    assert watch.heard == [("POST", "/fail", "1 wrong: register")]


def test_a_monitor_that_does_not_hear_is_a_trouble_and_the_letters_leave(house: PostHouse, watch: Watch) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    watch.answer = 503
    monitor = monitor_of(watch)
    done = tick(house.office, house.pocket, monitor=monitor)
    unheard = failing(house)
    watch.answer = 200
    tick(house.office, house.pocket, monitor=monitor)

    assert (done.delivered.sent, done.problems) == (1, ())
    assert unheard == {"monitor": "127.0.0.1 answered 503"}
    assert failing(house) == {}
    assert watch.paths == ["/well", "/well"], "that it did not hear is nothing that it need hear of"


def test_no_tick_waits_for_a_monitor_that_hangs(local: PostHouse, watch: Watch) -> None:
    watch.silent, began = Event(), monotonic()
    tick(local.office, local.pocket, monitor=monitor_of(watch, patience=0.3))
    watch.silent.set()

    assert monotonic() - began < 10
    assert failing(local) == {"monitor": "127.0.0.1 did not answer within 0.3 seconds"}


def test_a_monitor_that_is_not_there_is_told_without_its_secret() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

    assert call(f"http://127.0.0.1:{port}/secret") == "127.0.0.1 cannot be reached: Connection refused"


def test_a_redirect_is_not_followed(watch: Watch) -> None:
    watch.answer = 302

    assert call(watch.address()) == "127.0.0.1 answered 302"
    assert watch.paths == ["/well"]


def test_while_nothing_changes_it_is_told_once_a_minute(watch: Watch) -> None:
    now = [0.0]
    settings = MonitorSettings(well=watch.address(), wrong=watch.address("/fail"))
    monitor = Monitor(settings, elapsed=lambda: now[0])
    for second, wrong in ((0, ()), (30, ()), (40, ("digests",)), (50, ("digests",)), (55, ()), (60, ()), (115, ())):
        now[0] = second
        monitor.tell(wrong)

    assert watch.paths == ["/well", "/fail", "/well", "/well"]


def test_what_was_not_heard_is_told_again_at_once(watch: Watch) -> None:
    monitor = Monitor(MonitorSettings(well=watch.address()), elapsed=lambda: 0.0)
    watch.answer = 500
    monitor.tell(())
    monitor.tell(())

    assert len(watch.heard) == 2


def test_without_an_address_nobody_is_called(watch: Watch) -> None:
    monitor = open_monitor(MonitorSettings(well=watch.address()))

    assert open_monitor(MonitorSettings()) is None
    assert monitor
    assert monitor.tell(("digests",)) is None
    assert watch.heard == []


def test_a_tick_that_is_stopped_tells_nothing(local: PostHouse, watch: Watch) -> None:
    tick(local.office, local.pocket, stop=lambda: True, monitor=monitor_of(watch))

    assert watch.heard == []


def test_the_command_calls_what_the_settings_name(tmp_path: Path, sqlite_template: Path, watch: Watch) -> None:
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(
        f'[mail]\ntransport = "folder"\n[monitor]\nwell = "{watch.address()}"\nwrong = "{watch.address("/fail")}"\n'
    )
    (tmp_path / "tracker.toml").chmod(0o600)  # the addresses are secrets
    called(tmp_path, "tick", "--once")
    called(tmp_path, "tick", "--now", "2026-03-29T08:00")
    watch.answer = 500
    called(tmp_path, "tick")
    checks = json.loads(called(tmp_path, "status", "--format", "json"))["checks"]

    assert watch.paths == ["/well", "/well"], "a rehearsal calls nobody"
    assert [check["state"] for check in checks if check["name"] == "trouble: monitor"] == ["advice"]


def ping_of(watch: Watch, *, patience: float = 5, elapsed: Callable[[], float] | None = None) -> Ping:
    return Ping(watch.address("/check?of=us"), patience=patience, elapsed=elapsed or Minutes())


def test_a_run_is_heard_when_it_starts_and_when_it_went_well(house: PostHouse, watch: Watch) -> None:
    house.reader()
    tick(house.office, house.pocket, ping=ping_of(watch))

    assert watch.heard == [("GET", "/check/start?of=us", ""), ("GET", "/check?of=us", "")]


def test_a_run_after_which_anything_is_wrong_is_heard_to_fail(house: PostHouse, watch: Watch) -> None:
    house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.1.1 unknown"
    tick(house.office, house.pocket, ping=ping_of(watch))

    assert watch.paths == ["/check/start?of=us", "/check/fail?of=us"]


def test_a_run_that_breaks_is_heard_to_fail(local: PostHouse, watch: Watch, sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as keeper:
        keeper.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError):
        tick(local.office, local.pocket, ping=ping_of(watch))

    assert watch.paths == ["/check/start?of=us", "/check/fail?of=us"]


def test_letters_leave_before_a_check_that_hangs_is_given_up(local: PostHouse, watch: Watch) -> None:
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    watch.silent, began = Event(), monotonic()
    done = tick(local.office, local.pocket, ping=ping_of(watch, patience=0.3))
    watch.silent.set()

    assert (done.delivered.sent, monotonic() - began < 10) == (1, True)
    assert done.unheard == ("ping: 127.0.0.1 did not answer within 0.3 seconds",)
    assert failing(local) == {"ping": "127.0.0.1 did not answer within 0.3 seconds"}


def test_a_check_that_does_not_hear_is_a_trouble_until_it_does(house: PostHouse, watch: Watch) -> None:
    watch.answer = 500
    ping = ping_of(watch)
    unheard = tick(house.office, house.pocket, ping=ping).unheard
    troubled = failing(house)
    watch.answer = 200
    heard = tick(house.office, house.pocket, ping=ping).unheard

    assert (unheard, troubled) == (("ping: 127.0.0.1 answered 500",), {"ping": "127.0.0.1 answered 500"})
    assert (heard, failing(house)) == ((), {})
    assert watch.paths[-1] == "/check?of=us", "that it did not hear makes no run fail"


def test_a_check_hears_once_a_minute_while_nothing_changes(watch: Watch) -> None:
    now = [0.0]
    ping = ping_of(watch, elapsed=lambda: now[0])
    for second, is_wrong in ((0, False), (30, False), (40, True), (50, True), (70, False), (130, False)):
        now[0] = second
        ping.begin()
        ping.tell(is_wrong=is_wrong)

    started, well, failed = "/check/start?of=us", "/check?of=us", "/check/fail?of=us"
    assert watch.paths == [started, well, failed, well, started, well]


def test_the_command_pings_what_the_settings_name(tmp_path: Path, sqlite_template: Path, watch: Watch) -> None:
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(f'[mail]\ntransport = "folder"\n[health]\nping = "{watch.address("/x")}"\n')
    (tmp_path / "tracker.toml").chmod(0o600)  # the address is a secret
    called(tmp_path, "tick")
    called(tmp_path, "tick", "--now", "2026-03-29T08:00")
    watch.answer = 500
    said = called(tmp_path, "tick")

    assert watch.paths == ["/x/start", "/x"] * 2, "a rehearsal calls nobody"
    assert "Not heard outside: ping: 127.0.0.1 answered 500" in said


def test_the_log_of_the_scheduler_tells_what_was_not_heard(tmp_path: Path, sqlite_template: Path, watch: Watch) -> None:
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(f'[mail]\ntransport = "folder"\n[health]\nping = "{watch.address()}"\n')
    (tmp_path / "tracker.toml").chmod(0o600)
    watch.answer = 500

    log = called_until("not heard outside", place=tmp_path, arguments=("run",), at="2026-03-02T08:00")
    assert "warning not heard outside told=ping: 127.0.0.1 answered 500" in log
