"""Anybody's annotated passages give figures; the figures are those of the evaluation's own score."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main

PROMISE = "Ik zal u de cijfers voor het einde van het jaar bezorgen."
ROWS = (
    {
        "id": "own-1",
        "lang": "nl",
        "text": f"Dank u, voorzitter. {PROMISE}",
        "commitments": [
            {
                "quote_span": PROMISE,
                "due_end": "2021-12-31",
                "deadline_text": "voor het einde van het jaar",
                "precision": "year",
            }
        ],
        "doc_date": "2021-09-21",
        "speaker": "Bart Somers",
        "speaker_role": "minister",
    },
    {
        "id": "own-2",
        "lang": "nl",
        "text": "Wanneer zal de minister die cijfers bezorgen?",
        "neg_type": "question",
        "doc_date": "2021-09-21",
        "speaker": "Jan Peeters",
        "speaker_role": "mp",
    },
    {
        "id": "own-3",
        "text": PROMISE,
        "borderline": True,
        "doc_date": "2021-09-21",
        "speaker_role": "minister",
        "neg_type": "wish",
    },
)


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


Run = Callable[..., tuple[int, str, str]]


def test_the_figures_come_with_their_intervals(passages: Path, tracker: Run) -> None:
    code, out, _ = tracker("evaluate", str(passages))

    assert code == 0
    assert "own.jsonl: 2 passages (1 grensgeval weggelaten), regels nl-" in out
    assert "Cijfer\tWaarde\t95 %-interval\tGeteld" in out
    assert "passages: vangst\t1.000\t0.207 tot 1.000\t1 van 1" in out
    assert "vals bij question\t0.000" in out
    assert "toezeggingen: gevonden of mogelijk\t1.000\t0.207 tot 1.000\t1 van 1" in out
    assert "mogelijke per gevonden\t0.000\t-\t0 van 1" in out


def test_programs_get_the_same_figures_as_json(passages: Path, tracker: Run) -> None:
    _, out, _ = tracker("evaluate", str(passages), "--format", "json", "--misses", "--borderline")

    told = json.loads(out)
    figures = {row["figure"]: row for row in told["figures"]}
    assert (told["passages"], told["left_out"]) == (3, 0)
    assert (figures["commitments: precision"]["part"], figures["commitments: precision"]["whole"]) == (1, 2)
    assert [(miss["passage"], miss["kind"], miss["negative"]) for miss in told["misses"]] == [
        ("own-3", "false", "wish")
    ]


@pytest.mark.parametrize("shape", ["table", "jsonl", "csv"])
def test_misses_are_listed_in_every_shape(passages: Path, tracker: Run, shape: str) -> None:
    _, out, _ = tracker("evaluate", str(passages), "--borderline", "--misses", "--format", shape)

    assert "own-3" in out
    assert PROMISE in out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe\x00", "is geen tekst in UTF-8"),
        (b"", "bevat geen passage om op te meten"),
        (b'{"text": 1}', "regel 1: het veld 'text' is geen tekst"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, tracker: Run, content: bytes, complaint: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(content)

    code, _, err = tracker("evaluate", str(path))

    assert code == 1
    assert complaint in err


def test_a_missing_file_says_so(tmp_path: Path, tracker: Run) -> None:
    code, _, err = tracker("evaluate", str(tmp_path / "none.jsonl"))

    assert code == 1
    assert "Er is geen bestand" in err


EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", Path(__file__).resolve().parents[3] / "shared" / "evaluation"))


@pytest.mark.parametrize("name", ["nl_passages.dev.jsonl", "nl_reported.dev.jsonl"])
def test_the_figures_are_those_of_the_evaluation_itself(tracker: Run, name: str) -> None:
    score = EVALUATION / "score.py"
    if not score.exists():
        pytest.skip("no evaluation data; set TRACKER_EVALUATION")
    command = [sys.executable, str(score), "passages", str(EVALUATION / name), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    _, out, _ = tracker("evaluate", str(EVALUATION / name), "--format", "json")

    ours = {row["figure"]: row for row in json.loads(out)["figures"]}
    for what in ("passages", "commitments"):
        told = {figure: round(ours[f"{what}: {title}"]["value"], 4) for figure, title in TITLES.items()}
        assert told == {figure: theirs[what][figure] for figure in TITLES}
    assert round(ours["due day within tolerance"]["value"], 4) == theirs["due within tolerance"]
    assert round(ours["due day exact"]["value"], 4) == theirs["due exact"]
    assert _false(ours) == theirs["false by kind of negative"]


TITLES = {"precision": "precision", "recall": "recall", "f1": "F1"}


def _false(rows: dict[str, dict[str, Any]]) -> dict[str, str]:
    named = {name.removeprefix("false on "): row for name, row in rows.items() if name.startswith("false on ")}
    return {name: f"{row['part']}/{row['whole']}" for name, row in named.items() if row["part"]}
