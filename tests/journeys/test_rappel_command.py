"""`tracker rappel` and `tracker answers` as typed: the right minister, nothing lost, words for the table."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from posthouse import PostHouse
from typer.testing import CliRunner

from tracker.cli import application
from tracker.errors import TrackerError
from tracker.model import Status
from tracker.store import Database

TODAY = "2026-07-01"


@dataclass(frozen=True)
class CommandResult:
    code: int
    words: str


Run = Callable[..., CommandResult]


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 6, 30), summary="het rapport bezorgen")
    house.add(date(2026, 5, 1), minister="Jan Peeters", responsible="Jan Peeters")
    house.add(date(2026, 5, 1), minister="Jan Peetersen", responsible="Jan Peetersen")
    return house


@pytest.fixture
def run(house: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")

    def running(*words: str) -> CommandResult:
        result = CliRunner().invoke(application, ["--db", "register.db", "--today", TODAY, *words])
        if isinstance(result.exception, TrackerError):
            return CommandResult(result.exception.exit_code, f"{result.output}{result.exception}")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return CommandResult(result.exit_code, result.output)

    return running


@pytest.mark.parametrize(
    ("part", "code", "told"),
    [
        ("e", 2, "Jan Peeters, Jan Peetersen, Lieve Maes"),
        ("", 2, "--minister"),
        (" ", 2, "--minister"),
        ("pietersen", 1, "Jan Peetersen"),  # no such name, but one comes near
        ("niemand", 1, "Lieve Maes"),
    ],
)
def test_a_recall_goes_to_one_minister_of_the_register(
    run: Run, tmp_path: Path, part: str, code: int, told: str
) -> None:
    done = run("rappel", "--minister", part, "--out", "r.html")

    assert done.code == code
    assert told in done.words
    assert not (tmp_path / "r.html").exists()


def test_a_whole_name_is_not_taken_for_a_part_of_a_longer_one(run: Run, tmp_path: Path) -> None:
    done = run("rappel", "--minister", "jan peeters", "--out", "r.csv")

    assert "Jan Peeters, minister van Onderwijs: 1 overdue on 2026-07-01, 0 due up to 2027-01-01" in done.words
    assert "Jan Peetersen" in done.words  # named, so that nobody thinks the letter is about both
    assert "C-0003" not in (tmp_path / "r.csv").read_text()


def test_a_table_with_answers_is_not_lost(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("ingevuld")
    refused = run("rappel", "--minister", "maes", "--out", "d.html", "--out", "d.csv")
    kept = (tmp_path / "d.csv").read_text(), (tmp_path / "d.html").exists()
    forced = run("rappel", "--minister", "maes", "--out", "d.html", "--out", "d.csv", "--force")

    assert refused.code == 1
    assert "d.csv exists already" in refused.words
    assert "--force" in refused.words
    assert kept == ("ingevuld", False)
    assert forced.code == 0
    assert "C-0001" in (tmp_path / "d.csv").read_text()
    assert not list(tmp_path.glob(".tracker-*"))


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        (("d.html", "d.pdf"), "d.pdf"),
        (("d.html", "nowhere/d.csv"), "nowhere"),
        (("d.html", "./d.html"), "twice"),
        (("d.html", "loop.csv"), "loop.csv"),
    ],
)
def test_all_files_can_be_written_or_none_is(run: Run, tmp_path: Path, outputs: tuple[str, ...], told: str) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    done = run("rappel", "--minister", "maes", *(word for path in outputs for word in ("--out", path)))

    assert done.code in {1, 2}
    assert told in done.words
    assert not (tmp_path / "d.html").exists()


def test_a_language_without_letters_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("rappel", "--minister", "maes", "--language", "de", "--out", "d.html")

    assert done.code == 2
    assert "en, fr, nl" in done.words
    assert not (tmp_path / "d.html").exists()


def test_files_are_named_after_day_and_minister(run: Run, tmp_path: Path) -> None:
    done = run("rappel", "--minister", "maes")
    again = run("rappel", "--minister", "jan peeters")

    assert (done.code, again.code) == (0, 0)
    assert {path.name for path in tmp_path.glob("rappel-*")} == {
        f"rappel-{TODAY}-{name}.{kind}" for name in ("lieve-maes", "jan-peeters") for kind in ("docx", "html", "csv")
    }


def test_files_that_exist_are_all_named(run: Run) -> None:
    run("rappel", "--minister", "maes", "--out", "d.html", "--out", "d.csv")
    refused = run("rappel", "--minister", "maes", "--out", "d.html", "--out", "d.csv")

    assert "d.html, d.csv exist already" in refused.words


def test_a_letter_for_a_day_to_come_says_that_it_is_dated_then(run: Run) -> None:
    ahead = run("rappel", "--minister", "maes", "--until", "2026-07-08", "--out", "ahead.html")
    today = run("rappel", "--minister", "maes", "--until", TODAY, "--out", "today.html")

    assert "The letter is dated 2026-07-08; write it again if anything changes before then." in ahead.words
    assert "to be answered by 2026-08-05" in ahead.words
    assert "is dated" not in today.words


def test_who_owes_nothing_is_told_so_in_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("rappel", "--minister", "maes", "--until", "2024-01-01")

    assert done.code == 0
    assert "Lieve Maes, minister van Onderwijs: no answer is owed. Nothing is overdue on 2024-01-01" in done.words
    assert not list(tmp_path.glob("*.csv"))
    assert "tabel" not in (tmp_path / "rappel-2024-01-01-lieve-maes.html").read_text()


@pytest.mark.parametrize(
    ("option", "day", "told"),
    [
        ("--answer-by", "2026-06-30", "2026-06-30, lies before 2026-07-01"),
        ("--until", "9999-12-31", "--until 9999-12-31 lies too far away"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(run: Run, option: str, day: str, told: str) -> None:
    done = run("rappel", "--minister", "maes", option, day, "--out", "d.html")

    assert done.code == 2
    assert told in done.words


def test_complaints_about_a_table_speak_of_the_table(run: Run, tmp_path: Path) -> None:
    run("rappel", "--minister", "maes", "--language", "nl", "--out", "d.csv")
    head, row = (tmp_path / "d.csv").read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "d.csv").write_text(f"{head}\r\n{row.removesuffix(';;;')}31/12/2026;;;\r\n", encoding="utf-8-sig")
    done = run("answers", "d.csv")

    assert done.code == 1
    assert "Row 2, column 'Reden': C-0001 gets a new deadline only with a reason; write why." in done.words
    assert "--reason" not in done.words


def test_answers_are_told_one_by_one(run: Run, tmp_path: Path) -> None:
    head = "Nummer;Nieuwe termijn;Reden;Nagekomen op;Bewijs"
    (tmp_path / "d.csv").write_text(f"{head}\nC-0001;31/12/2026;advies volgt;;\nC-0002;;;15/06/2026;brief 12\n")
    done = run("answers", "d.csv", "--also-not-recalled")
    again = run("answers", "d.csv")

    assert (done.code, again.code) == (0, 0)
    assert "C-0001 moved to 2026-12-31." in done.words
    assert "C-0002 fulfilled on 2026-06-15." in done.words
    assert "0 moved, 0 fulfilled, 2 known already." in again.words


def test_answers_come_as_a_table(run: Run) -> None:
    done = run("answers", "antwoord.pdf")

    assert done.code == 2
    assert ".csv" in done.words


def test_a_reminder_stands_with_each_commitment_in_it_from_then_on(house: PostHouse, run: Run) -> None:
    house.add(date(2026, 12, 1), summary="de nota bezorgen")
    done = run("rappel", "--minister", "maes", "--out", "d.csv")
    late, coming, other = (" ".join(run("show", number).words.split()) for number in ("C-0001", "C-0004", "C-0002"))

    assert "2 commitments are marked as reminded of." in done.words
    assert "reminded on 2026-07-01, answer due by 2026-07-29" in late
    assert "Lieve Maes; letter of 2026-07-01; answer due by 2026-07-29" in late
    assert "reminded on 2026-07-01; Lieve Maes kind" in coming
    assert "letter of 2026-07-01; for information" in coming
    assert "reminded" not in other


def test_a_list_tells_who_was_reminded_and_did_not_answer_in_time(run: Run) -> None:
    run("rappel", "--minister", "maes", "--out", "d.csv")
    reminded = run("list", "--recalled", "--columns", "number,recalled_on,answer_by", "--format", "csv").words
    in_time = run("--today", "2026-07-29", "list", "--unanswered", "--format", "json").words
    too_late = run("--today", "2026-07-30", "list", "--unanswered").words

    assert reminded.splitlines()[1:] == ["C-0001,2026-07-01,2026-07-29"]
    assert in_time.strip() == "[]"
    assert "reminded on" in too_late
    assert "C-0001" in too_late


def test_a_reminder_that_is_written_anew_is_recorded_once(run: Run) -> None:
    run("rappel", "--minister", "maes", "--out", "d.csv")
    run("note", "C-0001", "gebeld")
    again = run("rappel", "--minister", "maes", "--out", "d.csv", "--force")
    later = run("rappel", "--minister", "maes", "--out", "d.csv", "--force", "--answer-by", "2026-09-01")

    assert "0 commitments are marked" in again.words
    assert "1 commitment is marked" in later.words
    assert run("history", "C-0001", "--format", "json").words.count('"kind": "recalled"') == 2


def test_whatever_is_decided_an_answer_is_waited_for_no_longer_until_it_is_undone(run: Run) -> None:
    run("rappel", "--minister", "maes", "--out", "d.csv")
    run("move", "C-0001", "--to", "2026-12-31", "--reason", "advies volgt")
    moved = run("list", "--recalled", "--columns", "number,answer_by", "--format", "csv").words
    run("undo", "C-0001")
    undone = run("list", "--recalled", "--columns", "number,answer_by", "--format", "csv").words

    assert moved.splitlines()[1:] == ["C-0001,"]
    assert undone.splitlines()[1:] == ["C-0001,2026-07-29"]
    assert run("verify").code == 0


def test_a_draft_of_a_reminder_stands_in_no_history(run: Run) -> None:
    done = run("rappel", "--minister", "maes", "--draft", "--out", "d.csv")

    assert "A draft: the history does not tell of it." in done.words
    assert "reminded" not in run("show", "C-0001").words


def test_a_reminder_that_cannot_be_sent_leaves_no_files(run: Run, tmp_path: Path) -> None:
    result = run("rappel", "--minister", "Maes", "--out", "rappel.docx", "--send")

    assert result.code == 1
    assert not (tmp_path / "rappel.docx").exists()


def test_what_nobody_reviewed_stands_in_no_reminder_and_is_counted(house: PostHouse, run: Run, tmp_path: Path) -> None:
    house.add(date(2026, 6, 1), status=Status.PROPOSED, summary="het voorstel")
    house.add(date(2026, 6, 1), status=Status.POSSIBLE, summary="het mogelijke")
    done = run("rappel", "--minister", "maes", "--out", "d.csv", "--out", "d.html")

    assert "1 proposal is left out until it is reviewed: tracker review --minister 'Lieve Maes'" in done.words
    assert "1 commitment is marked as reminded of." in done.words
    assert "C-0004" not in (tmp_path / "d.csv").read_text() + (tmp_path / "d.html").read_text()
    assert run("list", "--recalled", "--columns", "number", "--format", "csv").words.splitlines()[1:] == ["C-0001"]
