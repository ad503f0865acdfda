"""Bad input is told in one line that says what, where and what to do; never a traceback, nothing half stored."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"


def tracker(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as installed, in a folder of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def written(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return path.name


def scanned_pdf() -> bytes:
    """A PDF with one empty page, as a scanner without text recognition makes it."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    assert tracker(folder, "extract", str(EXAMPLE), "--accept").returncode == 0
    return folder / "commitments.db"


@pytest.fixture
def register(tmp_path: Path, filled: Path) -> Path:
    shutil.copy(filled, tmp_path / "commitments.db")
    return tmp_path


DOCUMENTS = {
    "absent.txt": (None, "absent.txt"),
    "leeg.txt": (b"", "leeg.txt"),
    "beeld.bin": (bytes(range(256)) * 40, "beeld.bin"),
    "scan.pdf": (scanned_pdf(), "scan.pdf"),
    "kapot.pdf": (b"%PDF-1.7\n" + b"\0" * 400, "kapot.pdf"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_bad_document_is_named(tmp_path: Path, name: str) -> None:
    content, told = DOCUMENTS[name]
    if content is not None:
        written(tmp_path / name, content)

    done = tracker(tmp_path, "extract", name)

    assert done.returncode in {1, 2}
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "commitments.db").exists()


def test_a_folder_without_reports_is_named(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()

    done = tracker(tmp_path, "extract", "map")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "map" in done.stderr


CALLS = {
    "an unknown number": (("show", "C-9999"), "C-9999", 1),
    "a number that is none": (("show", "zeven"), "zeven", 2),
    "an unreadable day": (("move", "C-0001", "--to", "ooit eens", "--reason", "x"), "ooit eens", 2),
    "a day that does not exist": (("move", "C-0001", "--to", "31 november 2022", "--reason", "x"), "31 november", 2),
    "a move without a reason": (("move", "C-0001", "--to", "2022-06-30"), "--reason", 2),
    "a resolution without evidence": (("resolve", "C-0001"), "--evidence", 1),
    "reopening what is open": (("reopen", "C-0001"), "C-0001", 1),
    "an unreadable rehearsal": (("--today", "morgen", "list"), "morgen", 2),
    "a wrong address": (("subscriber", "add", "jan", "--weekly", "monday"), "jan", 2),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_wrong_call_is_told_and_changes_nothing(register: Path, case: str) -> None:
    arguments, told, code = CALLS[case]
    before = (register / "commitments.db").read_bytes()

    done = tracker(register, *arguments)

    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert (register / "commitments.db").read_bytes() == before


def test_looking_into_a_register_that_is_not_there_does_not_make_one(tmp_path: Path) -> None:
    done = tracker(tmp_path, "list")

    assert done.returncode == 1
    assert "commitments.db" in done.stderr
    assert not (tmp_path / "commitments.db").exists()


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "commitments.db", b"Dit is geen databank, maar wel een bestand.\n" * 30)

    done = tracker(tmp_path, "list")

    assert done.returncode == 1
    assert "commitments.db" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_smtp_server_that_is_not_there_is_told(register: Path) -> None:
    smtp = {"TRACKER_MAIL_TRANSPORT": "smtp", "TRACKER_MAIL_PORT": "9", "TRACKER_MAIL_SECURITY": "none"}
    tracker(register, "subscriber", "add", "jan@example.org", "--weekly", "monday", "--at", "08:00")

    done = tracker(register, "digest", "send", "jan@example.org", **smtp)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert tracker(register, "outbox", "list").stdout.count("jan@example.org") == 1
