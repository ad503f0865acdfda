"""Why a sentence of a report, or one that somebody says, is or is not a commitment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.errors import NotFound, WrongCall
from tracker.extraction import Explanation, RuleSketch, explaining, rule_sketch
from tracker.model import Cue, Report, Sentence
from tracker.reading import read, read_bytes

SENTENCE = "sentence.txt"  # what a sentence is read as: plain text
MORE_THAN_A_NAME = 2  # words: one alone is rather a file
MOST = 20  # sentences; words that stand in more of them say too little


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence as it was judged, each cue with what its rule looks for."""

    judged: Explanation
    page: int | None
    held_on: date | None
    cues: tuple[tuple[Cue, RuleSketch], ...]


def explain(
    given: str,
    at: str | None = None,
    *,
    held_on: date | None = None,
    language: str | None = None,
    minister: str | None = None,
    calendar: str | None = None,
    parliament: str | None = None,
) -> tuple[Explained, ...]:
    """Every sentence of a file that these words touch, or that holds this offset; without `at` what is given was said.

    Raises NotFound when no sentence does, WrongCall for a file without words.
    """
    if at is None:
        said = _said(given)
        report = read_bytes(
            said, name=SENTENCE, held_on=held_on, language=language, minister=minister, parliament=parliament
        )
        sentences = list(report.sentences)
    else:
        report = read(given, held_on=held_on, language=language, minister=minister, parliament=parliament)
        sentences = _held(report, Path(given).name, at)
    judged = (one for held in sentences for one in explaining.explain(report, at=held.start, calendar=calendar))
    return tuple(_explained(report, one) for one in judged)


def _said(given: str) -> bytes:
    """The sentence that was given; raises WrongCall for what is or looks like a file."""
    if len(given.split()) < MORE_THAN_A_NAME or os.path.exists(given):  # noqa: PTH110 - false for what no path can be
        raise WrongCall("explain.no-words", path=given)
    return given.encode()


def _held(report: Report, name: str, at: str) -> list[Sentence]:
    sentences = list(_sentences(report, at))
    if not sentences:
        raise NotFound("explain.no-such-words", name=name, words=at)
    if len(sentences) > MOST:
        raise NotFound("explain.several", count=len(sentences), name=name, words=at)
    return sentences


def _sentences(report: Report, at: str) -> Iterator[Sentence]:
    """The sentences that the words or the offset touch; white space and capitals do not matter."""
    words = at.split()
    if re.fullmatch(r"\d{1,15}", at, re.ASCII):
        spans = [(int(at), int(at) + 1)]
    else:
        pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
        spans = [hit.span() for hit in pattern.finditer(report.text)] if words else []
    for sentence in report.sentences:
        if any(start < sentence.end and end > sentence.start for start, end in spans):
            yield sentence


def _explained(report: Report, judged: Explanation) -> Explained:
    cues = tuple((cue, rule_sketch(cue.rule, report.language)) for cue in judged.cues)
    return Explained(judged, report.page_at(judged.start), report.held_on, cues)
