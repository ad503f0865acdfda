"""A dropped file is taken in once, when nobody writes to it any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.errors import StoreError, TrackerError, Unreadable
from tracker.model import Act
from tracker.store import Database, connect
from tracker.usecases import watching
from tracker.usecases.intake import Hints, Taken, gather
from tracker.usecases.watching import Watch, is_unfinished, take_dropped

STILL = 3.0
HINTS = Hints(date(2021, 9, 21))
ACT = Act("jan", datetime(2022, 1, 1, tzinfo=UTC))
REPORT = "Minister Somers: Ik zal de cijfers tegen eind juni 2022 bezorgen.\n"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    (tmp_path / "in").mkdir()
    return Watch(tmp_path / "in", still=STILL)


@pytest.fixture
def report(watch: Watch) -> Path:
    return watch.folder / "verslag.txt"


def test_a_file_is_ready_once_it_has_been_still_for_a_while(watch: Watch, report: Path) -> None:
    report.write_text("De minister")

    assert [watch.ready(now) for now in (10.0, 12.9, 13.0, 13.1, 100.0)] == [(), (), (report,), (), ()]


def test_a_file_that_grows_is_not_ready_however_long_that_takes(watch: Watch, report: Path) -> None:
    given: list[Path] = []
    for second in range(0, 600, 2):  # ten minutes
        with report.open("a") as file:
            file.write("De minister antwoordt. ")
        given += watch.ready(float(second))
    given += watch.ready(600.0)
    at_last = watch.ready(601.0)

    assert (given, at_last) == ([], (report,))


def test_a_file_that_is_only_rewritten_is_not_ready(watch: Watch, report: Path) -> None:
    report.write_text("een")
    os.utime(report, ns=(0, 1))
    watch.ready(0.0)
    report.write_text("twe")
    os.utime(report, ns=(0, 2))

    assert watch.ready(STILL) == ()
    assert watch.ready(2 * STILL) == (report,)


def test_a_file_that_changed_after_it_was_taken_is_ready_again(watch: Watch, report: Path) -> None:
    report.write_text("half een zin")
    watch.ready(0.0)
    assert watch.ready(STILL) == (report,)

    report.write_text("half een zin, en nu de rest")
    watch.ready(10.0)

    assert watch.ready(10.0 + STILL) == (report,)


def test_what_gets_its_name_when_it_is_complete_is_passed_over_until_then(watch: Watch, report: Path) -> None:
    part = report.with_name("verslag.txt.part")
    part.write_text("De minister")
    watch.ready(0.0)
    assert watch.ready(STILL) == ()

    part.rename(report)
    watch.ready(10.0)

    assert watch.ready(10.0 + STILL) == (report,)


def test_another_file_under_the_same_name_is_another_file(watch: Watch, report: Path) -> None:
    report.write_text("een")
    os.utime(report, ns=(0, 1))
    watch.ready(0.0)
    watch.ready(STILL)
    other = report.with_name(".nieuw")
    other.write_text("twe")
    os.utime(other, ns=(0, 1))
    other.rename(report)
    watch.ready(10.0)

    assert watch.ready(10.0 + STILL) == (report,)


def test_empty_hidden_and_vanished_files_wait(watch: Watch) -> None:
    (watch.folder / "leeg.txt").touch()
    (watch.folder / ".verslag.txt.swp").write_text("x")
    (watch.folder / "weg.txt").write_text("x")
    watch.ready(0.0)
    (watch.folder / "weg.txt").unlink()

    assert watch.ready(STILL) == ()


@pytest.mark.parametrize(
    "name",
    [
        ".verslag.docx.Xq3h2K",  # rsync
        ".~lock.verslag.odt#",  # LibreOffice
        "~$verslag.docx",  # Word
        "verslag.docx~",
        "#verslag.txt#",
        "verslag.pdf.part",  # Firefox, curl, lftp
        "verslag.pdf.crdownload",  # Chrome
        "verslag.pdf.filepart",  # WinSCP
        "verslag.pdf.PARTIAL",
        "verslag.tmp",
    ],
)
def test_names_of_what_is_not_complete_are_known(name: str) -> None:
    assert is_unfinished(name)


@pytest.mark.parametrize("name", ["verslag.pdf", "part.pdf", "tmp", "verslag~1.doc", "C#.txt", "départ.txt"])
def test_other_names_are_names_of_reports(name: str) -> None:
    assert not is_unfinished(name)


def test_only_a_folder_is_watched(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is not a folder"):
        Watch(tmp_path / "absent", still=STILL)


def dropped(watch: Watch, database: Database, now: float) -> list[tuple[str, TrackerError | None]]:
    """What became of each file in a look."""
    found = take_dropped(watch, database, now=now, act=ACT, hints=HINTS)
    return [(one.path.name, one.outcome if isinstance(one.outcome, TrackerError) else None) for one in found]


def test_what_was_read_half_is_told_and_read_again_when_it_is_whole(watch: Watch, report: Path, tmp_path: Path) -> None:
    database = connect(tmp_path / "register.db")
    report.write_bytes(b"%PDF-1.7\n")
    dropped(watch, database, 0.0)
    ((_, half),) = dropped(watch, database, STILL)
    report.write_text(REPORT)
    dropped(watch, database, 10.0)
    whole = dropped(watch, database, 10.0 + STILL)
    database.close()

    assert isinstance(half, Unreadable)
    assert whole == [("verslag.txt", None)]


def test_a_register_that_is_in_use_loses_no_report(watch: Watch, tmp_path: Path, sqlite_database: Database) -> None:
    for name in ("a.txt", "b.txt"):
        (watch.folder / name).write_text(f"{REPORT}\n{name}")
    hasty = connect(sqlite_database.path or tmp_path, wait=0.05)
    dropped(watch, hasty, 0.0)
    with sqlite_database.write():
        refused = dropped(watch, hasty, STILL)
    taken = dropped(watch, hasty, STILL + 1)
    hasty.close()

    assert [(name, isinstance(error, StoreError)) for name, error in refused] == [("a.txt", True)]
    assert taken == [("a.txt", None), ("b.txt", None)]


def test_a_file_that_is_taken_away_before_it_is_read_is_no_matter(
    watch: Watch, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_away(_database: Database, paths: tuple[Path, ...], **_how: object) -> Iterator[Taken]:
        for path in paths:
            path.unlink()
            yield Taken(path, Unreadable("There is no file."))

    monkeypatch.setattr(watching, "take_in", taken_away)
    report.write_text(REPORT)
    database = connect(tmp_path / "register.db")
    dropped(watch, database, 0.0)

    assert dropped(watch, database, STILL) == []


def test_a_folder_that_goes_away_is_told_once_and_watched_again(watch: Watch, report: Path, tmp_path: Path) -> None:
    database = connect(tmp_path / "register.db")
    watch.folder.rename(tmp_path / "elders")
    told = [dropped(watch, database, now) for now in (0.0, 1.0)]
    (tmp_path / "elders").rename(watch.folder)
    report.write_text(REPORT)
    back = [dropped(watch, database, now) for now in (2.0, 2.0 + STILL)]
    database.close()

    assert [len(one) for one in told] == [1, 0]
    assert back == [[], [("verslag.txt", None)]]


def test_who_stops_the_watch_waits_for_one_file_only(watch: Watch, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (watch.folder / name).write_text(f"{REPORT}\n{name}")
    database = connect(tmp_path / "register.db")
    dropped(watch, database, 0.0)
    found = list(take_dropped(watch, database, now=STILL, act=ACT, hints=HINTS, stop=lambda: True))
    database.close()

    assert [one.path.name for one in found] == ["a.txt"]


def test_files_folders_and_patterns_are_gathered_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    one, two = tmp_path / "a" / "1.txt", tmp_path / "a" / "2.txt"
    for path in (one, two, tmp_path / "a" / ".hidden"):
        path.write_text("x")

    assert gather([str(two), str(tmp_path / "a"), str(tmp_path / "*" / "*.txt")]) == (two, one)


def test_a_missing_file_is_told_when_it_is_read(tmp_path: Path) -> None:
    absent = tmp_path / "absent.txt"

    assert gather([str(absent)]) == (absent,)


@pytest.mark.parametrize("name", ["empty", "*.pdf"])
def test_a_folder_or_pattern_without_files_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Unreadable, match="No report in"):
        gather([str(tmp_path / name)])
