"""Speeches of a verbatim report: each label opens one, which goes on until the next label or heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.model import Block, BlockKind, Report, ReportStyle, Role, Sentence, Speaker, Speech
from tracker.reading.draft import Piece
from tracker.reading.labels import Label, label_of, presiding_of
from tracker.reading.patterns import any_of
from tracker.reading.sentences import sentence_spans
from tracker.reading.vocabulary import Vocabulary

_BODY = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_MAY_OPEN = frozenset((BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM))
_ENOUGH = 2
_SUBTITLE = 60


def labels_in(report: Report, vocabulary: Vocabulary, pieces: Sequence[Piece] = ()) -> dict[int, Label]:
    """The blocks that open a speech, with their labels; bold print at a block's start helps to tell one."""
    found = {}
    for index, block in enumerate(report.blocks):
        if block.kind in _MAY_OPEN:
            bold = pieces[index].bold if pieces else 0
            label = label_of(vocabulary, report.text[block.start : block.end], bold=bold)
            if label:
                found[index] = label
    return found


def shows_verbatim(labels: Mapping[int, Label], report: Report) -> bool:
    """Two sure labels show one, or one that opens the text, or some names alone on a line with text after each."""
    sure = sum(label.sure for label in labels.values())
    if sure >= _ENOUGH or (sure == 1 and next(iter(labels)) == 0):
        return True
    alone = [index for index in labels if index + 1 not in labels and _is_body(report, index + 1)]
    return len(alone) > _ENOUGH and len(alone) > len(labels) / 2


def _is_body(report: Report, index: int) -> bool:
    return index < len(report.blocks) and report.blocks[index].kind in _BODY


@dataclass(slots=True)
class _Floor:
    """Who has the floor while the blocks go by."""

    rapporteurs: frozenset[str]
    speeches: list[tuple[Speaker | None, int]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    owners: list[int | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    known: dict[tuple[str | None, Role, str | None], Speaker] = field(default_factory=dict)
    chair: str | None = None
    speaking: bool = False

    def give(self, speaker: Speaker | None, start: int, end: int) -> None:
        """A new speech begins."""
        self.speeches.append((self._same(speaker) if speaker else None, start))
        self.ends.append(end)
        self.speaking = True
        self._note(start, len(self.speeches) - 1)

    def go_on(self, start: int, end: int) -> None:
        """The same speaker goes on."""
        self.ends[-1] = end
        self._note(start, len(self.speeches) - 1)

    def interrupt(self, start: int, *, ends: bool) -> None:
        """A block that nobody speaks; after a heading the floor is free."""
        self.speaking = self.speaking and not ends
        self._note(start, None)

    def _note(self, start: int, owner: int | None) -> None:
        self.starts.append(start)
        self.owners.append(owner)

    def _same(self, speaker: Speaker) -> Speaker:
        """One person stays one through all labels; "De voorzitter" is who took the chair."""
        if speaker.role is Role.CHAIR and speaker.name is None and self.chair:
            speaker = replace(speaker, name=self.chair)
        reports = speaker.function if self.reports(speaker) else None
        return self.known.setdefault((speaker.name.lower() if speaker.name else None, speaker.role, reports), speaker)

    def reports(self, speaker: Speaker) -> bool:
        """Whether a member tells what the committee said: in another quality than when he speaks for himself."""
        words = (speaker.function or "").lower().split()
        return speaker.role is Role.MEMBER and not self.rapporteurs.isdisjoint(words)


def _floor(vocabulary: Vocabulary) -> _Floor:
    return _Floor(frozenset(vocabulary.said(lambda words: words.signature.rapporteur)))


def verbatim(report: Report, labels: Mapping[int, Label], vocabulary: Vocabulary) -> Report:
    """The report with the speeches that its labels open."""
    floor = _floor(vocabulary)
    for index, block in enumerate(report.blocks):
        label = labels.get(index)
        presiding = presiding_of(vocabulary, report.text[block.start : block.end]) if label is None else None
        if presiding:
            floor.chair = presiding
            floor.interrupt(block.start, ends=False)
        elif label:
            floor.give(label.speaker, _after_label(report.text, block.start + label.end, block.end), block.end)
        elif floor.speaking and block.kind in _BODY:
            floor.go_on(block.start, block.end)
        else:
            floor.interrupt(
                block.start, ends=block.kind is BlockKind.HEADING and _ends_speech(report, block, vocabulary)
            )
    return _spoken(report, floor, vocabulary)


def _ends_speech(report: Report, block: Block, vocabulary: Vocabulary) -> bool:
    """A point of the agenda ends a speech; a short title without number stands inside a long one."""
    words = report.text[block.start : block.end]
    origin = report.places.origin(block.start)
    marked = "#" in report.original[max(origin - 3, 0) : origin]
    return marked or len(words) > _SUBTITLE or words[0].isdigit() or _agenda(vocabulary).search(words) is not None


@lru_cache
def _agenda(vocabulary: Vocabulary) -> re.Pattern[str]:
    stretches = any_of(vocabulary.said(lambda words: words.headings.agenda))
    ends = any_of(vocabulary.said(lambda words: words.headings.agenda_ends))
    return re.compile(rf"{stretches}|(?:{ends})\b", re.IGNORECASE)


def marked(report: Report, pieces: Sequence[Piece], vocabulary: Vocabulary) -> Report:
    """The report with the speeches that its markup gives."""
    floor, turn = _floor(vocabulary), None
    for block, piece in zip(report.blocks, pieces, strict=True):
        if piece.turn is None:
            floor.interrupt(block.start, ends=block.kind is BlockKind.HEADING)
        elif piece.turn == turn:
            floor.go_on(block.start, block.end)
        else:
            floor.give(piece.speaker, block.start, block.end)
        turn = piece.turn if piece.turn is not None else turn
    return _spoken(report, floor, vocabulary)


def _after_label(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return min(start, end)


def _spoken(report: Report, floor: _Floor, vocabulary: Vocabulary) -> Report:
    speeches = tuple(Speech(who, start, end) for (who, start), end in zip(floor.speeches, floor.ends, strict=True))
    report = replace(report, style=ReportStyle.VERBATIM, speeches=speeches, speakers=tuple(floor.known.values()))
    return replace(report, sentences=sentences_of(report, floor.owners, vocabulary, starts=floor.starts))


def sentences_of(
    report: Report, owners: Sequence[int | None], vocabulary: Vocabulary, *, starts: Sequence[int] | None = None
) -> tuple[Sentence, ...]:
    """The sentences of all blocks, each with its speech; a label before `starts` belongs to no sentence."""
    sentences = []
    for index, block in enumerate(report.blocks):
        start = starts[index] if starts else block.start
        words = vocabulary.words(block.language or report.language)
        for first, last in sentence_spans(report.text, start, block.end, words=words):
            sentences.append(Sentence(first, last, index, owners[index]))
    return tuple(sentences)
