"""One table says what a deed means to readers; nobody else keeps a list of deeds, or picks a stored event apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tracker.model import Deed
from tracker.owed.deeds import MEANINGS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
TABLES = {  # of what each deed means, holds and may follow on
    "tracker/model/because.py",
    "tracker/owed/deeds.py",
    "tracker/followup.py",
}
SEVERAL = re.compile(r"[({\[]\s*(?:Deed\.[A-Z_]+(?:\.value)?\s*,\s*)+Deed\.[A-Z_]+")
PICKED_APART = re.compile(r"""\.details(?:\b(?!:)|\[)|\[["'](?:set|because)["']\]|\.get\(["'](?:set|because)["']""")
WHERE_IT_IS_STORED = {
    "tracker/model/history.py",
    "tracker/followup.py",  # `apply` makes the state from what is stored
    "tracker/store/actions.py",
    "tracker/store/archive.py",
    "tracker/store/events.py",
    "tracker/store/importing.py",
    "tracker/store/verifying.py",
    "tracker/store/letters/snapshots.py",
    "tracker/cli/looking.py",  # gives it to other programs
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_says_what_it_means_to_readers(deed: Deed) -> None:
    assert deed in MEANINGS, f"{deed.value} has no row in tracker/owed/deeds.py"


def test_nobody_else_keeps_a_list_of_deeds() -> None:
    offenders = {
        f"{name}: {found[0]!r}"
        for path in SOURCES
        if (name := name_of(path)) not in TABLES
        for found in SEVERAL.finditer(path.read_text("utf-8"))
    }

    assert not offenders


def test_events_are_read_through_their_types() -> None:
    offenders = {
        name
        for path in SOURCES
        if (name := name_of(path)) not in WHERE_IT_IS_STORED
        if PICKED_APART.search(path.read_text("utf-8"))
    }

    assert not offenders
