"""The post from the command line, as real processes with a real mail server on the loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore, Thread
from time import monotonic

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from calling import called as tracker
from calling import called_until
from checklist import check, text_of

AT_A_MOMENT = Path(__file__).parents[1] / "support" / "at_a_moment.py"


class Inbox:
    """What aiosmtpd was given."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.came = Semaphore(0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope)
        self.came.release()
        return "250 2.0.0 accepted"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    kept = Inbox()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with an empty register and settings that send to a folder."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    settings(tmp_path, 'transport = "folder"')
    return tmp_path


def settings(place: Path, mail: str, letters: str = "group_wait_minutes = 0\ntick_seconds = 1") -> None:
    (place / "tracker.toml").write_text(
        f'[letters]\n{letters}\n[mail]\nsender = "tracker@example.org"\ndomain = "example.org"\n{mail}\n'
    )


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}


def fill(place: Path) -> None:
    """A commitment due on 9 March 2026, and a reader."""
    words = ["--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport aan de commissie bezorgen"]
    facts = ["--minister", "Lieve Maes", "--deadline", "2026-03-09", "--said-on", "2026-02-20"]
    tracker(place, "--today", "2026-03-01", "add", *words, *facts)
    reader = ["jan@example.org", "--weekly", "monday", "--at", "08:00", "--language", "nl"]
    tracker(place, "subscriber", "add", *reader, at="2026-03-01T12:00")


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

    assert "The mail server takes no letters: connect:" in said
    rows = json.loads(tracker(place, "outbox", "list", "--format", "json"))
    assert {row["state"] for row in rows} == {"queued"}
    assert any("refused" in (row["reply"] or "") for row in rows)


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


