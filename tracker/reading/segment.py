"""From clean text to speeches and sentences: tells which kind of report it is, and lets that kind do the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.model import Block, BlockKind, Report
from tracker.reading.answering import may_be, with_minister
from tracker.reading.draft import Piece
from tracker.reading.language import language_of, with_languages
from tracker.reading.synthesis import synthesis
from tracker.reading.verbatim import labels_in, marked, sentences_of, shows_verbatim, verbatim
from tracker.reading.vocabulary import Vocabulary, vocabulary_of

_LINE = re.compile(r"[^\n]+")


def segment(
    report: Report,
    *,
    minister: str | None = None,
    pieces: Sequence[Piece] = (),
    vocabulary: Vocabulary | None = None,
) -> Report:
    """The report with blocks, speeches, sentences, style and speakers; a speech that it has stays its speaker's.

    `pieces` are what the blocks were made of, with what a file's markup tells of speakers and bold print.
    """
    vocabulary = vocabulary or vocabulary_of()
    report = replace(report, blocks=report.blocks or blocks_of(report.text))
    report = with_languages(
        vocabulary, replace(report, language=report.language or language_of(vocabulary, report.text))
    )
    if report.speeches:
        return replace(report, sentences=sentences_of(report, [0] * len(report.blocks), vocabulary))
    spoken = _spoken(report, pieces, vocabulary, minister=minister)
    if spoken is None:
        return synthesis(report, vocabulary, minister=minister)
    return with_minister(spoken, minister) if minister else spoken


def _spoken(report: Report, pieces: Sequence[Piece], vocabulary: Vocabulary, *, minister: str | None) -> Report | None:
    """The report with its speeches, where its markup or its labels open them."""
    if any(piece.turn is not None for piece in pieces):
        return marked(report, pieces, vocabulary)
    labels = labels_in(report, vocabulary, pieces)
    if minister:
        labels = {
            index: replace(label, sure=label.sure or may_be(label.speaker.name, minister))
            for index, label in labels.items()
        }
    return verbatim(report, labels, vocabulary) if shows_verbatim(labels, report) else None


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of bare clean text: a line each."""
    return tuple(Block(BlockKind.PARAGRAPH, match.start(), match.end()) for match in _LINE.finditer(text))
