"""Whose words count, and whose question they answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tracker.extraction.cue_names import MINISTER
from tracker.extraction.evidence import Evidence
from tracker.languages.grammar import Grammar
from tracker.languages.voices import Voices
from tracker.model import Report, Role, Sentence, Speaker, Speech

WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is speaking in a sentence: `counts` tells whether a promise in it would bind the government."""

    speaker: Speaker | None
    counts: bool
    reported: bool


def voice_of(report: Report, sentence: Sentence, voices: Voices) -> Voice:
    """The speaker of a sentence; a rapporteur counts where a minister's words are told."""
    speech = report.speeches[sentence.speech] if sentence.speech is not None else None
    if speech is None or speech.speaker is None:
        return Voice(None, counts=False, reported=False)
    speaker = speech.speaker
    if speaker.role is Role.MINISTER:
        return Voice(speaker, counts=is_in_office(speaker, voices), reported=speech.reported)
    if speaker.role is Role.OTHER and voices.staff.search(speaker.function or ""):
        return Voice(_only_minister(report, voices), counts=True, reported=speech.reported)
    if speaker.role is Role.MEMBER and voices.rapporteur.search(f"{speaker.name} {speaker.function}"):
        return Voice(TOLD_MINISTER, counts=_tells_of_minister(report, speech, sentence, voices=voices), reported=True)
    return Voice(speaker, counts=False, reported=speech.reported)


def is_in_office(speaker: Speaker, voices: Voices) -> bool:
    """False for a function that its own words give to the past ("gewezen minister van Begroting")."""
    return not voices.out_of_office.match(speaker.function or "")


def _ministers(report: Report) -> list[Speaker]:
    return [speaker for speaker in report.speakers if speaker.role is Role.MINISTER]


def _only_minister(report: Report, voices: Voices) -> Speaker:
    """The minister for whom the staff speaks; without a name where the report knows none or several."""
    known = [minister for minister in _ministers(report) if is_in_office(minister, voices)]
    return known[0] if len(known) == 1 else TOLD_MINISTER


TOLD_MINISTER = Speaker(None, Role.MINISTER)  # a rapporteur tells of "de minister", whose name is not said


def _tells_of_minister(report: Report, speech: Speech, sentence: Sentence, *, voices: Voices) -> bool:
    """True where the sentence itself tells what a minister said, or goes on with "Hij lichtte toe …"."""
    words = report.text[sentence.start : sentence.end]
    if not voices.says.search(words):
        return False
    goes_on = voices.goes_on.match(words) and voices.government.search(report.text, speech.start, sentence.start)
    return bool(voices.government.search(words) or goes_on)


def colleague_of(evidence: Evidence, report: Report, *, speaker: Speaker | None, voices: Voices) -> Speaker | None:
    """The colleague in the government who is to act ("collega Demir zal …"), by the name in the report."""
    clause = evidence.clause
    first, last = clause.subject
    if first == last or MINISTER not in evidence.features:
        return None
    hit = voices.colleague.search(report.text, clause.tokens[first].start, clause.tokens[last - 1].end)
    if hit is None or (speaker and speaker.name and speaker.name.endswith(hit.group(1))):
        return None
    name = hit.group(1)
    known = (minister for minister in _ministers(report) if minister.name and minister.name.endswith(name))
    return next(known, Speaker(name, Role.MINISTER))


class Questions:
    """Finds the member whose question an answer takes up; knows the speeches of one report."""

    def __init__(self, report: Report, grammar: Grammar) -> None:
        self._report = report
        self._bags: dict[int, Counter[str]] = {}
        self._stop = grammar.adverbs | grammar.prepositions | grammar.auxiliaries | grammar.subordinators
        self._members = {
            speech.speaker.name: speech.speaker
            for speech in report.speeches
            if speech.speaker and speech.speaker.role is Role.MEMBER and speech.speaker.name
        }

    def asker(self, sentence: Sentence) -> Speaker | None:
        """The member addressed by name in the paragraph up to here, else the one who spoke of it, else the last."""
        if sentence.speech is None:
            return None
        block = self._report.blocks[sentence.block]
        named = self._named(block.start, sentence.end)
        if named:
            return named
        run = self._asked_before(sentence.speech)
        if len(run) < 2:  # noqa: PLR2004 - one questioner needs no comparison
            return run[0].speaker if run else None
        return self._nearest_in_words(run, self._words(block.start, sentence.end)) or run[-1].speaker

    def _named(self, start: int, end: int) -> Speaker | None:
        text, named, latest = self._report.text, None, -1
        for name, speaker in self._members.items():
            for part in (name, name.split(" ", 1)[-1]):
                place = text.rfind(part, start, end)
                if place > latest:
                    named, latest = speaker, place
        return named

    def _asked_before(self, speech: int) -> list[Speech]:
        """The last run of members' speeches before this speech."""
        speeches, place = self._report.speeches, speech - 1
        while place >= 0 and not _is_member(speeches[place]):
            place -= 1
        last = place
        while place >= 0 and (_is_member(speeches[place]) or _is_chair(speeches[place])):
            place -= 1
        return [speech for speech in speeches[place + 1 : last + 1] if _is_member(speech)]

    def _nearest_in_words(self, run: list[Speech], words: Counter[str]) -> Speaker | None:
        """The one who shares most words with the answer, rare words counting more; None when nobody stands out."""
        bags = [self._bag(speech) for speech in run]
        spread = Counter(word for bag in bags for word in bag)
        scores = [sum(1 / spread[word] for word in words if word in bag) for bag in bags]
        best = max(scores)
        return run[scores.index(best)].speaker if best >= 1 and scores.count(best) == 1 else None

    def _bag(self, speech: Speech) -> Counter[str]:
        """The words of a speech, counted once however many answers follow."""
        if speech.start not in self._bags:
            self._bags[speech.start] = self._words(speech.start, speech.end)
        return self._bags[speech.start]

    def _words(self, start: int, end: int) -> Counter[str]:
        words = (word.lower() for word in WORD.findall(self._report.text, start, end))
        return Counter(word for word in words if word not in self._stop)


def _is_member(speech: Speech) -> bool:
    return speech.speaker is not None and speech.speaker.role is Role.MEMBER


def _is_chair(speech: Speech) -> bool:
    return speech.speaker is not None and speech.speaker.role is Role.CHAIR
