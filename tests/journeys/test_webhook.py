"""Another program is told what anybody may see, signed and once, and no letter waits for it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from calling import called
from posthouse import NO_DIGEST, PostHouse

from tracker.model.settings import WebhookSettings
from tracker.store.letters import troubles
from tracker.usecases.letters.tick import Ticked, tick
from tracker.usecases.letters.webhook import tell_events

SECRET = "geheim"
ADD = ("add", "--quote", "Ik bezorg u de cijfers.", "--summary", "cijfers bezorgen", "--said-on", "2021-09-21")


@dataclass
class Receiver:
    """A program on the loopback that keeps what it takes, and answers as it is told."""

    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: int = 204
    silent: Event | None = None
    port: int = 0

    @property
    def settings(self) -> WebhookSettings:
        return WebhookSettings(f"http://127.0.0.1:{self.port}/hook", SECRET)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.heard]

    @property
    def deeds(self) -> list[tuple[str, str]]:
        return [(one["event"], one["commitment"]) for one in self.told]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.heard.append((dict(self.headers), body))
            if kept.silent:
                kept.silent.wait(20)
            self.send_response(kept.answer)
            self.end_headers()

        def log_message(self, format: str, *_values: object) -> None:  # noqa: A002 - as it is there
            """Nothing is written on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


def ticked(house: PostHouse, receiver: Receiver) -> Ticked:
    return tick(house.office, house.pocket, webhook=receiver.settings)


def failing(house: PostHouse) -> dict[str, str]:
    with house.database.read() as tx:
        return {one.name: one.told for one in troubles.known(tx)}


def test_what_happens_is_told_once_and_signed(house: PostHouse, receiver: Receiver) -> None:
    ticked(house, receiver)
    house.add(date(2026, 3, 9))
    ticked(house, receiver)
    ticked(house, receiver)

    ((headers, body),) = receiver.heard
    told = json.loads(body)
    assert (told["event"], told["commitment"], told["now"]["due_on"]) == ("added", "C-0001", "2026-03-09")
    assert headers["Tracker-Signature"] == f"sha256={hmac.new(SECRET.encode(), body, sha256).hexdigest()}"
    assert (headers["Tracker-Event-Id"], headers["Content-Type"]) == (told["id"], "application/json")


def test_what_happened_before_a_webhook_was_set_is_not_told(house: PostHouse, receiver: Receiver) -> None:
    house.add(date(2026, 3, 9))
    ticked(house, receiver)

    assert receiver.heard == []


def test_what_is_not_taken_is_told_again_under_the_same_id_and_in_order(house: PostHouse, receiver: Receiver) -> None:
    ticked(house, receiver)
    house.add(date(2026, 3, 9))
    house.add(date(2026, 3, 10))
    receiver.answer = 500
    untaken = ticked(house, receiver)
    troubled = failing(house)
    receiver.answer = 200
    taken = ticked(house, receiver)

    assert (untaken.unheard, troubled) == (
        ("webhook: 127.0.0.1 answered 500",),
        {"webhook": "127.0.0.1 answered 500"},
    )
    assert [number for _, number in receiver.deeds] == ["C-0001", "C-0001", "C-0002"]
    assert receiver.told[0]["id"] == receiver.told[1]["id"] != receiver.told[2]["id"]
    assert (taken.unheard, failing(house)) == ((), {})


def test_letters_leave_while_a_receiver_hangs(local: PostHouse, receiver: Receiver) -> None:
    ticked(local, receiver)
    local.add(date(2026, 3, 9))
    local.reader(timetable=NO_DIGEST)
    receiver.silent, began = Event(), monotonic()
    letters = tick(local.office, local.pocket)
    unheard = tell_events(local.office, receiver.settings, patience=0.3)
    receiver.silent.set()

    assert (letters.delivered.sent, monotonic() - began < 10) == (1, True)
    assert unheard == "webhook: 127.0.0.1 did not answer within 0.3 seconds"


