"""Lines that open a speech in verbatim reports: "Minister X:", "De heer Y (N-VA):", "01.02 Z, ministre:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.languages.reading import READABLE, reading_words
from tracker.model import Role, Speaker
from tracker.reading.names import FULL_NAME, NAME, proper, role_of, title_pattern, titles

_QUICK = re.compile(r"(?:\*\*|__)?(?:\d{1,3}\.\d{1,3}\w*\s+)?[A-ZÀ-Þ“\[]")
_DIRECT = re.compile(
    r"\s*:?\s*[\"“‘(]*[A-ZÀ-Þ0-9…]"
)  # direct speech opens with a capital, a report goes on with a verb
_LONGEST = 170
_LONGEST_PARTY = 40
_IN_LANGUAGE = re.compile(
    r"(?:in het |en |in )?(?:Nederlands|Frans|Duits|Engels|néerlandais|français|allemand|anglais|Dutch|French)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A speech's opening: who speaks, and where the label ends. `sure` when a title, party or number shows it."""

    speaker: Speaker
    end: int
    sure: bool


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    honours = title_pattern(Role.MEMBER)
    offices = title_pattern(Role.MINISTER, Role.CHAIR, Role.OTHER)
    article = r"(?:[Dd]e |[Ll][ea] |[Tt]he )?"
    return re.compile(
        r"(?P<bold>\*\*|__)?"
        r"(?:(?P<number>\d{1,3}\.\d{1,3}(?:bis|ter|[a-z])?)\s+)?"
        rf"(?:(?P<chair>{article}(?:{title_pattern(Role.CHAIR)}))(?=\s*(?:\(|:|\*\*|$))(?:\s*\((?P<presiding>{NAME})\))?"
        rf"|(?:(?P<honour>{honours})\s+)?(?:(?P<office>{article}(?:{offices}))\s+)?(?P<name>{NAME}))"
        r"(?:\s*\((?P<brackets>[^()\n]{1,120})\))?(?:,\s*(?P<function>[a-zà-ÿA-Z][^:*\n]{2,150})(?=:|\*\*|$))?"
        r"\s*(?P<colon>:)?\s*(?P<close>\*\*|__)?(?:\s*\([^()\n]{1,30}\)(?=\s*:))?\s*(?P<late>:)?",
    )


@lru_cache(maxsize=1)
def _full_name() -> re.Pattern[str]:
    return re.compile(FULL_NAME)


def label_of(line: str, *, bold: int = 0) -> Label | None:
    """The speech that a line opens; without a colon only as a whole line, or as what stands in bold at its start."""
    if not _QUICK.match(line) or not (bold or ":" in line[:_LONGEST] or _may_stand_alone(line)):
        return None
    head = line[:_LONGEST]
    match = _pattern().match(head) if ":" in head or len(line) <= _LONGEST else None
    if match and (match["colon"] or match["late"]):
        return None if presiding_of(line) else _label(match, colon=True)
    if bold and (bold >= len(line) or _DIRECT.match(line, bold)):
        match = _pattern().match(line[:bold].rstrip())
        return _label(match, colon=False, bold=True) if match and match.end() == len(line[:bold].rstrip()) else None
    if match is None or match.end() < len(line) or line.endswith((".", "?", "!")):
        return None
    return _label(match, colon=False)


def _may_stand_alone(line: str) -> bool:
    """Whether a line without a colon can be a label at all: it has a party in brackets or opens with a title."""
    return len(line) <= _LONGEST and ("(" in line or "**" in line or line.split(" ", 1)[0].lower() in _first_words())


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    words = {title.split(" ")[0] for role in Role for title in titles(role)}
    return frozenset(words | {"de", "le", "la", "the"})


def presiding_of(line: str) -> str | None:
    """Who takes the chair from here on: "Voorzitter: André Flahaut, ondervoorzitter."."""
    match = _presiding().match(line)
    return proper(match["name"]) if match else None


@lru_cache(maxsize=1)
def _presiding() -> re.Pattern[str]:
    words = "|".join(word for code in READABLE for word in reading_words(code).report.get("chair_line", ()))
    return re.compile(
        rf"(?:{words})\s*:\s*(?:[Dd]e heer |[Mm]evrouw |M\. |Mme )?(?P<name>{FULL_NAME})(?:,\s[a-zà-ÿ -]{{3,60}})?\.?$"
    )


def _label(match: re.Match[str], *, colon: bool, bold: bool = False) -> Label | None:
    bold = bold or bool(match["bold"])
    if match["chair"]:
        name = proper(match["presiding"]) if match["presiding"] else None
        return Label(Speaker(name, Role.CHAIR), match.end(), sure=colon or bold)
    party, function = _party_or_function(match)
    role = _role(match, function, party)
    numbered, full = bool(match["number"]), bool(_full_name().fullmatch(match["name"]))
    titled = bool(match["honour"] or match["office"] or party or (function and role))
    if not (titled or numbered or (full and (colon or bold))):
        return None
    if match["function"] and role is None and not numbered:
        return None
    if not colon and not (titled or bold):
        return None
    speaker = Speaker(proper(match["name"]), role or Role.OTHER, _function(match, function), party)
    return Label(speaker, match.end(), sure=(colon or bold) and (titled or numbered))


def _party_or_function(match: re.Match[str]) -> tuple[str | None, str | None]:
    """What stands in brackets after the name is a party, unless it is long or names a function."""
    brackets, function = (match["brackets"] or "").strip(), match["function"]
    if not brackets:
        return None, function
    if _IN_LANGUAGE.fullmatch(brackets):
        return None, function
    if role_of(brackets) or len(brackets) > _LONGEST_PARTY:
        return None, function or brackets
    return brackets, function


def _turned_to(words: str) -> bool:
    """Whether words after a name speak of somebody else ("…, mevrouw Hermans en de heer Slootweg …")."""
    return re.match(rf"(?:{title_pattern(Role.MEMBER)}) (?:{NAME})", words) is not None


def _role(match: re.Match[str], function: str | None, party: str | None) -> Role | None:
    for words in (match["office"], function):
        if words and not _turned_to(words):
            role = role_of(re.sub(r"^(?:[Dd]e|[Ll][ea]|[Tt]he) ", "", words))
            if role:
                return role
    return Role.MEMBER if match["honour"] or party else None


def _function(match: re.Match[str], function: str | None) -> str | None:
    return function or (match["office"].lower() if match["office"] else None)
