"""Are pages that are pictures recognised within their limits, told as such, and refused with what to install?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from papers import column, pdf
from scanned import REPORT, beside, need_recognition, scan

import tracker
from tracker.errors import TrackerError, Unreadable
from tracker.model import Places, Report
from tracker.reading import ScanLimits, read_bytes, read_many
from tracker.reading.clean import in_clean
from tracker.reading.scans import recognised_languages

OPENING = "Vergadering van 12 maart 2024"
SAID = "Minister Jo Maes: Ik zal het verslag tegen eind juni 2024 aan de commissie bezorgen."
WRITTEN = f"{OPENING}\n\nMinister Jo Maes: Dank u wel voor deze vraag over het verkeer in onze steden en dorpen."


@pytest.fixture
def recognition() -> None:
    need_recognition()


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No program is found."""
    monkeypatch.setenv("PATH", "")
    recognised_languages.cache_clear()
    yield
    recognised_languages.cache_clear()


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(content)
    return path


def partly(folder: Path) -> Path:
    """A page of text, and one that is a picture."""
    return kept(folder, beside(pdf([column(WRITTEN, x=70, y=700, width=80)]), scan(SAID)))


def outcome(path: Path, **limits: float) -> Report | TrackerError:
    return next(iter(read_many([path], scan_limits=ScanLimits(**limits))))[1]  # type: ignore[arg-type]  # names of limits


# ------------------------------------------------------------------ what is read
@pytest.mark.usefixtures("recognition")
def test_what_is_promised_on_a_page_that_lies_askew_and_dirty_is_found(tmp_path: Path) -> None:
    report = tracker.read(kept(tmp_path, scan(REPORT, askew=2.0, spots=400)))
    found = tracker.extract(report).commitments

    assert [
        (str(one.deadline and one.deadline.due), one.minister and one.minister.name, one.page) for one in found
    ] == [
        ("2024-06-30", "Lydia Peeters", 1),
        ("2024-07-20", "Lydia Peeters", 1),
    ]
    assert report.scan is not None
    assert (report.scan.pages, str(report.held_on), report.problems[0].code) == ((1,), "2024-03-12", "reading.scan")


@pytest.mark.usefixtures("recognition")
def test_a_picture_among_pages_of_text_is_read_and_told_apart(tmp_path: Path) -> None:
    report = outcome(partly(tmp_path))

    assert isinstance(report, Report)
    assert report.scan is not None
    assert report.scan.pages == (2,)
    assert "Ik zal het verslag tegen eind juni 2024" in report.text
    assert "in onze steden en dorpen" in report.text


def test_uncertain_places_follow_the_clean_text() -> None:
    places = Places(starts=(0, 10, 20), origins=(100, 50, 200), lengths=(10, 10, 5))

    assert in_clean([(52, 55), (108, 130), (0, 3), (203, 220)], places) == ((8, 10), (12, 15), (23, 25))


# ------------------------------------------------------------------ limits
@pytest.mark.usefixtures("recognition")
def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    refused = outcome(kept(tmp_path, scan(SAID, SAID, dots=72)), pages=1)

    assert isinstance(refused, Unreadable)
    assert refused.code == "reading.scan-too-long"


@pytest.mark.usefixtures("recognition")
def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    refused = outcome(kept(tmp_path, scan(SAID)), seconds=0.05)

    assert isinstance(refused, Unreadable)
    assert refused.code == "reading.scan-too-slow"


@pytest.mark.usefixtures("recognition")
def test_what_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    refused = outcome(kept(tmp_path, scan(SAID)), megabytes=60)

    assert isinstance(refused, Unreadable)
    assert refused.code == "reading.scan-broken"


@pytest.mark.usefixtures("recognition")
def test_pages_of_text_are_read_where_the_pictures_cannot_be(tmp_path: Path) -> None:
    report = outcome(partly(tmp_path), pages=0)

    assert isinstance(report, Report)
    assert [problem.code for problem in report.problems[:2]] == ["reading.scan-not-read", "reading.page-without-text"]
    assert "1 scanned pages" in report.problems[0].message


@pytest.mark.usefixtures("recognition")
def test_a_scan_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No text was found on the pages"):
        tracker.read(kept(tmp_path, scan("", dots=72)))


@pytest.mark.usefixtures("recognition")
def test_a_scan_in_a_pipe_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = Thread(target=path.write_bytes, args=(scan(SAID, dots=72),))
    writer.start()

    with pytest.raises(Unreadable, match="comes through a pipe"):
        tracker.read(path)
    writer.join()


# ------------------------------------------------------------------ without the extra
@pytest.mark.usefixtures("nothing_installed")
def test_without_the_extra_a_scan_names_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"tracker\[ocr\].*tesseract-ocr-nld"):
        tracker.read(kept(tmp_path, scan(SAID, dots=72)))


@pytest.mark.usefixtures("nothing_installed")
def test_without_the_extra_pages_of_text_are_read_as_ever(tmp_path: Path) -> None:
    report = outcome(partly(tmp_path))

    assert isinstance(report, Report)
    assert report.scan is None
    assert report.problems[0].code == "reading.page-without-text"


def test_bytes_are_never_recognised() -> None:
    with pytest.raises(Unreadable, match="probably scanned"):
        read_bytes(scan(SAID, dots=72), name="scan.pdf")
