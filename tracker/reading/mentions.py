"""Whom a sentence of reported speech names as its subject, and how surely the verb beside it shows that he speaks.

Looks at words only; who is meant by them is for `reported` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tracker.reading.reportedforms import ReportedForms

_WORD_AFTER = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:,\s[^,.]{3,80},\s*)?([\w’'-]+)")
_REACH = 40  # characters between a verb and the word that makes it one of saying
_TWO_WORDS = 60
_CLOSING_MARKS = str.maketrans("", "", '”»"')


class Proof(Enum):
    """How surely a mention shows that the person speaks."""

    SAYS = 3
    ACCORDING = 2
    ACTS = 1
    ABOUT = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named by the words of `match`: first in the sentence, or after its verb (and a comma before that)."""

    match: re.Match[str]
    proof: Proof
    first: bool
    comma: bool = False  # "…, zegt de minister"
    aside: bool = False  # ", zal de minister", behind what may be another's words: tells only where nobody speaks
    house: str | None = None  # "An Claes van het Agentschap Opgroeien licht toe": whom she speaks for


def mentions_in(text: str, start: int, end: int, forms: ReportedForms) -> list[Mention]:
    """The subjects in a sentence, the surest first; a subject that opens it with its verb stands alone.

    Of equals that behind a comma comes first, then the last: it tells of all that stands before.
    """
    first = _first(text, start, end, forms)
    if first is not None and _stands_alone(first):
        return [first]
    mentions = []
    for word, place in _verbs(text[start:end], forms):
        mention = _after_verb(text, word, start + place, forms=forms, bounds=(start, end))
        if mention is not None:
            mentions.append(mention)
    mentions.sort(key=lambda mention: (-mention.proof.value, not mention.comma, -mention.match.start()))
    return mentions


def _stands_alone(first: Mention) -> bool:
    """Whether a subject that opens a sentence speaks or acts; of "ze" and a government that act somebody may tell."""
    told_of = first.match["government"] or first.match["pronoun"]
    return first.proof is Proof.SAYS or (first.proof is Proof.ACTS and not told_of)


def opening_verb(text: str, start: int, end: int, forms: ReportedForms) -> str:
    """The word behind the subject that opens a stretch of text, nothing where none does."""
    match = opening_subject(text, start, end, forms)
    return _verb_after(text, match, end) if match else ""


def _verbs(sentence: str, forms: ReportedForms) -> Iterator[tuple[str, int]]:
    """The words of a sentence that a subject may follow, and where each ends."""
    folded = sentence.lower()
    for word in forms.triggers.intersection(folded.split()):
        place = 0 if folded.startswith(f"{word} ") else folded.find(f" {word} ") + 1
        while place >= 0 and folded.startswith(word, place):
            yield word, place + len(word)
            place = folded.find(f" {word} ", place + len(word)) + 1 or -1


def _first(text: str, start: int, end: int, forms: ReportedForms) -> Mention | None:
    match = opening_subject(text, start, end, forms)
    if match is None:
        lead = next((lead for lead in forms.leads if text.startswith(lead, start)), None)
        match = forms.subject.match(text, start + len(lead), end) if lead else None
    if match is None:
        return None
    by_another = _by_another(text, match, end, forms)
    if by_another is not None:
        return Mention(by_another, Proof.SAYS, first=True)
    house = _house(text, match, end, forms)
    proof = Proof.SAYS if house else _before_verb(text, match, end, forms)
    return Mention(match, proof, first=True, house=house)


def _verb_after(text: str, match: re.Match[str], end: int) -> str:
    following = _WORD_AFTER.match(text, match.end(), end)
    return following[1] if following else ""


def _by_another(text: str, match: re.Match[str], end: int, forms: ReportedForms) -> re.Match[str] | None:
    """The minister who says of a subject what it does: "Mevrouw X stelt volgens de minister de verkeerde vraag"."""
    verb = _WORD_AFTER.match(text, match.end(), end)
    told = forms.told_by_another.match(text, verb.end(), end) if verb else None
    by = opening_subject(text, told.end(), end, forms) if told else None
    itself = match["minister"] or match["title"] or match["pronoun"]
    return by if by and (by["minister"] or by["title"]) and not itself else None


