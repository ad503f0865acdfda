"""A language in which the program speaks is added by two files, and no line of code knows of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = Path("tracker/wording/catalogues")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with two files more: German, begun as a copy of the Dutch."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "tracker", house / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", house / "templates")
    for folder, dutch, german in [
        (CATALOGUES, "openstaand", "offen"),
        (CATALOGUES / "refusals", "Er is geen toezegging", "Es gibt keine Zusage"),
    ]:
        words = (house / folder / "nl.po").read_text("utf-8")
        assert dutch in words
        (house / folder / "de.po").write_text(words.replace(dutch, german).replace("nl_BE", "de_DE"), "utf-8")
    return house


def told(house: Path, *arguments: str) -> str:
    """What the command says in German, on both of its streams."""
    environment = {**os.environ, "PYTHONPATH": str(house), "TRACKER_LANGUAGE": "de", "HOME": str(house)}
    run = subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def add_commitment(house: Path, minister: str) -> None:
    """One in the register of this house."""
    words = ("--quote", "Ich schicke den Bericht.", "--summary", "den Bericht schicken")
    told(house, "add", *words, "--said-on", "2026-01-05", "--minister", minister)


def test_the_settings_take_a_language_by_its_catalogue(house: Path) -> None:
    add_commitment(house, "An Maes")

    assert "offen" in told(house, "list")
    assert "Es gibt keine Zusage C-0099" in told(house, "show", "C-0099")


def test_a_reader_may_ask_for_it_and_a_recall_be_written_in_it(house: Path) -> None:
    add_commitment(house, "Bo Peeters")
    told(house, "subscriber", "add", "an@example.org", "--language", "de")
    told(house, "rappel", "--minister", "Bo Peeters", "--out", "recall.docx")

    assert '"language": "de"' in told(house, "subscriber", "list", "--format", "json")
    assert (house / "recall.docx").is_file()
