"""Does `tracker dates` show the reading and every step to it?"""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from typer.testing import CliRunner, Result

from tracker.cli import application
from tracker.dates import describe, find_dates
from tracker.errors import SettingsError, WrongCall


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("office"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    monkeypatch.delenv("TRACKER_CONFIG", raising=False)
    monkeypatch.delenv("TRACKER_TODAY", raising=False)


def _tracker(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(application, [*arguments], input=said)


def test_the_reading_is_told_with_interval_due_day_precision_rule_and_steps() -> None:
    told = _tracker("dates", "--on", "2021-09-21", "begin 2022").stdout.splitlines()

    assert told == [
        "begin 2022",
        "  dagen          1 januari 2022 – 31 maart 2022",
        "  termijn        31 maart 2022",
        "  nauwkeurigheid deel van een jaar",
        "  regel          nl.period.part",
        "  berust op      part-of-year: begin = januari–maart, midden = juni–juli, einde = oktober–december",
        "  1. jaar 2022 = 2022-01-01 tot 2022-12-31",
        "  2. begin ervan = 2022-01-01 tot 2022-03-31",
        "  3. in: 2022-01-01 tot 2022-03-31",
    ]


def test_lines_of_standard_input_are_read_one_by_one_for_programs() -> None:
    told = _tracker(
        "dates", "--on", "2021-09-21", "--format", "jsonl", said="eind juni\nniets\nin mei en in juli 2022\n"
    )

    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(row["input"], row["text"], row["due"]) for row in rows] == [
        ("eind juni", "eind juni", "2022-06-30"),
        ("in mei en in juli 2022", "in mei", "2022-05-31"),
        ("in mei en in juli 2022", "in juli 2022", "2022-07-31"),
    ]


def test_json_keeps_places_and_derivation() -> None:
    (row,) = json.loads(_tracker("dates", "--on", "2021-09-21", "--format", "json", "Tegen eind juni klaar.").stdout)

    assert (row["start"], row["end"], row["relation"], row["earliest"]) == (0, 15, "by", "2021-09-21")
    assert row["derivation"][-1] == "by: 2021-09-21 to 2022-06-30"


def test_a_spreadsheet_gets_the_columns() -> None:
    told = _tracker("dates", "--on", "2021-09-21", "--format", "csv", "eind juni")

    (row,) = csv.DictReader(told.stdout.splitlines())
    assert (row["text"], row["due"], row["precision"]) == ("eind juni", "2022-06-30", "month-part")


def test_text_without_a_time_is_said_on_the_error_channel() -> None:
    told = _tracker("dates", "geen tijd te verliezen")

    assert (told.exit_code, told.stdout) == (0, "")
    assert "Geen tijdsaanduiding in “geen tijd te verliezen”." in told.stderr


def test_the_day_is_today_unless_said_otherwise() -> None:
    told = _tracker("--today", "2021-09-21", "dates", "--format", "json", "morgen")

    assert json.loads(told.stdout)[0]["due"] == "2021-09-22"


def test_language_and_calendar_can_be_chosen() -> None:
    english = _tracker("dates", "--on", "2021-09-21", "--language", "en", "--format", "json", "by the end of June")
    dutch = _tracker("dates", "--on", "2022-03-08", "--calendar", "nl", "--format", "json", "voor het zomerreces")

    assert json.loads(english.stdout)[0]["due"] == "2022-06-30"
    assert json.loads(dutch.stdout)[0]["due"] == "2022-07-07"


def test_a_day_or_language_that_is_none_is_refused() -> None:
    assert isinstance(_tracker("dates", "--on", "ooit", "morgen").exception, WrongCall)
    assert isinstance(_tracker("dates", "--language", "xx", "morgen").exception, SettingsError)


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("eind 2022", "nl", "1 oktober 2022 – 31 december 2022"),
        ("morgen", "nl", "22 september 2021"),
        ("morgen", "en", "22 September 2021"),
        ("vanaf 1 maart", "nl", "vanaf 1 maart 2022"),
        ("vanaf 1 maart", "fr", "from 1 mars 2022"),
        ("tot 1 maart 2020", "nl", "tot en met 1 maart 2020"),
        ("na goedkeuring door de regering", "nl", "nog geen dag: na goedkeuring door de regering"),
        ("31 november", "nl", "There is no 31 November."),
    ],
)
def test_days_are_said_in_words(words: str, language: str, said: str) -> None:
    (found,) = find_dates(words, said_on=date(2021, 9, 21))

    assert describe(found, language) == said
