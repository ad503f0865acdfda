"""A clerk who wants to miss nothing finds what is only possible, and nobody else is bothered by it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bands import Bands, dutch_bands
from register_command import CommandResult, Run

from tracker.cli import main
from tracker.model import Status
from tracker.store import connect, register

SURE = "Ik zeg u toe dat ik u de cijfers over de wachtlijsten tegen 1 november 2021 zal bezorgen."
FIRST = "Een werkgroep kijkt na hoe de toelage voor scholen wordt berekend."
SECOND = "De administratie bekijkt ook de veiligheid van de fietspaden in de steden."
REPORT = f"Vergadering van 21 september 2021\n\nMinister An Maes: {FIRST} {SURE} {SECOND}\n"


@pytest.fixture
def bands() -> Iterator[Bands]:
    """Dutch of which all that is not nearly certain is possible."""
    with dutch_bands(threshold=0.97, possible=0.0) as numbers:
        yield numbers


@pytest.fixture
def report(tmp_path: Path, bands: Bands) -> Path:
    path = tmp_path / "verslag.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command as a script calls it: keys come through a pipe."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "register.db"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(*words: str | Path, keys: str = "", language: str = "nl") -> CommandResult:
        monkeypatch.setenv("TRACKER_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["tracker", "--today", "2021-10-01", "--as", "griffier", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return CommandResult(int(left.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def taken_in(tracker: Run, report: Path) -> CommandResult:
    """C-0001 is proposed, C-0002 and C-0003 are possible."""
    return tracker("extract", report)


def statuses(place: Path) -> list[Status]:
    database = connect(place / "register.db")
    with database.read() as tx:
        found = [register.entry(tx, number).status for number in (1, 2, 3)]
    database.close()
    return found


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "2 mogelijke worden apart bewaard; `tracker review --possible` biedt ze aan."),
        ("fr", "2 possibles sont gardés à part ; `tracker review --possible` les propose."),
        ("en", "2 possible ones are kept apart; `tracker review --possible` offers them."),
    ],
)
def test_one_line_tells_how_many_were_kept(tracker: Run, report: Path, language: str, line: str) -> None:
    told = tracker("extract", report, language=language)

    assert line in told.out.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert ("toelage" in told.out, "C-0002" in told.out) == (False, False)


def test_they_are_shown_with_their_numbers_where_they_are_asked_for(tracker: Run, report: Path) -> None:
    told = tracker("extract", report, "--possible")

    lines = told.out.splitlines()
    assert [line.split()[0] for line in lines if line.lstrip().startswith("C-")] == ["C-0001", "C-0002", "C-0003"]
    assert "toelage" in told.out


def test_a_rehearsal_counts_them_and_keeps_nothing(tracker: Run, report: Path, tmp_path: Path) -> None:
    told = tracker("extract", report, "--dry-run")
    shown = tracker("extract", report, "--dry-run", "--possible")

    assert "Daarnaast 2 mogelijke." in told.out
    assert ("toelage" in told.out, "toelage" in shown.out) == (False, True)
    assert not (tmp_path / "register.db").exists()


def test_programs_get_them_where_they_ask_for_them(tracker: Run, report: Path) -> None:
    (plain,) = json.loads(tracker("extract", report, "--dry-run", "--format", "json").out)["documents"]
    (asked,) = json.loads(tracker("extract", report, "--possible", "--format", "json").out)["documents"]

    assert plain.keys() == asked.keys() - {"possibles", "possible_numbers"}
    assert plain["commitments"] == asked["commitments"]
    assert [one["quote"].removeprefix("Minister An Maes: ") for one in asked["possibles"]] == [FIRST, SECOND]
    assert asked["possibles"][0].keys() == asked["commitments"][0].keys()
    assert (asked["numbers"], asked["possible_numbers"]) == (["C-0001"], ["C-0002", "C-0003"])


def test_rows_say_of_which_band_they_are_where_both_are_asked_for(tracker: Run, report: Path) -> None:
    plain = list(csv.DictReader(io.StringIO(tracker("extract", report, "--dry-run", "--format", "csv").out)))
    asked = list(csv.DictReader(io.StringIO(tracker("extract", report, "--possible", "--format", "csv").out)))

    assert [one["number"] for one in plain] == [""]
    assert "band" not in plain[0]
    assert [(one["band"], one["number"]) for one in asked] == [
        ("found", "C-0001"),
        ("possible", "C-0002"),
        ("possible", "C-0003"),
    ]


def test_no_list_and_no_search_shows_them_unless_they_are_asked_for(taken_in: CommandResult, tracker: Run) -> None:
    looks = [
        tracker(*words).out for words in (("list",), ("list", "--status", "all"), ("search", "toelage"), ("stats",))
    ]
    asked = [line.split("\t")[0] for line in tracker("list", "--status", "mogelijk").out.splitlines()[1:]]

    assert all("C-0002" not in out and "toelage" not in out for out in looks)
    assert asked == ["C-0002", "C-0003"]


def test_the_status_counts_them(taken_in: CommandResult, tracker: Run) -> None:
    assert json.loads(tracker("status", "--format", "json").out)["commitments"]["possible"] == 2


def test_a_review_without_them_ends_by_telling_how_many_there_are(taken_in: CommandResult, tracker: Run) -> None:
    told = tracker("review", keys="a\nx\n")

    assert "C-0002" not in told.out
    assert told.out.rstrip().endswith("2 mogelijke worden apart bewaard; `tracker review --possible` biedt ze aan.")


def test_a_review_with_them_offers_them_behind_the_others(
    taken_in: CommandResult, tracker: Run, tmp_path: Path
) -> None:
    told = tracker("review", "--possible", keys="a\na\nr\n1\nx\n")

    assert told.code == 0, told.err
    headings = [line for line in told.out.splitlines() if line.startswith("C-") and "─" in line]
    assert [(line.split()[0], "mogelijk" in line) for line in headings] == [
        ("C-0001", False),
        ("C-0002", True),
        ("C-0003", True),
    ]
    assert statuses(tmp_path) == [Status.OPEN, Status.OPEN, Status.REJECTED]
    assert "apart bewaard" not in told.out


def test_a_step_on_one_that_is_possible_is_taken_back_to_possible(
    taken_in: CommandResult, tracker: Run, tmp_path: Path
) -> None:
    told = tracker("review", "--possible", keys="n\na\nu\nq\n")

    assert told.code == 0, told.err
    assert statuses(tmp_path) == [Status.PROPOSED, Status.POSSIBLE, Status.POSSIBLE]
    assert "C-0002" in told.out


def test_one_is_reviewed_by_its_number_and_decided_by_scripts(
    taken_in: CommandResult, tracker: Run, tmp_path: Path
) -> None:
    shown = tracker("review", "C-0003", keys="q\n")
    tracker("review", "--accept", "C-0002")

    assert f"«{SECOND}»" in " ".join(shown.out.split())
    assert statuses(tmp_path) == [Status.PROPOSED, Status.OPEN, Status.POSSIBLE]


def test_a_batch_takes_them_only_where_they_are_asked_for(
    taken_in: CommandResult, tracker: Run, tmp_path: Path
) -> None:
    batch = ("review", "--reject-below", "0.8", "--reason", "te onzeker")

    first = tracker(*batch)
    left = statuses(tmp_path)
    second = tracker(*batch, "--possible")

    assert left == [Status.PROPOSED, Status.POSSIBLE, Status.POSSIBLE]
    assert statuses(tmp_path) == [Status.PROPOSED, Status.REJECTED, Status.REJECTED]
    assert ("0 afgewezen" in first.out, "2 afgewezen" in second.out) == (True, True)


def test_read_again_they_are_the_same(taken_in: CommandResult, tracker: Run, report: Path, tmp_path: Path) -> None:
    tracker("reject", "C-0003", "--reason", "geen toezegging")

    told = tracker("extract", report, "--again", "--possible")

    assert "al bekend" in told.out
    assert statuses(tmp_path) == [Status.PROPOSED, Status.POSSIBLE, Status.REJECTED]
