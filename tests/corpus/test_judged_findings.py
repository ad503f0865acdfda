"""What is found on whole real reports holds before a careful reader."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", ROOT.parent / "shared" / "evaluation"))
PRECISION = 0.75  # right, of all that was judged


@pytest.fixture(scope="module")
def judging() -> ModuleType:
    spec = spec_from_file_location("judged_findings", ROOT / "scripts" / "judged_findings.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def test_a_verdict_is_yes_or_a_reason() -> None:
    rows = [json.loads(line) for line in (ROOT / "tests/corpus/findings/judged.jsonl").read_text("utf-8").splitlines()]

    assert {row["verdict"] for row in rows} == {"commitment", "none"}
    assert all(bool(row["reason"]) == (row["verdict"] == "none") for row in rows)
    assert len({(row["report"], row["start"], row["quote"]) for row in rows}) == len(rows)


def test_most_of_what_is_drawn_from_whole_reports_is_right(
    judging: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (EVALUATION / "reports").is_dir():
        pytest.skip("no evaluation data; set TRACKER_EVALUATION")
    monkeypatch.setattr(judging, "EVALUATION", EVALUATION)

    drawn = judging.drawn(judging.findings(judging.reports(), judging.judgements()))
    judged = [one.judgement for one in drawn if one.judgement]

    assert len(judged) >= 60
    assert sum(one.verdict == judging.YES for one in judged) / len(judged) >= PRECISION