def test_whatever_breaks_the_telling_is_a_trouble_and_no_more(house: PostHouse, receiver: Receiver) -> None:
    unfit = WebhookSettings(receiver.settings.url, "half a character \ud800")
    ticked(house, receiver)
    house.add(date(2026, 3, 9))
    untold = tick(house.office, house.pocket, webhook=unfit).unheard
    troubled = failing(house)
    ticked(house, receiver)

    assert [one.partition(": ")[2].partition(":")[0] for one in untold] == ["UnicodeEncodeError"]
    assert "UnicodeEncodeError" in troubled["webhook"]
    assert (receiver.deeds, failing(house)) == ([("added", "C-0001")], {})


def test_nothing_that_stays_in_the_house_is_told(tmp_path: Path, receiver: Receiver) -> None:
    (tmp_path / "tracker.toml").write_text(
        f'[mail]\ntransport = "folder"\n[webhook]\nurl = "{receiver.settings.url}"\nsecret = "{SECRET}"\n'
    )
    (tmp_path / "tracker.toml").chmod(0o600)
    called(tmp_path, *ADD)
    called(tmp_path, "tick")
    called(tmp_path, "--as", "GEHEIM", "note", "1", "GEHEIM van het huis")
    called(tmp_path, "--as", "GEHEIM", "move", "1", "--to", "2022-06-30", "--reason", "GEHEIM")
    called(tmp_path, "edit", "1", "--staff", "GEHEIM")
    called(tmp_path, "tick", "--now", "2026-03-29T08:00")
    called(tmp_path, "tick")

    assert receiver.deeds == [("moved", "C-0001")], "and a rehearsal tells nobody"
    assert b"GEHEIM" not in receiver.heard[0][1]
    assert receiver.told[0]["changed"] == sorted(receiver.told[0]["changed"])
    assert "due_on" in receiver.told[0]["changed"]


def test_a_proposal_is_told_once_it_is_accepted_and_a_rejected_one_only_as_withdrawn(
    tmp_path: Path, receiver: Receiver
) -> None:
    report = "Minister Bart Somers zal tegen eind 2021 een brief sturen."
    (tmp_path / "report.txt").write_text(report)
    (tmp_path / "tracker.toml").write_text(
        f'[mail]\ntransport = "folder"\n[webhook]\nurl = "{receiver.settings.url}"\nsecret = "{SECRET}"\n'
    )
    (tmp_path / "tracker.toml").chmod(0o600)
    called(tmp_path, *ADD)
    called(tmp_path, "tick")
    called(tmp_path, "extract", "report.txt", "--date", "2021-09-21", "--language", "nl")
    called(tmp_path, "tick")
    proposed = list(receiver.heard)
    called(tmp_path, "accept", "2")
    called(tmp_path, "tick")
    called(tmp_path, "undo")
    called(tmp_path, "tick")

    assert (proposed, receiver.deeds) == ([], [("accepted", "C-0002"), ("withdrawn", "C-0002")])
    assert (receiver.told[0]["now"]["quote"], receiver.told[1]["now"]) == (report, None)


def test_what_was_withdrawn_meanwhile_is_not_told_any_more(tmp_path: Path, receiver: Receiver) -> None:
    (tmp_path / "report.txt").write_text("Minister Bart Somers zal tegen eind 2021 een brief sturen.")
    (tmp_path / "tracker.toml").write_text(
        f'[mail]\ntransport = "folder"\n[webhook]\nurl = "{receiver.settings.url}"\nsecret = "{SECRET}"\n'
    )
    (tmp_path / "tracker.toml").chmod(0o600)
    called(tmp_path, *ADD)
    called(tmp_path, "tick")
    called(tmp_path, "extract", "report.txt", "--date", "2021-09-21", "--language", "nl")
    called(tmp_path, "accept", "2")
    called(tmp_path, "undo")
    called(tmp_path, "tick")

    assert receiver.deeds == [("withdrawn", "C-0002")]
    assert b"brief" not in receiver.heard[0][1]


def test_a_webhook_without_a_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text('[webhook]\nurl = "https://example.org/hook"\n')
    (tmp_path / "tracker.toml").chmod(0o600)

    assert "a webhook without a secret cannot sign" in called(tmp_path, "list", fails=2)
