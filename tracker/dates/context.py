"""The words around an expression, within its sentence, that change its reading: amounts, names, plans, the past."""

from __future__ import annotations

import re
from itertools import takewhile

from tracker.dates.named import DayOfYear, Deictic, Month, Numbered, Term, Weekday
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Between, Fixed, Period, Year
from tracker.dates.phrases import Phrase
from tracker.dates.slices import Half, Listed, Rolling
from tracker.dates.vague import Window
from tracker.languages.words import DateWords

CLAUSE_END = re.compile(r"[,.;:!?()\n«»\"“”]")
WORD = re.compile(r"[^\W\d_]+|[%€$£§]")
PARTICIPLE = re.compile(r"(\w{0,8}ge\w{2,}|(?:be|er|her|ont|ver)\w{3,})(?:d|t|en)")
NAMED = re.compile(r"([^\W\d_]+)\.? \Z")
REACH = 90


def _before(text: str, start: int) -> list[str]:
    """The words of the same clause before it, the nearest last."""
    stretch = text[max(start - REACH, 0) : start]
    return WORD.findall(CLAUSE_END.split(stretch)[-1].lower())


def _after(text: str, end: int) -> list[str]:
    """The words of the same clause after it, the nearest first."""
    return WORD.findall(CLAUSE_END.split(text[end : end + REACH], maxsplit=1)[0].lower())


def is_no_date(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """Words that look like a time expression and are none."""
    if found.relation == "every" and isinstance(node, Rolling):
        return _is_thing(text, found, words)
    if found.relation == "until" and isinstance(node, Deictic) and node.offset == 0:
        return True  # "tot op vandaag" tells how it is now
    if isinstance(node, Window) and not found.relations and is_adjective(text, found, words):
        return True
    if isinstance(node, Month | Weekday) and is_name(text, found, words):
        return True
    return is_quantity(node, text, found, words=words) or is_attribute(node, text, found, words=words)


def is_name(text: str, found: Phrase, words: DateWords) -> bool:
    """A bare month or weekday with a capital behind a title or name: "de heer Vrijdag", "Theresa May"."""
    before = NAMED.search(text[max(found.start - REACH, 0) : found.start])
    if found.relations or before is None or not text[found.start].isupper():
        return False
    word = before[1]
    return bool(words.context["names_have_capitals"]) or word[0].isupper() or word.lower() in words.context["titles"]


def _is_thing(text: str, found: Phrase, words: DateWords) -> bool:
    """Like "een jaarlijks voordeel", "jaarlijks terugkerende": about things, not about when something is done."""
    after = _after(text, found.end)[:1]
    if after and after[0] in words.context["recurring_things"]:
        return False
    if text[found.end - 1].lower() in words.context["inflected"]:
        return True
    return is_adjective(text, found, words) or bool(after and after[0].endswith(("ende", "end")))


def is_adjective(text: str, found: Phrase, words: DateWords) -> bool:
    """Behind an article it says what a thing is like: "een spoedig herstel", "een jaarlijks voordeel"."""
    before = _before(text, found.start)[-1:]
    word = words.single.get(before[0]) if before else None
    return word is not None and (word.kind == "article" or (word.kind == "number" and word.value == 1))


def is_quantity(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """A number that counts things or names a document: "tot 2000 euro", "artikel 15/2", "nr. 2021-22"."""
    if not isinstance(node, Year | Fixed | DayOfYear | Between | Listed):
        return False
    after = text[found.end : found.end + REACH].lstrip()
    counted = WORD.match(after)
    if isinstance(node, Year) and counted and counted[0].lower() in words.context["quantities"]:
        return True
    before = WORD.findall(text[max(found.start - REACH, 0) : found.start].lower())
    return bool(before) and before[-1] in words.context["numbered"]


def is_attribute(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """A bare year behind a noun or in a reference is part of a name: "Klimaatplan 2030", "Stcrt. 2023"."""
    if found.relations or not isinstance(node, Year | YearSpan) or not text[found.start].isdigit() or not found.start:
        return False
    before = text[max(found.start - REACH, 0) : found.start]
    word = re.search(r"([^\W\d_]+)\s\Z", before)
    if word:
        return word[1].lower() not in words.context["copulas"] and word[1].lower() not in words.single
    if before[-1] in "-/_&=" or before[-1].isalnum():
        return True
    if not re.search(r"[.(\[]\s*\Z", before):
        return False
    following = _after(text, found.end)
    return not following or following[0] not in words.context["copulas"]


def is_planned_for(node: Period, text: str, found: Phrase, *, words: DateWords) -> bool:
    """Like "gepland voor het najaar", "middelen voor 2023", "cijfers voor 2023": for it, not before it.

    Only words of planning turn a day, feast, recess or season; money and figures turn years and their parts.
    """
    before = _before(text, found.start)[-5:]
    if set(before[-2:]) & words.context["planned"] or set(before[-1:]) & words.context["budgeted"]:
        return True
    if not isinstance(node, Year | YearSpan | Numbered | Half | Term):
        return False
    return bool({*before, *_after(text, found.end)[:6]} & words.context["budgeted"]) or bool(
        {*before[-1:]} & words.context["about"]
    )


def is_told_back(text: str, found: Phrase, words: DateWords) -> bool:
    """The clause looks back ("in maart werd beslist") and nothing in it looks forward ("gevraagd om in maart te")."""
    behind = WORD.findall(text[max(found.start - REACH, 0) : found.start].lower())[-2:]
    if len(behind) == len(("brief", "van")) and behind[0] in words.context["documents"] and behind[1] in words.single:
        return words.single[behind[1]].kind == "of"  # "de brief van 15 maart" has been written
    clauses = words.context["clauses"]
    before, after = _before(text, found.start), _after(text, found.end)
    around = {*takewhile(lambda word: word not in clauses, reversed(before))}
    around |= {*takewhile(lambda word: word not in clauses, after)}
    if around & words.context["future"]:
        return False
    if around & words.context["past"]:
        return True
    return bool(around & words.context["perfect"]) and any(PARTICIPLE.fullmatch(word) for word in around)
