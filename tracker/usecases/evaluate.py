"""The extractor measured on passages that people annotated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker.errors import Unreadable
from tracker.extraction import extract
from tracker.given import MEGABYTE, content_of
from tracker.measuring import Figures, compare, figures_of, passages_of

LARGEST = 500 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures, what they were measured on, and with which rules."""

    name: str
    passages: int
    left_out: int  # passages on which careful readers may differ
    rules_version: str
    figures: Figures


def evaluate(path: Path, *, borderline: bool = False) -> Evaluation:
    """Extract from every annotated passage and compare; passages marked borderline count only when asked for."""
    outcomes, left_out, version = [], 0, ""
    for passage in passages_of(_lines(path), name=path.name):
        if passage.borderline and not borderline:
            left_out += 1
            continue
        extraction = extract(passage.report())
        version = extraction.rules_version
        outcomes.append(compare(passage, extraction.commitments, extraction.possibles))
    if not outcomes:
        raise Unreadable("evaluation.no-passage", name=path.name)
    return Evaluation(path.name, len(outcomes), left_out, version, figures_of(outcomes))


def _lines(path: Path) -> list[str]:
    try:
        return content_of(path, most=LARGEST).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise Unreadable("evaluation.not-text", path=path) from error
