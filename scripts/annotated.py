"""All annotated text, as examples for learning and measuring: real passages, whole answers, items and reports."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.measuring import Passage, passages_of
from tracker.model import Report
from tracker.reading import read, segment

ROOT = Path(__file__).parent.parent
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", ROOT / "../shared/evaluation"))
OWN = ROOT / "tests/corpus/commitments"
ANNOTATED = ROOT / "tests/corpus/annotated"
PICKED = ("nl_passages", "nl_reported", "nl_reported2", "nl_modelled")  # rich in promises, or half of them look-alikes
MINISTERS = ("nl_ministers", "nl_ministers2")  # near the natural rate
ANSWERS = ("spoken", "written", "written_more")  # whole, at the natural rate
FOLDERS = ("reported", "flemish", "spoken")  # whole reports and items


@dataclass(frozen=True)
class Example:
    """A passage with the document it is from and the file or folder that annotates it."""

    passage: Passage
    document: str
    file: str
    report: Report

    @property
    def is_natural(self) -> bool:
        """True for real text, and text written like it, that was not picked for its promises."""
        return self.file in {*MINISTERS, "flemish", "spoken"} or self.file.startswith("answers.")


def absent() -> list[str]:
    """The files of the evaluation folder that are missing."""
    names = [f"{name}.dev.jsonl" for name in (*PICKED, *MINISTERS)]
    return [name for name in names if not (EVALUATION / name).is_file()]


def examples() -> list[Example]:
    """Everything annotated; passages on which careful readers may differ are left out."""
    lines = [(EVALUATION / f"{name}.dev.jsonl", name) for name in (*PICKED, *MINISTERS)]
    lines += [(path, f"own.{path.stem}") for path in sorted(OWN.glob("*.jsonl"))]
    lines += [(ANNOTATED / "answers" / f"{name}.jsonl", f"answers.{name}") for name in ANSWERS]
    found = [example for path, name in lines for example in _passages(path, name)]
    golds = [(EVALUATION / "report-2021-09-21.gold.json", "report")]
    golds += [(path, name) for name in FOLDERS for path in sorted((EVALUATION / name).glob("*.gold.json"))]
    for path in sorted((ANNOTATED / "items").glob("*.gold.json")):
        golds.append((path, "items.spoken" if path.name.startswith("spoken") else "items.reported"))
    return found + [_whole(path, name) for path, name in golds]


def _passages(path: Path, name: str) -> list[Example]:
    lines = path.read_text("utf-8").splitlines()
    passages = zip(passages_of(lines, name=path.name), lines, strict=True)
    return [
        Example(passage, _document(json.loads(line)), name, segment(passage.report()))
        for passage, line in passages
        if not passage.borderline
    ]


def _document(row: dict[str, str]) -> str:
    """What a passage was taken from; all of one document stay on one side of a split."""
    source = row.get("source") or ""
    if "reported speech" in row["genre"]:
        return row["id"]
    return source if "doc_id" in source else source.split("#")[0]


def _whole(path: Path, name: str) -> Example:
    gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    report = read(path.parent / gold["report"])
    row = {
        "id": path.stem,
        "text": report.text,
        "doc_date": gold["metadata"]["date"],
        "lang": "nl",
        "genre": "reported speech",
        "commitments": [
            {"quote_span": one["quote"], "due_end": (one.get("deadline") or {}).get("due")} for one in gold["required"]
        ],
        "optional_spans": [one if isinstance(one, str) else one["quote"] for one in gold["optional"]],
    }
    (passage,) = passages_of([json.dumps(row)], name=path.name)
    return Example(passage, path.stem, name, report)
