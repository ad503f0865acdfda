"""Speeches of a synthesis report: what is told of each speaker, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, islice

from tracker.languages.reading import ReadingWords
from tracker.model import Block, BlockKind, Report, ReportStyle, Role, Sentence, Speaker, Speech
from tracker.reading.labels import label_of
from tracker.reading.mentions import Proof, mentions_in, opening_verb
from tracker.reading.people import People
from tracker.reading.reported import Attribution
from tracker.reading.reportedforms import ReportedForms, reported_forms
from tracker.reading.sentences import sentence_spans
from tracker.reading.vocabulary import Vocabulary

_BODY = frozenset((BlockKind.PARAGRAPH, BlockKind.ITEM))
_SHORT = 120
_TOLD = 2  # paragraphs that open in the past, at least, in a report that is told in it
_FEW = 30  # sentences, at most, that tell the tense where no paragraphs do
_FAR = 4  # sentences that a speaker who is named later can reach back
_OPENING = ("“", "„", "«", '"')
_CLOSING = ("”", "»", '"')
_CLOSED_BEFORE_COMMA = re.compile('[”»"] ?,|,[”»"]')


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence and whose words it tells."""

    start: int
    end: int
    block: int
    speaker: Speaker | None = None


def synthesis(report: Report, vocabulary: Vocabulary, *, minister: str | None = None) -> Report:
    """The report with what is told of each speaker as speeches; `minister` is who "de minister" is, if nobody says."""
    words = vocabulary.words(report.language)
    spoken = {language: vocabulary.words(language) for block in report.blocks if (language := block.language)}
    people = People(report.text, (words, *spoken.values()), vocabulary, minister=minister)
    past = _told_in_the_past(report, words, vocabulary)
    walk, before = Attribution(people, words, vocabulary, past=past), words
    told: list[_Told] = []
    for index, block in enumerate(report.blocks):
        now = spoken.get(block.language or "", words)
        if now is not before:
            walk.read_in(now)
        told += _told_in(report, index, block, walk=walk, words=now, vocabulary=vocabulary)
        before = now
    return _with_speeches(report, told)


def _told_in_the_past(report: Report, words: ReadingWords, vocabulary: Vocabulary) -> bool:
    """Whether paragraphs mostly open with somebody and a verb of saying in the past ("Mevrouw X vroeg …").

    Where hardly one opens so, as in a short text, the verbs of saying in its sentences tell.
    """
    forms = reported_forms(vocabulary, words)
    tenses: Counter[bool] = Counter()
    for block in report.blocks:
        verb = opening_verb(report.text, block.start, block.end, forms) if block.kind in _BODY else ""
        if verb in forms.words.past_verbs or verb in forms.words.verbs:
            tenses[verb in forms.words.past_verbs] += 1
    if tenses.total() < _TOLD:
        return _says_in_the_past(report, words, vocabulary)
    return tenses[True] >= _TOLD and tenses[True] > 2 * tenses[False]


def _says_in_the_past(report: Report, words: ReadingWords, vocabulary: Vocabulary) -> bool:
    """Whether somebody said something in the first sentences, and nobody says anything."""
    now, then = reported_forms(vocabulary, words), reported_forms(vocabulary, words, past=True)
    bodies = (block for block in report.blocks if block.kind in _BODY)
    spans = chain.from_iterable(sentence_spans(report.text, body.start, body.end, words=words) for body in bodies)
    said = False
    for start, end in islice(spans, _FEW):
        if _says(report.text, start, end, now):
            return False
        said = said or _says(report.text, start, end, then)
    return said


def _says(text: str, start: int, end: int, forms: ReportedForms) -> bool:
    return any(mention.proof is Proof.SAYS for mention in mentions_in(text, start, end, forms))


def _told_in(
    report: Report, index: int, block: Block, *, walk: Attribution, words: ReadingWords, vocabulary: Vocabulary
) -> list[_Told]:
    text = report.text
    heads = block.kind is BlockKind.HEADING or _names_speaker(vocabulary, text[block.start : block.end])
    if heads:
        walk.heading(text[block.start : block.end])
    spans = sentence_spans(text, block.start, block.end, words=words)
    if heads or block.kind not in _BODY:
        return [_Told(start, end, index) for start, end in spans]
    free = walk.current is None
    told = [
        _Told(start, end, index, walk.sentence(text, start, end, opens=number == 0))
        for number, (start, end) in enumerate(spans)
    ]
    told = _quoted_before(text, told)
    return _from_behind(text, told, walk.forms) if free else told


def _names_speaker(vocabulary: Vocabulary, line: str) -> bool:
    """Whether a paragraph is no more than a name, under which somebody's words are told."""
    label = label_of(vocabulary, line) if len(line) < _SHORT else None
    return label is not None and label.end == len(line)


def _quoted_before(text: str, told: list[_Told]) -> list[_Told]:
    """Words between quotation marks over several sentences are his who is named behind the last of them."""
    owned, opened = list(told), None
    for number, each in enumerate(told):
        if opened is None:
            opened = number if _leaves_open(text, each) else None
        elif any(mark in text[each.start : each.end] for mark in _CLOSING):
            behind = _CLOSED_BEFORE_COMMA.search(text, each.start, each.end)
            if behind is not None and each.speaker is not None and each.speaker != told[opened].speaker:
                owned[opened:number] = [replace(one, speaker=each.speaker) for one in told[opened:number]]
            opened = None
    return owned


def _leaves_open(text: str, told: _Told) -> bool:
    """Whether a sentence opens with a quotation mark and ends without the other."""
    opens = text.startswith(_OPENING, told.start)
    return opens and not any(mark in text[told.start + 1 : told.end] for mark in _CLOSING)


def _from_behind(text: str, told: list[_Told], forms: ReportedForms) -> list[_Told]:
    """A paragraph's first sentences belong to the speaker whom only the next names, if a person can have said them."""
    named = next((number for number, each in enumerate(told) if each.speaker), 0)
    speaker = told[named].speaker if told else None
    if not 0 < named < _FAR or speaker is None:
        return told
    head = told[:named]
    if forms.pronoun.search(text[head[0].start : head[-1].end]) is None and (
        speaker.role is not Role.MINISTER or any(_is_nobodys(text, each, forms) for each in head)
    ):
        return told
    return [replace(each, speaker=speaker) for each in head] + told[named:]


def _is_nobodys(text: str, told: _Told, forms: ReportedForms) -> bool:
    """Whether a sentence asks what the minister then answers, or tells how a sitting goes on."""
    return text.startswith(forms.words.procedural, told.start) or forms.asks(text, told.start, told.end)


def _with_speeches(report: Report, told: list[_Told]) -> Report:
    stretches: list[tuple[Speaker, int]] = []
    ends: list[int] = []
    sentences: list[Sentence] = []
    last: Speaker | None = None
    for each in told:
        kind = report.blocks[each.block].kind
        if each.speaker is None:
            sentences.append(Sentence(each.start, each.end, each.block))
            last = None if kind in _BODY or kind is BlockKind.HEADING else last
            continue
        if not ends or last != each.speaker:
            stretches.append((each.speaker, each.start))
            ends.append(each.end)
        last, ends[-1] = each.speaker, each.end
        sentences.append(Sentence(each.start, each.end, each.block, len(ends) - 1))
    return replace(
        report,
        style=ReportStyle.SYNTHESIS,
        speeches=tuple(
            Speech(who, start, end, reported=True) for (who, start), end in zip(stretches, ends, strict=True)
        ),
        sentences=tuple(sentences),
        speakers=tuple(dict.fromkeys(who for who, _ in stretches)),
    )
