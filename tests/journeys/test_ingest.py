"""From a report on disk to the register, as typed at the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tracker.cli import application

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
NUMBERED = """\
912 (2021-2022) – Nr. 1

De Commissie voor Welzijn besprak op 5 oktober 2021 de wachtlijsten.

1. Toelichting door An Peeters, Vlaams minister van Welzijn

Minister An Peeters zegt dat de cijfers {when} aan de commissie worden bezorgd. {more}
"""
ITEMS = """\
Commissievergadering

dinsdag 18 februari 2025

Vraag om uitleg over de trage bussen

Els Smet (Groen): Minister, hoe lang nog?

Minister An Maes: Ik zal u de cijfers in mei bezorgen. Ik zal ook met de sector overleggen.

Vraag om uitleg over de dure treinen

Els Smet (Groen): Minister, wat doet u?

Minister An Maes: Ik zal morgen met de vakbonden overleggen over het akkoord.
"""


@pytest.fixture(autouse=True)
def spoken_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "commitments.db"


def run(database: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(application, ["--db", str(database), *map(str, arguments)])


def rows(database: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run(database, "list", "--format", "json").output)
    return listed


def test_found_commitments_are_proposed_until_accepted(database: Path) -> None:
    run(database, "extract", EXAMPLE)

    assert {row["status"] for row in rows(database)} == {"proposed"}


def test_accepted_commitments_are_open_with_their_deadlines(database: Path) -> None:
    done = run(database, "extract", EXAMPLE, "--accept")

    assert done.exit_code == 0
    assert {row["status"] for row in rows(database)} == {"open"}
    assert {"2021-12-31", "2022-03-31", "2022-06-30"} <= {row["due_on"] for row in rows(database)}


def test_the_same_report_twice_adds_nothing_and_says_so(database: Path, tmp_path: Path) -> None:
    run(database, "extract", EXAMPLE)
    before = rows(database)
    copy = tmp_path / "kopie.txt"
    copy.write_bytes(EXAMPLE.read_bytes())

    again = run(database, "extract", copy)

    assert "known already, nothing added" in again.output
    assert rows(database) == before


def test_a_dry_run_stores_nothing(database: Path) -> None:
    done = run(database, "extract", EXAMPLE, "--dry-run")

    assert "nothing stored" in done.output
    assert not database.exists()


def test_what_is_found_stands_under_its_subject(database: Path, tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text(ITEMS, encoding="utf-8")

    lines = [line.strip() for line in run(database, "extract", report).output.splitlines()]
    told = run(database, "extract", report, "--dry-run", "--format", "json").output

    assert lines[1] == "Subject: trage bussen"
    assert [line.split()[0] for line in lines[2:4]] == ["C-0001", "C-0002"]
    assert (lines[4], lines[5].split()[0]) == ("Subject: dure treinen", "C-0003")
    assert [one["subject"] for one in json.loads(told)["documents"][0]["commitments"]] == [
        "trage bussen",
        "trage bussen",
        "dure treinen",
    ]
    assert [row["subject"] for row in rows(database)].count("trage bussen") == 2


def test_programs_get_documents_with_commitments(database: Path) -> None:
    done = run(database, "extract", EXAMPLE, "--dry-run", "--format", "json")
    document = json.loads(done.output)["documents"][0]

    assert {"name", "sha256", "title", "language", "held_on", "committee", "commitments", "problems"} <= set(document)
    assert document["held_on"] == "2021-09-21"
    assert all(document["commitments"][0][key] is not None for key in ("quote", "summary", "minister", "cues"))


def test_a_report_without_a_date_keeps_the_words_and_asks_for_the_day(database: Path, tmp_path: Path) -> None:
    undated = tmp_path / "verslag.txt"
    undated.write_text("De minister antwoordt dat hij de cijfers voor het zomerreces zal bezorgen.", encoding="utf-8")

    asked = run(database, "extract", undated)

    assert asked.exit_code == 0
    assert "--date" in asked.stderr
    (row,) = rows(database)
    assert (row["said_on"], row["due_on"], row["due_words"]) == (None, None, "voor het zomerreces")


def test_a_day_that_is_given_dates_the_words(database: Path, tmp_path: Path) -> None:
    undated = tmp_path / "verslag.txt"
    undated.write_text("De minister antwoordt dat hij de cijfers voor het zomerreces zal bezorgen.", encoding="utf-8")

    run(database, "extract", undated, "--date", "2022-03-08")

    assert [row["due_on"] for row in rows(database)] == ["2022-07-20"]


def test_what_helps_against_a_problem_of_a_document_is_an_option(database: Path, tmp_path: Path) -> None:
    french = tmp_path / "rapport.txt"
    french.write_text("Séance du 7 mars 2024\n\nLa ministre Maes: Je vous remercie pour cette question.", "utf-8")

    told = run(database, "extract", french, "--dry-run")

    assert "Name another language: --language." in told.stderr


def test_a_bad_file_does_not_stop_the_others(database: Path, tmp_path: Path) -> None:
    empty = tmp_path / "leeg.txt"
    empty.touch()

    done = run(database, "extract", empty, EXAMPLE, tmp_path / "absent.txt", "--jobs", "2")

    assert done.exit_code == 1
    assert len(rows(database)) > 0
    assert "2 of 3 files could not be read" in done.stderr


def test_a_corrected_report_updates_what_nobody_decided_on(database: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "v1.txt", tmp_path / "v2.txt"
    first.write_text(NUMBERED.format(when="in maart 2022", more=""), encoding="utf-8")
    second.write_text(NUMBERED.format(when="in mei 2022", more=""), encoding="utf-8")
    run(database, "extract", first)

    corrected = run(database, "extract", second)

    assert "A corrected version" in corrected.output
    assert [row["due_on"] for row in rows(database)] == ["2022-05-31"]


def test_a_corrected_report_keeps_what_people_decided(database: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "v1.txt", tmp_path / "v2.txt"
    first.write_text(NUMBERED.format(when="in maart 2022", more=""), encoding="utf-8")
    more = "Zij zal de evaluatie eind 2022 aan de commissie voorleggen."
    second.write_text(NUMBERED.format(when="in mei 2022", more=more), encoding="utf-8")
    run(database, "extract", first, "--accept")
    run(database, "move", "C-0001", "--to", "2022-09-30", "--reason", "uitstel gevraagd")

    run(database, "extract", second)
    by_number = {row["number"]: row for row in rows(database)}

    assert by_number["C-0001"]["due_on"] == "2022-09-30"
    assert by_number["C-0001"]["status"] == "open"
    assert len(by_number) == 2


def test_a_failure_leaves_nothing_half_stored(database: Path) -> None:
    run(database, "extract", EXAMPLE)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON commitments BEGIN SELECT RAISE(ABORT, 'no'); END")
    changed = database.parent / "anders.txt"
    changed.write_text(NUMBERED.format(when="in maart 2022", more=""), encoding="utf-8")

    done = run(database, "extract", changed)

    assert done.exit_code != 0
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)
    connection.close()