def test_a_subscriber_is_added_listed_changed_and_removed(place: Path) -> None:
    added = tracker(
        place, "subscriber", "add", "An@Example.org", "--monthly", "1", "--alerts", "due,overdue", "--minister", "Maes"
    )
    changed = tracker(place, "subscriber", "edit", "An@example.org", "--daily", "--at", "7", "--language", "fr")
    listed = json.loads(tracker(place, "subscriber", "list", "--format", "json"))
    tracker(place, "subscriber", "pause", "An@example.org", "--reason", "verlof")
    paused = json.loads(tracker(place, "subscriber", "list", "--format", "json"))
    tracker(place, "subscriber", "resume", "An@example.org")
    tracker(place, "subscriber", "remove", "An@example.org")

    assert "on the 1st of each month at 08:00" in added
    assert "every day at 07:00" in changed
    assert (listed[0]["language"], listed[0]["filters"]["minister"]) == ("fr", "Maes")
    assert (paused[0]["state"], paused[0]["reason"]) == ("paused", "verlof")
    assert json.loads(tracker(place, "subscriber", "list", "--format", "json")) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("subscriber", "add", "niemand"), "is not an e-mail address"),
        (("subscriber", "add", "a@example.org", "--weekly", "someday"), "names no weekdays"),
        (("subscriber", "add", "a@example.org", "--daily", "--monthly", "3"), "do not go together"),
        (("subscriber", "add", "a@example.org", "--at", "noon"), "is not a time"),
        (("subscriber", "add", "a@example.org", "--alerts", "all,sorts"), "Unknown alert"),
        (("subscriber", "add", "a@example.org", "--days-before", "soon"), "is not a list of days"),
        (("subscriber", "add", "a@example.org", "--timezone", "Mars"), "Unknown time zone"),
        (("tick", "--now", "soon"), "is not an instant"),
        (("outbox", "resolve", "1"), "Say whether it arrived"),
        (("silence", "add", "--until", "2001-01-01", "--reason", "x"), "ends in the future"),
        (("digest", "preview", "--html", "--eml"), "do not go together"),
        (("digest", "preview", "--open", "--out", "x.html", "--eml"), "do not go together: --open, --eml"),
        (("digest", "preview", "--open", "--text"), "do not go together: --open, --text"),
        (("alerts", "preview", "--open", "--eml"), "do not go together: --open, --eml"),
    ],
)
def test_a_wrong_call_is_explained(place: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in tracker(place, *arguments, fails=2)


def test_a_preview_may_name_its_day_itself(place: Path) -> None:
    fill(place)
    digest = tracker(place, "digest", "preview", "--today", "2026-03-02")
    alerts = tracker(place, "--today", "2026-01-02", "alerts", "preview", "jan@example.org", "--today", "2026-03-08")
    tracker(place, "rappel", "--minister", "maes", "--today", "2026-03-02", "--out", "r.html")

    assert digest == tracker(place, "--today", "2026-03-02", "digest", "preview")
    assert alerts == tracker(place, "--today", "2026-03-08", "alerts", "preview", "jan@example.org")
    assert '<p class="day">2\N{NO-BREAK SPACE}March 2026</p>' in (place / "r.html").read_text()
    assert "--today 'morgen' is not a day" in tracker(place, "digest", "preview", "--today", "morgen", fails=2)


def test_a_preview_opens_in_the_browser(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Browser:
        def open(self, address: str) -> bool:
            opened.append(address)
            return True

    monkeypatch.setattr(webbrowser, "get", Browser)
    said = tracker(place, "digest", "preview", "--open", "--out", "een dag.html")

    assert opened == [(place / "een dag.html").as_uri()]
    assert "<html" in (place / "een dag.html").read_text()
    assert said == "Written to een dag.html.\n"


def test_without_a_browser_a_preview_says_where_it_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    said = tracker(place, "digest", "preview", "--open", fails=1)

    assert said == "tracker: No browser; written to digest-preview.html. Open it yourself.\n"
    assert (place / "digest-preview.html").exists()


def test_a_preview_shows_text_html_or_the_whole_message(place: Path) -> None:
    fill(place)
    text = tracker(place, "--today", "2026-03-02", "digest", "preview", language="nl")
    html = tracker(place, "--today", "2026-03-02", "digest", "preview", "--html", "--language", "en")
    eml = tracker(place, "--today", "2026-03-02", "digest", "preview", "jan@example.org", "--eml")
    written = tracker(place, "--today", "2026-03-02", "digest", "preview", "--html", "--out", "d.html")
    alerts = tracker(place, "--today", "2026-03-02", "alerts", "preview", "jan@example.org")
    none = tracker(place, "--today", "2026-01-02", "alerts", "preview", "jan@example.org")

    assert text.startswith("Onderwerp: 1 termijn nadert, 1 nieuw – toezeggingen, week 10")
    assert '<html lang="en">' in html
    assert re.search(r"^To: jan@example.org\r$", eml, re.MULTILINE)
    assert "Written to d.html" in written
    assert (place / "d.html").read_text().startswith("<!DOCTYPE html>")
    assert "NOG 7 DAGEN" in alerts
    assert "No alerts are owed" in none
    assert json.loads(tracker(place, "outbox", "list", "--format", "json")) == []


def test_a_held_letter_is_shown_and_decided(place: Path) -> None:
    fill(place)
    settings(place, 'transport = "sendmail"\nsendmail = "/bin/nothing"')
    refused = tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    shown = tracker(place, "outbox", "show", "1")
    settings(place, 'transport = "terminal"')
    tracker(place, "outbox", "retry", "1", at="2026-03-02T12:00")
    tracker(place, "outbox", "resolve", "2", "--sent", at="2026-03-02T12:00")
    sent = tracker(place, "tick", at="2026-03-03T06:00")

    assert "takes no letters" in refused
    assert text_of(check(shown.encode(), "jan@example.org"))
    assert sent.count("To: jan@example.org") == 1
    assert "is sent; there is nothing to decide" in tracker(place, "outbox", "retry", "1", fails=1)
    assert "There is no letter 9" in tracker(place, "outbox", "show", "9", fails=1)


def test_following_silence_and_sending_now(place: Path) -> None:
    now, until = "2026-03-01T13:00", ("--until", "2099-01-01")
    fill(place)
    followed = tracker(place, "follow", "C-0001", "jan@example.org", at=now)
    unfollowed = tracker(place, "unfollow", "C-0001", "jan@example.org", at=now)
    silenced = tracker(place, "silence", "add", *until, "--reason", "reces", "--number", "C-0001", at=now)
    listed = json.loads(tracker(place, "silence", "list", "--format", "json", at=now))
    lifted = tracker(place, "silence", "lift", "1", at=now)
    sent = tracker(place, "digest", "send", "jan@example.org", at=now)
    again = tracker(place, "digest", "send", "jan@example.org", at=now)

    assert "jan@example.org follows C-0001" in followed
    assert "no longer follows C-0001" in unfollowed
    assert "Silence 1 lasts until 2099-01-01" in silenced
    assert (listed[0]["about"], listed[0]["reason"]) == ("C-0001", "reces")
    assert "lifted" in lifted
    assert "1 sent" in sent
    assert "has had a digest today" in again
    assert len(list((place / "outbox").glob("2*-digest-*.eml"))) == 1


def test_a_restored_old_copy_sends_nothing_until_somebody_looked(place: Path) -> None:
    fill(place)
    old = (place / "commitments.db").read_bytes()
    tracker(place, "tick", at="2026-03-02T08:00")
    (place / "commitments.db").write_bytes(old)
    refused = tracker(place, "tick", at="2026-03-02T08:30", fails=1)
    before = sorted((place / "outbox").iterdir())
    reconciled = tracker(place, "outbox", "reconcile")
    tracker(place, "tick", at="2026-03-02T08:31")

    assert "went back in time" in refused
    assert "2 letters known as sent again, 0 as given without an answer" in reconciled
    assert sorted((place / "outbox").iterdir()) == before


def test_a_scheduler_that_starts_with_an_old_copy_stays_and_tells(place: Path) -> None:
    fill(place)
    old = (place / "commitments.db").read_bytes()
    tracker(place, "tick", at="2026-03-02T08:00")
    (place / "commitments.db").write_bytes(old)
    log = called_until("tick failed", place=place, arguments=("run", "--log-format", "json"), at="2026-03-02T08:30")
    lines = [json.loads(line) for line in log.splitlines()]

    assert [line["message"] for line in lines[:3]] == ["started", "nothing leaves", "tick failed"]
    assert "tracker outbox reconcile" in lines[1]["why"]
    assert (lines[1]["code"], lines[2]["code"]) == ("fence.closed", "fence.closed")
    assert lines[-1]["message"] == "stopped"


def test_who_lets_a_copy_send_hears_that_the_register_may_live_on(place: Path) -> None:
    fill(place)
    tracker(place, "tick", at="2026-03-02T08:00")
    copy = place / "copy"
    copy.mkdir()
    for name in ("commitments.db", "commitments.db.ledger", "tracker.toml"):
        (copy / name).write_bytes((place / name).read_bytes())
    tracker(copy, "tick", at="2026-03-02T08:30", fails=1)

    told = tracker(copy, "outbox", "reconcile")

    assert "If the register lives on at " in told
    assert f"{place / 'commitments.db'} too, see that only one of the two sends." in told


def test_who_restores_hears_what_letters_wait_for(place: Path) -> None:
    fill(place)
    tracker(place, "backup", "copy.db")
    tracker(place, "tick", at="2026-03-02T08:00")

    assert "Nothing leaves until somebody says what left already. Run: tracker outbox reconcile." in tracker(
        place, "restore", "copy.db"
    )


def test_returned_mail_is_read(place: Path) -> None:
    fill(place)
    (place / "back.eml").write_text("Subject: hello\n\nhi\n")

    assert "1 message that is neither" in tracker(place, "bounces", "back.eml")
    assert "There is no file" in tracker(place, "bounces", "nothing.eml", fails=1)


def test_every_command_that_a_letter_names_can_be_called(place: Path) -> None:
    for number in range(1, 33):
        words = ["--quote", f"Ik zal zaak {number} doen.", "--summary", f"zaak {number} doen", "--minister", "Maes"]
        tracker(place, "--today", "2026-03-01", "add", *words, "--deadline", "2026-03-09", "--said-on", "2026-02-20")
    text = tracker(place, "--today", "2026-03-02", "digest", "preview", "--language", "en")
    named = sorted(set(re.findall(r"tracker (?:list|show).*", text)))

    assert "tracker list --status all --sort changed" in named
    for command in named:
        assert "C-00" in tracker(place, "--today", "2026-03-02", *command.split()[1:])


def test_a_preview_for_who_gets_no_digest_says_so(place: Path) -> None:
    fill(place)
    tracker(place, "subscriber", "add", "an@example.org", "--no-digest")
    told = tracker(place, "--today", "2026-03-02", "digest", "preview", "an@example.org")
    other = tracker(place, "--today", "2026-03-02", "digest", "preview", "jan@example.org")

    assert "an@example.org gets no digest; this is what it would tell." in told
    assert "U krijgt deze brief" not in told
    assert "gets no digest" not in other
