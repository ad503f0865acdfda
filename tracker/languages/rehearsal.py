"""What people say and write in a rehearsed year, in a language that has such words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tracker.languages.data_files import filled, languages_with, table_in

REHEARSAL = "rehearsal.toml"


@dataclass(frozen=True, slots=True)
class RehearsalWords:
    """Who keeps the register; until when a deadline is moved and why; what proves that a commitment was fulfilled."""

    language: str
    secretary: str = ""
    later: str = ""
    because: str = ""
    evidence: str = ""
    evidence_note: str = ""


@cache
def rehearsal_words(language: str | None) -> RehearsalWords:
    """The words of a language; those of another for one that has none."""
    known = sorted(languages_with(REHEARSAL))
    chosen = language if language in known else known[0]
    return filled(RehearsalWords, table_in(chosen, REHEARSAL), source=f"{chosen}/{REHEARSAL}", language=chosen)
