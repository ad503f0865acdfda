"""Whose words count: a minister's, his staff's, and what a rapporteur tells of a minister."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extraction.cue_names import MINISTER
from tracker.extraction.evidence import Evidence
from tracker.languages.voices import Voices
from tracker.model import Report, Role, Sentence, Speaker, Speech

_OPENING = 120  # characters, about a sentence
_TITLE = 2  # words


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
    if speaker.role is Role.OTHER and _speaks_for_minister(report, speech, voices):
        return Voice(_only_minister(report, voices), counts=True, reported=speech.reported)
    if speaker.role is Role.MEMBER and _is_rapporteur(report, speech, voices):
        return Voice(TOLD_MINISTER, counts=_tells_of_minister(report, speech, sentence, voices=voices), reported=True)
    return Voice(speaker, counts=False, reported=speech.reported)


def _speaks_for_minister(report: Report, speech: Speech, voices: Voices) -> bool:
    """True for a minister's staff, and for whoever is told to speak at his request."""
    function = (speech.speaker.function if speech.speaker else None) or ""
    opening = min(speech.start + _OPENING, speech.end)
    asked = speech.reported and voices.requested.search(report.text, speech.start, opening)
    return bool(voices.staff.search(function) or asked)


def _is_rapporteur(report: Report, speech: Speech, voices: Voices) -> bool:
    """True for a member whose name or function says so, or the title before his name where he is first told of."""
    speaker = speech.speaker
    name, function = (speaker.name, speaker.function) if speaker else (None, None)
    opening = report.text[speech.start : speech.start + _OPENING] if speech.reported and name else ""
    before, found, _ = opening.partition(name or " ")
    title = " ".join(before.split()[-_TITLE:]) if found else ""
    return voices.rapporteur.search(f"{name} {function} {title}") is not None


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
