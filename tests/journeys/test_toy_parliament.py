"""A parliament is added by data alone: a folder beside the others, with a language of its own, and no line of code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOYLAND = ROOT / "tests" / "toyland"
REPORT = """Domo de Ludiloj

Komisiono pri Pupoj kaj Balonoj

Kunvenis je mardo 3-an de majo 2033

La prezidanto: Mi malfermas la kunsidon kaj dankas al la ministrino.

Zamo Verda – LUD – Kiam venos la raporto pri la pupoj? Ni atendas ĝin kun espero.

Ministrino pri Ludo (Ŝana Blua): Mi sendos la raporton al la komisiono. Ĝi venos en junio.
"""
SCRIPT = """
import json, sys
from datetime import date
import tracker
from tracker.reading import read_bytes

report = read_bytes(sys.argv[1].encode(), name="raporto.txt")
(recess,) = tracker.find_dates("before the recess", said_on=date(2033, 5, 3), language="en", calendar="toyland")
(after,) = tracker.find_dates("after Easter", said_on=date(2033, 3, 1), language="en", calendar="toyland")
print(json.dumps({
    "report": [report.language, str(report.held_on), report.chamber, report.committee],
    "speakers": [[who.name, who.role, who.party] for who in report.speakers],
    "due": str(recess.due),
    "after": [str(after.earliest), str(after.latest)],
}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the program reads in which Toyland and its language lie beside the others."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "tracker", house / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    for room in ("languages", "parliaments"):
        shutil.copytree(TOYLAND / room, house / "tracker" / room, dirs_exist_ok=True)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, REPORT],
        cwd=house,  # where Python looks first
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(run.stdout))


def test_its_report_is_read_beside_all_others(found: dict[str, Any]) -> None:
    assert found["report"] == ["eo", "2033-05-03", "Domo de Ludiloj", "Komisiono pri Pupoj kaj Balonoj"]
    assert found["speakers"] == [
        [None, "chair", None],
        ["Zamo Verda", "member", "LUD"],
        ["Ŝana Blua", "minister", None],
    ]


def test_its_year_and_its_conventions_are_its_own(found: dict[str, Any]) -> None:
    assert found["due"] == "2033-05-31"
    assert found["after"] == ["2033-04-18", "2033-05-17"]
