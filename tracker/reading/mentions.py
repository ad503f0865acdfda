"""Whom a sentence of reported speech names as its subject, and how surely the verb beside it shows that he speaks.

Looks at words only; who is meant by them is for `reported` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from tracker.languages.reading import Reporting, reading_words
from tracker.model import Role
from tracker.reading.names import FULL_NAME, FULL_NAME_SHORT, NAME, PARTY, SMALL_WORDS, title_pattern, titles

_WORD_AFTER = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:,\s[^,.]{3,80},\s*)?([\w’'-]+)")
_AND_ANOTHER = re.compile(rf"\s+en\s+(?:(?:de heer|mevrouw|minister) )?(?:{NAME})\s+[a-zà-ÿ]+")
_OF_A_HOUSE = re.compile(r" (?P<house>(?:van|bij|voor|namens) (?:[\w’'&.-]+ ){1,9}?)(?P<verb>[a-zà-ÿ]+)(?![\w’'-])")
_LEADS = frozenset(("Ook ", "“", "(", "Zowel ", "‘", '"'))
_REMINDED = re.compile(r" zal zich ")
_HEARD = re.compile(r" (?:de commissie|de leden|men) van ")
_WANTS_TO_KNOW = re.compile(r"[^,.]{0,40}\bweten\b")
_SHORTEST_VERB = 4


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
    house: str | None = None  # "An Claes van het Agentschap Opgroeien licht toe": whom she speaks for


def _speaking() -> str:
    """Whoever is speaking, without the article: "spreker", "lid", "Vlaams Parlementslid"."""
    words = (phrase.split(" ", 1)[1] for phrase in reading_words("nl").roles["speaking"])
    return "|".join(f"(?i:{re.escape(word)})" for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def subject() -> re.Pattern[str]:
    """All that can be the subject of a verb of saying: persons by name, title or function, pronouns, groups."""
    minister, chair = title_pattern(Role.MINISTER), title_pattern(Role.CHAIR)
    offices, honours = title_pattern(Role.OTHER), title_pattern(Role.MEMBER)
    region = r"(?:[Vv]laams |[Ff]ederaal |[Bb]russels |[Ww]aals )?"
    one = r"[A-Z][\w-]+"
    return re.compile(
        rf"(?<![\w-])(?:"
        rf"(?:[Dd]e )?{region}(?P<title>{minister}|{chair})"
        rf"(?: van (?P<office>{one}(?:,? (?:en )?{one})*?))? (?P<titled>{NAME})"
        rf"|[Dd]e {region}(?P<minister>{minister})(?: van (?P<powers>{one}(?:(?:,| en|, en)? {one})*))?(?![\w-])"
        rf"|[Dd]e (?P<chair>{chair})(?! van)(?![\w-])"
        rf"|(?P<honour>{honours}) (?P<surname>{NAME})"
        rf"|(?:[Dd]e )?(?P<expert>{offices})(?: (?:bij|van) [^,.]{{3,60}}?)? (?P<guest>{NAME})"
        rf"|(?P<speaking>(?:[Dd]e|[Hh]et) (?:volgende |vorige |laatste |eerste |tweede )?"
        rf"(?:{_speaking()}))(?![\w-])"
        rf"|(?P<both>[Bb]eide ministers|[Dd]e ministers)"
        rf"|(?P<government>[Dd]e (?:Vlaamse )?[Rr]egering|[Hh]et kabinet)(?![\w-])"
        rf"|(?P<group>[Dd]e leden van de (?P<fraction>[\w’'/-]+)-fractie|[Dd]e (?P<fraction2>[A-Z][\w’'/-]*)-fractie)"
        rf"|(?P<members>[Dd]eze leden|[Dd]e leden)(?![\w-])"
        rf"|(?P<pronoun>[Hh]ij|[Zz]ij|[Zz]e)(?![\w-])"
        rf"|(?P<of_house>{FULL_NAME_SHORT})(?= (?:van (?:het|de)|bij|namens) [A-ZÀ-Þ])"
        rf"|(?P<name>{FULL_NAME}))"
        rf"(?:\s+{PARTY})?"
    )


@lru_cache
def _between(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?: (?:{'|'.join(sorted(words))}))* ")


@lru_cache
def _phrases(phrases: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?![\w-])")


@lru_cache
def _triggers(words: Reporting) -> frozenset[str]:
    return words.verbs | words.plain_verbs | words.by | words.according | {"wil", "vernemen"}


def mentions_in(text: str, start: int, end: int, words: Reporting) -> list[Mention]:
    """The subjects in a sentence, the surest first; a subject that opens it with its verb stands alone."""
    first = _first(text, start, end, words)
    if first is not None and first.proof is not Proof.ABOUT:
        return [first]
    mentions = []
    for word, place in _verbs(text[start:end], words):
        mention = _after_verb(text, word, start + place, words, (start, end))
        if mention is not None:
            mentions.append(mention)
    mentions.sort(key=lambda mention: -mention.proof.value)
    return mentions


def _verbs(sentence: str, words: Reporting) -> Iterator[tuple[str, int]]:
    """The words of a sentence that a subject may follow, and where each ends."""
    folded = sentence.lower()
    for word in _triggers(words).intersection(folded.split()):
        place = 0 if folded.startswith(f"{word} ") else folded.find(f" {word} ") + 1
        while place >= 0 and folded.startswith(word, place):
            yield word, place + len(word)
            place = folded.find(f" {word} ", place + len(word)) + 1 or -1


def _first(text: str, start: int, end: int, words: Reporting) -> Mention | None:
    match = subject().match(text, start, end) if _may_open(text, start) else None
    if match is None:
        lead = next((lead for lead in _LEADS if text.startswith(lead, start)), None)
        match = subject().match(text, start + len(lead), end) if lead else None
    if match is None:
        return None
    house = _house(text, match, end, words)
    return Mention(match, Proof.SAYS if house else _before_verb(text, match, end, words), first=True, house=house)


def _house(text: str, match: re.Match[str], end: int, words: Reporting) -> str | None:
    """The institution that somebody is said to be of, between name and verb of saying."""
    if not (match["of_house"] or match["name"] or match["surname"]):
        return None
    for found in _OF_A_HOUSE.finditer(text, match.end(), end):
        return found["house"].strip() if found.start() == match.end() and found["verb"] in words.verbs else None
    return None


def _before_verb(text: str, match: re.Match[str], end: int, words: Reporting) -> Proof:
    """What the verb after a subject at the start of a sentence shows."""
    following = _WORD_AFTER.match(text, match.end(), end)
    verb = following[1] if following else ""
    if match["group"] or (verb == "en" and _AND_ANOTHER.match(text, match.end(), end)):
        return Proof.SAYS
    if _REMINDED.match(text, match.end()):
        return Proof.ABOUT
    if verb in words.verbs or verb in words.plural_verbs or _phrases(words.phrases).match(text, match.end()):
        return Proof.SAYS
    if verb in words.demanding_verbs:
        return Proof.ABOUT if match["minister"] or match["government"] else Proof.ACTS
    if verb in words.plain_verbs or (verb.endswith("t") and verb.islower() and len(verb) >= _SHORTEST_VERB):
        return Proof.ACTS
    return Proof.ACTS if match["minister"] or match["title"] or match["both"] else Proof.ABOUT


def _after_verb(text: str, word: str, place: int, words: Reporting, bounds: tuple[int, int]) -> Mention | None:
    """What a verb before a subject shows ("antwoordt de minister")."""
    start, end = bounds
    heard = _HEARD.match(text, place, end) if word.startswith("verne") else None
    gap = heard or _between(words.between).match(text, place, end)
    match = subject().match(text, gap.end(), end) if gap and _may_open(text, gap.end()) else None
    if match is None:
        return None
    before = text[start : place - len(word)].rstrip()
    comma = before.endswith((",", ", zo", "–", ":"))
    if word in words.by or heard:
        return Mention(match, Proof.SAYS, first=False, comma=True)
    if word in words.according:
        return Mention(match, Proof.ACCORDING, first=False, comma=comma)
    if word in words.verbs or (word == "wil" and _WANTS_TO_KNOW.match(text, match.end(), end)):
        return Mention(match, Proof.SAYS, first=False, comma=comma)
    opens_clause = before.endswith(",") and before.split(None, 1)[0] not in words.subordinating
    if word in words.plain_verbs and before and not opens_clause:
        return Mention(match, Proof.ACTS, first=False, comma=comma)
    return None


def _may_open(text: str, place: int) -> bool:
    """Whether a subject can begin here: quickly told by its first two words, before the pattern looks closely."""
    words = text[place : place + _TWO_WORDS].split(None, 2) or [""]
    first = words[0].lower()
    if first in _ARTICLES:
        second = words[1].rstrip(".,:;").lower() if len(words) > 1 else ""
        return second in _second_words() or second.endswith("-fractie")
    return first in _first_words() or (text[place : place + 1].isupper() and words[0] not in _small_words())


_ARTICLES = frozenset(("de", "het"))
_TWO_WORDS = 60


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    return frozenset(SMALL_WORDS)


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    roles = (Role.MINISTER, Role.CHAIR, Role.OTHER, Role.MEMBER)
    words = {title.split(" ")[0] for role in roles for title in titles(role)}
    return frozenset(words | {"hij", "zij", "ze", "deze", "beide", "vlaams", "federaal", "brussels", "waals"})


@lru_cache(maxsize=1)
def _second_words() -> frozenset[str]:
    words = {word for role in Role for title in titles(role) for word in title.split(" ")[:2]}
    told = {phrase.split(" ")[-1] for phrase in reading_words("nl").roles["speaking"]}
    return frozenset(words | told | {"volgende", "vorige", "laatste", "eerste", "tweede", "vlaams", "federaal"}) | {
        "brussels", "waals", "ministers", "vlaamse", "regering", "kabinet", "leden", "commissielid",
    }  # fmt: skip
