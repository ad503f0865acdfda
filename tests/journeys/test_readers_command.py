"""Readers from the command line: what is told of them, what is refused, and what stays of one who left."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from calling import called

FACTS = ("--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport bezorgen", "--said-on", "2026-02-20")


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a commitment due on 9 March 2026 and settings that send to a folder."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(
        '[mail]\ntransport = "folder"\nsender = "tracker@example.org"\nbounce_address = "bounce@example.org"\n'
    )
    called(tmp_path, "--today", "2026-03-01", "add", *FACTS, "--minister", "Maes", "--deadline", "2026-03-09")
    return tmp_path


def listed(place: Path, *command: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(called(place, *command, "--format", "json"))
    return rows


def reader(place: Path, address: str = "fr@example.org", *request: str) -> str:
    return called(place, "subscriber", "add", address, *request, at="2026-03-01T12:00")


def test_filters_are_told_by_name_to_people_and_as_fields_to_programs(place: Path) -> None:
    request = (
        "--minister",
        "Somers",
        "--policy-area",
        "Wonen",
        "--kind",
        "study",
        "--kind",
        "report",
        "--tag",
        "spoed",
    )
    reader(place, "an@example.org", *request, "--number", "C-0001", "--overdue")
    (row,) = listed(place, "subscriber", "list")

    assert row["filters"] == {
        "minister": "Somers",
        "committee": None,
        "policy_area": "Wonen",
        "kinds": ["report", "study"],
        "firmness": None,
        "tags": ["spoed"],
        "numbers": ["C-0001"],
        "overdue": True,
    }
    told = "minister Somers, policy area Wonen, kind information, study, tags spoed, C-0001, what is overdue"
    assert told in called(place, "subscriber", "list")
    assert told in called(place, "subscriber", "list", "--format", "csv")


def test_what_was_understood_is_repeated_with_language_and_filters(place: Path) -> None:
    weekdays = ("--weekly", "vrijdag,monday,wed", "--language", "fr")
    said = reader(place, "an@example.org", *weekdays, "--minister", "Maes", "--overdue")
    everything = called(place, "subscriber", "edit", "an@example.org", "--everything", "--weekly", "tue")

    digest = "an@example.org gets a digest every Monday, Wednesday and Friday at 08:00 (Europe/Brussels)"
    assert said == f"{digest}; all alerts; in French; only minister Maes, what is overdue.\n"
    assert "every Tuesday at" in everything
    assert everything.endswith("; all alerts; in French.\n")


def test_filters_that_let_nothing_through_are_told(place: Path) -> None:
    told = "No commitment matches these filters yet."

    assert told in reader(place, "an@example.org", "--minister", "Zzz", "--tag", "nix")
    assert told in called(place, "subscriber", "edit", "an@example.org", "--committee", "Qqq")
    assert told not in called(place, "subscriber", "edit", "an@example.org", "--everything", "--minister", "maes")
    assert told not in called(place, "subscriber", "edit", "an@example.org", "--overdue")  # it may become so


def test_a_silence_about_nobody_is_told(place: Path) -> None:
    until = ("--until", "2026-09-30", "--reason", "reces")
    nobody = called(place, "silence", "add", *until, "--minister", "Zzz", at="2026-03-01T12:00")
    maes = called(place, "silence", "add", *until, "--minister", "Maes", at="2026-03-01T12:00")
    one = called(place, "silence", "add", *until, "--number", "C-1", at="2026-03-01T12:00")

    assert "Silence 1 lasts until 2026-09-30, about Zzz." in nobody
    assert "No commitment is of such a minister yet." in nobody
    assert maes == "Silence 2 lasts until 2026-09-30, about Maes.\n"
    assert one == "Silence 3 lasts until 2026-09-30, about C-0001.\n"


def test_both_who_comes_and_who_changes_may_ask_for_the_same(place: Path) -> None:
    request = ("--name", "An", "--language", "fr", "--monthly", "3", "--at", "7:30", "--timezone", "Europe/London")
    more = ("--alerts", "due", "--days-before", "3", "--days-after", "5", "--skip-empty", "--committee", "Wonen")
    reader(place, "an@example.org", *request, *more, "--firmness", "firm")
    reader(place, "bea@example.org")
    called(place, "subscriber", "edit", "bea@example.org", *request, *more, "--firmness", "firm")
    an, bea = listed(place, "subscriber", "list")

    assert an | {"address": ""} == bea | {"address": ""}
    assert an["letters"] == "a digest on the 3rd of each month at 07:30 (Europe/London); deadline near"


def test_what_is_left_out_of_a_change_stays(place: Path) -> None:
    reader(place, "an@example.org", "--daily", "--minister", "Somers", "--days-before", "3")
    before = listed(place, "subscriber", "list")
    called(place, "subscriber", "edit", "an@example.org", "--name", "An")
    (after,) = listed(place, "subscriber", "list")
    called(place, "subscriber", "edit", "an@example.org", "--everything", "--kind", "study")
    (other,) = listed(place, "subscriber", "list")

    assert [after] == [before[0] | {"name": "An"}]
    assert isinstance(other["filters"], dict)
    assert (other["filters"]["minister"], other["filters"]["kinds"]) == (None, ["study"])


@pytest.mark.parametrize("letter", ["digest", "alerts"])
def test_a_preview_in_a_language_without_letters_is_refused(place: Path, letter: str) -> None:
    told = called(place, letter, "preview", "--language", "de", fails=2)

    assert "There are no letters in 'de'. Choose from en, fr, nl." in told


def test_a_reader_of_a_commitment_that_is_not_there_is_refused(place: Path) -> None:
    assert "There is no commitment C-9999" in called(
        place, "subscriber", "add", "an@example.org", "--number", "C-9999", fails=1
    )
    reader(place, "an@example.org")
    assert "C-9999" in called(place, "subscriber", "edit", "an@example.org", "--number", "C-9999", fails=1)


def test_an_address_that_needs_smtputf8_is_refused_with_the_reason(place: Path) -> None:
    assert "'é' before the @ needs SMTPUTF8" in called(place, "subscriber", "add", "é@example.org", fails=2)


def test_a_reader_at_a_domain_with_accents_is_written_to(place: Path) -> None:
    reader(place, "jan@exämple.org")
    called(place, "digest", "send", "jan@exämple.org", at="2026-03-02T12:00")
    (letter,) = listed(place, "outbox", "list")
    called(place, "subscriber", "pause", "JAN@Exämple.org".replace("JAN", "jan"))

    assert (letter["recipient"], letter["state"]) == ("jan@xn--exmple-cua.org", "sent")
    assert "\nTo: jan@xn--exmple-cua.org" in next((place / "outbox").glob("*.eml")).read_text()
    assert listed(place, "subscriber", "list")[0]["state"] == "paused"


def test_a_silence_about_a_text_that_is_no_name_is_refused_and_not_kept(place: Path) -> None:
    until = ("--until", "2026-03-08", "--reason", "reces")
    told = called(place, "silence", "add", *until, "--minister", "x" * 501, at="2026-03-01T12:00", fails=2)

    assert "501" in told
    assert called(place, "--today", "2026-03-02", "silence", "list").count("\n") == 1  # the headings


def test_a_silence_tells_its_days(place: Path) -> None:
    called(place, "silence", "add", "--until", "2026-03-08", "--reason", "reces", at="2026-03-01T12:00")

    assert "\t2026-03-01\t2026-03-08\n" in called(place, "--today", "2026-03-02", "silence", "list")


def test_nothing_but_numbers_stays_of_a_reader_who_left(place: Path) -> None:
    reader(place, "fr@example.org", "--name", "Françoise", "--minister", "Maes")
    called(place, "tick", at="2026-03-02T08:00")
    said = called(place, "subscriber", "remove", "fr@example.org")
    letters = listed(place, "outbox", "list")

    assert "fr@example.org is removed." in said
    assert {(one["recipient"], one["state"]) for one in letters} == {("", "sent")}
    with sqlite3.connect(place / "commitments.db") as raw:
        held = "\n".join(raw.iterdump())
    raw.close()
    for trace in ("fr@example.org", b"fr@example.org".hex().upper(), "Françoise", "fr%40"):
        assert trace not in held
        assert trace not in (place / "commitments.db.ledger").read_text()
    assert "no longer kept" in called(place, "outbox", "show", "1", fails=1)


def test_what_waits_for_a_reader_who_left_does_not_leave(place: Path) -> None:
    reader(place)
    (place / "tracker.toml").write_text("")
    called(place, "tick", at="2026-03-02T08:00", fails=1)
    said = called(place, "subscriber", "remove", "fr@example.org")
    (place / "tracker.toml").write_text('[mail]\ntransport = "folder"\n')
    called(place, "tick", at="2026-03-02T08:01")

    assert "2 letters that waited will not leave" in said
    assert {one["state"] for one in listed(place, "outbox", "list")} == {"dropped"}
    assert not list((place / "outbox").glob("*.eml"))


def test_every_message_that_came_back_is_counted(place: Path) -> None:
    reader(place)
    called(place, "digest", "send", "fr@example.org", at="2026-03-02T12:00")
    identity = str(listed(place, "outbox", "list")[0]["message_id"])
    (place / "full.eml").write_text(
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; fr@example.org\nAction: failed\nStatus: 5.2.2\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {identity}\n\n--b--\n"
    )
    first, again = (called(place, "bounces", "full.eml") for _ in range(2))
    (place / "stop.eml").write_text(f"Subject: unsubscribe {'a' * 32}\n\n")

    assert "1 letter did not arrive; 0 passing failures; 0 reports told before" in first
    assert "0 letters did not arrive; 0 passing failures; 1 report told before" in again
    assert "1 report told before or of nobody" in called(place, "bounces", "stop.eml")
