"""Letters from the command line, as real processes with a real mail server on the loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread
from time import monotonic

from calling import called as tracker
from calling import called_until
from checklist import check
from post_of_command import Inbox, environment, fill, settings

AT_A_MOMENT = Path(__file__).parents[2] / "support" / "at_a_moment.py"


def test_a_digest_and_alerts_arrive_each_once(place: Path, inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    fill(place)
    for now in ("2026-03-02T06:30", "2026-03-02T08:00", "2026-03-02T08:00", "2026-03-08T07:00", "2026-03-10T06:01"):
        tracker(place, "tick", "--once", at=now)
    messages = [check(letter.original_content or b"", letter.rcpt_tos[0]) for letter in kept.letters]

    assert [str(message["Subject"]).partition(" – ")[0] for message in messages] == [
        "Nog 7 dagen: het rapport aan de commissie bezorgen",
        "1 termijn nadert",
        "Termijn morgen: het rapport aan de commissie bezorgen",
        "1 dag te laat: het rapport aan de commissie bezorgen",
        "1 te laat",
    ]
    assert len({str(message["Message-ID"]) for message in messages}) == len(messages)


def test_the_scheduler_sends_what_is_owed_and_stops_in_good_order(place: Path, inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    fill(place)
    command = [sys.executable, str(AT_A_MOMENT), "2026-03-08T12:00", "run", "--log-format", "json"]
    with subprocess.Popen(command, cwd=place, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        arrived = kept.came.acquire(timeout=30) and kept.came.acquire(timeout=30)
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines()]

    assert arrived
    assert process.returncode == 0
    assert monotonic() - began < 10
    assert [line["message"] for line in lines if line["message"] != "letters"] == ["started", "stopped"]
    assert "jan@example.org" not in log
    assert len(kept.letters) == 2  # the missed digest of 2 March and the alert


def test_the_log_tells_people_what_happens(place: Path, inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    fill(place)

    def stop_when_both_came() -> None:
        kept.came.acquire(timeout=20)
        kept.came.acquire(timeout=20)
        os.kill(os.getpid(), signal.SIGTERM)

    watcher = Thread(target=stop_when_both_came)
    watcher.start()
    log = tracker(place, "run", at="2026-03-09T12:00")
    watcher.join()

    assert "info started" in log
    assert "info letters digests=1 alert_letters=1 sent=2 deferred=0 failed=0 in_doubt=0" in log
    assert log.rstrip().endswith("info stopped")


def test_the_log_tells_what_is_wrong_and_the_scheduler_goes_on(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    (place / "own" / "alert").mkdir(parents=True)
    (place / "own" / "alert" / "subject.txt").write_text("{{ nobody }}")
    (place / "tracker.toml").write_text('templates = "own"\n' + (place / "tracker.toml").read_text())
    fill(place)
    told = ("something went wrong", "mail server takes no letters")
    log = called_until(*told, place=place, arguments=("run", "--log-format", "json"), at="2026-03-09T12:00")
    lines = [json.loads(line) for line in log.splitlines()]

    assert {*told} <= {line["message"] for line in lines}
    assert lines[-1]["message"] == "stopped"


def test_what_a_mail_server_refuses_is_told_in_one_line(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    fill(place)
    said = tracker(place, "tick", at="2026-03-02T08:00", fails=1)

    assert f"The mail server 127.0.0.1:{port} takes no letters: connect:" in said
    assert f"takes no letters: 127.0.0.1:{port}: connect:" in tracker(place, "status", at="2026-03-02T08:00", fails=1)
    rows = json.loads(tracker(place, "outbox", "list", "--format", "json"))
    assert {row["state"] for row in rows} == {"queued"}
    assert any("refused" in (row["reply"] or "") for row in rows)


def test_letters_that_wait_are_counted_whether_or_not_the_mail_server_was_tried(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings(place, "")
    fill(place)
    unset = tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    settings(place, f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
    tried = tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    left_alone = tracker(place, "tick", at="2026-03-02T08:00")

    assert all("; 0 sent, 2 waiting." in said for said in (unset, tried, left_alone))


def test_a_mail_server_that_works_again_is_tried_when_somebody_asks(place: Path, inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    with socket.create_server(("127.0.0.1", 0)) as door:
        closed = door.getsockname()[1]
    way = 'transport = "smtp"\nhost = "127.0.0.1"\nsecurity = "none"\nport = '
    settings(place, f"{way}{closed}")
    fill(place)
    tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    settings(place, f"{way}{port}")
    waiting = tracker(place, "tick", at="2026-03-02T08:00:30")
    tracker(place, "outbox", "retry", "1", at="2026-03-02T08:00:30")
    sent = tracker(place, "tick", at="2026-03-02T08:00:30")

    assert "is left alone until 08:01" in waiting
    assert "2 sent" in sent
    assert len(kept.letters) == 2


def test_a_letter_can_be_dropped(place: Path) -> None:
    settings(place, "")
    fill(place)
    tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    tracker(place, "outbox", "drop", "1", "--reason", "dubbel")
    rows = json.loads(tracker(place, "outbox", "list", "--format", "json"))

    assert {row["letter"]: row["state"] for row in rows} == {1: "dropped", 2: "queued"}


def test_without_a_way_out_letters_wait(place: Path) -> None:
    settings(place, "")
    fill(place)

    said = tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    assert "1 digest and 1 alert letter written; 0 sent" in said
    assert "No way to send letters is set; they wait" in said
    assert len(json.loads(tracker(place, "outbox", "list", "--state", "queued", "--format", "json"))) == 2
    assert "No way to send letters is set" in tracker(place, "run", fails=1)
