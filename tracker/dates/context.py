"""The words around an expression, within its sentence, that change its reading: amounts, names, plans, the past."""

from __future__ import annotations

import re

from tracker.dates.named import DayOfYear
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Between, Fixed, Period, Year
from tracker.dates.phrases import Phrase
from tracker.languages.words import DateWords

BEFORE = re.compile(r"[^.;:!?()\n]*\Z")
AFTER = re.compile(r"[^.;:!?()\n]*")
WORD = re.compile(r"[^\W\d_]+|[%€$§]")
REACH = 90


def _before(text: str, start: int) -> list[str]:
    found = BEFORE.search(text[max(start - REACH, 0) : start])
    return WORD.findall(found[0].lower()) if found else []


def _after(text: str, end: int) -> list[str]:
    found = AFTER.match(text[end : end + REACH])
    return WORD.findall(found[0].lower()) if found else []


def is_quantity(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """A number that counts things or names a document: "tot 2000 euro", "artikel 15/2", "nr. 2021-22"."""
    if not isinstance(node, Year | Fixed | DayOfYear | Between):
        return False
    after = _after(text, found.end)
    if isinstance(node, Year) and after and after[0] in words.context["quantities"]:
        return True
    before = _before(text, found.start)[-1:]
    return bool(before) and before[0] in words.context["numbered"]


def is_attribute(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """A bare year right behind a noun is part of its name: "Klimaatplan 2030", "begroting 2022"."""
    if found.relations or not isinstance(node, Year | YearSpan) or not text[found.start].isdigit():
        return False
    before = text[max(found.start - REACH, 0) : found.start]
    match = re.search(r"([^\W\d_]+)[ \n]$", before)
    return bool(match) and match[1].lower() not in words.context["copulas"] and match[1].lower() not in words.single


def is_planned_for(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """"gepland voor het derde kwartaal", "middelen voor 2023": for it, not before it."""
    if isinstance(node, DayOfYear):
        return bool(set(_before(text, found.start)[-1:]) & words.context["planned"])
    near = _before(text, found.start)[-5:]
    if isinstance(node, Year | YearSpan):
        near += _after(text, found.end)[:6]
    return bool(set(near) & words.context["planned"])


def is_told_back(text: str, found: Phrase, words: DateWords) -> bool:
    """A verb in the past tense right beside it: "in maart werd beslist"."""
    beside = _before(text, found.start)[-1:] + _after(text, found.end)[:1]
    return bool(set(beside) & words.context["past"])