def _house(text: str, match: re.Match[str], end: int, forms: ReportedForms) -> str | None:
    """The institution that somebody is said to be of, between name and verb of saying."""
    if not (match["of_house"] or match["name"] or match["surname"]):
        return None
    for found in forms.of_a_house.finditer(text, match.end(), end):
        return found["house"].strip() if found.start() == match.end() and found["verb"] in forms.words.verbs else None
    return None


def _before_verb(text: str, match: re.Match[str], end: int, forms: ReportedForms) -> Proof:
    """What the verb after a subject at the start of a sentence shows."""
    words, verb = forms.words, _verb_after(text, match, end)
    if match["group"] or (verb in forms.conjunctions and forms.and_another.match(text, match.end(), end)):
        return Proof.SAYS
    if forms.spoken_of.match(text, match.end()):
        return Proof.ABOUT
    if verb in words.verbs or verb in words.plural_verbs or forms.phrases.match(text, match.end()):
        return Proof.SAYS
    if verb in words.demanding_verbs:
        return Proof.ABOUT if match["minister"] or match["government"] else Proof.ACTS
    if verb in words.plain_verbs or (verb.islower() and forms.finite.fullmatch(verb)):
        return Proof.ACTS
    return Proof.ACTS if match["minister"] or match["title"] or match["both"] else Proof.ABOUT


def _after_verb(text: str, word: str, place: int, *, forms: ReportedForms, bounds: tuple[int, int]) -> Mention | None:
    """What a verb before a subject shows ("antwoordt de minister")."""
    (start, end), words = bounds, forms.words
    heard = forms.heard_from.match(text, place, end) if word in words.heard_verbs else None
    gap = heard or forms.between.match(text, place, end)
    match = opening_subject(text, gap.end(), end, forms) if gap else None
    if match is None:
        return None
    before = text[start : place - len(word)].translate(_CLOSING_MARKS).rstrip()
    comma = before.endswith(forms.pauses)
    if word in words.by or heard:
        return Mention(match, Proof.SAYS, first=False, comma=True)
    if word in words.according:
        return Mention(match, Proof.ACCORDING, first=False, comma=comma)
    if word in words.verbs or _asks(text, word, match.end(), end=end, forms=forms):
        return Mention(match, Proof.SAYS, first=False, comma=comma)
    opens_clause = before.endswith(",") and before.split(None, 1)[0] not in words.subordinating
    if word in words.plain_verbs and before:
        return Mention(match, Proof.ACTS, first=False, comma=comma, aside=opens_clause)
    return None


def _asks(text: str, verb: str, place: int, *, end: int, forms: ReportedForms) -> bool:
    """Whether a verb tells of saying by a word that follows its subject in the same clause ("wil … weten")."""
    wanted = forms.words.asking_pairs.get(verb)
    clause = re.split("[,.]", text[place:end], maxsplit=1)[0] if wanted else ""
    found = re.search(rf"\b{re.escape(wanted)}\b", clause) if wanted else None
    return found is not None and found.start() <= _REACH


def opening_subject(text: str, start: int, end: int, forms: ReportedForms) -> re.Match[str] | None:
    """The subject that opens a stretch of text."""
    return forms.subject.match(text, start, end) if _may_open(text, start, forms) else None


def _may_open(text: str, place: int, forms: ReportedForms) -> bool:
    """Whether a subject can begin here: quickly told by its first two words, before the pattern looks closely."""
    words = text[place : place + _TWO_WORDS].split(None, 2) or [""]
    first = words[0].lower()
    if first in forms.words.subject_articles:
        second = words[1].rstrip(".,:;").lower() if len(words) > 1 else ""
        return second in forms.second_words or second.endswith(forms.words.second_ends)
    return first in forms.first_words or (text[place : place + 1].isupper() and words[0] not in forms.small_words)
