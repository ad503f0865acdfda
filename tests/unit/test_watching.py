"""A dropped file is taken in once, when nobody writes to it any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.errors import Unreadable
from tracker.usecases.intake import gather
from tracker.usecases.watching import Watch


def test_a_file_is_ready_when_two_looks_see_it_the_same(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    report = tmp_path / "verslag.txt"
    report.write_text("De minister")

    first = watch.ready()
    report.write_text("De minister antwoordt")
    grown = watch.ready()
    settled = watch.ready()
    again = watch.ready()

    assert (first, grown, settled, again) == ((), (), (report,), ())


def test_a_file_that_changed_is_ready_again(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    report = tmp_path / "verslag.txt"
    report.write_text("een")
    watch.ready()
    assert watch.ready() == (report,)

    report.write_text("een verbeterde versie")
    watch.ready()

    assert watch.ready() == (report,)


def test_empty_and_hidden_files_wait(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    (tmp_path / "leeg.txt").touch()
    (tmp_path / ".verslag.txt.swp").write_text("x")
    watch.ready()

    assert watch.ready() == ()


def test_only_a_folder_is_watched(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is not a folder"):
        Watch(tmp_path / "absent")


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
