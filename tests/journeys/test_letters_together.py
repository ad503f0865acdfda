"""Several schedulers share one register, and its server may fall over: every letter still leaves once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from killing import Found, Killing
from postgres_server import Server, programs, serving
from promises import Told
from smtp_sink import Fault, Sink, Slow

from tracker.errors import StoreError
from tracker.store import Database, connect


def together(database: Database, folder: Path, *, schedulers: int, readers: int) -> tuple[Killing, Sink]:
    """Some schedulers tick at the same time until nothing is left."""
    with ExitStack() as stack:
        sink = stack.enter_context(Sink())
        (folder / "0").mkdir()
        first = stack.enter_context(Killing(database, folder / "0", sink))
        first.fill(readers=readers)
        others = []
        for index in range(1, schedulers):
            (folder / str(index)).mkdir()
            others.append(stack.enter_context(Killing(database, folder / str(index), sink)))
            others[-1].house.clock.now = first.house.clock.now
        threads = [Thread(target=one.run) for one in (first, *others)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        first.settle()
        return first, sink


def test_schedulers_on_one_register_send_each_letter_once(database: Database, tmp_path: Path) -> None:
    office, sink = together(database, tmp_path, schedulers=3, readers=25)

    assert office.judge().is_clean, office.found
    assert Counter(message.content for message in sink.accepted).most_common(1)[0][1] == 1
    assert len(sink.accepted) == 50


@pytest.mark.soak
@pytest.mark.parametrize("schedulers", [2, 3])
def test_schedulers_on_one_register_send_five_thousand_letters_once(
    database: Database, tmp_path: Path, schedulers: int, promise: Told
) -> None:
    office, sink = together(database, tmp_path, schedulers=schedulers, readers=2500)

    office.judge().tell(promise)
    assert office.found.is_clean, office.found
    assert len(sink.accepted) == len({message.content for message in sink.accepted}) == 5000


@pytest.fixture
def server() -> Iterator[Server]:
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL programs")
    with serving(found) as server:
        yield server


def fell(server: Server, folder: Path, *, readers: int, falls: int) -> Found:
    """The database server falls while letters are sent, again and again."""
    database = connect(server.url)
    answer = Slow(0.004)  # so that a fall finds a sender at work

    def unhurried(phase: str, _times: int) -> Fault | None:
        return answer if phase == "dot" else None

    with Sink(unhurried) as sink, Killing(database, folder, sink) as office:
        office.fill(readers=readers)
        for fall in range(falls):
            before = len(sink.accepted)
            thread = Thread(target=office.run)
            thread.start()
            end = monotonic() + 20
            while len(sink.accepted) < before + 3 + fall and thread.is_alive() and monotonic() < end:
                sleep(0.002)
            server.stop("immediate")
            thread.join()
            server.start()
            _reconnect(office)
        office.settle()
        found = office.judge()
        database.close()
        return found


def _reconnect(office: Killing) -> None:
    """The first words over a connection that died tell so; then a new one is made."""
    for _ in range(3):
        try:
            office.let_time_pass()
        except StoreError:
            office.house.database.close()
        else:
            return


def test_a_database_server_that_falls_costs_no_letter(server: Server, tmp_path: Path) -> None:
    found = fell(server, tmp_path, readers=25, falls=1)

    assert found.is_clean, found
    assert found.messages >= 50 - found.in_doubt


@pytest.mark.soak
def test_a_database_server_that_falls_twenty_times_costs_no_letter(
    server: Server, tmp_path: Path, promise: Told
) -> None:
    found = fell(server, tmp_path, readers=300, falls=20)

    found.tell(promise)
    assert found.is_clean, found
