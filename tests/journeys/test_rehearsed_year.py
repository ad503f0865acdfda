"""A year with the example report, from the command as a newcomer types it: every letter once, nothing lost."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import chdir
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tracker.cli import application

WEEKS = 52


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    around = tmp_path_factory.mktemp("year")
    with chdir(around):
        done = CliRunner().invoke(application, ["demo", "--folder", "demo"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return around / "demo"


@pytest.fixture(scope="module")
def letters(year: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((year / "letters").glob("*.eml"))
    ]


def run(year: Path, *arguments: str) -> str:
    command = ["--db", str(year / "commitments.db"), "--today", "2022-09-21", *arguments]
    return CliRunner().invoke(application, command, catch_exceptions=False).output


def test_a_digest_comes_every_week_in_the_readers_language(letters: list[EmailMessage]) -> None:
    digests = [letter for letter in letters if "<digest." in letter["List-Id"]]
    readers = Counter(letter["To"] for letter in digests)

    assert readers == {"jan@example.org": WEEKS, "ann@example.org": WEEKS}
    assert {letter["Content-Language"] for letter in digests if letter["To"] == "ann@example.org"} == {"en"}


def test_no_letter_came_twice(letters: list[EmailMessage]) -> None:
    assert max(Counter(letter["Message-ID"] for letter in letters).values()) == 1


def test_the_waiting_lists_are_told_before_and_after_their_day(letters: list[EmailMessage]) -> None:
    alerts = [letter for letter in letters if "<alert." in letter["List-Id"] and letter["To"] == "jan@example.org"]
    texts = [letter.get_body(("plain",)).get_content() for letter in alerts]  # type: ignore[union-attr]  # all have one

    assert sum("wachtlijsten" in text for text in texts) >= 3 + 3, "14, 7, 1 days before and 1, 7, 30 after"


def test_the_register_tells_what_became_of_each(year: Path) -> None:
    rows = {row["number"]: row for row in json.loads(run(year, "list", "--format", "json"))}
    by_status = Counter(row["status"] for row in rows.values())

    assert by_status["fulfilled"] == 1
    assert sum(row["slips"] for row in rows.values()) == 1


def test_the_history_is_whole(year: Path) -> None:
    verified = CliRunner().invoke(application, ["--db", str(year / "commitments.db"), "verify"])

    assert verified.exit_code == 0, verified.output


def test_the_demo_leaves_the_folder_it_was_called_in_alone(year: Path) -> None:
    assert [path.name for path in year.parent.iterdir()] == ["demo"]


def test_the_demo_does_not_touch_what_exists(tmp_path: Path) -> None:
    done = CliRunner().invoke(application, ["demo", "--folder", str(tmp_path)])

    assert done.exit_code == 1
