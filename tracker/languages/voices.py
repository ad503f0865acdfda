"""The words by which a language shows whose promise a sentence tells: a minister's, his staff's, a colleague's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tracker.languages.data_files import filled, table_in
from tracker.languages.reading import reading_words

NEVER = re.compile(r"(?!)")
SAID_BY = ("rapporteur", "staff", "requested", "government", "says", "goes_on")
COLLEAGUES = ("colleagues", "name_particles")


@dataclass(frozen=True, slots=True)
class Voices:
    """The lists of voices.toml as patterns; what a language leaves out is never found.

    `out_of_office` opens a function that is held no longer, by the words with which reports are read.
    """

    rapporteur: re.Pattern[str] = NEVER
    staff: re.Pattern[str] = NEVER
    requested: re.Pattern[str] = NEVER
    government: re.Pattern[str] = NEVER
    says: re.Pattern[str] = NEVER
    goes_on: re.Pattern[str] = NEVER
    colleague: re.Pattern[str] = NEVER
    out_of_office: re.Pattern[str] = NEVER


@cache
def load_voices(language: str) -> Voices:
    """The patterns by which a language shows who speaks."""
    table = table_in(language, "voices.toml")
    named = {name: table.pop(name, []) for name in SAID_BY}
    former = reading_words(language).people.former
    titles, particles = (table.pop(name, []) for name in COLLEAGUES)
    return filled(
        Voices,
        table,
        source=f"{language}/voices.toml",
        also=(*SAID_BY, *COLLEAGUES),
        rapporteur=_pattern(_any(named["rapporteur"]), named["rapporteur"], flags=re.IGNORECASE),
        staff=_pattern(_any(named["staff"]), named["staff"], flags=re.IGNORECASE),
        requested=_pattern(rf"\b{_any(named['requested'])}\b", named["requested"], flags=re.IGNORECASE),
        government=_pattern(rf"\b{_any(named['government'])}\b", named["government"], flags=re.IGNORECASE),
        says=_pattern(rf"\b{_any(named['says'])}\b", named["says"]),
        goes_on=_pattern(rf"{_any(named['goes_on'])}\b", named["goes_on"]),
        out_of_office=_pattern(_former(former), former, flags=re.IGNORECASE),
        colleague=_pattern(_name_behind(titles, particles), titles),
    )


def _pattern(written: str, words: Iterable[str], *, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(written, flags) if words else NEVER


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


def _former(words: Iterable[str]) -> str:
    """What opens a function that is held no longer, behind at most one word ("Vlaams gewezen minister")."""
    either = "|".join(re.escape(word) if word.endswith("-") else rf"{re.escape(word)}\b" for word in words)
    return rf"(?:[\w-]+\s)?(?:{either})"


def _name_behind(titles: Iterable[str], particles: Iterable[str]) -> str:
    """A person's name right behind a title; its particles are written with a small letter or a capital."""
    either = "|".join(f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}" for word in particles)
    name = r"[A-ZÀ-Ý][\w’'-]+(?:\s+[A-ZÀ-Ý][\w’'-]+)*"
    return rf"\b(?i:{'|'.join(map(re.escape, titles))})\s+((?:(?:{either or '(?!)'})\s+)*{name})"
