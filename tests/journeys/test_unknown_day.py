"""A report whose day nobody knows: its commitments stand in the register, and everything works without the day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tracker.cli import application

REPORT = """Verslag

De heer Bos (VVD): Wanneer komt het?

Minister Jo Maes: Ik zal het rapport tegen eind juni aan de commissie bezorgen.

Minister Jo Maes: Ik zal de nota voor 1 mei 2024 aan de commissie bezorgen.
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    place, report = tmp_path / "commitments.db", tmp_path / "verslag.txt"
    report.write_text(REPORT, encoding="utf-8")
    run(place, "extract", report, "--accept")
    return place


def run(database: Path, *arguments: str | Path) -> Result:
    given = ["--db", str(database), "--today", "2024-03-13", *map(str, arguments)]
    return CliRunner().invoke(application, given, env={"TRACKER_LANGUAGE": "en"})


def entries(database: Path) -> dict[str, dict[str, object]]:
    listed = json.loads(run(database, "list", "--format", "json").output)
    return {str(row["number"]): row for row in listed}


def test_days_stand_only_where_the_words_name_them(database: Path) -> None:
    assert {number: (row["said_on"], row["due_on"], row["due_words"]) for number, row in entries(database).items()} == {
        "C-0001": (None, None, "tegen eind juni"),
        "C-0002": (None, "2024-04-30", "voor 1 mei 2024"),
    }


def test_a_dry_run_shows_the_words_and_asks_for_the_day(database: Path) -> None:
    shown = run(database, "extract", database.parent / "verslag.txt", "--dry-run")

    assert "tegen eind juni" in shown.output
    assert "2024-04-30" in shown.output
    assert "--date" in shown.stderr


@pytest.mark.parametrize(
    "call",
    [
        ("list", "--sort", "said"),
        ("show", "1"),
        ("stats",),
        ("stats", "--format", "json"),
        ("verify",),
        ("status",),
        ("export", "--format", "csv"),
        ("export", "--format", "ics"),
        ("export", "--format", "atom"),
        ("export", "--format", "json"),
        ("search", "rapport"),
        ("history", "1"),
    ],
)
def test_every_look_at_it_works_without_the_day(database: Path, call: tuple[str, ...]) -> None:
    done = run(database, *call)

    assert done.exit_code in {0, 2} if call[0] == "status" else done.exit_code == 0, done.output
    assert "None" not in done.output


def test_it_can_be_moved_and_resolved(database: Path) -> None:
    moved = run(database, "move", "1", "--to", "2024-09-01", "--reason", "overleg")
    done = run(database, "resolve", "2", "--on", "2024-03-12", "--evidence", "brief 12")

    assert (moved.exit_code, done.exit_code) == (0, 0)
    assert entries(database)["C-0001"]["due_on"] == "2024-09-01"
    assert run(database, "verify").exit_code == 0


def test_a_deadline_that_a_person_words_is_read_without_the_day(database: Path) -> None:
    run(database, "edit", "1", "--deadline", "before 1 June 2024", "--reason", "nagekeken")

    assert entries(database)["C-0001"]["due_on"] == "2024-05-31"


def test_the_day_that_is_given_dates_every_word(database: Path) -> None:
    given = run(database, "extract", database.parent / "verslag.txt", "--date", "2024-03-12")

    assert given.exit_code == 0
    assert {number: (row["said_on"], row["due_on"]) for number, row in entries(database).items()} == {
        "C-0001": ("2024-03-12", "2024-06-30"),
        "C-0002": ("2024-03-12", "2024-04-30"),
    }
    assert run(database, "verify").exit_code == 0


def test_a_copy_that_tells_the_day_gives_it_to_the_same_entries(database: Path) -> None:
    copy = database.parent / "kopie.txt"
    copy.write_text(REPORT.replace("Verslag\n", "Verslag\n\nVergadering van 12 maart 2024\n", 1), encoding="utf-8")

    run(database, "extract", copy, "--accept")

    assert {number: row["due_on"] for number, row in entries(database).items()} == {
        "C-0001": "2024-06-30",
        "C-0002": "2024-04-30",
    }
    assert {row["said_on"] for row in entries(database).values()} == {"2024-03-12"}


def test_a_day_can_be_given_to_one_entry(database: Path) -> None:
    run(database, "edit", "1", "--said-on", "2024-03-12", "--reason", "agenda")

    assert entries(database)["C-0001"]["due_on"] == "2024-06-30"


def test_the_words_of_a_long_deadline_do_not_touch_the_name_behind_them(tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text("Verslag\n\nMinister Jo Maes: Ik zal de nota uiterlijk 1 mei bezorgen.\n", encoding="utf-8")

    assert "uiterlijk 1 mei  Jo Maes" in run(tmp_path / "t.db", "extract", report).output
