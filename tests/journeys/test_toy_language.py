"""A language is added by data alone: a folder of files beside the others, and no line of code.

The language is invented: "Befu 1 mayu mi vul sendu ba raporto ka ba komisu" is "By 1 May I will send the report to the
committee". Nothing of its order is Dutch: the subject stands before the verb, the verb before its object.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests" / "toy_language"
SCRIPT = """
import json, sys
from datetime import date
import tracker
from tracker.reading import read_bytes

report = read_bytes(sys.argv[1].encode(), name="sitting.txt", held_on=date(2022, 2, 1))
print(json.dumps([
    {
        "language": report.language,
        "minister": one.minister.name,
        "summary": one.summary,
        "due": str(one.deadline and one.deadline.due),
        "firmness": one.firmness,
        "rules": [cue.rule for cue in one.cues],
    }
    for one in tracker.extract(report).commitments
]))
"""
DATES = """
import json, sys
from datetime import date
from tracker.dates import find_dates

print(json.dumps([
    [
        str(day)
        for time in find_dates(text, said_on=date.fromisoformat(on), language="toy")
        for day in (time.earliest, time.latest)
    ]
    for text, on in json.loads(sys.argv[1])
]))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which the toy language lies beside the others."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "tracker", house / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOY, house / "tracker" / "languages" / "toy")
    return house


def found(house: Path, text: str, *, title: str = "Ministu") -> list[dict[str, Any]]:
    """What is found where somebody of this title says it, in a report that tells nothing but its own words."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, f"{title} Zo Vak: {text}"],
        cwd=house,  # where Python looks first
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(run.stdout))


def test_a_promise_in_a_language_of_data_files_has_its_act_and_its_day(house: Path) -> None:
    (one,) = found(house, "Befu 1 mayu mi vul prubu sendu ba raporto ka ba komisu.")

    assert (one["summary"], one["due"]) == ("sendu ba raporto ka ba komisu", "2022-05-01")
    assert (one["language"], one["minister"], one["firmness"]) == ("toy", "Zo Vak", "firm")
    assert "toy.cue.actor.first-singular" in one["rules"]


def test_its_word_order_is_its_own(house: Path) -> None:
    (one,) = found(house, "Ba raporto vul bi senduz befu 1 yunu.")

    assert (one["summary"], one["due"]) == ("sendu ba raporto", "2022-06-01")


def test_its_contractions_are_its_own(house: Path) -> None:
    (one,) = found(house, "Nu'v sendu ba raporto k'ba komisu befu 1 mayu.")

    assert (one["summary"], one["due"]) == ("sendu ba raporto k'ba komisu", "2022-05-01")
    assert "toy.cue.future.will-singular" in one["rules"]


def test_its_conditions_are_its_own(house: Path) -> None:
    (one,) = found(house, "Mi vul sendu ba raporto, esu ba komisu vul skribu.")

    assert one["firmness"] == "conditional"


def test_its_examples_of_dates_are_written_as_those_of_every_language(house: Path) -> None:
    tables = tomllib.loads((TOY / "dates.toml").read_text("utf-8")).values()
    examples = [text for table in tables if isinstance(table, dict) for text in table.get("examples", ())]
    said = [re.fullmatch(r"(.+) @ (\S+) = (\S+)\.\.(\S+?)(?: due (\S+))?", text) for text in examples]
    asked = [(one[1], one[2]) for one in said if one]
    run = subprocess.run(
        [sys.executable, "-c", DATES, json.dumps(asked)], cwd=house, capture_output=True, text=True, check=True
    )

    assert len(asked) == len(examples) > 0
    assert [days[:2] for days in json.loads(run.stdout)] == [[one[3], one[4]] for one in said if one]


def test_others_bind_nobody_in_it_either(house: Path) -> None:
    assert found(house, "Befu 1 mayu ba komisu vul sendu ba raporto.") == []
    assert found(house, "Mi vul sendu ba raporto.", title="Membu") == []
