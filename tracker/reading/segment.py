"""From clean text to speeches and sentences, for both kinds of report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.languages.reading import ReadingWords, Reporting, reading_words
from tracker.model import Block, BlockKind, Report, ReportStyle, Role, Sentence, Speaker, Speech
from tracker.reading.labels import Label, label_of, presiding_of
from tracker.reading.language import language_of
from tracker.reading.people import People
from tracker.reading.reported import Attribution
from tracker.reading.sentences import sentence_spans

_BODY = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_PRONOUN = re.compile(r"(?:^|[a-z]t )(?:[Hh]ij|[Zz]ij|[Zz]e)\b")
_FAR = 4
_BLOCK = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a synthesis report and whose words it tells."""

    start: int
    end: int
    block: int
    speaker: Speaker | None


def segment(report: Report, *, minister: str | None = None) -> Report:
    """The report with blocks, speeches, sentences, style and speakers; a speech that it has stays its speaker's."""
    blocks = report.blocks or blocks_of(report.text)
    language = report.language or language_of(report.text)
    report = replace(report, blocks=blocks, language=language)
    if report.speeches:
        return _with_sentences(report, [0] * len(blocks))
    words = reading_words(language or "nl")
    labels = _labels(report, blocks)
    if _is_verbatim(labels):
        return _verbatim(report, labels, People("", words))
    return _synthesis(report, words, minister)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of bare clean text: what blank lines part; single line breaks part list items."""
    return tuple(Block(BlockKind.PARAGRAPH, match.start(), match.end()) for match in _BLOCK.finditer(text))


def _labels(report: Report, blocks: Sequence[Block]) -> dict[int, Label]:
    found = {}
    for index, block in enumerate(blocks):
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM}:
            label = label_of(report.text[block.start : block.end])
            if label:
                found[index] = label
    return found


def _is_verbatim(labels: dict[int, Label]) -> bool:
    return sum(label.sure for label in labels.values()) >= 2 or (
        len(labels) == 1 and any(label.sure for label in labels.values())
    )


def _verbatim(report: Report, labels: dict[int, Label], people: People) -> Report:
    speeches: list[Speech] = []
    owner: list[int | None] = []
    starts: list[int] = []
    known = _Register()
    speaking, chair = False, None
    for index, block in enumerate(report.blocks):
        label = labels.get(index)
        starts.append(block.start)
        presiding = presiding_of(report.text[block.start : block.end]) if not label else None
        if presiding:
            chair = presiding
            owner.append(None)
        elif label:
            starts[-1] = min(block.start + label.end, block.end)
            while starts[-1] < block.end and report.text[starts[-1]].isspace():
                starts[-1] += 1
            speeches.append(Speech(known.person(_in_chair(label.speaker, chair)), starts[-1], block.end))
            speaking = True
            owner.append(len(speeches) - 1)
        elif speaking and block.kind in _BODY:
            speeches[-1] = replace(speeches[-1], end=block.end)
            owner.append(len(speeches) - 1)
        else:
            speaking = speaking and block.kind is not BlockKind.HEADING
            owner.append(None)
    report = replace(report, style=ReportStyle.VERBATIM, speeches=tuple(speeches), speakers=known.everyone())
    return _with_sentences(report, owner, starts)


def _in_chair(speaker: Speaker, chair: str | None) -> Speaker:
    return replace(speaker, name=chair) if speaker.role is Role.CHAIR and speaker.name is None else speaker


class _Register:
    """The speakers by name, so that one person stays one through all labels."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | None, Role], Speaker] = {}

    def person(self, speaker: Speaker) -> Speaker:
        key = (speaker.name.lower() if speaker.name else None, speaker.role)
        return self._known.setdefault(key, speaker)

    def everyone(self) -> tuple[Speaker, ...]:
        return tuple(self._known.values())


def _with_sentences(report: Report, owner: Sequence[int | None], starts: Sequence[int] | None = None) -> Report:
    sentences = []
    language = report.language or "nl"
    for index, block in enumerate(report.blocks):
        start = starts[index] if starts else block.start
        for a, b in sentence_spans(report.text, start, block.end, language=language):
            sentences.append(Sentence(a, b, index, owner[index]))
    return replace(report, sentences=tuple(sentences))


def _synthesis(report: Report, words: ReadingWords, minister: str | None) -> Report:
    people = People(report.text, words, minister=minister)
    walk = Attribution(people, words)
    told: list[Told] = []
    for index, block in enumerate(report.blocks):
        if block.kind is BlockKind.HEADING:
            walk.heading(report.text[block.start : block.end])
        spans = sentence_spans(report.text, block.start, block.end, language=words.language)
        if block.kind not in _BODY:
            told += [Told(start, end, index, None) for start, end in spans]
            continue
        free = walk.current is None
        here = [
            Told(start, end, index, walk.sentence(report.text, start, end, opens=number == 0))
            for number, (start, end) in enumerate(spans)
        ]
        told += _from_behind(report.text, here, words.reporting) if free else here
    return _told(report, told)


def _from_behind(text: str, told: list[Told], words: Reporting) -> list[Told]:
    """A paragraph's first sentences belong to the speaker whom only the next names, if they can be told of a person."""
    named = next((number for number, each in enumerate(told) if each.speaker), 0)
    speaker = told[named].speaker if told else None
    if not 0 < named < _FAR or speaker is None:
        return told
    head = text[told[0].start : told[named].start]
    by_pronoun = _PRONOUN.search(head) is not None
    if not by_pronoun and (speaker.role is not Role.MINISTER or named > 1 or head.startswith(words.procedural)):
        return told
    return [replace(each, speaker=speaker) for each in told[:named]] + told[named:]


def _told(report: Report, told: list[Told]) -> Report:
    speeches: list[Speech] = []
    sentences = []
    last: Speaker | None = None
    for each in told:
        start, end, block, speaker = each.start, each.end, each.block, each.speaker
        if speaker is None:
            sentences.append(Sentence(start, end, block))
            last = (
                None if report.blocks[block].kind in _BODY or report.blocks[block].kind is BlockKind.HEADING else last
            )
            continue
        if speeches and last == speaker:
            speeches[-1] = replace(speeches[-1], end=end)
        else:
            speeches.append(Speech(speaker, start, end, reported=True))
        last = speaker
        sentences.append(Sentence(start, end, block, len(speeches) - 1))
    speakers = tuple(dict.fromkeys(speech.speaker for speech in speeches if speech.speaker))
    return replace(
        report, style=ReportStyle.SYNTHESIS, speeches=tuple(speeches), sentences=tuple(sentences), speakers=speakers
    )
